//! Stair units (单元): dwellings around one stair and lift core, by zone, by dwelling number, by the core that doors lead to.

use std::collections::{BTreeMap, BTreeSet};

use haofang_geometry::plan;
use haofang_ifc::class;

use super::space_use::CIRCULATION;
use crate::building::{BuildingId, DwellingId, SpaceId, StairUnit, Survey, UnitId};
use crate::carriers;
use crate::vocabulary::fold;

/// Share of a stairwell's plan that lies over the one below when both are one stair.
const SAME_CORE: f64 = 0.50;

/// Recognises the stair units of residential buildings and gives every dwelling and common room its unit.
pub(crate) fn recognise(survey: &mut Survey<'_>) {
    // a core is what dwellings open to: without dwellings nobody asks who can walk where
    let cores = if survey.dwellings.is_empty() { Vec::new() } else { cores(survey) };
    let mut units: Vec<StairUnit<'_>> = Vec::new();
    let mut unit_of: Vec<Option<usize>> = vec![None; survey.dwellings.len()];
    zones(survey, &mut units, &mut unit_of);
    numbers(survey, &mut units, &mut unit_of);
    by_core(survey, &cores, &mut units, &mut unit_of);
    // common rooms of a core belong to the unit of the dwellings that open to it
    for core in &cores {
        let owners: BTreeSet<usize> = core.dwellings.iter().filter_map(|dwelling| unit_of[dwelling.0]).collect();
        if let (Some(owner), 1) = (owners.first(), owners.len()) {
            units[*owner].spaces.extend(core.spaces.iter().copied());
        }
    }
    for (at, unit) in units.iter_mut().enumerate() {
        unit.dwellings = (0..unit_of.len()).filter(|dwelling| unit_of[*dwelling] == Some(at)).map(DwellingId).collect();
        unit.spaces.sort_unstable();
        unit.spaces.dedup();
    }
    for (at, unit) in unit_of.iter().enumerate() {
        survey.dwellings[at].unit = unit.map(UnitId);
    }
    for (at, unit) in units.iter().enumerate() {
        for space in unit.spaces.iter().chain(unit.dwellings.iter().flat_map(|dwelling| &survey.dwellings[dwelling.0].spaces)) {
            survey.spaces[space.0].unit = Some(UnitId(at));
        }
    }
    survey.units = units;
}

/// Common rooms that hang together over the levels, with the dwellings that open to them.
struct Core {
    spaces: Vec<SpaceId>,
    dwellings: BTreeSet<DwellingId>,
    building: Option<BuildingId>,
}

fn cores(survey: &Survey<'_>) -> Vec<Core> {
    let common: Vec<SpaceId> = (0..survey.spaces.len())
        .map(SpaceId)
        .filter(|id| {
            let space = survey.space(*id);
            space.dwelling.is_none() && !space.is_area_region && CIRCULATION.contains(&space.usage.as_str())
        })
        .collect();
    let at: BTreeMap<SpaceId, usize> = common.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut root: Vec<usize> = (0..common.len()).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    let join = |root: &mut Vec<usize>, a: usize, b: usize| {
        let (a, b) = (find(root, a), find(root, b));
        root[a.max(b)] = a.min(b);
    };
    for link in survey.links() {
        if let (Some(a), Some(b)) = (at.get(&link.from), link.to.and_then(|to| at.get(&to))) {
            // corridors and entrance halls may run through several units of a storey; stairs and lift lobbies do not
            let runs_through = |at: usize| ["corridor", "lobby"].contains(&survey.space(common[at]).usage.as_str());
            if !runs_through(*a) && !runs_through(*b) {
                join(&mut root, *a, *b);
            }
        }
    }
    // one stair over all levels
    let stairs: Vec<usize> = (0..common.len()).filter(|i| survey.space(common[*i]).usage == "stairwell").collect();
    for (i, first) in stairs.iter().enumerate() {
        for second in stairs.iter().skip(i + 1) {
            let (a, b) = (survey.space(common[*first]), survey.space(common[*second]));
            if a.building != b.building || a.storey == b.storey {
                continue;
            }
            let (Ok(one), Ok(two)) = (survey.room(common[*first]), survey.room(common[*second])) else { continue };
            let near = matches!((plan::bounds(&one.region), plan::bounds(&two.region)), (Some(a), Some(b)) if a.within(&b, 0.0));
            if near && plan::area(&plan::intersection(&one.region, &two.region)) > one.area.min(two.area) * SAME_CORE {
                join(&mut root, *first, *second);
            }
        }
    }
    let shared = shared_halls(survey, &common, &at, &mut |root: &mut Vec<usize>, i| find(root, i), &mut root);
    let mut groups: BTreeMap<usize, Core> = BTreeMap::new();
    for (i, id) in common.iter().enumerate().filter(|(i, _)| !shared.contains(i)) {
        let top = find(&mut root, i);
        let core = groups.entry(top).or_insert_with(|| Core {
            spaces: Vec::new(),
            dwellings: BTreeSet::new(),
            building: survey.space(*id).building,
        });
        core.spaces.push(*id);
    }
    for link in survey.links() {
        let Some(to) = link.to else { continue };
        for (inside, outside) in [(link.from, to), (to, link.from)] {
            if let (Some(dwelling), Some(i)) = (survey.space(inside).dwelling, at.get(&outside)) {
                let top = find(&mut root, *i);
                if let Some(core) = groups.get_mut(&top) {
                    core.dwellings.insert(dwelling);
                }
            }
        }
    }
    groups.into_values().collect()
}

