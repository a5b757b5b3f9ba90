//! Makes a large file from a small one: every instance copied with new ids and GlobalIds, each copy moved aside.

use std::collections::BTreeSet;

use crate::guid::global_id;

/// What stands once in the file, whatever the number of copies.
const SHARED: [&[u8]; 6] = [
    b"IFCPROJECT",
    b"IFCAPPLICATION",
    b"IFCOWNERHISTORY",
    b"IFCUNITASSIGNMENT",
    b"IFCGEOMETRICREPRESENTATIONCONTEXT",
    b"IFCGEOMETRICREPRESENTATIONSUBCONTEXT",
];

/// `count` copies of a model in one file; project, units and contexts stay one. Copies lie `step` length units apart along x.
///
/// Answers none when the bytes have no data section.
pub fn multiply(bytes: &[u8], count: usize, step: f64) -> Option<Vec<u8>> {
    let start = find(bytes, b"DATA;")? + 5;
    let end = start + find(&bytes[start..], b"ENDSEC;")?;
    let records = records(&bytes[start..end]);
    let highest = records.iter().filter_map(|record| id_of(record)).max()?;
    let shared: BTreeSet<u64> =
        records.iter().filter(|record| SHARED.iter().any(|word| has_keyword(record, word))).filter_map(|record| id_of(record)).collect();
    let stride = highest + 10;
    let mut out = bytes[..start].to_vec();
    out.push(b'\n');
    for copy in 0..count as u64 {
        let (base, shift) = (copy * stride, copy > 0);
        if shift {
            let [point, axes, placement] = [1, 2, 3].map(|n| base + highest + n);
            let x = crate::write::real(step * copy as f64);
            let text = format!(
                "#{point}=IFCCARTESIANPOINT(({x},0.,0.));\n#{axes}=IFCAXIS2PLACEMENT3D(#{point},$,$);\n#{placement}=IFCLOCALPLACEMENT($,#{axes});\n"
            );
            out.extend_from_slice(text.as_bytes());
        }
        for record in &records {
            if shift && id_of(record).is_some_and(|id| shared.contains(&id)) {
                continue;
            }
            let root = shift && has_keyword(record, b"IFCLOCALPLACEMENT") && find(record, b"($,").is_some();
            let frame = base + highest + 3;
            shifted(&mut out, record, base, &shared, copy, root.then_some(frame));
            out.extend_from_slice(b";\n");
        }
    }
    out.extend_from_slice(&bytes[end..]);
    Some(out)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Records without their semicolon; quotes and comments are respected.
fn records(data: &[u8]) -> Vec<&[u8]> {
    let (mut all, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, &byte) in data.iter().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b';' if !quoted => {
                let record = data[from..at].trim_ascii();
                if record.first() == Some(&b'#') {
                    all.push(record);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    all
}

fn number(bytes: &[u8]) -> Option<(u64, usize)> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()?;
    Some((value, digits))
}

fn id_of(record: &[u8]) -> Option<u64> {
    number(record.get(1..)?).map(|found| found.0)
}

fn has_keyword(record: &[u8], keyword: &[u8]) -> bool {
    let Some(at) = record.iter().position(|&byte| byte == b'=') else { return false };
    let rest = record[at + 1..].trim_ascii_start();
    rest.len() > keyword.len()
        && rest[..keyword.len()].eq_ignore_ascii_case(keyword)
        && rest[keyword.len()..].trim_ascii_start().first() == Some(&b'(')
}

/// Appends a record with its references moved, its GlobalId renewed and, for root placements, a parent put in.
fn shifted(out: &mut Vec<u8>, record: &[u8], base: u64, shared: &BTreeSet<u64>, copy: u64, parent: Option<u64>) {
    let (mut at, mut quoted, mut first) = (0, false, true);
    while at < record.len() {
        let byte = record[at];
        match byte {
            b'\'' => {
                let is_guid = !quoted
                    && first
                    && copy > 0
                    && record.get(at + 23) == Some(&b'\'')
                    && record[..at].trim_ascii_end().last() == Some(&b'(')
                    && record[at + 1..at + 23].iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$'));
                if is_guid {
                    let old = String::from_utf8_lossy(&record[at + 1..at + 23]).into_owned();
                    out.push(b'\'');
                    out.extend_from_slice(global_id(&format!("{old}×{copy}")).as_bytes());
                    out.push(b'\'');
                    at += 24;
                    first = false;
                    continue;
                }
                quoted = !quoted;
                first = false;
                out.push(byte);
                at += 1;
            }
            b'#' if !quoted => {
                if let Some((id, digits)) = number(&record[at + 1..]) {
                    let id = if copy > 0 && shared.contains(&id) { id } else { id + base };
                    out.extend_from_slice(format!("#{id}").as_bytes());
                    at += 1 + digits;
                } else {
                    out.push(byte);
                    at += 1;
                }
            }
            b'$' if !quoted && parent.is_some() && out.ends_with(b"(") => {
                out.extend_from_slice(format!("#{}", parent.unwrap_or(0)).as_bytes());
                at += 1;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::multiply;
    use crate::{Estate, Style};

    #[test]
    fn copies_have_their_own_ids_and_one_project() {
        let bytes = Estate::default().generate(&Style::default()).ifc_files.remove(0).1;
        let many = String::from_utf8(multiply(&bytes, 3, 50_000.0).unwrap_or_default()).unwrap_or_default();
        let count = |what: &str| many.matches(what).count();
        assert_eq!((count("=IFCPROJECT("), count("=IFCBUILDING("), count("=IFCSITE(")), (1, 3, 3));
        let mut ids: Vec<&str> =
            many.lines().filter_map(|line| line.split_once('=')).map(|pair| pair.0).filter(|id| id.starts_with('#')).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id appears twice");
    }
}
