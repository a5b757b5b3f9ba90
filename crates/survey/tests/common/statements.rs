//! What tests of statements ask: the least reading of a fact, a block of flats to say something of.

#![allow(dead_code)] // not every test program uses every helper

use haofang_facts::{Fact, FactSheet, Subject, SubjectKind};

use super::sketch::{Sketch, cuboid};
use super::survey;

/// A label as a file writes it.
pub(crate) fn label(value: &str) -> String {
    format!("IFCLABEL('{value}')")
}

/// The least number that a fact or a witness of it gives.
pub(crate) fn least(fact: &Fact) -> f64 {
    let own = fact.value.as_number().unwrap();
    fact.witnesses.iter().filter_map(|witness| witness.value.as_number()).fold(own, f64::min)
}

/// The greatest number that a fact or a witness of it gives.
pub(crate) fn greatest(fact: &Fact) -> f64 {
    let own = fact.value.as_number().unwrap();
    fact.witnesses.iter().filter_map(|witness| witness.value.as_number()).fold(own, f64::max)
}

/// The first subject of a kind.
pub(crate) fn one(sheet: &FactSheet, kind: SubjectKind) -> Subject {
    sheet.of_kind(kind).next().unwrap().clone()
}

/// A block of flats, 3.15 m from level to level; the first level, then the building.
pub(crate) fn block() -> (Sketch, Vec<usize>) {
    let mut s = Sketch::new();
    let mut levels = Vec::new();
    for (at, level) in ["1F", "2F", "3F", "4F"].into_iter().enumerate() {
        let z = 3.15 * at as f64;
        let level = s.level(level, z);
        s.slab(level, "楼板", [0.0, 9.0], [0.0, 6.0], [z - 0.1, z]);
        for (x, y) in [([0.0, 9.0], [0.0, 0.2]), ([0.0, 9.0], [5.8, 6.0]), ([0.0, 0.2], [0.0, 6.0]), ([8.8, 9.0], [0.0, 6.0])] {
            s.wall(level, x, y, [z, z + 3.05]);
        }
        s.room(level, "卧室", cuboid([0.2, 8.8], [0.2, 5.8], [z, z + 3.05]));
        levels.push(level);
    }
    (s, levels)
}

/// The least height that is said of the level whose name begins so.
pub(crate) fn height_of(s: Sketch, level: &str) -> f64 {
    let sheet = survey(&s.file(), &[]);
    let storey = sheet.of_kind(SubjectKind::Storey).find(|storey| storey.name.starts_with(level)).unwrap().clone();
    least(storey.fact("height").unwrap())
}

/// A green of 20 m by 20 m beside a wall, with a property if one is given; the green.
pub(crate) fn green(name: &str, property: Option<(&str, &str)>) -> (Sketch, usize) {
    let mut s = Sketch::new();
    let level = s.level("1F", 0.0);
    s.wall(level, [0.0, 10.0], [0.0, 0.2], [0.0, 3.0]);
    let green = s.product("IFCGEOGRAPHICELEMENT", name, None, &[cuboid([20.0, 40.0], [0.0, 20.0], [-0.1, 0.0])], ",$,.TERRAIN.");
    if let Some((name, value)) = property {
        s.properties(green, "绿地", &[(name, &label(value))]);
    }
    (s, green)
}

/// The files with a description of everything that bears a name.
pub(crate) fn described(files: Vec<(String, Vec<u8>)>, name: &str, description: &str) -> Vec<(String, Vec<u8>)> {
    if description.is_empty() { files } else { saying(&files, &["("], &format!("'{name}"), description, None) }
}

/// The files in which all things of some classes, by how their records begin, whose name ends with this get a description, or a label
/// under the name of a property.
pub(crate) fn saying(
    files: &[(String, Vec<u8>)],
    classes: &[&str],
    name: &str,
    description: &str,
    property: Option<(&str, &str)>,
) -> Vec<(String, Vec<u8>)> {
    let say = |(file, bytes): &(String, Vec<u8>)| {
        let text = std::str::from_utf8(bytes).unwrap();
        let mut ids = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            let named = classes.iter().any(|class| line.contains(class)).then(|| line.find(name)).flatten();
            match named.and_then(|at| Some((at, line[at..].find("',$,")?))) {
                Some((at, to)) => {
                    ids.push(line.split_once('=').unwrap().0.to_owned());
                    let (before, after) = line.split_at(at + to);
                    let said = if description.is_empty() { "',$,".to_owned() } else { format!("','{description}',") };
                    lines.push(before.to_owned() + &after.replacen("',$,", &said, 1));
                }
                None => lines.push(line.to_owned()),
            }
        }
        assert!(!ids.is_empty(), "{name}");
        if let Some((property, value)) = property {
            let end = lines.iter().rposition(|line| line == "ENDSEC;").unwrap();
            let guid = |last: char| format!("0000000000000000000zz{last}");
            lines.insert(end, format!("#9000003=IFCRELDEFINESBYPROPERTIES('{}',$,$,$,({}),#9000002);", guid('1'), ids.join(",")));
            lines.insert(end, format!("#9000002=IFCPROPERTYSET('{}',$,'参数',$,(#9000001));", guid('2')));
            lines.insert(end, format!("#9000001=IFCPROPERTYSINGLEVALUE('{property}',$,{},$);", label(value)));
        }
        (file.clone(), (lines.join("\n") + "\n").into_bytes())
    };
    files.iter().map(say).collect()
}
