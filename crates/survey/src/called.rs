//! What else the texts of a thing call it: 消防车道 as the description of what is named a parking place, 感烟探测器 as the type of a
//! detector of gas. One rule for all that the survey recognises by name; what comes of it is a doubt, never another thing.

use haofang_facts::{Fact, Provenance, Value};
use haofang_ifc::Entity;

use crate::authored;
use crate::building::Survey;
use crate::carriers::Texts;
use crate::disclaimed::tells_of_members;
use crate::vocabulary::fold;

/// Texts that say what a thing is; a description is a remark.
const NAMES: [&str; 4] = ["LongName", "Name", "ObjectType", "type name"];

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

/// Rooms that texts of others name as well (通主卧, 排水管井): what bears their name and nothing else is one.
const BESIDE: [&str; 5] = ["bedroom", "study", "kitchen", "bathroom", "shaft"];

/// Whether a word of one of the lists of things names something of its own, which nothing else can be at the same time.
fn names_a_thing(of: &str, list: &str, word: &str) -> bool {
    match list {
        "space" if of == "space" => {
            ["storage", "retail", "smoke_lobby", "stairwell", "corridor", "community", "plant", "garage"].contains(&word)
                || BESIDE.contains(&word)
        }
        // 消控室 and 值班室 share their room with facilities
        "space" if of == "facility" => {
            ["storage", "retail", "garage", "balcony", "terrace", "void", "shaft", "equipment_platform"].contains(&word)
        }
        "space" if of == "lift" => ["storage", "retail", "stairwell"].contains(&word),
        "space" => ROOMS.contains(&word),
        "another" => word == "any" || (word == "use" && ["facility", "space"].contains(&of)),
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
        "lift" => &["space", "another"],
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

/// A claim with what its authors say against it.
pub(crate) fn denied(claim: Fact, said: String) -> Fact {
    claim.witness(Value::Bool(false), Provenance::Authored, said)
}

/// The first doubt of several things that are all in doubt; one that is not is enough.
pub(crate) fn doubt_of_all(doubts: impl Iterator<Item = Option<String>>) -> Option<String> {
    doubts.collect::<Option<Vec<String>>>()?.into_iter().next()
}

/// The parts of a folded text.
pub(crate) fn pieces(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(SEPARATORS).map(str::trim).filter(|piece| !piece.is_empty())
}

/// A part of a text without the number behind it.
pub(crate) fn unnumbered(piece: &str) -> &str {
    piece.trim_end_matches(|c: char| c.is_ascii_digit() || " -_#.".contains(c))
}

impl Survey<'_> {
    /// The text in which a name, a type, a description or a property of its kind calls a thing something else than the word of this
    /// list by which it was recognised; `is_same` tells which further words of the list mean no other thing.
    ///
    /// Only the head of a text names a thing (消防车道旁 does not), and a text that names the thing itself as well contradicts nothing.
    pub(crate) fn called_else(&self, entity: Entity<'_>, texts: &Texts, list: &str, is_same: &dyn Fn(&str) -> bool) -> Option<String> {
        self.saying(entity, texts, &["kind", "remark"], &|folded| self.names_another(folded, list, is_same))
    }

    /// The first of [`Survey::sayings`] that is so, as it is told to people.
    pub(crate) fn saying(&self, entity: Entity<'_>, texts: &Texts, meanings: &[&str], is_so: &dyn Fn(&str) -> bool) -> Option<String> {
        let found = self.sayings(entity, texts, meanings).into_iter().find(|(folded, _)| is_so(folded));
        found.map(|(folded, from)| format!("{from} \"{folded}\""))
    }

    /// What an entity is called, folded, with where it stands: its names, those of its groups, and what its properties of these
    /// meanings say.
    pub(crate) fn sayings(&self, entity: Entity<'_>, texts: &Texts, meanings: &[&str]) -> Vec<(String, String)> {
        let named = texts.iter().filter(|carrier| NAMES.contains(&&*carrier.from));
        let named = named.map(|carrier| (carrier.folded.to_string(), carrier.from.to_string()));
        let groups = entity.model().relations().groups_of(entity).into_iter().filter(|group| tells_of_members(*group));
        let groups = groups.filter_map(|group| Some((fold(&group.name()?), "group".to_owned())));
        let said = meanings.iter().flat_map(|meaning| self.said(entity, meaning));
        let said = said.filter_map(|claim| Some((fold(&authored::words_of(&claim.property)?), authored::source(&claim.property))));
        named.chain(groups).chain(said).collect()
    }

    /// Whether a folded text names a thing of another kind.
    fn names_another(&self, folded: &str, list: &str, is_same: &dyn Fn(&str) -> bool) -> bool {
        let is_own = |text: &str| self.vocabulary.find_folded(list, text).is_some_and(|found| is_same(found.word));
        let pieces = || pieces(folded);
        // 仅设置灭火器柜, 改为便利店: that is all there is, whatever it is
        if let Some(rest) = pieces().find_map(|piece| self.behind_only(piece)) {
            return !is_own(rest);
        }
        // 不装窗 names no window
        let denies = |text: &str| self.vocabulary.find_folded("without", text).is_some_and(|found| found.word != "none");
        if (is_own(folded) && !pieces().any(denies)) || pieces().any(|piece| is_own(piece) && !denies(piece)) {
            return false;
        }
        pieces().any(|piece| {
            let bare = unnumbered(piece);
            self.vocabulary.find_folded("aside", bare).is_none()
                && others(list).iter().any(|other| self.is_headed(other, list, bare, is_same))
        })
    }

    /// What alone is there, or what a thing has become, by the words before it.
    pub(crate) fn behind_only<'t>(&self, piece: &'t str) -> Option<&'t str> {
        let found = self.vocabulary.find_folded("only", piece)?;
        let (_, rest) = piece.rsplit_once(found.keyword)?;
        // 仅有1处 counts
        let rest = rest.trim();
        let counts = rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c));
        (!rest.is_empty() && !counts).then_some(rest)
    }

    fn is_headed(&self, other: &str, list: &str, bare: &str, is_same: &dyn Fn(&str) -> bool) -> bool {
        self.vocabulary.find_folded(other, bare).is_some_and(|found| {
            let is_other = names_a_thing(list, other, found.word) && (other != list || !is_same(found.word));
            // 感烟 says what a detector is, wherever it stands
            let is_head = if BESIDE.contains(&found.word) { bare == found.keyword } else { bare.ends_with(found.keyword) };
            is_other && (other == "equipment" || is_head)
        })
    }
}
