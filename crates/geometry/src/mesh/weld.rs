//! Vertices nearer to each other than the welding tolerance become one.

use super::Mesh;
use crate::tolerance::WELD;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// No vertex.
const NONE: u32 = u32::MAX;

impl Mesh {
    /// Distinct positions, and for each vertex which of them it is. Vertices that fall into neighbouring cells of the search
    /// grid are found too.
    pub(crate) fn weld_map(&self) -> (Vec<[f64; 3]>, Vec<u32>) {
        if self.positions.len() <= FEW
            && let Some(welded) = one_by_one(&self.positions)
        {
            return welded;
        }
        let e = self.extent();
        let mut grid = Grid { last: FxHashMap::default(), before: Vec::new(), positions: Vec::with_capacity(self.positions.len()) };
        grid.last.reserve(self.positions.len());
        let mut index = Vec::with_capacity(self.positions.len());
        for p in &self.positions {
            let q = [0, 1, 2].map(|k| (p[k] - e.min[k]) / CELL);
            let (low, high) = (q.map(|x| floor(x - 0.25)), q.map(|x| floor(x + 0.25)));
            index.push(if low == high {
                grid.find_or_add(low, *p)
            } else {
                grid.search(low, high, p).unwrap_or_else(|| grid.add(q.map(floor), *p))
            });
        }
        (grid.positions, index)
    }
}

/// Up to so many vertices are held against each other without a grid: boxes, most of all.
const FEW: usize = 24;

/// As the grid finds them, where no vertex is near to two that are apart; else nothing.
fn one_by_one(all: &[[f64; 3]]) -> Option<(Vec<[f64; 3]>, Vec<u32>)> {
    let mut positions: Vec<[f64; 3]> = Vec::with_capacity(all.len());
    let mut index = Vec::with_capacity(all.len());
    for p in all {
        let mut near = (0..positions.len()).filter(|v| (0..3).all(|k| (positions[*v][k] - p[k]).abs() <= WELD));
        match (near.next(), near.next()) {
            (Some(_), Some(_)) => return None,
            (Some(found), None) => index.push(found as u32),
            (None, _) => {
                index.push(positions.len() as u32);
                positions.push(*p);
            }
        }
    }
    Some((positions, index))
}

/// Side of a cell.
const CELL: f64 = 4.0 * WELD;

/// `x.floor() as i64`, which is a call on most processors.
fn floor(x: f64) -> i64 {
    let whole = x as i64;
    whole.saturating_sub(i64::from(x < whole as f64))
}

/// Distinct positions by cell.
struct Grid {
    /// The last position of each cell.
    last: FxHashMap<[i64; 3], u32>,
    /// Of each position the one before it in its cell.
    before: Vec<u32>,
    positions: Vec<[f64; 3]>,
}

impl Grid {
    /// The first position of a cell that is near to `p`, given the last one.
    fn first_near(before: &[u32], positions: &[[f64; 3]], last: u32, p: &[f64; 3]) -> Option<u32> {
        let (mut at, mut found) = (last, None);
        while let Some(o) = positions.get(at as usize) {
            if (0..3).all(|m| (o[m] - p[m]).abs() <= WELD) {
                found = Some(at);
            }
            at = before.get(at as usize).copied().unwrap_or(NONE);
        }
        found
    }

    fn search(&self, low: [i64; 3], high: [i64; 3], p: &[f64; 3]) -> Option<u32> {
        for i in low[0]..=high[0] {
            for j in low[1]..=high[1] {
                for k in low[2]..=high[2] {
                    let last = self.last.get(&[i, j, k]).copied().unwrap_or(NONE);
                    if let Some(found) = Self::first_near(&self.before, &self.positions, last, p) {
                        return Some(found);
                    }
                }
            }
        }
        None
    }

    fn add(&mut self, cell: [i64; 3], p: [f64; 3]) -> u32 {
        let new = self.positions.len() as u32;
        self.positions.push(p);
        self.before.push(self.last.insert(cell, new).unwrap_or(NONE));
        new
    }

    /// As [`Grid::search`], else [`Grid::add`], where no other cell is near.
    fn find_or_add(&mut self, cell: [i64; 3], p: [f64; 3]) -> u32 {
        let new = self.positions.len() as u32;
        let before = match self.last.entry(cell) {
            Entry::Occupied(mut entry) => match Self::first_near(&self.before, &self.positions, *entry.get(), &p) {
                Some(found) => return found,
                None => entry.insert(new),
            },
            Entry::Vacant(entry) => {
                entry.insert(new);
                NONE
            }
        };
        self.positions.push(p);
        self.before.push(before);
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain way: of all positions so far those of the cells around, cell by cell.
    fn slow(mesh: &Mesh) -> (Vec<[f64; 3]>, Vec<u32>) {
        let e = mesh.extent();
        let (mut positions, mut cells): (Vec<[f64; 3]>, Vec<[i64; 3]>) = (vec![], vec![]);
        let mut index = vec![];
        for p in &mesh.positions {
            let q = [0, 1, 2].map(|k| (p[k] - e.min[k]) / CELL);
            let (low, high) = (q.map(|x| (x - 0.25).floor() as i64), q.map(|x| (x + 0.25).floor() as i64));
            let near = |v: &usize| (0..3).all(|k| (low[k]..=high[k]).contains(&cells[*v][k]) && (positions[*v][k] - p[k]).abs() <= WELD);
            let found = (0..positions.len()).filter(near).min_by_key(|v| (cells[*v], *v));
            index.push(found.unwrap_or_else(|| {
                positions.push(*p);
                cells.push(q.map(|x| x.floor() as i64));
                positions.len() - 1
            }) as u32);
        }
        (positions, index)
    }

    #[test]
    fn the_same_vertices_become_one_as_by_looking_at_all() {
        let mut state = 5_usize;
        for round in 0..300 {
            let mut coordinate = || {
                state = state * 48_271 % 0x7fff_ffff;
                (state / 64 % 40) as f64 * WELD * [0.3, 0.5, 1.0, 2.0][round % 4] - 3.0 + (state / 4096 % 2) as f64
            };
            let count = if round % 2 == 0 { 120 } else { FEW };
            let positions = (0..count).map(|_| [coordinate(), coordinate(), coordinate()]).collect();
            let mesh = Mesh { positions, triangles: vec![] };
            assert_eq!(mesh.weld_map(), slow(&mesh));
        }
    }

    #[test]
    fn coordinates_out_of_all_bounds_are_no_trouble() {
        for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -0.25, -0.1, 0.0, 7.9, -1e300, 9.3e18] {
            assert_eq!(floor(x), x.floor() as i64, "{x}");
        }
        let positions = vec![[f64::NAN; 3], [f64::INFINITY, 0.0, -1e300], [f64::INFINITY, 0.0, 1e300]];
        assert_eq!(Mesh { positions, triangles: vec![] }.weld_map().1.len(), 3);
    }
}
