use super::*;
use crate::stream::Stream;

fn random(rows: usize, cols: usize, key: u64) -> Matrix {
    let mut stream = Stream::keyed(11, &[key]);
    Matrix::new(rows, cols, (0..rows * cols).map(|_| stream.normal()).collect())
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    Matrix::from_columns(&(0..b.cols).map(|j| a.times(b.column(j))).collect::<Vec<_>>())
}

fn hilbert(n: usize) -> Matrix {
    Matrix::new(n, n, (0..n * n).map(|k| 1.0 / ((k / n + k % n + 1) as f64)).collect())
}

#[track_caller]
fn same(a: &Matrix, b: &Matrix, tolerance: f64) {
    assert_eq!((a.rows, a.cols), (b.rows, b.cols));
    for (a, b) in a.data.iter().zip(&b.data) {
        assert!((a - b).abs() <= tolerance, "{a} is not {b}");
    }
}

#[test]
fn matrices_are_stored_by_columns() {
    let mut a = Matrix::from_columns(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    assert_eq!((a.rows, a.cols), (3, 2));
    assert_eq!(a[(2, 1)], 6.0);
    assert_eq!(a.get(0, 1), Some(4.0));
    assert_eq!(a.get(3, 0), None);
    a.set(1, 0, -2.0);
    a.column_mut(1)[0] = 9.0;
    assert_eq!(a.column(0), [1.0, -2.0, 3.0]);
    assert_eq!(a.transposed().data, [1.0, 9.0, -2.0, 5.0, 3.0, 6.0]);
    assert_eq!(a.times(&[1.0, 2.0]), [19.0, 8.0, 15.0]);
    assert_eq!(Matrix::new(2, 2, vec![1.0]).data, [1.0, 0.0, 0.0, 0.0]);
    assert_eq!(Matrix::from_columns::<Vec<f64>>(&[]).rows, 0);
}

#[test]
fn norms_survive_overflow_and_underflow() {
    assert!((norm(&[3e200, 4e200]) / 5e200 - 1.0).abs() < 1e-15);
    assert!((norm(&[3e-200, 4e-200]) / 5e-200 - 1.0).abs() < 1e-15);
    assert_eq!(norm(&[0.0, 0.0]), 0.0);
    assert!(norm(&[f64::NAN, 1.0]).is_nan());
    assert_eq!(norm(&[f64::INFINITY, 1.0]), f64::INFINITY);
}

#[test]
fn qr_solves_least_squares() {
    for (rows, cols) in [(1, 1), (5, 5), (30, 4), (200, 9)] {
        let a = random(rows, cols, 1);
        let truth: Vec<f64> = (0..cols).map(|j| j as f64 - 1.5).collect();
        let mut b = a.times(&truth);
        let qr = Qr::new(a.clone());
        for (x, truth) in qr.solve(&b).iter().zip(&truth) {
            assert!((x - truth).abs() < 1e-12);
        }
        // Beside the columns, the residual must be orthogonal to each of them.
        let mut stream = Stream::keyed(11, &[2]);
        b.iter_mut().for_each(|b| *b += stream.normal());
        let fitted = a.times(&qr.solve(&b));
        let residual: Vec<f64> = b.iter().zip(&fitted).map(|(b, f)| b - f).collect();
        for j in 0..cols {
            assert!(crate::kernel::dot(a.column(j), &residual).abs() < 1e-12);
        }
    }
}

#[test]
fn qr_rebuilds_the_matrix() {
    let a = random(7, 5, 3);
    let qr = Qr::new(a.clone());
    for (k, &pivot) in qr.pivots().iter().enumerate() {
        let mut column: Vec<f64> = (0..7).map(|i| if i < 5 { qr.r(i, k) } else { 0.0 }).collect();
        qr.apply_q(&mut column);
        for (value, expected) in column.iter().zip(a.column(pivot)) {
            assert!((value - expected).abs() < 1e-14);
        }
        assert!(k == 0 || qr.r(k, k).abs() <= qr.r(k - 1, k - 1).abs());
    }
}

#[test]
fn qr_finds_the_rank_and_solves_with_it() {
    let mut a = random(20, 4, 4);
    for i in 0..20 {
        a[(i, 2)] = a[(i, 0)] - 2.0 * a[(i, 1)];
    }
    let qr = Qr::new(a.clone());
    assert_eq!(qr.rank(1e-12), 3);
    let b = a.times(&[1.0, 1.0, 1.0, 1.0]);
    for (fitted, b) in a.times(&qr.solve(&b)).iter().zip(&b) {
        assert!((fitted - b).abs() < 1e-13);
    }
    assert!((qr.leverages().iter().sum::<f64>() - 3.0).abs() < 1e-13);
    assert_eq!(Qr::new(Matrix::zeros(3, 2)).rank(1e-12), 0);
    assert_eq!(Qr::new(Matrix::zeros(3, 2)).solve(&[1.0; 3]), [0.0; 2]);
    assert_eq!(Qr::new(Matrix::zeros(3, 0)).solve(&[1.0; 3]), [0.0; 0]);
    assert_eq!(Qr::new(random(2, 5, 5)).rank(1e-12), 2);
}

#[test]
fn r_inverse_gives_the_inverse_of_the_gram_matrix() {
    let a = random(15, 4, 6);
    let s = Qr::new(a.clone()).r_inverse();
    let gram = product(&a.transposed(), &a);
    same(&product(&s, &s.transposed()), &Cholesky::new(&gram).unwrap().inverse(), 1e-13);
}

#[test]
fn leverages_are_the_diagonal_of_the_projection() {
    let a = random(12, 3, 7);
    let s = Qr::new(a.clone()).r_inverse();
    let q = product(&a, &s);
    for (i, leverage) in Qr::new(a).leverages().into_iter().enumerate() {
        let expected: f64 = (0..3).map(|j| q[(i, j)] * q[(i, j)]).sum();
        assert!((leverage - expected).abs() < 1e-14);
    }
}

#[test]
fn cholesky_solves_and_refuses() {
    let a = random(9, 6, 8);
    let gram = product(&a.transposed(), &a);
    let cholesky = Cholesky::new(&gram).unwrap();
    let truth = [1.0, -2.0, 3.0, 0.0, 0.5, 4.0];
    for (x, truth) in cholesky.solve(&gram.times(&truth)).iter().zip(truth) {
        assert!((x - truth).abs() < 1e-11);
    }
    same(&product(&gram, &cholesky.inverse()), &Matrix::identity(6), 1e-12);
    let (values, _) = symmetric_eigen(&gram);
    let expected: f64 = values.iter().map(|v| v.ln()).sum();
    assert!((cholesky.ln_determinant() - expected).abs() < 1e-12);

    let indefinite = Matrix::from_columns(&[[1.0, 2.0], [2.0, 1.0]]);
    assert!(Cholesky::new(&indefinite).is_none());
    let singular = Matrix::from_columns(&[[1.0, 1.0], [1.0, 1.0]]);
    assert!(Cholesky::new(&singular).is_none());
    assert!(Cholesky::new(&Matrix::from_columns(&[[f64::NAN]])).is_none());
    assert!(Cholesky::new(&Matrix::zeros(2, 3)).is_none());
}

#[test]
fn eigenvectors_diagonalise() {
    for n in [1, 2, 5, 12] {
        let a = random(n, n, 9);
        let mut symmetric = a.clone();
        for (value, other) in symmetric.data.iter_mut().zip(&a.transposed().data) {
            *value += other;
        }
        let (values, vectors) = symmetric_eigen(&symmetric);
        assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        same(&product(&vectors.transposed(), &vectors), &Matrix::identity(n), 1e-14);
        for (k, value) in values.iter().enumerate() {
            for (left, right) in symmetric.times(vectors.column(k)).iter().zip(vectors.column(k)) {
                assert!((left - value * right).abs() < 1e-13);
            }
        }
    }
    let (values, vectors) = symmetric_eigen(&Matrix::from_columns(&[[f64::NAN]]));
    assert!(values[0].is_nan() && vectors[(0, 0)].is_nan());
    assert!(symmetric_eigen(&Matrix::zeros(0, 0)).0.is_empty());
    assert_eq!(symmetric_eigen(&Matrix::zeros(2, 2)).0, [0.0, 0.0]);
    assert_eq!(symmetric_eigen(&Matrix::from_columns(&[[0.0, 1.0], [1.0, 0.0]])).0, [1.0, -1.0]);
}

#[test]
fn singular_values_are_accurate() {
    // Singular values of the Hilbert matrix of order 6, by mpmath with 60 digits.
    let expected = [
        1.618_899_858_924_339,
        0.24236087057520955,
        0.01632152131987582,
        6.157483541826578e-4,
        1.2570757122625194e-5,
        1.0827994845655498e-7,
    ];
    for (value, expected) in singular_values(&hilbert(6)).iter().zip(expected) {
        assert!((value / expected - 1.0).abs() < 1e-9, "{value:e} is not {expected:e}");
    }
    // Bad scaling of the columns must not cost digits.
    let a = Matrix::from_columns(&[[3e150, 0.0, 0.0], [0.0, 4e-100, 0.0]]);
    assert_eq!(singular_values(&a), [3e150, 4e-100]);
    let wide = singular_values(&random(3, 8, 10));
    let tall = singular_values(&random(3, 8, 10).transposed());
    assert_eq!(wide.len(), 3);
    assert_eq!(wide, tall);
    assert!(singular_values(&Matrix::from_columns(&[[f64::NAN, 1.0]]))[0].is_nan());
}

#[test]
fn condition_is_the_ratio_of_the_ends() {
    assert_eq!(condition(&Matrix::identity(4)), 1.0);
    assert!((condition(&hilbert(6)) / 1.495105864012e7 - 1.0).abs() < 1e-9);
    assert_eq!(condition(&Matrix::zeros(3, 2)), f64::INFINITY);
    assert_eq!(condition(&Matrix::zeros(3, 0)), 1.0);
    assert!(condition(&Matrix::from_columns(&[[1.0, 1.0], [1.0, 1.0]])) > 1e15);
}

#[test]
fn the_pseudo_inverse_meets_the_conditions_of_penrose() {
    let a = random(5, 3, 12);
    let gram = product(&a, &a.transposed());
    let inverse = pseudo_inverse_symmetric(&gram, 1e-12);
    same(&product(&product(&gram, &inverse), &gram), &gram, 1e-12);
    same(&product(&product(&inverse, &gram), &inverse), &inverse, 1e-12);
    same(&product(&gram, &inverse), &product(&inverse, &gram), 1e-12);
}
