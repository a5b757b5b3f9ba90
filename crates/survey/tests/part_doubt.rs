//! What is granted for terraces, bay windows and voids against what is said of them and of their buildings and rooms (docs/traps.md).

#![allow(clippy::unwrap_used)] // a test may fail

mod common;

use common::statements::saying;
use common::survey;
use haofang_facts::{Fact, FactSheet, SubjectKind};
use haofang_testkit::estate::{Bay, BayForm};
use haofang_testkit::style::Encoding;
use haofang_testkit::{Estate, Style};

/// Descriptions, and names of properties with their values.
type Said<'t> = (&'t [&'t str], &'t [(&'t str, &'t str)]);

type Files = Vec<(String, Vec<u8>)>;

/// The files of an estate, as text that can be edited.
fn files(estate: &Estate) -> Files {
    estate.generate(&Style { encoding: Encoding::Utf8, ..Style::default() }).ifc_files
}

fn bays() -> Estate {
    let mut estate = Estate::default();
    estate.buildings[0].bay = Some(Bay { form: BayForm::Family, ..Bay::default() });
    estate
}

/// Of each kind that without which nothing is granted, and what marks its things.
fn parts() -> [(SubjectKind, Files, [&'static str; 2], &'static str); 3] {
    [
        (SubjectKind::Terrace, files(&Estate::terraces(2.0)), ["=IFCSPACE(", "'露台"], "is_of_duplex"),
        (SubjectKind::Void, files(&Estate::voids()), ["=IFCSPACE(", "'挑空"], "is_of_duplex"),
        (SubjectKind::BayWindow, files(&bays()), ["=IFCWINDOW(", "'TC"], "width_ratio"),
    ]
}

/// How many of a kind have a quantity that nothing contradicts.
fn sure(sheet: &FactSheet, kind: SubjectKind, quantity: &str) -> usize {
    let is_sure = |fact: &Fact| fact.conflicts().next().is_none();
    sheet.of_kind(kind).filter(|part| part.fact(quantity).is_some_and(is_sure)).count()
}

#[test]
fn nothing_is_granted_for_a_terrace_a_void_or_a_bay_that_its_own_words_deny() {
    let denied: [Said<'_>; 3] = [
        (
            &["已取消", "有顶盖", "加建阳光房", "封闭阳光房", "公共屋面", "公共上人屋面", "实为不上人屋面", "卧室", "公共露台，上人"],
            &[
                ("是否为露台", "否"),
                ("是否有顶", "是"),
                ("是否封闭", "是"),
                ("用途", "公共屋面"),
                ("备注", "公用露台"),
                ("权属", "全体业主共有"),
                ("露台类型", "阳光房"),
            ],
        ),
        (
            &["已取消", "已封板", "后期封板", "封板", "管井", "电梯井", "卧室", "实为楼梯洞口"],
            &[("是否挑空", "否"), ("用途", "卧室"), ("功能", "管井"), ("备注", "后期封板"), ("状态", "已封板"), ("是否封板", "是")],
        ),
        (
            &["已取消", "落地凸窗", "普通平窗", "非飘窗"],
            &[("是否飘窗", "否"), ("类型", "落地凸窗"), ("窗类型", "平窗"), ("是否落地", "是")],
        ),
    ];
    let right: [Said<'_>; 3] = [
        (
            &["详见大样", "上人屋面", "屋面防水做法详见建施", "主卧外露台", "通主卧", "设排水管井", "不得加建阳光房，无顶盖", "邻公共走道"],
            &[("是否为露台", "是"), ("是否有顶", "否"), ("用途", "露台"), ("权属", "业主"), ("露台类型", "开敞露台")],
        ),
        (
            &["详见大样", "客厅挑空", "不得封板", "本层平面", "邻电梯井"],
            &[("是否挑空", "是"), ("用途", "客厅"), ("是否封板", "否"), ("状态", "新建")],
        ),
        (
            &["详见大样", "转角凸窗", "窗台非落地", "平窗台", "断桥铝合金"],
            &[("是否飘窗", "是"), ("类型", "凸窗"), ("是否落地", "否"), ("窗类型", "推拉窗")],
        ),
    ];
    for (at, (kind, files, [class, name], quantity)) in parts().into_iter().enumerate() {
        let known = |description: &str, property: Option<(&str, &str)>| {
            sure(&survey(&saying(&files, &[class], name, description, property), &[]), kind, quantity)
        };
        let drawn = sure(&survey(&files, &[]), kind, quantity);
        assert!(drawn > 0);
        for description in right[at].0 {
            assert_eq!(known(description, None), drawn, "{name}: {description}");
        }
        for property in right[at].1 {
            assert_eq!(known("", Some(*property)), drawn, "{name}: {property:?}");
        }
        for description in denied[at].0 {
            assert_eq!(known(description, None), 0, "{name}: {description}");
        }
        for property in denied[at].1 {
            assert_eq!(known("", Some(*property)), 0, "{name}: {property:?}");
        }
    }
}

#[test]
fn a_terrace_is_what_the_room_over_its_slab_is_called() {
    let files = files(&Estate::terraces(2.0));
    let named = |name: &str| {
        let rename = |(file, bytes): &(String, Vec<u8>)| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let lines = text
                .lines()
                .map(|line| if line.contains("=IFCSPACE(") { line.replace("'露台'", &format!("'{name}'")) } else { line.to_owned() });
            (file.clone(), (lines.collect::<Vec<_>>().join("\n") + "\n").into_bytes())
        };
        let files: Files = files.iter().map(rename).collect();
        sure(&survey(&files, &[]), SubjectKind::Terrace, "is_of_duplex")
    };
    let drawn = named("露台");
    assert!(drawn > 0);
    for name in ["屋顶露台", "退台"] {
        assert_eq!(named(name), drawn, "{name}");
    }
    for name in ["阳光房", "屋面", "公共露台", "不上人屋面"] {
        assert_eq!(named(name), 0, "{name}");
    }
}

