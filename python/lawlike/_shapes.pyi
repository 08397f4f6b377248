"""The types of answers.

Written by ``python python/write.py`` from the JSON schemas in docs/reference/schema; not by hand.
"""

from typing import Any, TypedDict

from typing_extensions import NotRequired


class AuditBacktestByDistanceItem(TypedDict):
    """See ``docs/reference/schema``."""

    coverage80: float | None
    distance: float | None
    median_error: float | None
    n: float | None


class AuditBacktestCutsItemLaw(TypedDict):
    """See ``docs/reference/schema``."""

    bias: float | None
    coverage: list[float | None]
    coverage_se: list[float | None]
    crps: float | None
    interval80: float | None
    interval95: float | None
    median_error: float | None
    n: float | None
    rmse: float | None


class AuditBacktestCutsItem(TypedDict):
    """See ``docs/reference/schema``."""

    distance: float | None
    future: float | None
    label: str | None
    law: AuditBacktestCutsItemLaw | None
    parameters: dict[str, float | None] | None
    past: float | None
    rivals: dict[str, float | None]


class AuditBacktestSkillItem(TypedDict):
    """See ``docs/reference/schema``."""

    rival: str | None
    rmse: float | None
    se: float | None
    skill: float | None
    wins: list[float | None]


class AuditBacktest(TypedDict):
    """See ``docs/reference/schema``."""

    axis: str
    by_distance: list[AuditBacktestByDistanceItem]
    cuts: list[AuditBacktestCutsItem]
    law: str | None
    order: float | None
    overall: AuditBacktestCutsItemLaw
    reach: float | None
    series: float | None
    skill: list[AuditBacktestSkillItem] | None


class AuditDefinitionsAnswersItemExponentsItemItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    lo95: float | None
    value: float | None


class AuditDefinitionsAnswersItem(TypedDict):
    """See ``docs/reference/schema``."""

    definition: str
    exponents: list[list[AuditDefinitionsAnswersItemExponentsItemItem | str]]
    failure: str | None
    label: str | None
    parabolas_of_surface: list[float | None] | None
    source: str


AuditDefinitionsContrastsItem = TypedDict(
    "AuditDefinitionsContrastsItem",
    {
        "changes": list[list[list[float | None] | str]],
        "columns": list[str],
        "from": list[str],
        "pairs": float | None,
        "to": list[str],
    },
)


class AuditDefinitionsMissingItem(TypedDict):
    """See ``docs/reference/schema``."""

    name: str
    reason: str


class AuditDefinitions(TypedDict):
    """See ``docs/reference/schema``."""

    answers: list[AuditDefinitionsAnswersItem]
    contrasts: list[AuditDefinitionsContrastsItem]
    explained: list[Any]
    method: str | None
    missing: list[AuditDefinitionsMissingItem]
    range: list[float | None] | None


class AuditFindingsItem(TypedDict):
    """See ``docs/reference/schema``."""

    code: str
    hint: str
    label: str | None
    message: str
    number: float | None
    severity: str
    threshold: float | None


class AuditFloor(TypedDict):
    """See ``docs/reference/schema``."""

    estimate: float | None
    interval: list[float | None] | None
    known: float | None


class AuditLaw(TypedDict):
    """See ``docs/reference/schema``."""

    chosen: str | None
    formula: str
    latex: str
    name: str


class AuditObjective(TypedDict):
    """See ``docs/reference/schema``."""

    chosen: str | None
    name: str


class AuditProvenanceDataItem(TypedDict):
    """See ``docs/reference/schema``."""

    name: str
    sha256: str


class AuditProvenance(TypedDict):
    """See ``docs/reference/schema``."""

    data: list[AuditProvenanceDataItem]
    options: list[str]
    seed: float | None
    version: str


class AuditReferenceReachItem(TypedDict):
    """See ``docs/reference/schema``."""

    forecasts: float | None
    half: float | None
    most: float | None
    upto: float | None


class AuditReference(TypedDict):
    """See ``docs/reference/schema``."""

    forecasts: float | None
    left_out: list[Any]
    reach: list[AuditReferenceReachItem]
    series: float | None
    sources: float | None


class AuditRulesEffectsItem(TypedDict):
    """See ``docs/reference/schema``."""

    failure: Any
    forecast: Any
    lacks: str | None
    lines: list[Any]
    name: str
    parameters: list[Any] | None
    rows: float | None
    title: str
    verdict: Any


class AuditRulesTarget(TypedDict):
    """See ``docs/reference/schema``."""

    forecast: list[float | None] | None
    line: float | None
    truth: float | None


class AuditRules(TypedDict):
    """See ``docs/reference/schema``."""

    effects: list[AuditRulesEffectsItem]
    is_loss: bool
    parameters: list[list[float | str | None]] | None
    target: AuditRulesTarget | None
    verdict: str | None


class AuditSeriesItemBacktestCutsItem(TypedDict):
    """See ``docs/reference/schema``."""

    distance: float | None
    future: float | None
    label: str | None
    law: AuditBacktestCutsItemLaw | None
    parameters: dict[str, float | None] | None
    past: float | None
    rivals: dict[str, float | None]


class AuditSeriesItemBacktest(TypedDict):
    """See ``docs/reference/schema``."""

    axis: str
    by_distance: list[AuditBacktestByDistanceItem]
    cuts: list[AuditSeriesItemBacktestCutsItem]
    law: str | None
    order: float | None
    overall: AuditBacktestCutsItemLaw
    reach: float | None
    series: float | None
    skill: list[AuditBacktestSkillItem] | None


class AuditSeriesItemFitCertificate(TypedDict):
    """See ``docs/reference/schema``."""

    agree: float | None
    at_bound: list[Any]
    condition: float | None
    condition_projected: float | None
    digits: list[list[float | str | None]]
    evaluations: float | None
    gradient: float | None
    next_basin: Any
    next_parameters: Any
    rank: float | None
    starts: float | None


class AuditSeriesItemFitObjective(TypedDict):
    """See ``docs/reference/schema``."""

    name: str
    value: float | None


class AuditSeriesItemFitParametersItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    lo95: float | None
    name: str
    se: float | None
    value: float | None


class AuditSeriesItemFit(TypedDict):
    """See ``docs/reference/schema``."""

    certificate: AuditSeriesItemFitCertificate
    covariance: list[list[float | None]]
    formula: str
    law: str | None
    n: float | None
    objective: AuditSeriesItemFitObjective | None
    parameters: list[AuditSeriesItemFitParametersItem] | None
    status: str


class AuditSeriesItemNoiseRuns(TypedDict):
    """See ``docs/reference/schema``."""

    freedom: float | None
    hi95: float | None
    lo95: float | None
    sd: float | None


