//! Which entity and which attributes each class of thing becomes in each edition.

use super::step::{Arg, Ref, Step};
use crate::scene::{Class, Thing};
use crate::style::Schema;

/// An occurrence and, where the edition keeps the meaning in the type, its type object (keyword, predefined type).
pub(super) struct Entity {
    pub(super) keyword: &'static str,
    pub(super) tail: Vec<Arg>,
    pub(super) by_type: Option<(&'static str, &'static str)>,
}

/// Everything after the seven attributes that all products share.
pub(super) fn entity(schema: Schema, thing: &Thing) -> Entity {
    let old = schema == Schema::Ifc2x3;
    let tag = || Arg::Null;
    let plain = |keyword, predefined: Option<&'static str>| Entity {
        keyword,
        tail: predefined.map_or_else(|| vec![tag()], |word| vec![tag(), Arg::Enum(word)]),
        by_type: None,
    };
    // entities that gained a predefined type after IFC2X3
    let since4 = |keyword, word: &'static str| plain(keyword, if old { None } else { Some(word) });
    let flow = |old_word, new_word, kind: &'static str, predefined: &'static str| {
        if old {
            let mut tail = vec![tag()];
            if old_word == "IFCDISTRIBUTIONCONTROLELEMENT" {
                tail.push(Arg::Null);
            }
            Entity { keyword: old_word, tail, by_type: Some((kind, predefined)) }
        } else {
            plain(new_word, Some(predefined))
        }
    };
    let [width, height] = thing.size.unwrap_or_default().map(Arg::Length);
    match thing.class {
        Class::Wall => since4("IFCWALL", "STANDARD"),
        Class::Slab(word) => plain("IFCSLAB", Some(word)),
        Class::Roof(word) => plain("IFCROOF", Some(word)),
        Class::Covering(word) => plain("IFCCOVERING", Some(word)),
        Class::Railing => plain("IFCRAILING", Some("GUARDRAIL")),
        Class::Stair => plain("IFCSTAIR", Some("HALF_TURN_STAIR")),
        Class::Column => since4("IFCCOLUMN", "COLUMN"),
        Class::Proxy => Entity { keyword: "IFCBUILDINGELEMENTPROXY", tail: vec![tag(), Arg::Null], by_type: None },
        Class::Green if old => Entity { keyword: "IFCBUILDINGELEMENTPROXY", tail: vec![tag(), Arg::Null], by_type: None },
        Class::Green => plain("IFCGEOGRAPHICELEMENT", Some(if schema == Schema::Ifc4x3 { "VEGETATION" } else { "TERRAIN" })),
        Class::Window | Class::Door => {
            let (keyword, word) = if thing.class == Class::Window { ("IFCWINDOW", "WINDOW") } else { ("IFCDOOR", "DOOR") };
            let mut tail = vec![tag(), height, width];
            if !old {
                tail.extend([Arg::Enum(word), Arg::Null, Arg::Null]);
            }
            Entity { keyword, tail, by_type: None }
        }
        Class::Space(word) => {
            let kind = match (old, word) {
                (true, "EXTERNAL") => "EXTERNAL",
                (true, _) => "INTERNAL",
                (false, word) => word,
            };
            Entity { keyword: "IFCSPACE", tail: vec![Arg::Null, Arg::Enum("ELEMENT"), Arg::Enum(kind), Arg::Null], by_type: None }
        }
        Class::Lift => {
            let mut lift = plain("IFCTRANSPORTELEMENT", Some("ELEVATOR"));
            if old {
                lift.tail.extend([Arg::Null, Arg::Null]);
            }
            lift
        }
        Class::Pipe => flow("IFCFLOWSEGMENT", "IFCPIPESEGMENT", "IFCPIPESEGMENTTYPE", "RIGIDSEGMENT"),
        Class::GasDetector => flow("IFCDISTRIBUTIONCONTROLELEMENT", "IFCSENSOR", "IFCSENSORTYPE", "GASSENSOR"),
        Class::GasValve => flow("IFCFLOWCONTROLLER", "IFCVALVE", "IFCVALVETYPE", "ISOLATING"),
        Class::FreshAir => flow("IFCENERGYCONVERSIONDEVICE", "IFCUNITARYEQUIPMENT", "IFCUNITARYEQUIPMENTTYPE", "AIRHANDLER"),
    }
}

/// A type object for the editions that need one.
pub(super) fn type_object(step: &mut Step, owner: Ref, keyword: &str, predefined: &'static str) -> Ref {
    let id = crate::guid::global_id(&format!("type/{keyword}/{predefined}"));
    step.once(
        keyword,
        &[
            id.into(),
            owner.into(),
            predefined.into(),
            Arg::Null,
            Arg::Null,
            Arg::Null,
            Arg::Null,
            Arg::Null,
            Arg::Null,
            Arg::Enum(predefined),
        ],
    )
}
