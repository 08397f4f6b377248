//! LaTeX: quotients and negative powers as fractions, Greek names, subscripts.

use crate::ast::{Expr, Id, Node};
use crate::function::Function;
use crate::print::number;

/// A printed part. A quotient keeps its two sides apart, so that factors can join them.
#[derive(Clone, Default)]
struct Piece {
    above: String,
    below: String,
    strength: u8,
}

const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const POWER: u8 = 3;
const ATOM: u8 = 4;

impl Expr {
    /// The formula as LaTeX, for math mode.
    pub fn latex(&self) -> String {
        let mut uses = self.uses();
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.nodes().len());
        for node in self.nodes() {
            let piece = match node {
                Node::Pow(a, b) => self.power(*a, *b, &mut |id| take(&mut pieces, &mut uses, id)),
                _ => print(node, &mut |id| take(&mut pieces, &mut uses, id)),
            };
            pieces.push(piece);
        }
        pieces.pop().unwrap_or_default().whole()
    }

    /// How often each node is part of another.
    fn uses(&self) -> Vec<usize> {
        let mut uses = vec![0; self.nodes().len()];
        for part in self.nodes().iter().flat_map(Node::parts) {
            uses[part.index()] += 1;
        }
        uses
    }

    fn power(&self, base: Id, exponent: Id, part: &mut dyn FnMut(Id) -> Piece) -> Piece {
        let (base, mut raised) = (part(base), part(exponent).whole());
        let negative = match self.node(exponent) {
            Node::Neg(_) => true,
            Node::Number(x) => *x < 0.0,
            _ => false,
        };
        if negative {
            raised = raised.trim_start_matches('-').to_string();
        }
        let base = base.at_least(ATOM);
        let power = if raised == "1" { base } else { format!("{base}^{{{raised}}}") };
        if negative {
            Piece { above: "1".into(), below: power, strength: PRODUCT }
        } else {
            Piece::new(power, POWER)
        }
    }
}

/// The piece of `id`; moved out at its last use, so that long chains are not copied again and again.
fn take(pieces: &mut [Piece], uses: &mut [usize], id: Id) -> Piece {
    uses[id.index()] -= 1;
    let piece = &mut pieces[id.index()];
    if uses[id.index()] == 0 { std::mem::take(piece) } else { piece.clone() }
}

impl Piece {
    fn new(above: String, strength: u8) -> Self {
        Piece { above, below: String::new(), strength }
    }

    /// The text with its fraction.
    fn whole(self) -> String {
        if self.below.is_empty() {
            return self.above;
        }
        match self.above.strip_prefix('-') {
            Some(above) => format!("-\\frac{{{above}}}{{{}}}", self.below),
            None => format!("\\frac{{{}}}{{{}}}", self.above, self.below),
        }
    }

    fn at_least(self, least: u8) -> String {
        if self.strength >= least { self.whole() } else { parenthesised(&self.whole()) }
    }

    /// Both sides as factors.
    fn factors(self) -> (String, String) {
        if self.strength >= PRODUCT {
            (self.above, self.below)
        } else {
            (parenthesised(&self.whole()), String::new())
        }
    }
}

fn parenthesised(text: &str) -> String {
    format!("\\left({text}\\right)")
}

fn product(a: String, b: String) -> String {
    match (a.as_str(), b.as_str()) {
        ("", _) => b,
        (_, "") => a,
        ("1", _) => b,
        (_, "1") => a,
        _ if b.starts_with(|c: char| c.is_ascii_digit()) => format!("{a} \\cdot {b}"),
        _ => format!("{a}\\,{b}"),
    }
}

