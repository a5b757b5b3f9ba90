//! `haofang batch`: many submissions on one machine, all cores, taken up where a killed run ended.
//!
//! Every core has a process of its own that checks one submission after the other. A file that ends such a process, or
//! takes too long, costs that one submission; the others go on in a new process.

mod plan;
mod pool;
mod record;
pub(crate) mod worker;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use haofang_checker::report::batch::{self, Row};

use self::plan::{Grouping, Task};
use super::as_of;
use crate::args::{Rules, Speech};
use crate::exit::{Exit, Usage};
use crate::{input, output};

/// Many submissions, one row each.
#[derive(Debug, Args)]
pub(crate) struct Batch {
    /// 文件夹，或每行一份提交（多个文件以制表符分隔）的清单 A folder, or a list: one submission per line, its files separated by tabs
    #[arg(value_name = "DIR|LIST")]
    pub(crate) what: PathBuf,
    /// 输出目录：summary.html、summary.csv、summary.parquet、submissions/ Output folder
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// 文件夹中何为一份提交：auto 为含 haofang.toml 的文件夹，其余每个文件一份 What is one submission of a folder
    #[arg(long, value_enum, default_value = "auto")]
    pub(crate) by: Grouping,
    /// 每份提交写出的文件 json|html|bcf|pdf|xlsx|csv|parquet|md|junit|sarif；可重复（json 必有） Documents of each submission; json is always written
    #[arg(short, long = "format", value_name = "FORMAT", value_delimiter = ',', default_value = "json,html,bcf")]
    pub(crate) formats: Vec<String>,
    /// 所有提交共用的参数文件（提交自带的 haofang.toml 优先） Parameters for submissions that bring none
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// 单个参数；可重复，优先于文件 One parameter; wins over files
    #[arg(short, long = "param", value_name = "KEY=VALUE")]
    pub(crate) params: Vec<String>,
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// 不完整的文件按可读部分处理 Judge the readable part of broken files
    #[arg(long)]
    pub(crate) lenient: bool,
    /// 同时校核的提交数（默认：处理器核数） Submissions at a time
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// 每份提交最长用时（秒） Seconds after which a submission is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    pub(crate) timeout: u64,
    /// 全部重做，不沿用已有结果 Do all again, also what is done
    #[arg(long)]
    pub(crate) again: bool,
    #[command(flatten)]
    pub(crate) speech: Speech,
}

/// Documents that a submission may get, with their file names.
const DOCUMENTS: [(&str, &str); 10] = [
    ("json", "assessment.json"),
    ("html", "report.html"),
    ("bcf", "issues.bcf"),
    ("pdf", "report.pdf"),
    ("xlsx", "findings.xlsx"),
    ("csv", "findings.csv"),
    ("md", "summary.md"),
    ("junit", "junit.xml"),
    ("sarif", "findings.sarif"),
    ("parquet", "findings.parquet"),
];

