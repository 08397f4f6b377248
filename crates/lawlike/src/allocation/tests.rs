use super::*;
use crate::accounting::Assumed;
use crate::observations::Column;
use crate::quantity::{ComputeCount, LossUnit, ParameterCount, Quantity, TokenCount};
use crate::run::Run;
use lawlike_num::stream::Stream;

const E: f64 = 1.69;
const A: f64 = 406.4;
const B: f64 = 410.7;

/// Exponents of parameters and of tokens.
#[derive(Debug, Clone, Copy)]
struct Exponents {
    alpha: f64,
    beta: f64,
}

fn powers(alpha: f64, beta: f64) -> Exponents {
    Exponents { alpha, beta }
}

/// Runs on isoFLOP groups of nine sizes, `drift` times off their optimum, with noise on the logarithm of the loss.
fn grid(exponents: Exponents, drift: f64, noise: f64, seed: u64) -> Observations {
    let Exponents { alpha, beta } = exponents;
    let (mut n, mut d, mut c, mut loss) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut stream = Stream::keyed(seed, &[1]);
    for budget in 0..7 {
        let compute = 1e18 * 3f64.powi(budget);
        for step in -4..=4 {
            let size = drift * optimum(exponents, compute) * 1.35f64.powi(step);
            let tokens = compute / 6.0 / size;
            n.push(size);
            d.push(tokens);
            c.push(compute);
            let value: f64 = E + A * size.powf(-alpha) + B * tokens.powf(-beta);
            loss.push(value * (noise * stream.normal()).exp());
        }
    }
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
    ];
    let mut runs =
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap();
    runs.others.push(Column::new("flops", Quantity::Compute(ComputeCount::SixNd), c));
    runs
}

/// Equation 4 of Hoffmann et al. 2022.
fn optimum(exponents: Exponents, compute: f64) -> f64 {
    let Exponents { alpha, beta } = exponents;
    let g = (alpha * A / (beta * B)).powf(1.0 / (alpha + beta));
    g * (compute / 6.0).powf(beta / (alpha + beta))
}

fn of(allocation: &Allocation, method: AllocationMethod) -> &Approach {
    allocation.approaches.iter().find(|approach| approach.method == method).unwrap()
}

#[test]
fn the_surface_gives_the_closed_form_and_parabolas_are_exact_where_exponents_are_equal() {
    let options =
        AllocationOptions { replicates: 20, budgets: vec![5.76e23], ..AllocationOptions::default() };
    let unequal = powers(0.34, 0.28);
    let allocation = allocate(&grid(unequal, 1.0, 0.0, 0), &options).unwrap();
    let surface = of(&allocation, AllocationMethod::Surface);
    assert!((surface.exponent.value - 0.28 / 0.62).abs() < 1e-5, "{:?}", surface.exponent);
    let place = surface.places[0];
    assert!((place.parameters.value / optimum(unequal, 5.76e23) - 1.0).abs() < 1e-4, "{place:?}");
    assert!((6.0 * place.parameters.value * place.tokens.value / 5.76e23 - 1.0).abs() < 1e-9);
    assert!(place.is_beyond && place.regret.is_some_and(|(mean, _)| mean < 1e-6));
    assert!((allocation.flop_per_parameter_token - 6.0).abs() < 1e-9);

    let equal = powers(0.31, 0.31);
    let allocation = allocate(&grid(equal, 1.0, 0.0, 0), &options).unwrap();
    let parabolas = of(&allocation, AllocationMethod::Parabola);
    assert!((parabolas.exponent.value - 0.5).abs() < 1e-6, "{:?}", parabolas.exponent);
    let bias = allocation.bias.unwrap();
    assert!((bias.centre - 1.0).abs() < 1e-3 && (bias.lost[0].size - 1.0).abs() < 1e-3, "{bias:?}");
}

#[test]
fn parabolas_off_centre_miss_the_optimum_and_the_bias_says_by_how_much() {
    let options = AllocationOptions { replicates: 20, budgets: vec![1e24], ..AllocationOptions::default() };
    let exponents = powers(0.34, 0.28);
    let allocation = allocate(&grid(exponents, 3.0, 0.0, 0), &options).unwrap();
    let bias = allocation.bias.as_ref().unwrap();
    assert!((bias.centre / 3.0 - 1.0).abs() < 1e-3, "{bias:?}");
    // What is foretold for the surface is what parabolas through the noise-free runs do.
    let led = of(&allocation, AllocationMethod::Parabola).places[0].parameters.value;
    let truth = optimum(exponents, 1e24);
    assert!((led / truth / bias.lost[0].size - 1.0).abs() < 1e-3, "{} {}", led / truth, bias.lost[0].size);
    assert!((bias.lost[0].size - 1.0).abs() > 0.01 && bias.lost[0].share > 0.0, "{bias:?}");
    let cubics = of(&allocation, AllocationMethod::Cubic).places[0].parameters.value;
    assert!((cubics / truth - 1.0).abs() < 0.02, "{}", cubics / truth);
}