class AuditSeriesItemNoise(TypedDict):
    """See ``docs/reference/schema``."""

    evaluation: Any
    places: float | None
    rows: float | None
    runs: AuditSeriesItemNoiseRuns | None
    together: bool


class AuditSeriesItemVerdictConditionsItem(TypedDict):
    """See ``docs/reference/schema``."""

    asks: str
    found: float | None
    id: str
    met: bool
    text: str
    threshold: float | None


class AuditSeriesItemVerdictHorizonsItem(TypedDict):
    """See ``docs/reference/schema``."""

    inside80: float | None
    median_error: float | None
    name: str
    places: float | None
    runs: float | None
    skill: float | None
    up_to: float | None
    within: float | None
    word: str | None


class AuditSeriesItemVerdict(TypedDict):
    """See ``docs/reference/schema``."""

    conditions: list[AuditSeriesItemVerdictConditionsItem]
    headline: str | None
    horizons: list[AuditSeriesItemVerdictHorizonsItem]
    sentence: str
    word: str | None
    would_change: list[str]


class AuditSeriesItem(TypedDict):
    """See ``docs/reference/schema``."""

    backtest: AuditSeriesItemBacktest | None
    failure: Any
    fit: AuditSeriesItemFit | None
    label: str | None
    noise: NotRequired[AuditSeriesItemNoise | None]
    verdict: AuditSeriesItemVerdict | None


class AuditStabilitySpecificationsItem(TypedDict):
    """See ``docs/reference/schema``."""

    choice: str
    what: str
    word: str | None


class AuditStability(TypedDict):
    """See ``docs/reference/schema``."""

    most: str
    of: float | None
    same: float | None
    specifications: list[AuditStabilitySpecificationsItem]


class AuditSubjectAxesItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi: float | None
    lo: float | None
    name: str
    unit: str


class AuditSubjectResponse(TypedDict):
    """See ``docs/reference/schema``."""

    name: str
    unit: str


class AuditSubject(TypedDict):
    """See ``docs/reference/schema``."""

    axes: list[AuditSubjectAxesItem]
    groups: float | None
    response: AuditSubjectResponse
    rows: float | None
    scale: str | None
    source: str
    understood: list[str]


class AuditTolerance(TypedDict):
    """See ``docs/reference/schema``."""

    chosen: str | None
    value: float | None


class AuditVerdict(TypedDict):
    """See ``docs/reference/schema``."""

    conditions: list[AuditSeriesItemVerdictConditionsItem]
    headline: str | None
    horizons: list[AuditSeriesItemVerdictHorizonsItem]
    sentence: str
    word: str | None
    would_change: list[str]


class Audit(TypedDict):
    """See ``docs/reference/schema``."""

    backtest: AuditBacktest | None
    definitions: NotRequired[AuditDefinitions | None]
    distance_unit: str
    findings: list[AuditFindingsItem]
    floor: NotRequired[AuditFloor | None]
    law: AuditLaw | None
    objective: AuditObjective | None
    provenance: AuditProvenance
    reference: AuditReference | None
    rules: AuditRules
    schema: Any
    series: list[AuditSeriesItem]
    stability: AuditStability | None
    subject: AuditSubject
    tolerance: AuditTolerance | None
    verdict: AuditVerdict | None
    words: dict[str, float | None]


class BacktestBacktestHeldOutItem(TypedDict):
    """See ``docs/reference/schema``."""

    baselines: dict[str, float | None]
    cut: float | None
    distance: float | None
    error: float | None
    inside50: bool
    inside80: bool
    inside95: bool
    place: float | None
    run: float | None
    series: float | None


class BacktestBacktestHiddenItem(TypedDict):
    """See ``docs/reference/schema``."""

    cut: float | None
    distance: float | None
    hi50: float | None
    hi80: float | None
    hi95: float | None
    lo50: float | None
    lo80: float | None
    lo95: float | None
    median: float | None
    row: float | None
    truth: float | None


class BacktestBacktest(TypedDict):
    """See ``docs/reference/schema``."""

    axis: str
    by_distance: list[AuditBacktestByDistanceItem]
    cuts: list[AuditSeriesItemBacktestCutsItem]
    held_out: NotRequired[list[BacktestBacktestHeldOutItem] | None]
    hidden: NotRequired[list[BacktestBacktestHiddenItem] | None]
    law: str | None
    order: float | None
    overall: AuditBacktestCutsItemLaw
    reach: float | None
    series: float | None
    skill: list[AuditBacktestSkillItem] | None


class BacktestProvenance(TypedDict):
    """See ``docs/reference/schema``."""

    data: list[AuditProvenanceDataItem]
    options: list[str]
    seed: float | None
    version: str


class BacktestSeriesItemBacktest(TypedDict):
    """See ``docs/reference/schema``."""

    axis: str
    by_distance: list[AuditBacktestByDistanceItem]
    cuts: list[AuditSeriesItemBacktestCutsItem]
    held_out: list[BacktestBacktestHeldOutItem] | None
    hidden: list[BacktestBacktestHiddenItem] | None
    law: str | None
    order: float | None
    overall: AuditBacktestCutsItemLaw
    reach: float | None
    series: float | None
    skill: list[AuditBacktestSkillItem] | None


class BacktestSeriesItem(TypedDict):
    """See ``docs/reference/schema``."""

    backtest: BacktestSeriesItemBacktest | None
    label: str | None


class Backtest(TypedDict):
    """See ``docs/reference/schema``."""

    backtest: BacktestBacktest | None
    distance_unit: str
    findings: list[Any]
    provenance: BacktestProvenance
    scale: str | None
    schema: Any
    series: list[BacktestSeriesItem]


class ChecksChecksItem(TypedDict):
    """See ``docs/reference/schema``."""

    caution: str
    code: str
    hint: str
    says: str
    source: str
    title: str


class ChecksProvenance(TypedDict):
    """See ``docs/reference/schema``."""

    data: list[Any]
    options: list[Any]
    seed: float | None
    version: str


class Checks(TypedDict):
    """See ``docs/reference/schema``."""

    checks: list[ChecksChecksItem]
    provenance: ChecksProvenance
    schema: Any


class CompareArmsArmsItem(TypedDict):
    """See ``docs/reference/schema``."""

    by_scale: list[Any]
    groups: float | None
    multiplier: AuditDefinitionsAnswersItemExponentsItemItem
    name: str
    parameter: str | None
    range: list[float | None] | None
    rows: float | None


class CompareArmsFindingsItem(TypedDict):
    """See ``docs/reference/schema``."""

    code: str
    hint: str
    label: str | None
    message: str
    number: Any
    severity: str
    threshold: Any


class CompareArmsFit(TypedDict):
    """See ``docs/reference/schema``."""

    certificate: AuditSeriesItemFitCertificate
    covariance: list[list[float | None]]
    formula: str
    law: str | None
    n: float | None
    objective: AuditSeriesItemFitObjective | None
    parameters: list[AuditSeriesItemFitParametersItem] | None
    status: str


