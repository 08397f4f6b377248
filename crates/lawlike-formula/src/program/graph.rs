//! The operations of a program, each once, sorted by what they depend on.

use std::collections::HashMap;

use crate::function::Function;

/// The place of an operation in its [`Graph`].
pub(super) type Ref = usize;

/// What an operation does. Constants are held by their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    Constant(u64),
    Shape(usize),
    Column(usize),
    Add,
    Sub,
    Mul,
    Div,
    /// `a*b + c`; in vector code `a` is always a vector.
    MulAdd,
    Exp,
    /// `exp(a*b)`; in vector code `b` is a vector and `a` is not.
    ExpScaled,
    Ln,
    Sqrt,
    /// `a`, or 0 where `a` is infinite.
    Finite,
    Power,
    Call(Function),
    /// Only in tapes: `a` to an output of its own.
    Copy,
}

/// What an operation depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Constant,
    /// On shapes only: one number a call.
    Scalar,
    /// On columns only: computed once, when the columns are bound.
    Column,
    /// On both: one number a row and call.
    Mixed,
}

impl Class {
    fn join(self, other: Class) -> Class {
        match (self, other) {
            (Class::Constant, class) | (class, Class::Constant) => class,
            (a, b) if a == b => a,
            _ => Class::Mixed,
        }
    }
}

/// An operation with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Item {
    pub(super) op: Op,
    args: [Ref; 3],
    count: u8,
}

impl Item {
    fn new(op: Op, given: &[Ref]) -> Self {
        let mut args = [0; 3];
        args[..given.len()].copy_from_slice(given);
        Item { op, args, count: given.len() as u8 }
    }

    pub(super) fn args(&self) -> &[Ref] {
        &self.args[..usize::from(self.count)]
    }
}

/// Operations in the order in which they can be computed.
#[derive(Default)]
pub(super) struct Graph {
    pub(super) items: Vec<Item>,
    pub(super) classes: Vec<Class>,
    index: HashMap<Item, Ref>,
}

impl Graph {
    pub(super) fn class(&self, at: Ref) -> Class {
        self.classes[at]
    }

    pub(super) fn value(&self, at: Ref) -> Option<f64> {
        match self.items[at].op {
            Op::Constant(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    pub(super) fn constant(&mut self, x: f64) -> Ref {
        self.leaf(Op::Constant(x.to_bits()), Class::Constant)
    }

    pub(super) fn leaf(&mut self, op: Op, class: Class) -> Ref {
        self.insert(Item::new(op, &[]), class)
    }

    fn insert(&mut self, item: Item, class: Class) -> Ref {
        if let Some(at) = self.index.get(&item) {
            return *at;
        }
        self.items.push(item);
        self.classes.push(class);
        self.index.insert(item, self.items.len() - 1);
        self.items.len() - 1
    }

    /// The operation on `args`; computed at once if these are constants.
    pub(super) fn make(&mut self, op: Op, args: &[Ref]) -> Ref {
        let class = args.iter().fold(Class::Constant, |class, at| class.join(self.class(*at)));
        if class == Class::Constant {
            let mut values = [0.0; 3];
            for (value, at) in values.iter_mut().zip(args) {
                *value = self.value(*at).unwrap_or(f64::NAN);
            }
            return self.constant(scalar(op, values));
        }
        self.insert(Item::new(op, args), class)
    }

    pub(super) fn mul(&mut self, a: Ref, b: Ref) -> Ref {
        match (self.value(a), self.value(b)) {
            (Some(1.0), _) => b,
            (_, Some(1.0)) => a,
            _ => self.make(Op::Mul, &[a.min(b), a.max(b)]),
        }
    }

    pub(super) fn div(&mut self, a: Ref, b: Ref) -> Ref {
        if self.value(b) == Some(1.0) { a } else { self.make(Op::Div, &[a, b]) }
    }

    pub(super) fn neg(&mut self, a: Ref) -> Ref {
        let minus = self.constant(-1.0);
        self.mul(a, minus)
    }

    /// Marks what `roots` are computed from.
    pub(super) fn reachable(&self, roots: &[Ref]) -> Vec<bool> {
        let mut seen = vec![false; self.items.len()];
        for root in roots {
            seen[*root] = true;
        }
        for at in (0..self.items.len()).rev() {
            if seen[at] {
                self.items[at].args().iter().for_each(|arg| seen[*arg] = true);
            }
        }
        seen
    }
}

/// The operation on single numbers.
pub(super) fn scalar(op: Op, [a, b, c]: [f64; 3]) -> f64 {
    match op {
        Op::Constant(bits) => f64::from_bits(bits),
        Op::Shape(_) | Op::Column(_) => f64::NAN,
        Op::Add => a + b,
        Op::Sub => a - b,
        Op::Mul => a * b,
        Op::Div => a / b,
        Op::MulAdd => a * b + c,
        Op::Exp => a.exp(),
        Op::ExpScaled => (a * b).exp(),
        Op::Ln => a.ln(),
        Op::Sqrt => a.sqrt(),
        Op::Finite => finite(a),
        Op::Power => power(a, b),
        Op::Call(function) => function.eval(a, b),
        Op::Copy => a,
    }
}

/// `a`, or 0 if it is infinite.
pub(super) fn finite(a: f64) -> f64 {
    if a.is_infinite() { 0.0 } else { a }
}

/// `a^b`.
pub(super) fn power(a: f64, b: f64) -> f64 {
    if b == 2.0 { a * a } else { a.powf(b) }
}
