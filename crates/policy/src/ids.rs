//! The information that a model must carry, as an IDS 1.0 file: authors check it in their own tools before submitting.
//!
//! IDS says only what data must be there; comparisons, counts and geometry stay in the rule pack.

use std::fmt::Write as _;

use crate::pack::{IdsSpec, Policy};

/// The IDS 1.0 document of a pack; empty specifications where the pack lists none.
#[must_use]
pub fn ids(policy: &Policy) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ids xmlns=\"http://standards.buildingsmart.org/IDS\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://standards.buildingsmart.org/IDS http://standards.buildingsmart.org/IDS/1.0/ids.xsd\">\n  <info>\n",
    );
    let stamp = policy.stamp();
    let mut element = |name: &str, text: &str| {
        let _ = writeln!(out, "    <{name}>{}</{name}>", escape(text));
    };
    element("title", &format!("{} {}", stamp.title.zh, stamp.document));
    element("version", &format!("{} {}", stamp.id, stamp.version));
    element("description", "模型须具备的信息（只检查有无，不检查数值）");
    if let Some((from, _)) = policy.in_force() {
        element("date", from);
    }
    element("purpose", "提交前自查");
    out.push_str("  </info>\n  <specifications>\n");
    for (at, spec) in policy.ids.iter().enumerate() {
        specification(&mut out, at + 1, spec);
    }
    out.push_str("  </specifications>\n</ids>\n");
    out
}

fn specification(out: &mut String, number: usize, spec: &IdsSpec) {
    let minimum = u8::from(spec.required);
    let _ = writeln!(
        out,
        "    <specification name=\"{}\" ifcVersion=\"{}\" identifier=\"S{number:02}\" description=\"{}\" instructions=\"{}\">",
        escape(&spec.name),
        escape(&spec.versions.join(" ")),
        escape(&spec.clauses.join(" ")),
        escape(&spec.instructions)
    );
    let _ = writeln!(
        out,
        "      <applicability minOccurs=\"{minimum}\" maxOccurs=\"unbounded\">\n        <entity>\n          <name><simpleValue>{}</simpleValue></name>",
        escape(&spec.entity)
    );
    if let Some(predefined) = &spec.predefined {
        let _ = writeln!(out, "          <predefinedType><simpleValue>{}</simpleValue></predefinedType>", escape(predefined));
    }
    out.push_str("        </entity>\n");
    if !spec.names.is_empty() {
        let _ = writeln!(
            out,
            "        <attribute><name><simpleValue>Name</simpleValue></name><value><xs:restriction base=\"xs:string\"><xs:pattern value=\".*({}).*\"/></xs:restriction></value></attribute>",
            escape(&spec.names.join("|"))
        );
    }
    out.push_str("      </applicability>\n      <requirements>\n");
    for attribute in &spec.attributes {
        let _ = writeln!(
            out,
            "        <attribute cardinality=\"required\"><name><simpleValue>{}</simpleValue></name></attribute>",
            escape(attribute)
        );
    }
    if let (Some(set), Some(property), Some(data)) = (&spec.property_set, &spec.property, &spec.data_type) {
        let _ = writeln!(
            out,
            "        <property cardinality=\"required\" dataType=\"{}\"><propertySet><simpleValue>{}</simpleValue></propertySet><baseName><simpleValue>{}</simpleValue></baseName></property>",
            escape(data),
            escape(set),
            escape(property)
        );
    }
    if spec.material {
        out.push_str("        <material cardinality=\"required\"/>\n");
    }
    out.push_str("      </requirements>\n    </specification>\n");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_export_names_every_specification_and_escapes_text() {
        let policy = Policy::builtin("nantong-2024-1").unwrap();
        let xml = ids(&policy);
        assert_eq!(xml.matches("<specification ").count(), policy.ids.len());
        assert!(policy.ids.len() >= 16);
        assert_eq!(xml.matches("<specification ").count(), xml.matches("</specification>").count());
        assert!(xml.contains("<simpleValue>IFCBUILDINGSTOREY</simpleValue>"));
        assert_eq!(escape("a<b>&\"c"), "a&lt;b&gt;&amp;&quot;c");
    }
}