#[test]
fn the_waste_of_a_size_is_what_the_best_size_would_save() {
    let runs = grid(powers(0.34, 0.28), 1.0, 0.0, 0);
    let options = AllocationOptions { replicates: 2, ..AllocationOptions::default() };
    let axes = Axes::new(&runs).unwrap();
    let three =
        three::approach(axes, &runs, &AllocationOptions { budgets: vec![1e22], ..options }).ok().unwrap();
    let surface = Surface::new(axes, &three.found.model, &three.found.parameters).unwrap();
    let at = EqualCompute { compute: 1e22f64.ln(), product: -6f64.ln() };
    let best = surface.best(at, 18.0, 22.0).unwrap();
    assert!(surface.waste(at, best.size).unwrap() < 1e-6);
    let share = surface.waste(at, best.size + 1.0).unwrap();
    let less = EqualCompute { compute: at.compute + (1.0 - share).ln(), ..at };
    let same = surface.best(less, 18.0, 22.0).unwrap().loss;
    let loss = surface.along(at, &[best.size + 1.0]).unwrap()[0];
    assert!(share > 0.01 && (same / loss - 1.0).abs() < 1e-9, "{share} {same} {loss}");
}

#[test]
#[ignore = "slow"]
fn intervals_of_the_exponent_hold_the_truth() {
    let exponents = powers(0.34, 0.28);
    let mut held = [0; 3];
    for seed in 0..40 {
        let runs = grid(exponents, 1.0, 0.003, seed);
        let options = AllocationOptions {
            replicates: 200,
            budgets: vec![1e22],
            run: Run::seeded(seed),
            ..AllocationOptions::default()
        };
        let allocation = allocate(&runs, &options).unwrap();
        for (count, method) in held.iter_mut().zip([
            AllocationMethod::Parabola,
            AllocationMethod::Cubic,
            AllocationMethod::Surface,
        ]) {
            *count += usize::from(of(&allocation, method).exponent.contains(0.28 / 0.62));
        }
    }
    // 38 of 40 are expected; pairs fall a few points short on 63 runs.
    assert!(held.iter().all(|held| *held >= 33), "{held:?}");
}

#[test]
fn the_envelope_of_curves_finds_the_exponent() {
    let (alpha, beta) = (0.34, 0.28);
    let (mut n, mut d, mut loss) = (Vec::new(), Vec::new(), Vec::new());
    for size in 0..12 {
        let size = 1e7 * 2f64.powi(size);
        for step in 0..40 {
            let tokens: f64 = 1e8 * 1.25f64.powi(step);
            n.push(size);
            d.push(tokens);
            loss.push(E + A * size.powf(-alpha) + B * tokens.powf(-beta));
        }
    }
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
    ];
    let runs = Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap();
    let options = AllocationOptions { replicates: 50, budgets: vec![1e22], ..AllocationOptions::default() };
    let allocation = allocate(&runs, &options).unwrap();
    let envelope = of(&allocation, AllocationMethod::Envelope);
    assert!((envelope.exponent.value - beta / (alpha + beta)).abs() < 0.02, "{:?}", envelope.exponent);
    let missing: Vec<AllocationMethod> = allocation.missing.iter().map(|missing| missing.method).collect();
    assert!(!missing.contains(&AllocationMethod::Envelope));
}

#[test]
fn an_envelope_that_most_resamples_lack_has_no_interval() {
    // Sizes so close together that few of them are ever the best: most resamples of the curves have no envelope.
    let runs = |sizes: i32| {
        let (mut n, mut d, mut loss) = (Vec::new(), Vec::new(), Vec::new());
        for size in 0..sizes {
            let size = (3e7 * 2f64.powi(size)).round();
            for step in 0..24 {
                let tokens = (1e8 * 1.4f64.powi(step)).round();
                n.push(size);
                d.push(tokens);
                loss.push(E + A * size.powf(-0.34) + B * tokens.powf(-0.28));
            }
        }
        let axes = vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
        ];
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap()
    };
    let options = AllocationOptions { replicates: 200, budgets: vec![1e22], ..AllocationOptions::default() };
    let exponent = |sizes: i32| {
        let allocation = allocate(&runs(sizes), &options).unwrap();
        let envelope = of(&allocation, AllocationMethod::Envelope).clone();
        (envelope.exponent, envelope.remark.unwrap_or_default())
    };
    let (few, remark) = exponent(5);
    assert!(few.value.is_finite() && !few.is_known(), "{few:?}");
    assert!(remark.contains("no interval"), "{remark}");
    let (many, remark) = exponent(12);
    assert!(many.lo < many.value && many.value < many.hi, "{many:?} {remark}");
}

#[test]
fn what_cannot_be_divided_is_said() {
    let mut runs = grid(powers(0.34, 0.28), 1.0, 0.0, 0);
    let wrong = AllocationOptions { budgets: vec![0.0], ..AllocationOptions::default() };
    assert!(allocate(&runs, &wrong).unwrap_err().to_string().contains("above zero"));
    runs.axes.remove(0);
    assert!(allocate(&runs, &AllocationOptions::default()).unwrap_err().to_string().contains("parameters"));
}

