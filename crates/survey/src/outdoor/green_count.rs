//! Green areas of a site as plan algebra: union, clip, minus buildings, offsets, coefficients, the 8 m opening.
//!
//! GB 50180-2018 §4.0.7 and A.0.2 as CLAUSES NT-2.1-09 and -10 read them. No names and no IFC here.

use haofang_facts::{Comparator, Unit, compare};
use haofang_geometry::plan::{Join, Region, area, bounds, closing, difference, intersection, offset, opening, outline, union};

/// Paths and squares narrower than this between two pieces of a concentrated green belong to it (m).
const PATH_WIDTH: f64 = 3.0;
/// A play area belongs to a green that encloses this share of it.
const ENCLOSED: f64 = 0.9;

/// One green area on the ground.
#[derive(Debug, Clone)]
pub(crate) struct Patch {
    /// Its horizontal projection.
    pub(crate) region: Region,
    /// Share of its area that counts; `None` where the soil decides and is not known.
    pub(crate) coefficient: Option<f64>,
    /// Whether it is a candidate for concentrated green.
    pub(crate) concentrated: bool,
}

/// What the green is measured against.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ground {
    /// The plot.
    pub(crate) site: Option<Region>,
    /// Outlines of the buildings on the ground.
    pub(crate) buildings: Vec<Region>,
    /// Internal roads.
    pub(crate) roads: Vec<Region>,
    /// Where roads and parking places lie upon green: it does not count.
    pub(crate) paved: Vec<Region>,
    /// Paths, squares and play areas that may lie inside a concentrated green.
    pub(crate) places: Vec<Region>,
}

/// The offsets and limits (parameters `green.*`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// Strip along buildings that does not count (m).
    pub(crate) building_offset: f64,
    /// The same for concentrated green (m).
    pub(crate) concentrated_building_offset: f64,
    /// Strip along roads that does not count as concentrated green (m).
    pub(crate) road_offset: f64,
    /// Least width of concentrated green (m).
    pub(crate) min_width: f64,
    /// Least area of one connected part of it (m2).
    pub(crate) min_area: Option<f64>,
}

/// The result.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    /// Union on the site, minus buildings (m2).
    pub(crate) area: f64,
    /// After offset and coefficients; patches of unknown coefficient count nothing (m2).
    pub(crate) counted: f64,
    /// The same with all coefficients 1 (m2).
    pub(crate) counted_all_soil: f64,
    /// Candidates on the site, minus buildings, where wide and large enough; no strips taken off (m2).
    pub(crate) concentrated: f64,
    /// After offsets and opening (m2).
    pub(crate) concentrated_counted: f64,
    /// Each patch: its counted area, and its part of the counted concentrated green (m2).
    pub(crate) shares: Vec<(f64, f64)>,
    /// Connected parts of the counted concentrated green (m2), largest first.
    pub(crate) parts: Vec<f64>,
    /// Candidates that are no concentrated green because too narrow or too small (m2).
    pub(crate) rejected: f64,
}

/// Counts the green.
pub(crate) fn count(patches: &[Patch], ground: &Ground, rules: &Rules) -> Counted {
    let clip = |region: &Region| ground.site.as_ref().map_or_else(|| region.clone(), |site| intersection(region, site));
    let (buildings, roads) = (union(&ground.buildings), union(&ground.roads));
    let without = |region: &Region, strip: f64, of: &Region| -> Region {
        if of.0.is_empty() {
            region.clone()
        } else if strip > 0.0 {
            difference(region, &offset(of, strip, Join::Round))
        } else {
            difference(region, of)
        }
    };
    let all: Vec<&Region> = patches.iter().map(|p| &p.region).collect();
    let whole = clip(&union(&all));
    let mut out = Counted { area: area(&without(&whole, 0.0, &buildings)), ..Counted::default() };
    let paved = union(&ground.paved);
    let open = without(&without(&whole, rules.building_offset, &buildings), 0.0, &paved);
    out.counted_all_soil = area(&open);
    // each piece of ground counts once, by the least coefficient that lies over it
    let mut order: Vec<usize> = (0..patches.len()).collect();
    order.sort_by(|a, b| {
        let key = |i: usize| patches[i].coefficient.unwrap_or(0.0);
        key(*a).total_cmp(&key(*b)).then(patches[*b].concentrated.cmp(&patches[*a].concentrated)).then(a.cmp(b))
    });
    out.shares = vec![(0.0, 0.0); patches.len()];
    let mut taken = Region::new(vec![]);
    for index in order {
        let mine = intersection(&patches[index].region, &open);
        let own = if meets(&mine, &taken) { difference(&mine, &taken) } else { mine.clone() };
        out.shares[index].0 = area(&own) * patches[index].coefficient.unwrap_or(0.0);
        taken = union(&[&taken, &mine]);
    }
    out.counted = out.shares.iter().map(|share| share.0).sum();
    concentrated(patches, &ground.places, (&buildings, &roads, &paved), rules, &clip, &without, &mut out);
    out
}

