//! Which parameters of a law say how fast the response moves: exponents, rates, slopes.
//!
//! They are what laws of different series or arms may share while their levels differ.

use lawlike_formula::{Formula, Node};

/// The slopes of a formula, in its order: names in the exponent of a power; if there are none, names that multiply an
/// input inside a function; if there are none, names that multiply an input.
pub fn slopes(formula: &Formula, parameters: &[&str]) -> Vec<String> {
    let nodes = formula.expr().nodes();
    let is_parameter = |name: &str| parameters.contains(&name);
    let mut found: [Vec<String>; 3] = Default::default();
    let mut note = |rank: usize, name: &str| {
        if !found[rank].iter().any(|known| known == name) {
            found[rank].push(name.to_owned());
        }
    };
    // Parts stand before the whole: one pass tells which nodes hold an input, and one back which are in a function.
    let mut holds = vec![false; nodes.len()];
    for (place, node) in nodes.iter().enumerate() {
        holds[place] = matches!(node, Node::Name(name) if !is_parameter(name))
            || node.parts().any(|part| holds[part.index()]);
    }
    let mut within = vec![false; nodes.len()];
    let mut exponent = vec![false; nodes.len()];
    for (place, node) in nodes.iter().enumerate().rev() {
        let call = matches!(node, Node::Call(..) | Node::Call2(..));
        for part in node.parts() {
            within[part.index()] |= within[place] || call;
            exponent[part.index()] |= exponent[place];
        }
        if let Node::Pow(_, power) = node {
            exponent[power.index()] = true;
        }
    }
    for (place, node) in nodes.iter().enumerate() {
        if let Node::Name(name) = node
            && is_parameter(name)
            && exponent[place]
        {
            note(0, name);
        }
        let (Node::Mul(a, b) | Node::Div(a, b)) = node else { continue };
        for (one, other) in [(a, b), (b, a)] {
            if let Node::Name(name) = &nodes[one.index()]
                && is_parameter(name)
                && holds[other.index()]
            {
                note(if within[place] { 1 } else { 2 }, name);
            }
        }
    }
    found.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{CARDS, Law};

    #[test]
    fn slopes_of_known_laws() {
        let slopes_of = |text: &str, parameters: &[&str]| slopes(&Formula::parse(text).unwrap(), parameters);
        assert_eq!(
            slopes_of("E + A*N^-alpha + B*D^-beta", &["E", "A", "B", "alpha", "beta"]),
            ["alpha", "beta"]
        );
        assert_eq!(slopes_of("A*x^b", &["A", "b"]), ["b"]);
        assert_eq!(slopes_of("A*exp(r*(t - 2020))", &["A", "r"]), ["r"]);
        assert_eq!(slopes_of("a + b*ln(x)", &["a", "b"]), ["b"]);
        assert_eq!(slopes_of("lo + (hi - lo)*sigmoid((x - m)/w)", &["lo", "hi", "m", "w"]), ["w"]);
        assert_eq!(slopes_of("lo + (hi - lo)*sigmoid(s*(ln(x) - m))", &["lo", "hi", "m", "s"]), ["s"]);
    }

    #[test]
    fn every_built_in_law_has_one() {
        for card in CARDS {
            let law = Law::from_card(card).unwrap();
            let parameters: Vec<&str> = card.parameters.iter().map(|p| p.name).collect();
            assert!(!slopes(&law.formula, &parameters).is_empty(), "{}", card.id);
        }
    }
}
