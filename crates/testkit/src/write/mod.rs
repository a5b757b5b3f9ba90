//! From the scene to exchange files in the chosen style.

mod entity;
mod gbk;
pub(crate) mod naming;
mod product;
mod relation;
mod setup;
mod shape;
mod step;
mod text;

use std::collections::BTreeMap;

use crate::guid::global_id;
use crate::plane::Stand;
use crate::scene::{Home, Level, Scene};
use crate::style::{Placement, StoreyAttribute, Style};
pub(crate) use step::real;
use step::{Arg, Ref, Step};

/// Where the site lies in the world.
pub(crate) fn site_stand(style: &Style) -> Stand {
    match style.placement {
        Placement::Nested | Placement::Absolute => Stand::default(),
        Placement::Rotated => Stand { origin: [12.0, -7.5, 0.0], angle: 23.5_f64.to_radians() },
        Placement::Cgcs2000 => Stand { origin: [40_512_345.678, 3_541_234.567, 4.85], angle: 12.0_f64.to_radians() },
    }
}

/// One file being written.
struct File<'s> {
    scene: &'s Scene,
    style: Style,
    step: Step,
    setup: setup::Setup,
    number: usize,
    site_placement: Ref,
    blocks: BTreeMap<usize, (Ref, Ref)>,
    levels: BTreeMap<usize, (Ref, Ref)>,
    things: BTreeMap<usize, (Ref, Ref)>,
    maps: BTreeMap<String, Ref>,
    relations: relation::Pending,
}

/// All files of the estate in this style.
pub(crate) fn files(scene: &Scene, style: &Style) -> Vec<(String, Vec<u8>)> {
    let count = if style.split { scene.blocks.iter().map(|block| block.file).max().unwrap_or(0) + 1 } else { 1 };
    (0..count)
        .filter(|&number| number == 0 || scene.blocks.iter().any(|block| block.file == number))
        .map(|number| {
            let name = if !style.split {
                format!("{}.ifc", scene.key)
            } else if number == 0 {
                format!("{}-总图.ifc", scene.key)
            } else {
                let block = scene.blocks.iter().find(|block| block.file == number);
                format!("{}-{}.ifc", scene.key, block.map_or("", |block| block.name.as_str()))
            };
            let bytes = file(scene, style, number, &name);
            (name, bytes)
        })
        .collect()
}

fn file(scene: &Scene, style: &Style, number: usize, name: &str) -> Vec<u8> {
    let mut step = Step::new(*style);
    let setup = setup::setup(&mut step);
    let site_placement = shape::placement(&mut step, None, &site_stand(style));
    let mut file = File {
        scene,
        style: *style,
        step,
        setup,
        number,
        site_placement,
        blocks: BTreeMap::new(),
        levels: BTreeMap::new(),
        things: BTreeMap::new(),
        maps: BTreeMap::new(),
        relations: relation::Pending::default(),
    };
    file.spatial();
    for index in 0..scene.things.len() {
        file.thing(index);
    }
    file.openings();
    file.slab_openings();
    file.groups();
    file.flush();
    let mut out = setup::header(style, name);
    out.extend_from_slice(&file.step.body);
    out.extend_from_slice(b"ENDSEC;\nEND-ISO-10303-21;\n");
    out
}

