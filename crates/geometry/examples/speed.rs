//! How long all shapes of a model take, openings cut: `cargo run --release -p haofang-geometry --example speed -- FILE [THREADS]`.
//! One JSON line; without THREADS one thread and then as many as there are.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use haofang_geometry::curve::Precision;
use haofang_geometry::lower::Shapes;
use haofang_ifc::{Model, class};
use rayon::prelude::*;
use std::sync::Arc;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file?")?;
    let threads = arguments.next().map(|t| t.parse()).transpose()?;
    let counts = threads.map_or_else(|| vec![1, rayon::current_num_threads()], |t: usize| vec![t]);
    let start = Instant::now();
    let model = Model::index(Arc::new(std::fs::read(&file)?))?;
    let products: Vec<_> = model.all(class::IFC_PRODUCT).collect();
    model.relations();
    let read = start.elapsed().as_secs_f64();
    for threads in counts {
        let shapes = Shapes::with(&model, model.units(), Precision::COARSE)?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let start = Instant::now();
        let made: Vec<[usize; 2]> = pool.install(|| {
            products.par_iter().filter_map(|p| shapes.shape(*p).ok()).map(|s| [s.mesh().triangles.len(), s.omitted().len()]).collect()
        });
        let sum = |k: usize| made.iter().map(|m| m[k]).sum::<usize>();
        println!(
            "{{\"threads\":{threads},\"read\":{read:.4},\"shapes\":{:.4},\"count\":{},\"triangles\":{},\"omitted\":{}}}",
            start.elapsed().as_secs_f64(),
            made.len(),
            sum(0),
            sum(1)
        );
    }
    Ok(())
}
