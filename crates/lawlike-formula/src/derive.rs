//! Derivatives of expressions, in closed form.
//!
//! One loop over the nodes finds the slope of each node that depends on the name. Quotients use the
//! slope of the logarithm of the denominator, so that `A/N^a` and its derivative share `N^a`.

use crate::ast::{Builder, Expr, Id, Node};
use crate::error::{Error, ErrorKind};
use crate::function::Function;

impl Expr {
    /// The derivative with respect to `name`.
    ///
    /// # Errors
    /// If a `sum` is not expanded, or for the derivative of `trigamma`, which has no name here.
    pub fn derivative(&self, name: &str) -> Result<Expr, Error> {
        let mut builder = Builder::default();
        let root = builder.import(self, |_, _| None);
        let slope = derivative(&mut builder, root, name).map_err(|function| {
            let message = format!("`{function}` has no derivative in this language");
            let hint = if function == "sum" { "expand the sum first" } else { "differentiate less often" };
            Error::new(ErrorKind::NoDerivative, message, hint)
        })?;
        let slope = slope.unwrap_or_else(|| builder.number(0.0));
        Ok(builder.finish(slope))
    }
}

/// The derivative of `root`; `None` if `root` does not depend on `name`. The error is the name of a
/// function without derivative.
pub(crate) fn derivative(builder: &mut Builder, root: Id, name: &str) -> Result<Option<Id>, &'static str> {
    let ids: Vec<Id> = builder.ids().take(root.index() + 1).collect();
    let needed = builder.reachable(&[root]);
    let mut slopes = Slopes { of: vec![None; ids.len()], of_log: vec![None; ids.len()], builder };
    let wants_log = slopes.denominators(&ids, &needed);
    for id in ids.into_iter().filter(|id| needed[id.index()]) {
        let slope = slopes.slope(id, name)?;
        slopes.of[id.index()] = slope;
        if slope.is_some() && wants_log[id.index()] {
            slopes.of_log[id.index()] = slopes.log_slope(id);
        }
    }
    Ok(slopes.of[root.index()])
}

struct Slopes<'a> {
    builder: &'a mut Builder,
    /// The derivative of each node; `None` is zero.
    of: Vec<Option<Id>>,
    /// The derivative of the logarithm of each node, where it is needed.
    of_log: Vec<Option<Id>>,
}