pub(crate) fn run(batch: &Batch) -> anyhow::Result<Exit> {
    let begun = Instant::now();
    if let Some(format) = batch.formats.iter().find(|format| !DOCUMENTS.iter().any(|(known, _)| known == format)) {
        let known = DOCUMENTS.map(|(known, _)| known).join(", ");
        return Err(Usage(format!("-f {format}: 未知格式 unknown format; known: {known}")).into());
    }
    let jobs = batch.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    if jobs == 0 {
        return Err(Usage("--jobs 必须至少为 1 must be at least 1".to_owned()).into());
    }
    // wrong parameters and packs are told once, before any submission
    let packs = super::packs(&batch.rules.policies)?;
    super::with_base(packs, &input::brief_of(batch.config.as_deref(), &batch.params)?)?;
    let date = as_of(&batch.rules)?;
    let tasks = plan::tasks(batch, &date)?;
    if tasks.is_empty() {
        return Err(Usage(format!("{}: 没有 IFC 文件 no IFC files", output::show(&batch.what))).into());
    }
    let mut rows: Vec<Option<Row>> = tasks.iter().map(|task| if batch.again { None } else { record::done(task) }).collect();
    let mut open: Vec<usize> = (0..tasks.len()).filter(|at| rows[*at].is_none()).collect();
    // the largest first, so that no core is left alone with one at the end
    open.sort_by_key(|at| (std::cmp::Reverse(tasks[*at].bytes), *at));
    let kept = tasks.len() - open.len();
    output::progress(&batch.speech, &format!("{} 份提交 submissions, {kept} 份已完成 done before, {jobs} 个进程 processes", tasks.len()));
    let fresh = check_all(batch, &tasks, &open, jobs)?;
    for (at, row) in fresh {
        rows[at] = Some(row);
    }
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    // the page links to what people read, or to what there is
    let linked = if batch.formats.iter().any(|format| format == "html") { "report.html" } else { "assessment.json" };
    for (name, bytes) in [
        ("summary.csv", batch::csv(&rows).into_bytes()),
        ("summary.parquet", batch::parquet(&rows)),
        ("summary.html", batch::html(&rows, linked).into_bytes()),
    ] {
        record::write_whole(&batch.output.join(name), &bytes)?;
    }
    tell(batch, &rows, &tasks, &open, begun.elapsed(), jobs);
    Ok(worst(&rows))
}

/// Checks the open tasks on `jobs` processes; rows come with their place.
fn check_all(batch: &Batch, tasks: &[Task], open: &[usize], jobs: usize) -> anyhow::Result<Vec<(usize, Row)>> {
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let rows = Mutex::new(Vec::new());
    let failed = Mutex::new(None);
    let patience = Duration::from_secs(batch.timeout);
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(open.len()) {
            scope.spawn(|| {
                let mut process = pool::Process::default();
                while let Some(&at) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let task = &tasks[at];
                    let outcome = record::clear(task).and_then(|()| {
                        let answer = process.check(&task.arguments, patience);
                        record::keep(task, &answer)
                    });
                    match outcome {
                        Ok(row) => {
                            let word = row.error.as_deref().unwrap_or_else(|| row.state());
                            let done = finished.fetch_add(1, Ordering::Relaxed) + 1;
                            let line = format!("[{done}/{}] {} {word}", open.len(), row.submission);
                            output::progress(&batch.speech, &line);
                            rows.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, row));
                        }
                        // the output folder itself fails: no use in going on
                        Err(error) => {
                            next.store(open.len(), Ordering::Relaxed);
                            failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
                        }
                    }
                }
            });
        }
    });
    match failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(rows.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)),
    }
}

/// The last line on standard error: how many, how fast.
fn tell(batch: &Batch, rows: &[Row], tasks: &[Task], open: &[usize], took: Duration, jobs: usize) {
    if batch.speech.quiet {
        return;
    }
    let seconds = took.as_secs_f64();
    let bytes: u64 = open.iter().map(|at| tasks[*at].bytes).sum();
    let states = ["ok", "violations", "unexamined", "unreadable", "error"];
    let counts = states.map(|state| format!("{state} {}", rows.iter().filter(|row| row.state() == state).count())).join(", ");
    // as f64: a size is shown, not compared
    let megabytes = bytes as f64 / 1e6;
    output::error(&format!(
        "{} 份 submissions: {counts}; 本次 this run: {} in {seconds:.1} s, {megabytes:.1} MB, {:.2} MB/s × {jobs} 进程 processes; {}",
        rows.len(),
        open.len(),
        megabytes / seconds.max(f64::EPSILON) / jobs as f64,
        output::show(&batch.output.join("summary.html"))
    ));
}

/// The batch's exit code: the first of 3 (something could not be read or checked), 1, 4 that a submission ended with, else 0.
fn worst(rows: &[Row]) -> Exit {
    let any = |code: u8| rows.iter().any(|row| row.code == Some(code));
    if rows.iter().any(|row| row.code.is_none()) || any(3) {
        Exit::Unreadable
    } else if any(1) {
        Exit::Violations
    } else if any(4) {
        Exit::Unexamined
    } else {
        Exit::Fine
    }
}