impl File<'_> {
    fn has_block(&self, block: usize) -> bool {
        !self.style.split || self.scene.blocks[block].file == self.number
    }

    fn has(&self, home: Home) -> bool {
        match home {
            Home::Site => !self.style.split || self.number == 0,
            Home::Storey(level) => self.has_block(self.scene.levels[level].block),
        }
    }

    /// Seven attributes every product shares.
    fn root(&self, key: &str, name: &str, object_type: Option<String>, placement: Option<Ref>, shape: Option<Ref>) -> Vec<Arg> {
        vec![global_id(key).into(), self.setup.owner.into(), name.into(), Arg::Null, object_type.into(), placement.into(), shape.into()]
    }

    /// A placement of `stand` (given in the frame of the site), nested under `parent` or absolute.
    fn place(&mut self, parent: Option<(Ref, Stand)>, stand: Stand) -> Ref {
        match parent {
            Some((parent, inner)) if self.style.placement != Placement::Absolute => {
                let local = relative(&inner, &stand);
                shape::placement(&mut self.step, Some(parent), &local)
            }
            _ => {
                let world = stand.within(&site_stand(&self.style));
                shape::placement(&mut self.step, None, &world)
            }
        }
    }

    fn level_stand(&self, level: &Level) -> Stand {
        Stand::at(0.0, 0.0, level.elevation).within(&self.scene.blocks[level.block].stand)
    }

    /// Project, site, buildings, storeys.
    fn spatial(&mut self) {
        let scene = self.scene;
        let key = &scene.key;
        let args = [
            global_id(&format!("{key}/project")).into(),
            self.setup.owner.into(),
            scene.name.as_str().into(),
            Arg::Null,
            Arg::Null,
            scene.name.as_str().into(),
            "方案设计".into(),
            vec![self.setup.model].into(),
            self.setup.units.into(),
        ];
        let project = self.step.put("IFCPROJECT", &args);
        let boundary = scene.boundary.as_ref().filter(|_| self.has(Home::Site)).map(|outline| {
            let curve = shape::curve(&mut self.step, outline);
            let set = self.step.put("IFCGEOMETRICCURVESET", &[vec![curve].into()]);
            let args = [self.setup.footprint.into(), "FootPrint".into(), "GeometricCurveSet".into(), vec![set].into()];
            let shape = self.step.put("IFCSHAPEREPRESENTATION", &args);
            self.step.put("IFCPRODUCTDEFINITIONSHAPE", &[Arg::Null, Arg::Null, vec![shape].into()])
        });
        let mut args = self.root(&format!("{key}/site"), "用地红线", None, Some(self.site_placement), boundary);
        let degrees = |d: [i64; 3]| Arg::List(d.map(Arg::Int).to_vec());
        args.extend([Arg::Null, Arg::Enum("ELEMENT"), degrees([31, 58, 48]), degrees([120, 53, 36])]);
        args.extend([Arg::Length(site_stand(&self.style).origin[2]), Arg::Null, Arg::Null]);
        let site = self.step.put("IFCSITE", &args);
        self.relations.aggregate(format!("{key}/project"), project, site);
        self.relations.psets(&mut self.step, self.setup.owner, &scene.project_psets, project, "project");
        self.relations.psets(&mut self.step, self.setup.owner, &scene.site_psets, site, "site");
        self.relations.set_site(site);

        for (index, block) in scene.blocks.iter().enumerate() {
            if !self.has_block(index) {
                continue;
            }
            let placement = self.place(Some((self.site_placement, Stand::default())), block.stand);
            let mut args = self.root(&block.key, &block.name, block.object_type.clone(), Some(placement), None);
            args.extend([Arg::Null, Arg::Enum("ELEMENT"), Arg::Null, Arg::Null, Arg::Null]);
            let id = self.step.put("IFCBUILDING", &args);
            self.relations.aggregate(format!("{key}/site"), site, id);
            self.relations.psets(&mut self.step, self.setup.owner, &block.psets, id, &block.key);
            self.blocks.insert(index, (id, placement));
        }
        let mut order: Vec<usize> = (0..scene.levels.len()).collect();
        if self.style.storeys_reversed {
            order.reverse();
        }
        for index in order {
            let level = &scene.levels[index];
            let Some(&(building, parent)) = self.blocks.get(&level.block) else { continue };
            let placement = self.place(Some((parent, scene.blocks[level.block].stand)), self.level_stand(level));
            let elevation = match self.style.storey_attribute {
                StoreyAttribute::Relative => Arg::Length(level.elevation),
                StoreyAttribute::World => Arg::Length(level.elevation + site_stand(&self.style).origin[2]),
                StoreyAttribute::Zero => Arg::Length(0.0),
                StoreyAttribute::Missing => Arg::Null,
            };
            let name = naming::storey(&self.style, level);
            let mut args = self.root(&level.key, &name, None, Some(placement), None);
            args.extend([Arg::Null, Arg::Enum("ELEMENT"), elevation]);
            let id = self.step.put("IFCBUILDINGSTOREY", &args);
            self.relations.aggregate(scene.blocks[level.block].key.clone(), building, id);
            self.relations.psets(&mut self.step, self.setup.owner, &level.psets, id, &level.key);
            if self.style.quantities {
                self.quantities(&level.quantities.clone(), id, &level.key);
            }
            self.levels.insert(index, (id, placement));
        }
    }
}

/// `stand` as seen from `frame` (both in the same outer frame).
fn relative(frame: &Stand, stand: &Stand) -> Stand {
    let (s, c) = frame.turn();
    let d = [0, 1, 2].map(|i| stand.origin[i] - frame.origin[i]);
    Stand { origin: [c * d[0] + s * d[1], c * d[1] - s * d[0], d[2]], angle: stand.angle - frame.angle }
}
