use super::*;
use crate::forecast::Forecast;
use crate::observations::Column;
use crate::quantity::Quantity;
use lawlike_num::stream::Stream;
use std::collections::BTreeSet;

/// A column of that quantity with these values.
fn column(name: &str, quantity: Quantity, values: impl Iterator<Item = f64>) -> Column {
    Column::new(name, quantity, values.collect())
}

/// A series of each kind, with a little noise.
fn series(kind: ExtrapolationKind) -> Observations {
    let mut stream = Stream::keyed(7, &[kind as u64]);
    let noise: Vec<f64> = (0..24).map(|_| 0.01 * stream.normal()).collect();
    let count = || (0..24).map(f64::from);
    let falling = || count().zip(&noise).map(|(i, e)| (1.0 - 0.04 * i + e).exp());
    let x = || count().map(|i| 1e6 * 1.5f64.powf(i));
    let rising = || count().zip(&noise).map(|(i, e)| (1.0 + 0.3 * i + e).exp());
    let dates = || vec![column("t", Quantity::Date, count().map(|i| 2018.0 + 0.2 * i))];
    let (response, axes) = match kind {
        ExtrapolationKind::Growth => {
            (column("y", Quantity::Plain, rising()), vec![column("x", Quantity::Examples, x())])
        }
        ExtrapolationKind::DatedScore => {
            (column("y", Quantity::Accuracy, count().zip(&noise).map(|(i, e)| 0.3 + 0.02 * i + e)), dates())
        }
        ExtrapolationKind::Log => {
            (column("y", Quantity::Plain, falling()), vec![column("x", Quantity::Examples, x())])
        }
        ExtrapolationKind::Raw => (
            column("y", Quantity::Accuracy, count().zip(&noise).map(|(i, e)| 0.3 + 0.02 * i + e)),
            vec![column("x", Quantity::Examples, x())],
        ),
        ExtrapolationKind::Calendar => (column("y", Quantity::Plain, falling()), dates()),
        ExtrapolationKind::Several => {
            // Four sizes at each of six lengths.
            let (a, b) = (count().map(|i| 2f64.powf(i % 4.0)), count().map(|i| 3f64.powf((i / 4.0).floor())));
            let law = a.clone().zip(b.clone()).map(|(a, b)| 1.0 + a.powf(-0.4) + b.powf(-0.3));
            let y = law.zip(&noise).map(|(law, e)| law * e.exp());
            (
                column("y", Quantity::Plain, y),
                vec![column("a", Quantity::Examples, a), column("b", Quantity::Steps, b)],
            )
        }
    };
    Observations::new(response, axes).unwrap()
}

/// Rows that a record forecasts from the first 16 rows of a series for the others.
fn rows(record: &Record, whole: &Observations) -> Forecast {
    let (past, future): (Vec<usize>, Vec<usize>) = (0..whole.n()).partition(|row| *row < 16);
    let (past, points) = (whole.select(&past), whole.points().select(&future));
    forecast_by(record, &[(&past, &points)], None, 1, &Kept::default())[0].rows()
}

/// Numbers of a forecast as bits, to be equal or not.
fn bits(forecast: &Forecast) -> Vec<u64> {
    let numbers = forecast.rows.iter().flat_map(|row| row.fan.quantiles().map(|(_, value)| value));
    numbers.map(f64::to_bits).collect()
}

#[test]
fn a_series_of_a_source_is_forecast_as_if_the_record_had_never_seen_it() {
    for kind in ExtrapolationKind::ALL {
        let whole = series(kind);
        let shipped = Record::shipped();
        let names: BTreeSet<&str> =
            shipped.sources.iter().filter(|s| s.kind == kind).map(|s| s.name.as_str()).collect();
        let mut felt = 0;
        for name in names {
            // As if this series had been among those of the source.
            let mut knowing = shipped.clone();
            let marks = Record::marks_of(&whole);
            let own = knowing.sources.iter_mut().filter(|s| s.name == name);
            own.for_each(|source| source.marks.push(marks.clone()));
            let mut without = shipped.clone();
            without.sources.retain(|source| source.name != name);
            let found = bits(&rows(&knowing, &whole));
            assert_eq!(found, bits(&rows(&without, &whole)), "{kind:?} {name}");
            felt += usize::from(found != bits(&rows(shipped, &whole)));
        }
        assert!(felt >= 2, "{kind:?}: leaving a source out must show");
    }
}

#[test]
fn rows_of_little_weight_have_little_say() {
    for kind in ExtrapolationKind::ALL {
        let whole = series(kind);
        let ask = |series: &Observations| rows(Record::shipped(), series);
        let mut even = whole.clone();
        even.weights = vec![3.0; whole.n()];
        let clean = ask(&whole);
        assert_eq!(bits(&ask(&even)), bits(&clean), "{kind:?}: equal weights are none");
        // Three early rows are spoilt.
        let mut spoilt = whole.clone();
        let (low, high) = spoilt.response.range();
        for row in [2, 5, 9] {
            spoilt.response.values[row] += 0.5 * (high - low);
        }
        let mut light = spoilt.clone();
        light.weights = (0..whole.n()).map(|row| if [2, 5, 9].contains(&row) { 1e-4 } else { 1.0 }).collect();
        let miss = |series: &Observations| -> f64 {
            ask(series)
                .rows
                .iter()
                .zip(&clean.rows)
                .map(|(a, b)| (a.fan.median() - b.fan.median()).abs())
                .sum()
        };
        assert!(miss(&light) < 0.8 * miss(&spoilt), "{kind:?}: {} {}", miss(&light), miss(&spoilt));
    }
}

#[test]
fn rows_without_weight_are_as_good_as_absent() {
    for kind in ExtrapolationKind::ALL {
        let whole = series(kind);
        let points = whole.points().select(&[whole.n() - 1]);
        let past = whole.select(&(0..12).collect::<Vec<_>>());
        let mut padded = whole.select(&(0..18).collect::<Vec<_>>());
        padded.weights = (0..18).map(|row| if row < 12 { 1.0 } else { 0.0 }).collect();
        let ask = |past: &Observations| {
            forecast_by(Record::shipped(), &[(past, &points)], None, 1, &Kept::default())[0].rows()
        };
        let found = ask(&padded);
        assert!(found.rows[0].fan.median().is_finite(), "{kind:?}");
        assert_eq!(bits(&found), bits(&ask(&past)), "{kind:?}");
    }
}
