//! What a manual says and what it leaves to the developer: M1–M14 in every state, walls, services, drawings, directions.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

mod command;
mod manuals;
mod schema;

use std::collections::BTreeSet;

use command::{Folder, sample};
use manuals::{altered, dwellings, facts, field, instance, json, manual, run, status, x2};
use schema::schema_flaws;
use serde_json::Value as Json;

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
    // a map conversion says it as well: its x axis points to the north of the map, so that world −Y looks east
    let mapped = |axis: &str, name: &str| {
        let out = Folder::new(name);
        let records = format!(
            "#900001=IFCPROJECTEDCRS('EPSG:4549',$,'CGCS2000',$,$,$,$);\n#900002=IFCMAPCONVERSION(CONTEXT,#900001,500000.,3540000.,0.,{axis},1.);\n"
        );
        let sample = std::fs::read_to_string(sample()).unwrap();
        let context = sample.lines().find(|line| line.contains("'Model',3,0.00001")).and_then(|line| line.split('=').next()).unwrap();
        let model = altered(&out, &records.replace("CONTEXT", context), &[]);
        assert_eq!(run(&model, &out, &["--dwelling", "1单元101"]).code, 0);
        field(&manual(&out, &dwellings(&out)[0]), "home.orientation").clone()
    };
    let east = mapped("0.,1.", "manual-mapped");
    assert!(east["text"]["zh"].as_str().unwrap().starts_with('东'), "{east}");
    assert!(east.to_string().contains("坐标北"), "{east}");
    // one that does not say how the model is turned says nothing
    assert!(mapped("$,$", "manual-unturned")["value"].is_null());
    // without any north nothing is assumed
    let out = Folder::new("manual-nowhere");
    assert_eq!(run(&sample(), &out, &["--dwelling", "1单元101"]).code, 0);
    let open = manual(&out, &dwellings(&out)[0]);
    assert!(field(&open, "home.orientation")["value"].is_null());
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
