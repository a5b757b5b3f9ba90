//! Shapes of real models against another kernel's bounding boxes, plan areas and volumes.

use super::Report;
use anyhow::Context;
use haofang_geometry::curve::Precision;
use haofang_geometry::lower::Shapes;
use haofang_geometry::mesh::Extent;
use haofang_ifc::{Entity, Model};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Boxes agree within this (m).
const BOX: f64 = 0.002;
/// Areas and volumes agree within this share, or areas within `AREA` (m²).
const SHARE: f64 = 0.001;
const AREA: f64 = 0.01;
/// The least volume (m³) below which the oracle's printed digits are too few for a share.
const VOLUME: f64 = 0.000_01;

/// What one product's comparison came to.
#[derive(Default)]
struct Tally {
    products: usize,
    shapes: usize,
    reasons: usize,
    boxes: [usize; 2],
    areas: [usize; 2],
    volumes: [usize; 2],
    open: usize,
    between: usize,
    differences: Vec<Difference>,
}

/// A difference, by what kind it is, where, and by how much.
struct Difference {
    kind: &'static str,
    product: String,
    detail: String,
}

/// Compares every product of every model that has figures of the other kernel.
pub(crate) fn run(shared: &Path) -> anyhow::Result<Report> {
    let corpus = shared.join("corpus");
    let mut tally = Tally::default();
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: Vec<_> = std::fs::read_dir(corpus.join("oracle"))?.filter_map(|e| Some(e.ok()?.path())).collect();
    names.sort();
    for name in names {
        #[allow(clippy::disallowed_methods)] // the chore reads files; core crates do not
        let oracle: Value = serde_json::from_slice(&std::fs::read(&name)?).with_context(|| name.display().to_string())?;
        let (Some(file), Some(products)) = (oracle["file"].as_str(), oracle["products"].as_object()) else { continue };
        if file.ends_with(".ifcxml") || products.is_empty() {
            continue;
        }
        #[allow(clippy::disallowed_methods)]
        let bytes = std::fs::read(corpus.join(file)).with_context(|| file.to_owned())?;
        match Model::index(Arc::new(bytes)) {
            Ok(model) => one_model(file, &model, products, &mut tally),
            Err(e) => *unread.entry(e.to_string()).or_default() += 1,
        }
    }
    Ok(report(&tally, &unread))
}

fn one_model(file: &str, model: &Model, products: &serde_json::Map<String, Value>, tally: &mut Tally) {
    let (coarse, fine) = match (Shapes::with(model, model.units(), Precision::COARSE), Shapes::new(model)) {
        (Ok(c), Ok(f)) => (c, f),
        (Err(u), _) | (_, Err(u)) => {
            tally.products += products.len();
            tally.reasons += products.len();
            tally.differences.push(Difference { kind: "no unit", product: file.to_owned(), detail: u.to_string() });
            return;
        }
    };
    for (guid, theirs) in products {
        let Some(product) = model.by_guid(guid) else { continue };
        let label = format!("{file} {guid} {} #{}", product.class().name(), product.id().0);
        tally.products += 1;
        one_product(&coarse, &fine, product, theirs, label, tally);
    }
}

