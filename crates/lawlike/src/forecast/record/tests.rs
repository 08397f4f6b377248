use super::*;
use crate::observations::Column;
use crate::quantity::Quantity;

fn source(name: &str, kind: ExtrapolationKind, spread: f64) -> RecordSource {
    let ladder = |s: f64| (0..KEPT).map(|i| s * (i as f64 - 19.5) / 10.0).collect::<Vec<f64>>();
    let mut source = RecordSource::empty(name, kind);
    source.series = 4;
    source.forecasts = 40;
    source.profile = vec![("last".to_owned(), 1.25), ("line3".to_owned(), -1.25)];
    source.ratio = spread;
    source.trials = ladder(1.0);
    source.outcomes = ladder(spread);
    source.reach = vec![Reach { upto: f64::INFINITY, forecasts: 40, half: 0.0125, most: 0.05 }];
    source.marks = vec![marks::of_source(&first()).unwrap()];
    source
}

fn data(y: Vec<f64>) -> Observations {
    let x = (1..=y.len()).map(|i| i as f64).collect();
    Observations::new(Column::new("y", Quantity::Plain, y), vec![Column::new("x", Quantity::Plain, x)])
        .unwrap()
}

/// A series of the source `a`.
fn first() -> Observations {
    data(vec![3.5, 3.25, 3.0, 2.9, 2.85])
}

#[test]
fn a_table_reads_back_as_it_was_written() {
    let record = Record {
        sources: vec![source("a", ExtrapolationKind::Log, 1.5), source("b", ExtrapolationKind::Several, 2.0)],
        ..Record::default()
    };
    assert_eq!(Record::read(&record.write()), Some(record));
    assert_eq!(Record::read("head\na;b"), None);
}

/// Candidates for responses of which no public set has any: over several axes those that are neither losses nor shares,
/// over dates those that span a factor of two and are no shares.
const UNSEEN: [(ExtrapolationKind, &str); 3] = [
    (ExtrapolationKind::Several, "additive"),
    (ExtrapolationKind::DatedScore, "log-line"),
    (ExtrapolationKind::DatedScore, "log-linew"),
];

#[test]
fn the_shipped_record_covers_every_kind_and_every_candidate() {
    let record = Record::shipped();
    for kind in ExtrapolationKind::ALL {
        let sources: Vec<&RecordSource> = record.sources.iter().filter(|s| s.kind == kind).collect();
        assert!(sources.len() >= 4, "{kind:?}: {} sources", sources.len());
        for name in
            crate::forecast::candidate::names(kind).iter().filter(|name| !UNSEEN.contains(&(kind, **name)))
        {
            assert!(sources.iter().any(|s| s.profile.iter().any(|(n, _)| n == name)), "{kind:?} {name}");
        }
    }
}

#[test]
fn wider_outcomes_widen_a_file_and_a_left_out_source_says_nothing() {
    let record = Record {
        sources: vec![source("a", ExtrapolationKind::Log, 1.5), source("b", ExtrapolationKind::Log, 3.0)],
        ..Record::default()
    };
    let names = ["last".to_owned(), "line3".to_owned(), "new".to_owned()];
    let all = record.reference(ExtrapolationKind::Log, &names, &BTreeSet::new());
    assert_eq!(all.profile, [1.25, -1.25, 0.0]);
    assert!(all.widening.iter().all(|w| *w > 1.5 && *w < 3.0), "{:?}", all.widening);
    let without = record.reference(ExtrapolationKind::Log, &names, &BTreeSet::from(["b".to_owned()]));
    assert!(without.widening.iter().all(|w| (w - 1.5).abs() < 1e-12), "{:?}", without.widening);
    assert_eq!(without.ratio, 1.5);
}

#[test]
fn a_table_is_known_by_its_first_rows() {
    let record = Record { sources: vec![source("a", ExtrapolationKind::Log, 1.5)], ..Record::default() };
    assert_eq!(record.known(&[&first()]), BTreeSet::from(["a".to_owned()]));
    let stranger = data(vec![3.5, 3.25, 3.1, 2.9, 2.7]);
    assert!(record.known(&[&stranger]).is_empty());
    let class = record.class(&[&stranger]);
    assert_eq!((class.sources, class.series, class.forecasts), (1, 4, 40));
    assert_eq!(class.at(0.3).map(|reach| reach.most), Some(0.05));
}
