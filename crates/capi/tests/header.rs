//! `include/haofang.h` declares what the sources export, with the same parameters in the same order, and nothing else.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // reads the header and the sources

use std::collections::BTreeMap;
use std::path::Path;

/// Names of the parameters of every function that a text declares, by name of the function.
fn declared(text: &str, parameter: impl Fn(&str) -> Option<String>) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (at, _) in text.match_indices('(') {
        let (before, after) = text.split_at(at);
        let name = before.rsplit(|c: char| !(c.is_ascii_lowercase() || c == '_')).next().unwrap_or_default();
        let Some(name) = name.strip_prefix("haofang_") else { continue };
        let inside = after.trim_start_matches('(').split(')').next().unwrap_or_default();
        found.insert(name.to_owned(), inside.split(',').filter_map(&parameter).collect());
    }
    found
}

/// Lines without their comments.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn header() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("include/haofang.h")).unwrap()
}

fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    ["lib.rs", "memory.rs"].map(|name| std::fs::read_to_string(root.join(name)).unwrap()).join("\n")
}

#[test]
fn functions_and_parameters_are_the_same() {
    let exported: String = code(&sources()).split("#[unsafe(no_mangle)]").skip(1).filter_map(|part| part.split('{').next()).collect();
    let of_rust = declared(&exported, |text| Some(text.split_once(':')?.0.trim().to_owned()));
    let of_c = declared(&code(&header()), |text| {
        let name = text.trim().rsplit([' ', '*']).next()?.to_owned();
        (name != "void").then_some(name)
    });
    assert_eq!(of_rust.len(), 10, "{of_rust:?}");
    assert_eq!(of_rust, of_c);
}

#[test]
fn constants_are_the_same() {
    let (header, sources) = (header(), sources());
    let number = |text: &str, before: &str| {
        text.split(before)
            .nth(1)
            .map(|rest| rest.trim_start_matches([' ', '=']).chars().take_while(char::is_ascii_digit).collect::<String>())
    };
    assert_eq!(number(&header, "#define HAOFANG_ABI_VERSION"), number(&sources, "pub const HAOFANG_ABI_VERSION: u32"));
    for (c, rust) in [("OK", "Ok"), ("USAGE", "Usage"), ("CANCELLED", "Cancelled"), ("BUG", "Bug")] {
        let of_c = number(&header, &format!("HAOFANG_STATUS_{c} ="));
        assert!(of_c.as_ref().is_some_and(|number| !number.is_empty()));
        assert_eq!(of_c, number(&sources, &format!("    {rust} =")), "{c}");
    }
}
