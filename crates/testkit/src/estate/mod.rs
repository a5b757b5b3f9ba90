//! The estate by its parameters, and its generation: files in a style, and the truth.

mod basement;
mod bay;
mod build;
mod draw;
mod lift;
mod mep;
mod plan;
mod residential;

pub use bay::{Bay, BayForm, BayRoom};
pub use plan::Plan;
pub use residential::{Balcony, Residential, Roof, Use};

use crate::guid::global_id;
use crate::scene::Scene;
use crate::style::Style;
use crate::truth::Truth;
use build::Build;

/// An estate.
#[derive(Clone, Debug, PartialEq)]
pub struct Estate {
    /// Short key: the stem of the files and the seed of the GlobalIds.
    pub key: String,
    /// Project name.
    pub name: String,
    /// Residential buildings.
    pub buildings: Vec<Residential>,
}

impl Default for Estate {
    fn default() -> Self {
        Self { key: "estate".into(), name: "江畔雅苑".into(), buildings: vec![Residential::default()] }
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
    /// Writes the estate in a style and states its truth; the same input gives the same bytes.
    pub fn generate(&self, style: &Style) -> Generated {
        let mut scene = Scene { key: self.key.clone(), name: self.name.clone(), ..Scene::default() };
        let mut truth = Truth::default();
        let households: usize = self.buildings.iter().map(Residential::households).sum();
        truth.add("project", Some(global_id(&format!("{}/project", self.key))), None, &self.name).set("households", households);
        let mut build = Build { scene: &mut scene, truth: &mut truth, style };
        for (n, building) in self.buildings.iter().enumerate() {
            building.build(&mut build, n + 1);
        }
        if !style.spaces {
            truth.subjects.retain(|subject| !matches!(subject.kind, "space" | "dwelling" | "stair_unit"));
        }
        Generated { ifc_files: crate::write::files(&scene, style), truth }
    }
}
