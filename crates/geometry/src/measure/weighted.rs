//! The level that most of an area has: weighted mode and median.

/// The value with the most weight within a window of `window` wide: the weighted mean inside the best
/// window; the lower of equals. `None` without positive weight.
pub fn weighted_mode(values: &[(f64, f64)], window: f64) -> Option<f64> {
    let sorted = usable(values);
    let mut best: Option<(f64, f64)> = None;
    // weight before each value: tells at once that a window cannot be the best, which thousands of equal levels would else
    // be summed up for again and again
    let mut before: Vec<f64> = vec![0.0];
    before.extend(sorted.iter().scan(0.0, |sum, v| {
        *sum += v.1;
        Some(*sum)
    }));
    let mut end = 0;
    for start in 0..sorted.len() {
        while end < sorted.len() && sorted[end].0 <= sorted[start].0 + window {
            end += 1;
        }
        let about = before[end] - before[start];
        if best.is_some_and(|(most, _)| about < most * (1.0 - f64::EPSILON.sqrt())) {
            continue;
        }
        let inside = &sorted[start..end];
        let weight: f64 = inside.iter().map(|v| v.1).sum();
        let low = sorted[start].0;
        let mean = low + inside.iter().map(|v| (v.0 - low) * v.1).sum::<f64>() / weight;
        // A millionth more weight is rounding, not a better level.
        if best.is_none_or(|(most, _)| weight > most * (1.0 + f64::EPSILON.sqrt())) {
            best = Some((weight, mean));
        }
    }
    best.map(|(_, value)| value)
}

/// The value below and above which half of the weight lies; `None` without positive weight.
pub fn weighted_median(values: &[(f64, f64)]) -> Option<f64> {
    let sorted = usable(values);
    let half = 0.5 * sorted.iter().map(|v| v.1).sum::<f64>();
    let mut sum = 0.0;
    sorted
        .iter()
        .find(|v| {
            sum += v.1;
            sum >= half
        })
        .map(|v| v.0)
}

fn usable(values: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut kept: Vec<_> = values.iter().copied().filter(|v| v.0.is_finite() && v.1 > 0.0 && v.1.is_finite()).collect();
    kept.sort_by(|a, b| a.0.total_cmp(&b.0));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mode_ignores_a_dropped_bathroom() {
        let floor = [(0.0, 80.0), (0.0004, 12.0), (-0.35, 6.0), (0.45, 3.0)];
        let mode = weighted_mode(&floor, 0.01).unwrap();
        assert!((mode - 0.0004 * 12.0 / 92.0).abs() < 1e-12, "{mode}");
        assert_eq!(weighted_mode(&[], 0.01), None);
        assert_eq!(weighted_mode(&[(1.0, 0.0), (f64::NAN, 4.0)], 0.01), None);
        assert_eq!(weighted_mode(&[(3.0, 5.0), (2.8, 5.0)], 0.01), Some(2.8));
    }

    #[test]
    fn the_mode_of_many_equal_levels_is_found_at_once() {
        let mut levels = vec![(2.8, 1.0); 200_000];
        levels.extend(vec![(3.1, 1.0); 200_001]);
        assert!((weighted_mode(&levels, 0.01).unwrap() - 3.1).abs() < 1e-9);
    }

    #[test]
    fn the_median_is_weighted() {
        assert_eq!(weighted_median(&[(3.1, 10.0), (2.8, 4.0), (6.2, 5.0)]), Some(3.1));
        assert_eq!(weighted_median(&[]), None);
    }
}
