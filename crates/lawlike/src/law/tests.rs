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
fn every_card_is_complete() {
    let mut topics = Vec::new();
    for card in CARDS {
        for text in [card.id, card.title, card.says, card.fails, card.source] {
            assert!(!text.is_empty(), "{}", card.id);
        }
        if topics.last() != Some(&card.topic) {
            assert!(!topics.contains(&card.topic), "{} stands apart from its topic", card.id);
            topics.push(card.topic);
        }
        let known = |name: &str| card.inputs.contains(&name) || card.parameter(name).is_some();
        let formulas = card.limits.iter().map(|limit| limit.value);
        let formulas = formulas.chain(card.predictions.iter().map(|prediction| prediction.formula));
        for text in formulas.filter(|text| !text.is_empty()) {
            let formula = card.written_out(text).unwrap();
            assert!(formula.names().into_iter().all(known), "{}: {text}", card.id);
        }
        let ends = card.limits.iter().flat_map(|limit| limit.towards).map(|(name, _)| *name);
        for name in ends.chain(card.trends.iter().map(|trend| trend.along)) {
            assert!(card.inputs.contains(&name), "{}: {name} is no input", card.id);
        }
        for prediction in card.predictions {
            let values = card.published.get(prediction.with).unwrap().values;
            assert!(!values.is_empty() && prediction.within > 0.0, "{}: {}", card.id, prediction.what);
        }
        for (name, _) in card.wherein {
            assert!(!known(name), "{}: {name} is an abbreviation and a name", card.id);
        }
    }
}

#[test]
fn a_pattern_stands_for_the_parameters_of_its_columns() {
    let law = Law::named("domain-mixture").unwrap();
    assert_eq!(law.parameter("t_web").map(|parameter| parameter.lo), Some(-100.0));
    assert!(law.has_input("share_web") && !law.has_input("t_web") && law.parameter("t_").is_none());
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
fn the_coupled_law_of_kaplan_has_constants_of_its_own() {
    // 1.5e9 parameters on 23e9 tokens give 2.31 nats with Table 2, and 2.37 with the constants of the laws in one axis.
    let loss = |values: &[(&str, f64)]| value("kaplan", &[values, &[("N", 1.5e9), ("D", 23e9)]].concat());
    let card = CARDS.iter().find(|card| card.id == "kaplan").unwrap();
    let own = loss(card.published[0].values);
    assert!((own - 2.31).abs() < 0.01, "{own}");
    let other = loss(&[("Nc", 8.8e13), ("aN", 0.076), ("Dc", 5.4e13), ("aD", 0.095)]);
    assert!((other - 2.37).abs() < 0.01, "{other}");
}
