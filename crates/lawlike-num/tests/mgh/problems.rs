//! The least-squares problems of Moré, Garbow & Hillstrom, "Testing Unconstrained Optimization Software", ACM TOMS 7(1),
//! 1981: residuals, standard starts and known least sums of squares, by their equation numbers.

use crate::dual::Dual;

/// A problem of one size.
pub(crate) struct Problem {
    pub(crate) name: &'static str,
    /// Unknowns and residuals.
    pub(crate) size: (usize, usize),
    /// How often the start is taken, each time ten times as far out.
    pub(crate) starts: u32,
    pub(crate) start: Vec<f64>,
    pub(crate) residual: fn(&[Dual], usize, usize) -> Dual,
    /// The least sum of squares.
    pub(crate) least: f64,
    /// Sums at other places where descents may end: local minima, also those at infinity.
    pub(crate) others: &'static [f64],
}

const BARD: [f64; 15] =
    [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];
const KOWALIK: [(f64, f64); 11] = [
    (0.1957, 4.0),
    (0.1947, 2.0),
    (0.1735, 1.0),
    (0.1600, 0.5),
    (0.0844, 0.25),
    (0.0627, 0.167),
    (0.0456, 0.125),
    (0.0342, 0.1),
    (0.0323, 0.0833),
    (0.0235, 0.0714),
    (0.0246, 0.0625),
];
const MEYER: [f64; 16] = [
    34780.0, 28610.0, 23650.0, 19630.0, 16370.0, 13720.0, 11540.0, 9744.0, 8261.0, 7030.0, 6005.0, 5147.0,
    4427.0, 3820.0, 3307.0, 2872.0,
];
const OSBORNE_1: [f64; 33] = [
    0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628,
    0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420,
    0.414, 0.411, 0.406,
];
const OSBORNE_2: [f64; 65] = [
    1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616,
    0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495,
    0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672,
    0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581,
    0.428, 0.292, 0.162, 0.098, 0.054,
];

fn sum(values: impl Iterator<Item = Dual>) -> Dual {
    values.fold(Dual::constant(0.0), |total, value| total + value)
}

/// (32) Linear, full rank.
fn full_rank(x: &[Dual], i: usize, m: usize) -> Dual {
    let rest = -(sum(x.iter().copied()) * (2.0 / m as f64)) - 1.0;
    if i < x.len() { x[i] + rest } else { rest }
}

/// (33) Linear, rank 1.
fn rank_one(x: &[Dual], i: usize, _: usize) -> Dual {
    sum(x.iter().enumerate().map(|(j, x)| *x * (j + 1) as f64)) * (i + 1) as f64 - 1.0
}

/// (34) Linear, rank 1 with zero columns and rows.
fn zero_columns(x: &[Dual], i: usize, m: usize) -> Dual {
    if i == 0 || i == m - 1 {
        return Dual::constant(-1.0);
    }
    sum((1..x.len() - 1).map(|j| x[j] * (j + 1) as f64)) * i as f64 - 1.0
}

/// (1) Rosenbrock.
fn rosenbrock(x: &[Dual], i: usize, _: usize) -> Dual {
    if i == 0 { (x[1] - x[0].square()) * 10.0 } else { -x[0] + 1.0 }
}

/// (7) Helical valley.
fn helical_valley(x: &[Dual], i: usize, _: usize) -> Dual {
    match i {
        0 => {
            let turns = if x[0].value == 0.0 {
                Dual::constant(0.25_f64.copysign(x[1].value))
            } else {
                (x[1] / x[0]).atan() * (1.0 / std::f64::consts::TAU)
            };
            let half = if x[0].value < 0.0 { 0.5 } else { 0.0 };
            (x[2] - (turns + half) * 10.0) * 10.0
        }
        1 => ((x[0].square() + x[1].square()).sqrt() - 1.0) * 10.0,
        _ => x[2],
    }
}

/// (13) Powell's singular function.
fn powell_singular(x: &[Dual], i: usize, _: usize) -> Dual {
    match i {
        0 => x[0] + x[1] * 10.0,
        1 => (x[2] - x[3]) * 5f64.sqrt(),
        2 => (x[1] - x[2] * 2.0).square(),
        _ => (x[0] - x[3]).square() * 10f64.sqrt(),
    }
}

