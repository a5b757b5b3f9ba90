//! The ledger's sums, coefficients and exemptions on a hand-computed estate.

use crate::*;

const ESTATE: &str = r#"
[brief]
model_scope = "whole"
"plan.far" = 1.25

[sheet]
"project:江海府" = {}
"site:地块" = { in = "project:江海府", area = 200 }
"building:1#楼" = { in = "site:地块", is_residential = true, storeys_above = 4, converted_storeys = 4 }
"building:门卫" = { in = "site:地块", is_residential = false }
"storey:B1" = { in = "building:1#楼", use = "basement", floor_area = 300, structural_height = 3.6 }
"storey:4F" = { in = "building:1#楼", use = "dwelling", floor_area = 200, structural_height = 3.1, terrace_area = 30, terrace_share = 0.2, terrace_share_dwelling = 0.2 }
"storey:机房层" = { in = "building:1#楼", use = "plant", floor_area = 10, structural_height = 2.19 }
"storey:屋面" = { in = "building:1#楼", use = "roof" }
"storey:门卫1F" = { in = "building:门卫", use = "podium", floor_area = 40.59, structural_height = 3.3 }
"facility:门卫室" = { in = "storey:门卫1F", use = "gatehouse", area = 40.59, is_detached = true, is_below_ground = false }
"facility:快递柜" = { in = "site:地块", use = "parcel_locker", area = 1.8, is_detached = true, is_below_ground = false }
"balcony:401阳台" = { in = "storey:4F", area = 10, is_enclosed = true }
"terrace:401露台" = { in = "storey:4F", area = 30, is_of_duplex = true, far_coefficient = 0 }
"space:主卧" = { in = "storey:4F", use = "bedroom" }
"bay_window:主卧飘窗" = { in = "space:主卧", area = 1.56, clear_width = 2.6, room_bay_width_axis = 3.6, room_bay_width_clear = 3.4, sill_height = 0.40, clear_height = 2.1, room_is_regular = true }

[[clause]]
id = "NT-3.1-02"
[[clause.case]]
name = "帐目"
expect = "pass"
"#;

fn ledger(change: &str, brief: &str) -> FarLedger {
    let policy = Policy::builtin("nantong-2024-1").unwrap();
    let toml = ESTATE.replace("expect = \"pass\"", &format!("expect = \"pass\"\n{change}"));
    let case = case::read(&policy, "far.toml", &toml).unwrap().remove(0);
    let mut parameters = case.brief.clone();
    if !brief.is_empty() {
        parameters.set(brief).unwrap();
    }
    let ledger = judge(&[policy], &case.sheet, &parameters, "2026-11-22", false).main.far.unwrap();
    // the sums check themselves: every total is the sum of its rows
    let sum = |of: fn(&FarRow) -> f64| ledger.rows.iter().map(of).sum::<f64>();
    for row in &ledger.rows {
        assert!(
            (row.counted - row.area * row.coefficient).abs() < 1e-9
                && (row.baseline_counted - row.area * row.baseline_coefficient).abs() < 1e-9
        );
    }
    if let (Some(baseline), Some(entitled)) = (ledger.baseline, ledger.entitled) {
        assert!((baseline - sum(|row| row.baseline_counted)).abs() < 1e-9);
        assert!((entitled - sum(|row| row.counted)).abs() < 1e-9);
    }
    ledger
}

fn row<'l>(ledger: &'l FarLedger, id: &str) -> &'l FarRow {
    ledger.rows.iter().find(|row| row.id.0 == id).unwrap()
}

fn near(found: Option<f64>, wanted: f64) {
    assert!(found.is_some_and(|found| (found - wanted).abs() < 1e-9), "{found:?}, wanted {wanted}");
}

