//! From operations to tapes: what is computed when, and where it is kept.

use std::collections::HashMap;

use crate::program::graph::{Class, Graph, Op, Ref};

/// Where an operand of a step lies.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operand {
    /// An output or a register of the workspace.
    Place(usize),
    /// A column that was computed when the columns were bound.
    Hoisted(usize),
    /// One number, computed once a call.
    Scalar(usize),
    Absent,
}

/// One vector operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) op: Op,
    pub(super) to: usize,
    pub(super) args: [Operand; 3],
    /// The shapes that the result depends on, one bit each; shapes from the 64th on share the last bit.
    pub(super) shapes: u64,
}

/// The bit of a shape.
pub(super) fn shape_bit(shape: usize) -> u64 {
    1 << shape.min(63)
}

/// An operation on earlier results of its own list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Single {
    pub(super) op: Op,
    pub(super) args: [usize; 3],
    pub(super) count: usize,
}

/// How an output is made.
#[derive(Clone, Copy, Debug)]
pub(super) enum Output {
    Constant(f64),
    Scalar(usize),
    Hoisted(usize),
    /// By the tape.
    Steps,
}

/// The work of a program. The first `value_outputs` outputs are those without derivatives.
pub(super) struct Plan {
    pub(super) outputs: Vec<Output>,
    pub(super) value_outputs: usize,
    /// Outputs and registers.
    pub(super) places: usize,
    /// Column operations, run when columns are bound.
    pub(super) column_work: Vec<Single>,
    /// The results of `column_work` that are kept.
    pub(super) hoisted: Vec<usize>,
    /// Operations on single numbers; those for values come first.
    pub(super) scalar_work: Vec<Single>,
    pub(super) value_scalars: usize,
    pub(super) value_tape: Vec<Step>,
    pub(super) full_tape: Vec<Step>,
}

/// What is run for an answer: values alone, or values with derivatives.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    /// How many of the outputs, from the first on.
    pub(super) outputs: usize,
    /// How many of the operations on single numbers, likewise.
    pub(super) scalars: usize,
    /// The steps over blocks of rows.
    pub(super) tape: &'a [Step],
}

impl Plan {
    /// Values alone.
    pub(super) fn for_values(&self) -> Job<'_> {
        Job { outputs: self.value_outputs, scalars: self.value_scalars, tape: &self.value_tape }
    }

    /// Values and derivatives.
    pub(super) fn for_all(&self) -> Job<'_> {
        Job { outputs: self.outputs.len(), scalars: self.scalar_work.len(), tape: &self.full_tape }
    }

    pub(super) fn new(graph: &Graph, outputs: &[Ref], value_outputs: usize) -> Plan {
        let all = graph.reachable(outputs);
        let for_values = graph.reachable(&outputs[..value_outputs]);
        let mut maker = Maker { graph, outputs, hoisted: HashMap::new(), scalars: HashMap::new() };
        let (scalar_work, value_scalars) = maker.scalar_work(&all, &for_values);
        let (column_work, hoisted) = maker.column_work(&all);
        let (value_tape, value_places) = maker.tape(&for_values, value_outputs);
        let (full_tape, full_places) = maker.tape(&all, outputs.len());
        let kinds = outputs.iter().map(|at| match graph.class(*at) {
            Class::Constant => Output::Constant(graph.value(*at).unwrap_or(f64::NAN)),
            Class::Scalar => Output::Scalar(maker.scalars[at]),
            Class::Column => Output::Hoisted(maker.hoisted[at]),
            Class::Mixed => Output::Steps,
        });
        Plan {
            outputs: kinds.collect(),
            value_outputs,
            places: value_places.max(full_places),
            column_work,
            hoisted,
            scalar_work,
            value_scalars,
            value_tape,
            full_tape,
        }
    }
}

struct Maker<'a> {
    graph: &'a Graph,
    outputs: &'a [Ref],
    hoisted: HashMap<Ref, usize>,
    scalars: HashMap<Ref, usize>,
}

/// `at` as an operation on the results in `places`.
fn single(graph: &Graph, at: Ref, places: &HashMap<Ref, usize>) -> Single {
    let item = &graph.items[at];
    let mut args = [0; 3];
    for (to, from) in args.iter_mut().zip(item.args()) {
        *to = places.get(from).copied().unwrap_or(0);
    }
    Single { op: item.op, args, count: item.args().len() }
}

