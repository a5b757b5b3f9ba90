//! How long all shapes of a model take, openings cut: `cargo run --release -p haofang-geometry --example speed -- FILE…`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use haofang_geometry::curve::Precision;
use haofang_geometry::lower::Shapes;
use haofang_ifc::{Model, class};
use rayon::prelude::*;
use std::sync::Arc;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file)?;
        let start = Instant::now();
        let model = Model::index(Arc::new(bytes))?;
        let read = start.elapsed();
        let products: Vec<_> = model.all(class::IFC_PRODUCT).collect();
        model.relations();
        for threads in [1, rayon::current_num_threads()] {
            let shapes = Shapes::with(&model, model.units(), Precision::COARSE)?;
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
            let start = Instant::now();
            let triangles: Vec<usize> =
                pool.install(|| products.par_iter().filter_map(|p| Some(shapes.shape(*p).ok()?.mesh().triangles.len())).collect());
            println!(
                "{file}: read {read:?}, {threads} threads: {} shapes, {} triangles in {:?}",
                triangles.len(),
                triangles.iter().sum::<usize>(),
                start.elapsed()
            );
        }
    }
    Ok(())
}
