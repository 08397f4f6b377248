//! Exponents of the optimal size, and what moves them.

use super::document::{Cell, Table};
use crate::number::NONE;
use lawlike::allocation::AllocationMethod::{Cubic, Envelope, Parabola, Surface};
use lawlike::allocation::Contrast;
use lawlike::interval::Interval;

/// Changes of the exponent between series that differ in one thing.
pub(super) fn moves(contrasts: &[Contrast]) -> Table {
    let mut table = Table::new(&[
        "what differs",
        "from",
        "to",
        ">pairs",
        ">1 envelope",
        ">2 parab.",
        ">2 cubics",
        ">3 surface",
    ]);
    for contrast in contrasts {
        let shown = |method| {
            let found = contrast.changes.iter().find(|(own, _)| *own == method);
            Cell::from(found.map_or_else(|| NONE.to_owned(), |(_, [mean, ..])| format!("{mean:+.3}")))
        };
        let mut cells: Vec<Cell> = vec![
            contrast.columns.join(" with ").into(),
            contrast.from.join(", ").into(),
            contrast.to.join(", ").into(),
            contrast.pairs.to_string().into(),
        ];
        cells.extend([Envelope, Parabola, Cubic, Surface].map(shown));
        table.row(cells);
    }
    table
}

/// As [`around`], for a table of many columns.
pub(super) fn narrow(of: Interval) -> String {
    format!("{:.3} [{:.2}, {:.2}]", of.value, of.lo, of.hi)
}