fn print(node: &Node, part: &mut dyn FnMut(Id) -> Piece) -> Piece {
    match node {
        Node::Number(x) => Piece::new(scientific(*x), if *x < 0.0 || !is_short(*x) { PRODUCT } else { ATOM }),
        Node::Name(name) => Piece::new(symbol(name), ATOM),
        Node::Neg(a) => {
            let inner = part(*a);
            let (above, below) = inner.factors();
            Piece { above: format!("-{above}"), below, strength: SUM }
        }
        Node::Add(a, b) => Piece::new(format!("{} + {}", part(*a).whole(), part(*b).whole()), SUM),
        Node::Sub(a, b) => {
            let left = part(*a).whole();
            Piece::new(format!("{left} - {}", part(*b).at_least(PRODUCT)), SUM)
        }
        Node::Mul(a, b) => {
            let ((a, under_a), (b, under_b)) = (part(*a).factors(), part(*b).factors());
            Piece { above: product(a, b), below: product(under_a, under_b), strength: PRODUCT }
        }
        Node::Div(a, b) => {
            let (a, b) = (part(*a), part(*b));
            let alone = a.strength < PRODUCT && a.below.is_empty();
            let (above, under_a) = if alone { (a.above, String::new()) } else { a.factors() };
            let (under, over) =
                if b.strength < PRODUCT { (b.whole(), String::new()) } else { (b.above, b.below) };
            Piece { above: product(above, over), below: product(under_a, under), strength: PRODUCT }
        }
        Node::Pow(..) => Piece::default(),
        Node::Call(Function::Sqrt, a) => Piece::new(format!("\\sqrt{{{}}}", part(*a).whole()), ATOM),
        Node::Call(function, a) => {
            Piece::new(format!("{}{}", operator(*function), parenthesised(&part(*a).whole())), ATOM)
        }
        Node::Call2(function, a, b) => {
            let inside = format!("{}, {}", part(*a).whole(), part(*b).whole());
            Piece::new(format!("{}{}", operator(*function), parenthesised(&inside)), ATOM)
        }
        Node::Sum(_, a) => Piece::new(format!("\\sum_{{i}} {}", part(*a).at_least(PRODUCT)), SUM),
    }
}

fn operator(function: Function) -> &'static str {
    match function {
        Function::Exp => "\\exp",
        Function::Ln => "\\ln",
        Function::Log10 => "\\log_{10}",
        Function::Log2 => "\\log_{2}",
        Function::Sin => "\\sin",
        Function::Cos => "\\cos",
        Function::Tan => "\\tan",
        Function::Atan => "\\arctan",
        Function::Sigmoid => "\\sigma",
        Function::Softplus => "\\operatorname{softplus}",
        Function::LnGamma => "\\ln\\Gamma",
        Function::Digamma => "\\psi",
        Function::Trigamma => "\\psi_{1}",
        Function::Erf => "\\operatorname{erf}",
        Function::NormCdf => "\\Phi",
        Function::Step => "\\operatorname{step}",
        Function::Min => "\\min",
        Function::Max => "\\max",
        Function::LnBeta => "\\ln B",
        Function::Crossover => "\\operatorname{crossover}",
        Function::CrossoverLogit => "\\operatorname{logit}\\operatorname{crossover}",
        Function::Sqrt => "\\sqrt",
    }
}

fn is_short(x: f64) -> bool {
    !number(x).contains('e')
}

/// `3 \cdot 10^{8}` for what the text writes as `3e8`.
fn scientific(x: f64) -> String {
    let text = number(x);
    match text.split_once('e') {
        Some(("1", power)) => format!("10^{{{power}}}"),
        Some(("-1", power)) => format!("-10^{{{power}}}"),
        Some((digits, power)) => format!("{digits} \\cdot 10^{{{power}}}"),
        None => text,
    }
}

const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "pi", "Gamma", "Delta",
    "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
];

/// A name as a symbol: Greek letters, and subscripts after `_`, before digits and where a letter
/// changes its case (`aN`).
fn symbol(name: &str) -> String {
    let (head, rest) = split_subscript(name);
    let is_letter = head.len() == 1 && head.chars().all(|c| c.is_ascii_alphabetic());
    let base = if GREEK.contains(&head) {
        format!("\\{head}")
    } else if is_letter {
        head.to_string()
    } else if rest == "*" {
        format!("\\mathrm{{{}}}", escaped(head))
    } else {
        return format!("\\mathrm{{{}}}", escaped(name));
    };
    let plain = rest.len() < 2 || rest.chars().all(|c| c.is_ascii_digit());
    match rest {
        "" => base,
        "*" => format!("{base}_{{i}}"),
        _ if GREEK.contains(&rest) => format!("{base}_{{\\{rest}}}"),
        _ if plain => format!("{base}_{{{rest}}}"),
        _ => format!("{base}_{{\\mathrm{{{}}}}}", escaped(rest)),
    }
}

fn split_subscript(name: &str) -> (&str, &str) {
    if let Some(parts) = name.split_once('_') {
        return parts;
    }
    let digits = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits < name.len() {
        return name.split_at(digits);
    }
    match name.as_bytes() {
        [a, b] if a.is_ascii_uppercase() != b.is_ascii_uppercase() && name.is_ascii() => name.split_at(1),
        _ => (name, ""),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '_' | '%' | '&' | '#' | '$' | '{' | '}' => out.extend(['\\', c]),
            '\\' => out.push_str("\\backslash "),
            '^' => out.push_str("\\hat{}"),
            '~' => out.push_str("\\sim "),
            ' ' => out.push_str("\\ "),
            other => out.push(other),
        }
    }
    out
}
