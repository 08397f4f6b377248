//! Expressions.
//!
//! An [`Expr`] is a list of [`Node`]s in which every node stands after its parts and the last one is
//! the whole. Equal parts are stored once. All passes over an expression are therefore plain loops;
//! none can overflow the stack, however deep the formula is.
//!
//! Nodes are made by the private `Builder`, which simplifies lightly: `x*1`, `x+0`, `x^1`, `0*x`,
//! double minus, and arithmetic of numbers where its result is exact.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::function::Function;

/// The place of a node in its expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

impl Id {
    /// The index into [`Expr::nodes`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One part of an expression.
#[derive(Clone, Debug)]
pub enum Node {
    /// A number.
    Number(f64),
    /// A column or a parameter.
    Name(Arc<str>),
    /// `-a`.
    Neg(Id),
    /// `a + b`.
    Add(Id, Id),
    /// `a - b`.
    Sub(Id, Id),
    /// `a*b`.
    Mul(Id, Id),
    /// `a/b`.
    Div(Id, Id),
    /// `a^b`.
    Pow(Id, Id),
    /// A function of one argument.
    Call(Function, Id),
    /// A function of two arguments.
    Call2(Function, Id, Id),
    /// `sum(PATTERN: body)`, still to be expanded.
    Sum(Arc<str>, Id),
}

impl Node {
    /// The parts of this node, from left to right.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = Id> + use<> {
        let (first, second) = match *self {
            Node::Number(_) | Node::Name(_) => (None, None),
            Node::Neg(a) | Node::Call(_, a) | Node::Sum(_, a) => (Some(a), None),
            Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Div(a, b) => (Some(a), Some(b)),
            Node::Pow(a, b) | Node::Call2(_, a, b) => (Some(a), Some(b)),
        };
        first.into_iter().chain(second)
    }

    /// The same node with other parts.
    pub(crate) fn with_parts(&self, mut part: impl FnMut(Id) -> Id) -> Node {
        match self {
            Node::Number(_) | Node::Name(_) => self.clone(),
            Node::Neg(a) => Node::Neg(part(*a)),
            Node::Add(a, b) => Node::Add(part(*a), part(*b)),
            Node::Sub(a, b) => Node::Sub(part(*a), part(*b)),
            Node::Mul(a, b) => Node::Mul(part(*a), part(*b)),
            Node::Div(a, b) => Node::Div(part(*a), part(*b)),
            Node::Pow(a, b) => Node::Pow(part(*a), part(*b)),
            Node::Call(f, a) => Node::Call(*f, part(*a)),
            Node::Call2(f, a, b) => Node::Call2(*f, part(*a), part(*b)),
            Node::Sum(pattern, a) => Node::Sum(pattern.clone(), part(*a)),
        }
    }

    /// What makes two nodes equal: numbers by their bits.
    fn key(&self) -> (std::mem::Discriminant<Node>, u64, Option<Function>, &str, [Option<Id>; 2]) {
        let mut parts = self.parts();
        let ids = [parts.next(), parts.next()];
        let (bits, function, name) = match self {
            Node::Number(x) => (x.to_bits(), None, ""),
            Node::Name(name) | Node::Sum(name, _) => (0, None, &**name),
            Node::Call(f, _) | Node::Call2(f, _, _) => (0, Some(*f), ""),
            _ => (0, None, ""),
        };
        (std::mem::discriminant(self), bits, function, name, ids)
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// An expression. Cheap to clone; equal expressions compare equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expr {
    nodes: Arc<[Node]>,
}

impl Expr {
    /// The nodes; parts stand before the whole, and the last node is the root.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The place of the whole expression; `None` only for an expression without nodes.
    pub(crate) fn root(&self) -> Option<Id> {
        self.nodes.len().checked_sub(1).map(|last| Id(last as u32))
    }

