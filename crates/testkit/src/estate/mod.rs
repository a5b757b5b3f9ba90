//! The estate by its parameters, and its generation: files in a style, and the truth.

mod basement;
mod bay;
mod bays;
mod breaks;
mod build;
mod draw;
mod edit;
mod features;
mod garage;
mod good;
mod judge;
mod lift;
mod mep;
mod mutate;
mod outside;
mod plan;
mod residential;
mod roofing;
mod service;
mod site;
mod sized;

use std::collections::BTreeMap;

pub use bay::{Bay, BayForm, BayRoom};
pub use breaks::{Break, breaks};
pub use edit::Edit;
pub use features::{Feature, Form};
pub use garage::{BicycleShed, Garage, Places};
pub use mutate::{BREAKABLE, Boundary, boundaries};
pub use plan::Plan;
pub use residential::{Balcony, Claims, Residential, Roof, Use};
pub use service::{Service, ServiceRoom};
pub use site::{Green, GreenKind, GreenShape, Site};

use crate::guid::global_id;
use crate::plane::Stand;
use crate::scene::{Class, Home, Prop, Pset, Scene, Solid, Thing};
use crate::style::Style;
use crate::truth::Truth;
use build::Build;

/// What the planning conditions and the applicant declare (`-p`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    /// Green ratio of the planning conditions.
    pub green_ratio: Option<f64>,
    /// Height limit (m).
    pub height_limit: Option<f64>,
    /// Number of parking places required.
    pub parking_required: Option<usize>,
    /// Whether there is gas.
    pub gas: Option<bool>,
    /// All buildings, site and garage are in the files.
    pub whole: bool,
    /// Any other parameter.
    pub more: Vec<(&'static str, &'static str)>,
    /// Documents (`[[documents]]`): clause, title, value.
    pub documents: Vec<[&'static str; 3]>,
}

/// An estate.
#[derive(Clone, Debug, PartialEq)]
pub struct Estate {
    /// Short key: the stem of the files and the seed of the GlobalIds.
    pub key: String,
    /// Project name.
    pub name: String,
    /// Residential buildings.
    pub buildings: Vec<Residential>,
    /// The plot with its green.
    pub site: Option<Site>,
    /// Underground garage.
    pub garage: Option<Garage>,
    /// Service buildings and small facilities; roof green lies on the first.
    pub services: Vec<Service>,
    /// Shed for electric bicycles.
    pub bicycles: Option<BicycleShed>,
    /// A free-standing cabinet 智能快递柜 at this place.
    pub locker: Option<[f64; 2]>,
    /// Small things on the site, known by their names.
    pub features: Vec<Feature>,
    /// Declarations.
    pub conditions: Conditions,
    /// 绿色建筑星级, for instance `二星级`.
    pub stars: Option<&'static str>,
    /// 绿色建材应用比例.
    pub green_materials: Option<f64>,
    /// Changes to the finished model that no parameter says; the truth does not follow them.
    pub edits: Vec<Edit>,
}

impl Default for Estate {
    fn default() -> Self {
        Self {
            key: "estate".into(),
            name: "江畔雅苑".into(),
            buildings: vec![Residential::default()],
            site: None,
            garage: None,
            services: Vec::new(),
            bicycles: None,
            locker: None,
            features: Vec::new(),
            conditions: Conditions::default(),
            stars: None,
            green_materials: None,
            edits: Vec::new(),
        }
    }
}

/// A generated estate.
#[derive(Clone, Debug)]
pub struct Generated {
    /// File names and bytes; several when the style splits.
    pub ifc_files: Vec<(String, Vec<u8>)>,
    /// The known answers.
    pub truth: Truth,
}

impl Estate {
    /// Number of dwellings.
    pub fn households(&self) -> usize {
        self.buildings.iter().map(Residential::households).sum()
    }

    /// Gross area of all rooms for elderly care (m2).
    pub fn elderly_area(&self) -> f64 {
        let of = |service: &Service| -> f64 {
            let rooms = service.rooms.iter().enumerate().filter(|(_, room)| room.word == "elderly_care");
            rooms.map(|(n, _)| service.gross(n)).sum()
        };
        self.services.iter().map(of).sum()
    }

