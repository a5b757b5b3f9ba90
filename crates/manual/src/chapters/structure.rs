//! M4: what must not be touched. Conservative: only a wall that the model calls not load-bearing, that nothing contradicts,
//! and that has rooms of this dwelling on both sides may be shown as one that can be altered.

use haofang_geometry::Region;
use haofang_geometry::plan;
use haofang_ifc::{Entity, class};
use haofang_policy::Localised;
use haofang_survey::authored;
use haofang_survey::building::{StoreyId, ThingId};
use haofang_survey::walls::WallOn;

use super::Context;
use crate::catalogue;
use crate::content::{Category, Item, Part};
use crate::field::{Field, From, FromKind, both};
use crate::home::{Level, TOUCH};
use crate::materials::{self, Substance};

/// Concrete of this thickness or more is taken as reinforced and bearing, whatever else is said (m).
const BEARING: f64 = 0.16;

/// How far inside of a face a wall is measured (m).
const INSIDE: f64 = 0.02;

/// Step at which both sides of a wall are looked at (m).
const STEP: f64 = 0.20;

/// How far from the face of a wall is looked for a room (m).
const BESIDE: f64 = 0.10;

/// A part with what the drawings need.
#[derive(Debug, Clone)]
pub(crate) struct PlacedPart {
    pub(crate) part: Part,
    pub(crate) thing: ThingId,
    pub(crate) storey: StoreyId,
}

/// Walls, columns and beams of the dwelling, level by level.
pub(super) fn parts(context: &Context<'_, '_>) -> Vec<PlacedPart> {
    let survey = context.estate.survey;
    let mut out: Vec<PlacedPart> = Vec::new();
    for level in &context.home.levels {
        let walls = level.walls.iter().filter(|wall| !wall.is_low);
        for wall in walls {
            let number = out.iter().filter(|placed| placed.part.mark.starts_with('Q')).count() + 1;
            let thing = survey.thing(wall.thing);
            let substances = materials::of(thing.entity);
            let thickness = thickness(&wall.plan);
            let (category, why) = classify(context, level, wall, &substances, thickness);
            out.push(PlacedPart {
                part: part(context, wall.thing, level.storey, format!("Q{number}"), category, why, &substances, thickness),
                thing: wall.thing,
                storey: level.storey,
            });
        }
        for (kind, letter, zh, en) in [(class::IFC_COLUMN, "Z", "柱", "a column"), (class::IFC_BEAM, "L", "梁", "a beam")] {
            for thing in survey.things_on(level.storey) {
                if !survey.thing(*thing).class.is_a(kind) || !survey.plan(*thing).is_ok_and(|plan| near(plan, level)) {
                    continue;
                }
                let number = out.iter().filter(|placed| placed.part.mark.starts_with(letter)).count() + 1;
                let substances = materials::of(survey.thing(*thing).entity);
                let why = both(format!("{zh}为承重构件"), format!("{en} bears loads"));
                let thickness = survey.plan(*thing).ok().and_then(thickness);
                out.push(PlacedPart {
                    part: part(
                        context,
                        *thing,
                        level.storey,
                        format!("{letter}{number}"),
                        Category::LoadBearing,
                        why,
                        &substances,
                        thickness,
                    ),
                    thing: *thing,
                    storey: level.storey,
                });
            }
        }
    }
    out
}

/// Whether a body stands in or at the rooms of a level.
fn near(body: &Region, level: &Level<'_>) -> bool {
    let apart = match (plan::bounds(body), plan::bounds(&level.clip)) {
        (Some(own), Some(other)) => !own.within(&other, 0.0),
        _ => true,
    };
    !apart && plan::touches(body, &level.own, TOUCH)
}

fn part(
    context: &Context<'_, '_>,
    thing: ThingId,
    storey: StoreyId,
    mark: String,
    category: Category,
    why: Localised,
    substances: &[Substance],
    thickness: Option<f64>,
) -> Part {
    let survey = context.estate.survey;
    Part {
        mark,
        guid: survey.thing_guid(thing),
        class: survey.thing(thing).class.name(),
        name: survey.thing(thing).name.clone(),
        storey: context.home.storey_name(storey).to_owned(),
        category,
        why,
        material: materials::words(substances),
        thickness,
    }
}

