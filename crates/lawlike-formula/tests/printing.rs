//! Text and LaTeX.
#![allow(clippy::unwrap_used)]

use lawlike_formula::Formula;
use proptest::prelude::*;

#[test]
fn text_is_canonical() {
    let cases = [
        ("E+A*N**-alpha", "E + A*N^-alpha"),
        ("E + A*N^(-alpha)", "E + A*N^-alpha"),
        ("-x^2", "-x^2"),
        ("(-x)^2", "(-x)^2"),
        ("2^-x*3", "2^-x*3"),
        ("a^b^c", "a^b^c"),
        ("(a^b)^c", "(a^b)^c"),
        ("a-(b-c)", "a - (b - c)"),
        ("a/(b*c)", "a/(b*c)"),
        ("a/b*c", "a/b*c"),
        ("a - -b", "a + b"),
        ("a*-b", "-a*b"),
        ("x*1 + 0 + x^1 + 0*y", "x + x"),
        ("--x", "x"),
        ("1/3", "1/3"),
        ("6/2 - 4", "-1"),
        ("0.1 + 0.2", "0.1 + 0.2"),
        ("1e-9*x + 8.8e13 + 1e300", "1e-9*x + 88000000000000 + 1e300"),
        ("log(x)", "ln(x)"),
        ("sum(share_*: t_ * share_*)", "sum(share_*: t_ *share_*)"),
        ("sum(share_*: t_* * share_*)", "sum(share_*: t_**share_*)"),
        ("k_ * x", "k_ *x"),
        ("max(a,b,c)", "max(max(a, b), c)"),
        ("`a b`*`exp`*exp(`2x`)", "`a b`*exp*exp(`2x`)"),
        ("x^(-a*b)", "x^(-a*b)"),
        ("x^-exp(b)", "x^-exp(b)"),
        ("sum(`share of *`: k_* * `share of *`)", "sum(`share of *`: k_**`share of *`)"),
    ];
    for (text, expected) in cases {
        let formula = Formula::parse(text).unwrap();
        assert_eq!(formula.text(), expected);
        assert_eq!(Formula::parse(expected).unwrap(), formula, "{text}");
    }
}

#[test]
fn latex_snapshots() {
    let cases = [
        ("E + A*N^-alpha + B*D^-beta", r"E + \frac{A}{N^{\alpha}} + \frac{B}{D^{\beta}}"),
        ("E + A/N^alpha", r"E + \frac{A}{N^{\alpha}}"),
        (
            "a + b*x^-c0*(1+(x/d1)^(1/f1))^(-c1*f1)",
            r"a + \frac{b}{x^{c_{0}}\,\left(1 + \left(\frac{x}{d_{1}}\right)^{\frac{1}{f_{1}}}\right)^{c_{1}\,f_{1}}}",
        ),
        (
            "((Nc/N)^(aN/aD)+Dc/D)^aD",
            r"\left(\left(\frac{N_{c}}{N}\right)^{\frac{a_{N}}{a_{D}}} + \frac{D_{c}}{D}\right)^{a_{D}}",
        ),
        (
            "lo + (hi-lo)*sigmoid(k*(ln(x)-m))",
            r"\mathrm{lo} + \left(\mathrm{hi} - \mathrm{lo}\right)\,\sigma\left(k\,\left(\ln\left(x\right) - m\right)\right)",
        ),
        (
            "b1*(x^2+x*b2)/(x^2+x*b3+b4)",
            r"\frac{b_{1}\,\left(x^{2} + x\,b_{2}\right)}{x^{2} + x\,b_{3} + b_{4}}",
        ),
        ("(a+b)/(c-d)", r"\frac{a + b}{c - d}"),
        ("a/b/c*d", r"\frac{a\,d}{b\,c}"),
        ("a/(b/c)", r"\frac{a\,c}{b}"),
        ("-a/b - -c", r"-\frac{a}{b} + c"),
        ("a - (b - c)", r"a - \left(b - c\right)"),
        ("x*2", r"x \cdot 2"),
        ("-(a+b)^-2", r"-\frac{1}{\left(a + b\right)^{2}}"),
        ("3e20*x + 1e16", r"3 \cdot 10^{20}\,x + 10^{16}"),
        ("sqrt(x_eff) + tokens_per_param", r"\sqrt{x_{\mathrm{eff}}} + \mathrm{tokens\_per\_param}"),
        ("alpha_N*lambda_1", r"\alpha_{N}\,\lambda_{1}"),
        ("E + sum(share_*: k_* * share_*^a_*)", r"E + \sum_{i} k_{i}\,\mathrm{share}_{i}^{a_{i}}"),
        ("x^-1", r"\frac{1}{x}"),
        ("2^-x", r"\frac{1}{2^{x}}"),
        ("x^(a^b)", r"x^{a^{b}}"),
        ("(x^a)^b", r"\left(x^{a}\right)^{b}"),
    ];
    for (text, expected) in cases {
        assert_eq!(Formula::parse(text).unwrap().latex(), expected, "{text}");
    }
}

fn formula_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop_oneof![Just("x"), Just("alpha_1"), Just("`a b`"), Just("N"), Just("`2x`")]
            .prop_map(String::from),
        prop_oneof![
            Just(0.0),
            Just(1.0),
            Just(2.0),
            Just(0.5),
            0.0..10.0f64,
            (-300.0..300.0f64).prop_map(f64::exp)
        ]
        .prop_map(|x| format!("{x:?}")),
    ];
    leaf.prop_recursive(6, 60, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            (pair.clone(), prop_oneof![Just("+"), Just("-"), Just("*"), Just("/"), Just("^"), Just("**")])
                .prop_map(|((a, b), sign)| format!("({a}){sign}({b})")),
            (pair.clone(), prop_oneof![Just(" + "), Just(" - "), Just(" * "), Just("/")])
                .prop_map(|((a, b), sign)| format!("{a}{sign}{b}")),
            inner.clone().prop_map(|a| format!("-({a})")),
            (inner, prop_oneof![Just("exp"), Just("ln"), Just("sqrt"), Just("softplus"), Just("atan")])
                .prop_map(|(a, name)| format!("{name}({a})")),
            (pair, prop_oneof![Just("min"), Just("max"), Just("crossover")])
                .prop_map(|((a, b), name)| format!("{name}({a}, {b})")),
        ]
    })
}

fn value(formula: &Formula) -> f64 {
    formula.eval(&|name| Some(1.0 + name.len() as f64 / 7.0)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn text_reads_back(text in formula_text()) {
        let Ok(formula) = Formula::parse(&text) else { return Ok(()) };
        let again = Formula::parse(&formula.text()).unwrap();
        prop_assert_eq!(&again, &formula, "{}", formula.text());
        prop_assert_eq!(value(&again).to_bits(), value(&formula).to_bits());
        for name in ["x", "N"] {
            let slope = formula.derivative(name).unwrap();
            let again = Formula::parse(&slope.text());
            prop_assert!(again.is_ok_and(|again| again == slope) || slope.text().len() > 4000, "{}", slope.text());
        }
        prop_assert!(!formula.latex().is_empty());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}|[-+*/^(),.:`'a-z0-9_ <>=!&|]{0,60}") {
        if let Err(error) = Formula::parse(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
        if let Err(error) = lawlike_formula::Predicate::parse(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
