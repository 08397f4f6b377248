//! The card of a law: its formula, parameters, limits, published values, and where it fails.

use lawlike_formula::star;
use serde::Serialize;

/// What a law is about; the list of laws is ordered by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Curves over one axis.
    OneAxis,
    /// Learning curves of the machine-learning literature.
    LearningCurve,
    /// Parameters, tokens and compute.
    Surface,
    /// Repeats, quality and mixtures of data.
    Data,
    /// Mixtures of experts and sparse models.
    Experts,
    /// Bits of weights and activations.
    Precision,
    /// Width, depth, vocabulary, context, loops.
    Architecture,
    /// Learning rate, batch and schedule.
    Schedule,
    /// From one loss to another, and from loss to a task.
    Transfer,
    /// Fine-tuning and optimisation against a reward.
    PostTraining,
    /// Samples, verification and thinking at inference time.
    Inference,
    /// Dates, lengths of tasks and abilities.
    Calendar,
}

impl Topic {
    /// The topic as a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::OneAxis => "One axis",
            Self::LearningCurve => "Learning curves",
            Self::Surface => "Parameters, tokens and compute",
            Self::Data => "Repeats, quality and mixtures of data",
            Self::Experts => "Mixtures of experts and sparse models",
            Self::Precision => "Precision",
            Self::Architecture => "Architecture",
            Self::Schedule => "Learning rate, batch and schedule",
            Self::Transfer => "From loss to loss and to tasks",
            Self::PostTraining => "Post-training",
            Self::Inference => "Inference time",
            Self::Calendar => "Calendar time",
        }
    }
}

/// How sure we are that the form is the one of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardStatus {
    /// Form and numbers were checked against the source, its code, or numbers that it prints, or agree in independent
    /// texts that quote its equations and tables; the card says which where it is not the first.
    Confirmed,
    /// Form and numbers are those of texts about the source; the source itself was not seen.
    Reported,
    /// The form could not be checked.
    Unconfirmed,
}

impl CardStatus {
    /// The status in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Reported => "reported",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// What a law says, where it comes from, where it fails, and its formula.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LawCard {
    /// Short name, as typed in `--law`.
    pub id: &'static str,
    /// Full name.
    pub title: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// The formula; names that are not inputs are parameters.
    pub formula: &'static str,
    /// Abbreviations in the formula, each with what it stands for.
    pub wherein: &'static [(&'static str, &'static str)],
    /// Names in the formula that are measured: symbols of quantities, or `x` for the only axis. A name with a star
    /// stands for all columns that fit it.
    pub inputs: &'static [&'static str],
    /// The parameters with their bounds; a name with a star stands for one parameter a column.
    pub parameters: &'static [ParameterCard],
    /// What the law says, in a sentence.
    pub says: &'static str,
    /// Where the response goes at the ends of the inputs.
    pub limits: &'static [Limit],
    /// Inputs along which the response only falls or only rises, whatever the parameters.
    pub trends: &'static [TrendDirection],
    /// Numbers that follow from the parameters.
    pub derived: &'static [Derived],
    /// Where it is known to fail.
    pub fails: &'static str,
    /// Paper and equation.
    pub source: &'static str,
    /// Published values.
    pub published: &'static [PublishedValues],
    /// Numbers that a source prints and that published values give.
    pub predictions: &'static [Prediction],
    /// Whether the form was checked.
    pub status: CardStatus,
}

impl LawCard {
    /// A card without limits, trends, published values and predictions, for the rest of a card.
    pub(super) const BLANK: Self = Self {
        id: "",
        title: "",
        topic: Topic::OneAxis,
        formula: "",
        wherein: &[],
        inputs: &[],
        parameters: &[],
        says: "",
        limits: &[],
        trends: &[],
        derived: &[],
        fails: "",
        source: "",
        published: &[],
        predictions: &[],
        status: CardStatus::Unconfirmed,
    };

    /// The card of a parameter, by its name or by the pattern that it fits.
    pub fn parameter(&self, name: &str) -> Option<&'static ParameterCard> {
        self.parameters.iter().find(|card| card.name == name || star(card.name, name).is_some())
    }

    /// The formula on one line, with what its abbreviations stand for.
    pub fn formula_on_one_line(&self) -> String {
        let wherein: Vec<String> = self.wherein.iter().map(|(name, is)| format!("{name} = {is}")).collect();
        if wherein.is_empty() {
            self.formula.to_owned()
        } else {
            format!("{} with {}", self.formula, wherein.join(", "))
        }
    }

    /// Limits and trends, a line each.
    pub fn limits_in_words(&self) -> Vec<String> {
        let limit = |limit: &Limit| {
            let to = |(name, end): &(&str, End)| format!("{name} to {}", end.word());
            let towards: Vec<String> = limit.towards.iter().map(to).collect();
            format!("{}: {}", towards.join(", "), limit.value)
        };
        let trend = |rises: bool| {
            let along = self.trends.iter().filter(|trend| trend.rises == rises).map(|trend| trend.along);
            let along: Vec<&str> = along.collect();
            let verb = if rises { "rises" } else { "falls" };
            (!along.is_empty()).then(|| format!("{verb} along {}", along.join(", ")))
        };
        self.limits.iter().map(limit).chain([trend(false), trend(true)].into_iter().flatten()).collect()
    }
}

