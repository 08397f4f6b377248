use super::*;
use crate::observations::{Column, Observations, Points};
use crate::quantity::{LossUnit, Quantity};

fn runs(rows: &[[f64; 2]]) -> Observations {
    let column = |name: &str, j: usize| {
        Column::new(name, Quantity::Plain, rows.iter().map(|row| row[j]).collect::<Vec<_>>())
    };
    let loss = rows.iter().map(|[a, b]| 1.0 + a.powf(-0.3) + b.powf(-0.2)).collect();
    let loss = Column::new("loss", Quantity::Loss(LossUnit::Nats), loss);
    Observations::new(loss, vec![column("a", 0), column("b", 1)]).unwrap()
}

/// Four values on each of two axes.
fn grid() -> Vec<[f64; 2]> {
    (0..16).map(|i| [10f64.powi(i % 4), 10f64.powi(i / 4)]).collect()
}

fn oriented_by(past: &Observations, points: &Points) -> Oriented {
    let frame = Frame::new(past, Some(points));
    let places = frame.places(points);
    oriented(frame, places)
}

#[test]
fn runs_are_ordered_along_the_axis_by_which_points_leave() {
    let past = runs(&grid());
    let points = runs(&[[1e6, 1e1], [1e6, 1e2], [1e7, 1e1], [1e7, 1e2]]).points();
    let found = oriented_by(&past, &points);
    assert_eq!(found.road, Road::Ahead);
    let along: Vec<f64> = found.frame.x.iter().map(|x| x[0]).collect();
    assert!(along.windows(2).all(|pair| pair[0] <= pair[1]), "{along:?}");
    assert!(found.places.z.iter().all(|z| *z > found.frame.end()));
    // Points at smaller values turn the road round.
    let points = runs(&[[1e-3, 1e1], [1e-2, 1e2]]).points();
    let found = oriented_by(&past, &points);
    let along: Vec<f64> = found.frame.x.iter().map(|x| x[0]).collect();
    assert!(along.windows(2).all(|pair| pair[0] >= pair[1]), "{along:?}");
}

#[test]
fn points_amid_the_past_leave_parts_out() {
    let past = runs(&grid());
    let points = runs(&[[3e1, 2e1], [5e1, 4e2], [2e2, 3e1], [1e1, 1e2]]).points();
    assert_eq!(oriented_by(&past, &points).road, Road::Amid);
    let trials = Task { observations: &past, whole: &past, points: &points, chosen: None }.run().unwrap();
    assert_eq!(trials.inner.len(), PARTS);
    let left_out: usize = trials.inner.iter().map(|trial| trial.truth.len()).sum();
    assert_eq!(left_out, past.n(), "every run is left out once");
    assert!(trials.future.ahead.iter().all(|ahead| *ahead == trials.horizon));
}

#[test]
fn the_order_of_the_rows_is_nothing() {
    let mut rows = grid();
    let points = runs(&[[3e1, 2e1], [5e1, 4e2], [2e2, 3e1], [1e1, 1e2]]).points();
    let ask = |rows: &[[f64; 2]]| {
        let past = runs(rows);
        let trials = Task { observations: &past, whole: &past, points: &points, chosen: None }.run().unwrap();
        trials.inner.iter().map(|trial| trial.truth.clone()).collect::<Vec<_>>()
    };
    let straight = ask(&rows);
    rows.reverse();
    assert_eq!(straight, ask(&rows));
}

#[test]
fn noise_of_a_share_is_found_beside_its_trend() {
    let mut stream = Stream::keyed(6, &[]);
    let rows: Vec<[f64; 2]> =
        (0..200).map(|_| [(9.0 * stream.uniform()).exp(), (9.0 * stream.uniform()).exp()]).collect();
    let mut past = runs(&rows);
    let share = |row: &[f64; 2]| 0.2 + 0.02 * row[0].ln() + 0.02 * row[1].ln() + 0.03 * stream.normal();
    let values = rows.iter().map(share).collect();
    past.response = Column::new("accuracy", Quantity::Accuracy, values);
    let found = noise(&Frame::new(&past, None));
    assert!((0.025..0.038).contains(&found), "{found}");
}
