//! A fixed sample of damaged files: nothing panics, hangs or allocates without bound, whatever the bytes.
//! The same walk is the fuzz target under `fuzz/`; what that finds is added to `FOUND` in its smallest form.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use haofang_ifc::{Model, Value, property};

/// Inputs that once went wrong, here or in other readers, in their smallest form.
const FOUND: &[&str] = &[
    "",
    "#",
    "#1",
    "#1=",
    "#1=A",
    "#1=A(",
    "#1=A('",
    "#1=A();",
    "#1=A(;#2=B(';",
    "#1=();",
    "#1=A(/*",
    "/*",
    "'",
    ";;;;",
    "ISO-10303-21;",
    "ISO-10303-21;#1=A(\\S\\');",
    "ISO-10303-21;DATA;#1=IFCWALL(#1,#1,#1);ENDSEC;END-ISO-10303-21",
    "ISO-10303-21;DATA;#1=IFCWALL('\\X2\\D8',\\X2\\,(,),.T,\"0,-,+,1E,IFCLABEL(,#);ENDSEC;",
    "ISO-10303-21;DATA;#0=A();#18446744073709551615=B(#0);#4294967295=C(#4294967295);ENDSEC;END-ISO-10303-21;",
    "ISO-10303-21;HEADER;FILE_NAME(;FILE_SCHEMA((;ENDSEC;DATA;#1=A()#2=B()#3=C(;ENDSEC;END-ISO-10303-21;",
    "ISO-10303-21;DATA;#1=IFCRELAGGREGATES('',$,$,$,#1,(#1));#2=IFCLOCALPLACEMENT(#2,#2);ENDSEC;END-ISO-10303-21;",
    "ISO-10303-21;DATA;#1=IFCCOMPLEXPROPERTY('a',$,'b',(#1,#1,#1));#2=IFCPROPERTYSET('',$,'s',$,(#1));#3=IFCWALL('',$,$,$,$,$,$,$);\
     #4=IFCRELDEFINESBYPROPERTIES('',$,$,$,(#3),#2);ENDSEC;END-ISO-10303-21;",
    "ISO-10303-21;DATA;#1=IFCPROJECT('',$,$,$,$,$,$,$,#2);#2=IFCUNITASSIGNMENT((#3));#3=IFCDERIVEDUNIT((#4),.AREAUNIT.,$);\
     #4=IFCDERIVEDUNITELEMENT(#3,999999999999);ENDSEC;END-ISO-10303-21;",
];

const SEED: &str = include_str!("seed.ifc");

/// Everything that reads a model's bytes.
fn walk(bytes: Vec<u8>) {
    let Ok(model) = Model::index(Arc::new(bytes)) else { return };
    let mut seen = 0usize;
    for entity in model.entities() {
        seen += entity.keyword().len() + usize::from(model.location(entity.id()).is_some());
        let mut open: Vec<Value<'_>> = entity.attrs().collect();
        while let Some(value) = open.pop() {
            seen += value.as_text().map_or(0, |text| text.len()) + usize::from(value.as_f64().is_some());
            // Values may be nested without end: a bounded number is opened.
            if open.len() < 1000 {
                open.extend(value.as_list().take(1000));
                open.extend(value.typed().map(|(_, inner)| inner));
            }
            if seen > 1 << 20 {
                break;
            }
        }
        seen += property::properties_of(entity).len() + property::quantities_of(entity).len();
        seen += usize::from(model.relations().ancestor(entity, haofang_ifc::class::IFC_PROJECT).is_some());
    }
    seen += model.defects().iter().map(|d| d.to_string().len()).sum::<usize>();
    std::hint::black_box((seen, model.units().clone(), model.header().clone()));
}

#[test]
fn what_was_found_stays_fixed() {
    for text in FOUND {
        walk(text.as_bytes().to_vec());
    }
}

#[test]
fn three_thousand_damaged_files() {
    // A fixed sequence, so that every run tries the same (Lehmer's generator).
    let mut state = 20_261_122_u64;
    let mut random = |below: usize| {
        state = state * 48_271 % 0x7fff_ffff;
        state as usize % below
    };
    let seed = SEED.as_bytes();
    let pieces: [&[u8]; 20] = [
        b"'",
        b"''",
        b"(",
        b")",
        b";",
        b"#",
        b"#1=",
        b"/*",
        b"*/",
        b"\\X2\\",
        b"\\X0\\",
        b"\\S\\",
        b"\\",
        b"\n",
        b"1e400",
        b"$",
        b",",
        b"\xbf\xcd",
        b"\0",
        b"ENDSEC;",
    ];
    for _ in 0..3000 {
        let mut bytes = seed.to_vec();
        for _ in 0..1 + random(6) {
            let at = random(bytes.len());
            match random(5) {
                0 => bytes.truncate(at),
                1 => {
                    let piece = pieces[random(pieces.len())];
                    bytes.splice(at..at, piece.iter().copied());
                }
                2 => bytes[at] = random(256) as u8,
                3 => {
                    let end = (at + random(60)).min(bytes.len());
                    bytes.drain(at..end);
                }
                _ => {
                    let end = (at + random(200)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        walk(bytes);
    }
}

#[test]
fn any_record_may_be_lost_and_the_others_stay() {
    let lines: Vec<&str> = SEED.lines().collect();
    let whole = Model::index(Arc::new(SEED.as_bytes().to_vec())).unwrap();
    assert!(whole.is_whole() && whole.defects().is_empty(), "{:?}", whole.defects());
    for (i, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with('#')) {
        // The last bracket of one record is lost: that record, and only that one, cannot be read.
        let damaged: Vec<String> =
            lines.iter().enumerate().map(|(j, l)| if i == j { l.replacen(");", ";", 1) } else { (*l).to_owned() }).collect();
        let model = Model::index(Arc::new(damaged.join("\n").into_bytes())).unwrap();
        assert!(!model.is_whole(), "{line}");
        assert_eq!(model.len(), whole.len() - 1, "{line}");
    }
}