fn concentrated(
    patches: &[Patch],
    places: &[Region],
    (buildings, roads, paved): (&Region, &Region, &Region),
    rules: &Rules,
    clip: &dyn Fn(&Region) -> Region,
    without: &dyn Fn(&Region, f64, &Region) -> Region,
    out: &mut Counted,
) {
    let candidates: Vec<&Region> = patches.iter().filter(|p| p.concentrated).map(|p| &p.region).collect();
    if candidates.is_empty() {
        return;
    }
    let green = union(&candidates);
    let filled = outline(&green);
    let bridged = closing(&green, PATH_WIDTH);
    let mut pieces = vec![green.clone()];
    for place in places {
        let inside = intersection(place, &filled);
        if area(&inside) >= ENCLOSED * area(place) {
            pieces.push(inside);
        } else if meets(place, &bridged) {
            pieces.push(intersection(place, &bridged));
        }
    }
    let clipped = clip(&union(&pieces));
    let bare = without(&clipped, 0.0, buildings);
    // what is too narrow or too small is no concentrated green at all, before and after the strips
    out.concentrated = wide_parts(&bare, rules).iter().map(|part| part.0).sum();
    let mut open = without(&clipped, rules.concentrated_building_offset, buildings);
    open = without(&without(&open, rules.road_offset, roads), 0.0, paved);
    let kept = wide_parts(&open, rules);
    out.parts = kept.iter().map(|part| part.0).collect();
    out.rejected = (area(&bare) - out.concentrated).max(0.0);
    let counted = union(&kept.iter().map(|part| &part.1).collect::<Vec<_>>());
    out.concentrated_counted = area(&counted);
    let mut taken = Region::new(vec![]);
    for (index, patch) in patches.iter().enumerate().filter(|(_, p)| p.concentrated) {
        let mine = intersection(&patch.region, &counted);
        out.shares[index].1 = if meets(&mine, &taken) { area(&difference(&mine, &taken)) } else { area(&mine) };
        taken = union(&[&taken, &mine]);
    }
}

/// The connected parts that are wide and large enough, largest first.
fn wide_parts(region: &Region, rules: &Rules) -> Vec<(f64, Region)> {
    let wide = if rules.min_width > 0.0 { opening(region, rules.min_width) } else { region.clone() };
    let mut parts: Vec<(f64, Region)> = wide
        .into_iter()
        .map(|part| Region::new(vec![part]))
        .map(|part| (area(&part), part))
        .filter(|(size, _)| rules.min_area.is_none_or(|least| compare::holds(*size, Comparator::AtLeast, least, Unit::SquareMetre)))
        .collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    parts
}