#[test]
fn every_square_metre_stands_once() {
    let far = ledger("", "");
    // 200 storey + 10 × ½ plant + 40.59 gatehouse + 10 × ½ balcony + 1.56 × ½ bay window
    near(far.baseline, 200.0 + 5.0 + 40.59 + 5.0 + 0.78);
    // the gatehouse and the bay window are exempt
    near(far.entitled, 200.0 + 5.0 + 5.0);
    near(far.claimed, 200.0 + 5.0 + 40.59 + 5.0 + 0.78);
    near(far.ratio(far.entitled), 210.0 / 200.0);
    assert_eq!(row(&far, "facility:门卫室").clause, "NT-3.1-03f");
    assert_eq!(row(&far, "bay_window:主卧飘窗").clause, "NT-3.1-02");
    assert_eq!(row(&far, "terrace:401露台").clause, "NT-3.1-01");
    near(Some(row(&far, "storey:门卫1F").area), 0.0);
    near(Some(row(&far, "storey:B1").counted), 0.0);
    assert!(far.rows.iter().all(|row| row.id.0 != "storey:屋面"));
    assert!(far.notes.iter().any(|note| note.zh.contains("未加载本市基础计容规则")));
}

#[test]
fn the_area_standard_is_a_parameter() {
    let far = ledger("", "profile.area_standard=GB55031_2022");
    // below 2.20 m nothing; a closed balcony counts whole; the bay window is no enclosed space
    near(far.baseline, 200.0 + 40.59 + 10.0);
    assert_eq!(far.area_standard, "GB55031_2022");
}

#[test]
fn slopes_and_recesses_count_as_the_standards_have_them() {
    // an attic of 80 m² of which 52 count (3.0.3), of a balcony of 10 m² 4 within the main structure (3.0.21)
    let set =
        "set = { \"storey:4F.floor_area\" = 80, \"storey:4F.counted_floor_area\" = 52, \"balcony:401阳台.inside_structure_area\" = 4 }";
    let far = ledger(set, "");
    near(far.baseline, 52.0 + 5.0 + 40.59 + (4.0 + 3.0) + 0.78);
    near(Some(row(&far, "storey:4F").coefficient), 0.65);
    near(Some(row(&far, "balcony:401阳台").coefficient), 0.7);
    // a closed balcony counts whole by the new standard wherever it lies
    near(Some(row(&ledger(set, "profile.area_standard=GB55031_2022"), "balcony:401阳台").coefficient), 1.0);
}

#[test]
fn unknown_areas_give_no_totals() {
    let far = ledger("lack = [\"storey:4F.floor_area\"]", "");
    assert_eq!((far.baseline, far.entitled, far.claimed), (None, None, None));
    assert!(far.missing.iter().any(|missing| missing.quantity == "storey.floor_area"));
    assert!(!far.rows.is_empty());
}

#[test]
fn sheds_count_by_their_roof_and_columns() {
    let shed = |facts: &str, brief: &str| {
        let add = format!(
            "add = {{ \"facility:车棚\" = {{ in = \"site:地块\", use = \"e_bike_shed\", area = 60, {facts} is_below_ground = false }} }}"
        );
        let far = ledger(&add, brief);
        let row = far.rows.iter().find(|row| row.id.0 == "facility:车棚").map(|row| (row.area, row.baseline_coefficient));
        (row, far.baseline.is_some())
    };
    let new = "profile.area_standard=GB55031_2022";
    // GB/T 50353-2013 3.0.22: half of the roof, on whatever it stands; nothing without a roof
    assert_eq!(shed("has_roof = true,", ""), (Some((60.0, 0.5)), true));
    assert_eq!(shed("has_roof = false,", ""), (Some((60.0, 0.0)), true));
    // GB 55031-2022: whole within rows of columns, half on a single row
    assert_eq!(shed("has_roof = true, column_area = 34,", new), (Some((34.0, 1.0)), true));
    assert_eq!(shed("has_roof = true, column_area = 0,", new), (Some((60.0, 0.5)), true));
    // what is not known is not counted away
    assert_eq!(shed("", ""), (None, false));
    assert_eq!(shed("has_roof = true,", new), (None, false));
}

#[test]
fn without_an_earned_clause_the_baseline_stands() {
    let far = ledger("set = { \"facility:门卫室.is_detached\" = false, \"bay_window:主卧飘窗.clear_width\" = 2.0 }", "");
    near(far.entitled, far.baseline.unwrap());
    let far = ledger("", "improved_housing=false");
    near(far.entitled, far.baseline.unwrap());
}

/// The invented local base rules shipped as an example.
fn example() -> Policy {
    Policy::parse("policies/example-local-base/policy.toml", include_str!("../../../policies/example-local-base/policy.toml"), "").unwrap()
}

