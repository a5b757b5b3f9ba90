use super::*;

#[test]
fn a_file_is_read_with_types_and_origins() {
    let brief = Brief::from_toml(
        "haofang.toml",
        "households = 50\n[plan]\ngreen_ratio = \"30%\"\nfar = 2.0\n[plan.height_limit_m]\n\"1#住宅楼\" = 24.0\n[green.concentrated]\nmin_area_m2 = 400\n[[documents]]\nclause = \"NT-2.4-01\"\ntitle = \"二星级标识\"\nvalue = 2\ndate = 2025-01-02\n",
    )
    .unwrap();
    assert_eq!(brief.number("households"), Some(50.0));
    assert_eq!(brief.number("plan.green_ratio"), Some(0.3));
    assert_eq!(brief.number_for("plan.height_limit_m", "1#住宅楼"), Some(24.0));
    assert_eq!(brief.number_for("plan.height_limit_m", "2#"), None);
    // a tower of the building keeps to the limit of the whole, unless it has one of its own
    assert_eq!(brief.number_for("plan.height_limit_m", "1#住宅楼（东塔）"), Some(24.0));
    assert_eq!(brief.number_for("plan.height_limit_m", "1#住宅楼（裙房）"), None);
    assert_eq!(brief.number("green.concentrated.min_area_m2"), Some(400.0));
    assert_eq!(brief.get("green.building_offset_m"), Some((Setting::Number(1.0), Origin::Default)));
    assert_eq!(brief.text("model_scope").as_deref(), Some("partial"));
    assert_eq!(brief.documents[0].value, Some(Setting::Number(2.0)));
    assert_eq!(brief.documents[0].date.as_deref(), Some("2025-01-02"));
    assert!(brief.number("plan.parking_required").is_none());
}

#[test]
fn errors_say_where_and_what_was_meant() {
    let errors = Brief::from_toml("haofang.toml", "[plan]\ngreen_ration = 0.3\nfar = \"高\"\n").unwrap_err();
    let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(text[0], "haofang.toml:2:1: unknown parameter `plan.green_ration`; did you mean `plan.green_ratio`?");
    assert_eq!(text[1], "haofang.toml:3:7: `plan.far` must be a number, 0 or more, found the text \"高\"");
    assert!(Brief::from_toml("x", "plan.green_ratio = 30").unwrap_err()[0].message.contains("between 0 and 1"));
    assert!(Brief::from_toml("x", "plan = = 3").is_err());
    assert!(Brief::from_toml("x", "application_date = \"2025-02-30\"").is_err());
}

#[test]
fn assignments_win_and_are_as_strict() {
    let mut brief = Brief::from_toml("haofang.toml", "plan.green_ratio = 0.3").unwrap();
    brief.set("plan.green_ratio=35%").unwrap();
    brief.set("model_scope=whole").unwrap();
    brief.set("gas = true").unwrap();
    brief.set("plan.height_limit_m.1#=36").unwrap();
    brief.set("application_date=2025-06-01").unwrap();
    assert_eq!(brief.get("plan.green_ratio"), Some((Setting::Number(0.35), Origin::Caller)));
    assert_eq!(brief.text("model_scope").as_deref(), Some("whole"));
    assert_eq!(brief.flag("gas"), Some(true));
    assert_eq!(brief.number_for("plan.height_limit_m", "1#"), Some(36.0));
    assert!(brief.set("plan.green_ratio=30").unwrap_err().to_string().contains("between 0 and 1"));
    assert!(brief.set("plan.gren_ratio=0.3").unwrap_err().to_string().contains("did you mean `plan.green_ratio`"));
    assert!(brief.set("model_scope=all").is_err());
    assert!(brief.set("households=1.5").is_err());
    assert!(brief.set("households").is_err());
}
