//! Assessments for tests, built by hand: the estate of the mock in both states, and random ones.
#![allow(clippy::unwrap_used, dead_code)]

pub(crate) mod pdf_text;

use haofang_facts::brief::Origin;
use haofang_facts::{
    Brief, Comparator, DefectNote, Fact, FactSheet, GlobalId, Place, Provenance, SourceNote, Subject, SubjectId, SubjectKind, Unit, Value,
};
use haofang_policy::{
    Assumption, ClauseResult, Explanation, FarLedger, FarRow, Force, JudgedPolicy, Judgement, Localised, Missing, Outcome, PolicyStamp,
    Reading, Required, SubjectRef, Verdict,
};
use haofang_report::{Assessment, Audience, FailOn, ModelHeader, Tool};
use proptest::prelude::*;

thread_local! {
    /// Another export of the same model gives other GlobalIds.
    static EXPORT: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// The estate as exported anew: every GlobalId differs.
pub(crate) fn exported_again(fixed: bool) -> Assessment {
    EXPORT.with(|export| *export.borrow_mut() = "second".into());
    let out = estate(fixed);
    EXPORT.with(|export| export.borrow_mut().clear());
    out
}

/// A snapshot and a camera, as the checker draws them.
pub(crate) fn picture() -> haofang_report::archive::TopicPicture {
    let (width, height) = (800_u32, 600_u32);
    let mut pixels = Vec::new();
    for at in 0..width * height {
        let (x, y) = (at % width, at / width);
        let inside = (200..600).contains(&x) && (150..450).contains(&y);
        pixels.extend([255, if inside { 120 - (y / 8) as u8 } else { 240 }, (x / 50) as u8 * 8]);
    }
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    haofang_report::archive::TopicPicture {
        png,
        camera: haofang_bcf::Camera {
            eye: [-12.0, -14.0, 30.0],
            direction: [0.6, 0.64, -0.48],
            up: [0.328_291_742, 0.350_177_858, 0.877_268_488],
            projection: haofang_bcf::Projection::Perspective { field_of_view: 60.0 },
            aspect: Some(4.0 / 3.0),
        },
        clipping_planes: vec![haofang_bcf::ClippingPlane { location: [0.0, 0.0, 21.7], direction: [0.0, 0.0, 1.0] }],
    }
}

pub(crate) fn guid(seed: &str) -> GlobalId {
    let seed = EXPORT.with(|export| format!("{}{seed}", export.borrow()));
    // 22 characters of base 64, the first 0 to 3, the same for the same seed
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$";
    let mut state = seed.bytes().fold(0x9E37_79B9_7F4A_7C15_u64, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    let mut out = String::from("2");
    for _ in 0..21 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        out.push(DIGITS[(state >> 58) as usize] as char);
    }
    GlobalId::from(out.as_str())
}

pub(crate) fn push(sheet: &mut FactSheet, kind: SubjectKind, name: &str, parent: Option<&SubjectId>, file: &str, line: u64) -> SubjectId {
    let key = guid(&format!("{kind}{name}{}", parent.map_or("", |parent| &parent.0)));
    let mut subject = Subject::new(kind, &key.0, name);
    subject.guid = Some(key);
    subject.parent = parent.cloned();
    subject.place = Some(Place { file: file.into(), line, instance: format!("#{line}"), entity: "IfcBuildingStorey".into() });
    let id = subject.id.clone();
    sheet.push(subject);
    id
}

pub(crate) fn reference(sheet: &FactSheet, id: &SubjectId) -> SubjectRef {
    let subject = sheet.subject(id).unwrap();
    SubjectRef { id: id.clone(), kind: subject.kind, guid: subject.guid.clone(), name: subject.name.clone() }
}

pub(crate) fn verdict(subject: SubjectRef, anchor: SubjectRef, outcome: Outcome) -> Verdict {
    Verdict {
        elements: subject.guid.iter().cloned().collect(),
        subject,
        anchor,
        outcome,
        advice: false,
        measured: None,
        required: None,
        margin: None,
        fix: None,
        missing: Vec::new(),
        explanation: Localised::default(),
        tree: None,
        remedy: None,
        evidence: Vec::new(),
        assumptions: Vec::new(),
        witnesses: Vec::new(),
    }
}

pub(crate) fn numbers(mut verdict: Verdict, measured: f64, comparator: Comparator, limit: f64, unit: Unit) -> Verdict {
    verdict.measured = Some(Value::Number(measured, unit));
    verdict.required = Some(Required { comparator, value: Value::Number(limit, unit) });
    verdict.margin =
        Some(if matches!(comparator, Comparator::AtMost | Comparator::LessThan) { limit - measured } else { measured - limit });
    verdict
}

pub(crate) fn clause(id: &str, force: Force, zh: &str, en: &str, quote: &str, verdicts: Vec<Verdict>) -> ClauseResult {
    let concerned = verdicts.iter().filter(|verdict| verdict.outcome != Outcome::NotApplicable).count();
    let examined = verdicts.iter().filter(|verdict| matches!(verdict.outcome, Outcome::Pass | Outcome::Fail | Outcome::Manual)).count();
    let start = if force.is_judged() { Outcome::NotApplicable } else { Outcome::NotAssessed };
    ClauseResult {
        id: id.into(),
        force,
        kind: "A".into(),
        discipline: if id.contains("2.3") || id.contains("2.1-1") { "总图" } else { "建筑" }.into(),
        title: Localised::new(zh, en),
        quote: quote.into(),
        cite: "二（一）".into(),
        outcome: verdicts.iter().fold(start, |worst, verdict| worst.worst(verdict.outcome)),
        examined,
        of: concerned,
        verdicts,
        note: None,
    }
}

fn source(file: &str, bytes: u64) -> SourceNote {
    SourceNote {
        file: file.into(),
        sha256: "3f9c2a1b".repeat(8),
        bytes,
        ifc_schema: "IFC4".into(),
        application: "Autodesk Revit 2024 (CHS)".into(),
        encoding: "x2".into(),
        instances: 884_213,
        whole: true,
    }
}

/// The estate of the mock: three failures, data missing, questions for a person; `fixed` raises the storeys.
pub(crate) fn estate(fixed: bool) -> Assessment {
    let mut sheet = FactSheet::default();
    sheet.sources = vec![source("1号楼.ifc", 120_000_000), source("2号楼.ifc", 88_000_000), source("总图.ifc", 6_100_000)];
    let project = push(&mut sheet, SubjectKind::Project, "阳光里<一期>", None, "总图.ifc", 12);
    let site = push(&mut sheet, SubjectKind::Site, "地块", Some(&project), "总图.ifc", 31);
    let mut storeys = Vec::new();
    let mut windows = Vec::new();
    let mut buildings = Vec::new();
    for name in ["1号楼", "2号楼"] {
        let file = format!("{name}.ifc");
        let building = push(&mut sheet, SubjectKind::Building, name, Some(&site), &file, 44);
        for level in 1..=11_u64 {
            let storey = push(&mut sheet, SubjectKind::Storey, &format!("{level}F"), Some(&building), &file, 20_400 + level);
            for flat in 1..=2 {
                let number = format!("{}-{level}0{flat}", name.chars().next().unwrap());
                let dwelling = push(&mut sheet, SubjectKind::Dwelling, &number, Some(&storey), &file, 30_000 + level);
                let subject = sheet.subject_mut(&dwelling).unwrap();
                subject.know("number", Fact::text(&number, Provenance::Authored, "IfcZone.Name"));
                subject.know("usable_area", Fact::measured(98.4, Unit::SquareMetre, 0.01, "各房间净面积之和"));
                subject.know("floor_area", Fact::measured(118.62, Unit::SquareMetre, 0.01, "套内使用面积 + 墙体 + 阳台"));
                subject.know("balcony_area", Fact::measured(7.2, Unit::SquareMetre, 0.01, "水平投影"));
                subject.know("room_count", Fact::derived(4.0, Unit::Count, "居室数"));
                let room = push(&mut sheet, SubjectKind::Space, "主卧", Some(&dwelling), &file, 40_000 + level);
                windows.push((
                    push(&mut sheet, SubjectKind::BayWindow, "飘窗 <script>alert('名')</script>", Some(&room), &file, 50_000 + level),
                    building.clone(),
                ));
            }
            storeys.push((storey, building.clone(), level));
        }
        buildings.push(building);
    }
    sheet.defects.push(DefectNote {
        file: "2号楼.ifc".into(),
        line: 88_412,
        column: 31,
        byte: 9_112_003,
        instance: Some("#88412".into()),
        code: "D0104".into(),
        message: "属性集引用了不存在的 #771203，已跳过".into(),
        help: "重新导出，或在原软件中删除该属性集".into(),
        message_zh: String::new(),
        help_zh: String::new(),
        is_remark: false,
    });
    let site_ref = reference(&sheet, &site);
    let project_ref = reference(&sheet, &project);
    let basis = |text: &str| Localised::new(text, "from slab top to slab top");

    let heights = storeys
        .iter()
        .map(|(storey, building, level)| {
            let short = !fixed && building == &buildings[0] && (*level == 7 || *level == 8);
            let outcome = if short { Outcome::Fail } else { Outcome::Pass };
            let base = verdict(reference(&sheet, storey), reference(&sheet, building), outcome);
            let mut verdict = numbers(base, if short { 3.05 } else { 3.1 }, Comparator::AtLeast, 3.1, Unit::Metre);
            verdict.explanation = basis("楼板顶面 18.600 → 21.650（与属性 Elevation 一致）");
            verdict.assumptions.push(Assumption { key: "storey_height.basis".into(), value: "finish".into(), from: Origin::Default });
            if short {
                verdict.fix = Some(Localised::new("+0.050 m", "+0.050 m"));
                verdict.remedy = Some(Localised::new(
                    "8F 及以上标高上移，并核对建筑高度（NT-3.3-01）",
                    "raise the levels above; check the building height",
                ));
                verdict.tree = Some(Explanation {
                    text: "storey.height >= 3.1".into(),
                    value: "false".into(),
                    note: None,
                    parts: vec![Explanation {
                        text: "storey.height".into(),
                        value: "3.050 m".into(),
                        note: Some(haofang_policy::Localised::new("量取 ±0.001 m", "measured ±0.001 m")),
                        parts: Vec::new(),
                    }],
                });
                verdict.witnesses.push(Reading {
                    quantity: "storey.height".into(),
                    subject: "7F".into(),
                    judged: Value::Number(3.05, Unit::Metre),
                    value: Value::Number(3.05, Unit::Metre),
                    provenance: Provenance::Authored,
                    source: "IfcBuildingStorey.Elevation".into(),
                    conflict: false,
                });
            }
            verdict
        })
        .collect();

    let mut green = numbers(
        verdict(site_ref.clone(), site_ref.clone(), Outcome::Fail),
        if fixed { 0.091 } else { 0.094 },
        Comparator::AtLeast,
        0.1,
        Unit::Ratio,
    );
    green.explanation = Localised::new("1 748.40 ㎡（4 块集中绿地）÷ 18 600.00 ㎡（用地）", "1 748.40 of 18 600.00");
    green.fix = Some(Localised::new("还差 111.60 ㎡", "111.60 m2 short"));
    let mut parking = numbers(
        verdict(project_ref.clone(), project_ref.clone(), Outcome::Fail),
        if fixed { 606.0 } else { 598.0 },
        Comparator::AtLeast,
        616.0,
        Unit::Count,
    );
    parking.explanation = Localised::new("308 户 × 2", "308 × 2");
    let ratio = numbers(verdict(site_ref.clone(), site_ref.clone(), Outcome::Pass), 0.352, Comparator::AtLeast, 0.33, Unit::Ratio);
    let mut materials = verdict(project_ref.clone(), project_ref.clone(), Outcome::Undetermined);
    materials.missing.push(Missing {
        quantity: "project.green_material_ratio".into(),
        subject: Some(project_ref.clone()),
        what: Localised::new("模型中无“绿色建材应用比例”", "no green-material ratio in the model"),
        supply: Localised::new(
            "在 IfcProject 或 IfcBuilding 上写属性“绿色建材应用比例”，或用 [[documents]] 申报",
            "write the property, or declare a document",
        ),
    });
    let mut garden = verdict(project_ref.clone(), project_ref.clone(), Outcome::Manual);
    garden.evidence.push(Localised::new("“园林式居住区”评定文件", "certificate of the garden estate"));
    let mut should = verdict(project_ref.clone(), project_ref.clone(), Outcome::Manual);
    should.advice = true;
    let bays = windows
        .iter()
        .map(|(window, building)| {
            numbers(
                verdict(reference(&sheet, window), reference(&sheet, building), Outcome::Pass),
                0.72,
                Comparator::MoreThan,
                2.0 / 3.0,
                Unit::Ratio,
            )
        })
        .collect();
    let terrace = verdict(reference(&sheet, &storeys[0].0), reference(&sheet, &buildings[0]), Outcome::NotApplicable);
    let visitors = numbers(verdict(project_ref.clone(), project_ref, Outcome::Fail), 10.0, Comparator::AtLeast, 13.0, Unit::Count);

    let clauses = vec![
        clause("NT-1.2-03", Force::Admin, "开展试点", "pilots", "各地可选取一定数量的项目开展试点", Vec::new()),
        clause("NT-2.1-04", Force::Must, "层高不低于 3.1 m", "storey height at least 3.1 m", "层高不低于3.1m", heights),
        clause(
            "NT-2.1-09",
            Force::Must,
            "绿地率提高不少于 3%",
            "green ratio raised by 3 points",
            "小区绿地率应在满足规划条件规定的基础上提高不少于3%",
            vec![ratio],
        ),
        clause("NT-2.1-10", Force::Must, "集中绿地率不低于 10%", "concentrated green at least 10 %", "集中绿地率不低于10%", vec![green]),
        clause("NT-2.1-11b", Force::Must, "符合园林式居住区标准", "garden estate", "符合“园林式居住区”标准", vec![garden]),
        clause(
            "NT-2.3-07",
            Force::Principle,
            "户均不少于 2 个车位",
            "two spaces per household",
            "原则上户均不少于2个车位或车库",
            vec![parking],
        ),
        clause("NT-2.3-09", Force::Must, "访客车位不少于 2%", "visitor spaces", "提供不少于规划配建要求2%的访客停车车位", vec![visitors]),
        clause(
            "NT-2.4-03",
            Force::Must,
            "绿色建材应用比例不低于 70%",
            "green materials at least 70 %",
            "通过绿色建材认证的材料和部品应用比例不低于70%",
            vec![materials],
        ),
        clause(
            "NT-2.4-06c",
            Force::Should,
            "带除霾和热量回收功能的新风系统",
            "fresh-air units",
            "带除霾和热量回收功能的新风系统",
            vec![should],
        ),
        clause("NT-3.1-01", Force::Entitle, "露台、退台不计容", "terraces not counted", "露台、退台面积不计入容积率", vec![terrace]),
        clause(
            "NT-3.1-02",
            Force::Entitle,
            "飘窗不计容",
            "bay windows not counted",
            "飘窗净宽超过所属房间开间2/3的，飘窗面积不计入容积率",
            bays,
        ),
    ];
    let row = |subject: &str, area: f64, coefficient: f64, clause: &str, reason: &str| FarRow {
        subject: subject.into(),
        id: storeys[0].0.clone(),
        kind: SubjectKind::Storey,
        guid: None,
        area,
        coefficient,
        counted: area * coefficient,
        baseline_coefficient: 1.0,
        baseline_counted: area,
        claimed_coefficient: None,
        clause: clause.into(),
        reason: Localised::new(reason, reason),
    };
    let far = FarLedger {
        baseline: Some(37_052.4),
        entitled: Some(36_865.2),
        claimed: None,
        site_area: Some(18_600.0),
        plan_far: Some(2.0),
        area_standard: "GBT50353_2013".into(),
        rows: vec![
            row("1号楼 1F", 1_684.2, 1.0, "GB/T 50353-2013", "建筑面积"),
            row("1号楼 3F 主卧飘窗", 1.95, 0.0, "NT-3.1-02", "净宽超过开间 2/3"),
        ],
        missing: Vec::new(),
        notes: vec![Localised::new("未加载现行实施细则，只给数量", "no base rules loaded: amounts only")],
    };
    let stamp = PolicyStamp {
        id: "nantong-2024-1".into(),
        version: "1.0.0".into(),
        sha256: "ab12".repeat(16),
        title: Localised::new("关于推动南通市区住宅品质改善提升的指导意见", "Nantong guiding opinion on better housing"),
        document: "通政办规〔2024〕1号".into(),
    };
    let mut brief = Brief::default();
    brief.set("plan.green_ratio=0.30").unwrap();
    Assessment {
        tool: Tool { name: "haofang".into(), version: "0.1.0".into() },
        models: ["1号楼.ifc", "2号楼.ifc", "总图.ifc"]
            .into_iter()
            .map(|file| ModelHeader {
                file: file.into(),
                project_guid: Some(guid(file).0.into()),
                date: Some("2026-11-20T10:00:00".into()),
            })
            .collect(),
        sheet,
        brief,
        judgement: Judgement {
            main: JudgedPolicy { policy: stamp, layers: Vec::new(), clauses, far: Some(far), notes: Vec::new() },
            context: Vec::new(),
            as_of: "2026-11-22".into(),
            whole: true,
        },
        audience: Audience::Author,
        fail_on: FailOn::Error,
        lenient: false,
        waivers: vec![
            haofang_report::waivers::parse(
                "haofang.waivers.toml",
                "[[waivers]]\nclause = \"NT-2.3-09\"\nreason = \"已报规划局\"\nby = \"审核人A\"\nuntil = \"2026-12-31\"\n",
            )
            .unwrap()
            .remove(0),
        ],
        baseline: None,
    }
}

/// Any mix of clauses and outcomes over the buildings of the estate.
pub(crate) fn random() -> impl Strategy<Value = Assessment> {
    let one = (0_usize..8, prop::collection::vec((0_usize..6, 0_usize..40, -2.0..2.0_f64, any::<bool>()), 0..6));
    (prop::collection::vec(one, 1..14), any::<bool>(), any::<bool>()).prop_map(|(clauses, agency, waive)| {
        let mut out = estate(false);
        let subjects: Vec<SubjectId> = out.sheet.subjects.iter().map(|subject| subject.id.clone()).collect();
        let sheet = out.sheet.clone();
        let made = clauses.into_iter().enumerate().map(|(index, (force, verdicts))| {
            let force = Force::ALL[force];
            let verdicts = verdicts.into_iter().map(|(outcome, subject, margin, with_numbers)| {
                let subject = sheet.subject(&subjects[subject % subjects.len()]).unwrap();
                let anchor = [SubjectKind::Building, SubjectKind::Site, SubjectKind::Project]
                    .into_iter()
                    .find_map(|kind| sheet.ancestor(subject, kind));
                let outcome =
                    [Outcome::Pass, Outcome::Fail, Outcome::Undetermined, Outcome::Manual, Outcome::NotApplicable, Outcome::Pass][outcome];
                let outcome = if force.is_advice() && outcome == Outcome::Fail { Outcome::Manual } else { outcome };
                let mut made = verdict(reference(&sheet, &subject.id), reference(&sheet, &anchor.unwrap_or(subject).id), outcome);
                if with_numbers {
                    made = numbers(made, 3.0 + margin, Comparator::AtLeast, 3.0, Unit::Metre);
                }
                if outcome == Outcome::Undetermined {
                    made.missing.push(Missing {
                        quantity: format!("storey.q{}", index % 3),
                        subject: None,
                        what: Localised::new("缺 <b>面积</b>", "no area"),
                        supply: Localised::new("补模", "model it"),
                    });
                }
                made
            });
            let verdicts: Vec<Verdict> = if force.is_judged() { verdicts.collect() } else { Vec::new() };
            clause(
                &format!("NT-9.{}-{index:02}", index % 4),
                force,
                &format!("条款 {index} & <甲>"),
                &format!("clause {index}"),
                "原文",
                verdicts,
            )
        });
        out.judgement.main.clauses = made.collect();
        out.audience = if agency { Audience::Agency } else { Audience::Author };
        if !waive {
            out.waivers.clear();
        } else if let Some(waiver) = out.waivers.first_mut() {
            waiver.clause = "NT-9.0-00".into();
        }
        out
    })
}
