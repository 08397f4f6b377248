//! The inverse mass matrix: the covariance that the kinetic energy assumes.

use crate::dense::{Matrix, cholesky_in_place};
use crate::stream::Stream;

/// `M^-1`, by its diagonal or as a whole.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// Variances.
    Diagonal(Vec<f64>),
    /// Covariance, and the factor `L` of it (rows one after the other) with `M^-1 = L L'`.
    Dense(Matrix, Vec<f64>),
}

impl Shape {
    /// All variances one.
    pub(super) fn identity(dimensions: usize) -> Self {
        Self::Diagonal(vec![1.0; dimensions])
    }

    /// A whole covariance; none if it is not positive definite.
    pub(super) fn dense(covariance: Matrix) -> Option<Self> {
        let mut factor = covariance.data.clone();
        cholesky_in_place(&mut factor, covariance.rows).then_some(Self::Dense(covariance, factor))
    }

    /// The velocity `M^-1 p`.
    pub(super) fn velocity(&self, momentum: &[f64]) -> Vec<f64> {
        match self {
            Self::Diagonal(variances) => momentum.iter().zip(variances).map(|(p, v)| p * v).collect(),
            Self::Dense(covariance, _) => covariance.times(momentum),
        }
    }

    /// A momentum from `N(0, M)`: `L'^-1 z` with `z` standard normal.
    pub(super) fn momentum(&self, stream: &mut Stream) -> Vec<f64> {
        match self {
            Self::Diagonal(variances) => variances.iter().map(|v| stream.normal() / v.sqrt()).collect(),
            Self::Dense(covariance, factor) => {
                let d = covariance.rows;
                let mut z: Vec<f64> = (0..d).map(|_| stream.normal()).collect();
                for i in (0..d).rev() {
                    for k in i + 1..d {
                        z[i] -= factor[k * d + i] * z[k];
                    }
                    z[i] /= factor[i * d + i];
                }
                z
            }
        }
    }
}
