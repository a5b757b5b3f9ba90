//! What exporters and planning guides write on everything says nothing against it: no fact of a tidy estate changes by it.

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use std::fmt::Write;

use common::survey;
use haofang_facts::FactSheet;
use haofang_testkit::style::Encoding;
use haofang_testkit::{Estate, Style};

/// Property sets with their properties, as tools write them beside every object.
const USUAL: &[(&str, &[(&str, &str)])] = &[
    ("阶段化", &[("创建的阶段", "新构造"), ("拆除的阶段", "无")]),
    ("Phasing", &[("Phase Created", "New Construction"), ("Phase Demolished", "None")]),
    (
        "标识数据",
        &[("注释", "无"), ("标记", "12"), ("设计选项", "主模型"), ("图像", "<无>"), ("URL", ""), ("OmniClass 编号", ""), ("部件代码", "")],
    ),
    (
        "其他",
        &[
            ("备注", "无"),
            ("状态", "新建"),
            ("类别", "常规模型"),
            ("工作集", "建筑"),
            ("说明", "详见施工图"),
            ("版本", "V1.0"),
            ("是否预制", "否"),
            ("是否临时", "否"),
            ("是否拆除", "否"),
            ("进度", "0%"),
            ("验收状态", "未验收"),
            ("施工单位", "待定"),
            ("运营单位", "待定"),
            ("产权", "全体业主共有"),
            ("专业", "建筑"),
            ("审核状态", "待审"),
            ("交付", "随房交付"),
            ("楼号", "1#"),
        ],
    ),
];

/// Classes whose objects bear them.
const BEARERS: &[&str] = &[
    "IFCWALL",
    "IFCWALLSTANDARDCASE",
    "IFCSLAB",
    "IFCSPACE",
    "IFCWINDOW",
    "IFCDOOR",
    "IFCBUILDINGSTOREY",
    "IFCTRANSPORTELEMENT",
    "IFCGEOGRAPHICELEMENT",
    "IFCBUILDINGELEMENTPROXY",
    "IFCSENSOR",
    "IFCPIPESEGMENT",
    "IFCRAILING",
    "IFCZONE",
];

/// The file with the usual properties upon all of its objects.
fn with_usual_properties(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let numbers = text.lines().filter_map(|line| line.strip_prefix('#')?.split_once('=')?.0.parse::<usize>().ok());
    let mut next = numbers.max().unwrap();
    let is_bearer = |line: &&str| {
        let class = line.split_once('=').and_then(|(_, record)| record.split_once('(')).map(|(class, _)| class.trim());
        class.is_some_and(|class| BEARERS.contains(&class))
    };
    let bearers: Vec<&str> = text.lines().filter(is_bearer).filter_map(|line| line.split('=').next()).collect();
    assert!(bearers.len() > 20, "{} bearers", bearers.len());
    let mut records = String::new();
    let mut put = |record: String| {
        next += 1;
        writeln!(records, "#{next}={record};").unwrap();
        next
    };
    for (at, (set, properties)) in USUAL.iter().enumerate() {
        let values: Vec<String> = properties
            .iter()
            .map(|(name, value)| format!("#{}", put(format!("IFCPROPERTYSINGLEVALUE('{name}',$,IFCTEXT('{value}'),$)"))))
            .collect();
        let set = put(format!("IFCPROPERTYSET('{:0>22}',$,'{set}',$,({}))", format!("Usual{at}"), values.join(",")));
        put(format!("IFCRELDEFINESBYPROPERTIES('{:0>22}',$,$,$,({}),#{set})", format!("UsualR{at}"), bearers.join(",")));
    }
    let end = text.rfind("ENDSEC;").unwrap();
    [&text[..end], &records, &text[end..]].concat().into_bytes()
}

/// Every quantity with its value, every gap with its reason.
fn content(sheet: &FactSheet) -> Vec<String> {
    let facts = |subject: &haofang_facts::Subject| -> Vec<String> {
        let known = subject.facts.iter().map(|(quantity, fact)| format!("{} {} = {:?}", subject.id, quantity.0, fact.value));
        known.chain(subject.gaps.iter().map(|(quantity, gap)| format!("{} {}: {}", subject.id, quantity.0, gap.detail))).collect()
    };
    sheet.subjects.iter().flat_map(facts).collect()
}

#[test]
fn what_every_exporter_writes_on_every_object_changes_no_fact() {
    let style = Style { encoding: Encoding::Utf8, ..Style::default() };
    for estate in [Estate::good(), Estate::voids()] {
        let generated = estate.generate(&style);
        let parameters: Vec<(String, String)> =
            generated.truth.parameters.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let bare = content(&survey(&generated.ifc_files, &parameters));
        let files: Vec<(String, Vec<u8>)> =
            generated.ifc_files.iter().map(|(name, bytes)| (name.clone(), with_usual_properties(bytes))).collect();
        let told = content(&survey(&files, &parameters));
        let lost: Vec<&String> = bare.iter().filter(|line| !told.contains(line)).collect();
        let new: Vec<&String> = told.iter().filter(|line| !bare.contains(line)).collect();
        assert!(bare.len() > 100 && lost.is_empty() && new.is_empty(), "{}: lost {lost:#?}, new {new:#?}", estate.key);
    }
}
