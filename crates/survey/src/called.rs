//! What else the texts of a thing call it: 消防车道 as the description of what is named a parking place, 感烟探测器 as the type of a
//! detector of gas. One rule for all that the survey recognises by name; what comes of it is a doubt, never another thing.

use haofang_facts::{Fact, Provenance, Value};
use haofang_ifc::Entity;

use crate::authored;
use crate::building::Survey;
use crate::carriers::Texts;
use crate::disclaimed::tells_of_members;
use crate::vocabulary::fold;

/// Texts that say what a thing is.
const NAMES: [&str; 5] = ["LongName", "Name", "ObjectType", "type name", "Description"];

/// What separates the parts of a text.
const SEPARATORS: [char; 10] = [',', '，', '、', ';', '；', '。', '/', '+', '(', ')'];

/// Facilities that others belong to or serve as well: their words contradict nothing.
const GENERAL: [&str; 9] = [
    "none",
    "community",
    "accessible",
    "smart_system",
    "ev_charging",
    "activity_ground",
    "children_space",
    "fitness_path",
    "covered_walkway",
];

/// Rooms in which nothing else is: their words contradict those of any thing.
const ROOMS: [&str; 6] = ["storage", "retail", "plant", "e_bike", "stairwell", "elderly_care"];

/// Whether a word of one of the lists of things names something of its own, which nothing else can be at the same time.
fn names_a_thing(of: &str, list: &str, word: &str) -> bool {
    match list {
        "space" if of == "space" => {
            ["storage", "retail", "smoke_lobby", "stairwell", "corridor", "community", "plant", "garage"].contains(&word)
        }
        // 消控室 and 值班室 share their room with facilities
        "space" if of == "facility" => ["storage", "retail"].contains(&word),
        "space" => ROOMS.contains(&word),
        "another" => word == "any" || ["facility", "space"].contains(&of),
        // pavers and trees stand on what bears another name
        "green" => !["none", "paver", "tree"].contains(&word),
        "parking" => word != "none",
        "road" => ["road", "path", "place"].contains(&word),
        "facility" => !GENERAL.contains(&word),
        "equipment" => true,
        "lift" => word == "lift",
        "device" => true,
        "enclosure" => word != "glazing",
        _ => false,
    }
}

/// The lists of things whose words contradict those of a list. What hangs on the ground says nothing of the ground.
fn others(list: &str) -> &'static [&'static str] {
    match list {
        "green" => &["green", "parking", "road", "facility", "lift", "another"],
        "parking" => &["parking", "green", "road", "facility", "lift", "space", "another"],
        "facility" => &["facility", "green", "parking", "road", "lift", "space", "another"],
        "equipment" => &["equipment", "device", "lift"],
        "space" => &["space", "parking", "another"],
        "enclosure" => &["enclosure"],
        _ => &[],
    }
}

/// The word for what a thing is, with another reading beside it where its texts call it something else.
pub(crate) fn with_doubt(usage: Fact, doubt: Option<&str>) -> Fact {
    match doubt {
        Some(doubt) => usage.witness(Value::Text("other".into()), Provenance::Authored, doubt.to_owned()),
        None => usage,
    }
}

impl Survey<'_> {
    /// The text in which a name, a type, a description or a property of its kind calls a thing something else than the word of this
    /// list by which it was recognised; `is_same` tells which further words of the list mean no other thing.
    ///
    /// Only the head of a text names a thing (消防车道旁 does not), and a text that names the thing itself as well contradicts nothing.
    pub(crate) fn called_else(&self, entity: Entity<'_>, texts: &Texts, list: &str, is_same: &dyn Fn(&str) -> bool) -> Option<String> {
        let named = texts.iter().filter(|carrier| NAMES.contains(&&*carrier.from));
        let named = named.map(|carrier| (carrier.folded.to_string(), carrier.from.to_string()));
        let kinds = self.said(entity, "kind").into_iter();
        let kinds = kinds.filter_map(|claim| Some((fold(&authored::words_of(&claim.property)?), authored::source(&claim.property))));
        let groups = entity.model().relations().groups_of(entity).into_iter().filter(|group| tells_of_members(*group));
        let groups = groups.filter_map(|group| Some((fold(&group.name()?), "group".to_owned())));
        named
            .chain(kinds)
            .chain(groups)
            .find(|(folded, _)| self.names_another(folded, list, is_same))
            .map(|(folded, from)| format!("{from} \"{folded}\""))
    }

    /// Whether a folded text names a thing of another kind.
    fn names_another(&self, folded: &str, list: &str, is_same: &dyn Fn(&str) -> bool) -> bool {
        let is_own = |text: &str| self.vocabulary.find_folded(list, text).is_some_and(|found| is_same(found.word));
        let pieces = || folded.split(SEPARATORS).map(str::trim).filter(|piece| !piece.is_empty());
        if is_own(folded) || pieces().any(is_own) {
            return false;
        }
        pieces().any(|piece| {
            let bare = piece.trim_end_matches(|c: char| c.is_ascii_digit() || " -_#.".contains(c));
            self.vocabulary.find_folded("aside", bare).is_none()
                && others(list).iter().any(|other| self.is_headed(other, list, bare, is_same))
        })
    }

    fn is_headed(&self, other: &str, list: &str, bare: &str, is_same: &dyn Fn(&str) -> bool) -> bool {
        self.vocabulary.find_folded(other, bare).is_some_and(|found| {
            let is_other = names_a_thing(list, other, found.word) && (other != list || !is_same(found.word));
            // 感烟 says what a detector is, wherever it stands
            is_other && (other == "equipment" || bare.ends_with(found.keyword))
        })
    }
}
