use super::*;

#[test]
fn every_coordinate_is_even() {
    // In each base, the first b^2 points put one into each of b^2 cells.
    for (dim, &base) in PRIMES.iter().enumerate() {
        let cells = usize::from(base) * usize::from(base);
        let axis = Axis::new(dim);
        let mut seen = vec![false; cells];
        for index in 0..cells {
            let x = axis.coordinate(index);
            assert!(x > 0.0 && x < 1.0);
            let cell = (x * cells as f64) as usize;
            assert!(!std::mem::replace(&mut seen[cell], true), "base {base}, cell {cell}");
        }
    }
}

#[test]
fn pairs_of_coordinates_do_not_move_in_step() {
    for n in [100, 400] {
        let points = points(n, 24);
        for i in 0..24 {
            for j in 0..i {
                let r: f64 =
                    points.iter().map(|p| 12.0 * (p[i] - 0.5) * (p[j] - 0.5)).sum::<f64>() / n as f64;
                assert!(r.abs() < 4.0 / (n as f64).sqrt(), "n = {n}, pair {i}, {j}: {r}");
            }
        }
    }
}

#[test]
fn integrals_beat_random_points() {
    // The mean of a product of (1 + (x_j - 1/2) / j) is one.
    for (dims, limit) in [(3, 1e-3), (6, 2e-3), (12, 4e-3)] {
        let n = 2000;
        let mean = points(n, dims)
            .iter()
            .map(|p| p.iter().enumerate().map(|(j, x)| 1.0 + (x - 0.5) / (j + 1) as f64).product::<f64>())
            .sum::<f64>()
            / n as f64;
        assert!((mean - 1.0).abs() < limit, "{dims} dimensions: {mean}");
    }
}

#[test]
fn points_do_not_depend_on_how_they_are_asked_for() {
    let all = points(10, 30);
    assert_eq!(all[7], halton(7, 30));
    assert_eq!(all[7][..5], halton(7, 5)[..]);
    assert!(all.iter().flatten().all(|&x| x > 0.0 && x < 1.0));
    assert!(points(0, 3).is_empty());
}

#[test]
fn grids_are_centres_of_cells() {
    assert_eq!(grid(&[2, 1]), [[0.25, 0.5], [0.75, 0.5]]);
    assert_eq!(grid(&[2, 3]).len(), 6);
    assert_eq!(grid(&[1, 2])[1], [0.5, 0.75]);
    assert!(grid(&[3, 0]).is_empty());
    assert_eq!(grid(&[]), [[0.0; 0]]);
}

#[test]
fn the_bottom_of_each_basin_comes_before_its_surroundings() {
    // Two basins, at 2 and 9 of a line; then the same line three times, the middle one lower.
    let line = [5.0, 3.0, 1.0, 1.5, 4.0, 6.0, 5.0, 4.0, 3.0, 2.0, 2.5, 7.0];
    assert_eq!(by_basin(&line, 1)[..4], [2, 9, 3, 10]);
    let table: Vec<f64> =
        [0.5, 0.0, 0.4].iter().flat_map(|more| line.iter().map(move |v| v + more)).collect();
    assert_eq!(by_basin(&table, 12)[..3], [14, 21, 26]);
    assert_eq!(by_value(&line)[..3], [2, 3, 9]);
    assert_eq!(by_basin(&[], 4), Vec::<usize>::new());
}