class CompareArmsSlopes(TypedDict):
    """See ``docs/reference/schema``."""

    differ: bool
    freedom: list[float | None]
    p: float | None
    statistic: float | None


class CompareArms(TypedDict):
    """See ``docs/reference/schema``."""

    arms: list[CompareArmsArmsItem]
    findings: list[CompareArmsFindingsItem]
    fit: CompareArmsFit | None
    formula: str
    law: str | None
    objective: str | None
    provenance: BacktestProvenance
    reference: str | None
    scaled: list[str]
    scales: list[float | None]
    schema: Any
    slopes: CompareArmsSlopes | None


class CompareLawsItemBehind(TypedDict):
    """See ``docs/reference/schema``."""

    p: Any
    se: Any
    told: bool
    value: float | None


class CompareLawsItem(TypedDict):
    """See ``docs/reference/schema``."""

    answered: float | None
    behind: CompareLawsItemBehind | None
    crps: float | None
    formula: str
    law: str | None
    median_error: float | None
    ranked: bool
    rmse: float | None
    wins: float | None


class CompareRivalsItem(TypedDict):
    """See ``docs/reference/schema``."""

    rival: str | None
    rmse: float | None


class Compare(TypedDict):
    """See ``docs/reference/schema``."""

    asked: float | None
    axis: str
    cuts: float | None
    findings: list[AuditFindingsItem]
    laws: list[CompareLawsItem]
    luck: Any
    points: float | None
    provenance: BacktestProvenance
    rivals: list[CompareRivalsItem]
    scale: str | None
    schema: Any
    series: float | None


class DataColumnsItem(TypedDict):
    """See ``docs/reference/schema``."""

    distinct: float | None
    examples: list[str]
    max: float | None
    min: float | None
    missing: float | None
    name: str
    quantity: str | None
    unit: str


class DataProvenance(TypedDict):
    """See ``docs/reference/schema``."""

    data: list[AuditProvenanceDataItem]
    options: list[Any]
    seed: float | None
    version: str


class Data(TypedDict):
    """See ``docs/reference/schema``."""

    columns: list[DataColumnsItem]
    format: str
    provenance: DataProvenance
    rows: float | None
    schema: Any
    source: str
    understood: list[str]


class EmergenceTasksItemFlat(TypedDict):
    """See ``docs/reference/schema``."""

    expected: float | None
    models: float | None
    seen: float | None


class EmergenceTasksItemLink(TypedDict):
    """See ``docs/reference/schema``."""

    floor: float | None
    form: str
    length: float | None
    scatter: float | None
    slope: float | None
    within: float | None


class EmergenceTasksItemSharp(TypedDict):
    """See ``docs/reference/schema``."""

    at: float | None
    effect: float | None
    is_break: bool
    p: float | None
    size: float | None
    smallest: list[float | None]


class EmergenceTasksItem(TypedDict):
    """See ``docs/reference/schema``."""

    basis: str
    flat: EmergenceTasksItemFlat
    link: EmergenceTasksItemLink | None
    linked_to: str
    models: float | None
    reason: str
    sharp: EmergenceTasksItemSharp | None
    smooth: EmergenceTasksItemSharp | None
    task: str | None
    verdict: str | None


class Emergence(TypedDict):
    """See ``docs/reference/schema``."""

    components: Any
    level: float | None
    power: float | None
    provenance: DataProvenance
    scale: str | None
    schema: Any
    tasks: list[EmergenceTasksItem]
    trial: Any


class Explain(TypedDict):
    """See ``docs/reference/schema``."""

    check: ChecksChecksItem
    provenance: ChecksProvenance
    schema: Any


class FitFitBootstrap(TypedDict):
    """See ``docs/reference/schema``."""

    replicates: float | None
    sd: dict[str, float | None]


class FitFitPosteriorParametersItem(TypedDict):
    """See ``docs/reference/schema``."""

    ess: float | None
    hi95: float | None
    lo95: float | None
    mean: float | None
    name: str
    prior: str
    r_hat: float | None
    sd: float | None


class FitFitPosterior(TypedDict):
    """See ``docs/reference/schema``."""

    chains: float | None
    divergences: float | None
    draws: float | None
    e_fmi: float | None
    parameters: list[FitFitPosteriorParametersItem] | None


class FitFit(TypedDict):
    """See ``docs/reference/schema``."""

    bootstrap: NotRequired[FitFitBootstrap | None]
    certificate: AuditSeriesItemFitCertificate
    covariance: list[list[float | None]]
    formula: str
    law: str | None
    n: float | None
    objective: AuditSeriesItemFitObjective | None
    parameters: list[AuditSeriesItemFitParametersItem] | None
    posterior: NotRequired[FitFitPosterior | None]
    status: str


class FitFitsItemFitCertificate(TypedDict):
    """See ``docs/reference/schema``."""

    agree: float | None
    at_bound: list[str]
    condition: float | None
    condition_projected: float | None
    digits: list[list[float | str | None]]
    evaluations: float | None
    gradient: float | None
    next_basin: Any
    next_parameters: Any
    rank: float | None
    starts: float | None


class FitFitsItemFit(TypedDict):
    """See ``docs/reference/schema``."""

    certificate: FitFitsItemFitCertificate
    covariance: list[list[float | None]]
    formula: str
    law: str | None
    n: float | None
    objective: AuditSeriesItemFitObjective | None
    parameters: list[AuditSeriesItemFitParametersItem] | None
    status: str


class FitFitsItem(TypedDict):
    """See ``docs/reference/schema``."""

    fit: FitFitsItemFit | None
    group: str | None


class Fit(TypedDict):
    """See ``docs/reference/schema``."""

    findings: list[AuditFindingsItem]
    fit: NotRequired[FitFit | None]
    fits: NotRequired[list[FitFitsItem]]
    provenance: BacktestProvenance
    schema: Any


class ForecastFitsItem(TypedDict):
    """See ``docs/reference/schema``."""

    fit: CompareArmsFit | None
    group: str | None


class ForecastReference(TypedDict):
    """See ``docs/reference/schema``."""

    forecasts: float | None
    left_out: list[Any]
    reach: list[AuditReferenceReachItem]
    series: float | None
    sources: float | None


class ForecastRowsItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi50: float | None
    hi80: float | None
    hi95: float | None
    law: str | None
    lo50: float | None
    lo80: float | None
    lo95: float | None
    median: float | None
    point: dict[str, str]
    status: str


class ForecastWeightsItemWeightsItem(TypedDict):
    """See ``docs/reference/schema``."""

    error: float | None
    law: str | None
    weight: float | None


class ForecastWeightsItem(TypedDict):
    """See ``docs/reference/schema``."""

    group: str | None
    weights: list[ForecastWeightsItemWeightsItem]


