//! `haofang batch` as a user runs it: one bad file stops nobody, a killed run is taken up where it ended, and however it was
//! run, the tables are the same bytes.
#![allow(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)] // a test program: reads and writes files, and stops where something is amiss

mod command;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use command::{Folder, haofang, sample};

const DAY: &str = "2026-11-22";

/// Towers that differ, an estate of a folder with its own parameters, and two files that are no models.
fn inbox(folder: &Folder, towers: usize) -> String {
    let whole = String::from_utf8(std::fs::read(sample()).unwrap()).unwrap();
    let inbox = PathBuf::from(folder.path("收件"));
    std::fs::create_dir_all(inbox.join("一期")).unwrap();
    for at in 0..towers {
        std::fs::write(inbox.join(format!("{at:02}号楼.ifc")), whole.replace("FILE_NAME('3", &format!("FILE_NAME('{at:02}"))).unwrap();
    }
    std::fs::write(inbox.join("一期/haofang.toml"), "[plan]\ngreen_ratio = 0.30\n").unwrap();
    std::fs::write(inbox.join("一期/3号楼.ifc"), &whole).unwrap();
    std::fs::write(inbox.join("坏.ifc"), &whole.as_bytes()[..whole.len() / 2]).unwrap();
    std::fs::write(inbox.join("空.ifc"), b"").unwrap();
    inbox.to_string_lossy().into_owned()
}

fn batch(inbox: &str, out: &str, more: &[&str]) -> command::Run {
    let mut arguments = vec!["batch", inbox, "-o", out, "--as-of", DAY, "-f", "json", "--jobs", "2"];
    arguments.extend(more);
    haofang(&arguments)
}

/// When each submission was written down.
fn rows(out: &str) -> BTreeMap<PathBuf, SystemTime> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, SystemTime>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.file_name().is_some_and(|name| name == "row.json") {
                found.insert(path.clone(), entry.metadata().unwrap().modified().unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&Path::new(out).join("submissions"), &mut found);
    found
}

fn table(out: &str) -> [Vec<u8>; 3] {
    ["summary.csv", "summary.parquet", "summary.html"].map(|name| std::fs::read(Path::new(out).join(name)).unwrap())
}

#[test]
fn a_killed_batch_is_taken_up_where_it_ended() {
    let folder = Folder::new("batch-killed");
    let inbox = inbox(&folder, 10);
    let (whole, killed) = (folder.path("whole"), folder.path("killed"));
    let done = batch(&inbox, &whole, &[]);
    assert_eq!(done.code, 3, "one file is half a file: {}", done.stderr);
    let csv = String::from_utf8(table(&whole)[0].clone()).unwrap();
    assert_eq!(csv.lines().count(), 14, "a heading and 13 submissions, the bad ones among them");
    let state = |name: &str| csv.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(state("坏.ifc").contains("unreadable") && state("空.ifc").contains("unreadable") && state("一期").contains("violations"));

    let mut running = Command::new(env!("CARGO_BIN_EXE_haofang"))
        .args(["batch", &inbox, "-o", &killed, "--as-of", DAY, "-f", "json", "--jobs", "2"])
        .current_dir(std::env::temp_dir())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while rows(&killed).len() < 4 && running.try_wait().unwrap().is_none() && begun.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(20));
    }
    // SIGKILL: it cannot tidy up
    running.kill().unwrap();
    running.wait().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let before = rows(&killed);
    assert!(before.len() >= 4 && before.len() < 13 && !Path::new(&killed).join("summary.csv").exists(), "{}", before.len());

    let resumed = batch(&inbox, &killed, &[]);
    assert_eq!(resumed.code, 3, "{}", resumed.stderr);
    let after = rows(&killed);
    assert_eq!(after.len(), 13);
    assert!(before.iter().all(|(path, when)| after.get(path) == Some(when)), "what was done is not done again");
    assert!(table(&killed) == table(&whole), "a batch that was killed gives the same tables");

    // a file that has changed is checked again, the others are not
    let changed = Path::new(&inbox).join("03号楼.ifc");
    let text = std::fs::read_to_string(&changed).unwrap();
    std::fs::write(&changed, text.replace("FILE_NAME('03", "FILE_NAME('03 ")).unwrap();
    assert_eq!(batch(&inbox, &killed, &[]).code, 3);
    let again = rows(&killed);
    let fresh: Vec<_> = again.iter().filter(|(path, when)| after.get(*path) != Some(when)).map(|(path, _)| path).collect();
    assert_eq!(fresh.len(), 1, "{fresh:?}");
    assert!(fresh[0].to_string_lossy().contains("03号楼"));
}

#[test]
fn a_submission_that_takes_too_long_is_a_row_with_an_error_and_is_open_the_next_time() {
    let folder = Folder::new("batch-slow");
    let inbox = inbox(&folder, 2);
    let out = folder.path("out");
    batch(&inbox, &out, &["--timeout", "0"]);
    let csv = String::from_utf8(table(&out)[0].clone()).unwrap();
    assert!(csv.contains("took too long"), "{csv}");
    assert_eq!(batch(&inbox, &out, &[]).code, 3);
    let csv = String::from_utf8(table(&out)[0].clone()).unwrap();
    assert!(!csv.contains("took too long") && csv.lines().count() == 6, "{csv}");
}
