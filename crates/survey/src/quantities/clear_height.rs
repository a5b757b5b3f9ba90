//! Clear height of a room: finished floor to the underside of the slab, roof or ceiling above, by vertical rays.

use haofang_facts::{Fact, Gap, GapKind, Unit};
use haofang_geometry::measure::{Hit, VerticalRays, grid_points, weighted_median, weighted_mode};
use haofang_geometry::plan::{self, Region};
use haofang_ifc::class;

use crate::building::{BuildingId, SpaceId, StoreyId, Survey};

/// Lower than this above the floor nothing is a ceiling: furniture, steps, sunken slabs.
const HEADROOM: f64 = 1.0;

/// What lies above most rooms ends no higher than this above head height, over others further up (m).
const STOREY: [f64; 3] = [2.5, 5.0, f64::INFINITY];

/// Heights within this are one.
const SAME: f64 = 0.01;

/// Accuracy of a height measured between surfaces.
pub(crate) const ACCURACY: f64 = 1.0 / 1000.0;

/// Finest and coarsest raster of rays of a room (m).
const RASTER: [f64; 2] = [0.25, 1.0];

/// A hall has no more rows of rays than this: a garage of two hectares is as well told by 3600 rays as by 20 000.
const ROWS: f64 = 60.0;

/// Two heights of which the rarer has this share of the rays of the commoner: the raster is made finer, so that their areas decide.
const RIVAL: f64 = 2.0 / 3.0;

/// By how much the raster is then finer.
const FINER: f64 = 24.0;

/// How far the floor of a room may lie from its level (dropped and raised floors).
const DROP: f64 = 0.45;

/// What rays from a room meet.
pub(crate) struct Above {
    /// Undersides of the next thing above: height above the floor, number of rays.
    pub(crate) soffits: Vec<(f64, f64)>,
    /// Tops of that thing: height above the floor, number of rays.
    pub(crate) tops: Vec<(f64, f64)>,
    /// Z of the floor.
    pub(crate) floor: f64,
    /// Number of rays.
    pub(crate) rays: usize,
}

impl Above {
    /// How many rays meet something above.
    fn lid(&self) -> f64 {
        self.soffits.iter().map(|(_, rays)| rays).sum()
    }

    /// Whether something lies above half of the region.
    fn has_lid(&self) -> bool {
        self.lid() * 2.0 >= self.rays as f64
    }

    /// Whether two heights are about as common, each over a good part of what is met.
    fn has_rivals(&self) -> bool {
        let Some(mode) = weighted_mode(&self.soffits, SAME) else { return false };
        let (at_mode, others): (Vec<_>, Vec<_>) = self.soffits.iter().partition(|(height, _)| (height - mode).abs() <= SAME);
        let Some(second) = weighted_mode(&others, SAME) else { return false };
        let (most, next) = (rays_at(&at_mode, mode), rays_at(&others, second));
        most * 4.0 >= self.lid() && next >= most * RIVAL
    }
}

impl Survey<'_> {
    /// Slabs, roofs and ceilings of a building, for vertical rays.
    pub(crate) fn ceilings(&self, building: BuildingId) -> &VerticalRays {
        self.ceilings[building.0].get_or_init(|| {
            let things = self.things_in(Some(building)).iter().copied().filter(|id| {
                let thing = self.thing(*id);
                thing.is_slab || thing.class.is_a(class::IFC_COVERING)
            });
            VerticalRays::new(things.filter_map(|id| {
                self.shape(id).ok().map(|shape| (id.0, shape.mesh().positions.as_slice(), shape.mesh().triangles.as_slice()))
            }))
        })
    }

    /// What lies above a room.
    pub(crate) fn above(&self, id: SpaceId) -> Result<Above, Gap> {
        let space = self.space(id);
        let room = self.room(id).map_err(Clone::clone)?;
        let Some(building) = space.building else {
            return Err(Gap::new(GapKind::Ambiguous, format!("{} belongs to no building", space.name)));
        };
        let level = space.storey.map(|storey| self.storey(storey).elevation);
        let floor = level.filter(|level| (level - room.bottom).abs() <= DROP).unwrap_or(room.bottom);
        Ok(self.above_region(building, &room.region, floor))
    }

    /// What lies above a region at a height.
    pub(crate) fn above_region(&self, building: BuildingId, region: &Region, floor: f64) -> Above {
        let side = plan::area(region).sqrt();
        let step = (side / 6.0).clamp(RASTER[0], RASTER[1]).max(side / ROWS);
        let found = self.above_raster(building, region, floor, step);
        if found.has_rivals() { self.above_raster(building, region, floor, step / FINER) } else { found }
    }

    fn above_raster(&self, building: BuildingId, region: &Region, floor: f64, step: f64) -> Above {
        let rays = self.ceilings(building);
        let mut points = grid_points(region, step);
        if points.is_empty() {
            points.extend(plan::interior_point(region));
        }
        let mut found = Above { soffits: Vec::new(), tops: Vec::new(), floor, rays: points.len() };
        let start = floor + HEADROOM;
        for most in STOREY {
            let mut further = Vec::new();
            for met in rays.meet(&points, start, start + most) {
                let (soffit, top) = lid(&met.hits, start);
                if (soffit.is_none() || top.is_none()) && most.is_finite() {
                    further.extend(met.points.iter().filter_map(|at| points.get(*at)).copied());
                    continue;
                }
                let rays = met.points.len() as f64;
                found.soffits.extend(soffit.map(|soffit| (soffit.z - floor, rays)));
                found.tops.extend(top.map(|top| (top.z - floor, rays)));
            }
            points = further;
        }
        found
    }
}