/// Joins each entrance hall with the one stair that it leads to; answers the halls that several stairs share, which belong to
/// none of them.
fn shared_halls(
    survey: &Survey<'_>,
    common: &[SpaceId],
    at: &BTreeMap<SpaceId, usize>,
    find: &mut impl FnMut(&mut Vec<usize>, usize) -> usize,
    root: &mut Vec<usize>,
) -> BTreeSet<usize> {
    let usage = |i: usize| survey.space(common[i]).usage.as_str();
    let mut beside: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for link in survey.links() {
        if let (Some(a), Some(b)) = (at.get(&link.from), link.to.and_then(|to| at.get(&to)))
            && usage(*a) != "corridor"
            && usage(*b) != "corridor"
        {
            beside.entry(*a).or_default().insert(*b);
            beside.entry(*b).or_default().insert(*a);
        }
    }
    let (mut seen, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for hall in (0..common.len()).filter(|i| usage(*i) == "lobby") {
        if !seen.insert(hall) {
            continue;
        }
        // halls behind one another are one
        let (mut halls, mut next, mut others) = (vec![hall], 0, BTreeSet::new());
        while let Some(of) = halls.get(next).copied() {
            next += 1;
            for other in beside.get(&of).into_iter().flatten().copied() {
                if usage(other) != "lobby" {
                    others.insert(other);
                } else if seen.insert(other) {
                    halls.push(other);
                }
            }
        }
        let stairs: BTreeSet<usize> = (0..common.len()).filter(|i| usage(*i) == "stairwell").map(|i| find(root, i)).collect();
        let cores: BTreeSet<usize> = others.iter().map(|i| find(root, *i)).collect();
        if cores.iter().filter(|core| stairs.contains(core)).count() > 1 {
            shared.extend(halls);
            continue;
        }
        for other in halls.iter().chain(&others) {
            let (a, b) = (find(root, hall), find(root, *other));
            root[a.max(b)] = a.min(b);
        }
    }
    shared
}

/// Zones that say they are a unit.
fn zones<'m>(survey: &Survey<'m>, units: &mut Vec<StairUnit<'m>>, unit_of: &mut [Option<usize>]) {
    for (model, named) in survey.models.iter().enumerate() {
        let relations = named.model.relations();
        for zone in named.model.all(class::IFC_GROUP) {
            let texts = carriers::texts(zone);
            let says = |text: &str| {
                fold(text).ends_with("单元") || survey.vocabulary.find("unit_group", text).is_some_and(|found| found.word == "unit")
            };
            let is_unit =
                texts.iter().filter(|c| c.from == "Name" || c.from == "LongName" || c.from == "ObjectType").any(|c| says(&c.text));
            let is_dwelling = survey.dwellings.iter().any(|dwelling| dwelling.entity == Some((model, zone)));
            if !is_unit || is_dwelling || texts.iter().any(|c| super::dwelling::is_dwelling_number(&c.text)) {
                continue;
            }
            let members = relations.members_of(zone);
            let mut spaces: Vec<SpaceId> = members.iter().filter_map(|member| survey.find_space(model, *member)).collect();
            let inner: Vec<DwellingId> = (0..survey.dwellings.len())
                .map(DwellingId)
                .filter(|id| survey.dwelling(*id).entity.is_some_and(|(of, entity)| of == model && members.contains(&entity)))
                .collect();
            if spaces.is_empty() && inner.is_empty() {
                continue;
            }
            let at = units.len();
            for dwelling in inner.into_iter().chain(spaces.iter().filter_map(|space| survey.space(*space).dwelling)) {
                unit_of[dwelling.0].get_or_insert(at);
            }
            spaces.retain(|space| survey.space(*space).dwelling.is_none());
            let building = spaces
                .first()
                .and_then(|space| survey.space(*space).building)
                .or_else(|| unit_of.iter().position(|unit| *unit == Some(at)).and_then(|dwelling| survey.dwellings[dwelling].building));
            units.push(StairUnit {
                entity: Some((model, zone)),
                key: zone.guid().unwrap_or_default().to_owned(),
                name: zone.name().map(|name| name.trim().to_owned()).unwrap_or_default(),
                recognised_by: zone.class().name().to_owned(),
                building,
                dwellings: Vec::new(),
                spaces,
            });
        }
    }
}

/// What a dwelling's number says before its unit: of two towers that one building holds, `1#` and `2#`.
fn tower_in(number: &str) -> String {
    let folded = fold(number);
    let Some(unit) = unit_in(number) else { return String::new() };
    let end = match folded.find("单元") {
        Some(at) => at.saturating_sub(unit.len()),
        None => folded.split(['-', '_', '/']).map(str::trim).filter(|part| !part.is_empty()).rev().skip(2).last().map_or(0, str::len),
    };
    folded.get(..end).unwrap_or_default().trim_matches(['-', '_', '/', ' ']).to_owned()
}

