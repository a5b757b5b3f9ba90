//! "Did you mean …?": the known word nearest to a misspelt one.

/// The candidate nearest to a misspelt word, if near enough to be meant: at most a third of its characters wrong.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let (best, far) = candidates.into_iter().map(|name| (name, distance(word, name))).min_by_key(|&(_, distance)| distance)?;
    (far <= word.chars().count().div_ceil(3)).then_some(best)
}

/// Levenshtein distance in characters.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, &b) in row.iter_mut().skip(1).zip(&other) {
            let above = *slot;
            left = (left + 1).min(above + 1).min(diagonal + usize::from(a != b));
            diagonal = above;
            *slot = left;
        }
        row[0] = i + 1;
    }
    row.last().copied().unwrap_or(0)
}
