//! The content of one manual, as `manual.json` holds it (docs/schema/manual.schema.json) and the page shows it.

mod fabric;

use haofang_facts::GlobalId;
use haofang_policy::Localised;
use serde::Serialize;

use crate::field::{Amount, Field, From};
pub use fabric::{Category, Door, Layer, Part, Room, Window};

/// How much of an item of the regulation is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every required field is known.
    Filled,
    /// Some are.
    Partial,
    /// None is.
    Missing,
}

/// What the model says of the state that it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The developer declares that the model shows the building as built (竣工模型).
    AsBuilt,
    /// It does not, or nobody said so.
    NotAsBuilt,
}

/// One of the fourteen items (M1–M14) that a manual has to hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// `M1` … `M14`.
    pub id: &'static str,
    /// What it is called.
    pub title: Localised,
    /// How much of it is there.
    pub status: Status,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Item {
    /// An item whose status follows from its required fields.
    pub(crate) fn new(id: &'static str, title: Localised, fields: Vec<Field>) -> Self {
        let required = fields.iter().filter(|field| field.required).count();
        let known = fields.iter().filter(|field| field.required && field.is_known()).count();
        let any = fields.iter().any(Field::is_known);
        let status = match (known, required) {
            (known, required) if known == required && any => Status::Filled,
            _ if any => Status::Partial,
            _ => Status::Missing,
        };
        Self { id, title, status, fields }
    }
}

/// A file of the submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// The program that wrote it.
    pub application: String,
}

/// Whose manual it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identity {
    /// GlobalId of the zone or space that carries the dwelling, where one does.
    pub guid: Option<GlobalId>,
    /// Id in the fact sheet.
    pub subject: String,
    /// The number as people write it; made from storey and order where the model gives none.
    pub number: String,
    /// Whether the model itself gives the number.
    pub number_is_authored: bool,
    /// By what it was recognised.
    pub recognised_by: String,
    /// Project.
    pub project: String,
    /// Building.
    pub building: String,
    /// GlobalId of the building.
    pub building_guid: Option<GlobalId>,
    /// Stair unit, where recognised.
    pub unit: Option<String>,
    /// Its levels, ascending.
    pub storeys: Vec<String>,
    /// Type of dwelling (户型), where given.
    pub dwelling_type: Option<String>,
}

/// A building trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trade {
    /// 给水
    Water,
    /// 排水
    Drain,
    /// 燃气
    Gas,
    /// 采暖、热力
    Heat,
    /// 空调、新风、通风
    Air,
    /// 电气
    Power,
    /// 弱电、通讯
    Data,
    /// 消防
    Fire,
    /// 预留预埋
    Provision,
    /// 其他
    Other,
}

/// What a device is to the owner in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// 水表、总水阀
    WaterValve,
    /// 燃气阀
    GasValve,
    /// 配电箱
    PowerBoard,
    /// 燃气报警
    GasDetector,
    /// 信息箱
    DataBox,
}

/// A piece of equipment in the dwelling.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Equipment {
    /// Mark in the plan of services.
    pub mark: String,
    /// GlobalId; null for what only `manual.toml` names.
    pub guid: Option<GlobalId>,
    /// IFC class; empty for what only `manual.toml` names.
    pub class: &'static str,
    /// Name.
    pub name: String,
    /// Trade.
    pub trade: Trade,
    /// What it is in an emergency.
    pub device: Option<Device>,
    /// Room.
    pub room: Option<String>,
    /// Level.
    pub storey: Option<String>,
    /// How many alike stand in the room (segments of pipes are counted together).
    pub count: usize,
    /// Height of its middle above the finished floor, m.
    pub height: Option<f64>,
    /// Size or rating as written: DN25, 10 A.
    pub size: Option<String>,
    /// Material as written.
    pub material: Option<String>,
    /// Maker.
    pub maker: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Date of installation.
    pub installed: Option<String>,
    /// End of its warranty.
    pub warranty_until: Option<String>,
    /// Months between maintenance.
    pub maintenance_months: Option<f64>,
    /// Manual of the maker: a file or an address.
    pub manual: Option<String>,
}