/// How many rays meet something at a height.
fn rays_at(met: &[(f64, f64)], height: f64) -> f64 {
    met.iter().filter(|(other, _)| (other - height).abs() <= SAME).map(|(_, rays)| rays).sum()
}

/// The underside of the next thing above a height, and its top.
fn lid(hits: &[Hit], start: f64) -> (Option<Hit>, Option<Hit>) {
    let over = || hits.iter().filter(|hit| hit.z > start);
    let soffit = over().find(|hit| !hit.upward).copied();
    let top = soffit.and_then(|soffit| over().find(|hit| hit.upward && hit.key == soffit.key && hit.z > soffit.z).copied());
    (soffit, top)
}

/// Clear height of a place between walls on which no space is drawn.
pub(crate) fn of_cell(survey: &Survey<'_>, storey: StoreyId, cell: &Region, name: &str) -> Result<Fact, Gap> {
    let level = survey.storey(storey);
    let Some(building) = level.building else {
        return Err(Gap::new(GapKind::Ambiguous, format!("{name} belongs to no building")));
    };
    let above = survey.above_region(building, cell, level.elevation);
    let height = weighted_mode(&above.soffits, SAME).filter(|_| above.has_lid());
    let height = height.ok_or_else(|| Gap::new(GapKind::NotModelled, format!("no slab, roof or ceiling above {name}")))?;
    if survey.next_level(storey).is_some_and(|next| height > next - level.elevation) {
        return Err(Gap::new(GapKind::NotModelled, format!("{name} is open to the storeys above")));
    }
    let method = format!("finished floor to the underside of what lies above, {} vertical rays; room between closed walls", above.rays);
    Ok(Fact::measured(height, Unit::Metre, ACCURACY, method))
}

/// Clear height of a room; found once, for the room and for its level.
pub(crate) fn of_room(survey: &Survey<'_>, id: SpaceId) -> Result<Fact, Gap> {
    survey.space(id).clear_height.get_or_init(|| measured(survey, id)).clone()
}

fn measured(survey: &Survey<'_>, id: SpaceId) -> Result<Fact, Gap> {
    let above = survey.above(id)?;
    let none = || {
        Gap::new(
            GapKind::NotModelled,
            format!("no slab, roof or ceiling above {}; model the slab above or give the building's other file", survey.space(id).name),
        )
    };
    if !above.has_lid() {
        return Err(none());
    }
    let mode = weighted_mode(&above.soffits, SAME).ok_or_else(none)?;
    let at_mode = rays_at(&above.soffits, mode);
    // under a slope no height is common: half of the room is at least as high as the median (GB 55038 asks for a half)
    let slopes = at_mode * 4.0 < above.lid();
    let height = if slopes { weighted_median(&above.soffits).ok_or_else(none)? } else { mode };
    let space = survey.space(id);
    let over = space.storey.and_then(|storey| survey.next_level(storey)).map(|next| next - above.floor);
    if ["stairwell", "shaft"].contains(&space.usage.as_str()) && over.is_some_and(|over| height > over) {
        return Err(Gap::new(GapKind::NotModelled, format!("{} is open to the storeys above", space.name)));
    }
    let (low, high) = above.soffits.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (h, _)| (low.min(*h), high.max(*h)));
    let range = if slopes {
        format!(", sloped from {low:.3} to {high:.3} m, the median")
    } else if high - low > SAME {
        format!(", from {low:.3} to {high:.3} m")
    } else {
        String::new()
    };
    Ok(Fact::measured(
        height,
        Unit::Metre,
        ACCURACY,
        format!("finished floor to the underside of what lies above, {} vertical rays{range}", above.rays),
    ))
}

/// Structural height over a lobby or void: floor to the top of the slab above.
pub(crate) fn structural(survey: &Survey<'_>, id: SpaceId) -> Result<Fact, Gap> {
    let above = survey.above(id)?;
    let height = weighted_mode(&above.tops, SAME)
        .ok_or_else(|| Gap::new(GapKind::NotModelled, format!("no slab or roof above {}", survey.space(id).name)))?;
    Ok(Fact::measured(height, Unit::Metre, ACCURACY, "finished floor to the top of the slab above, by vertical rays"))
}
