//! What its author says is not there, not yet, or not on this plot: 预留, 取消, 代征, 另建, 是否安装 = 否, 二期.

use std::collections::BTreeSet;

use haofang_ifc::property::PropertyValue;
use haofang_ifc::{Entity, class};

use crate::authored;
use crate::building::Survey;
use crate::carriers::Texts;
use crate::said::{Claim, names_of};
use crate::vocabulary::fold;

/// Estates are built within so many years of their drawings.
const BUILDING_TIME: u32 = 5;

/// Later phases than these are none (`2030期`).
const MOST_PHASES: u32 = 20;

/// What an author says of a thing that is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is there.
    There,
    /// It belongs to a phase of which the submission does not say whether it is its own; the words.
    Later(String),
    /// It is not there, not yet, or not on this plot.
    Denied,
}

impl Survey<'_> {
    /// Whether names or properties of an entity say that it is not there, or perhaps not yet.
    pub(crate) fn is_disclaimed(&self, entity: Entity<'_>, texts: &Texts) -> bool {
        self.standing(entity, texts) != Standing::There
    }

    /// What names and properties of an entity say of its being there.
    pub(crate) fn standing(&self, entity: Entity<'_>, texts: &Texts) -> Standing {
        let groups = entity.model().relations().groups_of(entity).into_iter();
        let groups: Vec<(Entity<'_>, String)> = groups.filter_map(|group| Some((group, group.name()?.into_owned()))).collect();
        let is_of_absent = || groups.iter().any(|(group, name)| tells_of_members(*group) && self.says_absent(&fold(name)));
        if names_of(texts).any(|name| self.says_absent(name)) || is_of_absent() || self.is_denied(entity, texts) {
            return Standing::Denied;
        }
        let remarks = self.said(entity, "remark");
        let remarks: Vec<String> = remarks.iter().filter_map(|claim| Some(fold(&authored::words_of(&claim.property)?))).collect();
        if remarks.iter().any(|remark| self.remark_denies(remark, texts)) {
            return Standing::Denied;
        }
        let of_names = texts.iter().filter(|carrier| names_of(texts).any(|name| *name == *carrier.folded));
        let mut phases: Vec<(Vec<u32>, String)> = of_names.map(|carrier| (phases_in(&carrier.folded), carrier.text.to_string())).collect();
        phases.extend(self.said(entity, "phase").iter().filter_map(|claim| {
            let words = authored::words_of(&claim.property)?;
            let folded = fold(&words);
            let bare = || numeral(&folded).into_iter().collect();
            Some((Some(phases_in(&folded)).filter(|found| !found.is_empty()).unwrap_or_else(bare), words))
        }));
        phases.extend(groups.iter().map(|(_, name)| (phases_in(&fold(name)), name.clone())));
        let builds = |remark: &&String| self.vocabulary.find_folded("building_word", remark).is_some();
        phases.extend(remarks.iter().filter(builds).map(|remark| (phases_in(remark), remark.clone())));
        // 建设年份 = 2030
        let mut years = ["built", "phase"].into_iter().flat_map(|meaning| self.said(entity, meaning));
        let late = |claim: &Claim<'_>| year_in(&fold(&authored::words_of(&claim.property)?)).filter(|year| self.is_far_off(entity, *year));
        if let Some(claim) = years.find(|claim| late(claim).is_some()) {
            return Standing::Later(authored::source(&claim.property));
        }
        match phases.into_iter().find(|(found, _)| !found.is_empty()) {
            Some((found, words)) => self.of_phase(&found, words),
            None => Standing::There,
        }
    }

    /// Whether properties say that their thing is not there: 是否设置 = 否, 取消 = 是, 数量 = 0, 建设内容 = 不含微型消防站.
    fn is_denied(&self, entity: Entity<'_>, texts: &Texts) -> bool {
        let about_it = |claim: &&Claim<'_>| claim.about.is_empty() || self.is_itself(&claim.about, texts);
        let words = |claim: &Claim<'_>| authored::words_of(&claim.property).map(|words| fold(&words));
        let says = |claim: &Claim<'_>| words(claim).is_some_and(|words| self.words_deny(&words, texts));
        let no = |claim: &Claim<'_>| authored::claim_of(&claim.property) == Some(false);
        // who does not know whether it is provided has not provided it
        let undecided = |claim: &Claim<'_>| {
            matches!(claim.property.value, PropertyValue::Unknown)
                || words(claim).is_some_and(|words| self.vocabulary.find_folded("undecided", &words).is_some())
        };
        // 产权 = 业主
        let is_owned = |claim: &Claim<'_>| words(claim).is_some_and(|words| self.vocabulary.find_folded("owner", &words).is_some());
        self.said(entity, "provided").iter().filter(about_it).any(|claim| no(claim) || undecided(claim) || says(claim))
            || self.said(entity, "itself").iter().filter(about_it).any(no)
            || self.said(entity, "denied").iter().filter(about_it).any(|claim| authored::claim_of(&claim.property) == Some(true))
            || self.said(entity, "count").iter().any(|claim| no(claim) || authored::count_of(&claim.property) == Some(0.0))
            || self.said(entity, "state").iter().any(|claim| no(claim) || says(claim))
            || ["words", "phase", "kind"].iter().any(|meaning| self.said(entity, meaning).iter().any(says))
            || self.said(entity, "content").iter().any(|claim| says(claim) || words(claim).is_some_and(|words| self.says_nothing(&words)))
            || self.said(entity, "owner").iter().filter(|claim| !is_owned(claim)).any(says)
            || self.said(entity, "by").iter().filter(|claim| !undecided(claim)).any(says)
    }

    /// Whether a folded remark says that its thing is not there; what may be said of details counts where it names the thing.
    fn remark_denies(&self, remark: &str, texts: &Texts) -> bool {
        let names_it = || {
            names_of(texts).any(|name| {
                let bare = name.trim_matches(|c: char| c.is_ascii_digit() || " -_#.".contains(c));
                bare.chars().count() > 1 && remark.contains(bare)
            })
        };
        let word = self.vocabulary.find_folded("remark", remark).map(|found| found.word);
        match word {
            // 备注 = 无
            Some("nothing") => false,
            Some("no") => true,
            _ => (word == Some("itself") && names_it()) || self.is_without(remark, texts) || self.tells_standing(remark),
        }
    }

    /// Whether a part of a folded remark says nothing but that its thing is not there: 已拆除, 暂定方案, 目前停用. In a longer
    /// sentence the same word may speak of a detail.
    fn tells_standing(&self, remark: &str) -> bool {
        remark.split([',', '、', ';', '。', '(', ')']).map(str::trim).any(|piece| self.is_standing(piece))
    }

    /// Whether nothing but a word for what is not there is left of a text without the words that surround such words.
    fn is_standing(&self, text: &str) -> bool {
        // who owns what stands there says nothing of its standing
        if text.chars().count() < 2 || self.vocabulary.find_folded("owner", text).is_some() {
            return false;
        }
        // words that others hear in brackets only stand for themselves here
        let absent = self.vocabulary.find_folded("absent", &format!("({text})")).filter(|found| found.word == "no");
        let undecided = || self.vocabulary.find_folded("undecided", text);
        let is_whole = |keyword: &str| keyword.trim_matches(['(', ')']) == text && !text.is_ascii();
        if absent.is_some_and(|found| is_whole(found.keyword)) || undecided().is_some_and(|found| is_whole(found.keyword)) {
            return true;
        }
        let around = |word: &str| self.vocabulary.find_folded(word, text).map(|found| found.keyword);
        let head = around("standing_before").and_then(|keyword| text.strip_prefix(keyword));
        let tail = around("standing_behind").and_then(|keyword| text.strip_suffix(keyword));
        [head, tail].into_iter().flatten().any(|rest| self.is_standing(rest.trim()))
    }

    /// Whether folded words of a property deny the thing. 无 alone says that there is nothing to say; of what is provided or in
    /// which state it is the claim itself denies.
    fn words_deny(&self, folded: &str, texts: &Texts) -> bool {
        !self.says_nothing(folded) && (self.says_absent(folded) || self.is_without(folded, texts))
    }

    fn says_nothing(&self, folded: &str) -> bool {
        self.vocabulary.find_folded("remark", folded).is_some_and(|found| found.word == "nothing")
    }

    /// Whether folded words say that something goes without this thing: 不含微型消防站, 不包括, 不设消防站.
    fn is_without(&self, folded: &str, texts: &Texts) -> bool {
        let Some(found) = self.vocabulary.find_folded("without", folded).filter(|found| found.word != "none") else { return false };
        let Some(at) = folded.rfind(found.keyword) else { return false };
        let rest = folded[at + found.keyword.len()..].split([',', '，', ';', '；', '。', '(', ')', '、']).next().unwrap_or_default();
        rest.is_empty() || self.is_itself(rest, texts)
    }

    /// What the phases of a thing make of it: those of the submission are there.
    fn of_phase(&self, found: &[u32], words: String) -> Standing {
        let own = self.said.phases.get_or_init(|| self.phases_of_submission());
        if found.iter().any(|phase| own.contains(phase)) {
            return Standing::There;
        }
        match found.iter().min() {
            None => Standing::There,
            Some(1) if own.is_empty() => Standing::There,
            Some(_) if own.is_empty() => Standing::Later(words),
            Some(_) => Standing::Denied,
        }
    }

    /// The phases that names of the project, its sites, buildings and files speak of.
    fn phases_of_submission(&self) -> BTreeSet<u32> {
        let projects = self.models.iter().flat_map(|named| named.model.all(class::IFC_PROJECT));
        let sites = self.sites.iter().map(|site| site.entity);
        let buildings = self.buildings.iter().flat_map(|building| building.entities.iter().map(|(_, entity)| *entity));
        let mut out = BTreeSet::new();
        for entity in projects.chain(sites).chain(buildings) {
            for attribute in ["Name", "LongName", "Phase"] {
                out.extend(entity.named(attribute).as_text().iter().flat_map(|text| phases_in(&fold(text))));
            }
            let said = self.said(entity, "phase");
            out.extend(said.iter().filter_map(|claim| authored::words_of(&claim.property)).flat_map(|words| phases_in(&fold(&words))));
        }
        out.extend(self.models.iter().flat_map(|named| phases_in(&fold(&named.file))));
        out
    }

    /// Whether a year lies more than [`BUILDING_TIME`] after that in which its file was written, and the submission itself names none as late.
    fn is_far_off(&self, entity: Entity<'_>, year: u32) -> bool {
        let written = entity.model().header().time_stamp.get(..4).and_then(|year| year.parse::<u32>().ok()).filter(|year| *year > 2000);
        let buildings = self.buildings.iter().flat_map(|building| building.entities.iter().map(|(_, entity)| *entity));
        let own = self
            .whole()
            .chain(buildings)
            .flat_map(|entity| ["built", "phase"].into_iter().flat_map(move |meaning| self.said(entity, meaning)));
        let last = own.filter_map(|claim| year_in(&fold(&authored::words_of(&claim.property)?))).max();
        written.is_some_and(|written| year > written + BUILDING_TIME) && last.is_none_or(|last| year > last)
    }

    /// Whether a folded name says that its bearer is not there; 预留充电条件 speaks of its charger only.
    fn says_absent(&self, folded: &str) -> bool {
        self.vocabulary.find_folded("absent", folded).is_some_and(|found| found.word == "no")
    }
}

