use super::*;
use crate::stream::Stream;
use lawlike_oracle::linear as oracle;

const KINDS: [Sign; 3] = [Sign::Free, Sign::NonNegative, Sign::NonPositive];

struct Case {
    columns: Vec<Vec<f64>>,
    y: Vec<f64>,
    signs: Vec<Sign>,
}

impl Case {
    fn random(rows: usize, n: usize, stream: &mut Stream) -> Self {
        // Sizes over eight decades: the scaling must take care of them.
        let columns = (0..n)
            .map(|_| {
                let size = 10_f64.powf(8.0 * stream.uniform() - 4.0);
                (0..rows).map(|_| size * stream.normal()).collect()
            })
            .collect();
        let y = (0..rows).map(|_| stream.normal()).collect();
        Self { columns, y, signs: (0..n).map(|_| KINDS[stream.below(3)]).collect() }
    }

    fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }

    fn gram(&self) -> (Vec<f64>, Vec<f64>) {
        let gram = self.columns.iter().flat_map(|a| self.columns.iter().map(|b| dot(a, b))).collect();
        (gram, self.columns.iter().map(|a| dot(a, &self.y)).collect())
    }

    fn by_gram(&self) -> Vec<f64> {
        let (gram, rhs) = self.gram();
        let mut out = vec![f64::NAN; rhs.len()];
        assert!(solve_gram(&gram, &rhs, &self.signs, &mut out));
        out
    }

    fn by_columns(&self) -> Vec<f64> {
        let mut out = vec![f64::NAN; self.signs.len()];
        assert!(solve_columns(&self.slices(), None, &self.y, &self.signs, &mut out));
        out
    }

    fn residual(&self, x: &[f64]) -> Vec<f64> {
        let mut out = self.y.clone();
        for (column, x) in self.columns.iter().zip(x) {
            out.iter_mut().zip(column).for_each(|(r, c)| *r -= c * x);
        }
        out
    }

    fn squares(&self, x: &[f64]) -> f64 {
        let residual = self.residual(x);
        dot(&residual, &residual)
    }

    /// The conditions of Karush, Kuhn and Tucker, in units of the columns.
    #[track_caller]
    fn assert_optimal(&self, x: &[f64], tolerance: f64) {
        let residual = self.residual(x);
        for ((column, &x), sign) in self.columns.iter().zip(x).zip(&self.signs) {
            let gradient = dot(column, &residual) / dot(column, column).sqrt();
            match sign {
                Sign::NonNegative if x == 0.0 => assert!(gradient <= tolerance, "gradient {gradient}"),
                Sign::NonPositive if x == 0.0 => assert!(gradient >= -tolerance, "gradient {gradient}"),
                _ => assert!(gradient.abs() <= tolerance, "gradient {gradient}"),
            }
            match sign {
                Sign::NonNegative => assert!(x >= 0.0),
                Sign::NonPositive => assert!(x <= 0.0),
                Sign::Free => {}
            }
        }
    }

    /// The least sum of squares over every set of moving unknowns whose solution keeps the signs.
    fn least(&self) -> f64 {
        let signs: Vec<oracle::OracleSign> = self
            .signs
            .iter()
            .map(|sign| match sign {
                Sign::Free => oracle::OracleSign::Free,
                Sign::NonNegative => oracle::OracleSign::NonNegative,
                Sign::NonPositive => oracle::OracleSign::NonPositive,
            })
            .collect();
        oracle::least_squares_with_signs(&self.slices(), &self.y, &signs).1
    }
}

#[test]
fn the_conditions_of_an_optimum_hold() {
    let mut stream = Stream::keyed(3, &[1]);
    for _ in 0..400 {
        let n = 1 + stream.below(14);
        let case = Case::random(n + 1 + stream.below(30), n, &mut stream);
        case.assert_optimal(&case.by_gram(), 1e-10);
        case.assert_optimal(&case.by_columns(), 1e-11);
    }
}

