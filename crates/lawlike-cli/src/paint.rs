//! Figures as PDF, which stays vectors, and as PNG. Built with the feature `figures`.

use anyhow::{Context, Result, anyhow};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use svg2pdf::{ConversionOptions, PageOptions};

/// Pixels of a PNG for a unit of the picture: print quality at the width of a column.
const SCALE: f32 = 3.0;

/// The figure as a PDF of one page.
pub(crate) fn pdf(svg: &str) -> Result<Vec<u8>> {
    svg2pdf::to_pdf(&tree(svg)?, ConversionOptions::default(), PageOptions::default())
        .map_err(|error| anyhow!("cannot write the figure as PDF: {error}"))
}

/// The figure as a PNG on white.
pub(crate) fn png(svg: &str) -> Result<Vec<u8>> {
    let tree = tree(svg)?;
    let size = tree.size().to_int_size().scale_by(SCALE).context("the figure has no size")?;
    let mut pixels = Pixmap::new(size.width(), size.height()).context("the figure has no size")?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().context("cannot write the figure as PNG")
}

/// The figure with the fonts of the machine; a sans-serif one is asked for by its usual names.
fn tree(svg: &str) -> Result<Tree> {
    let mut options = Options::default();
    options.fontdb_mut().load_system_fonts();
    for family in ["Helvetica", "Arial", "Liberation Sans", "DejaVu Sans"] {
        let query = resvg::usvg::fontdb::Query {
            families: &[resvg::usvg::fontdb::Family::Name(family)],
            ..Default::default()
        };
        if options.fontdb.query(&query).is_some() {
            options.fontdb_mut().set_sans_serif_family(family);
            break;
        }
    }
    Tree::from_str(svg, &options).context("the figure cannot be read back")
}
