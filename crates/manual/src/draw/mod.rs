//! The drawings of a dwelling: plans, the do-not-touch plan, services, a section, and where it lies in its building.

mod building;
mod dimension;
mod door;
mod label;
mod paper;
mod plan;
mod section;

use crate::chapters::Context;
use crate::chapters::openings::Marked;
use crate::chapters::services::Spot;
use crate::chapters::structure::PlacedPart;
use crate::content::Drawing;
use crate::field::both;
pub(crate) use plan::north;

/// The marks that drawings repeat.
pub(crate) struct Marks<'a> {
    pub(crate) doors: &'a [Marked],
    pub(crate) windows: &'a [Marked],
    pub(crate) structure: &'a [PlacedPart],
    pub(crate) equipment: &'a [Spot],
}

/// All drawings that the model allows.
pub(crate) fn all(context: &Context<'_, '_>, marks: &Marks<'_>) -> Vec<Drawing> {
    let mut out = Vec::new();
    let several = context.home.levels.len() > 1;
    for (at, level) in context.home.levels.iter().enumerate() {
        let storey = context.home.storey_name(level.storey);
        let number = at + 1;
        let mut add = |kind: &'static str, zh: &str, en: &str, drawn: Option<(String, u32)>| {
            let Some((svg, scale)) = drawn else { return };
            let caption = both(format!("{zh} · {storey}"), format!("{en} · {storey}"));
            let file = if several { format!("{kind}-{number}.svg") } else { format!("{kind}.svg") };
            out.push(Drawing { kind, caption, scale: Some(scale), svg, file });
        };
        add("plan", "户型平面图", "Plan", plan::draw(context, level, marks, plan::Layer::Rooms));
        add("structure", "结构与禁拆图", "Do-not-touch plan", plan::draw(context, level, marks, plan::Layer::Structure));
        if marks.equipment.iter().any(|spot| spot.storey == Some(level.storey) && spot.at.is_some()) {
            add("services", "设备点位图", "Services", plan::draw(context, level, marks, plan::Layer::Services));
        }
    }
    let is_tall = several || context.home.rooms.iter().any(|room| room.usage == "void");
    if let Some((svg, scale)) = section::draw(context).filter(|_| is_tall) {
        out.push(Drawing {
            kind: "section", caption: both("剖面图", "Section"), scale: Some(scale), svg, file: "section.svg".to_owned()
        });
    }
    if let Some(svg) = building::draw(context) {
        out.push(Drawing {
            kind: "key",
            caption: both("本户在楼层中的位置", "Where the dwelling lies on its floor"),
            scale: None,
            svg,
            file: "key.svg".to_owned(),
        });
    }
    out
}
