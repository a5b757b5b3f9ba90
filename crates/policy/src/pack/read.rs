//! TOML text → [`Policy`]: fields, conditions, quotes, amendments; every flaw is collected, none hides another.

use std::collections::BTreeMap;

use haofang_facts::SubjectKind;
use toml::Spanned;
use toml::de::DeTable;

use super::fields::{Field, Table};
use super::rows::ids;
use super::{AreaRule, Case, Clause, Fix, Policy, Role, Teaching, hash};
use crate::condition::{Expr, Names, Ty, parse};
use crate::error::{PolicyError, Source, hint};
use crate::quote;
use crate::verdict::{Force, Localised, Outcome, PolicyStamp};

const TOP: &[&str] = &["policy", "applicability", "quantity", "clause", "area-rule", "exemption", "out-of-scope", "ids"];
const POLICY: &[&str] = &["id", "version", "title", "document", "role", "amends", "uses", "in-force"];
const CLAUSE: &[&str] = &[
    "id",
    "cite",
    "quote",
    "force",
    "subject",
    "kind",
    "discipline",
    "title",
    "reading",
    "on",
    "when",
    "when-not",
    "case",
    "require",
    "otherwise",
    "compare",
    "claimed",
    "none",
    "complete",
    "note",
    "fix",
    "select",
    "on-pass",
    "fail",
    "remedy",
    "evidence",
    "formula",
    "measured",
    "model",
    "traps",
];
const CASE: &[&str] = &["if", "then", "why", "missing", "compare"];

type Flaws = Vec<PolicyError>;

pub(super) fn read(name: &str, toml: &str, source_text: &str, known: &[Policy]) -> Result<Policy, Flaws> {
    let own = document(name, toml).map_err(|flaw| vec![flaw])?;
    let own_table = Table { layers: vec![(Source { name, text: toml }, own.get_ref())], span: 0..0 };
    let head = own_table.need("policy").and_then(|field| field.table()).map_err(|flaw| vec![flaw])?;
    let find = |field: &Field<'_>| -> Result<Policy, PolicyError> {
        let id = field.text()?;
        let found = known.iter().find(|policy| policy.stamp.id == id).cloned().or_else(|| Policy::builtin(&id));
        found.ok_or_else(|| {
            field.error(format!(
                "there is no rule pack `{id}`{}",
                hint(&id, Policy::builtin_ids().map(|id| -> &str { id }).chain(known.iter().map(|policy| policy.stamp.id.as_str())))
            ))
        })
    };
    let base = head.get("amends").map(|field| find(&field)).transpose().map_err(|flaw| vec![flaw])?;

    // what is amended comes first, so that later layers win
    let texts: Vec<(String, String)> = base.as_ref().map_or_else(Vec::new, |base| base.texts.clone());
    let amended = texts.iter().map(|(name, text)| document(name, text)).collect::<Result<Vec<_>, _>>().map_err(|flaw| vec![flaw])?;
    let sources = texts.iter().map(|(name, text)| Source { name, text }).chain([Source { name, text: toml }]);
    let documents = amended.iter().chain([&own]).map(Spanned::get_ref);
    let mut layers: Vec<_> = sources.zip(documents).collect();
    layers.reverse();
    let whole = Table { layers, span: 0..0 };

    let mut flaws = whole.known(TOP);
    let mut reader =
        Reader { names: Names::new(), source: base.as_ref().map_or_else(String::new, |base| base.source.clone()), flaws: Vec::new() };
    reader.source.push_str(&quote::normalise(source_text));
    let policy =
        reader.policy(&whole, &head, base.as_ref(), &find, texts.iter().cloned().chain([(name.to_owned(), toml.to_owned())]).collect());
    flaws.append(&mut reader.flaws);
    match policy {
        Ok(policy) if flaws.is_empty() => Ok(policy),
        Ok(_) => Err(flaws),
        Err(flaw) => {
            flaws.push(flaw);
            Err(flaws)
        }
    }
}

fn document<'t>(name: &'t str, text: &'t str) -> Result<Spanned<DeTable<'t>>, PolicyError> {
    DeTable::parse(text)
        .map_err(|error| Source { name, text }.error(error.span().unwrap_or(0..0), format!("not valid TOML: {}", error.message())))
}

