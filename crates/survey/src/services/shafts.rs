//! Pieces of one lift shaft found storey by storey, stacked into shafts (CLAUSES NT-2.1-07, ALG 1).

use haofang_geometry::plan::{Region, area, bounds, intersection};

/// Pieces that share more than this of the smaller are one shaft.
const SAME: f64 = 0.6;

/// Groups of pieces that stand over each other: indices ascending, groups in the order of their first member.
pub(crate) fn stack(pieces: &[Region]) -> Vec<Vec<usize>> {
    let sizes: Vec<f64> = pieces.iter().map(area).collect();
    let boxes: Vec<_> = pieces.iter().map(bounds).collect();
    let mut group: Vec<usize> = (0..pieces.len()).collect();
    for i in 0..pieces.len() {
        for j in 0..i {
            let (Some(a), Some(b)) = (&boxes[i], &boxes[j]) else { continue };
            if group[i] == group[j] || !a.within(b, 0.0) {
                continue;
            }
            if area(&intersection(&pieces[i], &pieces[j])) > SAME * sizes[i].min(sizes[j]) {
                let (keep, drop) = (group[i].min(group[j]), group[i].max(group[j]));
                group.iter_mut().filter(|g| **g == drop).for_each(|g| *g = keep);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for (index, key) in group.into_iter().enumerate() {
        groups.entry(key).or_default().push(index);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::rectangle;

    #[test]
    fn shafts_stack_and_neighbours_stay_apart() {
        let a = rectangle([0.0, 0.0], [2.2, 2.2]);
        let b = rectangle([2.4, 0.0], [4.6, 2.2]);
        let wider = rectangle([-0.1, -0.1], [2.3, 2.3]);
        assert_eq!(stack(&[a.clone(), b.clone(), wider, b, a]), vec![vec![0, 2, 4], vec![1, 3]]);
        assert!(stack(&[]).is_empty());
    }
}
