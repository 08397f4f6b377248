//! Directions along which rows follow one another, and families of rows.

use crate::observations::{Column, Observations, Points};
use std::collections::BTreeMap;

/// A quantity by which rows are ordered: an axis, or the product of all axes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Direction {
    /// Name for readers.
    pub(crate) name: String,
    /// One value a row, in logarithms where these are the natural scale.
    pub(crate) values: Vec<f64>,
    /// Whether the values are logarithms.
    pub(crate) is_log: bool,
    /// Axes that are added up.
    axes: Vec<usize>,
}

impl Direction {
    fn of(place: usize, axis: &Column) -> Self {
        let is_log = axis.is_log();
        let scaled = |v: &f64| if is_log { v.ln() } else { *v };
        let values = axis.values.iter().map(scaled).collect();
        Self { name: axis.name.clone(), values, is_log, axes: vec![place] }
    }

    /// Each axis as a direction.
    fn along_axes(observations: &Observations) -> impl Iterator<Item = Self> {
        observations.axes.iter().enumerate().map(|(place, axis)| Self::of(place, axis))
    }

    /// The main direction: the only axis, or the product of all logarithmic ones.
    pub(crate) fn main(observations: &Observations) -> Option<Self> {
        let logs: Vec<Self> = Self::along_axes(observations).filter(|axis| axis.is_log).collect();
        match (observations.axes.as_slice(), logs.as_slice()) {
            ([axis], _) => Some(Self::of(0, axis)),
            (_, []) => None,
            (_, logs) => {
                let sum = |row: usize| logs.iter().map(|axis| axis.values[row]).sum();
                let names: Vec<&str> = logs.iter().map(|axis| axis.name.as_str()).collect();
                let values = (0..observations.n()).map(sum).collect();
                let axes = logs.iter().flat_map(|axis| axis.axes.clone()).collect();
                Some(Self { name: names.join(" x "), values, is_log: true, axes })
            }
        }
    }

    /// The main direction and, if there are several axes, each of them.
    pub(crate) fn all(observations: &Observations) -> Vec<Self> {
        let mut all: Vec<Self> = Self::main(observations).into_iter().collect();
        if observations.axes.len() > 1 {
            all.extend(
                Self::along_axes(observations)
                    .filter(|axis| axis.values.iter().any(|v| *v != axis.values[0])),
            );
        }
        all
    }

    /// Positions in a list of rows, in rising order; ties keep their order.
    pub(crate) fn order(&self, rows: &[usize]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| self.values[rows[*a]].total_cmp(&self.values[rows[*b]]));
        order
    }

    /// Where the first of some points lies.
    pub(crate) fn at(&self, points: &Points) -> f64 {
        let values = self.axes.iter().map(|axis| points.columns[*axis].values[0]);
        values.map(|v| if self.is_log { v.ln() } else { v }).sum()
    }

    /// A value for readers.
    pub(crate) fn show(&self, value: f64) -> String {
        if self.is_log { super::far::significant(value.exp()) } else { format!("{value:.2}") }
    }
}

/// Rows that belong together, and what they have in common, in words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Family {
    /// What the rows have in common.
    pub(crate) name: String,
    /// The rows.
    pub(crate) rows: Vec<usize>,
}

/// Declared groups if rows were declared to belong together; else rows of one value of an axis, for the first axis with
/// few enough values.
pub(crate) fn families(observations: &Observations) -> Vec<Family> {
    let n = observations.n();
    let mut groups: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    if observations.group_count() < n {
        (0..n).for_each(|row| groups.entry(observations.groups[row] as u64).or_default().push(row));
        let name = |rows: &[usize]| format!("the group of line {}", observations.lines[rows[0]]);
        return groups.into_values().map(|rows| Family { name: name(&rows), rows }).collect();
    }
    for axis in &observations.axes {
        groups.clear();
        (0..n).for_each(|row| groups.entry(axis.values[row].to_bits()).or_default().push(row));
        if observations.axes.len() > 1 && groups.len() >= FEWEST && 3 * groups.len() <= n {
            let name =
                |rows: &[usize]| format!("{} = {}", axis.name, super::far::significant(axis.values[rows[0]]));
            return groups.into_values().map(|rows| Family { name: name(&rows), rows }).collect();
        }
    }
    Vec::new()
}

