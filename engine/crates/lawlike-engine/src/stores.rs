//! Files over a network: buckets of object stores and single files of web servers.
//!
//! The client of a store is made when a table first asks for it, on every machine that reads: a table names its files by their
//! addresses alone, so an executor of a cluster opens the store by itself, with the keys of its own environment.

use crate::error::{Error, Result};
use datafusion::common::DataFusionError;
use datafusion::datasource::listing::ListingTableUrl;
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use glob::Pattern;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::http::HttpBuilder;
use object_store::{ClientOptions, ObjectStore};
use std::sync::Arc;
use url::Url;

/// Signs that a name stands for several files.
pub(crate) const GLOB: [char; 3] = ['*', '?', '['];

/// Whether a source is an address rather than a path of this machine.
pub fn is_address(source: &str) -> bool {
    source.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// The address of a file, or of all files below a folder or that a glob names.
///
/// # Errors
/// The address is of no store that is read, holds a password or a query, or names more than a web server can list.
pub(crate) fn address(source: &str) -> Result<ListingTableUrl> {
    let refused = |why: &str| Error::new(format!("{source}: {why}"));
    let (fixed, glob) = parted(source);
    let url = Url::parse(fixed).map_err(|error| refused(&format!("no address: {error}")))?;
    let is_web = match url.scheme() {
        "s3" | "s3a" | "gs" | "az" | "file" => false,
        "http" | "https" => true,
        other => {
            return Err(refused(&format!(
                "addresses of `{other}` are not read; those of s3, gs, az, http and https are"
            )));
        }
    };
    if !url.username().is_empty() || url.password().is_some() {
        // The message may be logged: it does not repeat them.
        let host = url.host_str().unwrap_or_default();
        return Err(Error::new(format!(
            "{}://{host}: leave names and passwords out of addresses; keys are read from the environment",
            url.scheme()
        )));
    }
    if url.query().is_some() || url.fragment().is_some() {
        // What follows may be a signature.
        let bare = source.split(['?', '#']).next().unwrap_or_default();
        return Err(Error::new(format!(
            "{bare}: an address ends with its path; what follows ? or # is not sent"
        )));
    }
    if is_web && (glob.is_some() || url.path().ends_with('/')) {
        return Err(refused("a web server lists no files: give the address of each"));
    }
    let glob = glob.map(Pattern::new).transpose().map_err(|error| refused(&error.to_string()))?;
    Ok(ListingTableUrl::try_new(url, glob)?)
}

/// The part of an address that every file of it begins with, and the glob after it.
fn parted(source: &str) -> (&str, Option<&str>) {
    // A question mark begins the query of a web server's address.
    let is_web = source.starts_with("http");
    let first = source.find(|c| GLOB.contains(&c) && !(is_web && c == '?'));
    let Some(first) = first else { return (source, None) };
    let start = source.get(..first).and_then(|head| head.rfind('/')).map_or(0, |slash| slash + 1);
    source.split_at_checked(start).map_or((source, None), |(fixed, glob)| (fixed, Some(glob)))
}

/// Where the keys of a store come from, for whoever is refused.
pub(crate) fn hint(source: &str) -> &'static str {
    if source.starts_with("s3://") || source.starts_with("s3a://") {
        "; keys and region are those of the environment (AWS_ACCESS_KEY_ID, AWS_REGION; AWS_SKIP_SIGNATURE=true for public buckets)"
    } else {
        ""
    }
}

/// The stores that a session knows; more are made as tables ask for them.
#[derive(Debug, Default)]
pub struct Stores {
    known: DefaultObjectStoreRegistry,
}

impl ObjectStoreRegistry for Stores {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        self.known.register_store(url, store)
    }

    fn deregister_store(&self, url: &Url) -> datafusion::error::Result<Arc<dyn ObjectStore>> {
        self.known.deregister_store(url)
    }

    fn get_store(&self, url: &Url) -> datafusion::error::Result<Arc<dyn ObjectStore>> {
        if let Ok(store) = self.known.get_store(url) {
            return Ok(store);
        }
        let store = opened(url).map_err(|error| DataFusionError::ObjectStore(Box::new(error)))?;
        self.known.register_store(url, store.clone());
        Ok(store)
    }
}

/// The client of a store, with the keys and settings of the environment: those of the stores' own tools, such as
/// `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT` and `AWS_SKIP_SIGNATURE`, `GOOGLE_SERVICE_ACCOUNT`, `AZURE_STORAGE_ACCOUNT_NAME`.
fn opened(url: &Url) -> object_store::Result<Arc<dyn ObjectStore>> {
    let bucket = url.host_str().unwrap_or_default();
    Ok(match url.scheme() {
        "s3" | "s3a" => Arc::new(AmazonS3Builder::from_env().with_bucket_name(bucket).build()?),
        "gs" => Arc::new(GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket).build()?),
        "az" => Arc::new(MicrosoftAzureBuilder::from_env().with_container_name(bucket).build()?),
        _ => {
            let server = &url[url::Position::BeforeScheme..url::Position::BeforePath];
            // Whoever writes http means it.
            let options = ClientOptions::new().with_allow_http(url.scheme() == "http");
            Arc::new(HttpBuilder::new().with_url(server).with_client_options(options).build()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_no_addresses() {
        assert!(is_address("s3://b/x.csv") && is_address("https://h/x.csv") && is_address("ftp://h/x"));
        assert!(!is_address("runs/x.csv") && !is_address("://x") && !is_address("C:\\x.csv"));
        assert!(!is_address("odd name://x"));
    }

    #[test]
    fn a_glob_begins_at_the_part_that_has_it() {
        assert_eq!(parted("s3://b/runs/2*/x.csv"), ("s3://b/runs/", Some("2*/x.csv")));
        assert_eq!(parted("s3://b/runs/"), ("s3://b/runs/", None));
        assert_eq!(parted("https://h/x.csv?a=[1]"), ("https://h/", Some("x.csv?a=[1]")));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_reason() {
        let refused = |source: &str, word: &str| {
            let error = address(source).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(word) && error.starts_with(source), "{error}");
        };
        refused("ftp://h/x.csv", "`ftp`");
        let told = address("https://me:secret@h/x.csv").map(|_| ()).unwrap_err().to_string();
        assert!(told.contains("passwords") && !told.contains("secret"), "{told}");
        let told = address("https://h/x.csv?sig=7").map(|_| ()).unwrap_err().to_string();
        assert!(told.contains("what follows") && !told.contains("sig=7"), "{told}");
        refused("https://h/runs/", "lists no files");
        refused("https://h/*.csv", "lists no files");
        assert!(address("s3://bucket/runs/*.parquet").is_ok());
        assert!(address("gs://bucket/runs/").is_ok());
    }
}