fn one_product<'m>(shapes: &Shapes<'m>, fine: &Shapes<'m>, product: Entity<'m>, theirs: &Value, label: String, tally: &mut Tally) {
    let mut differ = |kind, detail: String| tally.differences.push(Difference { kind, product: label.clone(), detail });
    let ours = shapes.shape(product);
    let expected = theirs[1].as_array().map(|b| b.iter().filter_map(Value::as_f64).collect::<Vec<_>>()).filter(|b| b.len() == 6);
    let shape = match ours {
        Ok(s) => s,
        Err(u) => {
            tally.reasons += 1;
            if expected.is_some() {
                differ("no shape", u.to_string());
            }
            return;
        }
    };
    tally.shapes += 1;
    if let Some(u) = shape.omitted().first() {
        differ("incomplete", u.to_string());
    }
    let Some(b) = expected else { return };
    let e = shape.extent();
    let mut off = box_distance(&e, &b);
    if off > BOX
        && shape.curved()
        && let Ok(exact) = fine.shape(product)
    {
        off = off.min(box_distance(&exact.extent(), &b));
    }
    tally.boxes[usize::from(off <= BOX)] += 1;
    if off > BOX {
        differ("box", format!("{off:.4} m: ours {:?} {:?} theirs {b:?}", e.min, e.max));
    }
    if let Some(area) = theirs[4].as_f64() {
        let mine = haofang_geometry::profile::region::area(shape.plan());
        let fits = (mine - area).abs() <= AREA.max(SHARE * area.abs());
        tally.areas[usize::from(fits)] += 1;
        if !fits {
            differ(if off > BOX { "area (box too)" } else { "area" }, format!("ours {mine:.4} theirs {area:.4}"));
        }
    }
    if theirs[2].as_bool() == Some(true)
        && let Some(volume) = theirs[3].as_f64()
    {
        // The other kernel's volume is that of its facets: compare with ours.
        let mine = if shape.is_closed() { if shape.curved() { Some(shape.mesh().signed_volume()) } else { shape.volume() } } else { None };
        let Some(mine) = mine else {
            tally.volumes[0] += 1;
            tally.open += 1;
            differ("volume: open", format!("theirs {volume:.6}"));
            return;
        };
        let slack = VOLUME.max(SHARE * volume.abs());
        let mut fits = (mine - volume.abs()).abs() <= slack;
        // Facets of curved faces: theirs are as good as ours when they lie between our coarse ones and the exact shape.
        if !fits
            && shape.curved()
            && off <= BOX
            && let Ok(exact) = fine.shape(product).map(|f| f.volume().unwrap_or(mine))
        {
            fits = volume.abs() >= mine.min(exact) - slack && volume.abs() <= mine.max(exact) + slack;
            tally.between += usize::from(fits);
        }
        tally.volumes[usize::from(fits)] += 1;
        if !fits {
            let kind = match (off > BOX, shape.curved()) {
                (true, _) => "volume (box too)",
                (_, true) => "volume: curved",
                _ => "volume",
            };
            differ(kind, format!("ours {mine:.6} theirs {volume:.6}"));
        }
    }
}

/// Largest distance between corresponding sides.
fn box_distance(ours: &Extent, theirs: &[f64]) -> f64 {
    (0..3).map(|k| (ours.min[k] - theirs[k]).abs().max((ours.max[k] - theirs[k + 3]).abs())).fold(0.0, f64::max)
}

fn report(tally: &Tally, unread: &BTreeMap<String, usize>) -> Report {
    let mut r = Report { checked: tally.products, ..Report::default() };
    let share = |[no, yes]: [usize; 2]| 100.0 * yes as f64 / (yes + no).max(1) as f64;
    r.notes.push(format!("{} shapes, {} typed reasons, of {} products", tally.shapes, tally.reasons, tally.products));
    r.notes.push(format!(
        "boxes within 2 mm {:.2} % of {}, plan areas {:.2} % of {}, closed volumes {:.2} % of {} ({} open with us; {} curved ones agree as lying between our facets and the exact shape)",
        share(tally.boxes),
        tally.boxes[0] + tally.boxes[1],
        share(tally.areas),
        tally.areas[0] + tally.areas[1],
        share(tally.volumes),
        tally.volumes[0] + tally.volumes[1],
        tally.open,
        tally.between
    ));
    unread.iter().for_each(|(e, n)| r.notes.push(format!("{n} files not read: {e}")));
    let mut classes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for d in &tally.differences {
        match known(&d.product) {
            Some(k) => *classes.entry((k.class, d.kind)).or_default() += 1,
            None => r.failures.push(format!("not classed: {}: {} — {}", d.kind, d.product, d.detail)),
        }
    }
    r.notes.push(format!("{} differences, {} of them not classed in geometry_known.tsv:", tally.differences.len(), r.failures.len()));
    r.notes.extend(classes.iter().map(|((class, kind), n)| format!("    {class}: {kind} {n}")));
    for (what, found, least) in
        [("boxes", share(tally.boxes), 99.5), ("plan areas", share(tally.areas), 99.0), ("volumes", share(tally.volumes), 98.5)]
    {
        if found < least {
            r.failures.push(format!("{what}: {found:.2} % agree, at least {least} % expected"));
        }
    }
    r
}

/// What is known of a difference.
struct Known {
    file: &'static str,
    product: &'static str,
    class: &'static str,
}

/// The row of the table of known differences that speaks of a product.
fn known(product: &str) -> Option<Known> {
    let rows = include_str!("geometry_known.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| {
        let mut cells = l.split('\t');
        Some(Known { file: cells.next()?, product: cells.next()?, class: cells.next()? })
    })
    .find(|k| product.contains(k.file) && (k.product == "*" || product.contains(k.product)))
}
