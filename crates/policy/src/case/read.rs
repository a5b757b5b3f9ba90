//! TOML text → cases: the estate of the file, the changes of each case, what it checks.

use haofang_facts::catalogue::{self, Type};
use haofang_facts::{Brief, Fact, FactSheet, Gap, GapKind, Provenance, SourceNote, Subject, SubjectId, SubjectKind, Value};
use toml::de::{DeTable, DeValue};

use super::{Case, Check};
use crate::error::{PolicyError, Source, hint};
use crate::pack::Policy;
use crate::pack::fields::{Field, Table};
use crate::verdict::Outcome;

/// The cases of a file.
pub(crate) fn read(policy: &Policy, file: &str, toml: &str) -> Result<Vec<Case>, PolicyError> {
    read_for(policy, file, toml, None)
}

/// The cases of a file, only those of one clause where one is named.
pub(crate) fn read_for(policy: &Policy, file: &str, toml: &str, only: Option<&str>) -> Result<Vec<Case>, PolicyError> {
    let source = Source { name: file, text: toml };
    let parsed =
        DeTable::parse(toml).map_err(|error| source.error(error.span().unwrap_or(0..0), format!("not valid TOML: {}", error.message())))?;
    let top = Table { layers: vec![(source, parsed.get_ref())], span: 0..0 };
    known(&top, &["sheet", "brief", "clause"])?;
    let mut sheet = FactSheet::default();
    if let Some(field) = top.get("sheet") {
        fill(&mut sheet, &field)?;
    }
    let mut brief = Brief::default();
    if let Some(field) = top.get("brief") {
        parameters(&mut brief, &field)?;
    }
    let mut out = Vec::new();
    for group in top.tables("clause")? {
        known(&group, &["id", "force", "kind", "brief", "add", "case"])?;
        let id_field = group.need("id")?;
        let id = id_field.text()?;
        if only.is_some_and(|only| only != id) {
            continue;
        }
        if policy.clause(&id).is_none() {
            return Err(
                id_field.error(format!("there is no clause `{id}`{}", hint(&id, policy.clauses().iter().map(|clause| clause.id.as_str()))))
            );
        }
        let (mut sheet, mut brief) = (sheet.clone(), brief.clone());
        if let Some(field) = group.get("add") {
            fill(&mut sheet, &field)?;
        }
        if let Some(field) = group.get("brief") {
            parameters(&mut brief, &field)?;
        }
        let force = group.get("force").map(|field| field.text()).transpose()?;
        for table in group.tables("case")? {
            out.push(case(&id, force.clone(), &sheet, &brief, &table)?);
        }
    }
    Ok(out)
}

fn case(clause: &str, force: Option<String>, sheet: &FactSheet, brief: &Brief, table: &Table<'_>) -> Result<Case, PolicyError> {
    let fields = [
        "name",
        "expect",
        "set",
        "add",
        "drop",
        "lack",
        "forget",
        "witness",
        "tessellated",
        "authored",
        "brief",
        "unset",
        "documents",
        "as-of",
        "lenient",
        "broken",
        "flawed",
        "remarked",
        "base",
        "verdicts",
        "margin",
        "measured",
        "missing",
        "advice",
        "says",
        "of",
        "elements",
    ];
    known(table, &fields)?;
    let expect = outcome(&table.need("expect")?)?;
    let mut sheet = sheet.clone();
    let mut brief = brief.clone();
    if let Some(field) = table.get("add") {
        fill(&mut sheet, &field)?;
    }
    change(&mut sheet, table)?;
    if let Some(field) = table.get("unset") {
        let gone = field.texts()?;
        let mut kept = Brief::default();
        kept.documents.clone_from(&brief.documents);
        for key in haofang_facts::brief::KEYS.iter().filter(|key| brief.is_given(key.name) && !gone.iter().any(|gone| gone == key.name)) {
            if let Some((setting, _)) = brief.get(key.name) {
                kept.set(&format!("{}={}", key.name, crate::judge::text::setting(&setting))).map_err(|flaw| field.error(flaw.message))?;
            }
        }
        brief = kept;
    }
    if let Some(field) = table.get("brief") {
        parameters(&mut brief, &field)?;
    }
    if let Some(field) = table.get("documents") {
        // the brief has its own reader of documents, with its own errors
        let text = field.source.text.get(field.value.span()).unwrap_or_default();
        let own = Brief::from_toml(field.source.name, &format!("documents = {text}"))
            .map_err(|flaws| field.error(flaws.first().map_or_else(String::new, |flaw| flaw.message.clone())))?;
        brief.documents.extend(own.documents);
    }
    let base = match table.get("base") {
        None => None,
        Some(field) => {
            let text = field.text()?;
            Some(
                Policy::parse("base", &text, "")
                    .map_err(|flaws| field.error(flaws.first().map_or_else(String::new, ToString::to_string)))?,
            )
        }
    };
    Ok(Case {
        clause: clause.to_owned(),
        name: table.text("name")?,
        expect,
        sheet,
        brief,
        as_of: table.get("as-of").map_or_else(|| Ok("2026-11-22".to_owned()), |field| field.date())?,
        lenient: table.get("lenient").map_or(Ok(false), |field| field.flag())?,
        base,
        force,
        checks: checks(table)?,
    })
}