pub(super) struct Reader {
    pub(super) names: Names,
    pub(super) source: String,
    pub(super) flaws: Flaws,
}

impl Reader {
    /// Keeps a flaw and goes on.
    pub(super) fn keep<T>(&mut self, result: Result<T, PolicyError>) -> Option<T> {
        result.map_err(|flaw| self.flaws.push(flaw)).ok()
    }

    /// The entries of an array of tables in all layers, those of amended packs first.
    fn entries<'t>(&mut self, whole: &Table<'t>, name: &str) -> Vec<Table<'t>> {
        let mut out = Vec::new();
        for (source, table) in whole.layers.iter().rev() {
            let layer = Table { layers: vec![(*source, *table)], span: 0..0 };
            if let Some(tables) = self.keep(layer.tables(name)) {
                out.extend(tables);
            }
        }
        out
    }

    fn policy(
        &mut self,
        whole: &Table<'_>,
        head: &Table<'_>,
        base: Option<&Policy>,
        find: &dyn Fn(&Field<'_>) -> Result<Policy, PolicyError>,
        texts: Vec<(String, String)>,
    ) -> Result<Policy, PolicyError> {
        self.flaws.extend(head.known(POLICY));
        let role = match head.text("role")?.as_str() {
            "" | "rules" => Role::Rules,
            "context" => Role::Context,
            "base" => Role::Base,
            other => return Err(head.need("role")?.error(format!("`{other}` is not a role; one of rules, context, base"))),
        };
        let title = match (head.get("title"), base) {
            (None, Some(base)) => base.stamp.title.clone(),
            _ => head.localised("title")?,
        };
        let stamp = PolicyStamp {
            id: head.need("id")?.text()?,
            version: head.need("version")?.text()?,
            sha256: hash(texts.iter().map(|(_, text)| text.as_str())),
            title,
            document: match (head.text("document")?, base) {
                (empty, Some(base)) if empty.is_empty() => base.stamp.document.clone(),
                (text, _) => text,
            },
        };
        let in_force = match head.get("in-force") {
            Some(field) => {
                let table = field.table()?;
                Some((table.need("from")?.date()?, table.need("until")?.date()?))
            }
            None => base.and_then(|base| base.in_force.clone()),
        };
        let mut layers: Vec<PolicyStamp> =
            base.map_or_else(Vec::new, |base| base.layers.iter().cloned().chain([base.stamp.clone()]).collect());
        let mut area_rules = base.map_or_else(Vec::new, |base| base.area_rules.clone());
        if let Some(field) = head.get("uses") {
            for used in field.list()? {
                let used = find(&used)?;
                if !layers.iter().any(|layer| layer.id == used.stamp.id) {
                    layers.insert(0, used.stamp.clone());
                }
                area_rules.splice(0..0, used.area_rules);
            }
        }
        self.quantities(whole);
        let (applies, districts, district_note) = self.applicability(whole)?;
        let clauses = self.clauses(whole);
        let own = Table { layers: whole.layers.first().copied().into_iter().collect(), span: 0..0 };
        let rules: Vec<AreaRule> = own.tables("area-rule")?.iter().filter_map(|table| self.area_rule(table, &stamp.id)).collect();
        area_rules.splice(0..0, rules);
        let exemptions = self.entries(whole, "exemption").iter().filter_map(|table| self.exemption(table)).collect();
        let out_of_scope = self.entries(whole, "out-of-scope").iter().filter_map(|table| self.out_of_scope(table)).collect();
        let ids = self
            .entries(whole, "ids")
            .iter()
            .filter_map(|table| {
                let spec = ids(table);
                self.keep(spec)
            })
            .collect();
        Ok(Policy {
            stamp,
            layers,
            role,
            in_force,
            applies,
            districts,
            district_note,
            clauses,
            area_rules,
            exemptions,
            out_of_scope,
            ids,
            source: std::mem::take(&mut self.source),
            texts,
        })
    }

    fn quantities(&mut self, whole: &Table<'_>) {
        for table in self.entries(whole, "quantity") {
            self.flaws.extend(table.known(&["name", "is", "on", "title"]));
            let read = (|| {
                let (name, is) = (table.need("name")?.text()?, table.need("is")?);
                let text = is.text()?;
                let raw = parse(&text).map_err(|flaw| is.flaw(&flaw))?;
                let own = subject(&table.need("on")?)?;
                Ok((name, raw, text, is, own))
            })();
            if let Some((name, raw, text, is, own)) = self.keep(read) {
                let checked = is.expr(own, &self.names);
                if self.keep(checked).is_some() {
                    self.names.insert(name, (raw, text));
                }
            }
        }
    }

    #[allow(clippy::type_complexity)]
    fn applicability(&mut self, whole: &Table<'_>) -> Result<(Option<(Expr, Localised)>, Vec<String>, Localised), PolicyError> {
        let Some(field) = whole.get("applicability") else { return Ok((None, Vec::new(), Localised::default())) };
        let table = field.table()?;
        self.flaws.extend(table.known(&["applies", "applies-not", "districts", "district-note"]));
        let applies = match table.expr("applies", SubjectKind::Project, &self.names)? {
            Some(expr) => Some((expr, table.localised("applies-not")?)),
            None => None,
        };
        let districts = table.get("districts").map_or_else(|| Ok(Vec::new()), |field| field.texts())?;
        Ok((applies, districts, table.localised("district-note")?))
    }

    fn clauses(&mut self, whole: &Table<'_>) -> Vec<Clause> {
        let mut order: Vec<String> = Vec::new();
        let mut merged: BTreeMap<String, Table<'_>> = BTreeMap::new();
        for (source, table) in whole.layers.iter().rev() {
            let layer = Table { layers: vec![(*source, *table)], span: 0..0 };
            let Some(tables) = self.keep(layer.tables("clause")) else { continue };
            let mut here: Vec<String> = Vec::new();
            for table in tables {
                let id = table.need("id").and_then(|field| field.text().map(|text| (text, field)));
                let Some((id, field)) = self.keep(id) else { continue };
                if here.contains(&id) {
                    self.flaws.push(field.error(format!("clause `{id}` stands twice in this file")));
                    continue;
                }
                here.push(id.clone());
                match merged.get_mut(&id) {
                    // a later layer says only what differs; its fields win
                    Some(known) => {
                        known.layers.splice(0..0, table.layers);
                        known.span = table.span;
                    }
                    None => {
                        order.push(id.clone());
                        merged.insert(id, table);
                    }
                }
            }
        }
        order
            .iter()
            .filter_map(|id| merged.get(id).cloned())
            .filter_map(|table| {
                let clause = self.clause(&table);
                self.keep(clause)
            })
            .collect()
    }

    fn clause(&mut self, table: &Table<'_>) -> Result<Clause, PolicyError> {
        self.flaws.extend(table.known(CLAUSE));
        let names = std::mem::take(&mut self.names);
        let clause = self.clause_with(table, &names);
        self.names = names;
        clause
    }

    fn clause_with(&mut self, table: &Table<'_>, names: &Names) -> Result<Clause, PolicyError> {
        let force_field = table.need("force")?;
        let word = force_field.text()?;
        let Some(force) = Force::from_word(&word) else {
            return Err(force_field.error(format!("`{word}` is not a force{}", hint(&word, Force::ALL.iter().map(|force| force.word())))));
        };
        let quote_field = table.need("quote")?;
        let quote = quote_field.text()?;
        if !self.source.is_empty() && quote::find(&quote, &self.source).is_none() {
            self.flaws.push(quote_field.error("these words do not stand in the source text, in this order".to_owned()));
        }
        let on = table.get("on").map(|field| subject(&field)).transpose()?;
        let own = on.unwrap_or(SubjectKind::Project);
        let claim = |name: &str| -> Result<Option<Expr>, PolicyError> {
            match table.expr(name, own, names)? {
                Some(expr) if expr.ty != Ty::Claim => Err(table.need(name)?.error("expected a condition (true or false)")),
                other => Ok(other),
            }
        };
        let require = claim("require")?;
        let otherwise = match table.get("otherwise") {
            None => None,
            Some(field) => {
                let rung = field.table()?;
                self.flaws.extend(rung.known(&["then", "why"]));
                Some((outcome(&rung.need("then")?, force)?, rung.localised("why")?))
            }
        };
        if on.is_some() && force.is_judged() && require.is_none() && otherwise.is_none() {
            return Err(table.error("a judged clause needs `require` or `otherwise`"));
        }
        let compare = table.expr("compare", own, names)?;
        let fix = match table.get("fix") {
            None => None,
            Some(field) => {
                let rung = field.table()?;
                self.flaws.extend(rung.known(&["by", "text"]));
                Some(Fix { by: rung.need("by")?.expr(own, names)?, text: rung.localised("text")? })
            }
        };
        let mut select = Vec::new();
        if let Some(field) = table.get("select") {
            for item in field.list()? {
                let text = format!("count({})", item.text()?);
                // the range is checked in the form of the language that has one; the caret may point 6 characters late
                select.push(
                    parse(&text)
                        .and_then(|raw| crate::condition::check(&text, &raw, own, names))
                        .map_err(|flaw| item.error(flaw.message))?,
                );
            }
        }
        let mut notes = Vec::new();
        for rung in table.tables("note")? {
            self.flaws.extend(rung.known(&["if", "say"]));
            notes.push((rung.need("if")?.expr(own, names)?, rung.localised("say")?));
        }
        let mut complete = None;
        if let Some(field) = table.get("complete") {
            complete = Some(self.case(&field.table()?, SubjectKind::Project, force, names)?);
        }
        let mut evidence = Vec::new();
        if let Some(field) = table.get("evidence") {
            for item in field.list()? {
                evidence.push(item.localised()?);
            }
        }
        Ok(Clause {
            id: table.need("id")?.text()?,
            cite: table.need("cite")?.text()?,
            quote,
            force,
            subject: table.text("subject")?,
            kind: table.need("kind")?.text()?,
            discipline: table.text("discipline")?,
            title: table.need("title")?.localised()?,
            reading: table.localised("reading")?,
            on,
            when: claim("when")?,
            unless_reason: table.localised("when-not")?,
            cases: self.cases(table, "case", own, force, names)?,
            require,
            otherwise,
            compare,
            claimed: claim("claimed")?,
            none: self.cases(table, "none", SubjectKind::Project, force, names)?,
            complete,
            notes,
            fix,
            select,
            on_pass: table.localised("on-pass")?,
            fail_text: table.localised("fail")?,
            remedy: table.localised("remedy")?,
            evidence,
            teaching: Teaching {
                formula: table.localised("formula")?,
                measured: table.localised("measured")?,
                model: table.localised("model")?,
                traps: table.localised("traps")?,
            },
        })
    }

    fn cases(&mut self, table: &Table<'_>, name: &str, own: SubjectKind, force: Force, names: &Names) -> Result<Vec<Case>, PolicyError> {
        table.tables(name)?.iter().map(|rung| self.case(rung, own, force, names)).collect()
    }

    fn case(&mut self, rung: &Table<'_>, own: SubjectKind, force: Force, names: &Names) -> Result<Case, PolicyError> {
        self.flaws.extend(rung.known(CASE));
        let condition = rung.need("if")?.expr(own, names)?;
        if condition.ty != Ty::Claim {
            return Err(rung.need("if")?.error("expected a condition (true or false)"));
        }
        let missing = rung.get("missing").map_or_else(|| Ok(Vec::new()), |field| field.texts())?;
        Ok(Case {
            condition,
            then: outcome(&rung.need("then")?, force)?,
            reason: rung.localised("why")?,
            missing,
            compare: rung.expr("compare", own, names)?,
        })
    }
}

pub(super) fn subject(field: &Field<'_>) -> Result<SubjectKind, PolicyError> {
    let word = field.text()?;
    SubjectKind::from_word(&word)
        .ok_or_else(|| field.error(format!("`{word}` is not a subject{}", hint(&word, SubjectKind::ALL.iter().map(|kind| kind.word())))))
}

fn outcome(field: &Field<'_>, force: Force) -> Result<Outcome, PolicyError> {
    let word = field.text()?;
    match Outcome::from_word(&word) {
        Some(Outcome::Fail) if force.is_advice() => {
            Err(field.error(format!("a clause of force `{}` never fails; use manual", force.word())))
        }
        Some(outcome) => Ok(outcome),
        None => Err(field.error(format!("`{word}` is not an outcome{}", hint(&word, Outcome::ALL.iter().map(|outcome| outcome.word()))))),
    }
}
