//! In which units a parameter is measured.
//!
//! Two things that are added have one unit; what stands in an exponent or in a function such as `exp` has none. So a
//! formula tells that the rate in `exp(-b*x)` is measured in `1/x`, a place in `x - m` in `x`, and the coefficient of
//! `x^2` in a polynomial in `y/x^2` (dimensional analysis, Buckingham 1914). The rules are linear in the powers of the
//! units and are solved by elimination. A rule that contradicts those before it, as `year - 2020` does, is left out.

use crate::ast::{Expr, Id, Node};
use crate::function::Function;

/// A quantity in whose powers parameters are measured.
#[derive(Clone, Debug, PartialEq)]
pub enum BaseUnit {
    /// A column, or a part of the formula that holds columns only, such as `ln(x)`.
    Part(Expr),
    /// What the formula as a whole stands for.
    Response,
}

/// What a formula tells of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// Its power of each unit, in the order of [`Measures::units`]; `None` if the formula leaves it open.
    pub powers: Option<Vec<f64>>,
    /// The part of columns to which it is added, or from which it is taken, and whether it is added: a place along it.
    pub along: Option<(Expr, bool)>,
    /// The sine, cosine or tangent argument that it stands in.
    pub turns: Option<Expr>,
}

/// What a formula tells of all its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// The units.
    pub units: Vec<BaseUnit>,
    /// One for each parameter, in order of first appearance.
    pub parameters: Vec<Measure>,
}

impl Expr {
    /// Finds in which units the parameters are measured: all names that are not in `columns`. A `sum` must have been
    /// expanded.
    pub fn measures(&self, columns: &[&str]) -> Measures {
        let parameters: Vec<&str> = self.names().into_iter().filter(|name| !columns.contains(name)).collect();
        let mut rules = Rules::new(self, columns, &parameters);
        for (place, node) in self.nodes().iter().enumerate() {
            let unit = rules.node(place, node);
            rules.of.push(unit);
        }
        let response = rules.unit(BaseUnit::Response);
        if let Some(mut whole) = rules.of.last().cloned() {
            whole.add(&response, -1.0);
            rules.equate(whole);
        }
        let each = |(index, name): (usize, &&str)| Measure {
            name: (*name).to_owned(),
            powers: rules.powers(index),
            along: rules.along(name),
            turns: rules.turns(name),
        };
        let found = parameters.iter().enumerate().map(each).collect();
        Measures { units: rules.units, parameters: found }
    }
}

/// Powers of what is not known yet (parameters first, then powers with a free exponent) and of units.
#[derive(Clone, Debug, Default)]
struct Powers {
    unknown: Vec<f64>,
    units: Vec<f64>,
}

impl Powers {
    fn of(place: usize) -> Vec<f64> {
        let mut list = vec![0.0; place + 1];
        list[place] = 1.0;
        list
    }

    fn add(&mut self, other: &Self, factor: f64) {
        let lists = [(&mut self.unknown, &other.unknown), (&mut self.units, &other.units)];
        for (list, more) in lists {
            list.resize(list.len().max(more.len()), 0.0);
            list.iter_mut().zip(more).for_each(|(slot, v)| *slot += factor * v);
        }
    }

    fn times(mut self, factor: f64) -> Self {
        self.unknown.iter_mut().chain(&mut self.units).for_each(|v| *v *= factor);
        self
    }

    fn is_none(&self) -> bool {
        self.unknown.iter().chain(&self.units).all(|v| v.abs() < SMALL)
    }
}

/// Powers below this are rounding.
const SMALL: f64 = 1e-9;

struct Rules<'a> {
    expr: &'a Expr,
    columns: &'a [&'a str],
    parameters: &'a [&'a str],
    units: Vec<BaseUnit>,
    /// Powers of each node so far.
    of: Vec<Powers>,
    /// Nodes that hold a parameter, and those that hold a column.
    holds: Vec<(bool, bool)>,
    /// Rules in echelon form, with the unknown that each gives.
    known: Vec<(usize, Powers)>,
    unknowns: usize,
}

