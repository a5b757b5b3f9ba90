//! Dates of warranty and maintenance as a calendar file (iCalendar, RFC 5545).

use std::fmt::Write as _;

use crate::content::Manual;

/// The calendar; `None` where no date is known.
#[must_use]
pub fn calendar(manual: &Manual) -> Option<String> {
    let mut events: Vec<(String, String)> = Vec::new();
    for line in &manual.warranty {
        if let Some(until) = &line.until {
            events.push((until.clone(), format!("保修到期：{}", line.part.zh)));
        }
    }
    for line in &manual.equipment {
        if let Some(until) = line.warranty_until.as_ref().filter(|date| haofang_facts::brief::is_date(date)) {
            events.push((until.clone(), format!("设备保修到期：{}", line.name)));
        }
    }
    if events.is_empty() {
        return None;
    }
    events.sort();
    let stamp = manual.as_of.replace('-', "");
    let mut out = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//{}//manual//ZH\r\n", escaped(&manual.tool));
    for (at, (date, what)) in events.iter().enumerate() {
        let day = date.replace('-', "");
        let summary = escaped(&format!("{} {what}", manual.dwelling.number));
        let id = escaped(&manual.dwelling.subject);
        // writing to a String cannot fail
        let _ = write!(
            out,
            "BEGIN:VEVENT\r\nUID:{at}-{id}\r\nDTSTAMP:{stamp}T000000Z\r\nDTSTART;VALUE=DATE:{day}\r\n{}END:VEVENT\r\n",
            folded(&format!("SUMMARY:{summary}"))
        );
    }
    out.push_str("END:VCALENDAR\r\n");
    Some(out)
}

/// Text as the format wants it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace(['\n', '\r'], " ")
}

/// A line of at most 75 bytes, continued on the next.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > 73 {
            out.push_str("\r\n ");
            bytes = 1;
        }
        out.push(c);
        bytes += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}
