//! What properties mean by their names: 是否设置, 取消, 数量, 备注 — the list `property` of the vocabulary, whatever the set.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use haofang_ifc::Entity;
use haofang_ifc::property::{Property, PropertyValue};

use crate::authored;
use crate::building::Survey;
use crate::carriers::Texts;
use crate::property_names::{Key, PropertyNames, Wanted};
use crate::sentences;

/// The lists of the vocabulary that tell what names of properties mean.
pub(crate) const PROPERTIES: [&str; 3] = ["property", "room_property", "part_property"];

/// What a submission says of itself, found when first asked for.
#[derive(Default)]
pub(crate) struct Said {
    /// The phases that the submission names as its own.
    pub(crate) phases: OnceLock<BTreeSet<u32>>,
    /// By file: the properties whose names mean one word of the list.
    names: OnceLock<Vec<BTreeMap<String, Named>>>,
    /// What descriptions and remarks state.
    pub(crate) sentences: sentences::Memory,
}

/// The names that mean one word, with what stands behind the keyword: 是否设置|微型消防站.
#[derive(Default)]
struct Named {
    wanted: Wanted,
    about: BTreeMap<String, String>,
}

/// A property that was asked for by what its name means.
pub(crate) struct Claim<'m> {
    pub(crate) property: Property<'m>,
    /// What the name speaks of beyond its keyword; nothing: the thing itself.
    pub(crate) about: String,
    /// It stands in a sentence, not in a property of its own.
    pub(crate) is_spoken: bool,
}

impl Survey<'_> {
    /// The properties of an entity whose names mean this word of the list `property`, and what descriptions and remarks state
    /// under such names. A description is a remark.
    pub(crate) fn said<'e>(&self, entity: Entity<'e>, word: &str) -> Vec<Claim<'e>> {
        let of_model = self.models.iter().position(|named| std::ptr::eq(std::sync::Arc::as_ptr(&named.model), entity.model()));
        let Some(model) = of_model else { return Vec::new() };
        let mut claims = self.written(model, entity, word);
        if word == "remark" {
            claims.extend(description(entity));
        } else {
            claims.extend(self.spoken((model, entity), word));
        }
        claims
    }

    fn written<'e>(&self, model: usize, entity: Entity<'e>, word: &str) -> Vec<Claim<'e>> {
        let names = self.said.names.get_or_init(|| self.names_by_meaning());
        let Some(named) = names.get(model).and_then(|names| names.get(word)) else { return Vec::new() };
        let claims = authored::sought(entity, &named.wanted).into_iter().map(|property| {
            let key = Key::of(&property.name);
            let about = named.about.iter().find(|(name, _)| key.is(name)).map(|(_, about)| about.clone()).unwrap_or_default();
            Claim { property, about, is_spoken: false }
        });
        claims.collect()
    }

    fn names_by_meaning(&self) -> Vec<BTreeMap<String, Named>> {
        let of_model = |named: &crate::building::NamedModel| {
            let names = PropertyNames::of(&named.model);
            let mut out: BTreeMap<String, Named> = BTreeMap::new();
            for name in names.forms() {
                // 微型消防站 = 无 speaks of what is called so
                if self.vocabulary.find_folded("facility", name).is_some_and(|found| found.word != "none") {
                    out.entry("itself".to_owned()).or_default().about.insert(name.to_owned(), name.to_owned());
                }
                // 外墙涂料 = 是
                let coat = self.vocabulary.find_folded("facade", name).is_some_and(|found| found.word != "prescribed");
                if coat && self.vocabulary.find_folded("facade_inner", name).is_none() {
                    out.entry("finish_itself".to_owned()).or_default().about.insert(name.to_owned(), name.to_owned());
                }
                for found in PROPERTIES.iter().filter_map(|list| self.vocabulary.find_folded(list, name)) {
                    let about = name.strip_prefix(found.keyword).unwrap_or_default().to_owned();
                    out.entry(found.word.to_owned()).or_default().about.insert(name.to_owned(), about);
                }
            }
            for named in out.values_mut() {
                named.wanted = names.look_up_all(named.about.keys().map(|name| name.as_str().into()));
            }
            out
        };
        self.models.iter().map(of_model).collect()
    }

    /// Whether words mean the thing of these texts: its name or a part of it, or the same word of the same list (养老用房 and
    /// 居家养老服务用房).
    pub(crate) fn is_itself(&self, words: &str, texts: &Texts) -> bool {
        const LISTS: [&str; 7] = ["facility", "green", "parking", "lift", "equipment", "platform", "enclosure"];
        let is_letter = words.chars().count() < 2;
        let mut names = names_of(texts);
        let same = |name: &str, list: &&str| match (self.vocabulary.find_folded(list, words), self.vocabulary.find_folded(list, name)) {
            (Some(a), Some(b)) => a.word == b.word && a.word != "none",
            _ => false,
        };
        names.any(|name| {
            let bare = name.trim_matches(|c: char| c.is_ascii_digit() || " -_#.".contains(c));
            let is_part = || name.contains(words) || (bare.chars().count() > 1 && words.contains(bare));
            (!is_letter && is_part()) || (!words.is_empty() && LISTS.iter().any(|list| same(name, list)))
        })
    }
}

/// The description of an entity, as a remark.
fn description(entity: Entity<'_>) -> Option<Claim<'_>> {
    let text = entity.named("Description").as_text().filter(|text| !text.trim().is_empty())?;
    let property = Property { set: "".into(), name: "Description".into(), value: PropertyValue::Text(text), from_type: false, entity };
    Some(Claim { property, about: String::new(), is_spoken: false })
}

/// The names of a thing, folded.
pub(crate) fn names_of(texts: &Texts) -> impl Iterator<Item = &str> {
    const NAMES: [&str; 4] = ["LongName", "Name", "ObjectType", "type name"];
    texts.iter().filter(|carrier| NAMES.contains(&&*carrier.from)).map(|carrier| &*carrier.folded)
}
