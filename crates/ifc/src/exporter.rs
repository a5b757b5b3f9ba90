//! Who wrote a file, and what is known to go wrong with that program's exports.

use std::fmt;

use crate::class;
use crate::model::Model;
use crate::model::View as _;
use crate::view::Application;

/// What stands for the name of a program that the file does not tell.
pub const UNNAMED: &str = "未注明";

/// Families of authoring tools whose habits differ.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Family {
    /// Autodesk Revit, with or without plug-ins.
    Revit,
    /// Graphisoft Archicad.
    Archicad,
    /// Glodon (广联达).
    Glodon,
    /// PKPM, BIMBase (构力).
    Pkpm,
    /// YJK (盈建科).
    Yjk,
    /// Tekla Structures.
    Tekla,
    /// Bonsai, BlenderBIM, FreeCAD and scripts: written with IfcOpenShell.
    IfcOpenShell,
    /// Renga.
    Renga,
    /// Allplan.
    Allplan,
    /// Vectorworks.
    Vectorworks,
    /// SketchUp plug-ins.
    SketchUp,
    /// Rhino and Grasshopper with Geometry Gym or others.
    Rhino,
    /// Bentley products.
    Bentley,
    /// xBIM based tools.
    Xbim,
    /// Something else.
    Other,
}

/// The program that a model comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exporter {
    /// Its family.
    pub family: Family,
    /// Its name as it gives it, e.g. `Autodesk Revit 2024 (CHS)`; empty when the file does not tell.
    pub application: String,
    /// Its version as it gives it.
    pub version: String,
    /// The export module or toolkit, from the header.
    pub toolkit: String,
}

/// A flaw that exports of a family are known to have.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct KnownFlaw {
    /// Where it is discussed: repository and thread.
    pub thread: &'static str,
    /// What goes wrong, in Chinese.
    pub flaw: &'static str,
    /// What is done about it here, in Chinese.
    pub remedy: &'static str,
    /// What goes wrong, in English.
    pub flaw_en: &'static str,
    /// What is done about it here, in English.
    pub remedy_en: &'static str,
}

const FLAWS: &[(Family, KnownFlaw)] = &[
    (
        Family::Revit,
        KnownFlaw {
            thread: "Autodesk/revit-ifc #742",
            flaw: "净面积与毛面积相同 (NetFloorArea = GrossFloorArea)",
            remedy: "面积由几何计算, 不取数量集",
            flaw_en: "the net area equals the gross area (NetFloorArea = GrossFloorArea)",
            remedy_en: "areas are measured on the geometry, not taken from the quantity set",
        },
    ),
    (
        Family::Revit,
        KnownFlaw {
            thread: "Autodesk/revit-ifc #361, #751, #908",
            flaw: "数量集缺失、高度与深度互换, 毫米项目的 BaseQuantities 有误",
            remedy: "尺寸由几何计算, 数量集只作对照",
            flaw_en: "quantity sets are missing, height and depth are exchanged, and BaseQuantities of millimetre projects are wrong",
            remedy_en: "sizes are measured on the geometry; the quantity sets are only compared",
        },
    ),
    (
        Family::Revit,
        KnownFlaw {
            thread: "Autodesk/revit-ifc #669, #671",
            flaw: "面积平面也导出为 IfcSpace, 与房间重叠",
            remedy: "识别为面积区域, 不计为房间",
            flaw_en: "area plans are exported as IfcSpace too and overlap the rooms",
            remedy_en: "they are recognised as area plans and not counted as rooms",
        },
    ),
    (
        Family::Revit,
        KnownFlaw {
            thread: "Autodesk/revit-ifc #851",
            flaw: "按面积生成的 IfcSpace 可能整体下移约 3 m",
            remedy: "空间按楼层与重叠核对",
            flaw_en: "spaces made from areas may lie about 3 m too low",
            remedy_en: "spaces are checked against their storey and their overlaps",
        },
    ),
    (
        Family::Revit,
        KnownFlaw {
            thread: "Autodesk/revit-ifc #107, #961, #62",
            flaw: "空间边界缺失或偏离数米",
            remedy: "空间边界仅在与几何一致时采用",
            flaw_en: "space boundaries are missing or metres away",
            remedy_en: "space boundaries are used only where they agree with the geometry",
        },
    ),
    (
        Family::Revit,
        KnownFlaw {
            thread: "Autodesk/revit-ifc #457, #94",
            flaw: "未设 ZoneName 参数时不导出 IfcZone, 套型分组缺失",
            remedy: "套型依次由分区、属性、房间名推断, 并说明所用依据",
            flaw_en: "without the parameter ZoneName no IfcZone is exported, so that rooms are not grouped into dwellings",
            remedy_en: "dwellings are found by zones, else by properties, else by room names, and the report says by which",
        },
    ),
    (
        Family::Archicad,
        KnownFlaw {
            thread: "Graphisoft community: IfcSpatialZone",
            flaw: "不能导出 IfcSpatialZone",
            remedy: "套型与绿地由 IfcZone 或属性识别",
            flaw_en: "IfcSpatialZone cannot be exported",
            remedy_en: "dwellings and green areas are recognised by IfcZone or properties",
        },
    ),
    (
        Family::Pkpm,
        KnownFlaw {
            thread: "IFC_CN §1",
            flaw: "大量构件为 IfcBuildingElementProxy, 房间名写在 Name",
            remedy: "按名称与属性识别构件与房间",
            flaw_en: "many elements are IfcBuildingElementProxy, and room names stand in Name",
            remedy_en: "elements and rooms are recognised by names and properties",
        },
    ),
    (
        Family::Glodon,
        KnownFlaw {
            thread: "IFC_CN §1",
            flaw: "大量构件为 IfcBuildingElementProxy, 房间名写在 Name",
            remedy: "按名称与属性识别构件与房间",
            flaw_en: "many elements are IfcBuildingElementProxy, and room names stand in Name",
            remedy_en: "elements and rooms are recognised by names and properties",
        },
    ),
];