impl Slopes<'_> {
    /// The nodes whose logarithm has to be differentiated.
    fn denominators(&self, ids: &[Id], needed: &[bool]) -> Vec<bool> {
        let mut wanted = vec![false; ids.len()];
        for id in ids.iter().rev().filter(|id| needed[id.index()]) {
            let inherits = wanted[id.index()];
            match *self.builder.node(*id) {
                Node::Div(a, b) => {
                    wanted[b.index()] = true;
                    wanted[a.index()] |= inherits;
                }
                Node::Mul(a, b) if inherits => {
                    wanted[a.index()] = true;
                    wanted[b.index()] = true;
                }
                Node::Pow(a, _) | Node::Neg(a) if inherits => wanted[a.index()] = true,
                _ => {}
            }
        }
        wanted
    }

    fn slope(&mut self, id: Id, name: &str) -> Result<Option<Id>, &'static str> {
        let node = self.builder.node(id).clone();
        let parts: Vec<Option<Id>> = node.parts().map(|part| self.of[part.index()]).collect();
        let (da, db) = (parts.first().copied().flatten(), parts.get(1).copied().flatten());
        if let Node::Name(other) = &node {
            return Ok((**other == *name).then(|| self.builder.number(1.0)));
        }
        if let Node::Sum(..) = node {
            return Err("sum");
        }
        if da.is_none() && db.is_none() {
            return Ok(None);
        }
        Ok(match node {
            Node::Number(_) | Node::Name(_) | Node::Sum(..) => None,
            Node::Neg(_) => da.map(|da| self.builder.neg(da)),
            Node::Add(..) => self.plus(da, db),
            Node::Sub(..) => self.minus(da, db),
            Node::Mul(a, b) => {
                let (left, right) = (self.times(da, b), self.times(db, a));
                self.plus(left, right)
            }
            Node::Div(_, b) => {
                let left = da.map(|da| self.builder.div(da, b));
                let right = self.times(self.of_log[b.index()], id);
                self.minus(left, right)
            }
            Node::Pow(a, b) => self.power(id, a, b),
            Node::Call(function, a) => {
                let outer = self.outer(function, id, a)?;
                outer.and_then(|outer| self.times(da, outer))
            }
            Node::Call2(function, a, b) => {
                let (by_a, by_b) = self.outer2(function, id, a, b);
                let (left, right) = (self.times(da, by_a), self.times(db, by_b));
                self.plus(left, right)
            }
        })
    }

    /// The slope of `a^b`: b a^(b-1) da + a^b ln(a) db.
    fn power(&mut self, id: Id, a: Id, b: Id) -> Option<Id> {
        let (da, db) = (self.of[a.index()], self.of[b.index()]);
        let by_base = match (da, self.quotient_in_denominator(a)) {
            (None, _) => None,
            (Some(_), Some(log_slope)) => {
                let outer = self.builder.mul(b, id);
                Some(self.builder.mul(outer, log_slope))
            }
            (Some(da), None) => {
                let one = self.builder.number(1.0);
                let less = self.builder.sub(b, one);
                let power = self.builder.pow(a, less);
                let outer = self.builder.mul(b, power);
                self.times(Some(da), outer)
            }
        };
        let by_exponent = db.and_then(|db| {
            let log = self.builder.call(Function::Ln, a);
            let outer = self.builder.mul(id, log);
            self.times(Some(db), outer)
        });
        self.plus(by_base, by_exponent)
    }

    /// The slope of ln(p/q) for a base p/q in which only q depends on the name: q is not zero, so
    /// the power itself can be used again.
    fn quotient_in_denominator(&mut self, base: Id) -> Option<Id> {
        match *self.builder.node(base) {
            Node::Div(p, q) if self.of[p.index()].is_none() => {
                let slope = self.of_log[q.index()]?;
                Some(self.builder.neg(slope))
            }
            _ => None,
        }
    }

    /// The slope of the logarithm of a node whose slope is known.
    fn log_slope(&mut self, id: Id) -> Option<Id> {
        let slope = self.of[id.index()]?;
        let log = |slopes: &Self, part: Id| slopes.of_log[part.index()];
        match *self.builder.node(id) {
            Node::Neg(a) => log(self, a),
            Node::Mul(a, b) => self.plus(log(self, a), log(self, b)),
            Node::Div(a, b) => self.minus(log(self, a), log(self, b)),
            Node::Pow(a, b) => {
                let by_base = self.times(log(self, a), b);
                let by_exponent = self.of[b.index()].map(|db| {
                    let log = self.builder.call(Function::Ln, a);
                    self.builder.mul(log, db)
                });
                self.plus(by_base, by_exponent)
            }
            Node::Call(Function::Exp, a) => self.of[a.index()],
            _ => Some(self.builder.div(slope, id)),
        }
    }

    fn plus(&mut self, a: Option<Id>, b: Option<Id>) -> Option<Id> {
        match (a, b) {
            (Some(a), Some(b)) => Some(self.builder.add(a, b)),
            (a, b) => a.or(b),
        }
    }

    fn minus(&mut self, a: Option<Id>, b: Option<Id>) -> Option<Id> {
        match (a, b) {
            (Some(a), Some(b)) => Some(self.builder.sub(a, b)),
            (None, Some(b)) => Some(self.builder.neg(b)),
            (a, None) => a,
        }
    }

    fn times(&mut self, slope: Option<Id>, factor: Id) -> Option<Id> {
        slope.map(|slope| self.builder.mul(factor, slope))
    }

    /// f'(a) for a function of one argument; `None` is zero. `id` is f(a).
    fn outer(&mut self, function: Function, id: Id, a: Id) -> Result<Option<Id>, &'static str> {
        use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10};
        let builder = &mut *self.builder;
        let (half, one, two) = (builder.number(0.5), builder.number(1.0), builder.number(2.0));
        let slope = match function {
            Function::Exp => id,
            Function::Ln => builder.div(one, a),
            Function::Log10 | Function::Log2 => {
                let scale = builder.number(if function == Function::Log10 { LN_10 } else { LN_2 });
                let scaled = builder.mul(a, scale);
                builder.div(one, scaled)
            }
            Function::Sqrt => builder.div(half, id),
            Function::Sin => builder.call(Function::Cos, a),
            Function::Cos => {
                let sine = builder.call(Function::Sin, a);
                builder.neg(sine)
            }
            Function::Tan => {
                let square = builder.pow(id, two);
                builder.add(one, square)
            }
            Function::Atan => {
                let square = builder.pow(a, two);
                let sum = builder.add(one, square);
                builder.div(one, sum)
            }
            Function::Sigmoid => {
                let rest = builder.sub(one, id);
                builder.mul(id, rest)
            }
            Function::Softplus => builder.call(Function::Sigmoid, a),
            Function::LnGamma => builder.call(Function::Digamma, a),
            Function::Digamma => builder.call(Function::Trigamma, a),
            Function::Erf => bell(builder, a, FRAC_2_SQRT_PI, 1.0),
            Function::NormCdf => bell(builder, a, 0.398_942_280_401_432_7, 0.5),
            Function::Step => return Ok(None),
            other => return Err(other.name()),
        };
        Ok(Some(slope))
    }

    /// The two partial slopes of a function of two arguments. `id` is f(a, b).
    fn outer2(&mut self, function: Function, id: Id, a: Id, b: Id) -> (Id, Id) {
        let builder = &mut *self.builder;
        match function {
            Function::Min | Function::Max => {
                let (forth, back) = (builder.sub(b, a), builder.sub(a, b));
                let (rises, falls) =
                    (builder.call(Function::Step, forth), builder.call(Function::Step, back));
                if function == Function::Min { (rises, falls) } else { (falls, rises) }
            }
            Function::LnBeta => {
                let sum = builder.add(a, b);
                let both = builder.call(Function::Digamma, sum);
                let (left, right) = (builder.call(Function::Digamma, a), builder.call(Function::Digamma, b));
                (builder.sub(left, both), builder.sub(right, both))
            }
            _ => crossover_slopes(builder, function, id, a, b),
        }
    }
}