/// Whether the name of a group says what its members are (远期预留车位); a system is what they serve, and what others may install.
pub(crate) fn tells_of_members(group: Entity<'_>) -> bool {
    !group.is_a(class::IFC_SYSTEM) || group.is_a(class::IFC_ZONE)
}

/// The year that a folded text names: 2030, 2030年, 2030.6.
fn year_in(folded: &str) -> Option<u32> {
    let text = folded.trim_start_matches("计划");
    let behind = text.chars().nth(4);
    let year = text.get(..4)?.parse().ok().filter(|year| (2000..2100).contains(year))?;
    behind.is_none_or(|c| "年.-/ ".contains(c)).then_some(year)
}

/// The phases of building that a folded text speaks of: 二期, 2期, Ⅱ期, 一、二期, phase 2.
fn phases_in(folded: &str) -> Vec<u32> {
    let mut out = Vec::new();
    for (at, _) in folded.match_indices('期') {
        let mut rest = &folded[..at];
        loop {
            let word = numeral_before(rest);
            let Some(number) = numeral(word) else { break };
            out.push(number);
            let before = &rest[..rest.len() - word.len()];
            let Some(cut) = before.strip_suffix(['、', ',', '/', '和', '及', '-', '~']) else { break };
            rest = cut;
        }
    }
    for (at, word) in folded.match_indices("phase") {
        let rest = folded[at + word.len()..].trim_start_matches([' ', '-', '_', ':', '.']);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        out.extend(numeral(&rest[..end]));
    }
    out
}

