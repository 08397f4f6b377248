//! Pages and figures that are written beside a result, or in its place.

use crate::args::Out;
use crate::{output, write};
use anyhow::{Context, Result, bail, ensure};
use lawlike_report::view::html::SitePage;
use std::path::Path;

/// Fails if a report cannot be written: to be asked before the work begins. A page is called a page.
pub(crate) fn check_report(path: &Path) -> Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_device = std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir());
    let is_page = matches!(ending.as_deref(), Some("html" | "htm")) || is_device;
    ensure!(
        is_page,
        "--report {}: a report is a page of HTML, name a file that ends in .html. For one figure write --figure NAME -o \
         FILE.svg, for a paper --format latex, for text --format md",
        path.display()
    );
    write::check(path)
}

/// Fails if pages cannot be written into a folder: to be asked before the work begins. It is made where it is not there.
pub(crate) fn check_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| {
        format!("--report {}: no folder can be made here, name another one", folder.display())
    })
}

/// Writes pages into a folder.
pub(crate) fn folder(pages: &[SitePage], folder: &Path) -> Result<()> {
    pages.iter().try_for_each(|page| write::whole(&folder.join(&page.file), page.html.as_bytes()))
}

/// Fails if a figure cannot be written or is not known: to be asked before the work begins.
pub(crate) fn check_figure(name: Option<&str>, known: &[&str], out: &Out) -> Result<()> {
    let Some(name) = name else { return Ok(()) };
    ensure!(
        known.contains(&name),
        "--figure {name}: there is no such figure, write one of {}",
        known.join(", ")
    );
    kind(out).map(drop)
}

/// Writes a figure to standard output or to the file of `-o`, whose ending says what is written.
pub(crate) fn figure(svg: &str, out: &Out) -> Result<()> {
    match kind(out)? {
        Kind::Svg => bytes(svg.as_bytes(), out),
        #[cfg(feature = "figures")]
        Kind::Pdf => bytes(&crate::paint::pdf(svg)?, out),
        #[cfg(feature = "figures")]
        Kind::Png => bytes(&crate::paint::png(svg)?, out),
    }
}

fn bytes(bytes: &[u8], out: &Out) -> Result<()> {
    match &out.output {
        Some(path) => write::whole(path, bytes),
        None => output::stdout(bytes),
    }
}

/// How a figure is written.
enum Kind {
    Svg,
    #[cfg(feature = "figures")]
    Pdf,
    #[cfg(feature = "figures")]
    Png,
}

fn kind(out: &Out) -> Result<Kind> {
    let Some(path) = &out.output else { return Ok(Kind::Svg) };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "svg" => Ok(Kind::Svg),
        #[cfg(feature = "figures")]
        "pdf" => Ok(Kind::Pdf),
        #[cfg(feature = "figures")]
        "png" => Ok(Kind::Png),
        #[cfg(not(feature = "figures"))]
        "pdf" | "png" => bail!(
            "-o {}: this lawlike writes figures as SVG only. Build it with `cargo install --path crates/lawlike-cli \
             --features figures` for PDF and PNG, or name a file that ends in .svg",
            path.display()
        ),
        _ => bail!(
            "-o {}: a figure is written as .svg, .pdf or .png, name a file that ends so",
            path.display()
        ),
    }
}