const HIGH: &str = r#"
[brief]
model_scope = "whole"
"far.storey_height_cap_m" = 3.6
"far.void_rules" = "导则"
[sheet]
"project:江海府" = {}
"site:地块" = { in = "project:江海府", area = 1000 }
"building:1#楼" = { in = "site:地块", is_residential = true, storeys_above = 8, converted_storeys = 9 }
"stair_unit:1单元" = { in = "building:1#楼", households = 1 }
"storey:1F" = { in = "building:1#楼", use = "podium", elevation = 0, floor_area = 300, structural_height = 5.8 }
"storey:2F" = { in = "building:1#楼", use = "dwelling", elevation = 5.8, floor_area = 250, structural_height = 3.6 }
"storey:3F" = { in = "building:1#楼", use = "dwelling", elevation = 9.4, floor_area = 230, structural_height = 3.61 }
"space:大堂" = { in = "storey:1F", use = "lobby", net_area = 40, structural_height = 5.81, floor_plate_share = 0.13 }
"void:挑空" = { in = "storey:3F", area = 20, is_of_duplex = true, is_partial = true }
"facility:门卫室" = { in = "site:地块", use = "gatehouse", area = 12, is_detached = true, is_below_ground = false }
[[clause]]
id = "NT-3.1-02"
[[clause.case]]
name = "帐目"
expect = "pass"
"#;

#[test]
fn local_base_rules_bring_virtual_floor_area_and_the_policy_takes_it_out_of_lobbies_and_voids() {
    let policy = Policy::builtin("nantong-2024-1").unwrap();
    let case = case::read(&policy, "far.toml", HIGH).unwrap().remove(0);
    let judged = |stack: &[Policy]| judge(stack, &case.sheet, &case.brief, "2026-11-22", false).main;
    let far = judged(&[example(), policy.clone()]).far.unwrap();
    assert!(far.adds_up());
    // floors 300 + 250 + 230; virtual: (300 - 40) × 1 on 1F (5.80 - 3.60 = 2.20 begins the second), 230 × 1 on 3F, none at 3.60 m;
    // lobby 40 × 2 (5.81 m); the void again 20; the gatehouse 12
    near(far.baseline, 780.0 + 260.0 * 2.0 + 230.0 + 40.0 * 2.0 + 20.0 + 12.0);
    // the lobby's height, the void and the gatehouse are relieved; the storeys' heights are not
    near(far.entitled, 780.0 + 260.0 * 2.0 + 230.0);
    let sums = far.by_rule();
    let sum = |clause: &str| sums.iter().find(|sum| sum.clause == clause).map(|sum| sum.baseline - sum.entitled);
    assert_eq!(
        (sum("NT-3.1-04"), sum("NT-3.1-05"), sum("NT-3.1-03f"), sum("示例 虚拟面积")),
        (Some(80.0), Some(20.0), Some(12.0), Some(0.0))
    );
    assert!(far.notes.iter().all(|note| !note.zh.contains("未加载")));
    // without the base pack no virtual area is made up
    let plain = judged(&[policy]).far.unwrap();
    near(plain.baseline, 780.0 + 12.0);
    assert!(plain.notes.iter().any(|note| note.zh.contains("虚拟容积率系数未知")));
}

#[test]
fn an_amending_pack_changes_what_the_ledger_counts() {
    let city = r#"
[policy]
id = "haimen-2026"
version = "1.0.0"
amends = "nantong-2024-1"
title = ["海门区补充规定", "Supplement of Haimen"]

[[area-rule]]
id = "海门 露台"
on = "terrace"
area = "terrace.area"
coefficient = "0.5"
why = ["露台计 1/2", "terraces count half"]
"#;
    let policy = Policy::parse("haimen.toml", city, "").unwrap();
    let nantong = Policy::builtin("nantong-2024-1").unwrap();
    let toml = ESTATE
        .replace("terrace_share = 0.2,", "terrace_share = 0.21,")
        .replace("terrace_share_dwelling = 0.2 ", "terrace_share_dwelling = 0.21 ");
    let case = case::read(&nantong, "far.toml", &toml).unwrap().remove(0);
    let far = judge(&[policy], &case.sheet, &case.brief, "2026-11-22", false).main.far.unwrap();
    let terrace = row(&far, "terrace:401露台");
    assert_eq!((terrace.clause.as_str(), terrace.coefficient), ("海门 露台", 0.5));
    assert!(far.adds_up());
}
