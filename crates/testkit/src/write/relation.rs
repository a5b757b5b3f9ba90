//! Relations collected while writing and put down together: aggregation, containment, properties, materials, groups.

use std::collections::BTreeMap;

use super::File;
use super::step::{Arg, Ref, Step, typed};
use crate::guid::global_id;
use crate::scene::{Layers, Prop, Pset, Thing};
use crate::style::Carrier;

/// What waits for the end of the file.
#[derive(Default)]
pub(super) struct Pending {
    site: Option<Ref>,
    aggregates: BTreeMap<String, (Ref, Vec<Ref>)>,
    contained: BTreeMap<String, (Ref, Vec<Ref>)>,
    psets: BTreeMap<String, (Ref, Vec<Ref>, String)>,
    types: BTreeMap<Ref, Vec<Ref>>,
    materials: BTreeMap<Ref, Vec<Ref>>,
    usages: BTreeMap<String, Ref>,
}

impl Pending {
    pub(super) fn set_site(&mut self, site: Ref) {
        self.site = Some(site);
    }

    pub(super) fn site(&self) -> Ref {
        self.site.expect("the site is written before anything on it")
    }

    pub(super) fn aggregate(&mut self, key: String, whole: Ref, part: Ref) {
        self.aggregates.entry(key).or_insert((whole, Vec::new())).1.push(part);
    }

    pub(super) fn contain(&mut self, key: String, whole: Ref, part: Ref) {
        self.contained.entry(key).or_insert((whole, Vec::new())).1.push(part);
    }

    pub(super) fn typed(&mut self, kind: Ref, occurrence: Ref) {
        self.types.entry(kind).or_default().push(occurrence);
    }

    fn material(&mut self, material: Ref, thing: Ref) {
        self.materials.entry(material).or_default().push(thing);
    }

    /// Property sets with equal content are written once and shared.
    pub(super) fn psets(&mut self, step: &mut Step, owner: Ref, psets: &[Pset], thing: Ref, key: &str) {
        for pset in psets {
            let content = format!("{pset:?}");
            if let Some(entry) = self.psets.get_mut(&content) {
                entry.1.push(thing);
                continue;
            }
            let props: Vec<Ref> = pset
                .props
                .iter()
                .map(|(name, value)| {
                    let value = match value {
                        Prop::Text(text) => typed("IFCLABEL", text.as_str()),
                        Prop::Flag(flag) => typed("IFCBOOLEAN", Arg::Flag(*flag)),
                        Prop::Real(value) => typed("IFCREAL", Arg::Real(*value)),
                    };
                    step.once("IFCPROPERTYSINGLEVALUE", &[(*name).into(), Arg::Null, value, Arg::Null])
                })
                .collect();
            let id = global_id(&format!("{key}/{}", pset.name));
            let set = step.put("IFCPROPERTYSET", &[id.into(), owner.into(), pset.name.into(), Arg::Null, props.into()]);
            self.psets.insert(content, (set, vec![thing], format!("{key}/{}/rel", pset.name)));
        }
    }
}

