//! What descriptions and remarks say as properties do: 建筑高度36.5m, 绿地率：28%, 是否安装：否. A name that the list `property` knows,
//! with an amount or a colon behind it, is heard as a property of that name.

use std::sync::{Arc, RwLock};

use haofang_ifc::property::{Property, PropertyValue};
use haofang_ifc::{Entity, InstanceId};
use rustc_hash::FxHashMap;

use crate::Vocabulary;
use crate::authored;
use crate::building::Survey;
use crate::property_names::bare;
use crate::said::{Claim, PROPERTIES};
use crate::vocabulary::fold;

/// What properties mean that state amounts: their names stand before a number without a colon. 材质 and 类型 do not.
const AMOUNTS: [&str; 45] = [
    "building_height",
    "part_height",
    "fire_height",
    "parapet_height",
    "height_limit",
    "green_ratio",
    "required_green",
    "concentrated_ratio",
    "green_total",
    "concentrated_total",
    "green_area",
    "green_share",
    "hard_share",
    "hard_area",
    "planted_share",
    "green_width",
    "soil_depth",
    "sunlit_share",
    "parking_total",
    "parking_ratio",
    "visitor_total",
    "elderly_area",
    "count",
    "stars",
    "green_material",
    "enclosed_share",
    "stops",
    "travel",
    "lowest",
    "built",
    "phase",
    "room_gross",
    "room_net",
    "room_any",
    "room_counted",
    "plastic_series",
    "storey_height",
    "households",
    "level_difference",
    "part_area",
    "bay_width",
    "sill_height",
    "room_width",
    "storeys_above",
    "above_ground",
];

/// No more letters stand between what a name means and its amount: 建筑总高|度, 绿色建材|应用比例.
const SUFFIX: usize = 4;

/// What a sentence states.
pub(crate) struct Sentence {
    /// What the name means, as the list `property` has it.
    word: String,
    /// What the name speaks of beyond its keyword.
    about: String,
    /// Where it stands: `Description`, `参数.备注`.
    carrier: String,
    name: String,
    value: String,
}

/// Parts of the memory of sentences, each with its lock.
const SHARES: usize = 16;

/// Sentences of one entity.
type Known = FxHashMap<(usize, InstanceId), Arc<[Sentence]>>;

/// Sentences found so far, by model and entity: what is said of a thing is asked for by many meanings.
pub(crate) struct Memory([RwLock<Known>; SHARES]);

impl Default for Memory {
    fn default() -> Self {
        Self(std::array::from_fn(|_| RwLock::default()))
    }
}

impl Survey<'_> {
    /// What descriptions and remarks of an entity state under a name that means this word of the list `property`.
    pub(crate) fn spoken<'e>(&self, (model, entity): (usize, Entity<'e>), word: &str) -> Vec<Claim<'e>> {
        let sentences = self.sentences(model, entity);
        let own = sentences.iter().filter(|sentence| sentence.word == word);
        let claims = own.map(|sentence| Claim {
            property: Property {
                set: sentence.carrier.clone().into(),
                name: sentence.name.clone().into(),
                value: PropertyValue::Text(sentence.value.clone().into()),
                from_type: false,
                entity,
            },
            about: sentence.about.clone(),
            is_spoken: true,
        });
        claims.collect()
    }

    fn sentences(&self, model: usize, entity: Entity<'_>) -> Arc<[Sentence]> {
        let share = &self.said.sentences.0[entity.id().0 as usize % SHARES];
        let key = (model, entity.id());
        if let Some(known) = share.read().ok().and_then(|known| known.get(&key).cloned()) {
            return known;
        }
        let remarks = self.said(entity, "remark");
        let read = |claim: &Claim<'_>| {
            let words = authored::words_of(&claim.property).unwrap_or_default();
            let carrier = authored::source(&claim.property);
            stated(self.vocabulary, &words).into_iter().map(move |(name, value, word, about)| Sentence {
                word,
                about,
                carrier: carrier.clone(),
                name,
                value,
            })
        };
        let found: Arc<[Sentence]> = remarks.iter().flat_map(read).collect();
        if let Ok(mut known) = share.write() {
            known.insert(key, found.clone());
        }
        found
    }
}

/// Names with their values, what the names mean, and what they speak of.
fn stated(vocabulary: &Vocabulary, text: &str) -> Vec<(String, String, String, String)> {
    let folded = fold(text);
    let both =
        |piece| PROPERTIES.iter().filter_map(move |list| by_colon(vocabulary, list, piece).or_else(|| by_amount(vocabulary, list, piece)));
    pieces(&folded).into_iter().flat_map(both).collect()
}

