//! Dates as BCF wants them: `2026-01-02T03:04:05+08:00`, always with a zone.

/// A date-time, split; enough to compare and to print, without a calendar library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    day: i64,
    second: i64,
    zone_minutes: i64,
}

/// The date-time in the form that importers accept, or `None` when the text is no date.
///
/// A missing time is midnight; a missing zone is UTC, as BCF 3.0 says. Fractions of a second are kept.
#[must_use]
pub fn normal(text: &str) -> Option<String> {
    let text = text.trim();
    moment(text)?;
    let (date, time) = text.split_once('T').or_else(|| text.split_once(' ')).unwrap_or((text, "00:00:00"));
    let (clock, zone) = split_zone(time);
    let zone = match zone {
        "" | "z" | "Z" => "Z".to_owned(),
        zone if zone.len() == 5 => format!("{}:{}", zone.get(..3)?, zone.get(3..)?),
        zone => zone.to_owned(),
    };
    Some(format!("{date}T{clock}{zone}"))
}

/// Seconds since 1970 in UTC, to order dates of different zones; `None` when the text is no date.
#[must_use]
pub fn seconds(text: &str) -> Option<i64> {
    let moment = moment(text.trim())?;
    Some(moment.day * 86_400 + moment.second - moment.zone_minutes * 60)
}

/// Whether the text is a complete date-time with a zone, in the form that [`normal`] gives.
#[must_use]
pub fn is_normal(text: &str) -> bool {
    normal(text).as_deref() == Some(text)
}

fn split_zone(time: &str) -> (&str, &str) {
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    time.split_at(at)
}

fn moment(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once('T').or_else(|| text.split_once(' ')).unwrap_or((text, "00:00:00"));
    let mut parts = date.splitn(3, '-').map(|part| number(part, if part.len() == 4 { 4 } else { 2 }));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let (clock, zone) = split_zone(time);
    let whole = clock.split_once('.').map_or(Some(clock), |(whole, fraction)| {
        (!fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())).then_some(whole)
    })?;
    let mut parts = whole.split(':').map(|part| number(part, 2));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let in_range = date.len() == 10
        && parts.next().is_none()
        && (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !in_range {
        return None;
    }
    Some(Moment { day: days_from_civil(year, month, day), second: hour * 3600 + minute * 60 + second, zone_minutes: zone_minutes(zone)? })
}

fn zone_minutes(zone: &str) -> Option<i64> {
    let sign = match zone.bytes().next() {
        None | Some(b'Z' | b'z') => return (zone.len() <= 1).then_some(0),
        Some(b'+') => 1,
        Some(_) => -1,
    };
    let digits = zone.get(1..)?;
    let (hours, minutes) = match digits.len() {
        5 => digits.split_once(':')?,
        4 => (digits.get(..2)?, digits.get(2..)?),
        _ => return None,
    };
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of the Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_get_time_and_zone() {
        assert_eq!(normal("2026-11-22").as_deref(), Some("2026-11-22T00:00:00Z"));
        assert_eq!(normal("2014-02-25T11:50:32").as_deref(), Some("2014-02-25T11:50:32Z"));
        assert_eq!(normal("2017-05-12T10:26:21.8806083Z").as_deref(), Some("2017-05-12T10:26:21.8806083Z"));
        assert_eq!(normal("2026-01-02 03:04:05+0800").as_deref(), Some("2026-01-02T03:04:05+08:00"));
        assert!(is_normal("2026-11-22T00:00:00+08:00"));
        for bad in ["", "昨天", "2026-13-01", "2026-02-30", "2026-1-1", "2026-01-01T25:00:00", "2026-01-01T00:00:00+99:00"] {
            assert_eq!(normal(bad), None, "{bad}");
        }
    }

    #[test]
    fn order_is_by_moment_not_by_text() {
        assert_eq!(seconds("1970-01-02T08:00:00+08:00"), Some(86_400));
        assert_eq!(seconds("2000-03-01"), Some(951_868_800));
        assert!(seconds("2026-11-22T23:00:00Z") > seconds("2026-11-23T01:00:00+08:00"));
    }
}