/// Thickness of a body that is long in plan: across it from the middle of its longest side.
fn thickness(plan: &Region) -> Option<f64> {
    let longest = plan::longest_edge(plan)?;
    let inside = longest.middle() + longest.normal * -INSIDE;
    let through = haofang_geometry::measure::spans(plan, inside, longest.normal).into_iter().find(|(from, to)| *from <= 0.0 && *to >= 0.0);
    through.map(|(from, to)| to - from).filter(|metres| *metres > 0.01)
}

/// What a wall is, and why.
fn classify(
    context: &Context<'_, '_>,
    level: &Level<'_>,
    wall: &WallOn,
    substances: &[Substance],
    thickness: Option<f64>,
) -> (Category, Localised) {
    let entity = context.estate.survey.thing(wall.thing).entity;
    let written = authored::flag(entity, &["LoadBearing", "承重", "是否承重", "是否承重墙", "承重墙"]);
    let concrete = substances.iter().find(|found| materials::is_concrete(&found.name));
    let thick = thickness.is_some_and(|metres| metres >= BEARING);
    match written {
        Some(reading) if reading.value => {
            return (
                Category::LoadBearing,
                both(format!("模型注明承重（{}）", reading.source), format!("the model says load-bearing ({})", reading.source)),
            );
        }
        Some(reading) => {
            if let Some(against) = against(context, entity, substances, concrete, thick) {
                return (
                    Category::Unknown,
                    both(
                        format!("模型注明非承重（{}），但{}，按承重处理", reading.source, against.zh),
                        format!("the model says not load-bearing ({}), but {}: treated as load-bearing", reading.source, against.en),
                    ),
                );
            }
        }
        None => {
            if let Some(why) = says_bearing(entity, concrete, thick) {
                return (Category::LoadBearing, why);
            }
            return (
                Category::Unknown,
                both("模型未注明是否承重，按承重处理", "the model does not say whether it bears loads: treated as load-bearing"),
            );
        }
    }
    if wall.is_curtain || wall.is_external == Some(true) || !is_inside(level, wall) {
        return (
            Category::Enclosing,
            both("非承重，但为外墙、分户墙或管井墙，不得改动", "not load-bearing, but an outer, party or shaft wall: not to be altered"),
        );
    }
    (Category::Partition, both("模型注明非承重，两侧均为本户房间", "the model says not load-bearing; rooms of this dwelling on both sides"))
}

/// What speaks for a bearing wall where the model does not say.
fn says_bearing(entity: Entity<'_>, concrete: Option<&Substance>, thick: bool) -> Option<Localised> {
    let kind = entity
        .named("PredefinedType")
        .as_enum()
        .or_else(|| entity.model().relations().type_of(entity).and_then(|found| found.named("PredefinedType").as_enum()));
    if kind == Some("SHEAR") {
        return Some(both("类型为剪力墙（SHEAR）", "a shear wall by type"));
    }
    let name = entity.name().unwrap_or_default();
    if ["剪力墙", "承重", "结构墙", "砼墙", "混凝土墙"].iter().any(|word| name.contains(word))
        && !name.contains("非承重")
        && !name.contains("加气")
    {
        return Some(both(format!("名称“{name}”"), format!("its name {name}")));
    }
    let concrete = concrete.filter(|_| thick)?;
    Some(both(format!("材料 {}，厚度不小于 160 mm", concrete.name), format!("material {}, 160 mm or more", concrete.name)))
}

