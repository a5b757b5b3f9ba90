//! Shapes against the quantities that exporters wrote into the same files: a table of agreement per exporter. Authored values
//! are claims, not truth, so nothing fails here but a fall below what was reached before; what differs much is told.

use super::Report;
use haofang_geometry::lower::Shapes;
use haofang_geometry::shape::Shape;
use haofang_ifc::property::quantities_of;
use haofang_ifc::{Class, Entity, Model, class};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Two values agree within this share, or within `SMALL` of their unit.
const SHARE: f64 = 0.01;
const SMALL: f64 = 0.01;
/// Files larger than this (bytes) are left to the benches.
const LARGEST: u64 = 30_000_000;
/// Agreement over all exporters below this (%) is a step back.
const LEAST: f64 = 96.0;

/// What an authored quantity means for a shape: name, which product, which of ours.
type Meaning = (&'static str, Class, fn(&Shape, &Shape) -> Option<f64>);

const MEANINGS: &[Meaning] = &[
    ("NetVolume", class::IFC_ELEMENT, |net, _| net.volume()),
    ("GrossVolume", class::IFC_ELEMENT, |_, gross| gross.volume()),
    ("NetVolume", class::IFC_SPACE, |net, _| net.volume()),
    ("GrossVolume", class::IFC_SPACE, |_, gross| gross.volume()),
    ("NetFloorArea", class::IFC_SPACE, |net, _| Some(net.plan_area())),
    ("GrossFloorArea", class::IFC_SPACE, |_, gross| Some(gross.plan_area())),
    ("Height", class::IFC_SPACE, |_, gross| Some(gross.extent().size()[2])),
    ("NetArea", class::IFC_SLAB, |net, _| Some(net.plan_area())),
    ("GrossArea", class::IFC_SLAB, |_, gross| Some(gross.plan_area())),
    ("GrossFootprintArea", class::IFC_WALL, |_, gross| Some(gross.plan_area())),
    ("GrossFootPrintArea", class::IFC_WALL, |_, gross| Some(gross.plan_area())),
    ("Height", class::IFC_WALL, |_, gross| Some(gross.extent().size()[2])),
];

#[derive(Default)]
struct Row {
    compared: usize,
    agreed: usize,
    ratios: Vec<f64>,
    worst: Option<(f64, String)>,
}

/// Compares every quantity whose meaning for a shape is certain.
#[allow(clippy::disallowed_methods)] // the chore reads outside files
pub(super) fn run(shared: &Path) -> anyhow::Result<Report> {
    let mut files = Vec::new();
    super::reader::ending_in(&shared.join("corpus"), &["ifc"], &mut files)?;
    files.sort();
    let mut rows: BTreeMap<(String, &str, &str), Row> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for file in files {
        let bytes = std::fs::read(&file)?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if bytes.len() as u64 > LARGEST || !seen.insert((name.clone(), bytes.len())) {
            continue;
        }
        let Ok(model) = Model::index(Arc::new(bytes)) else { continue };
        let Ok(shapes) = Shapes::new(&model) else { continue };
        let exporter = exporter(&model);
        for e in model.all(class::IFC_PRODUCT) {
            one_product(&shapes, e, &exporter, &name, &mut rows);
        }
    }
    Ok(report(&rows))
}

fn one_product<'m>(shapes: &Shapes<'m>, e: Entity<'m>, exporter: &str, file: &str, rows: &mut BTreeMap<(String, &str, &str), Row>) {
    let wanted: Vec<_> = quantities_of(e)
        .into_iter()
        .filter(|q| !q.from_type)
        .filter_map(|q| {
            let authored = q.value?.ok().filter(|v| *v > 0.0)?;
            let meaning = MEANINGS.iter().find(|(name, of, _)| *name == q.name && e.is_a(*of))?;
            Some((meaning, authored))
        })
        .collect();
    if wanted.is_empty() {
        return;
    }
    let (Ok(net), Ok(gross)) = (shapes.shape(e), shapes.shape_gross(e)) else { return };
    for ((quantity, _, ours), authored) in wanted {
        let Some(measured) = ours(&net, &gross) else { continue };
        let of = if e.is_a(class::IFC_SPACE) { "space" } else { "element" };
        let row = rows.entry((exporter.to_owned(), of, *quantity)).or_default();
        row.compared += 1;
        row.agreed += usize::from((measured - authored).abs() <= SMALL.max(SHARE * authored));
        row.ratios.push(measured / authored);
        let off = (measured / authored).ln().abs();
        if row.worst.as_ref().is_none_or(|(w, _)| off > *w) {
            row.worst = Some((off, format!("{file} {} #{}: authored {authored:.3}, measured {measured:.3}", e.class().name(), e.id().0)));
        }
    }
}

/// The application without its version and build.
fn exporter(model: &Model) -> String {
    let h = model.header();
    let name = [&h.originating_system, &h.preprocessor].into_iter().find(|n| n.len() > 2).map_or("unnamed", |n| n.as_str());
    name.split(|c: char| c.is_ascii_digit() || matches!(c, '(' | '-' | ',')).next().unwrap_or(name).trim().to_owned()
}

fn report(rows: &BTreeMap<(String, &str, &str), Row>) -> Report {
    let mut r = Report { checked: rows.values().map(|w| w.compared).sum(), ..Report::default() };
    r.notes.push("exporter | of | quantity | compared | agree within 1 % | median measured/authored | farthest".to_owned());
    for ((exporter, of, quantity), row) in rows {
        let mut ratios = row.ratios.clone();
        ratios.sort_by(f64::total_cmp);
        let median = ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN);
        let worst = row.worst.as_ref().filter(|_| row.agreed < row.compared).map_or("", |(_, w)| w.as_str());
        r.notes.push(format!(
            "{exporter} | {of} | {quantity} | {} | {:.1} % | {median:.4} | {worst}",
            row.compared,
            100.0 * row.agreed as f64 / row.compared.max(1) as f64
        ));
    }
    let agreed: usize = rows.values().map(|w| w.agreed).sum();
    let share = 100.0 * agreed as f64 / r.checked.max(1) as f64;
    r.notes.push(format!("{agreed} of {} agree ({share:.2} %)", r.checked));
    if share < LEAST {
        r.failures.push(format!("{share:.2} % agree with authored quantities, at least {LEAST} % before"));
    }
    r
}
