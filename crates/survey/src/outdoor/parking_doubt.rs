//! Places that are drawn and may be none for those who live here: for shops, stated smaller than any car, off the plot, in walls;
//! and how many places per household the authors state (CLAUSES NT-2.3-07, -09).

use haofang_geometry::plan::{self, Bounds, Point2, Region, area, intersection};
use haofang_ifc::Entity;

use super::labels::{Body, Labelled};
use crate::authored::{self, leading_number};
use crate::building::{StoreyId, Survey};
use crate::vocabulary::fold;

/// No car is narrower or shorter (m).
const NARROWEST: f64 = 1.6;
const SHORTEST: f64 = 3.0;
/// No place that is drawn for a car, however small, is narrower or shorter (m): 微型车位 have 2.2 m by 4.3 m.
const NARROWEST_DRAWN: f64 = 2.0;
const SHORTEST_DRAWN: f64 = 4.0;
/// A place whose floor is further from its level is not on it (m).
const OFF_LEVEL: f64 = 3.0;
/// Rooms in which no car stands.
const ELSE: [&str; 12] = [
    "living",
    "dining",
    "bedroom",
    "kitchen",
    "bathroom",
    "stairwell",
    "lift_lobby",
    "smoke_lobby",
    "shaft",
    "plant",
    "retail",
    "elderly_care",
];
/// No car stands where walls take more than this share of the place.
const IN_WALLS: f64 = 0.25;
/// Who states more places per household than this states per cent.
const MOST_PER_HOUSEHOLD: f64 = 10.0;

/// Properties that state the size of a place.
const WIDTH: &[&str] = &["宽度", "宽", "净宽", "车位宽度", "车位宽", "停车位宽度", "车位净宽", "Width"];
const LENGTH: &[&str] = &["长度", "长", "净长", "车位长度", "车位长", "停车位长度", "Length"];
const SIZE: &[&str] = &["尺寸", "车位尺寸", "停车位尺寸", "规格", "规格尺寸", "Size", "Dimensions"];

/// Whether its names or properties give a place to shops, offices or the public.
pub(super) fn serves_others(survey: &Survey<'_>, item: &Labelled<'_>, kinds: &[String]) -> bool {
    let is_elsewhere = |text: &str| survey.vocabulary.find("parking_elsewhere", text).is_some_and(|found| found.word == "elsewhere");
    let said = ["words", "kind"].into_iter().flat_map(|meaning| survey.said(item.entity, meaning));
    let said = said.filter_map(|claim| authored::words_of(&claim.property));
    let groups = item.entity.model().relations().groups_of(item.entity);
    let zones = groups.into_iter().filter_map(|zone| zone.name().map(std::borrow::Cow::into_owned));
    let names = item.texts.iter().map(|carrier| carrier.text.to_string());
    // 商业（地下）: what stands in brackets counts as well
    let pieces = |text: String| text.split(['(', ')', '（', '）']).any(is_elsewhere);
    names.chain(kinds.iter().cloned()).chain(said).chain(zones).any(pieces)
}

/// Whether properties state a size in which no car stands.
pub(super) fn is_stated_too_small(entity: Entity<'_>) -> bool {
    let below = |names: &[&str], least: f64| authored::length(entity, names).is_some_and(|size| size.value > 0.0 && size.value < least);
    let sides = || {
        let words = fold(&authored::text(entity, SIZE)?.value);
        let (first, second) = words.split_once(['x', '×', '*'])?;
        let (one, _) = leading_number(first.trim_start_matches(|c: char| !c.is_ascii_digit()))?;
        let (other, _) = leading_number(second.trim_start())?;
        let metres = |side: f64| if side > 100.0 { side / 1000.0 } else { side };
        let (one, other) = (metres(one), metres(other));
        (one > 0.0 && other > 0.0).then_some((one.min(other), one.max(other)))
    };
    below(WIDTH, NARROWEST) || below(LENGTH, SHORTEST) || sides().is_some_and(|(short, long)| short < NARROWEST || long < SHORTEST)
}