#[test]
fn no_active_set_is_better() {
    let mut stream = Stream::keyed(3, &[2]);
    for _ in 0..600 {
        let n = 1 + stream.below(4);
        let case = Case::random(n + stream.below(6), n, &mut stream);
        let best = case.least();
        for x in [case.by_gram(), case.by_columns()] {
            assert!(case.squares(&x) <= best * (1.0 + 1e-9) + 1e-12, "{} > {best}", case.squares(&x));
        }
    }
}

#[test]
fn weights_count_as_repeated_rows() {
    let mut stream = Stream::keyed(3, &[3]);
    let case = Case::random(12, 3, &mut stream);
    let weights: Vec<f64> = (0..12).map(|i| f64::from(i % 3)).collect();
    let repeat = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(&weights).flat_map(|(&v, &w)| std::iter::repeat_n(v, w as usize)).collect()
    };
    let repeated = Case {
        columns: case.columns.iter().map(|column| repeat(column)).collect(),
        y: repeat(&case.y),
        signs: case.signs.clone(),
    };
    let mut weighted = [0.0; 3];
    assert!(solve_columns(&case.slices(), Some(&weights), &case.y, &case.signs, &mut weighted));
    for (a, b) in weighted.iter().zip(repeated.by_columns()) {
        assert!((a - b).abs() <= 1e-12 * b.abs());
    }
}

#[test]
fn bad_condition_costs_the_columns_less_than_the_gram() {
    // 1, 1 + small, both not negative; the truth is 2 and 3.
    let first: Vec<f64> = (0..20).map(|i| 1.0 + 0.1 * f64::from(i)).collect();
    let second: Vec<f64> = first.iter().enumerate().map(|(i, v)| v + 1e-6 * (i as f64).sin()).collect();
    let y: Vec<f64> = first.iter().zip(&second).map(|(a, b)| 2.0 * a + 3.0 * b).collect();
    let mut x = [0.0; 2];
    assert!(solve_columns(&[&first, &second], None, &y, &[Sign::NonNegative; 2], &mut x));
    assert!((x[0] - 2.0).abs() < 1e-7 && (x[1] - 3.0).abs() < 1e-7, "{x:?}");
}

#[test]
fn dependent_and_zero_columns_are_handled() {
    let column: Vec<f64> = vec![1.0, 2.0, 3.0];
    let zero = vec![0.0; 3];
    let case = Case {
        columns: vec![column.clone(), column.clone(), zero],
        y: vec![2.0, 4.0, 6.0],
        signs: vec![Sign::NonNegative; 3],
    };
    for x in [case.by_gram(), case.by_columns()] {
        assert!((x[0] + x[1] - 2.0).abs() < 1e-14 && x[2] == 0.0, "{x:?}");
    }
    let (gram, rhs) = case.gram();
    let mut out = [f64::NAN; 3];
    assert!(!solve_gram(&gram, &rhs, &[Sign::Free; 3], &mut out));
    assert_eq!(out, [0.0; 3]);
}

#[test]
fn questions_that_cannot_be_asked_are_refused() {
    let mut out = [0.0; 2];
    assert!(!solve_gram(&[1.0, 0.0, 0.0, f64::NAN], &[1.0, 1.0], &[Sign::Free; 2], &mut out));
    assert!(!solve_gram(&[1.0], &[1.0, 1.0], &[Sign::Free; 2], &mut out));
    assert!(!solve_columns(&[&[1.0, 2.0]], None, &[1.0], &[Sign::Free], &mut out));
    assert!(!solve_columns(&[&[1.0, f64::INFINITY]], None, &[1.0, 1.0], &[Sign::Free], &mut out));
    assert!(solve_gram(&[], &[], &[], &mut []));
}

#[test]
fn signs_mirror_each_other() {
    let mut stream = Stream::keyed(3, &[4]);
    let mut case = Case::random(9, 5, &mut stream);
    case.signs = vec![Sign::NonNegative; 5];
    let positive = case.by_gram();
    case.y.iter_mut().for_each(|y| *y = -*y);
    case.signs = vec![Sign::NonPositive; 5];
    for (a, b) in positive.iter().zip(case.by_gram()) {
        assert_eq!(*a, -b);
    }
}
