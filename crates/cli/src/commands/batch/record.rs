//! What is known of a submission on disk. `row.json` is written last and in one move: where it stands, all else stands.

use std::path::{Path, PathBuf};

use haofang_checker::report::batch::Row;
use haofang_checker::sha256;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::plan::Task;
use super::pool::Answer;
use crate::input;

#[derive(Serialize, Deserialize)]
struct Record {
    stamp: Json,
    seconds: f64,
    row: Row,
}

fn place(task: &Task) -> PathBuf {
    task.folder.join("row.json")
}

/// The row of a submission that was checked before, if nothing of it has changed. One that could not be checked is open.
pub(crate) fn done(task: &Task) -> Option<Row> {
    let text = std::fs::read_to_string(place(task)).ok()?;
    let record: Record = serde_json::from_str(&text).ok()?;
    (record.stamp == task.stamp && record.row.error.is_none()).then_some(record.row)
}

/// Takes back what was said of a submission before it is checked again.
pub(crate) fn clear(task: &Task) -> anyhow::Result<()> {
    match std::fs::remove_file(place(task)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes down what a submission came to.
pub(crate) fn keep(task: &Task, answer: &Answer) -> anyhow::Result<Row> {
    let mut row = Row { submission: task.name.clone(), files: task.files.clone(), bytes: task.bytes, ..Row::default() };
    match &answer.outcome {
        Ok(code) => match assessment(task) {
            Ok((json, hash)) => {
                row.code = Some(*code);
                row.take(&json);
                row.assessment_sha256 = Some(hash);
            }
            Err(error) => row.error = Some(format!("assessment.json: {error}")),
        },
        Err(error) => row.error = Some(error.clone()),
    }
    let record = Record { stamp: task.stamp.clone(), seconds: answer.took.as_secs_f64(), row };
    write_whole(&place(task), format!("{}\n", serde_json::to_string_pretty(&record)?).as_bytes())?;
    Ok(record.row)
}

fn assessment(task: &Task) -> anyhow::Result<(Json, String)> {
    let bytes = std::fs::read(task.folder.join("assessment.json"))?;
    Ok((serde_json::from_slice(&bytes)?, sha256(&bytes)))
}

/// Writes a file so that nobody ever sees half of it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    input::write(&part, bytes)?;
    std::fs::rename(&part, path)?;
    Ok(())
}