const SIGNS: &[(&str, Family)] = &[
    ("revit", Family::Revit),
    ("archicad", Family::Archicad),
    ("graphisoft", Family::Archicad),
    ("glodon", Family::Glodon),
    ("广联达", Family::Glodon),
    ("pkpm", Family::Pkpm),
    ("bimbase", Family::Pkpm),
    ("构力", Family::Pkpm),
    ("yjk", Family::Yjk),
    ("盈建科", Family::Yjk),
    ("tekla", Family::Tekla),
    ("renga", Family::Renga),
    ("allplan", Family::Allplan),
    ("vectorworks", Family::Vectorworks),
    ("sketchup", Family::SketchUp),
    ("rhino", Family::Rhino),
    ("grasshopper", Family::Rhino),
    ("geometry gym", Family::Rhino),
    ("bentley", Family::Bentley),
    ("aecosim", Family::Bentley),
    ("openbuildings", Family::Bentley),
    ("xbim", Family::Xbim),
    ("bonsai", Family::IfcOpenShell),
    ("blenderbim", Family::IfcOpenShell),
    ("freecad", Family::IfcOpenShell),
    ("ifcopenshell", Family::IfcOpenShell),
];

/// Finds out who wrote a model: from the application of the project's history, or else from the header.
pub fn exporter(model: &Model) -> Exporter {
    let header = model.header();
    let history = model.all(class::IFC_PROJECT).next().and_then(|p| p.entity_at(1));
    let named = history.and_then(|h| h.entity_named("OwningApplication")).and_then(Application::of);
    let application = named.or_else(|| model.views::<Application<'_>>().next());
    let text = |value: Option<std::borrow::Cow<'_, str>>| value.unwrap_or_default().trim().to_owned();
    let name = text(application.and_then(|a| a.application_full_name()));
    let version = text(application.and_then(|a| a.version()));
    // Older files name the maker in the header only; in both, the first sign found counts.
    let family = [&name, &header.originating_system, &header.preprocessor]
        .into_iter()
        .find_map(|text| {
            let text = text.to_lowercase();
            SIGNS.iter().find(|(sign, _)| text.contains(sign)).map(|(_, family)| *family)
        })
        .unwrap_or(Family::Other);
    let shown = if name.is_empty() { header.originating_system.clone() } else { name };
    Exporter { family, application: shown, version, toolkit: header.preprocessor.clone() }
}

impl Exporter {
    /// Flaws that this family's exports are known to have.
    pub fn known_flaws(&self) -> impl Iterator<Item = &'static KnownFlaw> {
        let family = self.family;
        FLAWS.iter().filter(move |(of, _)| *of == family).map(|(_, flaw)| flaw)
    }
}

impl fmt::Display for Exporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.application.as_str(), self.version.as_str()) {
            ("", _) => f.write_str(if self.toolkit.is_empty() { UNNAMED } else { &self.toolkit }),
            (name, "") => f.write_str(name),
            (name, version) if name.contains(version) => f.write_str(name),
            (name, version) => write!(f, "{name} ({version})"),
        }
    }
}