    /// The node at `id`.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    /// The value, given the value of each name. `None` if a name has no value or if the expression
    /// holds a `sum` that was not expanded.
    pub fn eval(&self, value_of: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        let mut values: Vec<f64> = Vec::with_capacity(self.nodes.len());
        for node in self.nodes.iter() {
            let at = |id: Id| values[id.index()];
            let value = match node {
                Node::Number(x) => *x,
                Node::Name(name) => value_of(name)?,
                Node::Neg(a) => -at(*a),
                Node::Add(a, b) => at(*a) + at(*b),
                Node::Sub(a, b) => at(*a) - at(*b),
                Node::Mul(a, b) => at(*a) * at(*b),
                Node::Div(a, b) => at(*a) / at(*b),
                Node::Pow(a, b) => at(*a).powf(at(*b)),
                Node::Call(f, a) => f.eval(at(*a), 0.0),
                Node::Call2(f, a, b) => f.eval(at(*a), at(*b)),
                Node::Sum(..) => return None,
            };
            values.push(value);
        }
        values.last().copied()
    }
}

/// Makes nodes, each once.
#[derive(Default)]
pub(crate) struct Builder {
    nodes: Vec<Node>,
    index: HashMap<Node, Id>,
}

impl Builder {
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = Id> + use<> {
        (0..self.nodes.len() as u32).map(Id)
    }

    fn intern(&mut self, node: Node) -> Id {
        if let Some(id) = self.index.get(&node) {
            return *id;
        }
        let id = Id(self.nodes.len() as u32);
        self.nodes.push(node.clone());
        self.index.insert(node, id);
        id
    }

    /// Adds all nodes of `expr`, with names (or whole nodes) changed by `change`; the new root.
    pub(crate) fn import(
        &mut self,
        expr: &Expr,
        mut change: impl FnMut(&mut Builder, &Node) -> Option<Id>,
    ) -> Id {
        let mut ids: Vec<Id> = Vec::with_capacity(expr.nodes.len());
        for node in expr.nodes.iter() {
            let id = match change(self, node) {
                Some(id) => id,
                None => {
                    let moved = node.with_parts(|part| ids[part.index()]);
                    self.make(moved)
                }
            };
            ids.push(id);
        }
        ids.last().copied().unwrap_or(Id(0))
    }

    /// Marks what `roots` are made of; as long as the last root needs.
    pub(crate) fn reachable(&self, roots: &[Id]) -> Vec<bool> {
        let length = roots.iter().map(|root| root.index() + 1).max().unwrap_or(0);
        let mut seen = vec![false; length];
        for root in roots {
            seen[root.index()] = true;
        }
        for at in (0..length).rev() {
            if seen[at] {
                for part in self.nodes[at].parts() {
                    seen[part.index()] = true;
                }
            }
        }
        seen
    }

    /// The expression with this root: its nodes in reading order, nothing else.
    pub(crate) fn finish(&self, root: Id) -> Expr {
        let mut moved: Vec<Option<Id>> = vec![None; self.nodes.len()];
        let mut nodes: Vec<Node> = Vec::new();
        let mut stack = vec![(root, false)];
        while let Some((id, parts_done)) = stack.pop() {
            if moved[id.index()].is_some() {
                continue;
            }
            if parts_done {
                moved[id.index()] = Some(Id(nodes.len() as u32));
                nodes.push(self.node(id).with_parts(|part| moved[part.index()].unwrap_or(part)));
            } else {
                stack.push((id, true));
                stack.extend(self.node(id).parts().rev().map(|part| (part, false)));
            }
        }
        Expr { nodes: nodes.into() }
    }

    /// The number at `id`, if it is one.
    pub(crate) fn value(&self, id: Id) -> Option<f64> {
        match self.node(id) {
            Node::Number(x) => Some(*x),
            _ => None,
        }
    }

    pub(crate) fn number(&mut self, x: f64) -> Id {
        // Zero has one sign here, so that it is one node.
        self.intern(Node::Number(if x == 0.0 { 0.0 } else { x }))
    }

    pub(crate) fn name(&mut self, name: &str) -> Id {
        self.intern(Node::Name(name.into()))
    }

    pub(crate) fn sum(&mut self, pattern: &str, body: Id) -> Id {
        self.intern(Node::Sum(pattern.into(), body))
    }

    pub(crate) fn call(&mut self, function: Function, a: Id) -> Id {
        self.intern(Node::Call(function, a))
    }

    pub(crate) fn call2(&mut self, function: Function, a: Id, b: Id) -> Id {
        self.intern(Node::Call2(function, a, b))
    }