/// What speaks against "not load-bearing".
fn against(
    context: &Context<'_, '_>,
    entity: Entity<'_>,
    substances: &[Substance],
    concrete: Option<&Substance>,
    thick: bool,
) -> Option<Localised> {
    if let Some(why) = says_bearing(entity, concrete, thick) {
        return Some(why);
    }
    let system = context.field("structure.system");
    let masonry = system.text.as_ref().is_some_and(|text| text.zh.contains("砖混") || text.zh.contains("砌体"));
    substances.iter().find(|found| masonry && materials::is_masonry(&found.name)).map(|found| {
        both(format!("结构类型为砌体且材料为 {}", found.name), format!("the structure is masonry and the material {}", found.name))
    })
}

/// Whether rooms of this dwelling lie on both sides of a wall, all along.
fn is_inside(level: &Level<'_>, wall: &WallOn) -> bool {
    let others = level.walls.iter().filter(|other| other.thing != wall.thing);
    let solid: Vec<&Region> = others.map(|other| &other.plan).collect();
    let mut seen = 0_usize;
    for edge in plan::edges(&wall.plan) {
        let steps = (edge.length() / STEP).floor();
        if steps < 2.0 {
            continue;
        }
        let mut at = 1.0;
        while at < steps {
            let point = edge.from + edge.direction() * (STEP * at) + edge.normal * BESIDE;
            at += 1.0;
            if solid.iter().any(|other| plan::contains(other, point)) {
                continue;
            }
            if !plan::contains(&level.own, point) {
                return false;
            }
            seen += 1;
        }
    }
    seen > 0
}

/// The item.
pub(super) fn item(parts: &[Part]) -> Item {
    let of = |category: Category| parts.iter().filter(|part| part.category == category).collect::<Vec<_>>();
    let count = |key: &str, category: Category, zh: &str, en: &str| {
        let found = of(category);
        let from = From::new(FromKind::Model, "LoadBearing, material and thickness").of(found.iter().filter_map(|part| part.guid.clone()));
        let marks: Vec<&str> = found.iter().map(|part| part.mark.as_str()).collect();
        let text = if marks.is_empty() {
            both("无", "none")
        } else {
            both(format!("{} 处：{}", marks.len(), marks.join("、")), format!("{}: {}", marks.len(), marks.join(", ")))
        };
        Field::text(key, both(zh, en), text, from)
    };
    if parts.is_empty() {
        let field = Field::empty("structure.walls", both("承重墙", "load-bearing walls"))
            .supplied_by("模型中没有本户的墙体", "no wall of the dwelling is modelled");
        return Item::new("M4", catalogue::item_title("M4"), vec![field]);
    }
    let unknown = of(Category::Unknown);
    let mut fields = vec![
        count("structure.load_bearing", Category::LoadBearing, "承重（禁止拆改）", "load-bearing (never)"),
        count("structure.enclosing", Category::Enclosing, "外墙、分户墙（非承重，禁止改动）", "outer and party walls (never)").optional(),
        count("structure.partition", Category::Partition, "户内非承重墙（改造须报物业）", "partitions (with consent)").optional(),
    ];
    let confirmed = if unknown.is_empty() {
        count("structure.unknown", Category::Unknown, "未确认（按承重处理）", "not confirmed (treated as load-bearing)")
    } else {
        let marks: Vec<&str> = unknown.iter().map(|part| part.mark.as_str()).collect();
        let mut field = Field::empty("structure.unknown", both("未确认（按承重处理）", "not confirmed (treated as load-bearing)"));
        field.text = Some(both(format!("{} 处：{}", marks.len(), marks.join("、")), format!("{}: {}", marks.len(), marks.join(", "))));
        field.supplied_by(
            format!("{} 面墙未注明或互相矛盾：补 Pset_WallCommon.LoadBearing 与材料", marks.len()),
            format!("{} walls without or with contradicting LoadBearing: complete Pset_WallCommon.LoadBearing and materials", marks.len()),
        )
    };
    fields.push(confirmed);
    if unknown.len() == parts.len() {
        // nothing is confirmed: no field may count as known
        fields.retain(|field| field.key == "structure.unknown");
    }
    Item::new("M4", catalogue::item_title("M4"), fields)
}