class Forecast(TypedDict):
    """See ``docs/reference/schema``."""

    findings: list[Any]
    fits: list[ForecastFitsItem]
    out_of_range: list[Any]
    provenance: BacktestProvenance
    reference: ForecastReference | None
    response: str
    rows: list[ForecastRowsItem] | None
    schema: Any
    weights: list[ForecastWeightsItem]


class FormulaExamsItem(TypedDict):
    """See ``docs/reference/schema``."""

    allowed: float | None
    found: float | None
    message: str
    name: str
    outcome: str


class Formula(TypedDict):
    """See ``docs/reference/schema``."""

    coefficients: list[str]
    exams: list[FormulaExamsItem]
    formula: str
    inputs: list[str]
    latex: str
    provenance: ChecksProvenance
    schema: Any
    shapes: list[str] | None


class LawLawLimitsItem(TypedDict):
    """See ``docs/reference/schema``."""

    towards: list[list[str]]
    value: str | None


class LawLawParametersItemSpacing(TypedDict):
    """See ``docs/reference/schema``."""

    log: list[float | None]


class LawLawParametersItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi: float | None
    lo: float | None
    meaning: str
    name: str
    spacing: LawLawParametersItemSpacing | str | None


LawLawPredictionsItem = TypedDict(
    "LawLawPredictionsItem",
    {
        "at": list[list[float | str | None]],
        "formula": str,
        "place": str,
        "printed": float | None,
        "what": str,
        "with": float | None,
        "within": float | None,
    },
)


class LawLawPublishedItem(TypedDict):
    """See ``docs/reference/schema``."""

    label: str | None
    values: list[list[float | str | None]]


class LawLawTrendsItem(TypedDict):
    """See ``docs/reference/schema``."""

    along: str | None
    rises: bool


class LawLaw(TypedDict):
    """See ``docs/reference/schema``."""

    derived: list[Any]
    fails: str
    formula: str
    id: str
    inputs: list[str]
    limits: list[LawLawLimitsItem]
    parameters: list[LawLawParametersItem] | None
    predictions: list[LawLawPredictionsItem]
    published: list[LawLawPublishedItem]
    says: str
    source: str
    status: str
    title: str
    topic: str
    trends: list[LawLawTrendsItem]
    wherein: list[Any]


class Law(TypedDict):
    """See ``docs/reference/schema``."""

    latex: str
    law: LawLaw | None
    provenance: ChecksProvenance
    schema: Any


class LawsLawsItemDerivedItem(TypedDict):
    """See ``docs/reference/schema``."""

    formula: str
    meaning: str
    name: str


LawsLawsItemParametersItemSpacing = TypedDict(
    "LawsLawsItemParametersItemSpacing",
    {
        "along": NotRequired[list[float | None] | None],
        "along-log": NotRequired[list[float | None]],
        "around-range": NotRequired[str],
        "below-range": NotRequired[str],
        "linear": NotRequired[list[float | None]],
        "log": NotRequired[list[float | None]],
        "width": NotRequired[list[float | None]],
    },
)


class LawsLawsItem(TypedDict):
    """See ``docs/reference/schema``."""

    derived: list[LawsLawsItemDerivedItem]
    fails: str
    formula: str
    id: str
    inputs: list[str]
    limits: list[LawLawLimitsItem]
    parameters: list[LawLawParametersItem] | None
    predictions: list[LawLawPredictionsItem]
    published: list[LawLawPublishedItem]
    says: str
    source: str
    status: str
    title: str
    topic: str
    trends: list[LawLawTrendsItem]
    wherein: list[list[str]]


class Laws(TypedDict):
    """See ``docs/reference/schema``."""

    laws: list[LawsLawsItem]
    provenance: ChecksProvenance
    schema: Any


class PasskModelsItemCostsItemRowsItem(TypedDict):
    """See ``docs/reference/schema``."""

    each: float | None
    each_hi95: float | None
    each_lo95: float | None
    k: float | None
    stopping: float | None
    stopping_hi95: float | None
    stopping_lo95: float | None


class PasskModelsItemCostsItem(TypedDict):
    """See ``docs/reference/schema``."""

    name: str
    per_sample: float | None
    rows: list[PasskModelsItemCostsItemRowsItem] | None
    tasks: float | None


class PasskModelsItemFamiliesItem(TypedDict):
    """See ``docs/reference/schema``."""

    family: str | None
    foreseen: float | None
    weight: float | None


class PasskModelsItemMaximum(TypedDict):
    """See ``docs/reference/schema``."""

    a: float | None
    b: float | None
    ln_likelihood: float | None
    one: float | None
    zero: float | None


class PasskModelsItemSelectionItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    k: float | None
    lo95: float | None
    plateau: float | None
    right: float | None


class PasskModelsItemTail(TypedDict):
    """See ``docs/reference/schema``."""

    coefficient: float | None
    exponent: float | None
    hi95: float | None
    lo95: float | None


