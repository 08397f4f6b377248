//! The formats that are known.

/// The format of a file, recognised by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text separated by commas or semicolons.
    Csv,
    /// Text separated by tabs.
    Tsv,
    /// One JSON object a row, or a JSON array of objects.
    JsonLines,
    /// A JSON document that is no list of rows.
    Json,
    /// A YAML document.
    Yaml,
    /// A table in Markdown.
    Markdown,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow (IPC file, stream, or Feather).
    Arrow,
    /// An Excel workbook (`.xlsx`).
    Spreadsheet,
    /// A chart that Weights & Biases exported as CSV.
    WandbChart,
    /// The log of a run of Weights & Biases (`.wandb`).
    WandbRun,
    /// A TensorBoard event file.
    TensorBoard,
    /// An MLflow database or file store.
    Mlflow,
    /// A Hugging Face `trainer_state.json`.
    TrainerState,
    /// Results of the lm-evaluation-harness.
    LmEval,
    /// A log of Inspect (`.eval` or JSON).
    Inspect,
    /// An export of the Open LLM leaderboard.
    Leaderboard,
    /// Runs or tables of HELM.
    Helm,
    /// Prices of models in the form of LiteLLM.
    Prices,
    /// Benchmark results of METR.
    Metr,
    /// A folder of runs.
    Folder,
    /// Columns that a program holds in memory.
    Memory,
}

impl Format {
    /// The format in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::JsonLines => "json lines",
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::Markdown => "markdown table",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Spreadsheet => "xlsx",
            Self::WandbChart => "W&B chart, exported as csv",
            Self::WandbRun => "W&B run (.wandb)",
            Self::TensorBoard => "TensorBoard events",
            Self::Mlflow => "MLflow",
            Self::TrainerState => "Hugging Face trainer_state.json",
            Self::LmEval => "lm-evaluation-harness results",
            Self::Inspect => "Inspect log",
            Self::Leaderboard => "Open LLM leaderboard",
            Self::Helm => "HELM results",
            Self::Prices => "LiteLLM prices",
            Self::Metr => "METR benchmark results",
            Self::Folder => "folder of runs",
            Self::Memory => "columns in memory",
        }
    }

    /// Whether rows are known by the line on which they stand; by their number otherwise.
    pub(crate) fn has_lines(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::JsonLines | Self::Markdown)
    }
}
