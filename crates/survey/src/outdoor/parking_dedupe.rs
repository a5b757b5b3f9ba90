//! One parking place may be modelled twice, as a space and as a symbol; it counts once (CLAUSES NT-2.3-07).

use haofang_geometry::plan::{Bounds, Region, area, bounds, intersection};

/// Two outlines that share more than this of the smaller are one place.
const SAME: f64 = 0.5;

/// Indices of the places to keep, ascending, and for each dropped one the index it is a double of.
///
/// `outlines` are (level, region) in the order of trust: of two that lie over each other the earlier stays, unless the
/// earlier is an area that holds several places.
pub(crate) fn distinct(outlines: &[(usize, Region)]) -> (Vec<usize>, Vec<(usize, usize)>) {
    let sizes: Vec<f64> = outlines.iter().map(|(_, region)| area(region)).collect();
    let boxes: Vec<Option<Bounds>> = outlines.iter().map(|(_, region)| bounds(region)).collect();
    let mut order: Vec<usize> = (0..outlines.len()).filter(|i| boxes[*i].is_some()).collect();
    order.sort_by(|a, b| left(&boxes[*a]).total_cmp(&left(&boxes[*b])).then(a.cmp(b)));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, &i) in order.iter().enumerate() {
        let Some(mine) = &boxes[i] else { continue };
        for &j in &order[at + 1..] {
            let Some(other) = &boxes[j] else { continue };
            if other.min.x > mine.max.x {
                break;
            }
            let near = outlines[i].0 == outlines[j].0 && mine.within(other, 0.0);
            if near && area(&intersection(&outlines[i].1, &outlines[j].1)) > SAME * sizes[i].min(sizes[j]) {
                pairs.push((i.min(j), i.max(j)));
            }
        }
    }
    pairs.sort_unstable();
    let holds = |i: usize| {
        pairs.iter().filter(|(a, b)| (*a == i && sizes[*b] * 2.0 <= sizes[i]) || (*b == i && sizes[*a] * 2.0 <= sizes[i])).count()
    };
    let mut double_of: Vec<Option<usize>> = vec![None; outlines.len()];
    for &(first, second) in &pairs {
        let (large, small) = if sizes[first] >= sizes[second] { (first, second) } else { (second, first) };
        let (keep, drop) = if holds(large) > 1 && sizes[small] * 2.0 <= sizes[large] { (small, large) } else { (first, second) };
        if double_of[keep].is_none() && double_of[drop].is_none() {
            double_of[drop] = Some(keep);
        }
    }
    let kept = (0..outlines.len()).filter(|i| double_of[*i].is_none()).collect();
    let dropped = double_of.iter().enumerate().filter_map(|(i, of)| Some((i, (*of)?))).collect();
    (kept, dropped)
}

fn left(bounds: &Option<Bounds>) -> f64 {
    bounds.map_or(f64::NEG_INFINITY, |b| b.min.x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::rectangle;

    #[test]
    fn a_symbol_over_a_space_is_the_same_place_and_a_neighbour_is_not() {
        let place = |x: f64| rectangle([x, 0.0], [x + 2.5, 5.3]);
        let (kept, dropped) = distinct(&[(0, place(0.0)), (0, place(2.5)), (0, rectangle([0.2, 0.1], [2.3, 5.0])), (1, place(0.0))]);
        assert_eq!(kept, vec![0, 1, 3]);
        assert_eq!(dropped, vec![(2, 0)]);
    }

    #[test]
    fn an_area_that_holds_places_is_no_place() {
        let place = |x: f64| rectangle([x, 0.0], [x + 2.5, 5.3]);
        let (kept, _) = distinct(&[(0, rectangle([0.0, 0.0], [25.0, 5.3])), (0, place(0.0)), (0, place(2.5)), (0, place(5.0))]);
        assert_eq!(kept, vec![1, 2, 3]);
    }
}