class PasskModelsItemUnsolved(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    lo95: float | None
    never: float | None
    so_far: float | None


class PasskModelsItemVotesMeasuredItem(TypedDict):
    """See ``docs/reference/schema``."""

    coverage: float | None
    gap: float | None
    gap_hi95: float | None
    gap_lo95: float | None
    hi95: float | None
    lo95: float | None
    right: float | None
    size: float | None
    tasks: float | None


class PasskModelsItemVotes(TypedDict):
    """See ``docs/reference/schema``."""

    fall: float | None
    measured: list[PasskModelsItemVotesMeasuredItem]
    sure: float | None
    sure_hi95: float | None
    sure_lo95: float | None
    worst: list[list[float | None]]


class PasskModelsItem(TypedDict):
    """See ``docs/reference/schema``."""

    costs: list[PasskModelsItemCostsItem]
    families: list[PasskModelsItemFamiliesItem]
    maximum: PasskModelsItemMaximum
    model: str | None
    rivals: dict[str, list[float | None]]
    samples: list[float | None] | None
    selection: list[PasskModelsItemSelectionItem]
    tail: PasskModelsItemTail
    tasks: float | None
    unsolved: PasskModelsItemUnsolved
    votes: PasskModelsItemVotes


class PasskRowsItem(TypedDict):
    """See ``docs/reference/schema``."""

    estimate: float | None
    hi95: float | None
    k: float | None
    lo95: float | None
    method: str | None
    model: str | None
    these95: list[float | None] | None


class Passk(TypedDict):
    """See ``docs/reference/schema``."""

    findings: list[AuditFindingsItem]
    models: list[PasskModelsItem]
    provenance: BacktestProvenance
    rows: list[PasskRowsItem] | None
    schema: Any


class PlanAgentRowsItemMade(TypedDict):
    """See ``docs/reference/schema``."""

    interval95: list[float | None] | None
    value: float | None


class PlanAgentRowsItem(TypedDict):
    """See ``docs/reference/schema``."""

    calls: float | None
    made: PlanAgentRowsItemMade
    needed: float | None
    read: PlanAgentRowsItemMade
    success: PlanAgentRowsItemMade
    usd: PlanAgentRowsItemMade
    usd_solved: PlanAgentRowsItemMade
    written: PlanAgentRowsItemMade


class PlanAgentWorkflowPrices(TypedDict):
    """See ``docs/reference/schema``."""

    added: float | None
    prompt: float | None
    usd_cached: float | None
    usd_in: float | None
    usd_out: float | None
    written: float | None


class PlanAgentWorkflowRight(TypedDict):
    """See ``docs/reference/schema``."""

    counted: NotRequired[list[float | None]]
    known: NotRequired[float | None]


class PlanAgentWorkflow(TypedDict):
    """See ``docs/reference/schema``."""

    calls: list[float | None]
    noticed: float | None
    prices: PlanAgentWorkflowPrices
    retries: float | None
    right: PlanAgentWorkflowRight | None


class PlanAgent(TypedDict):
    """See ``docs/reference/schema``."""

    provenance: ChecksProvenance
    rows: list[PlanAgentRowsItem] | None
    schema: Any
    workflow: PlanAgentWorkflow


class PlanComputeOptimalAllocationsItemApproachesItemPlacesItem(TypedDict):
    """See ``docs/reference/schema``."""

    compute: float | None
    is_beyond: bool
    parameters: dict[str, float | None] | None
    ratio: AuditDefinitionsAnswersItemExponentsItemItem
    regret: list[float | None] | None
    tokens: AuditDefinitionsAnswersItemExponentsItemItem


class PlanComputeOptimalAllocationsItemApproachesItem(TypedDict):
    """See ``docs/reference/schema``."""

    exponent: AuditDefinitionsAnswersItemExponentsItemItem
    method: str | None
    places: list[PlanComputeOptimalAllocationsItemApproachesItemPlacesItem]
    points: float | None
    remark: str | None
    runs: float | None


class PlanComputeOptimalAllocationsItemBiasLostItem(TypedDict):
    """See ``docs/reference/schema``."""

    compute: float | None
    share: float | None
    size: float | None


class PlanComputeOptimalAllocationsItemBias(TypedDict):
    """See ``docs/reference/schema``."""

    centre: float | None
    exponent: float | None
    lost: list[PlanComputeOptimalAllocationsItemBiasLostItem]
    of_surface: float | None
    width: float | None


class PlanComputeOptimalAllocationsItemMissingItem(TypedDict):
    """See ``docs/reference/schema``."""

    method: str | None
    reason: str


class PlanComputeOptimalAllocationsItemSurface(TypedDict):
    """See ``docs/reference/schema``."""

    formula: str
    law: str | None
    objective: str | None
    parameters: list[list[float | str | None]] | None
    status: str


class PlanComputeOptimalAllocationsItem(TypedDict):
    """See ``docs/reference/schema``."""

    approaches: list[PlanComputeOptimalAllocationsItemApproachesItem]
    bias: PlanComputeOptimalAllocationsItemBias | None
    flop_per_parameter_token: float | None
    label: str | None
    missing: list[PlanComputeOptimalAllocationsItemMissingItem]
    n: float | None
    surface: PlanComputeOptimalAllocationsItemSurface | None


class PlanComputeOptimalDefinitionsAnswersItem(TypedDict):
    """See ``docs/reference/schema``."""

    definition: str
    exponents: list[list[AuditDefinitionsAnswersItemExponentsItemItem | str]]
    failure: Any
    label: str | None
    parabolas_of_surface: list[float | None] | None
    source: str


class PlanComputeOptimalDefinitions(TypedDict):
    """See ``docs/reference/schema``."""

    answers: list[PlanComputeOptimalDefinitionsAnswersItem]
    contrasts: list[AuditDefinitionsContrastsItem]
    explained: list[Any]
    method: str | None
    missing: list[AuditDefinitionsMissingItem]
    range: list[float | None] | None


class PlanComputeOptimal(TypedDict):
    """See ``docs/reference/schema``."""

    allocations: list[PlanComputeOptimalAllocationsItem]
    contrasts: list[Any]
    definitions: NotRequired[PlanComputeOptimalDefinitions | None]
    findings: list[CompareArmsFindingsItem]
    provenance: BacktestProvenance
    schema: Any
    usd_per_flop: Any


class PlanDataPlansItemContestLawsItemGain(TypedDict):
    """See ``docs/reference/schema``."""

    by_stock: float | None
    by_stock_se: float | None
    p: float | None
    se: float | None
    value: float | None


class PlanDataPlansItemContestLawsItem(TypedDict):
    """See ``docs/reference/schema``."""

    bias: float | None
    coverage: list[float | None]
    fitted: str
    gain: PlanDataPlansItemContestLawsItemGain | None
    law: str | None
    median_error: float | None
    rmse: float | None
    rmse_at_best: float | None


class PlanDataPlansItemContest(TypedDict):
    """See ``docs/reference/schema``."""

    cut: float | None
    dropped: list[Any]
    hidden: float | None
    laws: list[PlanDataPlansItemContestLawsItem]
    past: float | None
    stocks: float | None


class PlanDataPlansItemDecaysItemHalfLife(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: Any
    lo95: float | None
    value: float | None


class PlanDataPlansItemDecaysItem(TypedDict):
    """See ``docs/reference/schema``."""

    draws: list[float | None]
    effective: list[list[float | AuditDefinitionsAnswersItemExponentsItemItem | None]]
    excess: AuditDefinitionsAnswersItemExponentsItemItem
    half_life: PlanDataPlansItemDecaysItemHalfLife
    parameters: list[list[float | str | None]] | None
    published_costs: float | None
    repeats: PlanDataPlansItemDecaysItemHalfLife
    runs: float | None
    steps: str
    stops: PlanDataPlansItemDecaysItemHalfLife
    which: str


class PlanDataPlansItemWallsItemChoice(TypedDict):
    """See ``docs/reference/schema``."""

    epochs: AuditDefinitionsAnswersItemExponentsItemItem
    loss: AuditDefinitionsAnswersItemExponentsItemItem | None
    parameters: dict[str, float | None] | None
    spent: AuditDefinitionsAnswersItemExponentsItemItem
    tokens: AuditDefinitionsAnswersItemExponentsItemItem


class PlanDataPlansItemWallsItem(TypedDict):
    """See ``docs/reference/schema``."""

    budget: float | None
    choice: PlanDataPlansItemWallsItemChoice
    costs: AuditDefinitionsAnswersItemExponentsItemItem
    enough: AuditDefinitionsAnswersItemExponentsItemItem
    floor: AuditDefinitionsAnswersItemExponentsItemItem | None
    fresh: PlanDataPlansItemWallsItemChoice
    is_beyond: bool
    regret: list[float | None] | None
    regret_rival: float | None
    rival: PlanDataPlansItemWallsItemChoice | None
    stock: float | None


class PlanDataPlansItem(TypedDict):
    """See ``docs/reference/schema``."""

    contest: PlanDataPlansItemContest | None
    cut: float | None
    decays: list[PlanDataPlansItemDecaysItem]
    label: str | None
    missing: list[Any]
    mixed: Any
    most: float | None
    n: float | None
    past_best: float | None
    single: float | None
    stocks: float | None
    walls: list[PlanDataPlansItemWallsItem]
    worth: float | None


class PlanData(TypedDict):
    """See ``docs/reference/schema``."""

    findings: list[Any]
    plans: list[PlanDataPlansItem]
    provenance: BacktestProvenance
    schema: Any


class PlanInferencePlansItemQuality(TypedDict):
    """See ``docs/reference/schema``."""

    loss: float | None


class PlanInferencePlansItemRowsItem(TypedDict):
    """See ``docs/reference/schema``."""

    flop: list[float | None]
    inference_tokens: float | None
    parameters: dict[str, float | None] | None
    ratio: AuditDefinitionsAnswersItemExponentsItemItem
    regret: list[float | None] | None
    saved: AuditDefinitionsAnswersItemExponentsItemItem
    tokens: AuditDefinitionsAnswersItemExponentsItemItem


class PlanInferencePlansItem(TypedDict):
    """See ``docs/reference/schema``."""

    compute_optimal: list[float | None]
    draws: float | None
    label: str | None
    loss: AuditDefinitionsAnswersItemExponentsItemItem | None
    quality: PlanInferencePlansItemQuality
    rows: list[PlanInferencePlansItemRowsItem] | None
    surface: PlanComputeOptimalAllocationsItemSurface | None
    unreached: float | None


class PlanOverTrainingPlansItemLimited(TypedDict):
    """See ``docs/reference/schema``."""

    compute: AuditDefinitionsAnswersItemExponentsItemItem | None
    parameters: float | None
    price: AuditDefinitionsAnswersItemExponentsItemItem | None
    ratio: AuditDefinitionsAnswersItemExponentsItemItem
    share: float | None
    tokens: AuditDefinitionsAnswersItemExponentsItemItem
    unreached: float | None


class PlanOverTrainingPlansItemPricesItem(TypedDict):
    """See ``docs/reference/schema``."""

    compute: float | None
    missed: float | None
    parameters: dict[str, float | None] | None
    price: float | None
    ratio: float | None
    regret: list[float | None] | None
    tokens: float | None


class PlanOverTrainingPlansItem(TypedDict):
    """See ``docs/reference/schema``."""

    compute: AuditDefinitionsAnswersItemExponentsItemItem | None
    critical: AuditDefinitionsAnswersItemExponentsItemItem
    draws: float | None
    label: str | None
    limited: PlanOverTrainingPlansItemLimited | None
    limits: list[float | None]
    loss: float | None
    n: float | None
    parameters: dict[str, float | None] | None
    prices: list[PlanOverTrainingPlansItemPricesItem]
    quality: PlanInferencePlansItemQuality
    ratios: list[float | None]
    rows: list[PlanOverTrainingPlansItemLimited] | None
    surface: PlanComputeOptimalAllocationsItemSurface | None
    tokens: AuditDefinitionsAnswersItemExponentsItemItem
    unreached: float | None
    within: Any


class PlanStockMeetingsItemAllLine(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    lo95: float | None
    n: float | None
    se: float | None
    slope: float | None
    spread: float | None
    wider: float | None


class PlanStockMeetingsItemAll(TypedDict):
    """See ``docs/reference/schema``."""

    days: list[float | None]
    line: PlanStockMeetingsItemAllLine | None
    need: float | None
    never: float | None


class PlanStockMeetingsItemFrontier(TypedDict):
    """See ``docs/reference/schema``."""

    days: list[float | None]
    line: PlanStockMeetingsItemAllLine | None
    need: float | None
    never: float | None


class PlanStockMeetingsItem(TypedDict):
    """See ``docs/reference/schema``."""

    all: PlanStockMeetingsItemAll | None
    frontier: PlanStockMeetingsItemFrontier | None
    label: str | None
    n: float | None


class PlanStockStock(TypedDict):
    """See ``docs/reference/schema``."""

    day: float | None
    growth: float | None
    hi95: float | None
    lo95: float | None
    value: float | None


class PlanStock(TypedDict):
    """See ``docs/reference/schema``."""

    dates: list[list[list[str]]]
    meetings: list[PlanStockMeetingsItem]
    provenance: BacktestProvenance
    schema: Any
    stock: PlanStockStock | None


class PlanTestTimeChoicesItemFlips(TypedDict):
    """See ``docs/reference/schema``."""

    higher: Any
    lower: list[float | str | None] | None
    price: list[float | str | None] | None
    problems: Any
    verifier: list[float | str | None] | None


class PlanTestTimeChoicesItemWaysItem(TypedDict):
    """See ``docs/reference/schema``."""

    best: float | None
    cost: float | None
    hi95: float | None
    is_measured: bool
    label: str | None
    lo95: float | None
    never: float | None
    samples: float | None
    solved: float | None


class PlanTestTimeChoicesItem(TypedDict):
    """See ``docs/reference/schema``."""

    flips: PlanTestTimeChoicesItemFlips
    levers: list[str]
    regret: float | None
    regret95: float | None
    target: float | None
    ways: list[PlanTestTimeChoicesItemWaysItem]


class PlanTestTimeGainsItem(TypedDict):
    """See ``docs/reference/schema``."""

    better: float | None
    domains: list[Any]
    gain: list[float | None] | None
    label: str | None
    never: list[float | None]
    plain: str | None
    plain_covers: list[float | None]
    plain_right: float | None
    plain_samples: float | None
    right: float | None
    tasks: float | None
    times: float | None
    unsolved: float | None
    worse: float | None


class PlanTestTimeThinkingItemApartItemMoreItem(TypedDict):
    """See ``docs/reference/schema``."""

    items: float | None
    points: float | None
    power: float | None
    tokens: float | None


class PlanTestTimeThinkingItemApartItem(TypedDict):
    """See ``docs/reference/schema``."""

    more: list[PlanTestTimeThinkingItemApartItemMoreItem]
    one: str
    one_p: float | None
    other: str
    other_p: float | None
    power_one: float | None
    power_other: float | None
    ratio: float | None


class PlanTestTimeThinkingItemLawsItemAheadItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    lo95: float | None
    right: float | None
    tokens: float | None


class PlanTestTimeThinkingItemLawsItemTargetsItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    lo95: float | None
    never: float | None
    target: float | None
    tokens: float | None
    usd: float | None
    usd_solved: float | None


class PlanTestTimeThinkingItemLawsItem(TypedDict):
    """See ``docs/reference/schema``."""

    ahead: list[PlanTestTimeThinkingItemLawsItemAheadItem]
    behind: float | None
    ceiling: list[float | None] | None
    deviance: float | None
    peak: list[float | None] | None
    shape: str
    targets: list[PlanTestTimeThinkingItemLawsItemTargetsItem]


class PlanTestTimeThinkingItem(TypedDict):
    """See ``docs/reference/schema``."""

    apart: list[PlanTestTimeThinkingItemApartItem]
    items: float | None
    label: str | None
    laws: list[PlanTestTimeThinkingItemLawsItem]
    n: float | None
    noise: str | None
    span: list[float | None]


class PlanTestTime(TypedDict):
    """See ``docs/reference/schema``."""

    choices: list[PlanTestTimeChoicesItem]
    gains: list[PlanTestTimeGainsItem]
    provenance: BacktestProvenance
    schema: Any
    thinking: list[PlanTestTimeThinkingItem] | None
    unit: str


class SetSet(TypedDict):
    """See ``docs/reference/schema``."""

    address: str
    bytes: float | None
    checksum: str | None
    citation: str
    columns: list[str]
    file: Any
    holds: str
    id: str
    licence: str
    note: str
    title: str


class Set(TypedDict):
    """See ``docs/reference/schema``."""

    provenance: ChecksProvenance
    schema: Any
    set: SetSet


class SetsSetsItem(TypedDict):
    """See ``docs/reference/schema``."""

    id: str
    licence: str
    rows: float | None
    source: str
    title: str


class Sets(TypedDict):
    """See ``docs/reference/schema``."""

    provenance: ChecksProvenance
    schema: Any
    sets: list[SetsSetsItem]


class TasksSuitesItemForecastsLossRowsItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi50: float | None
    hi80: float | None
    hi95: float | None
    law: str | None
    lo50: float | None
    lo80: float | None
    lo95: float | None
    median: float | None
    status: str


class TasksSuitesItemForecastsLoss(TypedDict):
    """See ``docs/reference/schema``."""

    coverage80: float | None
    coverage95: float | None
    law: str | None
    losses: list[float | None]
    rmse: float | None
    rows: list[TasksSuitesItemForecastsLossRowsItem] | None


class TasksSuitesItemForecastsMeansItemAsSeriesErrorsItem(TypedDict):
    """See ``docs/reference/schema``."""

    method: str | None
    rmse: float | None


class TasksSuitesItemForecastsMeansItemAsSeriesLinksItem(TypedDict):
    """See ``docs/reference/schema``."""

    error: float | None
    form: str
    weight: float | None


class TasksSuitesItemForecastsMeansItemAsSeriesParts(TypedDict):
    """See ``docs/reference/schema``."""

    drift: float | None
    link: float | None
    loss: float | None
    noise: float | None


class TasksSuitesItemForecastsMeansItemAsSeriesRowsItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi80: float | None
    hi95: float | None
    lo80: float | None
    lo95: float | None
    median: float | None
    methods: list[float | None]
    run: str | None
    score: float | None


class TasksSuitesItemForecastsMeansItemAsSeries(TypedDict):
    """See ``docs/reference/schema``."""

    coverage80: float | None
    coverage95: float | None
    errors: list[TasksSuitesItemForecastsMeansItemAsSeriesErrorsItem]
    links: list[TasksSuitesItemForecastsMeansItemAsSeriesLinksItem]
    parts: TasksSuitesItemForecastsMeansItemAsSeriesParts | None
    rows: list[TasksSuitesItemForecastsMeansItemAsSeriesRowsItem] | None


class TasksSuitesItemForecastsMeansItemOfForecasts(TypedDict):
    """See ``docs/reference/schema``."""

    coverage80: float | None
    coverage95: float | None
    errors: list[TasksSuitesItemForecastsMeansItemAsSeriesErrorsItem]
    links: list[Any]
    parts: Any
    rows: list[TasksSuitesItemForecastsMeansItemAsSeriesRowsItem] | None


class TasksSuitesItemForecastsMeansItem(TypedDict):
    """See ``docs/reference/schema``."""

    as_series: TasksSuitesItemForecastsMeansItemAsSeries | None
    of_forecasts: TasksSuitesItemForecastsMeansItemOfForecasts
    over: str
    tasks: float | None


class TasksSuitesItemForecasts(TypedDict):
    """See ``docs/reference/schema``."""

    factor: float | None
    hidden: float | None
    loss: TasksSuitesItemForecastsLoss | None
    means: list[TasksSuitesItemForecastsMeansItem]
    past: float | None


class TasksSuitesItemScaleUpsItemGainsItem(TypedDict):
    """See ``docs/reference/schema``."""

    gain: float | None
    se: float | None
    task: str | None
    told: float | None


TasksSuitesItemScaleUpsItem = TypedDict(
    "TasksSuitesItemScaleUpsItem",
    {
        "factor": float | None,
        "from": str,
        "gains": list[TasksSuitesItemScaleUpsItemGainsItem],
        "gini": float | None,
        "gini_if_equal": float | None,
        "mean": float | None,
        "shares": Any,
        "to": str,
        "word": Any,
    },
)


class TasksSuitesItemTasksItemAgreementThirdsItem(TypedDict):
    """See ``docs/reference/schema``."""

    loss_from: float | None
    loss_to: float | None
    n: float | None
    p: float | None
    tau: float | None
    tau_hi95: float | None
    tau_lo95: float | None


class TasksSuitesItemTasksItemAgreement(TypedDict):
    """See ``docs/reference/schema``."""

    loss_from: float | None
    loss_to: float | None
    n: float | None
    p: float | None
    spearman: float | None
    spearman95: list[float | None]
    tau: float | None
    tau_hi95: float | None
    tau_lo95: float | None
    thirds: list[TasksSuitesItemTasksItemAgreementThirdsItem]


class TasksSuitesItemTasksItemForecast(TypedDict):
    """See ``docs/reference/schema``."""

    coverage80: float | None
    coverage95: float | None
    errors: list[TasksSuitesItemForecastsMeansItemAsSeriesErrorsItem]
    links: list[TasksSuitesItemForecastsMeansItemAsSeriesLinksItem]
    parts: TasksSuitesItemForecastsMeansItemAsSeriesParts | None
    rows: list[TasksSuitesItemForecastsMeansItemAsSeriesRowsItem] | None


TasksSuitesItemTasksItem = TypedDict(
    "TasksSuitesItemTasksItem",
    {
        "agreement": TasksSuitesItemTasksItemAgreement | None,
        "chance": Any,
        "change": float | None,
        "change_hi90": float | None,
        "change_lo90": float | None,
        "class": str,
        "detail": str,
        "explained": float | None,
        "forecast": TasksSuitesItemTasksItemForecast | None,
        "forward_error": float | None,
        "items": Any,
        "level": float | None,
        "noise": float | None,
        "p_dip": float | None,
        "p_fall": float | None,
        "p_hump": float | None,
        "p_rise": float | None,
        "p_step": float | None,
        "past_class": str | None,
        "scored": float | None,
        "skill": float | None,
        "step": float | None,
        "task": str | None,
    },
)


class TasksSuitesItem(TypedDict):
    """See ``docs/reference/schema``."""

    contrast: Any
    forecasts: TasksSuitesItemForecasts | None
    label: str | None
    order: str
    runs: float | None
    scale_ups: list[TasksSuitesItemScaleUpsItem]
    tasks: list[TasksSuitesItemTasksItem]


class Tasks(TypedDict):
    """See ``docs/reference/schema``."""

    findings: list[AuditFindingsItem]
    methods: list[str]
    provenance: BacktestProvenance
    schema: Any
    suites: list[TasksSuitesItem]


class TrendImpliedSizeLinesItemImpliedItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    is_outside: bool
    label: str | None
    like: list[float | None]
    lo95: float | None
    price: float | None
    size: float | None


class TrendImpliedSizeLinesItem(TypedDict):
    """See ``docs/reference/schema``."""

    coverage: float | None
    explained: float | None
    implied: list[TrendImpliedSizeLinesItemImpliedItem]
    of: str
    prices: list[float | None]
    rows: float | None
    sizes: float | None
    slope: list[float | None]
    span: list[float | None]
    spread: float | None
    within: float | None


class TrendImpliedSize(TypedDict):
    """See ``docs/reference/schema``."""

    lines: list[TrendImpliedSizeLinesItem]
    provenance: BacktestProvenance
    schema: Any


class TrendSplitSplitMonths(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    lo95: float | None
    months: float | None
    set: str


class TrendSplitSplit(TypedDict):
    """See ``docs/reference/schema``."""

    compute: list[float | None] | None
    confounded: float | None
    growth: float | None
    months: TrendSplitSplitMonths
    n: list[float | None]
    progress: list[float | None]
    scaled: list[float | None]
    share: list[float | None]
    within: Any


class TrendSplit(TypedDict):
    """See ``docs/reference/schema``."""

    provenance: BacktestProvenance
    schema: Any
    split: TrendSplitSplit
    unit: str


TrendStepsStepsItem = TypedDict(
    "TrendStepsStepsItem",
    {
        "column": str | None,
        "factor": float | None,
        "from": str,
        "from_value": float | None,
        "to": str,
        "to_value": float | None,
    },
)


class TrendSteps(TypedDict):
    """See ``docs/reference/schema``."""

    provenance: BacktestProvenance
    schema: Any
    steps: list[TrendStepsStepsItem]


class TrendClaimSeriesItem(TypedDict):
    """See ``docs/reference/schema``."""

    hi95: float | None
    label: str | None
    lo95: float | None
    since: Any
    slope: float | None
    standing: str


class TrendClaim(TypedDict):
    """See ``docs/reference/schema``."""

    said: str | None
    series: list[TrendClaimSeriesItem]
    slope: float | None
    standing: str


class TrendSeriesItemAheadItem(TypedDict):
    """See ``docs/reference/schema``."""

    day: float | None
    hi95: float | None
    lo95: float | None
    value: float | None


class TrendSeriesItemAllDoubling(TypedDict):
    """See ``docs/reference/schema``."""

    days: float | None
    doubling: NotRequired[float | None]
    halving: NotRequired[float | None]
    hi95: NotRequired[float | None]
    lo95: NotRequired[float | None]
    set: str


class TrendSeriesItemHeadline(TypedDict):
    """See ``docs/reference/schema``."""

    shape: str
    since: Any
    slope_before: Any
    slope_since: Any


class TrendSeriesItemLaterItem(TypedDict):
    """See ``docs/reference/schema``."""

    day: float | None
    forecast: float | None
    hi95: float | None
    label: str | None
    lo95: float | None
    shapes: list[float | None] | None
    value: float | None


class TrendSeriesItemRanks(TypedDict):
    """See ``docs/reference/schema``."""

    beside_date: float | None
    beside_date_p: float | None
    biggest: str
    correlation: float | None
    n: float | None
    p: float | None
    place: float | None
    place_p: float | None


class TrendSeriesItemScore(TypedDict):
    """See ``docs/reference/schema``."""

    bias: float | None
    coverage: float | None
    n: float | None
    rms: float | None
    shapes: list[float | None] | None


class TrendSeriesItemSelected(TypedDict):
    """See ``docs/reference/schema``."""

    bias: float | None
    coverage: float | None
    sd: float | None


class TrendSeriesItemShapesItem(TypedDict):
    """See ``docs/reference/schema``."""

    at: list[float | None]
    behind: float | None
    ceiling: float | None
    day: float | None
    forecast_error: float | None
    forecasts: float | None
    nearest: float | None
    parameters: float | None
    rms: float | None
    shape: str
    weight: float | None


class TrendSeriesItem(TypedDict):
    """See ``docs/reference/schema``."""

    ahead: list[TrendSeriesItemAheadItem]
    all: PlanStockMeetingsItemAllLine | None
    all_doubling: TrendSeriesItemAllDoubling | None
    doubling: TrendSeriesItemAllDoubling | None
    frontier: list[list[float | str | None]] | None
    headline: TrendSeriesItemHeadline | None
    label: str | None
    later: list[TrendSeriesItemLaterItem]
    line: PlanStockMeetingsItemAllLine | None
    n: float | None
    over_tasks: Any
    ranks: TrendSeriesItemRanks | None
    scale: str | None
    score: TrendSeriesItemScore | None
    selected: TrendSeriesItemSelected | None
    shapes: list[TrendSeriesItemShapesItem] | None


class Trend(TypedDict):
    """See ``docs/reference/schema``."""

    better: str | None
    claim: TrendClaim | None
    days_of_a_year: float | None
    findings: list[AuditFindingsItem]
    horizons: list[Any]
    provenance: BacktestProvenance
    schema: Any
    series: list[TrendSeriesItem]


class WordConditionsItem(TypedDict):
    """See ``docs/reference/schema``."""

    asks: str
    id: str
    threshold: str | None


class Word(TypedDict):
    """See ``docs/reference/schema``."""

    conditions: list[WordConditionsItem]
    finding: ChecksChecksItem | None
    provenance: ChecksProvenance
    says: str
    schema: Any
    word: str | None


PlanInference = PlanData


PlanOverTraining = PlanData
