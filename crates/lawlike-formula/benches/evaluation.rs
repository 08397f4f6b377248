//! What one evaluation of a law costs, by law: `cargo bench -p lawlike-formula`. Nanoseconds a row are the time over
//! the number of rows.
#![allow(clippy::expect_used)]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use lawlike_formula::{Bound, Formula, Program, Workspace};
use std::fmt;

const ROWS: usize = 240;

/// A law with its columns and with values of its parameters, in the order of the formula.
struct Law {
    name: &'static str,
    formula: &'static str,
    columns: &'static [&'static str],
    parameters: &'static [(&'static str, f64)],
}

const LAWS: [Law; 5] = [
    Law {
        name: "chinchilla",
        formula: "E + A*N^-alpha + B*D^-beta",
        columns: &["N", "D"],
        parameters: &[("E", 1.8), ("A", 480.0), ("alpha", 0.35), ("B", 2100.0), ("beta", 0.37)],
    },
    Law {
        name: "power of a sum",
        formula: "E + A*(N^-a + R*D^-b)^k",
        columns: &["N", "D"],
        parameters: &[("E", 1.8), ("A", 480.0), ("a", 0.5), ("R", 1.2), ("b", 0.4), ("k", 0.7)],
    },
    Law {
        name: "broken power",
        formula: "a + b*x^-c0*(1+(x/d1)^(1/f1))^(-c1*f1)",
        columns: &["x"],
        parameters: &[("a", 0.1), ("b", 9.0), ("c0", 0.2), ("d1", 1e9), ("f1", 0.3), ("c1", 0.4)],
    },
    Law {
        name: "sigmoid",
        formula: "lo + (hi-lo)*sigmoid(k*(ln(x)-m))",
        columns: &["x"],
        parameters: &[("lo", 0.25), ("hi", 0.9), ("k", 0.7), ("m", 20.0)],
    },
    Law {
        name: "crossover",
        formula: "E + (y0-E)*crossover(lnb - c*ln(x), a)",
        columns: &["x"],
        parameters: &[("E", 0.1), ("y0", 0.9), ("lnb", 5.0), ("c", 0.3), ("a", 0.7)],
    },
];

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Law {
    /// The law tied to its columns, and its parameters in the order of the program.
    fn bind(&self) -> (Bound, Vec<f64>) {
        let n: Vec<f64> = (0..ROWS).map(|i| 1e7 * 1.02f64.powi(i as i32)).collect();
        let d: Vec<f64> = (0..ROWS).map(|i| 1e9 * 1.03f64.powi(i as i32 * 7 % 240)).collect();
        let formula = Formula::parse(self.formula).expect("the formula parses");
        let law = formula.separate(self.columns).expect("the formula has these columns");
        let value = |name: &String| {
            let known = self.parameters.iter().find(|(known, _)| known == name);
            known.map(|(_, value)| *value).expect("every parameter has a value")
        };
        let parameters = law.parameters.iter().map(value).collect();
        let columns = [n.as_slice(), d.as_slice()];
        let bound = Program::compile(&law).bind(&columns[..self.columns.len()]).expect("the columns fit");
        (bound, parameters)
    }
}

fn main() {
    divan::main();
}

#[divan::bench(args = &LAWS)]
fn values(bencher: Bencher<'_, '_>, law: &Law) {
    let (bound, parameters) = law.bind();
    let (mut workspace, mut out) = (Workspace::default(), vec![0.0; ROWS]);
    bencher
        .counter(ItemsCount::new(ROWS))
        .bench_local(|| bound.values(black_box(&parameters), &mut workspace, black_box(&mut out)));
}

#[divan::bench(args = &LAWS)]
fn values_and_jacobian(bencher: Bencher<'_, '_>, law: &Law) {
    let (bound, parameters) = law.bind();
    let (mut workspace, mut out) = (Workspace::default(), vec![0.0; ROWS]);
    let mut jacobian = vec![0.0; ROWS * parameters.len()];
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        bound.values_and_jacobian(black_box(&parameters), &mut workspace, &mut out, black_box(&mut jacobian));
    });
}

/// From text to a program, which a fit does once.
#[divan::bench(args = &LAWS)]
fn compile(law: &Law) -> Program {
    let formula = Formula::parse(black_box(law.formula)).expect("the formula parses");
    Program::compile(&formula.separate(law.columns).expect("the formula has these columns"))
}