#[test]
fn the_areas_stated_of_terraces_and_balconies_are_another_reading_of_the_share() {
    let files = files(&Estate::terraces(2.0));
    let shares = |class: &str, description: &str, property: Option<(&str, &str)>| {
        let sheet = survey(&saying(&files, &[class], "'露台", description, property), &[]);
        ["terrace_area", "terrace_share", "terrace_share_dwelling"].map(|quantity| {
            let storeys = sheet.of_kind(SubjectKind::Storey).filter_map(|storey| storey.fact(quantity));
            storeys.flat_map(|fact| fact.conflicts()).filter(|witness| witness.value.as_number().is_some()).count()
        })
    };
    let none = [0, 0, 0];
    let space = "=IFCSPACE(";
    for property in [("投影面积", "60"), ("面积", "60"), ("露台面积", "60㎡"), ("备注", "投影面积60㎡")] {
        assert!(shares(space, "", Some(property)).iter().all(|count| *count > 0), "{property:?}");
    }
    assert!(shares("=IFCSLAB(", "", Some(("水平投影面积", "60"))).iter().all(|count| *count > 0));
    for description in ["投影面积60㎡", "投影面积：60㎡", "面积：60㎡"] {
        assert!(shares(space, description, None).iter().all(|count| *count > 0), "{description}");
    }
    // a slab may run under walls and rooms; a room ends at its guard; who asks for an area states none
    assert_eq!(shares("=IFCSLAB(", "", Some(("面积", "60"))), none);
    for property in [("面积", "1.5"), ("投影面积", "1.5"), ("备注", "种植面积60㎡"), ("投影面积", "不大于60㎡")] {
        assert_eq!(shares(space, "", Some(property)), none, "{property:?}");
    }
}