fn meets(a: &Region, b: &Region) -> bool {
    bounds(a).zip(bounds(b)).is_some_and(|(a, b)| a.within(&b, 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use haofang_geometry::plan::rectangle;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-6 * b.abs().max(1.0), "{a} is not {b}");
    }

    fn plain(region: Region) -> Patch {
        Patch { region, coefficient: Some(1.0), concentrated: false }
    }

    fn rules() -> Rules {
        Rules { building_offset: 0.0, concentrated_building_offset: 0.0, road_offset: 0.0, min_width: 8.0, min_area: None }
    }

    #[test]
    fn overlaps_count_once_and_the_site_clips() {
        let ground = Ground { site: Some(rectangle([0.0, 0.0], [100.0, 50.0])), ..Ground::default() };
        let patches = [
            plain(rectangle([0.0, 0.0], [20.0, 10.0])),
            plain(rectangle([10.0, 0.0], [30.0, 10.0])),
            plain(rectangle([90.0, 0.0], [110.0, 10.0])),
        ];
        let counted = count(&patches, &ground, &rules());
        near(counted.area, 400.0);
        near(counted.counted, 400.0);
        near(counted.shares.iter().map(|s| s.0).sum::<f64>(), 400.0);
    }

    #[test]
    fn buildings_and_the_strip_along_them_do_not_count() {
        let ground = Ground { buildings: vec![rectangle([10.0, 10.0], [20.0, 20.0])], ..Ground::default() };
        let patches = [plain(rectangle([0.0, 0.0], [30.0, 30.0]))];
        let counted = count(&patches, &ground, &Rules { building_offset: 1.0, ..rules() });
        near(counted.area, 800.0);
        // 1 m around a 10 m square with rounded corners: 140 + pi
        assert!((counted.counted - (900.0 - 140.0 - std::f64::consts::PI)).abs() < 0.01, "{}", counted.counted);
    }

    #[test]
    fn the_least_coefficient_rules_an_overlap_and_unknown_soil_counts_nothing() {
        let half = Patch { region: rectangle([0.0, 0.0], [10.0, 10.0]), coefficient: Some(0.5), concentrated: false };
        let unknown = Patch { region: rectangle([20.0, 0.0], [30.0, 10.0]), coefficient: None, concentrated: false };
        let counted = count(&[plain(rectangle([5.0, 0.0], [15.0, 10.0])), half, unknown], &Ground::default(), &rules());
        near(counted.counted, 100.0 * 0.5 + 50.0);
        near(counted.counted_all_soil, 250.0);
        near(counted.area, 250.0);
    }

    #[test]
    fn arms_narrower_than_8_m_are_no_concentrated_green_and_exactly_8_m_are() {
        let patch = |region| Patch { region, coefficient: Some(1.0), concentrated: true };
        let body = patch(rectangle([0.0, 0.0], [30.0, 20.0]));
        let arm = patch(rectangle([30.0, 0.0], [50.0, 7.9]));
        let strip = patch(rectangle([100.0, 0.0], [150.0, 8.0]));
        let counted = count(&[body, arm, strip], &Ground::default(), &rules());
        assert!((counted.concentrated - 1000.0).abs() < 0.1 && (counted.rejected - 158.0).abs() < 0.1, "{counted:?}");
        assert!((counted.concentrated_counted - 1000.0).abs() < 0.1, "{}", counted.concentrated_counted);
        assert_eq!(counted.parts.len(), 2);
        let large = count(
            &[patch(rectangle([0.0, 0.0], [30.0, 20.0])), patch(rectangle([100.0, 0.0], [120.0, 19.99]))],
            &Ground::default(),
            &Rules { min_area: Some(400.0), ..rules() },
        );
        near(large.concentrated_counted, 600.0);
    }

    #[test]
    fn garden_paths_inside_a_concentrated_green_belong_to_it() {
        let patch = |region| Patch { region, coefficient: Some(1.0), concentrated: true };
        let path = rectangle([-10.0, 10.0], [40.0, 12.0]);
        let play = rectangle([5.0, 14.0], [10.0, 19.0]);
        let upper = difference(&rectangle([0.0, 12.0], [30.0, 22.0]), &play);
        let ground = Ground { places: vec![path, play], ..Ground::default() };
        let counted = count(&[patch(rectangle([0.0, 0.0], [30.0, 10.0])), patch(upper)], &ground, &rules());
        assert!((counted.concentrated_counted - 660.0).abs() < 0.1, "{}", counted.concentrated_counted);
    }

    #[test]
    fn roads_take_a_strip_of_the_concentrated_green_only() {
        let patch = Patch { region: rectangle([0.0, 0.0], [30.0, 20.0]), coefficient: Some(1.0), concentrated: true };
        let ground = Ground { roads: vec![rectangle([30.0, -10.0], [36.0, 30.0])], ..Ground::default() };
        let counted = count(&[patch], &ground, &Rules { road_offset: 1.0, ..rules() });
        near(counted.counted, 600.0);
        near(counted.concentrated_counted, 580.0);
    }
}
