//! `haofang bcf`: check an archive, or take people's work on an earlier one over into a new one.

use std::path::Path;

use haofang_checker::bcf::{self, MergeOptions, Reading, Severity, Version};

use crate::args::BcfAction;
use crate::exit::{Exit, Usage};
use crate::input;
use crate::output;

fn read(path: &Path) -> anyhow::Result<Reading> {
    Ok(bcf::read(&input::bytes(path)?).map_err(|error| Usage(format!("{}: {error}", output::show(path))))?)
}

pub(crate) fn run(action: &BcfAction) -> anyhow::Result<Exit> {
    match action {
        BcfAction::Lint { file } => {
            let report = bcf::lint(&input::bytes(file)?).map_err(|error| Usage(format!("{}: {error}", output::show(file))))?;
            let mut text = String::new();
            for problem in &report.problems {
                let severity = if problem.severity == Severity::Error { "✗ 错误 error" } else { "! 提示 warning" };
                text.push_str(&format!("{severity} [{}] {}: {}\n", problem.rule, problem.place, problem.message));
            }
            let topics = report.reading.archive.topics.len();
            text.push_str(&format!(
                "BCF {} · {topics} 个议题 topics · {} 处问题 problems\n",
                report.reading.version,
                report.problems.len()
            ));
            output::print(text.as_bytes())?;
            let broken = report.problems.iter().any(|problem| problem.severity == Severity::Error);
            Ok(if broken { Exit::Violations } else { Exit::Fine })
        }
        BcfAction::Merge { returned, new, output: target } => {
            let (old, fresh) = (read(returned)?, read(new)?);
            let merged = bcf::merge(&old.archive, &fresh.archive, &MergeOptions::default());
            let version = if fresh.version.starts_with('3') { Version::V3_0 } else { Version::V2_1 };
            let bytes = bcf::write(&merged.archive, version).map_err(|error| Usage(format!("{}: {error}", output::show(target))))?;
            input::write(target, &bytes)?;
            for note in old.notes.iter().chain(&fresh.notes) {
                output::error(&format!("{}: {}", note.place, note.message));
            }
            output::error(&format!(
                "已写入 written: {} · 更新 updated {} · 新增 added {} · 保留 kept {}",
                output::show(target),
                merged.updated.len(),
                merged.added.len(),
                merged.kept.len()
            ));
            Ok(Exit::Fine)
        }
    }
}
