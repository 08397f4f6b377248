//! The problems as NIST states them: models, data, starts, certified values.

use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Quantity;
use std::path::PathBuf;

/// Name and model of each problem.
pub(crate) const PROBLEMS: [(&str, &str); 27] = [
    ("Misra1a", "b1*(1 - exp(-b2*x))"),
    ("Chwirut2", "exp(-b1*x)/(b2 + b3*x)"),
    ("Chwirut1", "exp(-b1*x)/(b2 + b3*x)"),
    ("Lanczos3", "b1*exp(-b2*x) + b3*exp(-b4*x) + b5*exp(-b6*x)"),
    ("Gauss1", "b1*exp(-b2*x) + b3*exp(-(x - b4)^2/b5^2) + b6*exp(-(x - b7)^2/b8^2)"),
    ("Gauss2", "b1*exp(-b2*x) + b3*exp(-(x - b4)^2/b5^2) + b6*exp(-(x - b7)^2/b8^2)"),
    ("DanWood", "b1*x^b2"),
    ("Misra1b", "b1*(1 - (1 + b2*x/2)^-2)"),
    ("Kirby2", "(b1 + b2*x + b3*x^2)/(1 + b4*x + b5*x^2)"),
    ("Hahn1", "(b1 + b2*x + b3*x^2 + b4*x^3)/(1 + b5*x + b6*x^2 + b7*x^3)"),
    ("Nelson", "b1 - b2*x1*exp(-b3*x2)"),
    ("MGH17", "b1 + b2*exp(-x*b4) + b3*exp(-x*b5)"),
    ("Lanczos1", "b1*exp(-b2*x) + b3*exp(-b4*x) + b5*exp(-b6*x)"),
    ("Lanczos2", "b1*exp(-b2*x) + b3*exp(-b4*x) + b5*exp(-b6*x)"),
    ("Gauss3", "b1*exp(-b2*x) + b3*exp(-(x - b4)^2/b5^2) + b6*exp(-(x - b7)^2/b8^2)"),
    ("Misra1c", "b1*(1 - (1 + 2*b2*x)^-.5)"),
    ("Misra1d", "b1*b2*x/(1 + b2*x)"),
    ("Roszman1", "b1 - b2*x - atan(b3/(x - b4))/3.14159265358979323846"),
    (
        "ENSO",
        "b1 + b2*cos(0.52359877559829887308*x) + b3*sin(0.52359877559829887308*x) \
         + b5*cos(6.28318530717958647692*x/b4) + b6*sin(6.28318530717958647692*x/b4) \
         + b8*cos(6.28318530717958647692*x/b7) + b9*sin(6.28318530717958647692*x/b7)",
    ),
    ("MGH09", "b1*(x^2 + x*b2)/(x^2 + x*b3 + b4)"),
    ("Thurber", "(b1 + b2*x + b3*x^2 + b4*x^3)/(1 + b5*x + b6*x^2 + b7*x^3)"),
    ("BoxBOD", "b1*(1 - exp(-b2*x))"),
    ("Rat42", "b1/(1 + exp(b2 - b3*x))"),
    ("MGH10", "b1*exp(b2/(x + b3))"),
    ("Eckerle4", "(b1/b2)*exp(-0.5*((x - b3)/b2)^2)"),
    ("Rat43", "b1/(1 + exp(b2 - b3*x))^(1/b4)"),
    ("Bennett5", "b1*(b2 + x)^(-1/b3)"),
];

/// A parameter as it is certified.
pub(crate) struct Certified {
    pub(crate) name: String,
    pub(crate) value: f64,
    /// Its standard deviation.
    pub(crate) deviation: f64,
}

/// A problem as NIST states it.
pub(crate) struct Problem {
    pub(crate) law: Law,
    pub(crate) data: Observations,
    pub(crate) starts: [Vec<(String, f64)>; 2],
    /// The certified parameters.
    pub(crate) certified: Vec<Certified>,
}

pub(crate) fn folder() -> Option<PathBuf> {
    let shared = std::env::var("LAWLIKE_SHARED")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("certified/nist-strd");
    if folder.is_dir() {
        Some(folder)
    } else {
        eprintln!("skipped: no NIST data at {}; set LAWLIKE_SHARED", folder.display());
        None
    }
}

pub(crate) fn read(folder: &std::path::Path, name: &str, formula: &str) -> Problem {
    let text = std::fs::read_to_string(folder.join(format!("{name}.dat"))).unwrap();
    let number = |word: &str| word.parse::<f64>().unwrap();
    let (mut starts, mut certified) = ([Vec::new(), Vec::new()], Vec::new());
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.len() == 6 && words[0].starts_with('b') && words[1] == "=" {
            let parameter = words[0].to_owned();
            starts[0].push((parameter.clone(), number(words[2])));
            starts[1].push((parameter.clone(), number(words[3])));
            certified.push(Certified {
                name: parameter,
                value: number(words[4]),
                deviation: number(words[5]),
            });
        }
    }
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(60)
        .map(|line| line.split_whitespace().map(number).collect::<Vec<f64>>())
        .filter(|row| row.len() > 1)
        .collect();
    // Nelson is certified for the logarithm of its response.
    let response = |row: &Vec<f64>| if name == "Nelson" { row[0].ln() } else { row[0] };
    let axes = (1..rows[0].len())
        .map(|k| {
            let axis = if rows[0].len() == 2 { "x".to_owned() } else { format!("x{k}") };
            Column::new(axis, Quantity::Plain, rows.iter().map(|row| row[k]).collect())
        })
        .collect();
    let y = Column::new("y", Quantity::Plain, rows.iter().map(response).collect());
    let data = Observations::new(y, axes).unwrap();
    Problem { law: Law::from_formula(formula).unwrap(), data, starts, certified }
}
