//! Names of files and folders from names of buildings and dwellings, safe on every system.

/// Longest name, in characters.
const LONGEST: usize = 60;

/// Names that Windows keeps for devices.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

/// A name without anything that a file system or a page address would take for its own; `instead` when nothing is left.
#[must_use]
pub fn safe(name: &str, instead: &str) -> String {
    let kept: String =
        name.trim().chars().map(|c| if c.is_alphanumeric() || "-_.+（）()".contains(c) { c } else { '_' }).take(LONGEST).collect();
    let kept = kept.trim_matches(|c| c == '.' || c == '_').to_owned();
    if kept.is_empty() || RESERVED.contains(&kept.to_lowercase().as_str()) { instead.to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn names_cannot_leave_their_folder() {
        assert_eq!(safe("3#住宅楼", "x"), "3_住宅楼");
        assert_eq!(safe("../../etc/passwd", "x"), "etc_passwd");
        assert_eq!(safe("1单元/101", "x"), "1单元_101");
        assert_eq!(safe("<script>alert(1)</script>", "x"), "script_alert(1)__script");
        assert_eq!(safe("  ", "dwelling"), "dwelling");
        assert_eq!(safe("CON", "dwelling"), "dwelling");
        assert_eq!(safe(&"长".repeat(200), "x").chars().count(), 60);
    }
}
