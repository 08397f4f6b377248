//! The scale on which a value is followed over time.

use serde::{Serialize, Serializer};

/// What the level of a point is of its value.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum LevelScale {
    /// The base-2 logarithm of a value above zero: levels are doublings.
    #[default]
    Log,
    /// The base-2 logarithm of the odds of a share: levels are doublings of the odds, and no value leaves its bounds.
    Odds {
        /// The value of all: 1, or 100 of per cent.
        whole: f64,
    },
    /// The value itself, such as a rating, whose zero means nothing: it has no doublings.
    Raw,
}

impl Serialize for LevelScale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Log => "log",
            Self::Odds { whole } if *whole > 1.0 => "odds-of-per-cent",
            Self::Odds { .. } => "odds",
            Self::Raw => "raw",
        })
    }
}

impl LevelScale {
    /// The level of a value.
    pub fn level(self, value: f64) -> f64 {
        match self {
            Self::Log => value.log2(),
            Self::Odds { whole } => (value / (whole - value)).log2(),
            Self::Raw => value,
        }
    }

    /// The value of a level.
    pub fn value(self, level: f64) -> f64 {
        match self {
            Self::Log => level.exp2(),
            Self::Odds { whole } => whole / (1.0 + (-level).exp2()),
            Self::Raw => level,
        }
    }

    /// How many levels a small change of one unit is at a value.
    pub fn levels_a_unit(self, value: f64) -> f64 {
        match self {
            Self::Log => 1.0 / (value * std::f64::consts::LN_2),
            Self::Odds { whole } => whole / (value * (whole - value) * std::f64::consts::LN_2),
            Self::Raw => 1.0,
        }
    }

    /// Whether levels are doublings.
    pub fn has_doublings(self) -> bool {
        self != Self::Raw
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_stay_within_bounds() {
        for scale in [LevelScale::Log, LevelScale::Odds { whole: 100.0 }, LevelScale::Raw] {
            assert!((scale.value(scale.level(37.0)) - 37.0).abs() < 1e-12, "{scale:?}");
            let slope = (scale.level(37.0 + 1e-6) - scale.level(37.0 - 1e-6)) / 2e-6;
            assert!((scale.levels_a_unit(37.0) / slope - 1.0).abs() < 1e-6, "{scale:?}");
        }
        let share = LevelScale::Odds { whole: 1.0 };
        assert!(share.value(900.0) <= 1.0 && share.value(-900.0) >= 0.0 && share.value(2000.0) == 1.0);
    }

    #[test]
    fn scales_are_named_by_what_a_whole_is() {
        let name = |scale: LevelScale| serde_json::to_value(scale).unwrap();
        assert_eq!(name(LevelScale::Log), "log");
        assert_eq!(name(LevelScale::Raw), "raw");
        assert_eq!(name(LevelScale::Odds { whole: 0.5 }), "odds");
        assert_eq!(name(LevelScale::Odds { whole: 1.0 }), "odds");
        assert_eq!(name(LevelScale::Odds { whole: 100.0 }), "odds-of-per-cent");
    }

    #[test]
    fn only_values_on_their_own_scale_have_no_doublings() {
        let scales = [LevelScale::Log, LevelScale::Odds { whole: 1.0 }, LevelScale::Raw];
        assert_eq!(scales.map(LevelScale::has_doublings), [true, true, false]);
    }

    #[test]
    fn a_level_is_a_number_of_doublings() {
        // A quarter of the whole has the odds of one to three.
        let odds = LevelScale::Odds { whole: 4.0 };
        assert!(
            (odds.level(1.0) + 3f64.log2()).abs() < 1e-12 && (odds.value(-3f64.log2()) - 1.0).abs() < 1e-12
        );
        assert!(LevelScale::Log.level(8.0) == 3.0 && LevelScale::Log.value(3.0) == 8.0);
    }
}
