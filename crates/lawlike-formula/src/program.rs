//! Programs: columns in, columns of terms and derivatives out.
//!
//! [`Program::compile`] turns a separated law into three lists of work. Column work (`ln N`) is done
//! once, when columns are bound. Scalar work is done once a call. Vector work is a tape of simple
//! operations over blocks of rows, so that intermediate results stay in the nearest cache; equal
//! parts of terms and derivatives are computed once. After its first use a [`Workspace`] allocates
//! nothing.
//!
//! A power with a free exponent is `exp(exponent * ln(base))`, so its base must be positive.

mod graph;
mod lower;
mod tape;
mod vector;

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ast::{Builder, Id};
use crate::error::{Error, ErrorKind};
use crate::numeric::{Columns, axpy, combine};
use crate::separate::Separable;
use graph::{Op, Ref, scalar};
use lower::Lowering;
use tape::{Job, Operand, Output, Plan, Step};
use vector::{Arg, SCRATCH, apply};

/// Rows that are worked on together.
const BLOCK: usize = 256;

/// A compiled law. Cheap to clone.
#[derive(Clone)]
pub struct Program {
    law: Arc<Law>,
}

/// What a program knows about its law.
struct Law {
    plan: Plan,
    columns: Vec<String>,
    parameters: usize,
    coefficients: Vec<usize>,
    shapes: Vec<usize>,
    /// The output of the offset.
    offset: Option<usize>,
    /// Shape, term and output of each derivative of a term.
    term_derivatives: Vec<(usize, usize, usize)>,
    /// Shape and output of each derivative of the offset.
    offset_derivatives: Vec<(usize, usize)>,
}

/// A program with its columns. Immutable; cheap to clone and to share between threads.
#[derive(Clone)]
pub struct Bound {
    law: Arc<Law>,
    hoisted: Arc<[Vec<f64>]>,
    /// The row of the columns with which it begins.
    first: usize,
    rows: usize,
    /// Tells a workspace whether it was prepared for these columns.
    key: u64,
}

/// Room for the results of one thread. Results stay readable until the next call.
#[derive(Default)]
pub struct Workspace {
    law: Option<Arc<Law>>,
    key: u64,
    /// Outputs that do not change between calls are filled in up to here.
    prepared: usize,
    /// The last call computed derivatives.
    full: bool,
    /// The shapes of the last call; empty if there was none for these columns.
    last: Vec<f64>,
    places: Vec<Vec<f64>>,
    scalars: Vec<f64>,
    scratch: Vec<f64>,
    shapes: Vec<f64>,
    factors: Vec<f64>,
}

impl Program {
    /// Compiles a separated law.
    pub fn compile(law: &Separable) -> Program {
        let mut builder = Builder::default();
        let terms: Vec<Id> = law.terms.iter().map(|term| builder.import(term, |_, _| None)).collect();
        let offset = law.offset.as_ref().map(|offset| builder.import(offset, |_, _| None));
        let shapes: Vec<&str> = law.shapes.iter().map(|index| law.parameters[*index].as_str()).collect();

        let mut outputs: Vec<Id> = terms.iter().copied().chain(offset).collect();
        let value_outputs = outputs.len();
        let (mut term_derivatives, mut offset_derivatives) = (Vec::new(), Vec::new());
        for (j, shape) in shapes.iter().enumerate() {
            for (k, term) in terms.iter().enumerate() {
                if let Some(slope) = slope(&mut builder, *term, shape) {
                    term_derivatives.push((j, k, outputs.len()));
                    outputs.push(slope);
                }
            }
            if let Some(slope) = offset.and_then(|offset| slope(&mut builder, offset, shape)) {
                offset_derivatives.push((j, outputs.len()));
                outputs.push(slope);
            }
        }
        let mut lowering = Lowering::run(&builder, &outputs, &law.columns, &shapes);
        let refs: Vec<Ref> = outputs.iter().map(|id| lowering.output(*id)).collect();
        let plan = Plan::new(&lowering.graph, &refs, value_outputs);
        Program {
            law: Arc::new(Law {
                plan,
                columns: law.columns.clone(),
                parameters: law.parameters.len(),
                coefficients: law.coefficients.clone(),
                shapes: law.shapes.clone(),
                offset: offset.map(|_| terms.len()),
                term_derivatives,
                offset_derivatives,
            }),
        }
    }

