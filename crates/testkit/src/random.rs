//! A small deterministic random source (SplitMix64): the same seed gives the same estate on every machine.

/// SplitMix64; good enough to choose parameters, not for anything secret.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `n` (0 when `n` is 0).
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.bits() % n as u64) as usize }
    }

    /// True with the given chance in percent.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance as usize
    }

    /// One of the items, which must not be empty.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// A length between `low` and `high` on a grid of `step`, all in whole millimetres, answered in metres.
    pub fn length_mm(&mut self, low: u32, high: u32, step: u32) -> f64 {
        let steps = (high - low) / step + 1;
        f64::from(low + step * self.below(steps as usize) as u32) / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn same_seed_same_sequence_and_lengths_on_the_grid() {
        let (mut a, mut b) = (Random::new(7), Random::new(7));
        assert_eq!((0..9).map(|_| a.bits()).collect::<Vec<_>>(), (0..9).map(|_| b.bits()).collect::<Vec<_>>());
        for _ in 0..200 {
            let mm = a.length_mm(3000, 4200, 50) * 1000.0;
            assert!((3000.0..=4200.0).contains(&mm) && (mm / 50.0).fract() == 0.0, "{mm}");
        }
    }
}
