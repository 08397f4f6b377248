//! Canonical text. `parse(text(e))` is `e` again.

use crate::ast::{Expr, Id, Node};

const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const SIGN: u8 = 3;
const POWER: u8 = 4;
const ATOM: u8 = 5;

/// What is still to be printed.
enum Work {
    Text(&'static str),
    /// A part, in parentheses if it binds less tightly than this.
    Part(Id, u8),
}

impl Expr {
    /// The canonical text.
    pub fn text(&self) -> String {
        let strengths = self.strengths();
        let mut text = String::new();
        let mut stack: Vec<Work> = self.root().map(|root| Work::Part(root, 0)).into_iter().collect();
        while let Some(work) = stack.pop() {
            match work {
                Work::Text(sign) => {
                    // Within a sum a star right behind `_` belongs to the name.
                    if sign == "*" && text.ends_with('_') {
                        text.push(' ');
                    }
                    text.push_str(sign);
                }
                Work::Part(id, least) if strengths[id.index()] < least => {
                    stack.extend([Work::Text(")"), Work::Part(id, 0)]);
                    text.push('(');
                }
                Work::Part(id, _) => print(self.node(id), &mut text, &mut stack),
            }
        }
        text
    }

    /// How tightly each node binds in print.
    fn strengths(&self) -> Vec<u8> {
        let mut strengths: Vec<u8> = Vec::with_capacity(self.nodes().len());
        for node in self.nodes() {
            strengths.push(match node {
                Node::Add(..) | Node::Sub(..) => SUM,
                Node::Mul(..) | Node::Div(..) => PRODUCT,
                Node::Pow(..) => POWER,
                // `-a*b` reads as a product, `-a` as a sign.
                Node::Neg(a) => strengths[a.index()].clamp(PRODUCT, SIGN),
                Node::Number(x) if *x < 0.0 => SIGN,
                _ => ATOM,
            });
        }
        strengths
    }
}

/// Prints what comes first and leaves the rest on the stack.
fn print(node: &Node, text: &mut String, stack: &mut Vec<Work>) {
    let mut infix = |a: &Id, least_a, sign, b: &Id, least_b| {
        stack.extend([Work::Part(*b, least_b), Work::Text(sign), Work::Part(*a, least_a)]);
    };
    match node {
        Node::Number(x) => text.push_str(&number(*x)),
        Node::Name(name) => text.push_str(&quoted(name)),
        Node::Add(a, b) => infix(a, SUM, " + ", b, PRODUCT),
        Node::Sub(a, b) => infix(a, SUM, " - ", b, PRODUCT),
        Node::Mul(a, b) => infix(a, PRODUCT, "*", b, SIGN),
        Node::Div(a, b) => infix(a, PRODUCT, "/", b, SIGN),
        Node::Pow(a, b) => infix(a, ATOM, "^", b, SIGN),
        Node::Neg(a) => {
            text.push('-');
            stack.push(Work::Part(*a, PRODUCT));
        }
        Node::Call(function, a) => {
            text.extend([function.name(), "("]);
            stack.extend([Work::Text(")"), Work::Part(*a, 0)]);
        }
        Node::Call2(function, a, b) => {
            text.extend([function.name(), "("]);
            stack.extend([Work::Text(")"), Work::Part(*b, 0), Work::Text(", "), Work::Part(*a, 0)]);
        }
        Node::Sum(pattern, a) => {
            text.extend(["sum(", &quoted(pattern), ": "]);
            stack.extend([Work::Text(")"), Work::Part(*a, 0)]);
        }
    }
}

/// The shortest text that reads back as `x`.
pub(crate) fn number(x: f64) -> String {
    let size = x.abs();
    if x != 0.0 && !(1e-4..1e15).contains(&size) { format!("{x:e}") } else { format!("{x}") }
}

/// The name, in back-quotes if it needs them.
fn quoted(name: &str) -> String {
    let plain = name.replacen("_*", "_", 1);
    let fits = plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits && !plain.starts_with(|c: char| c.is_ascii_digit()) { name.into() } else { format!("`{name}`") }
}