    /// Binds columns, in the order of [`Separable::columns`].
    ///
    /// # Errors
    /// If the number of columns is wrong, if their lengths differ, or if there is no column from
    /// which to tell the number of rows (see [`Program::bind_rows`]).
    pub fn bind(&self, columns: &[&[f64]]) -> Result<Bound, Error> {
        match columns.first() {
            Some(first) => self.bind_rows(columns, first.len()),
            None => {
                Err(columns_error("the law uses no column".into(), "say how many rows there are: bind_rows"))
            }
        }
    }

    /// Binds columns with this number of rows; needed for laws without columns.
    ///
    /// # Errors
    /// As for [`Program::bind`].
    pub fn bind_rows(&self, columns: &[&[f64]], rows: usize) -> Result<Bound, Error> {
        let names = &self.law.columns;
        if columns.len() != names.len() {
            let message = format!("the law uses {} columns, but {} are given", names.len(), columns.len());
            return Err(columns_error(message, &format!("it uses, in this order: {}", names.join(", "))));
        }
        if let Some(i) = columns.iter().position(|column| column.len() != rows) {
            let message = format!("column `{}` has {} rows instead of {rows}", names[i], columns[i].len());
            return Err(columns_error(message, "give all columns the same length"));
        }
        let hoisted = hoist(&self.law.plan, columns, rows);
        Ok(Bound { law: self.law.clone(), hoisted, first: 0, rows, key: next_key() })
    }
}

fn columns_error(message: String, hint: &str) -> Error {
    Error::new(ErrorKind::Columns, message, hint)
}

/// The derivative of `id`. Separation has refused functions without derivative.
fn slope(builder: &mut Builder, id: Id, name: &str) -> Option<Id> {
    let slope =
        crate::derive::derivative(builder, id, name).unwrap_or_else(|_| Some(builder.number(f64::NAN)));
    slope.filter(|slope| builder.value(*slope) != Some(0.0))
}

fn next_key() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Runs the column work and keeps what tapes and outputs need.
fn hoist(plan: &Plan, columns: &[&[f64]], rows: usize) -> Arc<[Vec<f64>]> {
    let mut scratch = vec![0.0; SCRATCH * rows];
    let mut results: Vec<Vec<f64>> = Vec::with_capacity(plan.column_work.len());
    for work in &plan.column_work {
        let result = match work.op {
            Op::Column(index) => columns[index].to_vec(),
            // One number for all rows: a column of no length.
            Op::Constant(bits) => vec![f64::from_bits(bits)],
            op => {
                let is_constant = |at: usize| matches!(plan.column_work[at].op, Op::Constant(_));
                let arg = |i: usize| match work.args[i] {
                    _ if i >= work.count => Arg::One(0.0),
                    at if is_constant(at) => Arg::One(results[at][0]),
                    at => Arg::Many(&results[at]),
                };
                let mut out = vec![0.0; rows];
                apply(op, [arg(0), arg(1), arg(2)], &mut out, &mut scratch);
                out
            }
        };
        results.push(result);
    }
    plan.hoisted.iter().map(|at| std::mem::take(&mut results[*at])).collect()
}

impl Bound {
    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The same law on some of the rows, in the given order; rows may repeat. Column work is not done
    /// again.
    ///
    /// # Panics
    /// If a row does not exist.
    pub fn with_rows(&self, rows: &[usize]) -> Bound {
        // A column of one number holds for all rows.
        let pick = |column: &Vec<f64>| match column.as_slice() {
            [one] if self.rows != 1 => vec![*one],
            many => rows.iter().map(|row| many[self.first + row]).collect(),
        };
        let hoisted = self.hoisted.iter().map(pick).collect();
        Bound { law: self.law.clone(), hoisted, first: 0, rows: rows.len(), key: next_key() }
    }

    /// The same law on rows that follow one another. The columns are shared, not copied.
    ///
    /// # Panics
    /// If a row does not exist.
    pub fn part(&self, rows: Range<usize>) -> Bound {
        assert!(rows.start <= rows.end && rows.end <= self.rows, "rows {rows:?} of {}", self.rows);
        Bound { first: self.first + rows.start, rows: rows.len(), key: next_key(), ..self.clone() }
    }

    /// So many numbers of a column from a row on.
    fn column(&self, at: usize, start: usize, length: usize) -> &[f64] {
        &self.hoisted[at][self.first + start..self.first + start + length]
    }

    /// Computes terms and offset.
    ///
    /// # Panics
    /// If the number of shapes is not that of the law.
    pub fn basis(&self, shapes: &[f64], workspace: &mut Workspace) {
        let plan = &self.law.plan;
        self.run(shapes, workspace, false, plan.for_values());
    }