#[test]
fn contrasts_take_differences_apart() {
    let options = AllocationOptions { replicates: 2, budgets: vec![1e22], ..AllocationOptions::default() };
    let allocation_of = |exponents| allocate(&grid(exponents, 1.0, 0.0, 0), &options).unwrap();
    let (low, high) = (0.28 / 0.62, 0.40 / 0.74);
    let all = [
        allocation_of(powers(0.34, 0.28)),
        allocation_of(powers(0.34, 0.28)),
        allocation_of(powers(0.34, 0.40)),
        allocation_of(powers(0.34, 0.40)),
    ];
    let column = |name: &str, values: [&str; 4]| Trait {
        name: name.to_owned(),
        values: values.map(str::to_owned).to_vec(),
    };
    // `file` changes with `count` always, so both are one difference; `data` changes alone.
    let traits = [
        column("count", ["all", "all", "some", "some"]),
        column("data", ["web", "books", "web", "books"]),
        column("file", ["1", "1", "2", "2"]),
    ];
    let exponents: Vec<_> = all.iter().map(Allocation::exponents).collect();
    let found = contrasts(&exponents, &traits);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].columns.join("+").as_str(), found[0].pairs), ("count+file", 2));
    assert_eq!((found[0].from.join("+").as_str(), found[0].to.join("+").as_str()), ("all+1", "some+2"));
    let (_, [mean, least, most]) =
        found[0].changes.iter().find(|(m, _)| *m == AllocationMethod::Surface).unwrap();
    assert!([mean, least, most].iter().all(|change| (**change - (high - low)).abs() < 1e-4), "{found:?}");
    assert_eq!(found[1].columns, ["data"]);
    assert!(found[1].changes.iter().all(|(_, [mean, ..])| mean.abs() < 1e-9));
}

/// The same grid with the parameters without embeddings, which are 30 % of a model of 1e8 parameters and grow as the third
/// root of the size, as the width does.
fn counted(noise: f64) -> Observations {
    let mut runs = grid(powers(0.34, 0.34), 1.0, noise, 3);
    let body = |n: &f64| n - 0.3e8 * (n / 1e8).cbrt();
    let values = runs.axes[0].values.iter().map(body).collect();
    runs.others.push(Column::new(
        "params_no_embed",
        Quantity::Parameters(ParameterCount::NonEmbedding),
        values,
    ));
    runs.others.retain(|column| column.name != "flops");
    runs
}

#[test]
fn the_exponent_is_larger_without_embeddings() {
    let options = AllocationOptions { replicates: 20, ..AllocationOptions::default() };
    let runs = counted(0.001);
    let found = spread(&[runs], &[], &Assumed::default(), &options).unwrap();
    let by = |start: &str| {
        let own = found.answers.iter().find(|own| own.definition.starts_with(start)).unwrap();
        own.by(AllocationMethod::Surface).unwrap().value
    };
    let (all, body) = (by("all parameters"), by("parameters without"));
    assert!((all - 0.5).abs() < 0.01, "{all}");
    // d ln(body) / d ln(all) is 1.1 at 3e8 and 1.02 at 3e9 parameters.
    assert!(body > all + 0.01, "{body} against {all}");
    let moved = found.contrasts.iter().find(|own| own.columns == ["size and compute"]).unwrap();
    assert_eq!((moved.pairs, moved.from.as_slice()), (1, &["all parameters, 6 N D".to_owned()][..]));
    let (_, [change, ..]) =
        moved.changes.iter().find(|(method, _)| *method == AllocationMethod::Surface).unwrap();
    assert!((change - (body - all)).abs() < 1e-12);
    assert_eq!(found.missing.len(), 1, "{:?}", found.missing);
}

#[test]
fn compute_that_is_not_six_nd_is_followed_along_the_sizes() {
    // Compute is 6 N^0.9 D: the optimum of equal exponents lies at N^0.9 D = C / 6 with A N^-a = (0.9) B D^-a.
    let mut runs = grid(powers(0.34, 0.34), 1.0, 0.0, 0);
    let compute =
        (0..runs.n()).map(|i| 6.0 * runs.axes[0].values[i].powf(0.9) * runs.axes[1].values[i]).collect();
    runs.others = vec![Column::new("flops", Quantity::Compute(ComputeCount::Reported), compute)];
    let found = spread(
        &[runs],
        &[],
        &Assumed::default(),
        &AllocationOptions { replicates: 2, ..AllocationOptions::default() },
    );
    let found = found.unwrap();
    let own = found.answers.iter().find(|own| own.definition.contains("`flops`")).unwrap();
    // Minimise A N^-a + B (C/6)^-a N^(0.9 a): N ~ C^(a / (a + 0.9 a)).
    let exponent = own.by(AllocationMethod::Surface).unwrap().value;
    assert!((exponent - 1.0 / 1.9).abs() < 1e-3, "{exponent}");
}

#[test]
fn outcomes_that_are_no_loss_have_no_optimal_size() {
    let mut runs = grid(powers(0.34, 0.34), 1.0, 0.0, 0);
    runs.response.quantity = Quantity::Accuracy;
    assert_eq!(spread(&[runs], &[], &Assumed::default(), &AllocationOptions::default()), None);
}