#[test]
fn widths_and_sills_stated_of_bays_and_rooms_are_other_readings() {
    let files = files(&bays());
    let other = |[class, name]: [&str; 2], description: &str, property: Option<(&str, &str)>, quantity: &str| {
        let sheet = survey(&saying(&files, &[class], name, description, property), &[]);
        let all = sheet.of_kind(SubjectKind::BayWindow).count();
        assert!(all > 0);
        let conflicts = |fact: &Fact| fact.conflicts().next().and_then(|witness| witness.value.as_number());
        sheet.of_kind(SubjectKind::BayWindow).find_map(|bay| conflicts(bay.fact(quantity).unwrap()))
    };
    let window = ["=IFCWINDOW(", "'TC"];
    for property in [("净宽", "1.5"), ("飘窗净宽", "1.5m"), ("飘窗净宽", "1500"), ("备注", "飘窗净宽1.5m")] {
        assert_eq!(other(window, "", Some(property), "clear_width"), Some(1.5), "{property:?}");
    }
    for description in ["飘窗净宽1.5m", "净宽：1.5m"] {
        assert_eq!(other(window, description, None, "clear_width"), Some(1.5), "{description}");
    }
    for property in [("净宽", "2.5"), ("飘窗净宽", "2500mm"), ("飘窗净宽", "≥1.5m"), ("宽度", "1.5"), ("净宽", "详见大样")]
    {
        assert_eq!(other(window, "", Some(property), "clear_width"), None, "{property:?}");
    }
    for (property, stated) in
        [(("窗台高度", "0"), Some(0.0)), (("窗台高", "0m"), Some(0.0)), (("窗台高度", "500"), None), (("窗台厚度", "0"), None)]
    {
        assert_eq!(other(window, "", Some(property), "sill_height"), stated, "{property:?}");
    }
    for description in ["窗台高度0", "窗台高度：0m"] {
        assert_eq!(other(window, description, None, "sill_height"), Some(0.0), "{description}");
    }
    let room = ["=IFCSPACE(", "'主卧"];
    let sheet = survey(&files, &[]);
    let bay = sheet.of_kind(SubjectKind::BayWindow).next().unwrap();
    let [axis, clear] = ["room_bay_width_axis", "room_bay_width_clear"].map(|quantity| bay.number(quantity).unwrap());
    for quantity in ["room_bay_width_axis", "room_bay_width_clear"] {
        for property in [("开间", "4.5"), ("房间开间", "4.5m"), ("轴线开间", "4500"), ("备注", "开间4.5m")] {
            assert_eq!(other(room, "", Some(property), quantity), Some(4.5), "{property:?}");
        }
        assert_eq!(other(room, "开间：4.5m", None, quantity), Some(4.5));
        for stated in [format!("{axis:.3}"), format!("{clear:.3}m"), format!("{axis:.2}m，进深4.5m"), "不小于2.7m".to_owned()] {
            assert_eq!(other(room, "", Some(("开间", &stated)), quantity), None, "{stated}");
        }
        assert_eq!(other(room, "进深4.5m", None, quantity), None);
    }
}

#[test]
fn a_building_says_how_many_storeys_it_has_and_whether_its_dwellings_are_flat() {
    let files = files(&Estate::terraces(2.0));
    let building = ["=IFCBUILDING(", "住宅"];
    let said = |description: &str, property: Option<(&str, &str)>| {
        let sheet = survey(&saying(&files, &[building[0]], building[1], description, property), &[]);
        let storeys = sheet.of_kind(SubjectKind::Building).filter_map(|building| building.fact("storeys_above"));
        let count = storeys.flat_map(|fact| fact.conflicts()).find_map(|witness| witness.value.as_number());
        (count, sure(&sheet, SubjectKind::Terrace, "is_of_duplex"))
    };
    let (none, drawn) = said("", None);
    assert!(none.is_none() && drawn > 0);
    for (description, count) in [
        ("地上8层", 8.0),
        ("地上层数：8", 8.0),
        ("地上层数3层", 3.0),
        ("地上八层，地下1层", 8.0),
        ("剪力墙结构，地上8F/地下1F", 8.0),
        ("地上共8层住宅", 8.0),
    ] {
        assert_eq!(said(description, None), (Some(count), drawn), "{description}");
    }
    assert_eq!(said("", Some(("地上建筑层数", "8层"))).0, Some(8.0));
    assert_eq!(said("", Some(("备注", "地上层数：8"))).0, Some(8.0));
    for description in
        ["地上4层", "地上四层，地下1层", "地上层数：4层", "地上一层为架空层", "地上车位8个", "地上8个车位", "8#楼", "地下8层"]
    {
        assert_eq!(said(description, None), (None, drawn), "{description}");
    }
    for description in ["平层住宅", "大平层，精装", "住宅；非复式"] {
        assert_eq!(said(description, None), (None, 0), "{description}");
    }
    for description in ["复式住宅", "平层、复式混合", "本层平面", "叠拼"] {
        assert_eq!(said(description, None), (None, drawn), "{description}");
    }
    // of the building, or of rooms of the dwelling itself, which is believed first
    let typed = |class: &str, name: &str, kind: &str| {
        let files = saying(&files, &[class], name, "", Some(("户型", kind)));
        sure(&survey(&files, &[]), SubjectKind::Terrace, "is_of_duplex")
    };
    assert_eq!(typed("=IFCSPACE(", "'主卧", "平层A户型"), 0);
    assert_eq!(typed("=IFCSPACE(", "'主卧", "复式A户型"), drawn);
    let room = saying(&files, &["=IFCSPACE("], "'卫生间", "与客厅平层", None);
    assert_eq!(sure(&survey(&room, &[]), SubjectKind::Terrace, "is_of_duplex"), drawn);
    assert_eq!(typed(building[0], building[1], "平层"), 0);
    let voids = saying(&self::files(&Estate::voids()), &[building[0]], building[1], "平层住宅", None);
    assert_eq!(sure(&survey(&voids, &[]), SubjectKind::Void, "is_of_duplex"), 0);
}
