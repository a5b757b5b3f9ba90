//! The smaller tables of a pack: area rules, exemptions, sentences out of scope, IDS specifications.

use super::fields::Table;
use super::read::{Reader, subject};
use super::{AreaRule, Exemption, IdsSpec, OutOfScope};
use crate::error::PolicyError;
use crate::quote;

impl Reader {
    pub(super) fn area_rule(&mut self, table: &Table<'_>, pack: &str) -> Option<AreaRule> {
        self.flaws.extend(table.known(&["id", "on", "when", "area", "coefficient", "claimed", "adds", "why"]));
        let read = (|| {
            let on = subject(&table.need("on")?)?;
            Ok(AreaRule {
                id: table.need("id")?.text()?,
                on,
                when: table.expr("when", on, &self.names)?,
                area: table.need("area")?.expr(on, &self.names)?,
                coefficient: table.need("coefficient")?.expr(on, &self.names)?,
                claimed: table.expr("claimed", on, &self.names)?,
                adds: table.get("adds").map_or(Ok(false), |field| field.flag())?,
                reason: table.localised("why")?,
                pack: pack.to_owned(),
            })
        })();
        self.keep(read)
    }

    pub(super) fn exemption(&mut self, table: &Table<'_>) -> Option<Exemption> {
        self.flaws.extend(table.known(&["clause", "on", "counts", "why"]));
        let read = (|| {
            let on = subject(&table.need("on")?)?;
            Ok(Exemption {
                clause: table.need("clause")?.text()?,
                on,
                counts: table.need("counts")?.expr(on, &self.names)?,
                reason: table.localised("why")?,
            })
        })();
        self.keep(read)
    }

    pub(super) fn out_of_scope(&mut self, table: &Table<'_>) -> Option<OutOfScope> {
        self.flaws.extend(table.known(&["text", "why"]));
        let read = (|| {
            let field = table.need("text")?;
            let text = field.text()?;
            if !self.source.is_empty() && quote::find(&text, &self.source).is_none() {
                return Err(field.error("these words do not stand in the source text"));
            }
            Ok(OutOfScope { text, why: table.need("why")?.text()? })
        })();
        self.keep(read)
    }
}

pub(super) fn ids(table: &Table<'_>) -> Result<IdsSpec, PolicyError> {
    let fields = [
        "name",
        "clauses",
        "entity",
        "predefined",
        "names",
        "attributes",
        "set",
        "property",
        "data-type",
        "required",
        "part-of",
        "material",
        "versions",
        "do",
    ];
    if let Some(flaw) = table.known(&fields).into_iter().next() {
        return Err(flaw);
    }
    let texts = |name: &str| table.get(name).map_or_else(|| Ok(Vec::new()), |field| field.texts());
    let optional = |name: &str| table.get(name).map(|field| field.text()).transpose();
    let flag = |name: &str| table.get(name).map_or(Ok(false), |field| field.flag());
    Ok(IdsSpec {
        name: table.need("name")?.text()?,
        clauses: texts("clauses")?,
        entity: table.need("entity")?.text()?,
        predefined: optional("predefined")?,
        names: texts("names")?,
        attributes: texts("attributes")?,
        property_set: optional("set")?,
        property: optional("property")?,
        data_type: optional("data-type")?,
        required: flag("required")?,
        material: flag("material")?,
        versions: texts("versions")?,
        instructions: table.text("do")?,
    })
}