/// (2) Freudenstein and Roth.
fn freudenstein_roth(x: &[Dual], i: usize, _: usize) -> Dual {
    if i == 0 {
        x[0] + ((-x[1] + 5.0) * x[1] - 2.0) * x[1] - 13.0
    } else {
        x[0] + ((x[1] + 1.0) * x[1] - 14.0) * x[1] - 29.0
    }
}

/// (8) Bard.
fn bard(x: &[Dual], i: usize, _: usize) -> Dual {
    let (u, v) = ((i + 1) as f64, (15 - i) as f64);
    -x[0] - Dual::constant(u) / (x[1] * v + x[2] * u.min(v)) + BARD[i]
}

/// (15) Kowalik and Osborne.
fn kowalik_osborne(x: &[Dual], i: usize, _: usize) -> Dual {
    let (y, u) = KOWALIK[i];
    -(x[0] * ((x[1] + u) * u) / ((x[2] + u) * u + x[3])) + y
}

/// (10) Meyer.
fn meyer(x: &[Dual], i: usize, _: usize) -> Dual {
    x[0] * (x[1] / (x[2] + (45.0 + 5.0 * (i + 1) as f64))).exp() - MEYER[i]
}

/// (20) Watson.
fn watson(x: &[Dual], i: usize, _: usize) -> Dual {
    if i >= 29 {
        return if i == 29 { x[0] } else { x[1] - x[0].square() - 1.0 };
    }
    let t = (i + 1) as f64 / 29.0;
    let power = |j: usize| t.powi(j as i32);
    let slope = sum((1..x.len()).map(|j| x[j] * (j as f64 * power(j - 1))));
    slope - sum((0..x.len()).map(|j| x[j] * power(j))).square() - 1.0
}

/// (12) Box, three-dimensional.
fn box_three(x: &[Dual], i: usize, _: usize) -> Dual {
    let t = 0.1 * (i + 1) as f64;
    (x[0] * -t).exp() - (x[1] * -t).exp() - x[2] * ((-t).exp() - (-10.0 * t).exp())
}

/// (6) Jennrich and Sampson.
fn jennrich_sampson(x: &[Dual], i: usize, _: usize) -> Dual {
    let k = (i + 1) as f64;
    -((x[0] * k).exp() + (x[1] * k).exp()) + (2.0 + 2.0 * k)
}

/// (16) Brown and Dennis.
fn brown_dennis(x: &[Dual], i: usize, _: usize) -> Dual {
    let t = (i + 1) as f64 / 5.0;
    (x[0] + x[1] * t - t.exp()).square() + (x[2] + x[3] * t.sin() - t.cos()).square()
}

/// (35) Chebyquad.
fn chebyquad(x: &[Dual], i: usize, _: usize) -> Dual {
    let polynomial = |x: &Dual| {
        let argument = *x * 2.0 - 1.0;
        let (mut before, mut now) = (Dual::constant(1.0), argument);
        for _ in 0..i {
            (before, now) = (now, argument * now * 2.0 - before);
        }
        now
    };
    let k = (i + 1) as f64;
    let integral = if i % 2 == 1 { -1.0 / (k * k - 1.0) } else { 0.0 };
    sum(x.iter().map(polynomial)) * (1.0 / x.len() as f64) - integral
}

/// (27) Brown, almost linear.
fn brown_almost_linear(x: &[Dual], i: usize, m: usize) -> Dual {
    if i == m - 1 {
        return x.iter().fold(Dual::constant(1.0), |product, x| product * *x) - 1.0;
    }
    x[i] + sum(x.iter().copied()) - (x.len() + 1) as f64
}

/// (17) Osborne 1.
fn osborne_1(x: &[Dual], i: usize, _: usize) -> Dual {
    let t = 10.0 * i as f64;
    -(x[0] + x[1] * (x[3] * -t).exp() + x[2] * (x[4] * -t).exp()) + OSBORNE_1[i]
}

