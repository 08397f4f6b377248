//! Numbers that carry their derivatives, so that a residual is written once.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// Most unknowns of a problem.
pub(crate) const MOST: usize = 40;

/// A value and its derivatives by the unknowns.
#[derive(Clone, Copy)]
pub(crate) struct Dual {
    pub(crate) value: f64,
    pub(crate) slopes: [f64; MOST],
}

impl Dual {
    pub(crate) fn constant(value: f64) -> Self {
        Self { value, slopes: [0.0; MOST] }
    }

    /// The unknowns at `x`.
    pub(crate) fn unknowns(x: &[f64]) -> Vec<Self> {
        let unknown = |(j, value): (usize, &f64)| {
            let mut dual = Self::constant(*value);
            dual.slopes[j] = 1.0;
            dual
        };
        x.iter().enumerate().map(unknown).collect()
    }

    /// A function of this number with its value and slope.
    fn chain(mut self, value: f64, slope: f64) -> Self {
        self.value = value;
        self.slopes.iter_mut().for_each(|s| *s *= slope);
        self
    }

    /// `a self + b other` in the derivatives, with this value.
    fn join(mut self, other: Self, value: f64, a: f64, b: f64) -> Self {
        self.value = value;
        self.slopes.iter_mut().zip(other.slopes).for_each(|(s, t)| *s = a * *s + b * t);
        self
    }

    pub(crate) fn exp(self) -> Self {
        self.chain(self.value.exp(), self.value.exp())
    }

    pub(crate) fn atan(self) -> Self {
        self.chain(self.value.atan(), 1.0 / (1.0 + self.value * self.value))
    }

    pub(crate) fn sqrt(self) -> Self {
        self.chain(self.value.sqrt(), 0.5 / self.value.sqrt())
    }

    pub(crate) fn square(self) -> Self {
        self * self
    }
}

impl Add for Dual {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.join(other, self.value + other.value, 1.0, 1.0)
    }
}

impl Sub for Dual {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.join(other, self.value - other.value, 1.0, -1.0)
    }
}

impl Mul for Dual {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.join(other, self.value * other.value, other.value, self.value)
    }
}

impl Div for Dual {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let ratio = self.value / other.value;
        self.join(other, ratio, 1.0 / other.value, -ratio / other.value)
    }
}

impl Neg for Dual {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

impl Add<f64> for Dual {
    type Output = Self;
    fn add(self, other: f64) -> Self {
        self.chain(self.value + other, 1.0)
    }
}

impl Sub<f64> for Dual {
    type Output = Self;
    fn sub(self, other: f64) -> Self {
        self + -other
    }
}

impl Mul<f64> for Dual {
    type Output = Self;
    fn mul(self, other: f64) -> Self {
        self.chain(self.value * other, other)
    }
}
