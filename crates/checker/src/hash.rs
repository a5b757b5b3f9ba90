//! The hash of a file: found beside everything else, since hashing takes longer than reading.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use haofang_ifc::Source;
use sha2::{Digest as _, Sha256};

/// The hash of some bytes, made by a thread that has nothing else to do, at the latest when it is asked for.
#[derive(Clone)]
pub(crate) struct Hash {
    bytes: Source,
    made: Arc<OnceLock<String>>,
}

impl Hash {
    /// Has the hash made.
    pub(crate) fn begin(bytes: &Source) -> Self {
        let hash = Self { bytes: Arc::clone(bytes), made: Arc::default() };
        let same = hash.clone();
        rayon::spawn(move || {
            same.text();
        });
        hash
    }

    /// The hash in hex. Who asks while another thread makes it waits for that one, which waits for nobody.
    pub(crate) fn text(&self) -> &str {
        self.made.get_or_init(|| sha256((*self.bytes).as_ref()))
    }
}

/// SHA-256 of bytes as every report prints it, in hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // writing to a string cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_that_of_the_bytes_whoever_makes_it() {
        let bytes: Source = Arc::new("abc".as_bytes().to_vec());
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let hash = Hash::begin(&bytes);
        assert_eq!(hash.text(), expected);
        // on a single thread nobody else makes it
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(alone.install(|| Hash::begin(&bytes).text().to_owned()), expected);
    }
}