/// The parts of a folded text; the comma of 2,900 parts nothing.
fn pieces(folded: &str) -> Vec<&str> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_gap = |at: usize, c: char| match c {
        '。' | ';' | '、' | '(' | ')' | '|' | '\n' => true,
        ',' => !(digit(folded[..at].chars().next_back()) && digit(folded[at + 1..].chars().next())),
        _ => false,
    };
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in folded.char_indices().filter(|(at, c)| is_gap(*at, *c)) {
        out.push(folded[start..at].trim());
        start = at + c.len_utf8();
    }
    out.push(folded[start..].trim());
    out.retain(|piece| !piece.is_empty());
    out
}

/// 绿地率:28%
fn by_colon(vocabulary: &Vocabulary, list: &str, piece: &str) -> Option<(String, String, String, String)> {
    let (name, value) = piece.split_once([':', '='])?;
    let (name, value) = (bare(name.trim()), value.trim());
    let found = vocabulary.find_folded(list, &name)?;
    let about = name.strip_prefix(found.keyword).unwrap_or_default().to_owned();
    let word = found.word.to_owned();
    (!value.is_empty() && word != "remark").then(|| (name, value.to_owned(), word, about))
}

/// 建筑高度36.5m, 绿地率不足30%, 绿色建筑一星级
fn by_amount(vocabulary: &Vocabulary, list: &str, piece: &str) -> Option<(String, String, String, String)> {
    let is_amount = |c: char| c.is_ascii_digit() || "零一二三四五六七八九十两百★±+-<>≤≥".contains(c);
    let rating = vocabulary.find_folded("rating", piece).and_then(|found| piece.rfind(found.keyword));
    let at = [piece.find(is_amount), rating].into_iter().flatten().min().filter(|at| *at > 0)?;
    // words between belong to the amount: 不足, 约, 为
    let mut name = piece[..at].trim();
    let shorter = |name: &str| {
        let found = ["amount_word", "bound"].iter().filter_map(|list| vocabulary.find_folded(list, name));
        let lengths = found.filter_map(|found| Some(name.strip_suffix(found.keyword)?.trim().len()));
        lengths.min().filter(|length| *length > 0)
    };
    while let Some(length) = shorter(name) {
        name = &name[..length];
    }
    let value = piece[name.len()..].trim();
    let name = bare(name);
    let found = vocabulary.find_folded(list, &name)?;
    // the amount is of what stands before it: 绿色建材|应用比例
    let behind = name.rsplit_once(found.keyword).map_or("", |(_, behind)| behind);
    (AMOUNTS.contains(&found.word) && behind.chars().count() <= SUFFIX).then(|| {
        let value = vocabulary.find_folded("amount_word", value).and_then(|found| value.strip_prefix(found.keyword)).unwrap_or(value);
        (name.clone(), value.trim().to_owned(), found.word.to_owned(), String::new())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_state_what_properties_state() {
        let vocabulary = Vocabulary::builtin();
        let read = |text: &str| -> Vec<(String, String)> {
            stated(&vocabulary, text).into_iter().map(|(_, value, word, _)| (word, value)).collect()
        };
        for (text, word, value) in [
            ("建筑高度36.5m", "building_height", "36.5m"),
            ("本项目绿地率为28%，满足要求", "green_ratio", "28%"),
            ("绿地率：28%", "green_ratio", "28%"),
            ("规划限高 29m", "height_limit", "29m"),
            ("绿地率不足30％", "green_ratio", "不足30%"),
            ("绿色建筑一星级", "stars", "一星级"),
            ("机动车位50个", "parking_total", "50个"),
            ("是否安装：否", "provided", "否"),
            ("停靠楼层1F-9F", "stops", "1f-9f"),
            ("露台面积60㎡", "part_area", "60m2"),
            ("飘窗净宽约1.5m", "bay_width", "1.5m"),
            ("地上层数3层", "storeys_above", "3层"),
            ("绿色建筑基本级", "stars", "基本级"),
            ("绿色建材应用比例60%", "green_material", "60%"),
        ] {
            assert_eq!(read(text), [(word.to_owned(), value.to_owned())], "{text}");
        }
        let both = [("building_height", "36.5m"), ("above_ground", "9层")].map(|(word, value)| (word.to_owned(), value.to_owned()));
        assert_eq!(read("建筑总高度36.5m，地上9层"), both);
        for text in ["详见施工图", "停车位宽2.4m以上", "按GB50180设计", "满足2024年规定", "无", "3号楼"] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
