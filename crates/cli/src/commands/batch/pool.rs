//! One process that checks submission after submission; started when needed, replaced when it dies or hangs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

/// What a process answered, or what became of it.
pub(crate) struct Answer {
    /// Exit code of the check, without one the reason.
    pub(crate) outcome: Result<u8, String>,
    /// How long it took.
    pub(crate) took: Duration,
}

struct Running {
    child: Child,
    lines: Receiver<String>,
}

/// A process, running or yet to be started.
#[derive(Default)]
pub(crate) struct Process(Option<Running>);

impl Process {
    /// Has one submission checked; whatever the file does to the process, there is an answer.
    pub(crate) fn check(&mut self, arguments: &[String], patience: Duration) -> Answer {
        let begun = Instant::now();
        let outcome = self.ask(arguments, patience).and_then(|answer| {
            let code = answer.get("code").and_then(Json::as_u64).and_then(|code| u8::try_from(code).ok());
            code.ok_or_else(|| answer.get("error").and_then(Json::as_str).unwrap_or("no answer").to_owned())
        });
        Answer { outcome, took: begun.elapsed() }
    }

    fn ask(&mut self, arguments: &[String], patience: Duration) -> Result<Json, String> {
        if self.0.is_none() {
            self.0 = Some(start().map_err(|error| format!("无法启动进程 no process: {error}"))?);
        }
        let Some(running) = &mut self.0 else { return Err("no process".to_owned()) };
        let line = format!("{}\n", json!(arguments));
        let sent = match &mut running.child.stdin {
            Some(stdin) => stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush()).is_ok(),
            None => false,
        };
        let heard = if sent { running.lines.recv_timeout(patience) } else { Err(RecvTimeoutError::Disconnected) };
        match heard {
            Ok(line) => serde_json::from_str(&line).map_err(|error| format!("answer: {error}")),
            Err(why) => {
                let status = self.end();
                Err(match why {
                    RecvTimeoutError::Timeout => format!("超过 {} 秒，已放弃 took too long", patience.as_secs()),
                    RecvTimeoutError::Disconnected => format!("校核进程意外终止 the process ended: {status}"),
                })
            }
        }
    }

    /// Ends the process, if there is one, and says how it ended.
    fn end(&mut self) -> String {
        let Some(mut running) = self.0.take() else { return String::new() };
        drop(running.child.stdin.take());
        // one that has ended already cannot be killed, and need not be
        let _ = running.child.kill();
        running.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

fn start() -> std::io::Result<Running> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("batch-worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (sender, lines) = channel();
    if let Some(stdout) = child.stdout.take() {
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
    }
    Ok(Running { child, lines })
}
