//! Operations over slices of equal length.

use crate::function::{Function, LAST_STEP, MAX_STEPS, crossover_start, crossover_step, min, step};
use crate::numeric::{self, exp, exp_in_place, exp_scaled, ln, ln_in_place, multiply};
use crate::program::graph::{Op, finite, power, scalar};

/// An operand: one number for all rows, or one a row.
#[derive(Clone, Copy)]
pub(super) enum Arg<'a> {
    One(f64),
    Many(&'a [f64]),
}

/// How much longer than `out` the scratch space of [`apply`] has to be.
pub(super) const SCRATCH: usize = 4;

/// `out = op(args)`. `scratch` is [`SCRATCH`] times as long as `out`.
pub(super) fn apply(op: Op, args: [Arg<'_>; 3], out: &mut [f64], scratch: &mut [f64]) {
    let [a, b, c] = args;
    match op {
        Op::Add => map2(a, b, out, |x, y| x + y),
        Op::Sub => map2(a, b, out, |x, y| x - y),
        Op::Mul => match (a, b) {
            (Arg::Many(x), Arg::Many(y)) => multiply(x, y, out),
            _ => map2(a, b, out, |x, y| x * y),
        },
        Op::Div => map2(a, b, out, |x, y| x / y),
        Op::MulAdd => multiply_add(a, b, c, out),
        Op::Power => map2(a, b, out, power),
        Op::Exp => whole(a, out, exp, f64::exp),
        Op::Ln => whole(a, out, ln, f64::ln),
        Op::ExpScaled => match (a, b) {
            (Arg::One(scale), Arg::Many(x)) => exp_scaled(scale, x, out),
            _ => map2(a, b, out, |x, y| (x * y).exp()),
        },
        Op::Sqrt => map1(a, out, f64::sqrt),
        Op::Finite => map1(a, out, finite),
        Op::Copy => map1(a, out, |x| x),
        Op::Call(function) => call(function, a, b, out, scratch),
        Op::Constant(_) | Op::Shape(_) | Op::Column(_) => out.fill(scalar(op, [f64::NAN; 3])),
    }
}

fn call(function: Function, a: Arg<'_>, b: Arg<'_>, out: &mut [f64], scratch: &mut [f64]) {
    match (function, a) {
        (Function::Sigmoid, Arg::Many(x)) => {
            exp_of_minus_size(x, out);
            for (value, x) in out.iter_mut().zip(x) {
                let above = if *x >= 0.0 { 1.0 } else { *value };
                *value = above / (1.0 + *value);
            }
        }
        (Function::Softplus, Arg::Many(x)) => {
            let z = &mut scratch[..out.len()];
            exp_of_minus_size(x, z);
            ln_1p(z, out);
            for (value, x) in out.iter_mut().zip(x) {
                *value += if *x < 0.0 { 0.0 } else { *x };
            }
        }
        (Function::CrossoverLogit, _) => crossover_logits(a, b, out, scratch),
        (Function::Min, _) => map2(a, b, out, min),
        (Function::Max, _) => map2(a, b, out, |x, y| -min(-x, -y)),
        (Function::Step, _) => map1(a, out, step),
        _ => map2(a, b, out, |x, y| function.eval(x, y)),
    }
}

/// `out = exp(-|x|)`.
fn exp_of_minus_size(x: &[f64], out: &mut [f64]) {
    for (value, x) in out.iter_mut().zip(x) {
        *value = -x.abs();
    }
    exp_in_place(out);
}

/// `out = ln(1 + z)`, exact for small `z` too: Kahan's correction for the rounding of `1 + z`.
fn ln_1p(z: &[f64], out: &mut [f64]) {
    for (value, z) in out.iter_mut().zip(z) {
        *value = 1.0 + z;
    }
    ln_in_place(out);
    for (value, z) in out.iter_mut().zip(z) {
        let rounded = 1.0 + z;
        *value = if rounded == 1.0 { *z } else { *value * (z / (rounded - 1.0)) };
    }
}

/// [`crossover_logit`](crate::function::crossover_logit) for all rows at once.
fn crossover_logits(u: Arg<'_>, a: Arg<'_>, out: &mut [f64], scratch: &mut [f64]) {
    let length = out.len();
    let (us, rest) = scratch.split_at_mut(length);
    let (weights, rest) = rest.split_at_mut(length);
    let (z, rest) = rest.split_at_mut(length);
    let logs = &mut rest[..length];
    map1(u, us, |x| x);
    map1(a, weights, |x| x);
    map2(u, a, out, crossover_start);
    for _ in 0..MAX_STEPS {
        exp_of_minus_size(out, z);
        ln_1p(z, logs);
        let mut moved = 0.0;
        for ((((t, u), a), z), log) in out.iter_mut().zip(&*us).zip(&*weights).zip(&*z).zip(&*logs) {
            let next = crossover_step(*t, *u, *a, *z, *log);
            let step = (next - *t).abs();
            moved = if step > moved { step } else { moved };
            *t = next;
        }
        if moved <= LAST_STEP {
            return;
        }
    }
}

/// A function that has a vector form.
fn whole(a: Arg<'_>, out: &mut [f64], vector: fn(&[f64], &mut [f64]), single: fn(f64) -> f64) {
    match a {
        Arg::Many(x) => vector(x, out),
        Arg::One(x) => out.fill(single(x)),
    }
}

#[inline(always)]
fn map1(a: Arg<'_>, out: &mut [f64], f: impl Fn(f64) -> f64) {
    match a {
        Arg::One(x) => out.fill(f(x)),
        Arg::Many(x) => out.iter_mut().zip(x).for_each(|(value, x)| *value = f(*x)),
    }
}

#[inline(always)]
fn map2(a: Arg<'_>, b: Arg<'_>, out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Arg::Many(x), Arg::Many(y)) => {
            for ((value, x), y) in out.iter_mut().zip(x).zip(y) {
                *value = f(*x, *y);
            }
        }
        (Arg::Many(x), Arg::One(y)) => out.iter_mut().zip(x).for_each(|(value, x)| *value = f(*x, y)),
        (Arg::One(x), Arg::Many(y)) => out.iter_mut().zip(y).for_each(|(value, y)| *value = f(x, *y)),
        (Arg::One(x), Arg::One(y)) => out.fill(f(x, y)),
    }
}

/// `out = a*b + c`, rounded after the product as everywhere else.
fn multiply_add(a: Arg<'_>, b: Arg<'_>, c: Arg<'_>, out: &mut [f64]) {
    match (a, b, c) {
        (Arg::Many(x), Arg::One(y), Arg::One(z)) => map1(Arg::Many(x), out, |x| x * y + z),
        (Arg::Many(x), Arg::One(y), Arg::Many(z)) => {
            map2(Arg::Many(x), Arg::Many(z), out, |x, z| x * y + z);
        }
        (Arg::Many(x), Arg::Many(y), Arg::One(z)) => {
            map2(Arg::Many(x), Arg::Many(y), out, |x, y| x * y + z);
        }
        (Arg::Many(x), Arg::Many(y), Arg::Many(z)) => numeric::multiply_add(x, y, z, out),
        (Arg::One(x), b, c) => map2(b, c, out, |y, z| x * y + z),
    }
}
