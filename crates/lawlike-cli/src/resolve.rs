//! From plain values to the nouns of the domain. Every message names the option it is about.

mod run_names;
mod settings;
mod source;

pub(crate) use run_names::RunNames;
pub(crate) use settings::{
    assignments, assumed, constraints, counts, cut, law, named_law, objective, published, run, tolerance,
    tolerance_on,
};
pub(crate) use source::{
    Input, Source, cut_of, is_input, open, open_for, read, read_with, reader, selected, units,
};
