//! What is said of the parts for which something is granted — terraces, bay windows, voids — against what is drawn of them: 有顶盖 of a
//! terrace, 落地凸窗, 后期封板, 净宽1.5m of a bay of 2.4 m (CLAUSES NT-3.1-01, NT-3.1-02, NT-3.1-05).

use haofang_facts::compare::conflict;
use haofang_facts::{Gap, GapKind, Unit, Value};
use haofang_ifc::{Entity, class};

use crate::authored::{self, Reading};
use crate::building::{Dwelling, SpaceId, Survey};
use crate::called::{pieces, unnumbered};
use crate::carriers::Texts;
use crate::said::Claim;
use crate::said_length;
use crate::vocabulary::fold;

/// A kind of part for which something is granted.
pub(crate) struct Part {
    /// List and word of the vocabulary by which it is recognised.
    of: [&'static str; 2],
    /// Properties that deny it.
    denied_by: &'static [&'static str],
    /// The list of what texts say against it, and what properties mean that claim it.
    against: &'static str,
}

/// 露台, 退台.
pub(crate) const TERRACE: Part = Part { of: ["space", "terrace"], denied_by: &["是否为露台", "露台"], against: "against_terrace" };

/// 飘窗.
pub(crate) const BAY: Part = Part { of: ["window", "bay"], denied_by: &["是否飘窗", "是否凸窗", "飘窗"], against: "against_bay" };

/// 挑空.
pub(crate) const VOID: Part = Part { of: ["space", "void"], denied_by: &["是否挑空", "挑空"], against: "against_void" };

/// Why what is denied is in doubt.
const ABSENT: &str = "it is said not to be there";

/// What properties mean that say what a part is.
const MEANINGS: [&str; 6] = ["kind", "part_kind", "words", "state", "owner", "remark"];

