//! The materials of an element with their thicknesses, whatever carries them: single, list, layers, constituents, profiles.

use haofang_ifc::{Entity, class};

/// How deep sets within sets are followed.
const DEPTH: usize = 6;

/// A material of an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Substance {
    /// Its name.
    pub(crate) name: String,
    /// Thickness of its layer, m.
    pub(crate) thickness: Option<f64>,
}

/// All materials of an element, its type's included, in file order.
pub(crate) fn of(entity: Entity<'_>) -> Vec<Substance> {
    let mut out = Vec::new();
    let unit = entity.model().units().length.as_ref().ok().copied();
    if let Some(material) = entity.model().relations().material_of(entity) {
        collect(material, None, unit, DEPTH, &mut out);
    }
    out
}

/// The names, joined.
pub(crate) fn words(substances: &[Substance]) -> Option<String> {
    let mut names: Vec<&str> = substances.iter().map(|substance| substance.name.as_str()).collect();
    names.dedup();
    (!names.is_empty()).then(|| names.join("、"))
}

fn collect(material: Entity<'_>, thickness: Option<f64>, unit: Option<f64>, depth: usize, out: &mut Vec<Substance>) {
    if depth == 0 {
        return;
    }
    if material.is_a(class::IFC_MATERIAL) {
        if let Some(name) = material.name().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()) {
            out.push(Substance { name, thickness });
        }
        return;
    }
    let thickness = if material.is_a(class::IFC_MATERIAL_LAYER) {
        material.named("LayerThickness").as_f64().zip(unit).map(|(written, unit)| written * unit).filter(|metres| *metres > 0.0)
    } else {
        thickness
    };
    for value in material.attrs() {
        for id in value.as_ref().into_iter().chain(value.as_list().refs()) {
            if let Some(next) = material.model().entity(id) {
                collect(next, thickness, unit, depth - 1, out);
            }
        }
    }
}

/// Whether a name means cast concrete; aerated blocks and boards are none.
pub(crate) fn is_concrete(name: &str) -> bool {
    let name = name.to_lowercase();
    let light = ["加气", "泡沫", "轻质", "发泡", "陶粒", "砌块", "空心", "aerated", "aac", "block", "lightweight"];
    let strong = ["混凝土", "砼", "concrete", "beton", "c20", "c25", "c30", "c35", "c40", "c45", "c50", "c55", "c60", "钢筋"];
    strong.iter().any(|word| name.contains(word)) && !light.iter().any(|word| name.contains(word))
}

/// Whether a name means bricks or solid blocks, which bear loads in masonry buildings.
pub(crate) fn is_masonry(name: &str) -> bool {
    let name = name.to_lowercase();
    ["砖", "brick", "masonry", "mauerwerk"].iter().any(|word| name.contains(word))
}

/// Whether a name means insulation.
pub(crate) fn is_insulation(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = [
        "保温",
        "岩棉",
        "挤塑",
        "聚苯",
        "eps",
        "xps",
        "玻璃棉",
        "聚氨酯硬泡",
        "真空绝热",
        "气凝胶",
        "insulation",
        "dämmung",
        "mineral wool",
    ];
    words.iter().any(|word| name.contains(word))
}

/// Whether a name means waterproofing.
pub(crate) fn is_waterproof(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = ["防水", "卷材", "聚氨酯涂膜", "js复合", "沥青", "waterproof", "membrane", "abdichtung"];
    words.iter().any(|word| name.contains(word)) && !name.contains("防水石膏")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aerated_concrete_is_no_concrete_wall() {
        assert!(is_concrete("C30 钢筋混凝土") && is_concrete("现浇砼") && is_concrete("Concrete - Cast In Situ"));
        assert!(!is_concrete("蒸压加气混凝土砌块") && !is_concrete("陶粒混凝土空心砌块") && !is_concrete("加气砼"));
        assert!(is_masonry("页岩多孔砖") && !is_masonry("瓷质面层"));
        assert!(is_insulation("80厚岩棉板") && is_insulation("XPS") && is_waterproof("JS复合防水涂料") && is_waterproof("SBS改性沥青卷材"));
    }
}
