//! GlobalIds made from names: the same thing has the same id in every file, style and run.

const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$";

fn mix(text: &str, seed: u64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// The 22-character IFC GlobalId of the thing with this key.
pub fn global_id(key: &str) -> String {
    let mut bits = (u128::from(mix(key, 0)) << 64) | u128::from(mix(key, 0x5bd1_e995));
    let mut text = [0_u8; 22];
    for place in text.iter_mut().rev() {
        *place = DIGITS[(bits & 63) as usize];
        bits >>= 6;
    }
    text.iter().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::global_id;

    #[test]
    fn ids_have_the_form_of_a_compressed_uuid() {
        let id = global_id("1#/5F/客厅");
        assert_eq!(id.len(), 22);
        assert!(matches!(id.as_bytes()[0], b'0'..=b'3'), "{id}: 128 bits leave two for the first digit");
        assert_ne!(id, global_id("1#/5F/客厅2"));
        assert_eq!(id, global_id("1#/5F/客厅"));
    }
}
