//! Drawings for the report: storeys to scale with their heights, plans with what is concerned in red.

use std::collections::BTreeSet;

use haofang_drawing::{Kind, Level, Plan, PlanItem, Role, StoreyStack};
use haofang_facts::{Subject, SubjectId, SubjectKind, display};
use haofang_geometry::{Region, plan};
use haofang_ifc::class;
use haofang_policy::{ClauseResult, Localised, Outcome, Verdict};
use haofang_report::html::Figure;
use haofang_report::{Assessment, Lang};
use haofang_survey::Survey;
use haofang_survey::building::StoreyId;

use crate::export;

/// Drawings of one clause.
const PER_CLAUSE: usize = 4;
/// Width of a stack of storeys, in pixels.
const STACK_WIDTH: f64 = 620.0;
/// By how much thin things are widened to be seen, in metres.
const WIDEN: f64 = 0.12;
/// How much around the culprit is shown, in metres.
const AROUND: f64 = 4.0;

/// The drawings of everything that needs action.
pub(crate) fn all(survey: &Survey<'_>, assessment: &Assessment, lang: Lang) -> Vec<Figure> {
    let wanted = [Outcome::Fail, Outcome::Manual];
    let clauses = wanted.into_iter().flat_map(|outcome| assessment.with_outcome(outcome));
    clauses.flat_map(|clause| of_clause(survey, assessment, clause, lang)).collect()
}

fn of_clause(survey: &Survey<'_>, assessment: &Assessment, clause: &ClauseResult, lang: Lang) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let mut drawn: BTreeSet<SubjectId> = BTreeSet::new();
    for verdict in clause.verdicts.iter().filter(|verdict| verdict.outcome == clause.outcome) {
        if figures.len() >= PER_CLAUSE {
            break;
        }
        let Some(subject) = assessment.sheet.subject(&verdict.subject.id) else { continue };
        let figure = match subject.kind {
            SubjectKind::Storey | SubjectKind::Building => {
                // one stack shows all storeys of a building
                let Some(building) = assessment.sheet.ancestor(subject, SubjectKind::Building) else { continue };
                if !drawn.insert(building.id.clone()) {
                    continue;
                }
                stack(assessment, clause, building, lang)
                    .map(|svg| (svg, Localised::new("楼层与层高（按比例）", "storeys and heights, to scale")))
            }
            SubjectKind::Site => site(survey, assessment, verdict)
                .map(|svg| (svg, Localised::new("总平面：绿地与建筑", "site plan: green areas and buildings"))),
            SubjectKind::Project => None,
            _ => storey_plan(survey, subject, verdict)
                .map(|svg| (svg, Localised::new("所在楼层平面，涉及部位为红色", "plan of the storey; what is concerned is red"))),
        };
        if let Some((svg, caption)) = figure {
            figures.push(Figure { clause: clause.id.clone(), subject: verdict.subject.id.clone(), svg, caption });
        }
    }
    figures
}

/// The storeys of a building with what the clause says of each.
fn stack(assessment: &Assessment, clause: &ClauseResult, building: &Subject, lang: Lang) -> Option<String> {
    let levels: Vec<Level> = assessment
        .sheet
        .children(&building.id)
        .filter(|subject| subject.kind == SubjectKind::Storey && subject.text("use") != Some("duplicate"))
        .filter_map(|storey| {
            let verdict = clause.verdicts.iter().find(|verdict| verdict.subject.id == storey.id);
            let fails = verdict.is_some_and(|verdict| verdict.outcome == Outcome::Fail);
            let height = storey.number("height");
            let text = match (verdict, height, storey.fact("height").and_then(|fact| fact.value.unit())) {
                (Some(verdict), ..) if fails => values(verdict),
                (_, Some(height), Some(unit)) => display::number(height, unit),
                _ => String::new(),
            };
            Some(Level {
                name: storey.name.clone(),
                elevation: storey.number("elevation")?,
                height,
                text,
                usage: storey.text("use").map(|word| usage(word, lang).to_owned()),
                role: if fails { Role::Culprit } else { Role::Context },
            })
        })
        .collect();
    (!levels.is_empty()).then(|| StoreyStack { title: building.name.clone(), levels, width: STACK_WIDTH }.to_svg())
}

