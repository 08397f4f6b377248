//! Width, depth, vocabulary, context, streams and loops.

pub(super) mod context;
pub(super) mod looped;
pub(super) mod parallel;
pub(super) mod vocabulary;
pub(super) mod width_depth;
