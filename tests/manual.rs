//! `haofang manual` as a user runs it: files, figures equal to the facts, the states of M1–M14, privacy, hostile names.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

mod command;
mod schema;

use std::collections::BTreeSet;

use command::{Folder, haofang, sample};
use schema::schema_flaws;
use serde_json::Value as Json;

const DAY: &str = "2026-11-22";

fn json(text: &[u8]) -> Json {
    serde_json::from_slice(text).unwrap()
}

fn run(model: &str, out: &Folder, more: &[&str]) -> command::Run {
    let folder = out.path("out");
    let mut arguments = vec!["manual", model, "--as-of", DAY, "-o", &folder];
    arguments.extend(more);
    haofang(&arguments)
}

/// The folders of the dwellings that were written, in order.
fn dwellings(out: &Folder) -> Vec<String> {
    let index = json(&out.read("out/index.json"));
    let mut found = Vec::new();
    for building in index["buildings"].as_array().unwrap() {
        let folder = building["folder"].as_str().unwrap();
        let own = json(&out.read(&format!("out/{folder}/index.json")));
        found.extend(own["dwellings"].as_array().unwrap().iter().map(|one| format!("out/{folder}/{}", one["folder"].as_str().unwrap())));
    }
    found
}

fn manual(out: &Folder, dwelling: &str) -> Json {
    json(&out.read(&format!("{dwelling}/manual.json")))
}

fn facts(model: &str) -> Json {
    json(haofang(&["facts", model, "-f", "json"]).stdout.as_bytes())
}

fn value(subject: &Json, quantity: &str) -> Option<f64> {
    subject["facts"][quantity]["value"].as_f64()
}

fn field<'j>(manual: &'j Json, key: &str) -> &'j Json {
    let items = manual["items"].as_array().unwrap();
    items.iter().flat_map(|item| item["fields"].as_array().unwrap()).find(|field| field["key"] == key).unwrap_or(&Json::Null)
}

fn status<'j>(manual: &'j Json, item: &str) -> &'j str {
    manual["items"].as_array().unwrap().iter().find(|one| one["id"] == item).unwrap()["status"].as_str().unwrap()
}

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

/// What a complete `manual.toml` for the sample says.
const COMPLETE: &str = r#"
[project]
address = "南通市示例区江畔路 1 号"
[parties]
developer = "南通示例置业有限公司"
developer_phone = "0513-0000 0001"
designer = "示例建筑设计院"
contractor = "示例建工集团"
supervisor = "示例监理公司"
[home]
orientation = "南北"
registered_area_m2 = 118.36
[building]
design_life = "50 年"
seismic = "7 度（0.10g）"
fire_class = "二级"
[structure]
system = "剪力墙结构"
live_load_kn_m2 = 2.0
[waterproof]
material = "JS 防水涂料"
[water]
main_valve = "水表井"
[drain]
pipe = "PVC-U"
[gas]
valve = "厨房灶台下"
[data]
provider = "三网到户"
[fire]
system = "户内无喷淋"
[power]
rated_load_kw = 8
board = "玄关"
[provisions]
air_conditioner = "客厅、卧室各一处"
range_hood = "厨房烟道"
water_heater = "厨房阳台"
washing_machine = "阳台"
[windows]
brand = "示例门窗"
frame = "断桥铝合金"
glass = "5+12Ar+5+12Ar+5"
[fit_out]
contact = "物业服务中心"
[phones]
repair = "0513-0000 0002"
property = "0513-0000 0003"
[warranty]
start = 2026-12-30
waterproof_years = 8
[safety]
extinguisher = "前室消火栓箱内"
[edition]
as_built = true
version = "2"
handover = 2027-01-15
[[equipment]]
name = "新风机"
trade = "air"
room = "客餐厅"
maker = "示例环境"
model = "XF-250"
manual = "manuals/xf-250.pdf"
warranty_until = 2028-12-30
maintenance_months = 6
"#;

