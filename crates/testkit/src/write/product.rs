//! Things as products: placement, shape, openings, and the facts tied to them.

use super::entity::{entity, type_object};
use super::step::{Arg, Ref, Step};
use super::{File, naming, shape};
use crate::guid::global_id;
use crate::plane::Stand;
use crate::scene::{Amount, Class, Home, Solid, Thing};
use crate::style::{Geometry, Schema};

impl File<'_> {
    /// Writes one thing, when it belongs to this file and style.
    pub(super) fn thing(&mut self, index: usize) {
        let scene = self.scene;
        let thing = &scene.things[index];
        if !self.has(thing.home) || (matches!(thing.class, Class::Space(_)) && !self.style.spaces && thing.room.is_some()) {
            return;
        }
        let placement = match thing.home {
            Home::Site => self.place(Some((self.site_placement, Stand::default())), thing.stand),
            Home::Storey(level) => {
                let Some(&(_, parent)) = self.levels.get(&level) else { return };
                let level = &scene.levels[level];
                let stand = thing.stand.within(&scene.blocks[level.block].stand);
                self.place(Some((parent, self.level_stand(level))), stand)
            }
        };
        let shape = self.shape(thing);
        let (name, long_name, object_type) = match &thing.room {
            Some(tag) => naming::room(scene, &self.style, tag),
            None => (thing.name.clone(), None, thing.object_type.clone()),
        };
        let mut entity = entity(self.style.schema, thing);
        if let (Some(long), Class::Space(_)) = (long_name, thing.class) {
            entity.tail[0] = long.into();
        }
        let layered = thing.wall.is_some() && thing.layers.is_some() && self.style.layers;
        if layered && self.style.standard_case && self.style.schema != Schema::Ifc4x3 {
            entity.keyword = "IFCWALLSTANDARDCASE";
        }
        let mut args = self.root(&thing.key, &name, object_type, Some(placement), shape);
        args.extend(entity.tail);
        let id = self.step.put(entity.keyword, &args);
        self.things.insert(index, (id, placement));
        if let Some((keyword, predefined)) = entity.by_type {
            let kind = type_object(&mut self.step, self.setup.owner, keyword, predefined);
            self.relations.typed(kind, id);
        }
        let owner = self.setup.owner;
        self.relations.psets(&mut self.step, owner, &thing.psets, id, &thing.key);
        if self.style.quantities {
            self.quantities(&thing.quantities, id, &thing.key);
        }
        self.material(thing, id);
        self.contain(thing, id);
    }

    fn contain(&mut self, thing: &Thing, id: Ref) {
        let loose = self.style.uncontained && matches!(thing.class, Class::Window | Class::Wall);
        match (thing.home, thing.class) {
            (Home::Site, Class::Space(_)) => {
                let site = self.relations.site();
                self.relations.aggregate(format!("{}/site", self.scene.key), site, id);
            }
            (Home::Site, _) => {
                let site = self.relations.site();
                self.relations.contain("site".into(), site, id);
            }
            (Home::Storey(level), class) => {
                let Some(&(storey, _)) = self.levels.get(&level) else { return };
                let key = self.scene.levels[level].key.clone();
                if matches!(class, Class::Space(_)) {
                    self.relations.aggregate(key, storey, id);
                } else if !loose {
                    self.relations.contain(key, storey, id);
                }
            }
        }
    }

    /// The product shape: body, and for layered walls the axis.
    fn shape(&mut self, thing: &Thing) -> Option<Ref> {
        let solids = match &thing.wall {
            Some(wall) => shape::wall_solids(wall, !self.style.openings),
            None => thing.body.clone(),
        };
        if solids.is_empty() {
            return None;
        }
        let solids = if self.opens_slab(thing) { solids.into_iter().map(Solid::without_holes).collect() } else { solids };
        let body = self.body(thing, &solids);
        let mut all = vec![body];
        if let (Some(wall), true) = (&thing.wall, self.style.layers && thing.layers.is_some()) {
            let ends: Vec<Ref> = [0.0, wall.length].map(|x| self.step.once("IFCCARTESIANPOINT", &[super::step::point(&[x, 0.0])])).to_vec();
            let line = self.step.once("IFCPOLYLINE", &[ends.into()]);
            let args = [self.setup.axis.into(), "Axis".into(), "Curve2D".into(), vec![line].into()];
            all.insert(0, self.step.put("IFCSHAPEREPRESENTATION", &args));
        }
        Some(self.step.put("IFCPRODUCTDEFINITIONSHAPE", &[Arg::Null, Arg::Null, all.into()]))
    }

    fn body(&mut self, thing: &Thing, solids: &[Solid]) -> Ref {
        let geometry = self.style.geometry;
        if geometry == Geometry::Mapped && thing.wall.is_none() && !matches!(thing.class, Class::Space(_) | Class::Slab(_)) {
            let key = format!("{solids:?}");
            let map = match self.maps.get(&key) {
                Some(&map) => map,
                None => {
                    let inner = self.representation(solids, Geometry::Extruded, false);
                    let origin = shape::axes(&mut self.step, &Stand::default());
                    let map = self.step.put("IFCREPRESENTATIONMAP", &[origin.into(), inner.into()]);
                    self.maps.insert(key, map);
                    map
                }
            };
            let origin = shape::point3(&mut self.step, [0.0; 3]);
            let args = [Arg::Null, Arg::Null, origin.into(), Arg::Null, Arg::Null];
            let target = self.step.once("IFCCARTESIANTRANSFORMATIONOPERATOR3D", &args);
            let item = self.step.put("IFCMAPPEDITEM", &[map.into(), target.into()]);
            let args = [self.setup.body.into(), "Body".into(), "MappedRepresentation".into(), vec![item].into()];
            return self.step.put("IFCSHAPEREPRESENTATION", &args);
        }
        self.representation(solids, geometry, thing.wall.is_some())
    }

    fn representation(&mut self, solids: &[Solid], geometry: Geometry, clip: bool) -> Ref {
        let items: Vec<(Ref, &'static str)> = solids.iter().map(|solid| shape::item(&mut self.step, solid, geometry, clip)).collect();
        let word = items.first().map_or("SweptSolid", |item| item.1);
        let word = if items.iter().all(|item| item.1 == word) { word } else { "SolidModel" };
        let refs: Vec<Ref> = items.iter().map(|item| item.0).collect();
        self.step.put("IFCSHAPEREPRESENTATION", &[self.setup.body.into(), "Body".into(), word.into(), refs.into()])
    }

    /// Whether the holes of this slab are written as opening elements.
    fn opens_slab(&self, thing: &Thing) -> bool {
        self.style.slab_openings && matches!(thing.class, Class::Slab("FLOOR"))
    }

    /// Holes of floor slabs as opening elements.
    pub(super) fn slab_openings(&mut self) {
        let scene = self.scene;
        for (index, thing) in scene.things.iter().enumerate() {
            let (true, Some(&(host, placement)), Home::Storey(level)) = (self.opens_slab(thing), self.things.get(&index), thing.home)
            else {
                continue;
            };
            for solid in &thing.body {
                let Solid::Prism { holes, z, height, .. } = solid else { continue };
                for (n, hole) in holes.iter().enumerate() {
                    let key = format!("{}/slabhole{n}", thing.key);
                    let frame = thing.stand.within(&scene.blocks[scene.levels[level].block].stand);
                    let place = self.place(Some((placement, frame)), frame);
                    let body = self.representation(&[Solid::prism(hole.clone(), *z, *height)], Geometry::Extruded, false);
                    let shape = self.step.put("IFCPRODUCTDEFINITIONSHAPE", &[Arg::Null, Arg::Null, vec![body].into()]);
                    let mut args = self.root(&key, "楼板洞口", None, Some(place), Some(shape));
                    args.push(Arg::Null);
                    if !self.step.is_2x3() {
                        args.push(Arg::Enum("OPENING"));
                    }
                    let opening = self.step.put("IFCOPENINGELEMENT", &args);
                    self.relate(&format!("{key}/void"), "IFCRELVOIDSELEMENT", host, opening);
                }
            }
        }
    }

    /// Holes as opening elements with their relations.
    pub(super) fn openings(&mut self) {
        if !self.style.openings {
            return;
        }
        let scene = self.scene;
        let geometry = if self.style.geometry == Geometry::Mapped { Geometry::Extruded } else { self.style.geometry };
        for (index, thing) in scene.things.iter().enumerate() {
            let (Some(wall), Some(&(host, placement))) = (&thing.wall, self.things.get(&index)) else { continue };
            for hole in &wall.holes {
                let stand = Stand::at(hole.x[0], 0.0, hole.z[0]);
                let frame = match thing.home {
                    Home::Storey(level) => thing.stand.within(&scene.blocks[scene.levels[level].block].stand),
                    Home::Site => thing.stand,
                };
                let place = self.place(Some((placement, frame)), stand.within(&frame));
                let solid = Solid::cuboid([0.0, hole.x[1] - hole.x[0]], wall.y, [0.0, hole.z[1] - hole.z[0]]);
                let body = self.representation(&[solid], geometry, false);
                let shape = self.step.put("IFCPRODUCTDEFINITIONSHAPE", &[Arg::Null, Arg::Null, vec![body].into()]);
                let mut args = self.root(&hole.key, "洞口", None, Some(place), Some(shape));
                args.push(Arg::Null);
                if !self.step.is_2x3() {
                    args.push(Arg::Enum("OPENING"));
                }
                let opening = self.step.put("IFCOPENINGELEMENT", &args);
                self.relate(&format!("{}/void", hole.key), "IFCRELVOIDSELEMENT", host, opening);
                if let Some(&(filler, _)) = hole.filler.and_then(|filler| self.things.get(&filler)) {
                    self.relate(&format!("{}/fill", hole.key), "IFCRELFILLSELEMENT", opening, filler);
                }
            }
        }
    }

    fn relate(&mut self, key: &str, keyword: &str, from: Ref, to: Ref) {
        let args = [global_id(key).into(), self.setup.owner.into(), Arg::Null, Arg::Null, from.into(), to.into()];
        self.step.put(keyword, &args);
    }

    /// An element quantity set.
    pub(super) fn quantities(&mut self, set: &Option<(&'static str, Vec<(&'static str, Amount)>)>, id: Ref, key: &str) {
        let Some((name, amounts)) = set else { return };
        let name = if self.step.is_2x3() { "BaseQuantities" } else { name };
        let quantities: Vec<Ref> = amounts.iter().map(|&(name, amount)| quantity(&mut self.step, name, amount)).collect();
        let args = [global_id(&format!("{key}/qto")).into(), self.setup.owner.into(), name.into(), Arg::Null, Arg::Null, quantities.into()];
        let set = self.step.put("IFCELEMENTQUANTITY", &args);
        let args =
            [global_id(&format!("{key}/qto/rel")).into(), self.setup.owner.into(), Arg::Null, Arg::Null, vec![id].into(), set.into()];
        self.step.put("IFCRELDEFINESBYPROPERTIES", &args);
    }
}

fn quantity(step: &mut Step, name: &'static str, amount: Amount) -> Ref {
    let (keyword, value) = match amount {
        Amount::Length(v) => ("IFCQUANTITYLENGTH", Arg::Length(v)),
        Amount::Area(v) => ("IFCQUANTITYAREA", Arg::Area(v)),
        Amount::Volume(v) => ("IFCQUANTITYVOLUME", Arg::Volume(v)),
    };
    let mut args = vec![name.into(), Arg::Null, Arg::Null, value];
    if !step.is_2x3() {
        args.push(Arg::Null);
    }
    step.put(keyword, &args)
}