    /// Writes the estate in a style and states its truth; the same input gives the same bytes.
    pub fn generate(&self, style: &Style) -> Generated {
        let mut scene = Scene { key: self.key.clone(), name: self.name.clone(), ..Scene::default() };
        let mut truth = Truth::default();
        self.truth_of_project(&mut truth);
        self.declare(&mut scene, &mut truth);
        let garage = self.garage.is_some();
        let mut b = Build { scene: &mut scene, truth: &mut truth, style, garage, above: Some([0.0; 2]), rooms: BTreeMap::new() };
        for (n, building) in self.buildings.iter().enumerate() {
            building.build(&mut b, n + 1);
        }
        let mut roof = None;
        let file = self.buildings.len() + 1;
        for (n, service) in self.services.iter().enumerate() {
            // small facilities come with the site, service buildings in a file of their own
            let made = service.build(&mut b, if n == 0 { file } else { 0 });
            roof = roof.or(Some(made));
        }
        let above = b.above;
        b.truth.areas_above(above, self.site.as_ref().map(Site::area));
        if let Some(garage) = &self.garage {
            garage.build(&mut b, &self.buildings, file + 1);
        }
        if let Some(shed) = &self.bicycles {
            shed.build(&mut b);
        }
        if let Some([x, y]) = self.locker {
            let key = format!("{}/快递柜", self.key);
            let body = vec![Solid::cuboid([0.0, 3.0], [0.0, 0.6], [0.0, 2.1])];
            b.scene.put(Thing::new(key, Class::Proxy, "智能快递柜", Home::Site, Stand::at(x, y, -0.3), body));
        }
        for feature in &self.features {
            feature.build(&mut b);
        }
        if let Some(site) = &self.site {
            let footprints = self.footprints();
            site.build(&mut b, footprints, roof, self.garage.as_ref().map(|garage| (garage.inside, garage.top())));
        }
        for edit in &self.edits {
            edit.apply(&mut scene);
        }
        if !style.spaces {
            truth.subjects.retain(|subject| !matches!(subject.kind, "space" | "dwelling" | "stair_unit" | "facility"));
        }
        self.judge(&mut truth, style);
        Generated { ifc_files: crate::write::files(&scene, style), truth }
    }

    /// Ground area of all buildings (m2).
    pub fn footprints(&self) -> f64 {
        self.buildings.iter().map(Residential::footprint).sum::<f64>() + self.services.iter().map(Service::footprint).sum::<f64>()
    }

    fn truth_of_project(&self, truth: &mut Truth) {
        let households = self.households();
        let facts = truth.add("project", Some(global_id(&format!("{}/project", self.key))), None, &self.name);
        let mut facts = facts.set("households", households);
        if let Some(garage) = &self.garage {
            let counted = garage.places.counted();
            facts = facts.set("parking_spaces", counted).set("parking_per_household", counted as f64 / households as f64);
            if garage.places.visitor > 0 {
                facts = facts.set("visitor_parking_spaces", garage.places.visitor);
            }
        }
        if self.elderly_area() > 0.0 {
            facts = facts.set("elderly_care_area", self.elderly_area());
        }
        let _ = facts;
        let c = &self.conditions;
        let mut parameter = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                truth.parameters.push((key.to_owned(), value));
            }
        };
        parameter("model_scope", c.whole.then(|| "whole".into()));
        parameter("plan.green_ratio", c.green_ratio.map(|value| value.to_string()));
        parameter("plan.height_limit_m", c.height_limit.map(|value| value.to_string()));
        parameter("plan.parking_required", c.parking_required.map(|value| value.to_string()));
        parameter("gas", c.gas.map(|value| value.to_string()));
        let undrawn = self.site.as_ref().filter(|site| !site.drawn).map(|site| site.area().to_string());
        parameter("site.area_m2", undrawn);
        for (key, value) in &c.more {
            parameter(key, Some((*value).to_owned()));
        }
        truth.documents = c.documents.iter().map(|document| document.map(str::to_owned)).collect();
    }

    /// Declared properties of the project.
    fn declare(&self, scene: &mut Scene, _: &mut Truth) {
        let mut props = Vec::new();
        if let Some(stars) = self.stars {
            props.push(("绿色建筑星级", Prop::Text(stars.into())));
        }
        if let Some(share) = self.green_materials {
            props.push(("绿色建材应用比例", Prop::Real(share)));
        }
        if !props.is_empty() {
            scene.project_psets.push(Pset { name: "Pset_绿色建筑信息属性集", props });
        }
    }
}
