//! Separation: which parameters enter linearly.
//!
//! A law `f` is written as `f = sum_k coefficient_k term_k(columns; shapes) + offset(columns; shapes)`.
//! The *coefficients* are the largest set of parameters in which `f` is jointly affine; all other
//! parameters are *shapes*. Among sets of equal size the one with the earliest names is taken.
//!
//! The affine test is structural. Numbers, columns and other parameters are constant; sums keep
//! affine, products too if one side is constant, quotients if the denominator is constant; anything
//! else must be constant. It can only fail where a product holds parameters on both sides or where a
//! parameter stands inside something else. So a set is affine if each pair in it is.

use crate::ast::{Builder, Expr, Id, Node};
use crate::error::{Error, ErrorKind};
use crate::function::Function;

/// The largest number of parameters in conflict for which all sets are tried.
const MAX_EXHAUSTIVE: usize = 16;

/// A law in separated form.
#[derive(Clone, Debug, PartialEq)]
pub struct Separable {
    /// The columns that the law uses, in order of first appearance.
    pub columns: Vec<String>,
    /// The parameters, in order of first appearance.
    pub parameters: Vec<String>,
    /// Indices into `parameters` of those that enter linearly.
    pub coefficients: Vec<usize>,
    /// Indices into `parameters` of all others.
    pub shapes: Vec<usize>,
    /// The factor of each coefficient, in the order of `coefficients`.
    pub terms: Vec<Expr>,
    /// What is left when all coefficients are zero; `None` if nothing is.
    pub offset: Option<Expr>,
}

impl Expr {
    /// Separates coefficients from shapes; all names that are not in `columns` are parameters.
    ///
    /// # Errors
    /// If a `sum` does not fit the columns, or if a function without derivative holds a parameter.
    pub fn separate(&self, columns: &[&str]) -> Result<Separable, Error> {
        let expr = self.expand(columns)?;
        let (used, parameters): (Vec<&str>, Vec<&str>) =
            expr.names().into_iter().partition(|name| columns.contains(name));
        let members = Members::of(&expr, &parameters);
        members.check_differentiable(&expr)?;
        let coefficients = members.largest_affine_set(&expr);
        let shapes = (0..parameters.len()).filter(|i| !coefficients.contains(i)).collect();

        let mut builder = Builder::default();
        let root = builder.import(&expr, |_, _| None);
        let mut terms = Vec::with_capacity(coefficients.len());
        for index in &coefficients {
            let term = crate::derive::derivative(&mut builder, root, parameters[*index]).ok().flatten();
            let term = term.unwrap_or_else(|| builder.number(0.0));
            terms.push(builder.finish(term));
        }
        let rest = builder.import(&expr, |builder, node| match node {
            Node::Name(name) if coefficients.iter().any(|i| parameters[*i] == &**name) => {
                Some(builder.number(0.0))
            }
            _ => None,
        });
        let offset = (builder.value(rest) != Some(0.0)).then(|| builder.finish(rest));
        Ok(Separable {
            columns: used.into_iter().map(String::from).collect(),
            parameters: parameters.iter().copied().map(String::from).collect(),
            coefficients,
            shapes,
            terms,
            offset,
        })
    }
}

/// For each node the parameters that it holds, as sorted indices.
struct Members {
    of: Vec<Vec<usize>>,
    count: usize,
}

impl Members {
    fn of(expr: &Expr, parameters: &[&str]) -> Self {
        let mut of: Vec<Vec<usize>> = Vec::with_capacity(expr.nodes().len());
        for node in expr.nodes() {
            let mut held = Vec::new();
            if let Node::Name(name) = node {
                held.extend(parameters.iter().position(|parameter| *parameter == &**name));
            }
            for part in node.parts() {
                held.extend_from_slice(&of[part.index()]);
            }
            held.sort_unstable();
            held.dedup();
            of.push(held);
        }
        Members { of, count: parameters.len() }
    }

    fn at(&self, id: Id) -> &[usize] {
        &self.of[id.index()]
    }

    fn check_differentiable(&self, expr: &Expr) -> Result<(), Error> {
        let bad = expr
            .nodes()
            .iter()
            .any(|node| matches!(node, Node::Call(Function::Trigamma, a) if !self.at(*a).is_empty()));
        if !bad {
            return Ok(());
        }
        let message = "`trigamma` of a parameter has no derivative in this language";
        Err(Error::new(ErrorKind::NoDerivative, message, "use a formula without it"))
    }

    /// The largest set of parameters in which the expression is affine, sorted.
    fn largest_affine_set(&self, expr: &Expr) -> Vec<usize> {
        let mut barred = vec![false; self.count];
        let mut conflicts = vec![vec![false; self.count]; self.count];
        for node in expr.nodes() {
            match node {
                Node::Mul(a, b) => {
                    for p in self.at(*a) {
                        for q in self.at(*b) {
                            conflicts[*p][*q] = true;
                            conflicts[*q][*p] = true;
                        }
                    }
                }
                Node::Div(_, b) => self.at(*b).iter().for_each(|p| barred[*p] = true),
                Node::Pow(..) | Node::Call(..) | Node::Call2(..) | Node::Sum(..) => {
                    node.parts().flat_map(|part| self.at(part)).for_each(|p| barred[*p] = true);
                }
                _ => {}
            }
        }
        let allowed: Vec<usize> = (0..self.count).filter(|p| !barred[*p] && !conflicts[*p][*p]).collect();
        let clashes = |p: usize| allowed.iter().filter(|q| conflicts[p][**q]).count();
        let (mut chosen, disputed): (Vec<usize>, Vec<usize>) =
            allowed.iter().copied().partition(|p| clashes(*p) == 0);
        if disputed.len() <= MAX_EXHAUSTIVE {
            chosen.extend(largest_by_trial(&disputed, &conflicts));
        } else {
            chosen.extend(largest_by_greed(disputed, &conflicts));
        }
        chosen.sort_unstable();
        chosen
    }
}

/// Tries all subsets. The first name has the highest bit, so that of two sets of equal size the
/// larger mask has the earlier names.
fn largest_by_trial(disputed: &[usize], conflicts: &[Vec<bool>]) -> Vec<usize> {
    let bit = |i: usize| 1u32 << (disputed.len() - 1 - i);
    let foes: Vec<u32> = disputed
        .iter()
        .map(|p| (0..disputed.len()).filter(|j| conflicts[*p][disputed[*j]]).map(bit).sum())
        .collect();
    let peaceful = |mask: u32| (0..foes.len()).all(|i| mask & bit(i) == 0 || mask & foes[i] == 0);
    let best = (0..1u32 << disputed.len())
        .filter(|mask| peaceful(*mask))
        .max_by_key(|mask| (mask.count_ones(), *mask))
        .unwrap_or(0);
    (0..disputed.len()).filter(|i| best & bit(*i) != 0).map(|i| disputed[i]).collect()
}

/// Takes again and again the parameter with the fewest conflicts among those that are left.
fn largest_by_greed(mut disputed: Vec<usize>, conflicts: &[Vec<bool>]) -> Vec<usize> {
    let mut chosen = Vec::new();
    loop {
        let clashes = |p: usize| disputed.iter().filter(|q| conflicts[p][**q]).count();
        let Some(best) = disputed.iter().copied().min_by_key(|p| (clashes(*p), *p)) else {
            return chosen;
        };
        chosen.push(best);
        disputed.retain(|p| *p != best && !conflicts[best][*p]);
    }
}
