//! `haofang policy` and `haofang explain`: rule packs as people read and test them.

use std::path::Path;

use haofang_checker::policy::{self, Policy, case};

use super::{pack, packs};
use crate::args::{Explain, PolicyAction};
use crate::exit::{Exit, Usage};
use crate::input;
use crate::output;

pub(crate) fn explain(arguments: &Explain) -> anyhow::Result<Exit> {
    let packs = packs(&arguments.policies)?;
    let lang = &arguments.speech.lang;
    match packs.iter().rev().find_map(|pack| policy::explain(pack, &arguments.clause, lang)) {
        Some(text) => {
            output::print(text.as_bytes())?;
            Ok(Exit::Fine)
        }
        None => {
            let near = packs.iter().find_map(|pack| pack.nearest_clause(&arguments.clause));
            let hint = near.map(|near| format!("；您要找的是否为 did you mean {near}?")).unwrap_or_default();
            Err(Usage(format!("{}: 没有这一条款 no such clause{hint}", arguments.clause)).into())
        }
    }
}

pub(crate) fn run(action: &PolicyAction) -> anyhow::Result<Exit> {
    match action {
        PolicyAction::List => {
            let text: String = Policy::builtin_ids().filter_map(Policy::builtin).map(|pack| policy::line(&pack) + "\n").collect();
            output::print(text.as_bytes())?;
        }
        PolicyAction::Show { pack: name } => output::print(policy::show(&pack(name)?).as_bytes())?,
        PolicyAction::Lint { pack: name } => {
            let flaws = policy::lint(&pack(name)?);
            let text: String = flaws.iter().map(|flaw| format!("{flaw}\n")).collect();
            output::print(text.as_bytes())?;
            output::error(&format!("{name}: {} 处问题 flaws", flaws.len()));
            return Ok(if flaws.is_empty() { Exit::Fine } else { Exit::Usage });
        }
        PolicyAction::Test { pack: name } => return test(name),
        PolicyAction::ExportIds { pack: name, output: file } => {
            let xml = policy::ids(&pack(name)?);
            match file {
                Some(path) => input::write(path, xml.as_bytes())?,
                None => output::print(xml.as_bytes())?,
            }
        }
    }
    Ok(Exit::Fine)
}

/// Runs the cases of a built-in pack, or those in the `cases` folder beside a pack's file.
fn test(name: &str) -> anyhow::Result<Exit> {
    let policy = pack(name)?;
    let cases: Vec<(String, String)> = if Policy::builtin_ids().any(|id| id == name) {
        Policy::builtin_cases(name).iter().map(|(file, toml)| ((*file).to_owned(), (*toml).to_owned())).collect()
    } else {
        let path = Path::new(name);
        let folder = if path.is_dir() { path.join("cases") } else { path.with_file_name("cases") };
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .map_err(|error| Usage(format!("{}: 没有案例 no cases: {error}", output::show(&folder))))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .collect();
        files.sort();
        files.iter().map(|path| Ok((output::show(path), input::text(path)?))).collect::<anyhow::Result<_>>()?
    };
    let report = case::test(&policy, &cases);
    output::print((report.lines.join("\n") + "\n").as_bytes())?;
    Ok(if report.failed == 0 { Exit::Fine } else { Exit::Violations })
}
