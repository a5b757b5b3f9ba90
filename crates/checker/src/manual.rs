//! The owner's manuals of a submission: the stages in order, files as bytes, nothing written.

use haofang_facts::FactSheet;
use haofang_manual::{Edition, Estate, Manual};
use haofang_policy::Judgement;
use haofang_survey::Survey;
use rayon::prelude::*;
use serde_json::{Value as Json, json};

pub use haofang_manual::{FIELDS, FieldSpec, Holds, Listed, Missing, MissingRow, Overlay, OverlayError};

use crate::{Request, Session, VERSION};

/// A file of a manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the output folder, parts in order.
    pub path: Vec<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A submission measured, judged and ready for its manuals.
pub struct Measured<'s> {
    survey: Survey<'s>,
    sheet: FactSheet,
    judgement: Judgement,
}

/// The manuals of a submission.
pub struct Manuals<'a, 's> {
    estate: Estate<'a, 's>,
    measured: &'a Measured<'s>,
    lang: String,
}

/// What one dwelling contributes to the indices.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its building's folder.
    pub folder: String,
    /// Its building.
    pub building: String,
    line: Json,
}

impl Session {
    /// Measures and judges for manuals.
    #[must_use]
    pub fn measure_for_manuals<'s>(&'s self, request: &Request, survey: Survey<'s>) -> Measured<'s> {
        let assessment = self.assess_survey(request, &survey);
        Measured { survey, sheet: assessment.sheet, judgement: assessment.judgement }
    }
}

impl<'s> Measured<'s> {
    /// The manuals under an overlay.
    #[must_use]
    pub fn manuals<'a>(&'a self, overlay: &'a Overlay, as_of: &str, lang: &str) -> Manuals<'a, 's> {
        let edition = Edition { tool: format!("haofang {VERSION}"), as_of: as_of.to_owned() };
        let estate = Estate::new(&self.survey, &self.sheet, Some(&self.judgement), overlay, edition);
        Manuals { estate, measured: self, lang: lang.to_owned() }
    }
}

impl Manuals<'_, '_> {
    /// The dwellings.
    #[must_use]
    pub fn dwellings(&self) -> &[Listed] {
        self.estate.dwellings()
    }

    /// What the caller should be told.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        self.estate.notes()
    }

    /// The content of one manual.
    #[must_use]
    pub fn content(&self, listed: &Listed) -> Option<Manual> {
        self.estate.manual(listed.id)
    }

    /// The files of one dwelling, and its line for the index.
    ///
    /// # Errors
    /// The flaw of a template: a bug of ours.
    pub fn files(&self, listed: &Listed) -> Result<(Vec<File>, Option<Line>), String> {
        let Some(manual) = self.content(listed) else { return Ok((Vec::new(), None)) };
        let file =
            |name: &str, bytes: Vec<u8>| File { path: vec![listed.folder[0].clone(), listed.folder[1].clone(), name.to_owned()], bytes };
        let lang = &self.lang;
        let solid = haofang_manual::solid(&self.estate, listed.id);
        let mut files = vec![
            file("manual.html", haofang_manual::html(&manual, &solid, lang).map_err(|error| error.to_string())?.into_bytes()),
            file("manual.json", pretty(&json!(manual))),
            file("data.json", pretty(&haofang_manual::extract(&manual))),
            file("health-card.json", pretty(&self.card(listed, &manual))),
            file("acceptance.html", haofang_manual::acceptance_sheet(&manual, lang).map_err(|error| error.to_string())?.into_bytes()),
            file("model.glb", solid.glb),
        ];
        files.extend(manual.drawings.iter().map(|drawing| file(&drawing.file, drawing.svg.clone().into_bytes())));
        files.extend(haofang_manual::calendar(&manual).map(|text| file("calendar.ics", text.into_bytes())));
        let line =
            Line { folder: listed.folder[0].clone(), building: listed.building.clone(), line: haofang_manual::index_line(&manual, listed) };
        Ok((files, Some(line)))
    }

    fn card(&self, listed: &Listed, manual: &Manual) -> Json {
        let survey = &self.measured.survey;
        let building = survey.dwelling(listed.id).building;
        let subject = building.and_then(|building| self.measured.sheet.subject(&survey.building_subject(building).id));
        let number = |quantity: &str| subject.and_then(|subject| subject.number(quantity));
        let units = building.map(|building| survey.units.iter().filter(|unit| unit.building == Some(building)).count());
        haofang_manual::health_card(manual, number("storeys_above"), units.filter(|units| *units > 0), number("height"))
    }

    /// The indices of buildings (一楼一档) and of the estate.
    ///
    /// # Errors
    /// The flaw of a template: a bug of ours.
    pub fn indices(&self, lines: &[Line]) -> Result<Vec<File>, String> {
        let mut folders: Vec<(&str, &str)> = Vec::new();
        for line in lines {
            if !folders.iter().any(|(folder, _)| *folder == line.folder) {
                folders.push((&line.folder, &line.building));
            }
        }
        let Some(first) = lines.first() else { return Ok(Vec::new()) };
        let common = |more: Json| {
            let mut out = json!({
                "schema": "haofang.index/1", "tool": first.line["tool"], "as_of": first.line["as_of"], "stamp": first.line["stamp"],
                "sources": first.line["sources"],
            });
            if let (Some(out), Json::Object(more)) = (out.as_object_mut(), more) {
                out.extend(more);
            }
            out
        };
        let mut files = Vec::new();
        let mut buildings = Vec::new();
        for (folder, building) in folders {
            let own: Vec<&Json> = lines.iter().filter(|line| line.folder == folder).map(|line| &line.line).collect();
            buildings.push(json!({"name": building, "folder": folder, "dwellings": own.len()}));
            let guid = own.first().map(|line| line["building_guid"].clone());
            let summary = common(json!({"building": building, "guid": guid, "dwellings": own}));
            let page = haofang_manual::building_index(building, &summary, &self.lang).map_err(|error| error.to_string())?;
            files.push(File { path: vec![folder.to_owned(), "index.html".to_owned()], bytes: page.into_bytes() });
            files.push(File { path: vec![folder.to_owned(), "index.json".to_owned()], bytes: pretty(&summary) });
        }
        let summary = common(json!({"buildings": buildings}));
        let name = self.measured.survey.project_subject().name;
        let page = haofang_manual::estate_index(&name, &summary, &self.lang).map_err(|error| error.to_string())?;
        files.push(File { path: vec!["index.html".to_owned()], bytes: page.into_bytes() });
        files.push(File { path: vec!["index.json".to_owned()], bytes: pretty(&summary) });
        Ok(files)
    }

    /// What the model and the overlay lack, by type of dwelling.
    #[must_use]
    pub fn missing(&self, wanted: &[Listed]) -> Missing {
        let manuals: Vec<Manual> = wanted.par_iter().filter_map(|listed| self.content(listed)).collect();
        haofang_manual::missing(&manuals)
    }
}

fn pretty(json: &Json) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
