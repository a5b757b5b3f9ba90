//! What hosts may rely on: every public item of this crate, in a reviewed list. A change here is a change for Python, C, the
//! browser and every Rust host; an item that disappears or changes needs a new version (semver).
#![allow(clippy::disallowed_methods)] // reads the sources

use std::collections::BTreeMap;
use std::path::Path;

/// The public items of a source text: signatures with the `impl` they stand in, fields and variants with their type.
fn items(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().map(|line| line.split("//").next().unwrap_or_default().trim_end()).collect();
    let (mut found, mut owner, mut depth) = (Vec::new(), String::new(), 0_i32);
    let mut public_enum = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let start = line.trim();
        let mut taken = 1;
        if depth == 0 && start.starts_with("impl") && !start.contains(" for ") {
            start.trim_end_matches('{').trim().clone_into(&mut owner);
        } else if depth == 0 && !start.is_empty() && start != "}" && !start.starts_with('#') {
            owner.clear();
        }
        if start.starts_with("pub ") {
            // up to the end of the signature
            let mut whole = start.to_owned();
            let ended = |whole: &str| whole.contains(['{', ';']) || depth == 1 && whole.ends_with(',') && !whole.contains('(');
            while !ended(&whole) && at + taken < lines.len() {
                whole = format!("{whole} {}", lines[at + taken].trim());
                taken += 1;
            }
            let shown = if whole.starts_with("pub use") {
                whole.trim_end_matches(';')
            } else if whole.starts_with("pub const ") && !whole.contains("const fn") {
                // the type is what hosts rely on, the value is in the documentation
                whole.split(" =").next().unwrap_or(&whole)
            } else {
                whole.split(['{', ';']).next().unwrap_or(&whole)
            };
            let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(", )", ")");
            if depth == 0 && (shown.starts_with("pub struct") || shown.starts_with("pub enum")) {
                owner.clone_from(&shown);
                public_enum = shown.starts_with("pub enum");
                found.push(shown);
            } else {
                let inside = if depth > 0 && !owner.is_empty() { format!("{owner} :: ") } else { String::new() };
                found.push(format!("{inside}{}", shown.trim_end_matches(',')));
            }
        } else if public_enum && depth == 1 && start.chars().next().is_some_and(char::is_uppercase) {
            found.push(format!("{owner} :: {}", start.trim_end_matches(['{', ',', ' '])));
        }
        for line in lines.iter().skip(at).take(taken) {
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
        }
        if depth == 0 && start == "}" {
            owner.clear();
            public_enum = false;
        }
        at += taken;
    }
    found
}

#[test]
fn the_public_items_are_those_that_hosts_know() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in std::fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.insert(path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap());
        }
    }
    let mut all = String::new();
    for (name, text) in &files {
        let items = items(text);
        if !items.is_empty() {
            let gap = if all.is_empty() { "" } else { "\n" };
            all += &format!("{gap}{name}\n");
            all += &items.iter().map(|item| format!("  {item}\n")).collect::<String>();
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_scan_sees_what_is_public_and_nothing_else() {
    let found = items(
        "pub struct A {\n    /// x\n    pub b: u8,\n    c: u8,\n}\n\nimpl A {\n    pub fn long(\n        &self,\n        x: u8,\n    ) -> u8 {\n        let y = 1;\n        y\n    }\n    pub(crate) fn no(&self) {}\n}\n\npub enum E {\n    One,\n    Two { x: u8 },\n}\nimpl Default for A {\n    fn default() -> A {}\n}\npub const K: [u8; 2] = [1, 2];\n",
    );
    assert_eq!(
        found,
        [
            "pub struct A",
            "pub struct A :: pub b: u8",
            "impl A :: pub fn long(&self, x: u8) -> u8",
            "pub enum E",
            "pub enum E :: One",
            "pub enum E :: Two { x: u8 }",
            "pub const K: [u8; 2]"
        ]
    );
}

/// The traits by which hosts keep and share these values.
#[test]
fn hosts_may_keep_and_share_them() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<haofang_checker::Session>();
    shared::<haofang_checker::Checked>();
    shared::<haofang_checker::Host>();
    shared::<haofang_checker::Order>();
    shared::<haofang_checker::HostError>();
    shared::<haofang_checker::Progress>();
}
