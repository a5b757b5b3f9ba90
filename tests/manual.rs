//! `haofang manual` as a user runs it: files, figures equal to the facts, privacy, hostile names, codes.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

mod command;
mod manuals;
mod schema;

use std::collections::BTreeSet;

use command::{Folder, haofang, sample};
use manuals::{DAY, altered, dwellings, facts, field, json, manual, run, value, x2};
use schema::schema_flaws;
use serde_json::Value as Json;

#[test]
fn every_dwelling_gets_its_files_and_the_figures_of_the_facts() {
    let out = Folder::new("manual-all");
    let done = run(&sample(), &out, &["--all"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let facts = facts(&sample());
    let subjects = facts["subjects"].as_array().unwrap();
    let of = |id: &Json| subjects.iter().find(|subject| subject["guid"] == *id && subject["kind"] != "balcony").unwrap();
    let all = dwellings(&out);
    assert_eq!(all.len(), 14);
    for dwelling in &all {
        for file in [
            "manual.html",
            "manual.json",
            "data.json",
            "health-card.json",
            "acceptance.html",
            "model.glb",
            "plan.svg",
            "structure.svg",
            "key.svg",
        ] {
            assert!(out.read(&format!("{dwelling}/{file}")).len() > 300, "{dwelling}/{file}");
        }
        let manual = manual(&out, dwelling);
        assert_eq!(schema_flaws(&manual), Vec::<String>::new());
        let own = subjects.iter().find(|subject| subject["guid"] == manual["dwelling"]["guid"]).unwrap();
        for (key, quantity) in
            [("areas.usable_area", "usable_area"), ("areas.floor_area", "floor_area"), ("areas.balcony_area", "balcony_area")]
        {
            assert_eq!(field(&manual, key)["value"].as_f64(), value(own, quantity), "{key}");
        }
        let rooms = manual["rooms"].as_array().unwrap();
        assert_eq!(rooms.len(), subjects.iter().filter(|subject| subject["kind"] == "space" && subject["parent"] == own["id"]).count());
        for room in rooms {
            let fact = of(&room["guid"]);
            assert_eq!(room["net_area"].as_f64(), value(fact, "net_area"));
            assert_eq!(room["clear_height"].as_f64(), value(fact, "clear_height"));
            let size: Vec<f64> = room["clear_size"].as_array().unwrap().iter().map(|side| side.as_f64().unwrap()).collect();
            if room["is_rectangular"] == true {
                assert!((size[0] * size[1] - value(fact, "net_area").unwrap()).abs() < 0.01, "{room}");
            }
            // the drawing says the numbers of the table
            let svg = String::from_utf8(out.read(&format!("{dwelling}/plan.svg"))).unwrap();
            assert!(svg.contains(&format!(">{:.0}</text>", size[0] * 1000.0)) && svg.contains(room["name"].as_str().unwrap()), "{room}");
            // the clear bay width of the facts is one of the two sides
            if let Some(bay) = value(fact, "bay_width_clear") {
                assert!(size.iter().any(|side| (side - bay).abs() < 0.002), "{room} {bay}");
            }
        }
        for window in manual["windows"].as_array().unwrap() {
            let fact = of(&window["guid"]);
            for quantity in ["width", "height", "sill_height"] {
                assert_eq!(window[quantity].as_f64(), value(fact, quantity), "{quantity} of {window}");
            }
        }
    }
    // 5F is 3.05 m high in this sample; its dwellings say so and that the promise is not met
    let low = all.iter().map(|dwelling| manual(&out, dwelling)).find(|manual| manual["dwelling"]["storeys"][0] == "5F").unwrap();
    assert!((field(&low, "heights.storey")["value"].as_f64().unwrap() - 3.05).abs() < 1e-9);
    let promise = low["promises"]
        .as_array()
        .unwrap()
        .iter()
        .find(|promise| promise["clause"] == "NT-2.1-04" && promise["scope"] == "dwelling")
        .unwrap();
    assert_eq!(
        (&promise["outcome"], &promise["measured"], &promise["required"]),
        (&"fail".into(), &"3.050 m".into(), &">= 3.100 m".into())
    );
}

#[test]
fn nothing_of_a_neighbour_leaves_with_a_manual() {
    let out = Folder::new("manual-private");
    assert_eq!(run(&sample(), &out, &["--all"]).code, 0);
    let all = dwellings(&out);
    let rooms: Vec<BTreeSet<String>> = all
        .iter()
        .map(|dwelling| {
            manual(&out, dwelling)["rooms"].as_array().unwrap().iter().map(|room| room["guid"].as_str().unwrap().to_owned()).collect()
        })
        .collect();
    let numbers: Vec<String> =
        all.iter().map(|dwelling| manual(&out, dwelling)["dwelling"]["number"].as_str().unwrap().to_owned()).collect();
    for (at, dwelling) in all.iter().enumerate() {
        for file in [
            "manual.html",
            "manual.json",
            "data.json",
            "health-card.json",
            "acceptance.html",
            "plan.svg",
            "structure.svg",
            "key.svg",
            "model.glb",
        ] {
            let bytes = out.read(&format!("{dwelling}/{file}"));
            let text = String::from_utf8_lossy(&bytes);
            for (other, guids) in rooms.iter().enumerate().filter(|(other, _)| *other != at) {
                assert!(!guids.iter().any(|guid| text.contains(guid.as_str())), "{dwelling}/{file} holds a room of {}", numbers[other]);
                assert!(!text.contains(&numbers[other]), "{dwelling}/{file} names {}", numbers[other]);
            }
        }
        // the neighbour's side of the building stays empty: the model is no larger than the dwelling with its walls
        let glb = out.read(&format!("{dwelling}/model.glb"));
        let length = u32::from_le_bytes(glb[12..16].try_into().unwrap()) as usize;
        let scene = json(&glb[20..20 + length]);
        let spaces = scene["nodes"].as_array().unwrap().iter().filter(|node| node["extras"]["class"] == "IfcSpace").count();
        assert_eq!(spaces, rooms[at].len());
        let bound = |name: &str, axis: usize| -> Vec<f64> {
            let positions = scene["accessors"].as_array().unwrap().iter().filter(|accessor| accessor["type"] == "VEC3");
            positions.map(|accessor| accessor[name][axis].as_f64().unwrap()).collect()
        };
        let width = bound("max", 0).into_iter().fold(f64::MIN, f64::max) - bound("min", 0).into_iter().fold(f64::MAX, f64::min);
        // 10.80 m between axes, its walls, and the reach into the party wall
        assert!(width > 10.0 && width < 12.0, "{width}");
    }
}

#[test]
fn hostile_and_long_names_stay_text() {
    let out = Folder::new("manual-names");
    let long = "很长的房间名称".repeat(40);
    let model = altered(
        &out,
        "",
        &[
            (&x2("主卧"), "<script>alert(1)</script>\"''&"),
            (&x2("书房"), &x2(&long)),
            (&x2("江畔雅苑"), "</style><img src=x onerror=alert(2)>"),
        ],
    );
    let done = run(&model, &out, &["--all"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    for dwelling in dwellings(&out) {
        for file in ["manual.html", "acceptance.html", "plan.svg", "structure.svg"] {
            let text = String::from_utf8(out.read(&format!("{dwelling}/{file}"))).unwrap();
            assert!(
                !text.contains("<script>alert") && !text.contains("<img src=x") && !text.contains("onerror=alert(2)>"),
                "{dwelling}/{file}"
            );
            let own = if file == "manual.html" { (2, 1) } else { (0, 0) };
            assert_eq!((text.matches("<script").count(), text.matches("<img").count()), own, "{dwelling}/{file}: the viewer, the picture");
            assert_eq!(text.matches("</style>").count(), usize::from(file.ends_with("html")), "{file}");
        }
        let html = String::from_utf8(out.read(&format!("{dwelling}/manual.html"))).unwrap();
        assert!(html.contains("&lt;script&gt;alert(1)") && html.contains(&long));
        let svg = String::from_utf8(out.read(&format!("{dwelling}/plan.svg"))).unwrap();
        assert!(svg.contains('…') && !svg.contains(&long), "a long name is cut in the drawing and whole in the table");
    }
    let index = String::from_utf8(out.read("out/index.html")).unwrap();
    assert!(!index.contains("<img") && index.contains("&lt;img"));
}

#[test]
fn missing_data_are_a_table_by_type_of_dwelling() {
    let out = Folder::new("manual-missing");
    let folder = out.path("out");
    let done = haofang(&["manual", &sample(), "--missing", "--as-of", DAY, "-o", &folder]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("说明书缺项 · 14 户") && done.stdout.contains("manual.toml [parties] developer"), "{}", done.stdout);
    let csv = String::from_utf8(out.read("out/missing.csv")).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("\"parties.developer\"") && csv.contains(",14,"));
    let english = haofang(&["manual", &sample(), "--missing", "--as-of", DAY, "--lang", "en"]);
    assert!(english.stdout.contains("What the manuals lack · 14 dwellings"));
}

#[test]
fn flaws_of_command_overlay_and_model_end_with_their_codes() {
    let out = Folder::new("manual-flaws");
    let near = haofang(&["manual", &sample(), "--dwelling", "1单元10l", "--as-of", DAY]);
    assert_eq!(near.code, 2);
    assert!(near.stderr.contains("1单元101"), "{}", near.stderr);
    out.write("manual.toml", "[parties]\ndevloper = \"甲\"\n".as_bytes());
    let wrong = run(&sample(), &out, &["--overlay", &out.path("manual.toml")]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("manual.toml:2:1") && wrong.stderr.contains("parties.developer"), "{}", wrong.stderr);
    out.write("other.toml", "[dwelling.\"1单元109\".power]\nrated_load_kw = 8\n".as_bytes());
    let unused = run(&sample(), &out, &["--dwelling", "1单元101", "--overlay", &out.path("other.toml")]);
    assert_eq!(unused.code, 0);
    assert!(unused.stderr.contains("1单元109"), "{}", unused.stderr);
    let text = std::fs::read(sample()).unwrap();
    out.write("torn.ifc", &text[..text.len() / 2]);
    let torn = haofang(&["manual", &out.path("torn.ifc"), "--all", "-o", &out.path("torn"), "--as-of", DAY]);
    assert_eq!(torn.code, 3, "{}", torn.stderr);
    assert!(!std::path::Path::new(&out.path("torn")).exists());
}

#[test]
fn the_same_input_gives_the_same_bytes_with_any_number_of_threads() {
    let (one, many) = (Folder::new("manual-jobs-1"), Folder::new("manual-jobs-4"));
    assert_eq!(run(&sample(), &one, &["--all", "--jobs", "1"]).code, 0);
    assert_eq!(run(&sample(), &many, &["--all", "--jobs", "4"]).code, 0);
    for dwelling in dwellings(&one) {
        for file in ["manual.html", "manual.json", "model.glb", "plan.svg", "health-card.json"] {
            let name = format!("{dwelling}/{file}");
            assert!(one.read(&name) == many.read(&name), "{name}");
        }
    }
    assert!(one.read("out/index.json") == many.read("out/index.json"));
}
