//! What the names of a condition may refer to: quantities of the catalogue, parameters of the brief, documents.

use haofang_facts::brief::{KEYS, Key, KeyType};
use haofang_facts::{SubjectKind, Unit};

use super::check::Ty;

/// What `document.…` offers of the `[[documents]]` entries of the clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentField {
    /// Whether there is an entry.
    Given,
    /// Its value as a number (`2`, `"72%"`), the least of several.
    Number,
    /// Titles and text values.
    Text,
    /// Whether it affirms the demand: no value, `true`, a number above 0, or a text other than 否.
    Flag,
}

impl DocumentField {
    pub(crate) const ALL: [(&'static str, Self); 4] =
        [("document.given", Self::Given), ("document.number", Self::Number), ("document.text", Self::Text), ("document.flag", Self::Flag)];

    pub(crate) const fn ty(self) -> Ty {
        match self {
            Self::Given | Self::Flag => Ty::Claim,
            Self::Number => Ty::Number(Unit::Count),
            Self::Text => Ty::Text,
        }
    }
}

/// The type of a parameter in conditions; tables have none.
pub(crate) fn key_type(key: &Key) -> Option<Ty> {
    Some(match key.value {
        KeyType::Flag => Ty::Claim,
        KeyType::Count => Ty::Number(Unit::Count),
        KeyType::Ratio => Ty::Number(Unit::Ratio),
        KeyType::Number | KeyType::NumberOrTable if key.name.ends_with("_m2") => Ty::Number(Unit::SquareMetre),
        KeyType::Number | KeyType::NumberOrTable if key.name.ends_with("_m") => Ty::Number(Unit::Metre),
        KeyType::Number | KeyType::NumberOrTable => Ty::Number(Unit::Count),
        KeyType::Word(_) | KeyType::Date | KeyType::Text => Ty::Text,
        KeyType::Table => return None,
    })
}

pub(crate) fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Whether a subject of `kind` can stand in one of `ancestor` (or be it): what a condition on `kind` may refer to.
pub(crate) fn may_stand_in(kind: SubjectKind, ancestor: SubjectKind) -> bool {
    use SubjectKind as K;
    kind == ancestor
        || match ancestor {
            K::Project => true,
            K::Site => kind != K::Project,
            K::Building => !matches!(kind, K::Project | K::Site),
            K::Storey | K::StairUnit | K::Dwelling => {
                !matches!(kind, K::Project | K::Site | K::Building | K::Storey | K::StairUnit) && kind != ancestor
            }
            K::Space => !matches!(kind, K::Project | K::Site | K::Building | K::Storey | K::StairUnit | K::Dwelling),
            K::Facility => matches!(kind, K::ParkingSpace | K::Equipment | K::Space | K::Element),
            _ => false,
        }
}
