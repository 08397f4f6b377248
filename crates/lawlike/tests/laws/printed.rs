//! Numbers that papers print.

use lawlike::law::CARDS;

#[test]
fn published_values_give_the_numbers_of_their_papers() {
    let mut count = 0;
    for card in CARDS {
        for prediction in card.predictions {
            let found = card.given(prediction).unwrap();
            let error = (found - prediction.printed).abs();
            let what = prediction.what;
            assert!(error <= prediction.within, "{}, {what}: {found}, not {}", card.id, prediction.printed);
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}
