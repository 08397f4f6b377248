use super::*;

/// Value of a built-in law with its published values of that label (or those given) at a point.
fn value(id: &str, names: &[(&str, f64)]) -> f64 {
    let law = Law::named(id).unwrap();
    law.formula.eval(&|name| names.iter().find(|(known, _)| *known == name).map(|(_, v)| *v)).unwrap()
}

#[test]
fn every_card_names_its_parameters_and_inputs() {
    let mut ids = Vec::new();
    for card in CARDS {
        let law = Law::from_card(card).unwrap();
        let known =
            |name: &str| card.inputs.contains(&name) || card.parameters.iter().any(|p| p.name == name);
        for name in law.formula.names() {
            assert!(known(name), "{}: {name} is neither input nor parameter", card.id);
        }
        for parameter in card.parameters {
            assert!(law.formula.names().contains(&parameter.name), "{}: {}", card.id, parameter.name);
            assert!(parameter.lo < parameter.hi, "{}: {}", card.id, parameter.name);
        }
        for published in card.published {
            for (name, value) in published.values {
                let parameter = card.parameters.iter().find(|p| p.name == *name).unwrap();
                assert!((parameter.lo..=parameter.hi).contains(value), "{}: {name} = {value}", card.id);
            }
        }
        // Coefficients are what the engine finds to enter linearly: a card cannot claim otherwise.
        let separable = law.formula.separate(card.inputs).unwrap();
        for parameter in card.parameters {
            let linear = separable.coefficients.iter().any(|i| separable.parameters[*i] == parameter.name);
            assert_eq!(linear, parameter.spacing == Spacing::Coefficient, "{}: {}", card.id, parameter.name);
        }
        assert!(!ids.contains(&card.id), "{} twice", card.id);
        ids.push(card.id);
    }
}

#[test]
fn m4_solves_the_equation_of_its_paper() {
    // (y - E)/(y0 - y)^a = w x^-c, with w = exp(c m) (y0 - E)^(1 - a).
    for (e, y0, c, m, a) in
        [(0.1f64, 1.0f64, 0.5f64, 3.0f64, 0.7f64), (0.0, 2.3, 0.2, 10.0, 2.0), (0.3, 0.9, 1.1, 5.0, 1.0)]
    {
        for x in [10.0f64, 1e3, 1e6] {
            let y = value("m4", &[("E", e), ("y0", y0), ("c", c), ("m", m), ("a", a), ("x", x)]);
            let left = (y - e) / (y0 - y).powf(a);
            let right = (c * m).exp() * (y0 - e).powf(1.0 - a) * x.powf(-c);
            assert!((left / right - 1.0).abs() < 1e-9, "{left} {right}");
        }
    }
}

#[test]
fn bnsl_is_the_form_of_its_paper() {
    let (a, b, c0, c1, d1, f1) = (0.2f64, 3.0f64, 0.1f64, 0.4f64, 500.0f64, 0.3f64);
    for x in [1.0f64, 400.0, 600.0, 1e6] {
        let paper = a + b * x.powf(-c0) * (1.0 + (x / d1).powf(1.0 / f1)).powf(-c1 * f1);
        let names = [("a", a), ("b", b), ("c0", c0), ("c1", c1), ("m1", d1.ln()), ("f1", f1), ("x", x)];
        assert!((value("bnsl", &names) / paper - 1.0).abs() < 1e-12);
    }
}

#[test]
fn log_sigmoid_is_the_curve_of_scale_rl() {
    let (lo, hi, mid, s) = (0.2f64, 0.61f64, 4e3f64, 1.7f64);
    for x in [10.0f64, 4e3, 1e6] {
        let paper = lo + (hi - lo) / (1.0 + (mid / x).powf(s));
        let names = [("lo", lo), ("hi", hi), ("s", s), ("m", mid.ln()), ("x", x)];
        assert!((value("log-sigmoid", &names) - paper).abs() < 1e-12);
    }
}

#[test]
fn published_values_give_the_numbers_of_their_papers() {
    // Kaplan et al. 2020: 1.5e9 parameters on 23e9 tokens give 2.31 nats with the constants of Table 2.
    let table = CARDS.iter().find(|card| card.id == "kaplan").unwrap().published[0];
    let mut names = table.values.to_vec();
    names.extend([("N", 1.5e9), ("D", 23e9)]);
    let loss = value("kaplan", &names);
    assert!((loss - 2.31).abs() < 0.01, "{loss}");
    // Hoffmann et al. 2022 for 70e9 parameters and 1.4e12 tokens, term by term.
    let surface = CARDS.iter().find(|card| card.id == "chinchilla").unwrap().published[0];
    let mut names = surface.values.to_vec();
    names.extend([("N", 70e9), ("D", 1.4e12)]);
    let loss = value("chinchilla", &names);
    let by_hand = 1.6934 + 406.4 * 70e9f64.powf(-0.3392) + 410.7 * 1.4e12f64.powf(-0.2849);
    assert!((loss / by_hand - 1.0).abs() < 1e-12, "{loss}");
}
