//! Buildings that are none: tools that need a building and a level for everything write the greens, roads and parking places
//! of a site plan (总图) onto the level of a building that nobody builds. What it holds belongs to the site.

use haofang_ifc::{Class, class};

use crate::building::{BuildingId, LevelKind, PlacedBy, Survey};
use crate::vocabulary::fold;

/// Lists whose words tell a thing of the site; slabs and proxies of a building bear none of them.
const LISTS: &[&str] = &["green", "site_boundary", "road", "parking", "soil"];

/// Further words of site plans.
const WORDS: &[&str] = &["铺装", "广场", "硬质", "场地", "地形", "路缘", "水系", "围墙", "景观", "terrain", "topograph", "paving"];

/// What is always a part of a building: no site, green, parking place or facility.
const PARTS: &[Class] = &[
    class::IFC_WALL,
    class::IFC_WINDOW,
    class::IFC_DOOR,
    class::IFC_CURTAIN_WALL,
    class::IFC_COLUMN,
    class::IFC_BEAM,
    class::IFC_STAIR,
    class::IFC_STAIR_FLIGHT,
    class::IFC_DISTRIBUTION_ELEMENT,
];

/// What stands only in buildings beside them, while a roof or a lift may be a facility (a canopy, a parking lift).
const STANDING: &[Class] = &[class::IFC_ROOF, class::IFC_TRANSPORT_ELEMENT];

/// What is never a green, a parking place or a facility beside them, while a site has such things too.
const SMALL_PARTS: &[Class] = &[class::IFC_MEMBER, class::IFC_PLATE, class::IFC_PILE, class::IFC_REINFORCING_ELEMENT, class::IFC_RAILING];

fn is_any(class: Class, lists: [&[Class]; 2]) -> bool {
    lists.into_iter().flatten().any(|kind| class.is_a(*kind))
}

/// Whether things of this class stand only in buildings; a site has railings and coverings too.
pub(crate) fn stands_in_buildings(class: Class) -> bool {
    is_any(class, [PARTS, STANDING])
}

/// Whether things of this class are never greens, parking places or facilities.
pub(crate) fn is_part_of_building(class: Class) -> bool {
    is_any(class, [PARTS, SMALL_PARTS])
}

/// Gives what such buildings hold to the site, and takes their levels out.
pub(crate) fn dissolve(survey: &mut Survey<'_>) {
    let found: Vec<BuildingId> = (0..survey.buildings.len()).map(BuildingId).filter(|id| carries_the_site(survey, *id)).collect();
    for id in found {
        survey.notes.push(format!(
            "building {} holds nothing but greens, roads, parking places and the like; taken as part of the site",
            survey.buildings[id.0].name
        ));
        for thing in survey.things.iter_mut().filter(|thing| thing.building == Some(id)) {
            (thing.storey, thing.building, thing.placed_by) = (None, None, PlacedBy::Nowhere);
        }
        for space in survey.spaces.iter_mut().filter(|space| space.building == Some(id)) {
            (space.storey, space.building) = (None, None);
        }
        for storey in survey.storeys.iter_mut().filter(|storey| storey.building == Some(id)) {
            storey.kind = LevelKind::Mark;
        }
        survey.buildings[id.0].is_site = true;
    }
}

/// Whether a building holds things of the site and nothing of a building.
fn carries_the_site(survey: &Survey<'_>, id: BuildingId) -> bool {
    // the only building of an estate is one, whatever it holds
    if survey.buildings.len() < 2 {
        return false;
    }
    let tells = |text: &str| {
        let folded = fold(text);
        LISTS.iter().any(|list| survey.vocabulary.find_folded(list, &folded).is_some()) || WORDS.iter().any(|word| folded.contains(word))
    };
    let places = |name: &str| survey.vocabulary.find("parking", name).is_some() || tells(name);
    let mut rooms = survey.spaces.iter().filter(|space| space.building == Some(id));
    if rooms.any(|space| !crate::carriers::texts(space.entity).iter().any(|carrier| places(&carrier.text))) {
        return false;
    }
    let mut things = survey.things.iter().filter(|thing| thing.building == Some(id)).peekable();
    let holds_something = things.peek().is_some() || survey.spaces.iter().any(|space| space.building == Some(id));
    holds_something
        && things.all(|thing| {
            !stands_in_buildings(thing.class)
                && (thing.class.is_a(class::IFC_GEOGRAPHIC_ELEMENT)
                    || thing.class.is_a(class::IFC_ANNOTATION)
                    || survey.texts(thing.entity).iter().any(|carrier| tells(&carrier.text)))
        })
}
