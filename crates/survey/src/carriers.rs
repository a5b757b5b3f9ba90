//! The texts that say what an entity is: names, types, property sets, classifications — each with where it stands.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Deref;
use std::sync::{Arc, RwLock};

use haofang_facts::Text;
use haofang_ifc::{Class, Entity, InstanceId, Schema, Value, attribute, class};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::authored;
use crate::building::Survey;
use crate::property_names::PropertyNames;
use crate::vocabulary::{fold, is_folded};

/// A text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// The text.
    pub text: Text,
    /// The text as the vocabulary compares it.
    pub(crate) folded: Text,
    /// The attribute or `set.property`.
    pub from: Text,
}

/// A word of the vocabulary found in an entity's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// The word of the contract.
    pub word: String,
    /// The keyword found.
    pub keyword: String,
    /// The whole text.
    pub text: String,
    /// Carrier and text, for `recognised_by`.
    pub by: String,
}

/// Properties that state a function or a name.
pub(crate) const FUNCTION: &[&str] = &[
    "房间名称",
    "空间名称",
    "空间功能",
    "功能",
    "主功能",
    "子功能",
    "主功能类别",
    "子功能类别",
    "区域类别",
    "类型",
    "类别",
    "用途",
    "Reference",
    "Category",
    "OccupancyType",
];

/// Properties that name a room, as ArchiCAD writes them beside (or instead of) LongName: the zone's name and its category.
pub(crate) const ROOM: &[&str] = &["区域名称", "分区名称", "Zone Name", "Raumname", "ゾーン名", "Zone Category", "Raumkategorie"];

/// Sets of ArchiCAD: elsewhere a zone is a dwelling.
const ARCHICAD: &[&str] = &["ArchiCADProperties", "AC_Pset_"];

/// Whether a property stands in a set of ArchiCAD: its zones are rooms.
pub(crate) fn names_rooms(source: &str) -> bool {
    ARCHICAD.iter().any(|set| source.starts_with(set))
}

/// Attributes that say what an entity is.
const OWN: [&str; 6] = ["LongName", "Name", "ObjectType", "PredefinedType", "OperationType", "Description"];

/// Where a class has each of [`OWN`].
type Positions = [Option<usize>; OWN.len()];

thread_local! {
    /// Positions that were looked up before: things are many, their classes few.
    static POSITIONS: RefCell<FxHashMap<(Schema, Class), Positions>> = RefCell::default();
}

fn positions(schema: Schema, class: Class) -> Positions {
    POSITIONS.with_borrow_mut(|known| *known.entry((schema, class)).or_insert_with(|| OWN.map(|name| attribute(schema, class, name))))
}