/// The unit in a dwelling's number: `1#-2-501`, `2-501`, `2单元501`, `甲单元-501`.
pub(crate) fn unit_in(number: &str) -> Option<String> {
    let folded = fold(number);
    if let Some(at) = folded.find("单元") {
        let before = &folded[..at];
        let name: String =
            before.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || "一二三四五六七八九十甲乙丙丁".contains(*c)).collect();
        let name: String = name.chars().rev().collect();
        return (!name.is_empty()).then_some(name);
    }
    let parts: Vec<&str> = folded.split(['-', '_', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let numeric = |part: &&str| part.chars().all(|c| c.is_ascii_digit());
    match parts.as_slice() {
        [.., unit, room] if parts.len() >= 3 && numeric(unit) && numeric(room) && unit.len() <= 2 => Some((*unit).to_owned()),
        _ => None,
    }
}

fn numbers<'m>(survey: &Survey<'m>, units: &mut Vec<StairUnit<'m>>, unit_of: &mut [Option<usize>]) {
    let mut known: BTreeMap<(Option<BuildingId>, String), usize> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        if let Some(name) = unit_in(&unit.name) {
            known.insert((unit.building, name), at);
        }
    }
    // unit 1 of one tower is not unit 1 of the other, where one building holds both
    let mut towers: BTreeMap<Option<BuildingId>, BTreeSet<String>> = BTreeMap::new();
    for dwelling in &survey.dwellings {
        let tower = tower_in(&dwelling.number);
        if !tower.is_empty() {
            towers.entry(dwelling.building).or_default().insert(tower);
        }
    }
    for (at, dwelling) in survey.dwellings.iter().enumerate() {
        if unit_of[at].is_some() {
            continue;
        }
        let Some(name) = unit_in(&dwelling.number) else { continue };
        let several = towers.get(&dwelling.building).is_some_and(|towers| towers.len() > 1);
        let name = if several { format!("{}-{name}", tower_in(&dwelling.number)).trim_start_matches('-').to_owned() } else { name };
        let slot = *known.entry((dwelling.building, name.clone())).or_insert_with(|| {
            units.push(StairUnit {
                entity: None,
                key: format!("{}/{name}单元", building_key(survey, dwelling.building)),
                name: format!("{name}单元"),
                recognised_by: format!("dwelling number \"{}\"", dwelling.number),
                building: dwelling.building,
                dwellings: Vec::new(),
                spaces: Vec::new(),
            });
            units.len() - 1
        });
        unit_of[at] = Some(slot);
    }
}

fn by_core<'m>(survey: &Survey<'m>, cores: &[Core], units: &mut Vec<StairUnit<'m>>, unit_of: &mut [Option<usize>]) {
    for core in cores {
        let open: Vec<DwellingId> = core.dwellings.iter().copied().filter(|dwelling| unit_of[dwelling.0].is_none()).collect();
        if open.is_empty() {
            continue;
        }
        let known: BTreeSet<usize> = core.dwellings.iter().filter_map(|dwelling| unit_of[dwelling.0]).collect();
        let at = match (known.first(), known.len()) {
            (Some(one), 1) => *one,
            _ => {
                let count = units.iter().filter(|unit| unit.building == core.building).count() + 1;
                units.push(StairUnit {
                    entity: None,
                    key: format!("{}/core{count}", building_key(survey, core.building)),
                    name: format!("{count}单元"),
                    recognised_by: "stair and lift core that the doors of the dwellings lead to".to_owned(),
                    building: core.building,
                    dwellings: Vec::new(),
                    spaces: Vec::new(),
                });
                units.len() - 1
            }
        };
        for dwelling in open {
            unit_of[dwelling.0] = Some(at);
        }
    }
}

pub(crate) fn building_key(survey: &Survey<'_>, building: Option<BuildingId>) -> String {
    let Some(id) = building else { return "no building".to_owned() };
    let building = survey.building(id);
    let own = building.entities.first().and_then(|(_, entity)| entity.guid()).map_or_else(|| format!("building{}", id.0), str::to_owned);
    own + &survey.tower_key(id)
}

#[cfg(test)]
mod tests {
    use super::{tower_in, unit_in};

    #[test]
    fn units_in_dwelling_numbers() {
        assert_eq!(unit_in("1#-2-501").as_deref(), Some("2"));
        assert_eq!(unit_in("3-1-1201").as_deref(), Some("1"));
        assert_eq!(unit_in("2单元501").as_deref(), Some("2"));
        assert_eq!(unit_in("甲单元-501").as_deref(), Some("甲"));
        assert_eq!(unit_in("501"), None);
        assert_eq!(unit_in("A-501"), None);
        for (number, tower) in [("1#-2-501", "1#"), ("2单元501", ""), ("3#楼2单元501", "3#楼"), ("3-1-1201", "3"), ("501", "")] {
            assert_eq!(tower_in(number), tower, "{number}");
        }
    }
}
