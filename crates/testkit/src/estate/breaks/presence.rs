//! Pairs of clauses that ask for something to be there, for a document, or for data that a person judges.

use super::{Break, complete, own, pair};
use crate::estate::{Edit, Estate, Feature, Form, Green, GreenKind, GreenShape, Residential, Use};

/// The complete estate with these edits.
fn with(edits: &[Edit]) -> Estate {
    Estate { edits: edits.to_vec(), ..complete() }
}

/// Two storeys without basement, garage and site.
fn plain(edits: &[Edit]) -> Estate {
    let building = Residential { storeys: vec![(3.15, Use::Dwelling); 2], ..Residential::default() };
    Estate { key: "plain".into(), buildings: vec![building], edits: edits.to_vec(), ..Estate::default() }
}

/// The same with water pipes: eight of the ten groups of information, only site and types of windows missing.
fn piped(edits: &[Edit]) -> Estate {
    let mut estate = plain(edits);
    estate.buildings[0].water_pipe = Some("薄壁不锈钢管 S30408");
    estate
}

/// The complete estate with this document for the clause.
fn certified(clause: &'static str, title: &'static str, value: &'static str) -> Estate {
    let mut estate = complete();
    estate.conditions.documents = vec![[clause, title, value]];
    estate
}

/// The complete estate with one more green.
fn greened(kind: GreenKind, shape: GreenShape) -> Estate {
    let mut estate = complete();
    estate.site.iter_mut().for_each(|site| site.greens.push(Green::new(kind, shape)));
    estate
}

pub(super) fn breaks() -> Vec<Break> {
    let mut all = rooms();
    all.extend(documents());
    all.extend(green());
    all.extend(escape());
    all
}

/// What rooms, dwellings and places tell.
fn rooms() -> Vec<Break> {
    let climate = {
        let mut estate = complete();
        estate.buildings[0].appliances.push("三恒系统主机");
        estate
    };
    let posts = Edit::Remove("电动自行车/桩");
    vec![
        own(
            "NT-2.1-02",
            "2# 书房全为储藏室，与 1# 各套居室数不同",
            "pass",
            "manual",
            [with(&[Edit::Rename("2#住宅楼/*书房", "储藏室")]), complete()],
        ),
        own("NT-2.1-03", "1# 三层西户过道没有形体", "manual", "undetermined", [complete(), with(&[Edit::Unshape("1#住宅楼/3F/过道3")])])
            .along(&["NT-2.2-11", "NT-2.4-06c"]) // the manual lacks the usable area; the fresh-air unit hangs in no room
            .naming(&["1#住宅楼/1单元301"]),
        own("NT-2.2-11", "1# 302 没有户号", "pass", "manual", [complete(), with(&[Edit::Unnumber("1#住宅楼/1单元302", "B户型")])])
            .naming(&["1#住宅楼/1单元302"]),
        own("NT-2.1-13", "电梯厅没有名称", "pass", "undetermined", [plain(&[]), plain(&[Edit::Rename("电梯厅", "房间")])])
            .along(&["NT-2.3-14d"]) // a lift lobby is a corridor on the way out as well
            .naming(&["1#住宅楼"]),
        own("NT-2.3-07b", "车位没有形体", "manual", "undetermined", [complete(), with(&[Edit::Unshape("车位*空间")])]),
        own("NT-2.4-05", "没有三恒设备", "pass", "undetermined", [climate, complete()]),
        own("NT-4.3-01a", "没有电梯，十组信息剩七组", "pass", "manual", [piped(&[]), piped(&[Edit::Remove("电梯")])]),
        own(
            "NT-2.3-10b",
            "停放区没有充电字样，也没有充电设施",
            "pass",
            "fail",
            [with(&[Edit::Rename("电动自行车/区", "电动自行车停放区")]), with(&[Edit::Rename("电动自行车/区", "电动自行车停放区"), posts])],
        ),
    ]
}

/// Clauses that documents show.
fn documents() -> Vec<Break> {
    let mut all = Vec::new();
    for (clause, title) in [
        ("NT-2.1-11b", "江苏省园林式居住区证书"),
        ("NT-2.2-08", "装修分级配置方案"),
        ("NT-2.2-13a", "质量保险保单"),
        ("NT-2.2-13b", "5 年质量潜在缺陷保险保单、25 年安全体检协议"),
        ("NT-2.4-02", "超低能耗建筑标识"),
        ("NT-2.4-06a", "节能节水专项设计"),
    ] {
        all.push(own(clause, "没有证明文件", "pass", "undetermined", [certified(clause, title, "true"), complete()]));
        all.push(own(clause, "文件只写目标", "pass", "manual", [certified(clause, title, "true"), certified(clause, "创建目标", "true")]));
    }
    let (title, clause) = ("江苏省园林式居住区证书", "NT-2.1-11b");
    all.push(own(clause, "文件声明未获评", "pass", "fail", [certified(clause, title, "true"), certified(clause, title, "false")]));
    all
}

/// 屋顶绿化, 空中花园, 垂直绿化.
fn green() -> Vec<Break> {
    let roof = greened(GreenKind::Roof, GreenShape::Rect([10.0, 8.0], 12.0, 10.0));
    let wall = greened(GreenKind::Wall, GreenShape::Rect([10.0, 5.75], 12.0, 3.0));
    let garden = {
        let mut estate = complete();
        estate.features.push(Feature::new("空中花园", Form::Area, [88.0, 60.0, 12.0], [4.0, 3.0, 2.0]));
        estate
    };
    vec![
        own("NT-2.1-12a", "没有屋顶绿化", "pass", "manual", [roof, complete()]),
        own("NT-2.1-12b", "没有空中花园", "pass", "manual", [garden, complete()]),
        own("NT-2.1-12c", "没有垂直绿化", "pass", "manual", [wall, complete()]),
    ]
}

/// 逃生通道和避难空间: whether they are reasonable is for a person, so a model gives `manual` or tells nothing.
fn escape() -> Vec<Break> {
    let to_roof = |building: &'static str| Edit::Add(building, Form::Stair, "出屋面楼梯", [8.3, 7.0, 9.45], [2.0, 2.0, 1.2]);
    let window = |level: &'static str| Edit::Add(level, Form::Object, "阳台逃生缓降器", [8.5, -1.0, 6.4], [0.4, 0.2, 0.4]);
    let both_roofs = [to_roof("1#住宅楼/屋面层"), to_roof("2#住宅楼/屋面层")];
    let both_windows = [window("1#住宅楼/3F"), window("2#住宅楼/3F")];
    vec![
        own("NT-2.3-14a", "1# 没有出屋面楼梯", "manual", "undetermined", [with(&both_roofs), with(&both_roofs[1..])]).naming(&["1#住宅楼"]),
        own("NT-2.3-14b", "1# 没有阳台逃生设施", "manual", "undetermined", [with(&both_windows), with(&both_windows[1..])])
            .naming(&["1#住宅楼"]),
        own(
            "NT-2.3-14c",
            "没有楼梯和楼梯间",
            "manual",
            "undetermined",
            [plain(&[]), plain(&[Edit::Remove("/楼梯"), Edit::Remove("楼梯间")])],
        )
        .naming(&["1#住宅楼"]),
        pair("NT-2.3-14d", "1# 没有电梯厅", "manual", "undetermined", |e| e.edits = vec![Edit::Rename("1#住宅楼/*电梯厅", "房间")])
            .naming(&["1#住宅楼"]),
    ]
}
