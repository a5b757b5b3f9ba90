//! Entity classes of all supported schemas under one numbering.

use std::fmt;

use self::constants as class;
use super::tables;

/// An IFC entity class, e.g. `IfcWall`. One numbering serves all schemas, so that code asks once.
///
/// A class that no supported schema knows is [`Class::UNKNOWN`]; its keyword is still to be had from the entity.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Class(pub(crate) u16);

impl Class {
    /// A keyword that no supported schema defines.
    pub const UNKNOWN: Class = Class(0);

    /// The class of a keyword in any case, e.g. `IFCWALL`.
    pub fn of(keyword: &str) -> Option<Class> {
        Self::of_bytes(keyword.as_bytes())
    }

    /// The name as IFC spells it, e.g. `IfcWall`; empty for the unknown class.
    pub fn name(self) -> &'static str {
        NAMES.get(self.0 as usize).copied().unwrap_or("")
    }

    /// Whether this class is `other` or a subtype of it in any supported schema.
    /// `IfcBuildingElement` and its IFC4X3 name `IfcBuiltElement` count as one.
    #[inline]
    pub fn is_a(self, other: Class) -> bool {
        self == other || {
            let row = ANCESTORS.get(self.0 as usize).copied().unwrap_or([0; WORDS]);
            row.get(other.0 as usize / 64).is_some_and(|w| w >> (other.0 % 64) & 1 == 1)
        }
    }

    /// This class and all its subtypes.
    pub fn with_subtypes(self) -> impl Iterator<Item = Class> {
        Self::every().filter(move |c| c.is_a(self))
    }

    /// Every class, the unknown one first, then by name.
    pub fn every() -> impl Iterator<Item = Class> {
        (0..=COUNT as u16).map(Class)
    }

    #[inline]
    pub(crate) fn of_bytes(keyword: &[u8]) -> Option<Class> {
        Self::of_upper(keyword).or_else(|| Self::of_mixed(keyword))
    }

    #[cold]
    fn of_mixed(keyword: &[u8]) -> Option<Class> {
        if keyword.len() > 80 || !keyword.iter().any(u8::is_ascii_lowercase) {
            return None;
        }
        Self::of_upper(&keyword.to_ascii_uppercase())
    }

    /// The class of a keyword in capital letters.
    #[inline(always)]
    pub(crate) fn of_upper(keyword: &[u8]) -> Option<Class> {
        let parts = parts(keyword)?;
        let mut slot = hash(parts, keyword.len());
        loop {
            let key = SLOTS.get(slot)?;
            let same = key.parts.0 == parts.0 && key.parts.1 == parts.1 && key.parts.2 == parts.2 && key.length as usize == keyword.len();
            if same && (keyword.len() <= 24 || UPPER_NAMES.get(key.id as usize)?.as_bytes() == keyword) {
                return Some(Class(key.id));
            }
            if key.id == 0 {
                return None;
            }
            slot = (slot + 1) % SLOT_COUNT;
        }
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 == 0 { "unknown class" } else { self.name() })
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

macro_rules! classes {
    ($($id:literal $constant:ident $name:ident $upper:ident;)*) => {
        /// One constant for each entity class of the supported schemas.
        pub mod constants {
            use super::Class;
            $(#[doc = concat!("`", stringify!($name), "`.")] pub const $constant: Class = Class($id);)*
        }
        const COUNT: usize = [$($id),*].len();
        static NAMES: [&str; COUNT + 1] = ["", $(stringify!($name)),*];
        const UPPER_NAMES: [&str; COUNT + 1] = ["", $(stringify!($upper)),*];
    };
}
include!("generated/classes.rs");

pub(crate) const CLASSES: usize = COUNT + 1;
const WORDS: usize = CLASSES.div_ceil(64);
const SLOT_COUNT: usize = 4096;
static SLOTS: [Key; SLOT_COUNT] = slots();
static ANCESTORS: [[u64; WORDS]; CLASSES] = ancestors();

/// A keyword as it is compared, without a loop: three parts that cover it up to 24 letters, and its length. The slots hold
/// these themselves, so that one look is enough; a slot that no class has is of class 0.
#[derive(Clone, Copy)]
struct Key {
    parts: (u64, u64, u64),
    length: u16,
    id: u16,
}

/// The first, the middle and the last eight letters as numbers, or four and four if there are no eight; no keyword of IFC
/// is shorter.
#[inline(always)]
const fn parts(keyword: &[u8]) -> Option<(u64, u64, u64)> {
    if let (Some(head), Some(tail)) = (keyword.first_chunk::<8>(), keyword.last_chunk::<8>()) {
        let (_, rest) = keyword.split_at((keyword.len() - 8) / 2);
        let Some(middle) = rest.first_chunk::<8>() else { return None };
        return Some((u64::from_le_bytes(*head), u64::from_le_bytes(*middle), u64::from_le_bytes(*tail)));
    }
    match (keyword.first_chunk::<4>(), keyword.last_chunk::<4>()) {
        (Some(head), Some(tail)) => Some((u32::from_le_bytes(*head) as u64, 0, u32::from_le_bytes(*tail) as u64)),
        _ => None,
    }
}

/// Mixes both ends and the length: enough to tell IFC keywords apart, in a few instructions.
#[inline(always)]
const fn hash((head, _, tail): (u64, u64, u64), length: usize) -> usize {
    let mixed = (head ^ tail.rotate_left(29)).wrapping_add(length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - SLOT_COUNT.trailing_zeros())) as usize
}