/// All texts of an entity, most specific first: LongName, Name, ObjectType, type's name, function properties, classification,
/// predefined type, description.
#[must_use]
pub fn texts(entity: Entity<'_>) -> Vec<Carrier> {
    let mut out: Vec<Carrier> = Vec::new();
    let mut add = |text: Option<Cow<'_, str>>, from: Text| {
        if let Some(text) = text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let written = Text::shared(text);
            // most names are written as the vocabulary compares them: they stand in memory once
            let folded = if is_folded(text) { written.clone() } else { fold(text).into() };
            out.push(Carrier { folded, text: written, from });
        }
    };
    // read in one go
    let values: SmallVec<[Value<'_>; 12]> = entity.attrs().collect();
    let positions = positions(entity.schema(), entity.class());
    let own = |at: usize| positions[at].and_then(|at| values.get(at).copied()).unwrap_or(Value::Null);
    for (at, attribute) in OWN.into_iter().enumerate().take(3) {
        add(own(at).as_text(), attribute.into());
    }
    let relations = entity.model().relations();
    if let Some(of_type) = relations.type_of(entity) {
        add(of_type.name(), "type name".into());
        add(of_type.named("ElementType").as_text(), "ElementType".into());
    }
    let names = PropertyNames::of(entity.model());
    for reading in authored::all_wanted_texts(entity, &names.functions) {
        add(Some(Cow::Owned(reading.value)), reading.source.into());
    }
    if entity.is_a(class::IFC_SPACE) {
        for reading in authored::all_wanted_texts(entity, &names.rooms) {
            if names_rooms(&reading.source) {
                add(Some(Cow::Owned(reading.value)), reading.source.into());
            }
        }
    }
    for reference in relations.classifications_of(entity) {
        add(reference.named("Name").as_text(), "classification".into());
        let code = reference.named("Identification").as_text().or_else(|| reference.named("ItemReference").as_text());
        add(code, "classification code".into());
    }
    for (at, attribute) in [(3, OWN[3]), (4, OWN[4])] {
        let own = own(at).as_enum().filter(|word| !matches!(*word, "NOTDEFINED" | "USERDEFINED"));
        let word = own.or_else(|| relations.type_of(entity).and_then(|of_type| of_type.named(attribute).as_enum()));
        add(word.filter(|word| !matches!(*word, "NOTDEFINED" | "USERDEFINED")).map(Cow::Borrowed), attribute.into());
    }
    if entity.is_a(class::IFC_ROOT) {
        add(own(5).as_text(), OWN[5].into());
    }
    out
}

/// The texts of an entity, shared by all who ask for them.
#[derive(Clone)]
pub(crate) struct Texts(Arc<[Carrier]>);

impl Texts {
    pub(crate) fn of(entity: Entity<'_>) -> Self {
        Self(texts(entity).into())
    }
}

impl Deref for Texts {
    type Target = [Carrier];

    fn deref(&self) -> &[Carrier] {
        &self.0
    }
}

/// Parts of the memory of texts, each with its lock: threads that gather texts at one time seldom wait for each other.
const SHARES: usize = 64;

/// Texts gathered so far, by model and entity.
pub(crate) struct Memory([RwLock<FxHashMap<(usize, InstanceId), Texts>>; SHARES]);

impl Default for Memory {
    fn default() -> Self {
        Self(std::array::from_fn(|_| RwLock::default()))
    }
}

impl Memory {
    fn of(&self, model: usize, entity: Entity<'_>) -> Texts {
        let key = (model, entity.id());
        // things that are asked for one after the other stand in the file one after the other
        let share = &self.0[(key.1.0 / 16) as usize % SHARES];
        if let Some(known) = share.read().ok().and_then(|known| known.get(&key).cloned()) {
            return known;
        }
        let texts = Texts::of(entity);
        if let Ok(mut known) = share.write() {
            known.insert(key, texts.clone());
        }
        texts
    }
}

impl Survey<'_> {
    /// All texts of an entity, gathered once.
    #[must_use]
    pub(crate) fn texts(&self, entity: Entity<'_>) -> Texts {
        let model = self.models.iter().position(|named| std::ptr::eq(Arc::as_ptr(&named.model), entity.model()));
        model.map_or_else(|| Texts::of(entity), |model| self.readers.texts.of(model, entity))
    }

    /// The first carrier of an entity in which a keyword of a vocabulary list is found.
    #[must_use]
    pub fn recognise(&self, list: &str, entity: Entity<'_>) -> Option<Recognised> {
        self.recognise_in(list, &self.texts(entity))
    }

    /// The first of these texts in which a keyword of a vocabulary list is found.
    pub(crate) fn recognise_in(&self, list: &str, texts: &[Carrier]) -> Option<Recognised> {
        texts.iter().find_map(|carrier| {
            let found = self.vocabulary.find_folded(list, &carrier.folded)?;
            let by = format!("{} \"{}\"", carrier.from, carrier.text);
            Some(Recognised { word: found.word.to_owned(), keyword: found.keyword.to_owned(), text: carrier.text.to_string(), by })
        })
    }
}
