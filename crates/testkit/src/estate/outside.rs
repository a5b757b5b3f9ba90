//! What lies before the outer walls: balconies and terraces; and the area regions drawn over the rooms.

use super::build::{Build, FloorIn};
use super::plan::{CORE, OUTER_IN, OUTER_OUT};
use super::residential::Balcony;
use crate::guid::global_id;
use crate::plane::Stand;
use crate::scene::{Class, Prop, RoomTag, Solid, Thing};

impl FloorIn<'_> {
    /// Where the `n`-th dwelling of the floor lies: x of its outer party axis and the direction towards the middle of the unit.
    fn half(&self, n: usize) -> (f64, f64) {
        let half = self.building.plan.half();
        let (unit, side) = (n / 2, n % 2);
        (2.0 * half * (unit + side) as f64, if side == 0 { 1.0 } else { -1.0 })
    }

    fn span(&self, n: usize, from: f64, to: f64) -> [f64; 2] {
        let (x, sign) = self.half(n);
        let (a, b) = (x + sign * from, x + sign * to);
        [a.min(b), a.max(b)]
    }

    pub(super) fn balcony(&self, b: &mut Build<'_>, n: usize, dwelling: usize, balcony: Balcony, z: f64, height: f64) {
        let (building, home) = (self.building, self.home());
        let p = building.plan;
        let [x0, x1] = self.span(n, p.master + p.study, p.half() - 0.3);
        let (y1, y0) = (-OUTER_OUT, -OUTER_OUT - balcony.depth);
        let (w, d, pane) = (x1 - x0, balcony.depth, 0.06);
        let at = Stand::at(x0, y0, z);
        let key = format!("{}/阳台{n}", self.key);
        let slab = Solid::cuboid([0.0, w], [0.0, d], [-building.slab - building.finish, -building.finish]);
        b.scene.put(Thing::new(format!("{key}/板"), Class::Slab("FLOOR"), "阳台板", home, at, vec![slab]).made_of("钢筋混凝土"));
        if self.index + 1 == building.storeys.len() || building.balcony_at(self.index + 1).is_none() {
            let lid = Solid::cuboid([0.0, w], [0.0, d], [height, height + building.slab]);
            b.scene.put(Thing::new(format!("{key}/雨篷"), Class::Slab("ROOF"), "阳台顶板", home, at, vec![lid]).made_of("钢筋混凝土"));
        }
        let edges = [
            ("南", Stand::at(x0, y0, z), w),
            ("西", Stand { origin: [x0 + pane, y0 + pane, z], angle: std::f64::consts::FRAC_PI_2 }, d - pane),
            ("东", Stand { origin: [x1, y0 + pane, z], angle: std::f64::consts::FRAC_PI_2 }, d - pane),
        ];
        let space_key = format!("{key}/空间");
        for (edge, stand, length) in edges {
            let key = format!("{key}/{edge}");
            if balcony.enclosed {
                let body = vec![Solid::cuboid([0.0, length], [0.0, pane], [0.0, height])];
                let mut window = Thing::new(key.clone(), Class::Window, "封阳台窗", home, stand, body);
                window.size = Some([length, height]);
                let window = window.pset("Pset_WindowCommon", vec![("IsExternal", Prop::Flag(true))]);
                b.scene.put(self.rated(self.with_maker(window), 2));
                self.window_truth(b, &key, "封阳台窗", [length, height, 0.0], false);
                b.truth.in_room(b.style.spaces.then(|| global_id(&space_key)));
            } else {
                let body = vec![Solid::cuboid([0.0, length], [0.0, pane], [0.0, 1.1])];
                b.scene.put(Thing::new(key, Class::Railing, "阳台栏杆", home, stand, body));
            }
        }
        let tag = RoomTag { label: "阳台".into(), number: format!("{}-Y{}", self.index + 1, n + 1), dwelling: Some(dwelling) };
        let space = b.room(space_key.clone(), home, tag, [x0 + pane, y0 + pane, x1 - pane, y1], z, height);
        b.scene.dwellings[dwelling].members.push(space);
        let id = if b.style.spaces { global_id(&space_key) } else { global_id(&format!("{key}/板")) };
        let guid = self.guid(b);
        b.truth
            .add("balcony", Some(id), Some(&guid), &format!("{}F 阳台{}", self.index + 1, n + 1))
            .set("area", building.balcony_area(balcony))
            .set("is_enclosed", balcony.enclosed)
            .set("depth", balcony.depth);
        b.truth.of_dwelling(Some(dwelling));
    }

    pub(super) fn terrace(&self, b: &mut Build<'_>, n: usize, dwelling: usize, z: f64) {
        let (building, home) = (self.building, self.home());
        let area = building.terrace_area(self.index);
        if area == 0.0 {
            return;
        }
        let depth = building.setback_of(self.index);
        let half = building.plan.half();
        let [x0, x1] = self.span(n, 0.3, half - 1.2);
        let (y0, y1, guard) = (-OUTER_OUT, depth - OUTER_OUT, 0.1);
        let (w, at, top) = (x1 - x0, Stand::at(x0, -OUTER_OUT, z), -building.finish);
        let key = format!("{}/露台{n}", self.key);
        let z_slab = [top - building.slab, top];
        let slab = Solid::cuboid([0.0, w], [0.0, depth], z_slab);
        b.scene.put(Thing::new(format!("{key}/板"), Class::Slab("FLOOR"), "露台板", home, at, vec![slab]).made_of("钢筋混凝土"));
        for (m, [from, to]) in [[-OUTER_OUT, 0.3], [half - 1.2, half]].into_iter().enumerate() {
            let from = if m == 0 && (self.half(n).0 > 0.0 && self.half(n).0 < building.plan.length(building.units)) { 0.0 } else { from };
            let [a, c] = self.span(n, from, to);
            let strip = vec![Solid::cuboid([0.0, c - a], [0.0, depth], z_slab)];
            let strip = Thing::new(format!("{key}/屋面{m}"), Class::Slab("ROOF"), "不上人屋面板", home, Stand::at(a, y0, z), strip);
            b.scene.put(strip.made_of("钢筋混凝土"));
        }
        for (edge, x, y) in [("南", [0.0, w], [0.0, guard]), ("西", [0.0, guard], [guard, depth]), ("东", [w - guard, w], [guard, depth])]
        {
            let body = vec![Solid::cuboid(x, y, [0.0, 1.1])];
            b.scene.put(Thing::new(format!("{key}/{edge}"), Class::Railing, "露台栏板", home, at, body));
        }
        let tag = RoomTag { label: "露台".into(), number: format!("{}-L{}", self.index + 1, n + 1), dwelling: Some(dwelling) };
        let space_key = format!("{key}/空间");
        let space = b.room(space_key.clone(), home, tag, [x0 + guard, y0 + guard, x1 - guard, y1], z, 2.2);
        b.scene.things[space].class = Class::Space("EXTERNAL");
        b.scene.things[space] = super::residential::claim(b.scene.things[space].clone(), building.claims.terrace);
        b.scene.dwellings[dwelling].members.push(space);
        let id = if b.style.spaces { global_id(&space_key) } else { global_id(&format!("{key}/板")) };
        let guid = self.guid(b);
        b.truth
            .add("terrace", Some(id), Some(&guid), &format!("{}F 露台{}", self.index + 1, n + 1))
            .set("area", area)
            .set("is_enclosed", false)
            .set("depth", depth);
        b.truth.of_dwelling(Some(dwelling));
    }

    /// Area regions (套内面积) that overlap the rooms, as Revit exports its area plans.
    pub(super) fn regions(&self, b: &mut Build<'_>, z: f64, height: f64) {
        if !b.style.area_regions {
            return;
        }
        let plan = self.building.plan;
        for n in 0..self.dwellings.len() {
            let [x0, x1] = self.span(n, OUTER_IN, plan.half() - CORE - OUTER_IN);
            let y = [self.building.setback_of(self.index) + OUTER_IN, plan.depth() - OUTER_IN];
            let tag = RoomTag { label: "套内建筑面积".into(), number: format!("A{}", n + 1), dwelling: None };
            let space = b.room(format!("{}/面积{n}", self.key), self.home(), tag, [x0, y[0], x1, y[1]], z, height);
            b.scene.things[space].class = Class::Space(if b.style.schema == crate::style::Schema::Ifc2x3 { "INTERNAL" } else { "GFA" });
        }
    }
}