/// scale * exp(-rate a^2).
fn bell(builder: &mut Builder, a: Id, scale: f64, rate: f64) -> Id {
    let (scale, rate, two) = (builder.number(scale), builder.number(rate), builder.number(2.0));
    let square = builder.pow(a, two);
    let scaled = builder.mul(rate, square);
    let exponent = builder.neg(scaled);
    let bell = builder.call(Function::Exp, exponent);
    builder.mul(scale, bell)
}

/// With s the crossover and t its logit: dt/du = 1/(1 - s + a s), dt/da = -softplus(t) dt/du,
/// where softplus(t) is -ln(1 - s); ds = s (1 - s) dt.
fn crossover_slopes(builder: &mut Builder, function: Function, id: Id, u: Id, a: Id) -> (Id, Id) {
    let one = builder.number(1.0);
    let s = builder.call2(Function::Crossover, u, a);
    let t = builder.call2(Function::CrossoverLogit, u, a);
    let rest = builder.sub(one, s);
    let weighted = builder.mul(a, s);
    // For a = 0 and s = 1 the width is 0, but s no longer moves: 0/tiny is 0.
    let tiny = builder.number(1e-300);
    let width = builder.add(rest, weighted);
    let width = builder.add(width, tiny);
    let height = if function == Function::Crossover { builder.mul(id, rest) } else { one };
    let by_u = builder.div(height, width);
    let soft = builder.call(Function::Softplus, t);
    let product = builder.mul(by_u, soft);
    (by_u, builder.neg(product))
}
