use super::PAGE;
use super::rates::{DEVELOP, Rates};
use super::worlds::WORLDS;
use lawlike_num::dist::binomial_cdf;

/// Tables of each world.
const DRAWS: usize = 4;

/// The fewest right tables of so many if nine of ten are, but for one case in a thousand.
fn fewest(draws: usize) -> usize {
    (0..draws).find(|count| binomial_cdf(*count as u64, draws as u64, 0.9) > 0.001).unwrap_or(draws)
}

#[test]
fn nine_verdicts_of_ten_are_right_and_strong_is_hardly_ever_wrong() {
    let rates = Rates::simulate(DEVELOP, DRAWS);
    let right: usize = (0..WORLDS.len()).map(|world| rates.right(world)).sum();
    assert!(right >= fewest(DRAWS * WORLDS.len()), "{right} of {}: {:?}", DRAWS * WORLDS.len(), rates.counts);
    for (world, counts) in WORLDS.iter().zip(&rates.counts) {
        assert_eq!(counts.iter().sum::<usize>(), DRAWS, "{}: a table without a verdict", world.name);
    }
    let (wrong, others) = rates.too_strong();
    assert!(50 * wrong <= others, "{wrong} of {others} are Strong wrongly: {:?}", rates.counts);
}

#[test]
fn the_page_knows_every_world() {
    let page = std::fs::read_to_string(crate::root().join(PAGE)).unwrap();
    for world in WORLDS {
        assert!(
            page.contains(&format!("| {} | {}", world.name, world.word)),
            "{} is not in {PAGE}",
            world.name
        );
        assert_ne!(world.also, Some(world.word));
    }
}