/// A storey's use as people call it.
fn usage(word: &str, lang: Lang) -> &str {
    if lang == Lang::En {
        return word;
    }
    match word {
        "dwelling" => "住宅",
        "basement" => "地下",
        "open_ground" => "架空",
        "podium" => "公建",
        "equipment" => "设备",
        "refuge" => "避难",
        "roof" => "屋面",
        "plant" => "机房",
        "mezzanine" => "夹层",
        _ => "未知",
    }
}

/// `3.050 m < 3.100 m`.
fn values(verdict: &Verdict) -> String {
    match (verdict.measured_number(), verdict.required.as_ref().and_then(|required| required.value.as_number())) {
        (Some((measured, unit)), Some(required)) => {
            let (left, right) = display::pair(measured, required, unit);
            let sign = if measured < required { "<" } else { ">" };
            format!("{left} {sign} {right}")
        }
        (Some((measured, unit)), None) => display::number(measured, unit),
        _ => String::new(),
    }
}

fn item(region: Region, kind: Kind, role: Role) -> PlanItem {
    PlanItem { region, kind, role, name: None, note: None, guid: None }
}

/// The plot with its green areas and buildings.
fn site(survey: &Survey<'_>, assessment: &Assessment, verdict: &Verdict) -> Option<String> {
    let mut drawing = Plan::new(verdict.subject.name.clone());
    for green in assessment.sheet.of_kind(SubjectKind::GreenSpace) {
        let Some(shape) = green.guid.as_ref().and_then(|guid| survey.shape_of_guid(&guid.0)) else { continue };
        let counted = green.number("concentrated_area").is_some_and(|area| area > 0.0);
        let mut item = item(shape.plan().clone(), Kind::Green, if counted { Role::Counted } else { Role::Context });
        item.name = Some(green.name.clone());
        item.note = green.fact("area").and_then(|fact| Some(display::number(fact.value.as_number()?, fact.value.unit()?)));
        drawing.items.push(item);
    }
    if drawing.items.is_empty() {
        return None;
    }
    for building in export::buildings(survey) {
        let slabs: Vec<Region> = survey
            .storeys_of(building)
            .iter()
            // a garage under the gardens is no building on the plot
            .filter(|storey| survey.storey(**storey).usage != "basement")
            .flat_map(|storey| survey.things_on(*storey))
            .filter(|thing| survey.thing(**thing).class.is_a(class::IFC_SLAB))
            .filter_map(|thing| survey.plan(*thing).ok().cloned())
            .collect();
        if slabs.is_empty() {
            continue;
        }
        let mut item = item(plan::union(&slabs), Kind::Building, Role::Context);
        item.name = Some(survey.building(building).name.clone());
        drawing.items.push(item);
    }
    Some(drawing.to_svg())
}

/// The plan of the storey where a subject stands.
fn storey_plan(survey: &Survey<'_>, subject: &Subject, verdict: &Verdict) -> Option<String> {
    let guids: Vec<&str> = verdict.elements.iter().chain(&subject.guid).map(|guid| guid.0.as_str()).collect();
    let storey: StoreyId = guids.iter().find_map(|guid| survey.storey_of_guid(guid))?;
    let culprit: BTreeSet<&str> = guids.iter().copied().collect();
    let title = format!("{} · {}", survey.storey(storey).name, verdict.subject.name);
    let role = |guid: &str| if culprit.contains(guid) { Role::Culprit } else { Role::Context };
    let mut drawing = export::storey_plan(survey, storey, title, &role);
    let red: Vec<Region> = guids.iter().filter_map(|guid| Some(survey.shape_of_guid(guid)?.plan().clone())).collect();
    if drawing.items.is_empty() || red.is_empty() {
        return None;
    }
    if !drawing.items.iter().any(|item| item.role == Role::Culprit) {
        // pipes and detectors are thinner than a line of the plan: widened, and above the rest
        let seen = red.iter().map(|region| plan::offset(region, WIDEN, plan::Join::Mitre)).collect::<Vec<_>>();
        drawing.items.push(item(plan::union(&seen), Kind::Window, Role::Culprit));
    }
    drawing.focus = Some(plan::offset(&plan::union(&red), AROUND, plan::Join::Mitre));
    Some(drawing.to_svg())
}