#[allow(clippy::indexing_slicing, clippy::panic, reason = "runs at compile time: an error is a build error")]
const fn slots() -> [Key; SLOT_COUNT] {
    let mut slots = [Key { parts: (0, 0, 0), length: 0, id: 0 }; SLOT_COUNT];
    let mut id = 1;
    while id < CLASSES {
        let name = UPPER_NAMES[id].as_bytes();
        let Some(parts) = parts(name) else { panic!("a keyword of less than four letters") };
        let mut slot = hash(parts, name.len());
        while slots[slot].id != 0 {
            slot = (slot + 1) % SLOT_COUNT;
        }
        slots[slot] = Key { parts, length: name.len() as u16, id: id as u16 };
        id += 1;
    }
    slots
}

#[allow(clippy::indexing_slicing, reason = "runs at compile time: an error is a build error")]
const fn ancestors() -> [[u64; WORDS]; CLASSES] {
    const BUILDING: usize = class::IFC_BUILDING_ELEMENT.0 as usize;
    const BUILT: usize = class::IFC_BUILT_ELEMENT.0 as usize;
    let mut table = [[0; WORDS]; CLASSES];
    let mut id = 0;
    while id < CLASSES {
        let mut schema = 0;
        while schema < 3 {
            let mut parent = tables::parent(schema, id);
            while parent != 0 {
                table[id][parent / 64] |= 1 << (parent % 64);
                parent = tables::parent(schema, parent);
            }
            schema += 1;
        }
        table[id][id / 64] |= 1 << (id % 64);
        let built = table[id][BUILDING / 64] >> (BUILDING % 64) & 1 | table[id][BUILT / 64] >> (BUILT % 64) & 1;
        table[id][BUILDING / 64] |= built << (BUILDING % 64);
        table[id][BUILT / 64] |= built << (BUILT % 64);
        id += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_of_any_case_are_found() {
        assert_eq!(Class::of("IFCWALL"), Some(class::IFC_WALL));
        assert_eq!(Class::of("IfcSpace"), Some(class::IFC_SPACE));
        assert_eq!(Class::of("ifcdoor"), Some(class::IFC_DOOR));
        assert_eq!(Class::of("IFCWALLX"), None);
        assert_eq!(Class::of(""), None);
        assert_eq!(Class::of("客厅"), None);
        for (id, name) in UPPER_NAMES.iter().enumerate().take(CLASSES).skip(1) {
            assert_eq!(Class::of(name), Some(Class(id as u16)));
        }
    }

    #[test]
    fn supertypes_of_every_schema_count() {
        assert!(class::IFC_WALL_STANDARD_CASE.is_a(class::IFC_WALL));
        assert!(class::IFC_WALL.is_a(class::IFC_ELEMENT));
        assert!(class::IFC_WALL.is_a(class::IFC_BUILDING_ELEMENT));
        assert!(class::IFC_WALL.is_a(class::IFC_BUILT_ELEMENT));
        assert!(class::IFC_SPACE.is_a(class::IFC_SPATIAL_STRUCTURE_ELEMENT));
        assert!(!class::IFC_SPACE.is_a(class::IFC_ELEMENT));
        assert!(!class::IFC_ELEMENT.is_a(class::IFC_WALL));
        assert!(!Class::UNKNOWN.is_a(class::IFC_ROOT));
    }
}
