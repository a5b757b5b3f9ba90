//! Where a dwelling lies on its floor: the outline of the building with this dwelling in colour, and common rooms.
//! Other dwellings are blank.

use haofang_drawing::svg::text_width;
use haofang_geometry::{Region, plan};

use super::paper::{Paper, fill};
use crate::chapters::Context;

/// Common rooms that are drawn, with what they are called there.
const COMMON: &[(&str, &str)] =
    &[("stairwell", "楼梯"), ("lift_lobby", "电梯厅"), ("smoke_lobby", "前室"), ("corridor", "走廊"), ("lobby", "门厅")];

/// The drawing of the lowest level of the dwelling.
pub(crate) fn draw(context: &Context<'_, '_>) -> Option<String> {
    let survey = context.estate.survey;
    let level = context.home.levels.first()?;
    let outline = plan::outline(survey.enclosure(level.storey).ok()?);
    let axes = context.home.axes();
    let (low, high) = Paper::bounds(axes, [&outline, &level.own].into_iter())?;
    let paper = Paper::new(axes, low, high, 0.0)?;
    let mut svg = paper.svg(&format!("{} {}", context.listed.building, context.home.storey_name(level.storey)));
    fill(&mut svg, &paper.path(&outline), r##"fill="#f0f2f3" stroke="#5b6770" stroke-width="4""##);
    let common: Vec<(&str, &Region)> = survey
        .spaces_on(level.storey)
        .iter()
        .filter(|space| survey.space(**space).dwelling.is_none())
        .filter_map(|space| {
            let (_, title) = COMMON.iter().find(|(usage, _)| *usage == survey.space(*space).usage)?;
            Some((*title, &survey.room(*space).ok()?.region))
        })
        .collect();
    for (_, region) in &common {
        fill(&mut svg, &paper.path(region), r##"fill="#dfe4e7" stroke="#9aa4aa" stroke-width="1.5""##);
    }
    for (title, region) in &common {
        let Some((place, wide)) = plan::interior_point(region).zip(plan::bounds(region)) else { continue };
        let size = (0.85 * paper.length(wide.max.x - wide.min.x) / text_width(title).max(1.0)).min(24.0);
        if size >= 12.0 {
            svg.text(paper.at(place), size, r##"fill="#37424a" text-anchor="middle""##, title);
        }
    }
    // the rooms without the walls between them: a shape, no plan
    let own = plan::closing(&level.own, 0.35);
    fill(&mut svg, &paper.path(&own), r##"fill="#0f7a80" fill-opacity="0.85" stroke="#0f5c63" stroke-width="3""##);
    if let Some(place) = plan::interior_point(&own) {
        svg.text(paper.at(place), 40.0, r##"fill="#fff" text-anchor="middle" font-weight="600""##, &context.listed.number);
    }
    let north = super::plan::north(context);
    paper.north(&mut svg, north.map_or(0.0, |north| north.angle), north.is_some());
    Some(svg.finish())
}