/// A rule of use or fit-out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// `fit_out`, `use`, `safety`.
    pub kind: &'static str,
    /// The rule.
    pub text: Localised,
    /// Where it is from.
    pub basis: Localised,
}

/// A line of the warranty table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warranty {
    /// The part.
    pub part: Localised,
    /// The least period.
    pub period: Localised,
    /// In years; null for design life and for seasons.
    pub years: Option<f64>,
    /// The period that the developer gives, where longer.
    pub agreed_years: Option<f64>,
    /// Its end, where the day of acceptance is known.
    pub until: Option<String>,
    /// The article.
    pub basis: &'static str,
}

/// What the policy promises and what was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Promise {
    /// Clause.
    pub clause: String,
    /// Its title.
    pub title: Localised,
    /// Its words.
    pub quote: String,
    /// Of what.
    pub subject: String,
    /// Whether it is of this dwelling (`dwelling`), its building (`building`) or the estate (`estate`).
    pub scope: &'static str,
    /// The outcome.
    pub outcome: haofang_policy::Outcome,
    /// The outcome in words.
    pub outcome_text: Localised,
    /// As measured.
    pub measured: Option<String>,
    /// As demanded.
    pub required: Option<String>,
    /// The elements behind it.
    pub elements: Vec<GlobalId>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Title.
    pub title: String,
    /// File or address.
    pub file: Option<String>,
    /// Of what.
    pub of: String,
}

/// Something that is missing, as work for the developer's BIM team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The item of the regulation.
    pub item: &'static str,
    /// The key of the field.
    pub key: String,
    /// What is missing.
    pub what: Localised,
    /// How to supply it.
    pub supply: Localised,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawing {
    /// `plan`, `structure`, `section`, `key`, `services`.
    pub kind: &'static str,
    /// What it shows.
    pub caption: Localised,
    /// Its scale when printed at full size: 100 for 1:100; null where not to scale.
    pub scale: Option<u32>,
    /// The drawing; files of their own beside the JSON.
    #[serde(skip)]
    pub svg: String,
    /// Name of its file.
    pub file: String,
}

/// All that is said of one dwelling.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manual {
    /// `haofang.manual/1`.
    pub schema: &'static str,
    /// Name and version of the tool.
    pub tool: String,
    /// The day that dates the manual.
    pub as_of: String,
    /// Version of the manual, as given.
    pub version: String,
    /// What state the model shows.
    pub state: State,
    /// What is stamped on every page.
    pub stamp: Localised,
    /// What the QR code says.
    pub code: String,
    /// The files behind it.
    pub sources: Vec<Source>,
    /// Whose manual it is.
    pub dwelling: Identity,
    /// M1–M14.
    pub items: Vec<Item>,
    /// Rooms.
    pub rooms: Vec<Room>,
    /// Doors.
    pub doors: Vec<Door>,
    /// Windows.
    pub windows: Vec<Window>,
    /// Walls, columns, beams.
    pub structure: Vec<Part>,
    /// Equipment.
    pub equipment: Vec<Equipment>,
    /// Insulation and waterproofing.
    pub layers: Vec<Layer>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Warranty.
    pub warranty: Vec<Warranty>,
    /// Quality promises.
    pub promises: Vec<Promise>,
    /// Documents.
    pub documents: Vec<Document>,
    /// Drawings.
    pub drawings: Vec<Drawing>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

impl Manual {
    /// An item.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// A field of any item.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.items.iter().flat_map(|item| &item.fields).find(|field| field.key == key)
    }

    /// A field's value as printed in Chinese.
    #[must_use]
    pub fn words(&self, key: &str) -> Option<&str> {
        self.field(key)?.text.as_ref().map(|text| text.zh.as_str())
    }

    /// A field's number.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.field(key)?.value {
            Some(Amount::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// A field's source.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&From> {
        self.field(key)?.from.as_ref()
    }
}