impl Survey<'_> {
    /// What speaks against a part: it is not there, a property denies it or claims what it cannot be, or its texts call it something
    /// else. What is granted for such a part cannot rest on it then.
    pub(crate) fn doubt_of_part(&self, entity: Entity<'_>, part: &Part) -> Option<Gap> {
        let texts = self.texts(entity);
        let [list, word] = part.of;
        let denied = authored::flag(entity, part.denied_by).filter(|reading| !reading.value).map(|reading| reading.source);
        let absent = || self.is_disclaimed(entity, &texts).then(|| ABSENT.to_owned());
        let other = || self.called_else(entity, &texts, list, &|other| other == word);
        let said = denied.or_else(absent).or_else(other).or_else(|| self.against(entity, &texts, part))?;
        Some(doubtful(&said))
    }

    /// What is said against a lobby's being one: its texts call it a shop, or it is not there (NT-2.1-06, NT-3.1-04).
    pub(crate) fn doubt_of_lobby(&self, id: SpaceId) -> Option<String> {
        let space = self.space(id);
        if space.usage != "lobby" {
            return None;
        }
        let texts = self.texts(space.entity);
        let is_same = |word: &str| ["lobby", "entry", "lift_lobby"].contains(&word);
        // 入户大堂（商铺）
        let is_shop = |text: &str| self.vocabulary.find_folded("space", text).is_some_and(|found| found.word == "retail");
        let in_brackets = || {
            let shop = texts.iter().find(|carrier| carrier.folded.split(['(', ')']).skip(1).any(is_shop))?;
            Some(format!("{} \"{}\"", shop.from, shop.text))
        };
        let absent = || self.is_disclaimed(space.entity, &texts).then(|| ABSENT.to_owned());
        self.called_else(space.entity, &texts, "space", &is_same).or_else(in_brackets).or_else(absent)
    }

    /// What properties and texts claim that a part cannot be, of the room that reaches through where it is: 后期封板.
    pub(crate) fn doubt_of_room(&self, entity: Entity<'_>, part: &Part) -> Option<Gap> {
        self.against(entity, &self.texts(entity), part).map(|said| doubtful(&said))
    }

    fn against(&self, entity: Entity<'_>, texts: &Texts, part: &Part) -> Option<String> {
        let yes = self.said(entity, part.against).into_iter().find(|claim| authored::claim_of(&claim.property) == Some(true));
        yes.map(|claim| authored::source(&claim.property))
            .or_else(|| self.saying(entity, texts, &MEANINGS, &|folded| self.speaks_against(folded, part, entity.is_a(class::IFC_SPACE))))
    }

    /// Whether a folded text of a space, or of something else, says what a part cannot be; 由阳光房改为露台 tells of before.
    fn speaks_against(&self, folded: &str, part: &Part, is_space: bool) -> bool {
        let [list, word] = part.of;
        let against = |text: &str| match self.vocabulary.find_folded(part.against, unnumbered(text)).map(|found| found.word) {
            Some("against") => true,
            Some("roof") => is_space,
            _ => false,
        };
        let is_own = |text: &str| self.vocabulary.find_folded(list, text).is_some_and(|found| found.word == word);
        let has_become = |piece| self.behind_only(piece).is_some_and(|rest| is_own(rest) && !against(rest));
        pieces(folded).any(against) && !pieces(folded).any(has_become)
    }

    /// The first length (m) stated of these entities under a name of this meaning that contradicts all that is measured. 不小于2.1m
    /// contradicts nothing that is wider.
    pub(crate) fn length_against(&self, entities: &[Entity<'_>], meaning: &str, measured: &[f64]) -> Option<Reading<f64>> {
        let mut claims = entities.iter().flat_map(|entity| self.said(*entity, meaning));
        claims.find_map(|claim| {
            let words = fold(&authored::words_of(&claim.property).unwrap_or_default());
            let bound = self.vocabulary.find_folded("bound", &words).map(|found| found.word);
            let agrees = |stated: f64, measured: f64| match bound {
                Some("least" | "above") => measured >= stated,
                Some("most" | "below") => measured <= stated,
                _ => !conflict(&Value::Number(measured, Unit::Metre), &Value::Number(stated, Unit::Metre)),
            };
            let stated = said_length::of_property(self.vocabulary, &claim.property);
            let fits = stated.iter().any(|reading| measured.iter().any(|measured| agrees(reading.value, *measured)));
            stated.into_iter().next().filter(|_| !fits)
        })
    }

    /// Where a dwelling, or its building, says that all its rooms lie on one level: 1#平层住宅, 户型 = 平层A. What the dwelling says
    /// of itself goes before.
    pub(crate) fn says_flat(&self, dwelling: &Dwelling<'_>) -> Option<String> {
        let called = |entity: Entity<'_>| self.sayings(entity, &self.texts(entity), &["kind", "dwelling_kind", "remark"]);
        // a remark on a room is one on its floor
        let typed = |claim: Claim<'_>| Some((fold(&authored::words_of(&claim.property)?), authored::source(&claim.property)));
        let rooms = dwelling.spaces.iter().flat_map(|space| self.said(self.space(*space).entity, "dwelling_kind")).filter_map(typed);
        let own: Vec<(String, String)> = dwelling.entity.into_iter().flat_map(|(_, zone)| called(zone)).chain(rooms).collect();
        let of_building = || {
            let entities = dwelling.building.into_iter().flat_map(|building| &self.building(building).entities);
            entities.flat_map(|(_, entity)| called(*entity)).collect::<Vec<_>>()
        };
        let (is_flat, by) = self.levels_said(&own).or_else(|| self.levels_said(&of_building()))?;
        is_flat.then_some(by)
    }

    /// Whether texts speak of dwellings on one level, or of others; where they do.
    fn levels_said(&self, texts: &[(String, String)]) -> Option<(bool, String)> {
        let says = |word: &str| {
            texts.iter().find(|(folded, _)| {
                pieces(folded).any(|piece| self.vocabulary.find_folded("levels_of_dwelling", piece).is_some_and(|found| found.word == word))
            })
        };
        let duplex = says("duplex");
        let (folded, from) = duplex.or_else(|| says("flat"))?;
        Some((duplex.is_none(), format!("{from} \"{folded}\"")))
    }
}

/// The gap of a part that something speaks against.
fn doubtful(said: &str) -> Gap {
    Gap::new(GapKind::Ambiguous, format!("what is said of it speaks against it: {said}"))
}