/// Whether walls of its level stand in a place.
pub(super) fn stands_in_walls(survey: &Survey<'_>, storey: Option<StoreyId>, body: &Body) -> bool {
    let (Some(storey), Some(own)) = (storey, plan::bounds(&body.region)) else { return false };
    let beside = |bounds: &Option<Bounds>| bounds.is_some_and(|bounds| own.within(&bounds, 0.0));
    let walls = survey.walls(storey).iter().filter(|wall| !wall.is_low && beside(&wall.bounds));
    let taken: f64 = walls.map(|wall| area(&intersection(&wall.plan, &body.region))).sum();
    taken > IN_WALLS * area(&body.region)
}

/// Whether no car stands in a place as it is drawn: it is too small, lies far from its level, or in rooms of another use there.
pub(super) fn no_car_stands(survey: &Survey<'_>, storey: Option<StoreyId>, body: &Body, sides: Option<(f64, f64)>) -> bool {
    if sides.is_some_and(|(short, long)| short < NARROWEST_DRAWN || long < SHORTEST_DRAWN) {
        return true;
    }
    let Some((storey, own)) = storey.zip(plan::bounds(&body.region)) else { return false };
    if (body.bottom - survey.storey(storey).elevation).abs() > OFF_LEVEL {
        return true;
    }
    let others = survey.spaces_on(storey).iter().filter(|space| ELSE.contains(&survey.space(**space).usage.as_str()));
    let rooms = others.filter_map(|space| survey.room(*space).ok());
    let near = rooms.filter(|room| room.bounds.is_some_and(|bounds| own.within(&bounds, 0.0)));
    let taken: f64 = near.map(|room| area(&intersection(&room.region, &body.region))).sum();
    taken > 0.5 * area(&body.region)
}

/// Which of these places lie off the plot; none where most do, as the files then have no common origin.
pub(super) fn off_plot(plot: Option<&Region>, bodies: &[Option<&Body>]) -> Vec<bool> {
    let middle = |bounds: Bounds| Point2 { x: (bounds.min.x + bounds.max.x) / 2.0, y: (bounds.min.y + bounds.max.y) / 2.0 };
    let lies_off = |plot: &Region, body: &Body| plan::bounds(&body.region).is_some_and(|bounds| !plan::contains(plot, middle(bounds)));
    let off: Vec<bool> = bodies.iter().map(|body| plot.zip(*body).is_some_and(|(plot, body)| lies_off(plot, body))).collect();
    let (many, drawn) = (off.iter().filter(|off| **off).count(), bodies.iter().flatten().count());
    if 2 * many > drawn { vec![false; off.len()] } else { off }
}

/// The places per household that the project or the site states, each with where.
pub(super) fn stated_per_household(survey: &Survey<'_>) -> Vec<(f64, String)> {
    let claims = survey.whole().flat_map(|entity| survey.said(entity, "parking_ratio"));
    let read = claims.filter_map(|claim| {
        let name = fold(&claim.property.name);
        let words = fold(&authored::words_of(&claim.property)?);
        let ratio = per_household(&words).filter(|_| !is_of_area(&name) && !is_of_area(&words))?;
        Some((ratio, authored::source(&claim.property)))
    });
    read.collect()
}

/// Whether words speak of places per area: 1.0个/100㎡.
fn is_of_area(folded: &str) -> bool {
    ["m2", "平方米", "平米", "面积"].iter().any(|word| folded.contains(word))
}

/// Places per household in folded words: 1.0, 1:1.2, 120%, 不低于1.0个/户.
fn per_household(folded: &str) -> Option<f64> {
    let digits = folded.trim_start_matches(|c: char| !c.is_ascii_digit());
    let (first, rest) = leading_number(digits)?;
    let ratio = match rest.trim_start().strip_prefix(':').map(|behind| leading_number(behind.trim_start())) {
        Some(Some((second, _))) if first > 0.0 => second / first,
        Some(_) => return None,
        None if rest.trim_start().starts_with('%') || first > MOST_PER_HOUSEHOLD => first / 100.0,
        None => first,
    };
    (ratio > 0.0).then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::{fold, per_household};

    #[test]
    fn places_per_household_are_read_in_all_their_ways_of_writing() {
        for (text, ratio) in [
            ("1.0", Some(1.0)),
            ("1：1", Some(1.0)),
            ("1:1.2", Some(1.2)),
            ("120%", Some(1.2)),
            ("100", Some(1.0)),
            ("不低于1.5个/户", Some(1.5)),
            ("0", None),
            ("满足要求", None),
        ] {
            assert_eq!(per_household(&fold(text)), ratio, "{text}");
        }
    }
}
