//! Files, folders and globs as tables, on this machine or in a store.
//!
//! The kind of a file goes by the end of its name, since the files of a table may be thousands and none is opened twice.

use crate::error::{Error, Result};
use crate::stores::{self, GLOB, is_address};
use datafusion::common::{DataFusionError, TableReference};
use datafusion::datasource::TableProvider;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::arrow::ArrowFormat;
use datafusion::datasource::file_format::csv::CsvFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::file_format::json::JsonFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::prelude::{DataFrame, SessionContext};
use futures::StreamExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The table of all files together.
pub const ALL: &str = "data";
/// Rows of a text file by which the types of its columns are told.
const LOOKED_AT: usize = 100_000;
/// Folders are looked into so many levels deep for a file that tells their kind.
const DEPTH: usize = 8;

/// The kind of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileKind {
    kind: Kind,
    /// The end of the name, such as `.csv.gz`.
    ending: String,
    compression: FileCompressionType,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv(u8),
    JsonLines,
    Parquet,
    Arrow,
}

impl FileKind {
    /// By the end of a name; none if it is not known.
    fn of(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let packed = [
            (".gz", FileCompressionType::GZIP),
            (".zst", FileCompressionType::ZSTD),
            (".bz2", FileCompressionType::BZIP2),
            (".xz", FileCompressionType::XZ),
        ];
        let found = packed.into_iter().find(|(ending, _)| lower.ends_with(ending));
        let (packing, compression) = found.unwrap_or(("", FileCompressionType::UNCOMPRESSED));
        let bare = lower.strip_suffix(packing).unwrap_or(&lower);
        let kind = match bare.rsplit_once('.')?.1 {
            "csv" => Kind::Csv(b','),
            "tsv" | "tab" => Kind::Csv(b'\t'),
            "jsonl" | "ndjson" => Kind::JsonLines,
            "parquet" | "pq" if packing.is_empty() => Kind::Parquet,
            "arrow" | "feather" | "ipc" if packing.is_empty() => Kind::Arrow,
            _ => return None,
        };
        let stem = bare.rsplit_once('.')?.0.len();
        Some(Self { kind, ending: name.get(stem..)?.to_owned(), compression })
    }

    fn format(&self) -> Arc<dyn FileFormat> {
        match self.kind {
            Kind::Csv(delimiter) => Arc::new(
                CsvFormat::default()
                    .with_has_header(true)
                    .with_delimiter(delimiter)
                    .with_schema_infer_max_rec(LOOKED_AT)
                    .with_file_compression_type(self.compression),
            ),
            Kind::JsonLines => Arc::new(
                JsonFormat::default()
                    .with_schema_infer_max_rec(LOOKED_AT)
                    .with_file_compression_type(self.compression),
            ),
            Kind::Parquet => Arc::new(ParquetFormat::default()),
            Kind::Arrow => Arc::new(ArrowFormat),
        }
    }
}

/// Registers every source as a table named by its file, and all of them, one below the other, as [`ALL`].
///
/// # Errors
/// A source is not there, its kind is not known, or its columns cannot be read.
pub async fn register(context: &SessionContext, sources: &[String]) -> Result<()> {
    if sources.is_empty() {
        return Err(Error::new("no data: name files, folders or globs such as 'runs/*.parquet'"));
    }
    let mut tables: Vec<(FileKind, Vec<ListingTableUrl>)> = Vec::new();
    for source in sources {
        let (kind, url) = if is_address(source) {
            let url = stores::address(source)?;
            (kind_at(context, source, &url).await?, url)
        } else {
            let kind = kind_of(source)?;
            (kind, ListingTableUrl::parse(url_of(source)).map_err(|error| at(source, &error.into()))?)
        };
        let own = listed(context, &kind, vec![url.clone()]).await.map_err(|error| at(source, &error))?;
        let name = table_name(source);
        if name != ALL {
            context.register_table(TableReference::bare(name), own)?;
        }
        // A table reads from one store: files of others are tables beside it.
        let is_of = |urls: &[ListingTableUrl]| {
            urls.first().is_some_and(|first| first.object_store() == url.object_store())
        };
        match tables.iter_mut().find(|(known, urls)| *known == kind && is_of(urls)) {
            Some((_, urls)) => urls.push(url),
            None => tables.push((kind, vec![url])),
        }
    }
    let mut whole: Option<DataFrame> = None;
    let single = tables.len() == 1;
    for (kind, urls) in tables {
        let table = listed(context, &kind, urls).await?;
        if single {
            context.register_table(ALL, table)?;
            return Ok(());
        }
        let frame = context.read_table(table)?;
        whole = Some(match whole {
            None => frame,
            Some(above) => above.union_by_name(frame)?,
        });
    }
    if let Some(whole) = whole {
        context.register_table(ALL, whole.into_view())?;
    }
    Ok(())
}