#[test]
fn a_complete_overlay_fills_every_item_and_says_where_each_value_is_from() {
    let out = Folder::new("manual-complete");
    out.write("manual.toml", COMPLETE.as_bytes());
    let done = run(&sample(), &out, &["--dwelling", "1单元101", "--overlay", &out.path("manual.toml")]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let manual = manual(&out, &dwellings(&out)[0]);
    assert_eq!(schema_flaws(&manual), Vec::<String>::new());
    let open: Vec<&str> = manual["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["status"] != "filled")
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    assert_eq!(open, Vec::<&str>::new(), "{:?}", manual["gaps"]);
    assert_eq!(manual["gaps"], Json::Array(vec![]));
    let developer = field(&manual, "parties.developer");
    assert_eq!(developer["from"]["kind"], "overlay");
    assert!(developer["from"]["at"].as_str().unwrap().ends_with("manual.toml:5"), "{developer}");
    assert_eq!(manual["state"], "as_built");
    assert!(manual["stamp"]["zh"].as_str().unwrap().starts_with("依据竣工模型"));
    // eight agreed years of waterproofing from 2026-12-30, two by law for the wiring
    let until = |part: &str| {
        manual["warranty"].as_array().unwrap().iter().find(|line| line["part"]["zh"].as_str().unwrap().contains(part)).unwrap()["until"]
            .clone()
    };
    assert_eq!((until("防渗漏"), until("电气")), ("2034-12-30".into(), "2028-12-30".into()));
    let calendar = String::from_utf8(out.read(&format!("{}/calendar.ics", dwellings(&out)[0]))).unwrap();
    assert!(calendar.contains("DTSTART;VALUE=DATE:20341230") && calendar.lines().all(|line| line.len() <= 76));
    let card = json(&out.read(&format!("{}/health-card.json", dwellings(&out)[0])));
    assert_eq!(
        (&card["schema"], &card["building"]["completion"], &card["events"]),
        (&"nt-health-card/1".into(), &"2026-12-30".into(), &Json::Array(vec![]))
    );
    assert!(card["components"].as_array().unwrap().iter().any(|part| part["name"] == "新风机" && part["maintenance_months"] == 6.0));
}

#[test]
fn a_bare_model_leaves_items_missing_and_prints_who_has_to_supply_them() {
    let out = Folder::new("manual-bare");
    assert_eq!(run(&sample(), &out, &["--dwelling", "1单元101"]).code, 0);
    let dwelling = &dwellings(&out)[0];
    let manual = manual(&out, dwelling);
    for (item, expected) in [
        ("M1", "missing"),
        ("M2", "partial"),
        ("M3", "partial"),
        ("M4", "filled"),
        ("M5", "partial"),
        ("M6", "missing"),
        ("M7", "missing"),
        ("M8", "missing"),
        ("M9", "partial"),
        ("M10", "partial"),
        ("M11", "missing"),
        ("M12", "partial"),
        ("M13", "missing"),
        ("M14", "filled"),
    ] {
        assert_eq!(status(&manual, item), expected, "{item}");
    }
    let html = String::from_utf8(out.read(&format!("{dwelling}/manual.html"))).unwrap();
    assert!(html.contains("待建设单位补充") && html.contains("模型未包含机电专业") && html.contains("非竣工模型，仅供参考"));
    // what people read: neither the picture's bytes nor the scripts
    let read = html.split_once("<script").unwrap().0;
    let (before, picture) = read.split_once("data:image/png;base64,").unwrap();
    let read = format!("{before}{}", picture.split_once('"').unwrap().1);
    assert!(read.contains("以产权登记为准") && !read.contains("undefined") && !read.contains("1998"));
    // nothing is fetched: pictures and the model are in the page, its policy forbids all else and names the one script
    assert_eq!(html.matches("http://www.w3.org/2000/svg").count(), html.matches("http://").count());
    assert_eq!(html.matches(" src=\"data:image/png;base64,").count(), html.matches(" src=").count());
    assert!(!html.contains("https://") && html.contains("default-src 'none'"));
    let scripts: Vec<&str> =
        html.split("<script").skip(1).filter_map(|rest| rest.split_once("</script>")).map(|(script, _)| script).collect();
    assert_eq!(scripts.len(), 2);
    let viewer = scripts[1].strip_prefix('>').unwrap();
    let hash = haofang_checker::sha256(viewer.as_bytes());
    let named = html.split("script-src 'sha256-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().replace("&#x2f;", "/");
    assert_eq!(from_base64(&named).iter().map(|byte| format!("{byte:02x}")).collect::<String>(), hash);
    // the model in the page is the file beside it
    let glb = scripts[0].strip_prefix(" type=\"application/octet-stream\" id=\"glb\">").unwrap();
    assert_eq!(from_base64(glb), out.read(&format!("{dwelling}/model.glb")));
    for font in ["PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei"] {
        assert!(html.contains(font), "{font}");
    }
    // each gap names the item, what is missing and how to supply it
    for gap in manual["gaps"].as_array().unwrap() {
        assert!(!gap["supply"]["zh"].as_str().unwrap().is_empty() && !gap["what"]["zh"].as_str().unwrap().is_empty(), "{gap}");
        assert!(field(&manual, gap["key"].as_str().unwrap())["value"].is_null());
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|known| *known == c);
    let digits: Vec<u32> = text.bytes().filter_map(digit).map(|digit| digit as u32).collect();
    let bits = digits.chunks(4).flat_map(|four| {
        let group = four.iter().fold(0_u32, |group, digit| group << 6 | digit) << (6 * (4 - four.len()));
        [(group >> 16) as u8, (group >> 8) as u8, group as u8].into_iter().take(four.len() - 1)
    });
    bits.collect()
}

#[test]
fn a_word_from_the_developer_makes_a_missing_item_partial() {
    let out = Folder::new("manual-some");
    let some = "[parties]\ndeveloper = \"南通示例置业有限公司\"\n[water]\nmain_valve = \"水表井\"\n[phones]\nrepair = \"0513-0000 0002\"\n";
    out.write("manual.toml", some.as_bytes());
    let done = run(&sample(), &out, &["--dwelling", "1单元101", "--overlay", &out.path("manual.toml")]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let manual = manual(&out, &dwellings(&out)[0]);
    for item in ["M1", "M6", "M11"] {
        assert_eq!(status(&manual, item), "partial", "{item}");
    }
}

#[test]
fn of_a_model_without_bodies_nearly_all_items_are_missing_and_nothing_is_made_up() {
    let out = Folder::new("manual-husk");
    let bare = [("卫生间", "房间"), ("厨房", "房间"), ("阳台", "房间")].map(|(old, new)| (x2(old), x2(new)));
    let mut replaced: Vec<(&str, &str)> = bare.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    replaced.push(("=IFCEXTRUDEDAREASOLID(", "=IFCTEXTLITERAL("));
    let model = altered(&out, "", &replaced);
    let done = run(&model, &out, &["--dwelling", "1单元101"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let manual = manual(&out, &dwellings(&out)[0]);
    assert_eq!(schema_flaws(&manual), Vec::<String>::new());
    // the dwelling itself is there (its number, its storey), and the files are; all else is for the developer
    let open: Vec<(&str, &str)> =
        manual["items"].as_array().unwrap().iter().map(|item| (item["id"].as_str().unwrap(), item["status"].as_str().unwrap())).collect();
    for (item, status) in open {
        assert_eq!(status, if ["M2", "M14"].contains(&item) { "partial" } else { "missing" }, "{item}");
    }
    for key in ["areas.floor_area", "areas.usable_area", "heights.clear"] {
        assert!(field(&manual, key)["value"].is_null(), "{key}");
    }
    let html = String::from_utf8(out.read(&format!("{}/manual.html", dwellings(&out)[0]))).unwrap();
    assert!(html.contains("无法绘制平面图"));
}

#[test]
fn a_duplex_has_a_plan_of_each_level_a_section_and_its_balconies() {
    let out = Folder::new("manual-duplex");
    // balconies are slabs, without a room of their own
    let mut estate = haofang_testkit::Estate::voids();
    for building in &mut estate.buildings {
        building.storeys.truncate(4);
    }
    let (_, model) = estate.generate(&haofang_testkit::Style::default()).ifc_files.remove(0);
    let model = String::from_utf8(model).unwrap();
    let kept: Vec<&str> = model.lines().filter(|line| !(line.contains("=IFCSPACE(") && line.contains(&x2("阳台")))).collect();
    assert!(kept.len() < model.lines().count());
    out.write("duplex.ifc", kept.join("\n").as_bytes());
    let done = run(&out.path("duplex.ifc"), &out, &["--all"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let facts = facts(&out.path("duplex.ifc"));
    let balconies = facts["subjects"].as_array().unwrap().iter().filter(|subject| subject["kind"] == "balcony").count();
    let all = dwellings(&out);
    let mut drawn = 0;
    for dwelling in &all {
        let manual = manual(&out, dwelling);
        assert_eq!(manual["dwelling"]["storeys"].as_array().unwrap().len(), 2, "{dwelling}");
        let text = |name: &str| String::from_utf8(out.read(&format!("{dwelling}/{name}"))).unwrap();
        let (lower, upper, section) = (text("plan-1.svg"), text("plan-2.svg"), text("section.svg"));
        // the section names both levels and says the clear heights of the table
        for storey in manual["dwelling"]["storeys"].as_array().unwrap() {
            assert!(section.contains(storey.as_str().unwrap()), "{dwelling}: {storey}");
        }
        let height = manual["rooms"].as_array().unwrap().iter().find_map(|room| room["clear_height"].as_f64()).unwrap();
        assert!(section.contains(&format!(">{:.0}</text>", height * 1000.0)), "{dwelling}: {height}");
        assert!(upper.contains("stroke-dasharray"), "the void is crossed");
        drawn += [lower, upper].iter().map(|plan| plan.matches("投影").count()).sum::<usize>();
    }
    assert!(balconies > 0 && drawn == balconies, "{drawn} of {balconies} balconies are drawn");
}

#[test]
fn the_way_it_faces_follows_from_true_north() {
    let facing = |north: &str, name: &str| {
        let out = Folder::new(name);
        let model = altered(
            &out,
            &format!("#900001=IFCDIRECTION(({north}));\n"),
            &[("'Model',3,0.00001,#12,$)", "'Model',3,0.00001,#12,#900001)")],
        );
        assert_eq!(run(&model, &out, &["--dwelling", "1单元101"]).code, 0);
        let manual = manual(&out, &dwellings(&out)[0]);
        field(&manual, "home.orientation").clone()
    };
    // bay window, balcony and living room look along world −Y
    let south = facing("0.,1.", "manual-south");
    assert_eq!(south["from"]["kind"], "derived");
    assert!(south["text"]["zh"].as_str().unwrap().starts_with('南'), "{south}");
    let east = facing("1.,0.", "manual-east");
    assert!(east["text"]["zh"].as_str().unwrap().starts_with('东'), "{east}");
    // without true north nothing is assumed
    let out = Folder::new("manual-nowhere");
    assert_eq!(run(&sample(), &out, &["--dwelling", "1单元101"]).code, 0);
    let open = manual(&out, &dwellings(&out)[0]);
    assert!(field(&open, "home.orientation")["value"].is_null());
}

/// The sample with records put before its end, and with texts replaced.
fn altered(out: &Folder, records: &str, replaced: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(sample()).unwrap();
    for (old, new) in replaced {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let end = text.rfind("ENDSEC;").unwrap();
    text.insert_str(end, records);
    out.write("model.ifc", text.as_bytes());
    out.path("model.ifc")
}

/// A text as the sample's file writes it.
fn x2(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("\\X2\\{units}\\X0\\")
}

/// The number of the record that defines a thing with this GlobalId.
fn instance(guid: &str) -> String {
    let text = std::fs::read_to_string(sample()).unwrap();
    text.lines().find(|line| line.contains(guid)).unwrap().split('=').next().unwrap().to_owned()
}

#[test]
fn services_in_the_rooms_are_traced_to_items_and_an_owner_finds_the_valves() {
    let out = Folder::new("manual-services");
    let found = facts(&sample());
    let subjects = found["subjects"].as_array().unwrap();
    let dwelling = subjects.iter().find(|subject| subject["name"] == "1单元101").unwrap();
    let room = |name: &str| {
        instance(
            subjects.iter().find(|subject| subject["name"] == name && subject["parent"] == dwelling["id"]).unwrap()["guid"]
                .as_str()
                .unwrap(),
        )
    };
    let mut records = String::new();
    let mut add = |number: usize, class: &str, name: &str, room: &str| {
        records.push_str(&format!("#{number}={class}('0Test{number:017}',$,'{}',$,$,$,$,$,$);\n", x2(name)));
        records.push_str(&format!("#{}=IFCRELCONTAINEDINSPATIALSTRUCTURE('1Test{number:017}',$,$,$,(#{number}),{room});\n", number + 1));
    };
    add(900_001, "IFCFLOWMETER", "水表", &room("厨房"));
    add(900_003, "IFCVALVE", "燃气阀", &room("厨房"));
    add(900_005, "IFCELECTRICDISTRIBUTIONBOARD", "户内配电箱", &room("过道"));
    add(900_007, "IFCWASTETERMINAL", "地漏", &room("卫生间"));
    add(900_009, "IFCCOMMUNICATIONSAPPLIANCE", "信息箱", &room("过道"));
    add(900_011, "IFCALARM", "烟感", &room("客餐厅"));
    add(900_013, "IFCOUTLET", "洗衣机插座", &room("阳台"));
    // another dwelling's: must not appear
    let other = subjects.iter().find(|subject| subject["name"] == "1单元201").unwrap();
    let theirs = instance(
        subjects.iter().find(|subject| subject["name"] == "厨房" && subject["parent"] == other["id"]).unwrap()["guid"].as_str().unwrap(),
    );
    add(900_015, "IFCOUTLET", "邻户插座", &theirs);
    let model = altered(&out, &records, &[]);
    let done = run(&model, &out, &["--dwelling", "1单元101"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let manual = manual(&out, &dwellings(&out)[0]);
    assert_eq!(schema_flaws(&manual), Vec::<String>::new());
    assert_eq!((status(&manual, "M6"), status(&manual, "M7"), status(&manual, "M13")), ("filled", "partial", "partial"));
    assert_eq!(status(&manual, "M8"), "partial", "the socket of the washing machine is a provision");
    let devices: BTreeSet<&str> = manual["equipment"].as_array().unwrap().iter().filter_map(|line| line["device"].as_str()).collect();
    assert_eq!(devices, BTreeSet::from(["data_box", "gas_valve", "power_board", "water_valve"]));
    assert!(field(&manual, "power.board")["text"]["zh"].as_str().unwrap().starts_with("过道"));
    assert!(!manual.to_string().contains("邻户插座"));
}

#[test]
fn walls_without_a_word_are_treated_as_load_bearing() {
    let out = Folder::new("manual-walls");
    // the partitions lose their LoadBearing: nobody says that they are none
    let model = altered(&out, "", &[("'LoadBearing',$,IFCBOOLEAN(.F.)", "'Other',$,IFCBOOLEAN(.F.)")]);
    assert_eq!(run(&model, &out, &["--dwelling", "1单元101"]).code, 0);
    let bare = manual(&out, &dwellings(&out)[0]);
    let of =
        |manual: &Json, category: &str| manual["structure"].as_array().unwrap().iter().filter(|part| part["category"] == category).count();
    assert_eq!((status(&bare, "M4"), of(&bare, "partition")), ("partial", 0));
    assert!(of(&bare, "unknown") > 0);
    let svg = String::from_utf8(out.read(&format!("{}/structure.svg", dwellings(&out)[0]))).unwrap();
    assert!(svg.contains("#f29a2e") && svg.contains("#c62828") && svg.contains("未确认 按承重"));
    // a wall that is called not load-bearing and is of thick concrete contradicts itself
    let again = Folder::new("manual-walls-2");
    let contradicting = altered(&again, "", &[("'LoadBearing',$,IFCBOOLEAN(.T.)", "'LoadBearing',$,IFCBOOLEAN(.F.)")]);
    assert_eq!(run(&contradicting, &again, &["--dwelling", "1单元101"]).code, 0);
    let doubted = manual(&again, &dwellings(&again)[0]);
    let outer = doubted["structure"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["material"].as_str().is_some_and(|name| name.contains("钢筋混凝土")));
    let categories: BTreeSet<&str> = outer.map(|part| part["category"].as_str().unwrap()).collect();
    assert_eq!(categories, BTreeSet::from(["unknown"]));
    // without any wall the item is missing
    let none = Folder::new("manual-walls-3");
    let model = altered(&none, "", &[("=IFCWALL(", "=IFCFURNITURE(")]);
    run(&model, &none, &["--dwelling", "1单元101"]);
    let open = manual(&none, &dwellings(&none)[0]);
    assert_eq!(status(&open, "M4"), "missing");
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