impl File<'_> {
    /// Associates the material or, for layered walls, the layer set.
    pub(super) fn material(&mut self, thing: &Thing, id: Ref) {
        match (&thing.layers, thing.material) {
            (Some(layers), _) if self.style.layers => {
                let usage = self.layer_usage(layers);
                self.relations.material(usage, id);
            }
            (Some(layers), None) => {
                // without layers the wall carries the material of its thickest layer
                let core = layers.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or("混凝土", |layer| layer.0);
                let material = material(&mut self.step, core);
                self.relations.material(material, id);
            }
            (_, Some(name)) => {
                let material = material(&mut self.step, name);
                self.relations.material(material, id);
            }
            _ => {}
        }
    }

    /// Layers run from the inside (local +y) to the outside: listed so with a negative sense from the inner face.
    fn layer_usage(&mut self, layers: &Layers) -> Ref {
        let old = self.step.is_2x3();
        let known = format!("{layers:?}");
        if let Some(&usage) = self.relations.usages.get(&known) {
            return usage;
        }
        let list: Vec<Ref> = layers
            .iter()
            .map(|&(name, thickness)| {
                let material = material(&mut self.step, name);
                let mut args = vec![material.into(), Arg::Length(thickness), Arg::Null];
                if !old {
                    args.extend((0..4).map(|_| Arg::Null));
                }
                self.step.put("IFCMATERIALLAYER", &args)
            })
            .collect();
        let name: Vec<&str> = layers.iter().map(|layer| layer.0).collect();
        let mut args = vec![list.into(), name.join("+").into()];
        if !old {
            args.push(Arg::Null);
        }
        let set = self.step.put("IFCMATERIALLAYERSET", &args);
        // the reference line is the middle of the thickest layer, the structural core
        let (mut inner, mut core) = (0.0, (0.0, 0.0));
        for &(_, thickness) in layers {
            if thickness > core.1 {
                core = (inner + thickness / 2.0, thickness);
            }
            inner += thickness;
        }
        let mut args = vec![set.into(), Arg::Enum("AXIS2"), Arg::Enum("NEGATIVE"), Arg::Length(core.0)];
        if !old {
            args.push(Arg::Null);
        }
        let usage = self.step.put("IFCMATERIALLAYERSETUSAGE", &args);
        self.relations.usages.insert(known, usage);
        usage
    }

    /// Dwellings by the style's carrier, stair units and systems.
    pub(super) fn groups(&mut self) {
        let (scene, owner) = (self.scene, self.setup.owner);
        for dwelling in &scene.dwellings {
            let members: Vec<Ref> = dwelling.members.iter().filter_map(|i| self.things.get(i)).map(|thing| thing.0).collect();
            if members.is_empty() {
                continue;
            }
            match self.style.carrier {
                Carrier::SpatialZone if !self.step.is_2x3() => {
                    let args = [
                        global_id(&dwelling.key).into(),
                        owner.into(),
                        dwelling.name.as_str().into(),
                        Arg::Null,
                        "户".into(),
                        Arg::Null,
                        Arg::Null,
                        Arg::Null,
                        Arg::Enum("OCCUPANCY"),
                    ];
                    let zone = self.step.put("IFCSPATIALZONE", &args);
                    let site = self.relations.site();
                    self.relations.aggregate(format!("{}/site", scene.key), site, zone);
                    let args = [
                        global_id(&format!("{}/rel", dwelling.key)).into(),
                        owner.into(),
                        Arg::Null,
                        Arg::Null,
                        members.into(),
                        zone.into(),
                    ];
                    self.step.put("IFCRELREFERENCEDINSPATIALSTRUCTURE", &args);
                    let pset = Pset {
                        name: "Pset_建筑区域信息属性集", props: vec![("户型标识", Prop::Text(dwelling.number.clone()))]
                    };
                    self.relations.psets(&mut self.step, owner, &[pset], zone, &dwelling.key);
                }
                Carrier::Zone | Carrier::SpatialZone => self.zone(&dwelling.key, &dwelling.name, "户", members),
                Carrier::Property => {
                    let pset = Pset { name: "房间信息", props: vec![("户号", Prop::Text(dwelling.name.clone()))] };
                    for member in members {
                        self.relations.psets(&mut self.step, owner, std::slice::from_ref(&pset), member, &dwelling.key);
                    }
                }
                Carrier::NamePrefix | Carrier::Doors => {}
            }
        }
        for group in &scene.groups {
            let members: Vec<Ref> = group.members.iter().filter_map(|i| self.things.get(i)).map(|thing| thing.0).collect();
            if members.is_empty() {
                continue;
            }
            match group.system {
                None => self.zone(&group.key, &group.name, group.object_type, members),
                Some(word) => {
                    let mut args =
                        vec![global_id(&group.key).into(), owner.into(), group.name.as_str().into(), Arg::Null, group.object_type.into()];
                    let keyword = if self.step.is_2x3() { "IFCSYSTEM" } else { "IFCDISTRIBUTIONSYSTEM" };
                    if !self.step.is_2x3() {
                        args.extend([Arg::Null, Arg::Enum(word)]);
                    }
                    let system = self.step.put(keyword, &args);
                    self.assign(&group.key, members, system);
                }
            }
        }
    }

    fn zone(&mut self, key: &str, name: &str, object_type: &str, members: Vec<Ref>) {
        let mut args = vec![global_id(key).into(), self.setup.owner.into(), name.into(), Arg::Null, object_type.into()];
        if !self.step.is_2x3() {
            args.push(Arg::Null);
        }
        let zone = self.step.put("IFCZONE", &args);
        self.assign(key, members, zone);
    }

    fn assign(&mut self, key: &str, members: Vec<Ref>, group: Ref) {
        let id = global_id(&format!("{key}/rel"));
        self.step.put(
            "IFCRELASSIGNSTOGROUP",
            &[id.into(), self.setup.owner.into(), Arg::Null, Arg::Null, members.into(), Arg::Null, group.into()],
        );
    }

    /// Puts down everything collected.
    pub(super) fn flush(&mut self) {
        let owner = self.setup.owner;
        let pending = std::mem::take(&mut self.relations);
        let step = &mut self.step;
        let root = |key: String| -> Vec<Arg> { vec![global_id(&key).into(), owner.into(), Arg::Null, Arg::Null] };
        for (key, (whole, parts)) in pending.aggregates {
            let mut args = root(format!("{key}/parts"));
            args.extend([whole.into(), parts.into()]);
            step.put("IFCRELAGGREGATES", &args);
        }
        for (key, (whole, parts)) in pending.contained {
            let mut args = root(format!("{key}/contents"));
            args.extend([parts.into(), whole.into()]);
            step.put("IFCRELCONTAINEDINSPATIALSTRUCTURE", &args);
        }
        for (set, things, key) in pending.psets.into_values() {
            let mut args = root(key);
            args.extend([things.into(), set.into()]);
            step.put("IFCRELDEFINESBYPROPERTIES", &args);
        }
        for (n, (kind, things)) in pending.types.into_iter().enumerate() {
            let mut args = root(format!("types/{n}"));
            args.extend([things.into(), kind.into()]);
            step.put("IFCRELDEFINESBYTYPE", &args);
        }
        for (n, (material, things)) in pending.materials.into_iter().enumerate() {
            let mut args = root(format!("materials/{n}"));
            args.extend([things.into(), material.into()]);
            step.put("IFCRELASSOCIATESMATERIAL", &args);
        }
    }
}

fn material(step: &mut Step, name: &str) -> Ref {
    let mut args = vec![name.into()];
    if !step.is_2x3() {
        args.extend([Arg::Null, Arg::Null]);
    }
    step.once("IFCMATERIAL", &args)
}