impl<'a> Rules<'a> {
    fn new(expr: &'a Expr, columns: &'a [&'a str], parameters: &'a [&'a str]) -> Self {
        let mut holds: Vec<(bool, bool)> = Vec::with_capacity(expr.nodes().len());
        for node in expr.nodes() {
            let own = match node {
                Node::Name(name) => {
                    let column = columns.contains(&&**name);
                    (!column, column)
                }
                _ => (false, false),
            };
            let whole = node.parts().map(|part| holds[part.index()]).fold(own, |a, b| (a.0 | b.0, a.1 | b.1));
            holds.push(whole);
        }
        let unknowns = parameters.len();
        Self {
            expr,
            columns,
            parameters,
            units: Vec::new(),
            of: Vec::new(),
            holds,
            known: Vec::new(),
            unknowns,
        }
    }

    fn unit(&mut self, unit: BaseUnit) -> Powers {
        let place = self.units.iter().position(|known| *known == unit).unwrap_or_else(|| {
            self.units.push(unit);
            self.units.len() - 1
        });
        Powers { unknown: Vec::new(), units: Powers::of(place) }
    }

    fn fresh(&mut self) -> Powers {
        self.unknowns += 1;
        Powers { unknown: Powers::of(self.unknowns - 1), units: Vec::new() }
    }

    /// The powers of a node, after its parts.
    fn node(&mut self, place: usize, node: &Node) -> Powers {
        let at = |rules: &Self, id: Id| rules.of[id.index()].clone();
        match node {
            Node::Number(_) => Powers::default(),
            Node::Name(name) => match self.parameters.iter().position(|known| **known == **name) {
                Some(index) => Powers { unknown: Powers::of(index), units: Vec::new() },
                None => self.unit(BaseUnit::Part(self.expr.below(place))),
            },
            Node::Neg(a) => at(self, *a),
            Node::Add(a, b) | Node::Sub(a, b) => self.same(*a, *b),
            Node::Mul(a, b) => {
                let mut powers = at(self, *a);
                powers.add(&at(self, *b), 1.0);
                powers
            }
            Node::Div(a, b) => {
                let mut powers = at(self, *a);
                powers.add(&at(self, *b), -1.0);
                powers
            }
            Node::Pow(a, b) => self.power(*a, *b),
            // A function of columns alone is measured by itself: the scale of `ln(x)` is not that of `x`.
            Node::Call(..) | Node::Call2(..) if self.holds[place] == (false, true) => {
                self.unit(BaseUnit::Part(self.expr.below(place)))
            }
            Node::Call(Function::Sqrt, a) => at(self, *a).times(0.5),
            Node::Call(Function::Ln | Function::Log10 | Function::Log2 | Function::Step, _) => {
                Powers::default()
            }
            Node::Call2(Function::Min | Function::Max, a, b) => self.same(*a, *b),
            Node::Call(..) | Node::Call2(..) | Node::Sum(..) => {
                for part in node.parts() {
                    self.equate(at(self, part));
                }
                Powers::default()
            }
        }
    }

    /// Both have one unit.
    fn same(&mut self, a: Id, b: Id) -> Powers {
        let (left, right) = (self.of[a.index()].clone(), self.of[b.index()].clone());
        let mut difference = left.clone();
        difference.add(&right, -1.0);
        self.equate(difference);
        if matches!(self.expr.node(a), Node::Number(_)) { right } else { left }
    }

    /// An exponent has no unit. With a free exponent only a base without a unit tells what the power is measured in.
    fn power(&mut self, a: Id, b: Id) -> Powers {
        let base = self.of[a.index()].clone();
        if let Node::Number(exponent) = self.expr.node(b) {
            return base.times(*exponent);
        }
        self.equate(self.of[b.index()].clone());
        if self.reduced(base).is_none() { Powers::default() } else { self.fresh() }
    }

    /// What is left of powers after the rules so far.
    fn reduced(&self, mut powers: Powers) -> Powers {
        for (pivot, rule) in &self.known {
            let factor = powers.unknown.get(*pivot).copied().unwrap_or(0.0);
            if factor != 0.0 {
                powers.add(rule, -factor);
            }
        }
        powers
    }

    /// Adds the rule that these powers come to nothing, unless it says nothing new or contradicts the others.
    fn equate(&mut self, powers: Powers) {
        let rest = self.reduced(powers);
        let largest = (0..rest.unknown.len()).max_by(|i, j| {
            let size = |k: usize| rest.unknown[k].abs();
            size(*i).total_cmp(&size(*j)).then(j.cmp(i))
        });
        let Some(pivot) = largest.filter(|k| rest.unknown[*k].abs() > SMALL) else { return };
        let factor = 1.0 / rest.unknown[pivot];
        let rule = rest.times(factor);
        for (_, known) in &mut self.known {
            let share = known.unknown.get(pivot).copied().unwrap_or(0.0);
            if share != 0.0 {
                known.add(&rule, -share);
            }
        }
        self.known.push((pivot, rule));
    }

    fn powers(&self, parameter: usize) -> Option<Vec<f64>> {
        let alone = Powers { unknown: Powers::of(parameter), units: Vec::new() };
        let mut found = self.reduced(alone);
        found.units.resize(self.units.len(), 0.0);
        found.unknown.iter().all(|v| v.abs() < SMALL).then_some(found.units)
    }

    fn is_name(&self, id: Id, name: &str) -> bool {
        matches!(self.expr.node(id), Node::Name(known) if **known == *name)
    }

    fn along(&self, name: &str) -> Option<(Expr, bool)> {
        let columns_only = |id: Id| self.holds[id.index()] == (false, true);
        self.expr.nodes().iter().find_map(|node| {
            let (columns, added) = match *node {
                Node::Add(a, b) if self.is_name(a, name) => (b, true),
                Node::Add(a, b) if self.is_name(b, name) => (a, true),
                Node::Sub(a, b) if self.is_name(a, name) => (b, false),
                Node::Sub(a, b) if self.is_name(b, name) => (a, false),
                _ => return None,
            };
            columns_only(columns).then(|| (self.expr.below(columns.index()), added))
        })
    }

    fn turns(&self, name: &str) -> Option<Expr> {
        self.expr.nodes().iter().find_map(|node| {
            let Node::Call(Function::Sin | Function::Cos | Function::Tan, argument) = *node else {
                return None;
            };
            let inside = self.expr.below(argument.index());
            let columns = self.columns.iter().any(|column| inside.names().contains(column));
            (columns && inside.names().contains(&name)).then_some(inside)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{Formula, Measure};

    fn measures(text: &str) -> Vec<Measure> {
        Formula::parse(text).unwrap().expr().measures(&["x"]).parameters
    }

    /// Powers of `x`, then of the response, for each parameter; `None` where the formula leaves them open.
    fn powers(text: &str) -> Vec<Option<Vec<f64>>> {
        measures(text).into_iter().map(|measure| measure.powers).collect()
    }

    #[test]
    fn sums_and_functions_tell_the_units() {
        for (text, expected) in [
            ("a*exp(-b*x)", &[[0.0, 1.0], [-1.0, 0.0]][..]),
            ("a/(1 + b*x + c*x^2)", &[[0.0, 1.0], [-1.0, 0.0], [-2.0, 0.0]]),
            ("exp(-a*x)/(b + c*x)", &[[-1.0, 0.0], [0.0, -1.0], [-1.0, -1.0]]),
            ("a*exp(-((x - m)/w)^2)", &[[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]),
            ("a*(x^2 + x*b)/(x^2 + x*c + d)", &[[0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [2.0, 0.0]]),
            ("a/(1 + exp(b - c*x))^(1/d)", &[[0.0, 1.0], [0.0; 2], [-1.0, 0.0], [0.0; 2]]),
            ("a*cos(6.28*x/p)", &[[0.0, 1.0], [1.0, 0.0]]),
        ] {
            let expected: Vec<Option<Vec<f64>>> = expected.iter().map(|row| Some(row.to_vec())).collect();
            assert_eq!(powers(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_left_open_or_contradicts_itself_is_no_harm() {
        assert_eq!(powers("a*x^b"), [None, Some(vec![0.0, 0.0])]);
        assert_eq!(powers("a*exp((x - 2020)/b)"), [Some(vec![0.0, 1.0]), Some(vec![1.0, 0.0])]);
    }

    #[test]
    fn places_and_turns_are_seen() {
        let found = measures("a/(1 + exp((m - ln(x))/w)) + c*sin(k*x) + (x + d)^2");
        let measure_of = |name: &str| found.iter().find(|measure| measure.name == name).unwrap();
        let along = |name: &str| measure_of(name).along.as_ref().map(|(part, added)| (part.text(), *added));
        assert_eq!(along("m"), Some(("ln(x)".to_owned(), false)));
        assert_eq!(along("d"), Some(("x".to_owned(), true)));
        assert_eq!(along("w"), None);
        assert_eq!(measure_of("k").turns.as_ref().map(crate::Expr::text).as_deref(), Some("k*x"));
        assert_eq!(measure_of("m").turns, None);
    }
}