    /// Computes terms, offset and their derivatives with respect to the shapes.
    ///
    /// # Panics
    /// If the number of shapes is not that of the law.
    pub fn basis_and_derivatives(&self, shapes: &[f64], workspace: &mut Workspace) {
        let plan = &self.law.plan;
        self.run(shapes, workspace, true, plan.for_all());
    }

    fn run(&self, shapes: &[f64], workspace: &mut Workspace, full: bool, job: Job<'_>) {
        let Job { outputs, scalars, tape } = job;
        assert_eq!(shapes.len(), self.law.shapes.len(), "number of shapes");
        workspace.prepare(self, outputs);
        let stale = workspace.stale(shapes);
        workspace.full = full;
        workspace.run_scalars(&self.law.plan, scalars, shapes);
        for (place, output) in workspace.places.iter_mut().zip(&self.law.plan.outputs[..outputs]) {
            if let Output::Scalar(at) = output {
                place.fill(workspace.scalars[*at]);
            }
        }
        let mut start = 0;
        while start < self.rows {
            let length = BLOCK.min(self.rows - start);
            workspace.run_block(self, (tape, stale), start, length);
            start += length;
        }
    }

    /// The values of the law. `parameters` are in the order of [`Separable::parameters`].
    ///
    /// # Panics
    /// If the number of parameters is not that of the law or `out` is not of the length of the rows.
    pub fn values(&self, parameters: &[f64], workspace: &mut Workspace, out: &mut [f64]) {
        self.with_shapes(parameters, workspace, Bound::basis);
        self.combine(parameters, workspace, out);
    }

    /// The values and their derivatives with respect to all parameters. `jacobian` has a column of
    /// rows for each parameter, one after the other.
    ///
    /// # Panics
    /// As [`Bound::values`]; `jacobian` must have rows times parameters elements.
    pub fn values_and_jacobian(
        &self,
        parameters: &[f64],
        workspace: &mut Workspace,
        values: &mut [f64],
        jacobian: &mut [f64],
    ) {
        let (law, rows) = (&*self.law, self.rows);
        assert_eq!(jacobian.len(), rows * law.parameters, "size of the Jacobian");
        self.with_shapes(parameters, workspace, Bound::basis_and_derivatives);
        self.combine(parameters, workspace, values);
        for (k, index) in law.coefficients.iter().enumerate() {
            jacobian[index * rows..][..rows].copy_from_slice(workspace.term(k));
        }
        for index in &law.shapes {
            jacobian[index * rows..][..rows].fill(0.0);
        }
        for (j, slope) in workspace.offset_derivatives() {
            jacobian[law.shapes[j] * rows..][..rows].copy_from_slice(slope);
        }
        for (j, k, slope) in workspace.term_derivatives() {
            let coefficient = parameters[law.coefficients[k]];
            axpy(coefficient, slope, &mut jacobian[law.shapes[j] * rows..][..rows]);
        }
    }

    fn with_shapes(
        &self,
        parameters: &[f64],
        workspace: &mut Workspace,
        run: fn(&Bound, &[f64], &mut Workspace),
    ) {
        assert_eq!(parameters.len(), self.law.parameters, "number of parameters");
        let mut shapes = std::mem::take(&mut workspace.shapes);
        shapes.clear();
        shapes.extend(self.law.shapes.iter().map(|index| parameters[*index]));
        run(self, &shapes, workspace);
        workspace.shapes = shapes;
    }

    /// `out = offset + sum coefficient * term`.
    fn combine(&self, parameters: &[f64], workspace: &mut Workspace, out: &mut [f64]) {
        assert_eq!(out.len(), self.rows, "number of rows");
        let mut factors = std::mem::take(&mut workspace.factors);
        factors.clear();
        factors.extend(self.law.coefficients.iter().map(|index| parameters[*index]));
        let terms: Columns<'_> = (0..factors.len()).map(|k| workspace.term(k)).collect();
        combine(workspace.offset().unwrap_or(&[]), &factors, &terms, out);
        workspace.factors = factors;
    }
}

