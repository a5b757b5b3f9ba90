//! The roof of a residential building: slab and parapets, or a gable, and the machine rooms of the lifts.

use super::build::Build;
use super::plan::{CONCRETE, INNER, OUTER_IN, OUTER_OUT};
use super::residential::{Residential, Roof};
use crate::plane::{Outline, Stand};
use crate::scene::{Class, Home, Prop, Solid, Thing};

impl Residential {
    /// Roof slab with parapets or a gable, and machine rooms on it.
    pub(super) fn roof_in_scene(&self, b: &mut Build<'_>, key: &str, level: usize) {
        let (w, d) = (self.plan.length(self.units), self.plan.depth());
        let (z, last) = (self.roof_level(), self.storeys.len() - 1);
        let (home, y0) = (Home::Storey(level), self.setback_of(last));
        let slab = Solid::cuboid([-CONCRETE, w + CONCRETE], [y0 - CONCRETE, d + CONCRETE], [-self.slab, 0.0]);
        let at = Stand::at(0.0, 0.0, z);
        match self.roof {
            Roof::Flat { parapet } => {
                b.scene.put(Thing::new(format!("{key}/屋面板"), Class::Slab("ROOF"), "屋面板", home, at, vec![slab]).made_of("钢筋混凝土"));
                let thick = OUTER_OUT + CONCRETE;
                for (n, (p, turn, length)) in [
                    ([-OUTER_OUT, y0], 0, w + 2.0 * OUTER_OUT),
                    ([w + OUTER_OUT, d], 2, w + 2.0 * OUTER_OUT),
                    ([0.0, d - CONCRETE], 3, d - y0 - 2.0 * CONCRETE),
                    ([w, y0 + CONCRETE], 1, d - y0 - 2.0 * CONCRETE),
                ]
                .into_iter()
                .enumerate()
                {
                    let stand = Stand { origin: [p[0], p[1], z], angle: f64::from(turn) * std::f64::consts::FRAC_PI_2 };
                    let body = Solid::cuboid([0.0, length], [-OUTER_OUT, thick - OUTER_OUT], [0.0, parapet]);
                    let mut wall = Thing::new(format!("{key}/女儿墙{n}"), Class::Wall, "女儿墙", home, stand, vec![body]);
                    wall.layers = Some(vec![("钢筋混凝土", 0.2), (self.facade, 0.05)]);
                    b.scene.put(wall.pset("Pset_WallCommon", vec![("IsExternal", Prop::Flag(true))]));
                }
            }
            Roof::Gable { rise } => {
                b.scene.put(Thing::new(format!("{key}/屋面板"), Class::Slab("ROOF"), "檐口板", home, at, vec![slab]).made_of("钢筋混凝土"));
                let (x0, x1, ya, yb) = (-OUTER_OUT, w + OUTER_OUT, y0 - OUTER_OUT, d + OUTER_OUT);
                let ym = (ya + yb) / 2.0;
                let corners = vec![[x0, ya, 0.0], [x1, ya, 0.0], [x1, yb, 0.0], [x0, yb, 0.0], [x0, ym, rise], [x1, ym, rise]];
                let faces = vec![vec![3, 2, 1, 0], vec![0, 1, 5, 4], vec![2, 3, 4, 5], vec![1, 2, 5], vec![3, 0, 4]];
                let body = Solid::Facets { corners, faces };
                b.scene.put(Thing::new(format!("{key}/坡屋面"), Class::Roof("GABLE_ROOF"), "坡屋面", home, at, vec![body]));
            }
        }
        if let Some(height) = self.machine_room {
            for unit in 0..self.units {
                let [x0, _, x1, y1] = self.plan.core_outline(unit);
                let y0 = self.plan.south + super::plan::LOBBY - INNER;
                let (x1, y1) = (x1, y1 - INNER - OUTER_IN);
                let outer = Outline::rect(x0, y0, x1, y1);
                let inner = Outline::rect(x0 + 2.0 * INNER, y0 + 2.0 * INNER, x1 - 2.0 * INNER, y1 - 2.0 * INNER);
                let walls = Solid::Prism { outline: outer.clone(), holes: vec![inner.clone()], z: 0.0, height: height - self.slab };
                b.scene.put(Thing::new(format!("{key}/机房墙{unit}"), Class::Wall, "机房墙", home, at, vec![walls]).made_of(self.facade));
                let lid = Solid::prism(outer, height - self.slab, self.slab);
                b.scene.put(Thing::new(format!("{key}/机房顶板{unit}"), Class::Slab("ROOF"), "机房屋面板", home, at, vec![lid]));
                let mut room = Thing::new(
                    format!("{key}/电梯机房{unit}"),
                    Class::Space("INTERNAL"),
                    "",
                    home,
                    at,
                    vec![Solid::prism(inner, 0.0, height - self.slab)],
                );
                room.room = Some(crate::scene::RoomTag { label: "电梯机房".into(), number: format!("R-{}", unit + 1), dwelling: None });
                b.scene.put(room);
            }
        }
    }
}
