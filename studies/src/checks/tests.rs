use super::PAGE;
use super::alternatives::ALTERNATIVES;
use super::rates::Rates;
use super::worlds::WORLDS;
use lawlike::check::CARDS;
use lawlike_num::dist::binomial_cdf;

/// Tables of each world.
const DRAWS: usize = 100;
/// Tables of each alternative.
const OTHERS: usize = 30;
/// Share of lawful tables on which a check may fire.
const LIMIT: f64 = 0.05;

/// The most alarms that a check with a rate of 5 % raises, but for one such check in a thousand.
fn most(draws: usize) -> usize {
    (0..draws).find(|count| binomial_cdf(*count as u64, draws as u64, LIMIT) > 0.999).unwrap_or(draws)
}

#[test]
#[ignore = "slow"]
fn checks_are_quiet_on_lawful_tables_and_find_what_they_are_for() {
    let rates = Rates::simulate(DRAWS, OTHERS);
    for card in CARDS {
        for (world, count) in WORLDS.iter().zip(rates.of(card.code)) {
            assert!(
                count <= most(DRAWS),
                "{}: {count} of {DRAWS} lawful tables of `{}`",
                card.code,
                world.name
            );
        }
    }
    for (other, hits) in ALTERNATIVES.iter().zip(&rates.hits) {
        assert!(2 * hits >= OTHERS, "{}: {hits} of {OTHERS} where {}", other.check, other.says);
    }
}

#[test]
fn every_check_has_an_alternative_and_measured_rates() {
    let page = std::fs::read_to_string(crate::root().join(PAGE)).unwrap();
    for card in CARDS {
        assert!(ALTERNATIVES.iter().any(|other| other.check == card.code), "{} has none", card.code);
        assert!(page.contains(&format!("| `{}` |", card.code)), "{} is not in {PAGE}", card.code);
    }
    for other in ALTERNATIVES {
        assert!(CARDS.iter().any(|card| card.code == other.check), "no check is called {}", other.check);
    }
}