impl Workspace {
    /// Makes room for `bound` and fills in the first `outputs` outputs where they never change.
    fn prepare(&mut self, bound: &Bound, outputs: usize) {
        let plan = &bound.law.plan;
        if self.key != bound.key {
            self.key = bound.key;
            self.law = Some(bound.law.clone());
            self.prepared = 0;
            self.last.clear();
            self.places.resize_with(plan.places.max(self.places.len()), Vec::new);
            for (i, place) in self.places.iter_mut().enumerate() {
                place.resize(if i < plan.outputs.len() { bound.rows } else { BLOCK.max(place.len()) }, 0.0);
            }
            self.scratch.resize(SCRATCH * BLOCK, 0.0);
            self.scalars.resize(plan.scalar_work.len(), 0.0);
        }
        for at in self.prepared..outputs {
            match plan.outputs[at] {
                Output::Constant(x) => self.places[at].fill(x),
                Output::Hoisted(column) => {
                    self.places[at].copy_from_slice(bound.column(column, 0, bound.rows))
                }
                Output::Scalar(_) | Output::Steps => {}
            }
        }
        self.prepared = self.prepared.max(outputs);
    }

    /// What the outputs of the last call are worth for these shapes: the shapes that have changed, and the number of
    /// outputs that were computed. Outputs that depend on none of those shapes still stand. Notes the shapes.
    fn stale(&mut self, shapes: &[f64]) -> (u64, usize) {
        if self.last.len() != shapes.len() {
            self.last.clear();
            self.last.extend_from_slice(shapes);
            return (u64::MAX, 0);
        }
        let mut changed = 0;
        for (j, (last, shape)) in self.last.iter_mut().zip(shapes).enumerate() {
            if last.to_bits() != shape.to_bits() {
                changed |= tape::shape_bit(j);
                *last = *shape;
            }
        }
        let plan = self.law.as_ref().map(|law| &law.plan);
        (changed, plan.map_or(0, |plan| if self.full { plan.outputs.len() } else { plan.value_outputs }))
    }

    fn run_scalars(&mut self, plan: &Plan, count: usize, shapes: &[f64]) {
        for (at, work) in plan.scalar_work[..count].iter().enumerate() {
            self.scalars[at] = match work.op {
                Op::Shape(index) => shapes[index],
                op => scalar(op, work.args.map(|arg| self.scalars[arg])),
            };
        }
    }

    /// Runs a tape over `length` rows from `start` on, but for outputs that still stand (see [`Workspace::stale`]).
    fn run_block(&mut self, bound: &Bound, work: (&[Step], (u64, usize)), start: usize, length: usize) {
        let (tape, (changed, computed)) = work;
        let outputs = bound.law.plan.outputs.len();
        let Workspace { places, scalars, scratch, .. } = self;
        for step in tape {
            if step.to < computed && step.shapes & changed == 0 {
                continue;
            }
            // Taken out while it is written, so that the others can be read.
            let mut target = std::mem::take(&mut places[step.to]);
            let arg = |operand: Operand| match operand {
                Operand::Place(at) if at < outputs => Arg::Many(&places[at][start..start + length]),
                Operand::Place(at) => Arg::Many(&places[at][..length]),
                Operand::Hoisted(at) => Arg::Many(bound.column(at, start, length)),
                Operand::Scalar(at) => Arg::One(scalars[at]),
                Operand::Absent => Arg::One(0.0),
            };
            let from = if step.to < outputs { start } else { 0 };
            apply(step.op, step.args.map(arg), &mut target[from..from + length], scratch);
            places[step.to] = target;
        }
    }

    fn output(&self, at: usize) -> &[f64] {
        &self.places[at]
    }

    /// The factor of coefficient `k`, one number a row.
    ///
    /// # Panics
    /// If there is no such coefficient, or before the first computation.
    pub fn term(&self, k: usize) -> &[f64] {
        self.output(k)
    }

    /// The offset, if the law has one.
    pub fn offset(&self) -> Option<&[f64]> {
        let at = self.law.as_ref()?.offset?;
        Some(self.output(at))
    }

    /// `(shape, term, derivative)` for each derivative that is not zero everywhere. Empty after
    /// [`Bound::basis`].
    pub fn term_derivatives(&self) -> impl Iterator<Item = (usize, usize, &[f64])> {
        let list = self.law.as_ref().filter(|_| self.full).map_or(&[][..], |law| &law.term_derivatives);
        list.iter().map(|(j, k, at)| (*j, *k, self.output(*at)))
    }

    /// `(shape, derivative)` for each derivative of the offset that is not zero everywhere. Empty
    /// after [`Bound::basis`].
    pub fn offset_derivatives(&self) -> impl Iterator<Item = (usize, &[f64])> {
        let list = self.law.as_ref().filter(|_| self.full).map_or(&[][..], |law| &law.offset_derivatives);
        list.iter().map(|(j, at)| (*j, self.output(*at)))
    }
}
