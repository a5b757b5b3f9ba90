//! `manual.toml`: scopes, places, flaws.

use super::*;

const TEXT: &str = r#"
[parties]
developer = "南通示例置业有限公司"
developer_phone = "0513-0000 0000"
[warranty]
start = 2026-12-30
[power]
rated_load_kw = 8
[[equipment]]
name = "新风机"
match = "新风"
maker = "示例"
maintenance_months = 6
[[documents]]
title = "住宅质量保证书"
[type."A户型".power]
rated_load_kw = 10
[dwelling."1-2-501".power]
rated_load_kw = 12
[[dwelling."1-2-501".equipment]]
name = "净水器"
"#;

#[test]
fn the_nearest_scope_wins_and_every_value_has_its_line() {
    let overlay = Overlay::parse("manual.toml", TEXT).unwrap();
    assert_eq!(overlay.of(None, &[]).number("power.rated_load_kw"), Some(8.0));
    assert_eq!(overlay.of(Some("A户型"), &["9-9"]).number("power.rated_load_kw"), Some(10.0));
    let own = overlay.of(Some("A户型"), &["1-2-501"]);
    assert_eq!(own.number("power.rated_load_kw"), Some(12.0));
    assert_eq!(own.get("parties.developer").unwrap().at, "manual.toml:3");
    assert_eq!(own.text("warranty.start"), Some("2026-12-30"));
    assert_eq!(own.equipment().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["净水器", "新风机"]);
    assert_eq!(own.documents().next().unwrap().title, "住宅质量保证书");
}

fn flaws(text: &str) -> Vec<String> {
    Overlay::parse("manual.toml", text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn unknown_keys_are_errors_with_their_place_and_a_suggestion() {
    let text = "[parties]\n  develper = \"甲\"\n[pones]\nrepair = \"1\"\n[dwelling.\"1-1\".power]\nrated_load = 3\n[[equipment]]\nname = \"a\"\nmakr = \"b\"\n";
    insta::assert_snapshot!(flaws(text).join("\n"), @r"
    manual.toml:2:3: unknown key `parties.develper`; did you mean `parties.developer`?
    manual.toml:3:2: unknown section `pones`; did you mean `phones`?
    manual.toml:9:1: unknown key of [[equipment]] `makr`; did you mean `maker`?
    manual.toml:6:1: unknown key `power.rated_load`; did you mean `power.rated_load_kw`?
    ");
}

#[test]
fn values_of_the_wrong_kind_are_errors() {
    let text =
        "[power]\nrated_load_kw = \"8kW\"\n[warranty]\nstart = \"明年\"\n[edition]\nas_built = \"yes\"\n[parties]\ndeveloper = true\n";
    insta::assert_snapshot!(flaws(text).join("\n"), @r"
    manual.toml:2:17: `power.rated_load_kw` must be a number of kW without quotes
    manual.toml:4:9: `warranty.start` must be a date such as 2026-12-31
    manual.toml:6:12: `edition.as_built` must be true or false
    manual.toml:8:13: `parties.developer` must be a text in quotes
    ");
}

#[test]
fn a_torn_file_is_an_error_with_its_place() {
    let flaws = flaws("[parties\ndeveloper = 1");
    assert!(flaws[0].starts_with("manual.toml:1:9: not valid TOML"), "{flaws:?}");
    assert!(Overlay::parse("manual.toml", "").is_ok());
    assert!(Overlay::parse("manual.toml", "type = 3").is_err());
    assert!(Overlay::parse("manual.toml", "[type]\nA = 3").is_err());
}