/// Fewer families than this cannot be compared with one another.
const FEWEST: usize = 5;

/// Rows that are equal in all axes but one, in the order of that one: the points of one run, where runs are logged as
/// they go. At least three rows each; the axis with the longest tracks is taken.
pub(crate) fn tracks(observations: &Observations) -> Vec<Vec<usize>> {
    let along = |which: usize| -> Vec<Vec<usize>> {
        let mut tracks: BTreeMap<Vec<u64>, Vec<usize>> = BTreeMap::new();
        for row in 0..observations.n() {
            let others = observations.axes.iter().enumerate().filter(|(k, _)| *k != which);
            let key = others.map(|(_, axis)| axis.values[row].to_bits()).collect();
            tracks.entry(key).or_default().push(row);
        }
        let place = |row: &usize| observations.axes[which].values[*row];
        let mut tracks: Vec<Vec<usize>> = tracks.into_values().filter(|rows| rows.len() >= 3).collect();
        tracks.iter_mut().for_each(|rows| rows.sort_by(|a, b| place(a).total_cmp(&place(b))));
        tracks
    };
    let links = |tracks: &Vec<Vec<usize>>| tracks.iter().map(|rows| rows.len() - 1).sum::<usize>();
    if observations.axes.len() < 2 {
        return Vec::new();
    }
    (0..observations.axes.len()).map(along).max_by_key(links).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Quantity;

    /// A response over axes, each with its values.
    fn table(axes: &[(&str, Quantity, &[f64])]) -> Observations {
        let rows = axes[0].2.len();
        let response = Column::new("y", Quantity::Plain, (0..rows).map(|row| row as f64).collect());
        let columns =
            axes.iter().map(|(name, quantity, values)| Column::new(*name, *quantity, values.to_vec()));
        Observations::new(response, columns.collect()).unwrap()
    }

    const PLAIN: Quantity = Quantity::Plain;

    #[test]
    fn the_main_direction_is_the_axis_or_the_product_of_those_in_logarithms() {
        let one = Direction::main(&table(&[("d", Quantity::Date, &[2021.0, 2020.0])])).unwrap();
        assert_eq!((one.name.as_str(), one.is_log, one.values), ("d", false, vec![2021.0, 2020.0]));
        let (a, b, flat) = ([1.0, 10.0, 100.0], [4.0, 1.0, 1.0], [5.0, 6.0, 7.0]);
        let data = table(&[("a", PLAIN, &a), ("flat", PLAIN, &flat), ("b", PLAIN, &b)]);
        let both = Direction::main(&data).unwrap();
        assert_eq!((both.name.as_str(), both.is_log), ("a x b", true));
        for (found, product) in both.values.iter().zip([4.0f64, 10.0, 100.0]) {
            assert!((found - product.ln()).abs() < 1e-12);
        }
        assert!((both.at(&data.points()) - 4f64.ln()).abs() < 1e-12);
        assert!(Direction::main(&table(&[("f", PLAIN, &flat), ("g", PLAIN, &flat)])).is_none());
        assert_eq!(one_at(&table(&[("d", Quantity::Date, &[2021.0, 2020.0])])), 2021.0);
    }

    fn one_at(data: &Observations) -> f64 {
        Direction::main(data).unwrap().at(&data.points())
    }

    #[test]
    fn several_axes_are_directions_of_their_own_if_they_vary() {
        let names = |data: &Observations| -> Vec<String> {
            Direction::all(data).into_iter().map(|direction| direction.name).collect()
        };
        let (a, b, fixed) = ([1.0, 10.0, 100.0], [4.0, 1.0, 1.0], [3.0; 3]);
        assert_eq!(names(&table(&[("a", PLAIN, &a)])), ["a"]);
        let data = table(&[("a", PLAIN, &a), ("b", PLAIN, &b), ("fixed", PLAIN, &fixed)]);
        assert_eq!(names(&data), ["a x b", "a", "b"]);
    }

    #[test]
    fn rows_are_put_in_rising_order_and_values_are_shown_as_they_are_measured() {
        let log = Direction::main(&table(&[("a", PLAIN, &[100.0, 1.0, 10.0, 1.0])])).unwrap();
        assert_eq!(log.order(&[0, 1, 2, 3]), [1, 3, 2, 0]);
        assert_eq!(log.order(&[2, 0, 3]), [2, 0, 1]);
        assert_eq!(log.show(100f64.ln()), "100.0");
        let date = Direction::main(&table(&[("d", Quantity::Date, &[2021.0, 2020.0])])).unwrap();
        assert_eq!(date.show(2020.5), "2020.50");
    }

    /// Rows of a grid of so many values of `a` and of `b`.
    fn grid(of_a: usize, of_b: usize) -> Observations {
        let cell = |row: usize| (2f64.powi((row / of_b) as i32), 3f64.powi((row % of_b) as i32));
        let (a, b): (Vec<f64>, Vec<f64>) = (0..of_a * of_b).map(cell).unzip();
        table(&[("a", PLAIN, &a), ("b", PLAIN, &b)])
    }

    #[test]
    fn families_are_declared_groups() {
        let mut data = grid(2, 3);
        data.groups = vec![7, 8, 7, 8, 9, 9];
        let found = families(&data);
        let rows: Vec<&[usize]> = found.iter().map(|family| family.rows.as_slice()).collect();
        assert_eq!(rows, [&[0, 2][..], &[1, 3], &[4, 5]]);
        assert_eq!(found[1].name, "the group of line 2");
    }

    #[test]
    fn families_share_a_value_of_the_first_axis_that_has_five_to_a_third_as_many_values_as_rows() {
        let found = families(&grid(5, 3));
        assert_eq!((found.len(), found[1].name.as_str()), (5, "a = 2.000"));
        assert_eq!(found[1].rows, [3, 4, 5]);
        assert!(families(&grid(5, 2)).is_empty(), "more values than a third of the rows");
        assert!(families(&grid(4, 4)).is_empty(), "four are too few");
        let second = families(&grid(4, 6));
        assert_eq!((second.len(), second[0].name.as_str()), (6, "b = 1.000"));
        let one: Vec<f64> = (0..20).map(|row| f64::from(row / 4)).collect();
        assert!(families(&table(&[("a", PLAIN, &one)])).is_empty(), "along one axis there are none");
    }

    #[test]
    fn tracks_are_rows_that_differ_in_one_axis() {
        let found = tracks(&grid(2, 4));
        assert_eq!(found, [vec![0, 1, 2, 3], vec![4, 5, 6, 7]]);
        assert_eq!(tracks(&grid(4, 2)), [vec![0, 2, 4, 6], vec![1, 3, 5, 7]]);
        assert!(tracks(&grid(2, 2)).is_empty(), "two rows make no track");
        assert_eq!(tracks(&grid(1, 3)), [vec![0, 1, 2]], "three do");
        assert!(tracks(&table(&[("a", PLAIN, &[1.0, 2.0, 3.0])])).is_empty());
        let turned = table(&[("a", PLAIN, &[1.0; 3]), ("b", PLAIN, &[3.0, 1.0, 2.0])]);
        assert_eq!(tracks(&turned), [vec![1, 2, 0]], "in the order of the axis");
    }

    #[test]
    fn the_axis_with_the_longest_tracks_is_taken() {
        // Along `a` one track of six rows with five links, along `b` two of three with two links each.
        let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 11.0, 11.0, 11.0, 12.0, 12.0, 12.0];
        let b = [9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0];
        assert_eq!(tracks(&table(&[("a", PLAIN, &a), ("b", PLAIN, &b)])), [vec![0, 1, 2, 3, 4, 5]]);
    }
}
