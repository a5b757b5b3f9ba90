//! What a fact is about: a storey, a dwelling, a bay window, and where it stands in the model.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Fact, Gap, ShortText, Value};

/// The 22 characters by which IFC tools know an object; the only id that users see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GlobalId(pub ShortText);

impl fmt::Display for GlobalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for GlobalId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// The id of a subject within one fact sheet, such as `storey:2x…`; stable from run to run of the same model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubjectId(pub String);

impl SubjectId {
    /// The id of the subject that `key` (a GlobalId, or a path for things without one) names among its kind.
    #[must_use]
    pub fn new(kind: SubjectKind, key: &str) -> Self {
        Self(format!("{}:{key}", kind.word()))
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a quantity within its subject kind, such as `clear_height`; see [`crate::catalogue`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuantityId(pub Cow<'static, str>);

impl From<&'static str> for QuantityId {
    fn from(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl fmt::Display for QuantityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $zh:literal;)*) => {
        /// The kinds of things that have facts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum SubjectKind { $($(#[$doc])* $variant,)* }

        impl SubjectKind {
            /// Every kind, in the order in which sheets list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word used in JSON, rule packs and ids.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The Chinese term.
            #[must_use]
            pub const fn title_zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// The kind that a word names.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    /// The whole submission.
    Project = "project", "项目";
    /// The plot.
    Site = "site", "用地";
    /// A building.
    Building = "building", "楼栋";
    /// A storey of a building.
    Storey = "storey", "楼层";
    /// Dwellings that share one stair or lift core (单元).
    StairUnit = "stair_unit", "单元";
    /// A dwelling (套/户).
    Dwelling = "dwelling", "套型";
    /// A room or other bounded space.
    Space = "space", "空间";
    /// A window in an outer or inner wall.
    Window = "window", "窗";
    /// A door (only with `--elements`, and in the tables).
    Door = "door", "门";
    /// A bay window (飘窗); its guid is the window's.
    BayWindow = "bay_window", "飘窗";
    /// A roofed platform with a guard (阳台).
    Balcony = "balcony", "阳台";
    /// A platform open to the sky (露台、退台).
    Terrace = "terrace", "露台";
    /// The part of an upper storey without a floor (挑空).
    Void = "void", "挑空";
    /// A green area of the site, a roof or a wall.
    GreenSpace = "green_space", "绿地";
    /// One parking place.
    ParkingSpace = "parking_space", "车位";
    /// A common or ancillary facility: one connected group of rooms or one object.
    Facility = "facility", "配套设施";
    /// A lift.
    Lift = "lift", "电梯";
    /// A run of water pipe of one material in one place.
    Pipe = "pipe", "管道";
    /// Equipment that a clause asks for: gas detector, fresh-air unit, access control …
    Equipment = "equipment", "设备";
    /// A building element (only with `--elements`).
    Element = "element", "构件";
}

impl fmt::Display for SubjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Where in the submitted files a subject comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// File name as given by the caller.
    pub file: String,
    /// Line of the instance, from 1.
    pub line: u64,
    /// The instance, such as `#123`.
    pub instance: String,
    /// Its entity, such as `IfcBuildingStorey`.
    pub entity: String,
}

/// One thing and all that is known of it. A quantity stands in `facts` or in `gaps`, never in both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// Id within the sheet.
    pub id: SubjectId,
    /// What it is.
    pub kind: SubjectKind,
    /// The model's GlobalId, where the model has an entity for it.
    pub guid: Option<GlobalId>,
    /// Its name as people know it: `7F`, `1-2-501`, `主卧`.
    pub name: String,
    /// The subject that it is part of.
    pub parent: Option<SubjectId>,
    /// Where it stands in the files.
    pub place: Option<Place>,
    /// By which rung it was recognised: `IfcZone`, `name "飘窗"`, `projects 0.60 m` …; empty for plain entities.
    pub recognised_by: String,
    /// Known quantities.
    pub facts: BTreeMap<QuantityId, Fact>,
    /// Quantities that were wanted and could not be known, with why.
    pub gaps: BTreeMap<QuantityId, Gap>,
}

impl Subject {
    /// A subject of which nothing is known yet.
    #[must_use]
    pub fn new(kind: SubjectKind, key: &str, name: impl Into<String>) -> Self {
        Self {
            id: SubjectId::new(kind, key),
            kind,
            guid: None,
            name: name.into(),
            parent: None,
            place: None,
            recognised_by: String::new(),
            facts: BTreeMap::new(),
            gaps: BTreeMap::new(),
        }
    }

    /// Records a fact; an earlier gap of the same quantity is closed.
    pub fn know(&mut self, quantity: impl Into<QuantityId>, mut fact: Fact) {
        // an estate has hundreds of thousands
        fact.elements.shrink_to_fit();
        fact.witnesses.shrink_to_fit();
        let quantity = quantity.into();
        self.gaps.remove(&quantity);
        self.facts.insert(quantity, fact);
    }

    /// Records why a quantity is not known, unless it is.
    pub fn lack(&mut self, quantity: impl Into<QuantityId>, gap: Gap) {
        let quantity = quantity.into();
        if !self.facts.contains_key(&quantity) {
            self.gaps.insert(quantity, gap);
        }
    }

    /// Records either outcome of a measurement.
    pub fn record(&mut self, quantity: impl Into<QuantityId>, outcome: Result<Fact, Gap>) {
        match outcome {
            Ok(fact) => self.know(quantity, fact),
            Err(gap) => self.lack(quantity, gap),
        }
    }

    /// The fact of this name, if known.
    #[must_use]
    pub fn fact(&self, quantity: &str) -> Option<&Fact> {
        self.facts.get(&QuantityId(Cow::Owned(quantity.to_owned())))
    }

    /// The number of this name in SI units, if known.
    #[must_use]
    pub fn number(&self, quantity: &str) -> Option<f64> {
        self.fact(quantity).and_then(|fact| fact.value.as_number())
    }

    /// The text of this name, if known.
    #[must_use]
    pub fn text(&self, quantity: &str) -> Option<&str> {
        match &self.fact(quantity)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The claim of this name, if known.
    #[must_use]
    pub fn claim(&self, quantity: &str) -> Option<bool> {
        match self.fact(quantity)?.value {
            Value::Bool(claim) => Some(claim),
            _ => None,
        }
    }
}
