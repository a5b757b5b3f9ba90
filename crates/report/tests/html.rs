//! The HTML report: complete, self-contained, and safe with hostile names.
#![allow(clippy::unwrap_used)]

mod common;

use haofang_policy::Localised;
use haofang_report::html::{Figure, Figures, report};
use haofang_report::{Audience, Lang};

fn figures(source: &haofang_report::Assessment) -> Figures {
    let subject = source.judgement.main.clauses[1].verdicts[6].subject.id.clone();
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 180'><rect width='320' height='180' fill='#fff'/><g fill='none' stroke='#9aa5ab'><path d='M40 140H280M40 60H280'/></g><path d='M40 140H280' stroke='#b3261e' stroke-width='4'/><path d='M60 60V140' stroke='#1d2429' marker-start='url(#a)'/><text x='70' y='105' font-size='16' fill='#b3261e'>3.050 m</text></svg>";
    Figures {
        drawings: vec![Figure {
            clause: "NT-2.1-04".into(),
            subject,
            svg: svg.into(),
            caption: Localised::new("1号楼 7F 剖面", "section of 7F"),
        }],
        ..Figures::default()
    }
}

/// Binary glTF of boxes, one for each GlobalId.
fn boxes(guids: &[String]) -> Vec<u8> {
    let corners: Vec<f32> =
        (0..8_u8).flat_map(|at| [f32::from(at & 1) * 8.0, f32::from(at >> 1 & 1) * 2.8, f32::from(at >> 2 & 1) * 6.0]).collect();
    let faces: [u16; 36] = [0, 1, 3, 0, 3, 2, 4, 6, 7, 4, 7, 5, 0, 4, 5, 0, 5, 1, 2, 3, 7, 2, 7, 6, 0, 2, 6, 0, 6, 4, 1, 5, 7, 1, 7, 3];
    let mut binary: Vec<u8> = corners.iter().flat_map(|value| value.to_le_bytes()).collect();
    binary.extend(faces.iter().flat_map(|index| index.to_le_bytes()));
    let nodes: Vec<_> = guids
        .iter()
        .enumerate()
        .map(|(at, guid)| {
            serde_json::json!({"mesh": 0, "extras": {"GlobalId": guid}, "matrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, (at / 11) * 14, (at % 11) * 3, 0, 1]})
        })
        .collect();
    let json = serde_json::json!({
        "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": (0..nodes.len()).collect::<Vec<_>>()}], "nodes": nodes,
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}],
        "materials": [{"pbrMetallicRoughness": {"baseColorFactor": [0.6, 0.55, 0.45, 1]}}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 8, "type": "VEC3"}, {"bufferView": 1, "componentType": 5123, "count": 36, "type": "SCALAR"},
        ],
        "bufferViews": [{"buffer": 0, "byteOffset": 0, "byteLength": 96}, {"buffer": 0, "byteOffset": 96, "byteLength": 72}],
        "buffers": [{"byteLength": binary.len()}],
    });
    let mut text = json.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let mut out = b"glTF".to_vec();
    out.extend(2_u32.to_le_bytes());
    out.extend(((28 + text.len() + binary.len()) as u32).to_le_bytes());
    for (kind, chunk) in [(b"JSON", &text), (b"BIN\0", &binary)] {
        out.extend((chunk.len() as u32).to_le_bytes());
        out.extend(kind);
        out.extend(chunk);
    }
    out
}

#[test]
fn a_report_is_self_contained_and_escapes_names() {
    let source = common::estate(false);
    let html = report(&source, &figures(&source), Lang::Zh).unwrap();
    assert!(!html.contains("<script>alert"), "a name became markup");
    assert!(html.contains("&lt;script&gt;alert") && html.contains("\\u003cscript>alert"));
    for forbidden in ["src=\"http", "href=\"http", "url(http", "@import", "fetch(", "XMLHttpRequest"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for expected in [
        "不能提交",
        "3.050 m",
        "NT-2.1-04",
        "1号楼 7F",
        "36\u{202f}865.20 ㎡",
        "“园林式居住区”评定文件",
        "审核人A",
        "data:image/svg+xml;base64,",
    ] {
        assert!(html.contains(expected), "{expected}");
    }
    assert_eq!(html, report(&source, &figures(&source), Lang::Zh).unwrap());
    assert!(html.len() < 600_000, "{}", html.len());
}

#[test]
fn the_agency_view_shows_passes_and_hides_remedies() {
    let mut source = common::estate(false);
    source.audience = Audience::Agency;
    let html = report(&source, &Figures::default(), Lang::Zh).unwrap();
    assert!(!html.contains("8F 及以上标高上移"));
    assert!(html.contains("2号楼 11F"), "all passed storeys are listed");
}

#[test]
fn the_page_for_looking_at() {
    let mut source = common::estate(true);
    let first = common::estate(false);
    let storeys = first.sheet.of_kind(haofang_facts::SubjectKind::Storey).map(|storey| storey.guid.as_ref().unwrap().to_string());
    let model = Some(boxes(&storeys.collect::<Vec<_>>()));
    let page = report(&first, &Figures { model, ..figures(&first) }, Lang::Zh).unwrap();
    assert!(page.contains("id=\"glb\"") && page.contains("data-see=\"NT-2.1-04\""));
    source.baseline = haofang_report::Submission::from_json(&haofang_report::assessment_json(&first).to_string()).ok();
    let second = report(&source, &Figures::default(), Lang::En).unwrap();
    assert!(second.contains("not re-checked"));
    // Written only on request, to be opened in a browser.
    if let Some(folder) = option_env!("HAOFANG_LOOK") {
        #[allow(clippy::disallowed_methods)]
        {
            std::fs::write(format!("{folder}/report.html"), page).unwrap();
            std::fs::write(format!("{folder}/second.html"), second).unwrap();
            std::fs::write(format!("{folder}/report.pdf"), haofang_report::pdf(&first, &figures(&first), Lang::Zh)).unwrap();
            std::fs::write(format!("{folder}/second.pdf"), haofang_report::pdf(&source, &figures(&source), Lang::En)).unwrap();
            source.audience = Audience::Agency;
            std::fs::write(format!("{folder}/form.pdf"), haofang_report::pdf(&source, &Figures::default(), Lang::Zh)).unwrap();
            std::fs::write(format!("{folder}/tables.xlsx"), haofang_report::table::xlsx(&first, &[], Lang::Zh).unwrap()).unwrap();
        }
    }
}
