//! What stands around a call from another front end: tables in memory, and where answers and notices go.
//!
//! A command runs on one thread from end to end, so the desk is that thread's. Without a desk everything goes to the
//! streams of the process.

use lawlike::ensemble::Ensemble;
use lawlike_data::Table;
use lawlike_num::progress::Progress;
use lawlike_report::figure::Figure;
use lawlike_report::view::{Output, Style};
use std::cell::RefCell;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// An answer that can be written in any form, as often as is asked.
pub type Rendered = Box<dyn Fn(Output, &Style) -> String + Send>;

/// Draws a figure by its name; nothing where the answer does not hold what it shows.
pub type Draw = Box<dyn Fn(&str) -> Option<Figure> + Send>;

/// The figures of an answer; each is drawn when it is asked for.
pub struct Figures {
    /// Names, as typed after `--figure`, in the order of the report.
    pub names: Vec<&'static str>,
    /// Draws one of them.
    pub draw: Draw,
}

/// How a call that runs elsewhere is followed and stopped.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    stopped: Arc<AtomicBool>,
    stage: Arc<Mutex<&'static str>>,
    progress: Progress,
}

impl Watch {
    /// Asks the work to end; what it was asked for is then never answered.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// What the work is at, such as `fitting`; empty before it begins.
    pub fn stage(&self) -> &'static str {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The share of the stage that is done, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.progress.share()
    }

    /// The flag that workers look at.
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stopped)
    }

    fn enter(&self, stage: &'static str) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }
}

/// What a call was given, and what it has laid down so far.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) tables: Vec<Table>,
    /// Names and texts of laws that would be TOML files.
    pub(crate) laws: Vec<(String, String)>,
    pub(crate) watch: Watch,
    pub(crate) answer: Option<Rendered>,
    pub(crate) figures: Option<Figures>,
    /// Draws of the parameters of fits, with the labels of the series.
    pub(crate) draws: Vec<(String, Ensemble)>,
    /// What went to standard output and is no answer in several forms, such as a completion script.
    pub(crate) stdout: Vec<u8>,
    pub(crate) table: Option<Table>,
    pub(crate) notices: Vec<String>,
}

thread_local! {
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Runs a call at a desk, and hands the desk back. A call within a call has a desk of its own.
pub(crate) fn at<T>(desk: Desk, call: impl FnOnce() -> T) -> (T, Desk) {
    let _restore = Restore(DESK.replace(Some(desk)));
    let value = call();
    (value, DESK.take().unwrap_or_default())
}

/// Puts back the desk that was there, also when a call is unwound.
struct Restore(Option<Desk>);

impl Drop for Restore {
    fn drop(&mut self) {
        DESK.set(self.0.take());
    }
}

/// Does something at the desk, if there is one.
pub(crate) fn with<T>(work: impl FnOnce(&mut Desk) -> T) -> Option<T> {
    DESK.with_borrow_mut(|desk| desk.as_mut().map(work))
}

/// Whether answers are laid down at a desk.
pub(crate) fn is_here() -> bool {
    DESK.with_borrow(Option::is_some)
}

/// The table in memory that bears this name.
pub(crate) fn table(name: &Path) -> Option<Table> {
    with(|desk| desk.tables.iter().find(|table| name.as_os_str() == table.name.as_str()).cloned()).flatten()
}

/// The text of the law in memory that bears this name.
pub(crate) fn law(name: &str) -> Option<String> {
    with(|desk| desk.laws.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())).flatten()
}

/// Says at the desk what the work is at, and gives where its share is followed there.
pub(crate) fn enter(stage: &'static str) -> Option<Progress> {
    with(|desk| {
        desk.watch.enter(stage);
        desk.watch.progress.clone()
    })
}