impl Maker<'_> {
    /// Numbers that are computed once a call, and how many of them the values need.
    fn scalar_work(&mut self, all: &[bool], for_values: &[bool]) -> (Vec<Single>, usize) {
        let is_single = |at: &Ref| matches!(self.graph.class(*at), Class::Constant | Class::Scalar);
        let singles = |first: bool| {
            (0..all.len()).filter(move |at| all[*at] && for_values[*at] == first).filter(is_single)
        };
        let order: Vec<Ref> = singles(true).chain(singles(false)).collect();
        let mut work = Vec::with_capacity(order.len());
        for at in &order {
            work.push(single(self.graph, *at, &self.scalars));
            self.scalars.insert(*at, work.len() - 1);
        }
        (work, singles(true).count())
    }

    /// Columns that are computed once, and which of them are kept for tapes and outputs.
    fn column_work(&mut self, all: &[bool]) -> (Vec<Single>, Vec<usize>) {
        let mut kept = vec![false; all.len()];
        self.outputs.iter().for_each(|at| kept[*at] = true);
        for at in (0..all.len()).filter(|at| all[*at] && self.graph.class(*at) == Class::Mixed) {
            self.graph.items[at].args().iter().for_each(|arg| kept[*arg] = true);
        }
        let (mut work, mut hoisted) = (Vec::new(), Vec::new());
        let mut places = HashMap::new();
        for at in (0..all.len()).filter(|at| all[*at]) {
            let class = self.graph.class(at);
            if matches!(class, Class::Column | Class::Constant) {
                work.push(single(self.graph, at, &places));
                places.insert(at, work.len() - 1);
            }
            if class == Class::Column && kept[at] {
                self.hoisted.insert(at, hoisted.len());
                hoisted.push(work.len() - 1);
            }
        }
        (work, hoisted)
    }

    /// The steps for the first `count` outputs, and the number of places. A step never writes to a
    /// place that it reads.
    fn tape(&self, needed: &[bool], count: usize) -> (Vec<Step>, usize) {
        let order: Vec<Ref> =
            (0..needed.len()).filter(|at| needed[*at] && self.graph.class(*at) == Class::Mixed).collect();
        let mut last_use: HashMap<Ref, usize> = HashMap::new();
        for (time, at) in order.iter().enumerate() {
            last_use.extend(self.graph.items[*at].args().iter().map(|arg| (*arg, time)));
        }
        let shapes = self.shapes();
        let mut places: HashMap<Ref, usize> = HashMap::new();
        let (mut free, mut end): (Vec<usize>, usize) = (Vec::new(), self.outputs.len());
        let mut steps = Vec::with_capacity(order.len());
        for (time, at) in order.iter().enumerate() {
            let output = self.outputs[..count].iter().position(|output| output == at);
            let to = output.or_else(|| free.pop()).unwrap_or_else(|| {
                end += 1;
                end - 1
            });
            let item = &self.graph.items[*at];
            let mut args = [Operand::Absent; 3];
            for (operand, arg) in args.iter_mut().zip(item.args()) {
                *operand = self.operand(*arg, &places);
            }
            steps.push(Step { op: item.op, to, args, shapes: shapes[*at] });
            for arg in item.args() {
                let is_register = places.get(arg).is_some_and(|place| *place >= self.outputs.len());
                if last_use.get(arg) == Some(&time) && is_register {
                    free.extend(places.remove(arg));
                }
            }
            places.insert(*at, to);
        }
        for (to, at) in self.outputs[..count].iter().enumerate() {
            if let Some(from) = places.get(at).filter(|from| **from != to) {
                let args = [Operand::Place(*from), Operand::Absent, Operand::Absent];
                steps.push(Step { op: Op::Copy, to, args, shapes: shapes[*at] });
            }
        }
        (steps, end)
    }

    /// The shapes that each operation depends on.
    fn shapes(&self) -> Vec<u64> {
        let mut shapes: Vec<u64> = Vec::with_capacity(self.graph.items.len());
        for item in &self.graph.items {
            let own = if let Op::Shape(shape) = item.op { shape_bit(shape) } else { 0 };
            shapes.push(item.args().iter().fold(own, |bits, arg| bits | shapes[*arg]));
        }
        shapes
    }

    fn operand(&self, at: Ref, places: &HashMap<Ref, usize>) -> Operand {
        let found = match self.graph.class(at) {
            Class::Constant | Class::Scalar => self.scalars.get(&at).copied().map(Operand::Scalar),
            Class::Column => self.hoisted.get(&at).copied().map(Operand::Hoisted),
            Class::Mixed => places.get(&at).copied().map(Operand::Place),
        };
        found.unwrap_or(Operand::Absent)
    }
}
