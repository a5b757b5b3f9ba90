//! One file per verb.

pub(crate) mod batch;
pub(crate) mod bcf;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod facts;
pub(crate) mod init;
pub(crate) mod manual;
pub(crate) mod policy;

use std::path::Path;

use haofang_checker::policy::Policy;
use haofang_checker::{Brief, DEFAULT_PACKS, Session};

use crate::args::{Encoding, Inputs, Rules};
use crate::exit::Usage;
use crate::{input, output};

/// Reads the models and the parameters that a command names.
pub(crate) fn open(inputs: &Inputs) -> anyhow::Result<(Session, Brief)> {
    with_threads(inputs)?;
    read(inputs)
}

/// As [`open`], with the rule packs of the command: these are read on a thread that the models leave idle.
pub(crate) fn open_with_packs(inputs: &Inputs, rules: &Rules) -> anyhow::Result<(Session, Brief, Vec<Policy>)> {
    with_threads(inputs)?;
    let (opened, packs) = rayon::join(|| read(inputs), || packs(&rules.policies));
    // what is wrong with the rules is told first
    let packs = packs?;
    let (session, brief) = opened?;
    Ok((session, brief, packs))
}

fn with_threads(inputs: &Inputs) -> anyhow::Result<()> {
    if let Some(jobs) = inputs.jobs {
        if jobs == 0 {
            return Err(Usage("--jobs 必须至少为 1 must be at least 1".to_owned()).into());
        }
        // a second command in one process would find the pool built; there is none
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    }
    Ok(())
}

fn read(inputs: &Inputs) -> anyhow::Result<(Session, Brief)> {
    let brief = input::brief(inputs)?;
    let sources = input::models(&inputs.files)?;
    let encoding = match inputs.encoding {
        Encoding::Auto => None,
        Encoding::Utf8 => Some(haofang_checker::Encoding::Utf8),
        Encoding::Gb18030 => Some(haofang_checker::Encoding::Gb18030),
        Encoding::ShiftJis => Some(haofang_checker::Encoding::ShiftJis),
    };
    output::progress(&inputs.speech, &format!("读取 reading {} 个文件 file(s) …", sources.len()));
    let mut session = Session::open(&sources, encoding);
    for key in ["vocabulary", "materials.facade", "materials.pipe"] {
        if let Some(path) = brief.text(key) {
            let text = input::text(Path::new(&path))?;
            session.extend_vocabulary(&path, &text).map_err(|error| Usage(error.to_string()))?;
        }
    }
    Ok((session, brief))
}

/// The rule packs of a command: those named, else the default ones.
pub(crate) fn packs(names: &[String]) -> anyhow::Result<Vec<Policy>> {
    if names.is_empty() {
        return DEFAULT_PACKS.iter().map(|name| pack(name)).collect();
    }
    names.iter().map(|name| pack(name)).collect()
}

/// Puts the base rules that the brief names (`profile.far_rules`) under the rule packs that judge.
pub(crate) fn with_base(mut packs: Vec<Policy>, brief: &Brief) -> anyhow::Result<Vec<Policy>> {
    if let Some(name) = brief.text("profile.far_rules").filter(|name| name != "unknown") {
        let at = packs.len().saturating_sub(1);
        packs.insert(at, pack(&name)?);
    }
    Ok(packs)
}

/// A built-in rule pack by id, or one from a folder or file.
pub(crate) fn pack(name: &str) -> anyhow::Result<Policy> {
    if let Some(policy) = Policy::builtin(name) {
        return Ok(policy);
    }
    let path = Path::new(name);
    let file = if path.is_dir() { path.join("policy.toml") } else { path.to_owned() };
    if !file.is_file() {
        let known = Policy::builtin_ids().collect::<Vec<_>>().join(", ");
        return Err(Usage(format!("--policy {name}: 没有这个规则包或文件 no such rule pack or file; built in: {known}")).into());
    }
    let text = input::text(&file)?;
    let source = file.with_file_name("source.txt");
    let source = if source.is_file() { input::text(&source)? } else { String::new() };
    Policy::parse(&output::show(&file), &text, &source)
        .map_err(|errors| Usage(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")).into())
}

/// The date of the check: as given, else today in China.
pub(crate) fn as_of(rules: &Rules) -> anyhow::Result<String> {
    match &rules.as_of {
        Some(date) if haofang_checker::facts::brief::is_date(date) => Ok(date.clone()),
        Some(date) => Err(Usage(format!("--as-of {date}: 应为日期 YYYY-MM-DD expected a date")).into()),
        None => {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
            Ok(civil((now + 8 * 3600) / 86400))
        }
    }
}

/// The date of a day counted from 1970-01-01, in the Gregorian calendar.
fn civil(days: u64) -> String {
    let mut year = 1970;
    let mut left = days;
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while left >= 365 + u64::from(leap(year)) {
        left -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), "1970-01-01");
        assert_eq!(civil(19_782), "2024-02-29");
        assert_eq!(civil(20_779), "2026-11-22");
    }
}
