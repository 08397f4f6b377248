//! From expressions to operations.
//!
//! A value is kept as a product `scale * column * core` of what depends on shapes only, on columns
//! only, and on both. So factors gather where they are cheapest, and two values that differ by a
//! factor share their core. Powers become `exp(exponent * ln(base))`, with the logarithm of a column
//! computed once; the base must then be positive, unless the exponent is a small whole number. In a
//! base such as `x/d` the parts are taken to be positive one by one.

use crate::ast::{Builder, Id, Node};
use crate::function::Function;
use crate::program::graph::{Class, Graph, Op, Ref};

/// The largest whole exponent that is done by multiplication.
const MAX_WHOLE: f64 = 16.0;

/// A product; a missing factor is 1.
#[derive(Clone, Copy, Debug, Default)]
struct Value {
    scale: Option<Ref>,
    column: Option<Ref>,
    core: Option<Ref>,
}

/// Translates the nodes of a builder.
pub(super) struct Lowering<'a> {
    builder: &'a Builder,
    columns: &'a [String],
    shapes: &'a [&'a str],
    pub(super) graph: Graph,
    values: Vec<Value>,
}

impl<'a> Lowering<'a> {
    /// Translates all nodes that `roots` are made of.
    pub(super) fn run(
        builder: &'a Builder,
        roots: &[Id],
        columns: &'a [String],
        shapes: &'a [&'a str],
    ) -> Self {
        let values = vec![Value::default(); builder.len()];
        let mut lowering = Lowering { builder, columns, shapes, graph: Graph::default(), values };
        let needed = builder.reachable(roots);
        for (id, _) in builder.ids().zip(needed).filter(|(_, needed)| *needed) {
            lowering.values[id.index()] = lowering.node(id);
        }
        lowering
    }

    /// The operation that computes the whole of `id`.
    pub(super) fn output(&mut self, id: Id) -> Ref {
        self.whole(self.values[id.index()])
    }

    fn at(&self, id: Id) -> Value {
        self.values[id.index()]
    }

    fn node(&mut self, id: Id) -> Value {
        match *self.builder.node(id) {
            Node::Number(x) => {
                let at = self.graph.constant(x);
                self.plain(at)
            }
            Node::Name(ref name) => self.name(name),
            Node::Neg(a) => self.negative(self.at(a)),
            Node::Add(a, b) => self.sum(self.at(a), self.at(b)),
            Node::Sub(a, b) => self.difference(self.at(a), self.at(b)),
            Node::Mul(a, b) => {
                self.slope_of_power(a, b).unwrap_or_else(|| self.product(self.at(a), self.at(b)))
            }
            Node::Div(a, b) => self.quotient(self.at(a), self.at(b)),
            Node::Pow(a, b) => self.power(self.at(a), self.at(b)),
            Node::Call(function, a) => self.call(function, self.at(a)),
            Node::Call2(Function::Crossover, a, b) => {
                let logit = self.call2(Function::CrossoverLogit, a, b);
                self.call(Function::Sigmoid, logit)
            }
            Node::Call2(function, a, b) => self.call2(function, a, b),
            // Separation has expanded all sums.
            Node::Sum(..) => {
                let at = self.graph.constant(f64::NAN);
                self.plain(at)
            }
        }
    }

    fn name(&mut self, name: &str) -> Value {
        let shape = self.shapes.iter().position(|shape| *shape == name);
        let column = self.columns.iter().position(|column| column == name);
        let at = match (shape, column) {
            (Some(shape), _) => self.graph.leaf(Op::Shape(shape), Class::Scalar),
            (None, Some(column)) => self.graph.leaf(Op::Column(column), Class::Column),
            (None, None) => self.graph.constant(f64::NAN),
        };
        self.plain(at)
    }

    /// One operation as a value.
    fn plain(&self, at: Ref) -> Value {
        match self.graph.class(at) {
            Class::Constant | Class::Scalar => Value { scale: Some(at), ..Value::default() },
            Class::Column => Value { column: Some(at), ..Value::default() },
            Class::Mixed => Value { core: Some(at), ..Value::default() },
        }
    }

    /// A value as one operation.
    fn whole(&mut self, value: Value) -> Ref {
        let Value { scale, column, core } = self.with_constant_in_column(value);
        let mut total: Option<Ref> = None;
        for factor in [core, column, scale].into_iter().flatten() {
            total = Some(total.map_or(factor, |total| self.graph.mul(total, factor)));
        }
        total.unwrap_or_else(|| self.graph.constant(1.0))
    }

    /// A mixed value as base and the factor that is applied last, if it has one.
    fn last_factor(&mut self, value: Value) -> Option<(Ref, Ref)> {
        let scale = value.scale.filter(|scale| self.graph.value(*scale) != Some(1.0));
        match (value.core, value.column, scale) {
            (Some(core), Some(column), None) => Some((core, column)),
            (Some(core), None, Some(scale)) => Some((core, scale)),
            (Some(_), Some(_), Some(scale)) if self.graph.class(scale) != Class::Constant => {
                Some((self.whole(Value { scale: None, ..value }), scale))
            }
            (None, Some(column), Some(scale)) if self.graph.class(scale) == Class::Scalar => {
                Some((column, scale))
            }
            _ => None,
        }
    }

    fn negative(&mut self, value: Value) -> Value {
        let minus = self.graph.constant(-1.0);
        let minus = self.plain(minus);
        self.product(value, minus)
    }

    fn sum(&mut self, a: Value, b: Value) -> Value {
        let at = if let Some((base, factor)) = self.last_factor(a) {
            let rest = self.whole(b);
            self.graph.make(Op::MulAdd, &[base, factor, rest])
        } else if let Some((base, factor)) = self.last_factor(b) {
            let rest = self.whole(a);
            self.graph.make(Op::MulAdd, &[base, factor, rest])
        } else {
            let (a, b) = (self.whole(a), self.whole(b));
            self.graph.make(Op::Add, &[a.min(b), a.max(b)])
        };
        self.plain(at)
    }

    fn difference(&mut self, a: Value, b: Value) -> Value {
        let factor = self.last_factor(b).filter(|(_, factor)| self.graph.value(*factor) != Some(-1.0));
        let at = if let Some((base, factor)) = factor {
            let (factor, rest) = (self.graph.neg(factor), self.whole(a));
            self.graph.make(Op::MulAdd, &[base, factor, rest])
        } else {
            let (a, b) = (self.whole(a), self.whole(b));
            self.graph.make(Op::Sub, &[a, b])
        };
        self.plain(at)
    }

    fn product(&mut self, a: Value, b: Value) -> Value {
        let graph = &mut self.graph;
        let mut join = |a: Option<Ref>, b: Option<Ref>| match (a, b) {
            (Some(a), Some(b)) => Some(graph.mul(a, b)),
            (a, b) => a.or(b),
        };
        Value { scale: join(a.scale, b.scale), column: join(a.column, b.column), core: join(a.core, b.core) }
    }

    fn quotient(&mut self, a: Value, b: Value) -> Value {
        let one = self.graph.constant(1.0);
        let graph = &mut self.graph;
        let mut over = |a: Option<Ref>, b: Option<Ref>| match b {
            Some(b) => Some(graph.div(a.unwrap_or(one), b)),
            None => a,
        };
        let (scale, column) = (over(a.scale, b.scale), over(a.column, b.column));
        let core = match b.core {
            Some(core) => {
                let inverse = self.inverse(core);
                Some(a.core.map_or(inverse, |a| self.graph.mul(a, inverse)))
            }
            None => a.core,
        };
        Value { scale, column, core }
    }

    /// Whether `core` is an exponential or a product of such.
    fn is_exponential(&self, core: Ref) -> bool {
        let item = &self.graph.items[core];
        match item.op {
            Op::Exp | Op::ExpScaled => true,
            Op::Mul => item.args().iter().all(|arg| self.is_exponential(*arg)),
            _ => false,
        }
    }

    /// 1/core, where the inverse of `exp(w)` is `exp(-w)`, and that of a product of such the product of their inverses:
    /// other terms often hold these already.
    fn inverse(&mut self, core: Ref) -> Ref {
        let item = self.graph.items[core];
        match (item.op, item.args()) {
            (Op::Mul, [a, b]) if self.is_exponential(core) => {
                let (a, b) = (self.inverse(*a), self.inverse(*b));
                self.graph.mul(a, b)
            }
            (Op::Exp, [exponent]) => {
                let negative = self.graph.neg(*exponent);
                self.graph.make(Op::Exp, &[negative])
            }
            (Op::ExpScaled, [scale, exponent]) => {
                let negative = self.graph.neg(*scale);
                self.graph.make(Op::ExpScaled, &[negative, *exponent])
            }
            _ => {
                let one = self.graph.constant(1.0);
                self.graph.make(Op::Div, &[one, core])
            }
        }
    }

    /// `exp(value)`; if the value is a scaled column, in one step.
    fn exponential(&mut self, value: Value) -> Value {
        let at = match self.last_factor(value) {
            Some((base, scale)) if matches!(self.graph.class(scale), Class::Scalar | Class::Constant) => {
                self.graph.make(Op::ExpScaled, &[scale, base])
            }
            _ => {
                let whole = self.whole(value);
                self.graph.make(Op::Exp, &[whole])
            }
        };
        self.plain(at)
    }

    /// `ln(value)` of a product as the sum of logarithms, where that saves a vector logarithm.
    fn logarithm(&mut self, value: Value) -> Value {
        let value = self.with_constant_in_column(value);
        let exponent = match value.core {
            None => None,
            Some(core) => match self.exponent(core) {
                Some(exponent) => Some(exponent),
                None => {
                    let whole = self.whole(value);
                    let at = self.graph.make(Op::Ln, &[whole]);
                    return self.plain(at);
                }
            },
        };
        let mut total = exponent;
        for factor in [value.column, value.scale].into_iter().flatten() {
            let log = self.graph.make(Op::Ln, &[factor]);
            let log = self.plain(log);
            total = Some(total.map_or(log, |total| self.sum(total, log)));
        }
        total.unwrap_or_else(|| {
            let zero = self.graph.constant(0.0);
            self.plain(zero)
        })
    }

    /// The same value with a constant scale moved into the column, whose sign it may change.
    fn with_constant_in_column(&mut self, value: Value) -> Value {
        match (value.scale, value.column) {
            (Some(scale), Some(column)) if self.graph.class(scale) == Class::Constant => {
                Value { scale: None, column: Some(self.graph.mul(column, scale)), core: value.core }
            }
            _ => value,
        }
    }

    /// w, if `core` is `exp(w)`.
    fn exponent(&mut self, core: Ref) -> Option<Value> {
        let item = self.graph.items[core];
        match (item.op, item.args()) {
            (Op::Exp, [exponent]) => Some(self.plain(*exponent)),
            (Op::ExpScaled, [scale, exponent]) => {
                let (scale, exponent) = (self.plain(*scale), self.plain(*exponent));
                Some(self.product(scale, exponent))
            }
            _ => None,
        }
    }

    fn is_mixed(&mut self, value: Value) -> bool {
        let whole = self.whole(value);
        self.graph.class(whole) == Class::Mixed
    }

    fn power(&mut self, base: Value, exponent: Value) -> Value {
        let base = self.with_constant_in_column(base);
        let exponent_at = self.whole(exponent);
        let number = self.graph.value(exponent_at);
        if let Some(number) = number.filter(|number| number.fract() == 0.0 && number.abs() <= MAX_WHOLE) {
            return self.whole_power(base, number);
        }
        let base_at = self.whole(base);
        let classes = (self.graph.class(base_at), self.graph.class(exponent_at));
        let plain = match classes {
            (Class::Mixed, Class::Constant) => number.is_some_and(|number| number.fract() == 0.0),
            (Class::Mixed, _) | (_, Class::Mixed) => false,
            (Class::Scalar, Class::Column) | (Class::Column, Class::Scalar) => false,
            _ => true,
        };
        if plain {
            let at = self.graph.make(Op::Power, &[base_at, exponent_at]);
            return self.plain(at);
        }
        if let Some(root) = number.filter(|number| number.abs() == 0.5) {
            let at = self.graph.make(Op::Sqrt, &[base_at]);
            return if root > 0.0 { self.plain(at) } else { self.quotient(Value::default(), self.plain(at)) };
        }
        // exp(e*(ln c + ln s)) as exp(e*ln c + e*ln s), so that e*ln s is one number.
        if let Value { scale: Some(scale), column: Some(column), core: None } = base
            && !self.is_mixed(exponent)
        {
            let (log_column, log_scale) =
                (self.graph.make(Op::Ln, &[column]), self.graph.make(Op::Ln, &[scale]));
            let first = self.product(exponent, self.plain(log_column));
            let second = self.product(exponent, self.plain(log_scale));
            let total = self.sum(first, second);
            return self.exponential(total);
        }
        let log = self.logarithm(base);
        let total = self.product(exponent, log);
        self.exponential(total)
    }

    /// A power by multiplication.
    fn whole_power(&mut self, base: Value, exponent: f64) -> Value {
        let mut result = Value::default();
        let mut square = base;
        let mut left = exponent.abs() as u32;
        while left > 0 {
            if left & 1 == 1 {
                result = self.product(result, square);
            }
            left >>= 1;
            if left > 0 {
                square = self.product(square, square);
            }
        }
        if exponent < 0.0 { self.quotient(Value::default(), result) } else { result }
    }

    /// `u^v * ln(u)`, which is 0 where `u^v` is 0.
    fn slope_of_power(&mut self, a: Id, b: Id) -> Option<Value> {
        let base = match (self.builder.node(a), self.builder.node(b)) {
            (Node::Pow(base, _), Node::Call(Function::Ln, inner)) if base == inner => *base,
            _ => return None,
        };
        let log = self.logarithm(self.at(base));
        let log = self.whole(log);
        let log = self.graph.make(Op::Finite, &[log]);
        Some(self.product(self.at(a), self.plain(log)))
    }

    fn call(&mut self, function: Function, a: Value) -> Value {
        match function {
            Function::Exp => self.exponential(a),
            Function::Ln => self.logarithm(a),
            Function::Log10 => self.scaled_logarithm(a, std::f64::consts::LOG10_E),
            Function::Log2 => self.scaled_logarithm(a, std::f64::consts::LOG2_E),
            Function::Sqrt => {
                let whole = self.whole(a);
                let at = self.graph.make(Op::Sqrt, &[whole]);
                self.plain(at)
            }
            _ => {
                let whole = self.whole(a);
                let at = self.graph.make(Op::Call(function), &[whole]);
                self.plain(at)
            }
        }
    }

    fn scaled_logarithm(&mut self, a: Value, scale: f64) -> Value {
        let log = self.logarithm(a);
        let scale = self.graph.constant(scale);
        self.product(log, self.plain(scale))
    }

    fn call2(&mut self, function: Function, a: Id, b: Id) -> Value {
        let (a, b) = (self.whole(self.at(a)), self.whole(self.at(b)));
        let at = self.graph.make(Op::Call(function), &[a, b]);
        self.plain(at)
    }
}