/// An end that an input goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// It vanishes.
    Zero,
    /// It grows beyond all bounds.
    Infinity,
}

impl End {
    /// The end in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::Infinity => "infinity",
        }
    }
}

/// Where the response goes when inputs go to an end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limit {
    /// Inputs with the end that they go to.
    pub towards: &'static [(&'static str, End)],
    /// What the response tends to, as a formula of the parameters and the other inputs.
    pub value: &'static str,
}

/// The limit for inputs that go somewhere.
pub(super) const fn limit(towards: &'static [(&'static str, End)], value: &'static str) -> Limit {
    Limit { towards, value }
}

/// An input that grows beyond all bounds.
pub(super) const ENDLESS: End = End::Infinity;

/// An input that vanishes.
pub(super) const VANISHING: End = End::Zero;

/// Whether the response falls or rises along an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TrendDirection {
    /// The input.
    pub along: &'static str,
    /// Whether it rises; it falls otherwise.
    pub rises: bool,
}

/// The response falls along an input.
pub(super) const fn falls(along: &'static str) -> TrendDirection {
    TrendDirection { along, rises: false }
}

/// The response rises along an input.
pub(super) const fn rises(along: &'static str) -> TrendDirection {
    TrendDirection { along, rises: true }
}

/// A number that follows from the parameters, such as the place of a peak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Derived {
    /// Name.
    pub name: &'static str,
    /// Formula of the parameters.
    pub formula: &'static str,
    /// Meaning and unit.
    pub meaning: &'static str,
}

/// A number that follows from the parameters.
pub(super) const fn derived(name: &'static str, formula: &'static str, meaning: &'static str) -> Derived {
    Derived { name, formula, meaning }
}

/// A number that a source prints.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prediction {
    /// What it is, in words.
    pub what: &'static str,
    /// Which of the published values give it: the place in [`LawCard::published`].
    pub with: usize,
    /// Inputs.
    pub at: &'static [(&'static str, f64)],
    /// What is computed, as a formula of the parameters and the inputs; the law itself if empty.
    pub formula: &'static str,
    /// The number printed.
    pub printed: f64,
    /// Largest difference that counts as agreement, from the digits printed or as the card says.
    pub within: f64,
    /// Where it is printed.
    pub place: &'static str,
}

/// A parameter of a law: bounds, natural spacing and meaning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ParameterCard {
    /// Name in the formula.
    pub name: &'static str,
    /// Least value allowed.
    pub lo: f64,
    /// Greatest value allowed.
    pub hi: f64,
    /// How candidates are spread between the bounds in a search; coefficients need none.
    pub spacing: Spacing,
    /// Meaning and unit.
    pub meaning: &'static str,
}

/// How the values of a shape are spread in a search.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spacing {
    /// Solved for, not searched (a coefficient).
    Coefficient,
    /// Evenly between two values.
    Linear(f64, f64),
    /// Evenly in the logarithm between two values.
    Log(f64, f64),
    /// A place on the only axis, in its logarithm: 0 is the smallest `ln x`, 1 the largest.
    AlongLog(f64, f64),
    /// A place on the only axis as it stands: 0 is the smallest x, 1 the largest.
    Along(f64, f64),
    /// A width on the only axis, in multiples of its range, of either sign where the bounds allow it.
    Width(f64, f64),
    /// From a hundredth of the smallest to the largest value of the input named.
    BelowRange(&'static str),
    /// From a hundredth of the smallest to a hundred times the largest value of the input named.
    AroundRange(&'static str),
    /// From the inverse of the largest to the inverse of a hundredth of the smallest value of the only axis.
    InverseRange,
}

/// Values that a source prints.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PublishedValues {
    /// Who and on what data.
    pub label: &'static str,
    /// Values by parameter name.
    pub values: &'static [(&'static str, f64)],
}

/// A coefficient that is at least zero.
pub(super) const fn amount(name: &'static str, meaning: &'static str) -> ParameterCard {
    ParameterCard { name, lo: 0.0, hi: f64::INFINITY, spacing: Spacing::Coefficient, meaning }
}

/// A coefficient of either sign.
pub(super) const fn free(name: &'static str, meaning: &'static str) -> ParameterCard {
    ParameterCard { name, lo: f64::NEG_INFINITY, hi: f64::INFINITY, spacing: Spacing::Coefficient, meaning }
}

/// A shape between two bounds, searched between `from` and `to`.
pub(super) const fn shape(
    name: &'static str,
    bounds: (f64, f64),
    spacing: Spacing,
    meaning: &'static str,
) -> ParameterCard {
    ParameterCard { name, lo: bounds.0, hi: bounds.1, spacing, meaning }
}

/// An exponent of a power law that falls: at least 0.001, at most 5, searched between .03 and 1.2.
pub(super) const fn exponent(name: &'static str, meaning: &'static str) -> ParameterCard {
    shape(name, (0.001, 5.0), Spacing::Log(0.03, 1.2), meaning)
}
