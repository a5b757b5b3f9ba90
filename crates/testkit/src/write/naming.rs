//! Names of storeys and rooms as the style spells them.

use crate::scene::{Level, RoomTag, Scene};
use crate::style::{Carrier, Naming, StoreyNames, Style};

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// `十二` for 12 (1 to 99).
pub(crate) fn chinese(n: i32) -> String {
    let (tens, ones) = ((n / 10) as usize % 10, (n % 10) as usize);
    let head = match tens {
        0 => String::new(),
        1 => "十".into(),
        t => format!("{}十", DIGITS[t]),
    };
    head + DIGITS[ones]
}

/// The storey's name in this style.
pub(crate) fn storey(style: &Style, level: &Level) -> String {
    let Some(n) = level.number else { return level.name.clone() };
    match (style.storey_names, n < 0) {
        (StoreyNames::Suffix, _) => format!("{n}F"),
        (StoreyNames::Chinese, false) => format!("{}层", chinese(n)),
        (StoreyNames::Chinese, true) => format!("地下{}层", chinese(-n)),
        (StoreyNames::Prefix, false) => format!("F{n}"),
        (StoreyNames::Prefix, true) => format!("B{}", -n),
        (StoreyNames::Architectural, _) => format!("{n}层(建筑)"),
    }
}

/// Name, LongName and ObjectType of a room.
pub(super) fn room(scene: &Scene, style: &Style, tag: &RoomTag) -> (String, Option<String>, Option<String>) {
    let label = match (style.carrier, tag.dwelling) {
        (Carrier::NamePrefix, Some(dwelling)) => {
            let dwelling = &scene.dwellings[dwelling];
            return (format!("{}-{}", dwelling.name.replace("单元", "-"), tag.label), None, None);
        }
        _ => tag.label.clone(),
    };
    match style.naming {
        Naming::Name => (label, None, None),
        Naming::NumberAndLongName => (tag.number.clone(), Some(label), None),
        Naming::NameWithNumber => (format!("{label} {}", tag.number), None, None),
        Naming::ObjectType => (tag.number.clone(), None, Some(label)),
    }
}

#[cfg(test)]
mod tests {
    use super::chinese;

    #[test]
    fn numbers_in_chinese() {
        assert_eq!([1, 10, 11, 20, 33].map(chinese), ["一", "十", "十一", "二十", "三十三"]);
    }
}