/// (19) Osborne 2.
fn osborne_2(x: &[Dual], i: usize, _: usize) -> Dual {
    let t = 0.1 * i as f64;
    let bump = |k: usize| x[k] * (-((-x[k + 7] + t).square() * x[k + 4])).exp();
    -(x[0] * (x[4] * -t).exp() + bump(1) + bump(2) + bump(3)) + OSBORNE_2[i]
}

/// Every problem and size that MINPACK is tested on, with as many starts.
pub(crate) fn problems() -> Vec<Problem> {
    let mut all = Vec::new();
    let mut add = |name, size: (usize, usize), starts, start: &[f64], residual, least, others| {
        let start = if start.len() == 1 { vec![start[0]; size.0] } else { start.to_vec() };
        all.push(Problem { name, size, starts, start, residual, least, others });
    };
    for m in [10, 50] {
        let k = m as f64;
        add(
            "linear, full rank",
            (5, m),
            1,
            &[1.0],
            full_rank as fn(&[Dual], usize, usize) -> Dual,
            k - 5.0,
            &[],
        );
        add("linear, rank 1", (5, m), 1, &[1.0], rank_one, 0.5 * k * (k - 1.0) / (2.0 * k + 1.0), &[]);
        let zeros = 0.5 * (k * k + 3.0 * k - 6.0) / (2.0 * k - 3.0);
        add("linear, zero columns", (5, m), 1, &[1.0], zero_columns, zeros, &[]);
    }
    add("Rosenbrock", (2, 2), 3, &[-1.2, 1.0], rosenbrock, 0.0, &[]);
    add("helical valley", (3, 3), 3, &[-1.0, 0.0, 0.0], helical_valley, 0.0, &[]);
    add("Powell singular", (4, 4), 3, &[3.0, -1.0, 0.0, 1.0], powell_singular, 0.0, &[]);
    add("Freudenstein & Roth", (2, 2), 3, &[0.5, -2.0], freudenstein_roth, 0.0, &[48.984_253_679_24]);
    add("Bard", (3, 15), 3, &[1.0], bard, 8.214_877_306_58e-3, &[17.428_69]);
    let start = [0.25, 0.39, 0.415, 0.39];
    add("Kowalik & Osborne", (4, 11), 3, &start, kowalik_osborne, 3.075_056_038_49e-4, &[1.027_34e-3]);
    add("Meyer", (3, 16), 2, &[0.02, 4000.0, 250.0], meyer, 87.945_8, &[]);
    for (n, least) in [(6, 2.287_670_053_55e-3), (9, 1.399_76e-6), (12, 4.722_38e-10)] {
        add("Watson", (n, 31), 3, &[0.0], watson, least, &[]);
    }
    add("Box", (3, 10), 1, &[0.0, 10.0, 20.0], box_three, 0.0, &[]);
    add("Jennrich & Sampson", (2, 10), 1, &[0.3, 0.4], jennrich_sampson, 124.362_182_356, &[]);
    add("Brown & Dennis", (4, 20), 3, &[25.0, 5.0, -5.0, -1.0], brown_dennis, 85_822.201_626_4, &[]);
    for (n, m, starts, least, others) in [
        // The standard start is half, which is stationary by symmetry.
        (1, 8, 3, 3.550_391_297_68, &[3.557_893_68][..]),
        (8, 8, 1, 3.516_87e-3, &[]),
        (9, 9, 1, 0.0, &[]),
        (10, 10, 1, 4.772_71e-3, &[6.503_95e-3]),
    ] {
        let start: Vec<f64> = (1..=n).map(|j| j as f64 / (n + 1) as f64).collect();
        add("Chebyquad", (n, m), starts, &start, chebyquad, least, others);
    }
    for (n, starts) in [(10, 3), (30, 1), (40, 1)] {
        add("Brown almost linear", (n, n), starts, &[0.5], brown_almost_linear, 0.0, &[1.0]);
    }
    add("Osborne 1", (5, 33), 1, &[0.5, 1.5, -1.0, 0.01, 0.02], osborne_1, 5.464_894_697_48e-5, &[]);
    let start = [1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5];
    add("Osborne 2", (11, 65), 1, &start, osborne_2, 4.013_773_629_35e-2, &[]);
    all
}