async fn listed(
    context: &SessionContext,
    kind: &FileKind,
    urls: Vec<ListingTableUrl>,
) -> Result<Arc<dyn TableProvider>> {
    let options = ListingOptions::new(kind.format()).with_file_extension(kind.ending.clone());
    let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options);
    let config = config.infer_schema(&context.state()).await?;
    let table = ListingTable::try_new(config)?;
    if table.schema().fields().is_empty() {
        return Err(Error::new("no file with columns"));
    }
    Ok(Arc::new(table))
}

fn at(source: &str, error: &Error) -> Error {
    Error::new(format!("{source}: {error}{}", stores::hint(source)))
}

fn is_glob(source: &str) -> bool {
    source.contains(GLOB)
}

/// A folder ends in a slash, which tells the engine to look into it.
fn url_of(source: &str) -> String {
    if !is_glob(source) && Path::new(source).is_dir() && !source.ends_with('/') {
        format!("{source}/")
    } else {
        source.to_owned()
    }
}

fn kind_of(source: &str) -> Result<FileKind> {
    let path = Path::new(source);
    let named = if path.is_dir() {
        first_known(path, DEPTH)
    } else if is_glob(source) || path.exists() {
        Some(path.to_owned())
    } else {
        return Err(Error::new(format!("{source}: there is no such file or folder")));
    };
    let name = named.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    name.and_then(|name| FileKind::of(&name)).ok_or_else(|| unknown(source))
}

fn unknown(source: &str) -> Error {
    Error::new(format!(
        "{source}: names must end in .csv, .tsv, .jsonl, .ndjson (each also .gz, .zst, .bz2, .xz), .parquet, .arrow \
         or .feather; `lawlike` itself reads more kinds of files"
    ))
}

/// The kind of the files at an address: by its own end, or by the first file of a known kind that the store lists.
async fn kind_at(context: &SessionContext, source: &str, url: &ListingTableUrl) -> Result<FileKind> {
    if let Some(kind) = source.rsplit('/').next().and_then(FileKind::of) {
        return Ok(kind);
    }
    let state = context.state();
    let trouble = |error: DataFusionError| at(source, &error.into());
    let store = context.runtime_env().object_store(url.object_store()).map_err(trouble)?;
    let mut files = url.list_all_files(&state, store.as_ref(), "").await.map_err(trouble)?;
    while let Some(file) = files.next().await {
        let file = file.map_err(trouble)?;
        if let Some(kind) = file.location.filename().and_then(FileKind::of) {
            return Ok(kind);
        }
    }
    Err(unknown(source))
}

/// The first file of a known kind in a folder, by name.
fn first_known(folder: &Path, depth: usize) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let known =
        |path: &PathBuf| path.file_name().is_some_and(|name| FileKind::of(&name.to_string_lossy()).is_some());
    let file = entries.iter().find(|path| path.is_file() && known(path)).cloned();
    file.or_else(|| {
        let deeper = entries.iter().filter(|path| depth > 0 && path.is_dir());
        deeper.filter_map(|path| first_known(path, depth - 1)).next()
    })
}

/// The name of the table of a source: that of its file, up to the first dot, or of the folder that a glob looks into.
fn table_name(source: &str) -> String {
    let path = Path::new(source);
    let named = path.components().rev().find_map(|part| {
        let part = part.as_os_str().to_string_lossy().into_owned();
        (!is_glob(&part) && part != "/" && part != ".").then_some(part)
    });
    let name = named.unwrap_or_else(|| ALL.to_owned());
    let stem = name.split('.').next().unwrap_or(ALL);
    stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_the_end_of_the_name() {
        let kind = |name: &str| FileKind::of(name).map(|kind| (kind.kind, kind.ending));
        assert_eq!(kind("a.b.csv"), Some((Kind::Csv(b','), ".csv".to_owned())));
        assert_eq!(kind("runs.TSV.gz"), Some((Kind::Csv(b'\t'), ".TSV.gz".to_owned())));
        assert_eq!(kind("*.parquet"), Some((Kind::Parquet, ".parquet".to_owned())));
        assert_eq!(kind("x.parquet.gz"), None);
        assert_eq!(kind("notes.txt"), None);
        assert_eq!(kind("csv"), None);
    }

    #[test]
    fn tables_bear_the_names_of_their_files() {
        assert_eq!(table_name("/a/Train runs.csv.gz"), "train_runs");
        assert_eq!(table_name("/a/runs/*.parquet"), "runs");
        assert_eq!(table_name("*.csv"), "data");
    }
}