    /// The node, simplified.
    pub(crate) fn make(&mut self, node: Node) -> Id {
        match node {
            Node::Number(x) => self.number(x),
            Node::Neg(a) => self.neg(a),
            Node::Add(a, b) => self.add(a, b),
            Node::Sub(a, b) => self.sub(a, b),
            Node::Mul(a, b) => self.mul(a, b),
            Node::Div(a, b) => self.div(a, b),
            Node::Pow(a, b) => self.pow(a, b),
            other => self.intern(other),
        }
    }

    /// `x` without its sign, if it is a negated thing or a negative number.
    fn negated(&mut self, id: Id) -> Option<Id> {
        match *self.node(id) {
            Node::Neg(a) => Some(a),
            Node::Number(x) if x < 0.0 => Some(self.number(-x)),
            _ => None,
        }
    }

    pub(crate) fn neg(&mut self, a: Id) -> Id {
        match *self.node(a) {
            Node::Number(x) => self.number(-x),
            Node::Neg(b) => b,
            _ => self.intern(Node::Neg(a)),
        }
    }

    pub(crate) fn add(&mut self, a: Id, b: Id) -> Id {
        match (self.value(a), self.value(b)) {
            (Some(x), Some(y)) if sum_is_exact(x, y) => self.number(x + y),
            (Some(0.0), _) => b,
            (_, Some(0.0)) => a,
            _ => match self.negated(b) {
                Some(c) => self.intern(Node::Sub(a, c)),
                None => self.intern(Node::Add(a, b)),
            },
        }
    }

    pub(crate) fn sub(&mut self, a: Id, b: Id) -> Id {
        match (self.value(a), self.value(b)) {
            (Some(x), Some(y)) if sum_is_exact(x, -y) => self.number(x - y),
            (Some(0.0), _) => self.neg(b),
            (_, Some(0.0)) => a,
            _ => match self.negated(b) {
                Some(c) => self.intern(Node::Add(a, c)),
                None => self.intern(Node::Sub(a, b)),
            },
        }
    }

    pub(crate) fn mul(&mut self, a: Id, b: Id) -> Id {
        match (self.value(a), self.value(b)) {
            (Some(x), Some(y)) if x.mul_add(y, -(x * y)) == 0.0 => return self.number(x * y),
            (Some(0.0), _) | (_, Some(0.0)) => return self.number(0.0),
            (Some(1.0), _) => return b,
            (_, Some(1.0)) => return a,
            _ => {}
        }
        self.signed(a, b, Builder::mul, Node::Mul)
    }

    pub(crate) fn div(&mut self, a: Id, b: Id) -> Id {
        match (self.value(a), self.value(b)) {
            (Some(x), Some(y)) if (x / y).is_finite() && (x / y).mul_add(y, -x) == 0.0 => {
                return self.number(x / y);
            }
            (Some(0.0), _) => return self.number(0.0),
            (_, Some(1.0)) => return a,
            _ => {}
        }
        self.signed(a, b, Builder::div, Node::Div)
    }

    /// A product or quotient with the sign drawn out of its parts.
    fn signed(&mut self, a: Id, b: Id, make: fn(&mut Builder, Id, Id) -> Id, node: fn(Id, Id) -> Node) -> Id {
        let (c, d) = (self.negated(a), self.negated(b));
        if c.is_none() && d.is_none() {
            return self.intern(node(a, b));
        }
        let unsigned = make(self, c.unwrap_or(a), d.unwrap_or(b));
        if c.is_some() == d.is_some() { unsigned } else { self.neg(unsigned) }
    }

    pub(crate) fn pow(&mut self, a: Id, b: Id) -> Id {
        match (self.value(a), self.value(b)) {
            (_, Some(1.0)) => a,
            (_, Some(0.0)) | (Some(1.0), _) => self.number(1.0),
            (Some(x), Some(y)) if whole_power_is_exact(x, y) => self.number(x.powf(y)),
            _ => self.intern(Node::Pow(a, b)),
        }
    }
}

/// True if `x + y` has no rounding error.
fn sum_is_exact(x: f64, y: f64) -> bool {
    let sum = x + y;
    let part = sum - x;
    sum.is_finite() && (x - (sum - part)) + (y - part) == 0.0
}

fn whole_power_is_exact(x: f64, y: f64) -> bool {
    x.fract() == 0.0 && y.fract() == 0.0 && y > 0.0 && x.abs().powf(y) < 9.0e15
}