fn checks(table: &Table<'_>) -> Result<Vec<Check>, PolicyError> {
    let mut out = Vec::new();
    if let Some(field) = table.get("verdicts") {
        for (name, field) in entries(&field)? {
            out.push(Check::Verdict(name, outcome(&field)?));
        }
    }
    for (name, make) in [("margin", Check::Margin as fn(f64) -> Check), ("measured", Check::Measured), ("of", Check::Of)] {
        if let Some(field) = table.get(name) {
            out.push(make(number(&field).ok_or_else(|| field.error("expected a number"))?));
        }
    }
    if let Some(field) = table.get("missing") {
        out.extend(field.texts()?.into_iter().map(Check::Missing));
    }
    if let Some(field) = table.get("advice") {
        out.push(Check::Advice(field.flag()?));
    }
    if let Some(field) = table.get("says") {
        out.push(Check::Says(field.text()?));
    }
    if let Some(field) = table.get("elements") {
        out.push(Check::Elements(field.texts()?));
    }
    Ok(out)
}

fn change(sheet: &mut FactSheet, table: &Table<'_>) -> Result<(), PolicyError> {
    if let Some(field) = table.get("drop") {
        for item in field.list()? {
            let id = SubjectId(item.text()?);
            let subjects: Vec<Subject> = std::mem::take(&mut sheet.subjects);
            let before = subjects.len();
            let mut kept = FactSheet::default();
            subjects.into_iter().filter(|subject| subject.id != id).for_each(|subject| kept.push(subject));
            if kept.subjects.len() == before {
                return Err(item.error(format!("there is no subject `{}`", id.0)));
            }
            *sheet = kept;
        }
    }
    for (name, how) in [("set", Change::Set), ("witness", Change::Witness), ("tessellated", Change::Tessellated)] {
        if let Some(field) = table.get(name) {
            for (target, field) in entries(&field)? {
                apply(sheet, &target, Some(&field), how, &field)?;
            }
        }
    }
    for (name, how) in [("lack", Change::Lack), ("forget", Change::Forget), ("authored", Change::Authored)] {
        if let Some(field) = table.get(name) {
            for item in field.list()? {
                apply(sheet, &item.text()?, None, how, &item)?;
            }
        }
    }
    let whole = !table.get("broken").map_or(Ok(false), |field| field.flag())?;
    let source = SourceNote {
        file: "案例.ifc".to_owned(),
        sha256: String::new(),
        bytes: 1,
        ifc_schema: "IFC4".to_owned(),
        application: String::new(),
        encoding: "x2".to_owned(),
        instances: 1,
        whole,
    };
    sheet.sources = vec![source];
    for (key, is_remark) in [("flawed", false), ("remarked", true)] {
        let Some(field) = table.get(key) else { continue };
        for (line, item) in field.list()?.iter().enumerate() {
            let id = SubjectId(item.text()?);
            let instance = format!("#{}", line + 1);
            let place = haofang_facts::Place { file: "案例.ifc".to_owned(), line: 1, instance: instance.clone(), entity: String::new() };
            let subject = sheet.subject_mut(&id).ok_or_else(|| item.error(format!("there is no subject `{}`", id.0)))?;
            subject.place = Some(place);
            sheet.defects.push(haofang_facts::DefectNote {
                file: "案例.ifc".to_owned(),
                line: 1,
                column: 1,
                byte: 0,
                instance: Some(instance),
                code: "E0020".to_owned(),
                message: "wrong attribute count".to_owned(),
                help: String::new(),
                message_zh: "属性个数不对".to_owned(),
                help_zh: String::new(),
                is_remark,
            });
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Set,
    Witness,
    Tessellated,
    Lack,
    Forget,
    Authored,
}

fn apply(sheet: &mut FactSheet, target: &str, value: Option<&Field<'_>>, how: Change, at: &Field<'_>) -> Result<(), PolicyError> {
    let Some((id, quantity)) = target.rsplit_once('.') else {
        return Err(at.error(format!("expected kind:name.quantity, found `{target}`")));
    };
    let id = SubjectId(id.to_owned());
    let Some(subject) = sheet.subject_mut(&id) else { return Err(at.error(format!("there is no subject `{}`", id.0))) };
    let spec = spec(subject.kind, quantity, at)?;
    let wanted = match value {
        Some(field) if how != Change::Tessellated => Some(read_value(spec.value, field)?),
        _ => None,
    };
    match (how, wanted) {
        (Change::Set, Some(value)) => subject.know(spec.name, known_fact(value)),
        (Change::Lack, _) => {
            subject.facts.remove(&spec.name.into());
            subject.lack(spec.name, Gap::new(GapKind::NotModelled, "案例中缺失"));
        }
        (Change::Forget, _) => {
            subject.facts.remove(&spec.name.into());
        }
        (how, wanted) => {
            let Some(fact) = subject.facts.get_mut(&spec.name.into()) else {
                return Err(at.error(format!("`{target}` has no value to change")));
            };
            match (how, wanted) {
                (Change::Witness, Some(value)) => *fact = fact.clone().witness(value, Provenance::Authored, "Qto"),
                (Change::Tessellated, _) => {
                    fact.tessellated = true;
                    fact.tolerance = value.and_then(number);
                }
                _ => fact.provenance = Provenance::Authored,
            }
        }
    }
    Ok(())
}

fn spec(kind: SubjectKind, quantity: &str, at: &Field<'_>) -> Result<&'static catalogue::Spec, PolicyError> {
    catalogue::spec(kind, quantity).ok_or_else(|| {
        at.error(format!("{} has no quantity `{quantity}`{}", kind.word(), hint(quantity, catalogue::of_kind(kind).map(|spec| spec.name))))
    })
}

fn known_fact(value: Value) -> Fact {
    match value {
        Value::Number(number, unit) => Fact::measured(number, unit, haofang_facts::compare::accuracy(unit), ""),
        Value::Bool(claim) => Fact::claim(claim, Provenance::Measured, ""),
        Value::Text(text) => Fact::text(text, Provenance::Derived, ""),
    }
}

fn read_value(ty: Type, field: &Field<'_>) -> Result<Value, PolicyError> {
    match ty {
        Type::Number(unit) => {
            number(field).map(|number| Value::Number(number, unit)).ok_or_else(|| field.error(format!("expected a number in {unit}")))
        }
        Type::Claim => field.flag().map(Value::Bool),
        Type::Text => field.text().map(Value::Text),
    }
}

fn number(field: &Field<'_>) -> Option<f64> {
    match field.value.get_ref() {
        DeValue::Integer(integer) => integer.as_str().parse().ok(),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

/// `"storey:7F" = { in = "building:1#", height = 3.1 }`
fn fill(sheet: &mut FactSheet, field: &Field<'_>) -> Result<(), PolicyError> {
    for (id, body) in entries(field)? {
        let Some((kind, name)) = id.split_once(':').and_then(|(kind, name)| Some((SubjectKind::from_word(kind)?, name))) else {
            return Err(body.error(format!("expected kind:name, found `{id}`")));
        };
        let mut subject = Subject::new(kind, name, name);
        subject.guid = Some(haofang_facts::GlobalId::from(id.as_str()));
        for (quantity, value) in entries(&body)? {
            if quantity == "in" {
                subject.parent = Some(SubjectId(value.text()?));
            } else {
                let spec = spec(kind, &quantity, &value)?;
                subject.know(spec.name, known_fact(read_value(spec.value, &value)?));
            }
        }
        sheet.push(subject);
    }
    Ok(())
}

fn parameters(brief: &mut Brief, field: &Field<'_>) -> Result<(), PolicyError> {
    for (key, value) in entries(field)? {
        let text = field.source.text.get(value.value.span()).unwrap_or_default();
        brief.set(&format!("{key}={}", text.trim_matches('"'))).map_err(|flaw| value.error(flaw.message))?;
    }
    Ok(())
}

fn entries<'t>(field: &Field<'t>) -> Result<Vec<(String, Field<'t>)>, PolicyError> {
    match field.value.get_ref() {
        DeValue::Table(table) => {
            Ok(table.iter().map(|(name, value)| (name.get_ref().to_string(), Field { source: field.source, value })).collect())
        }
        _ => Err(field.error("expected a table in braces")),
    }
}

fn outcome(field: &Field<'_>) -> Result<Outcome, PolicyError> {
    let word = field.text()?;
    Outcome::from_word(&word)
        .ok_or_else(|| field.error(format!("`{word}` is not an outcome{}", hint(&word, Outcome::ALL.iter().map(|outcome| outcome.word())))))
}

fn known(table: &Table<'_>, names: &[&str]) -> Result<(), PolicyError> {
    table.known(names).into_iter().next().map_or(Ok(()), Err)
}
