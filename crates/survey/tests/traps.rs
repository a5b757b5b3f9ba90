//! The page of traps names only tests that exist.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // a test reads files and may fail

use std::path::Path;

#[test]
fn every_test_named_on_the_page_of_traps_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/traps.md")).unwrap();
    let mut checked = 0;
    for row in page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| trap")) {
        let covered = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        if covered.starts_with('—') {
            continue;
        }
        let reference = covered.trim_matches('`');
        let (file, name, wanted) = match (reference.split_once("::"), reference.split_once('#')) {
            (Some((file, name)), _) => (file, name, format!("fn {name}(")),
            (None, Some((file, name))) => (file, name, format!("name = \"{name}\"")),
            _ => panic!("no test is named: {row}"),
        };
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("{file} is gone"));
        assert!(text.contains(&wanted), "{file} has no {name}");
        checked += 1;
    }
    assert!(checked > 50, "{checked}");
}