/// The numeral with which a text ends, if any.
fn numeral_before(text: &str) -> &str {
    let of = |set: &dyn Fn(char) -> bool| {
        let start = text.char_indices().rev().take_while(|(_, c)| set(*c)).last().map_or(text.len(), |(at, _)| at);
        &text[start..]
    };
    let digits = of(&|c| c.is_ascii_digit());
    let chinese = of(&|c| "一二三四五六七八九十".contains(c));
    let roman = of(&|c| "ivx".contains(c));
    [digits, chinese, roman].into_iter().max_by_key(|word| word.len()).unwrap_or_default()
}

/// A small numeral in digits, Chinese or Roman letters.
fn numeral(word: &str) -> Option<u32> {
    const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let listed = |list: &[&str]| list.iter().position(|known| *known == word).and_then(|at| u32::try_from(at + 1).ok());
    word.parse().ok().or_else(|| listed(&CHINESE)).or_else(|| listed(&ROMAN)).filter(|number| (1..=MOST_PHASES).contains(number))
}

#[cfg(test)]
mod tests {
    use super::{fold, phases_in};

    #[test]
    fn phases_are_read_in_all_their_ways_of_writing() {
        for (text, phases) in [
            ("规划集中绿地（二期）", &[2][..]),
            ("集中绿地-3期", &[3]),
            ("绿地 第二期", &[2]),
            ("Ⅱ期绿地", &[2]),
            ("一、二期共用", &[2, 1]),
            ("集中绿地 Phase 2", &[2]),
            ("phase-ii green", &[2]),
            ("一期", &[1]),
            ("工期、后期、2030期", &[]),
            ("集中绿地", &[]),
            ("three phase", &[]),
        ] {
            assert_eq!(phases_in(&fold(text)), phases, "{text}");
        }
    }
}
