//! Where on the map a model lies, in the modern and in the older form. Areas and lengths never depend on it.

use crate::class;
use crate::entity::Entity;
use crate::model::Model;
use crate::property::{Property, properties_of};

/// What the placing was read from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// `IfcMapConversion` (IFC4 on).
    MapConversion,
    /// Property sets `ePSet_MapConversion` and `ePSet_ProjectedCRS` (IFC2x3).
    PropertySet,
}

/// From model to map coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct Georeference {
    /// What it was read from.
    pub carrier: Carrier,
    /// East of the model's origin, in map units.
    pub eastings: f64,
    /// North of the model's origin, in map units.
    pub northings: f64,
    /// Height of the model's origin, in map units.
    pub height: f64,
    /// From the map's east to the model's x axis, counterclockwise, radians.
    pub rotation: f64,
    /// Map units in one project length unit; 1 when not given.
    pub scale: f64,
    /// Name of the map's coordinate system, e.g. `EPSG:4549`.
    pub crs: Option<String>,
}

/// The placing of a model on the map, if it has one.
pub fn georeference(model: &Model) -> Option<Georeference> {
    modern(model).or_else(|| older(model))
}

fn modern(model: &Model) -> Option<Georeference> {
    let conversion = model.all(class::IFC_MAP_CONVERSION).next()?;
    let number = |position: usize| conversion.attr(position).as_f64();
    Some(Georeference {
        carrier: Carrier::MapConversion,
        eastings: number(2)?,
        northings: number(3)?,
        height: number(4).unwrap_or(0.0),
        rotation: rotation(number(5), number(6)),
        scale: number(7).unwrap_or(1.0),
        crs: conversion.entity_at(1).and_then(|crs| crs.attr(0).as_text()).map(|name| name.into_owned()),
    })
}

fn older(model: &Model) -> Option<Georeference> {
    let carriers = model.all(class::IFC_SITE).chain(model.all(class::IFC_PROJECT));
    carriers.map(properties_of).find_map(|properties| {
        let find = |set: &str, name: &str| -> Option<&Property<'_>> {
            properties.iter().find(|p| p.set.eq_ignore_ascii_case(set) && p.name.eq_ignore_ascii_case(name))
        };
        let number = |name: &str| find("ePSet_MapConversion", name)?.value.as_f64();
        Some(Georeference {
            carrier: Carrier::PropertySet,
            eastings: number("Eastings")?,
            northings: number("Northings")?,
            height: number("OrthogonalHeight").unwrap_or(0.0),
            rotation: rotation(number("XAxisAbscissa"), number("XAxisOrdinate")),
            scale: number("Scale").unwrap_or(1.0),
            crs: find("ePSet_ProjectedCRS", "Name").and_then(|p| p.value.as_text()).map(str::to_owned),
        })
    })
}

fn rotation(abscissa: Option<f64>, ordinate: Option<f64>) -> f64 {
    match (abscissa, ordinate) {
        (Some(x), Some(y)) if x != 0.0 || y != 0.0 => y.atan2(x),
        _ => 0.0,
    }
}

/// The geometric context that a map conversion moves, if it is given and there.
pub fn context_of(model: &Model) -> Option<Entity<'_>> {
    model.all(class::IFC_MAP_CONVERSION).next()?.entity_at(0)
}
