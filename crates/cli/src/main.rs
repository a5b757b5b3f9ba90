//! The haofang command: files, terminal and exit codes. It measures nothing and judges nothing.
#![allow(clippy::disallowed_methods)] // the outermost crate: files, environment and the clock are its business

/// Measuring makes and drops many small things on all threads: the allocator of the system is some 7 % slower at that.
#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator;

mod allocator;
mod args;
mod commands;
mod exit;
mod input;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Cli, Command};
use crate::exit::{Exit, Usage};

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
        let payload = panic.payload();
        let words = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let message = words.unwrap_or("no message").lines().next().unwrap_or_default().to_owned();
        output::error(&format!(
            "haofang {} 内部错误，请连同命令与模型一并反馈 internal error, please report it with the command and the model: {message}{place}",
            env!("CARGO_PKG_VERSION")
        ));
    }));
    let cli = Cli::parse();
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(cli.command))) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => {
            // a reader that closes the pipe early (`| head`) is no error of ours
            if error
                .chain()
                .any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe))
            {
                return Exit::Fine.into();
            }
            let is_usage = error.chain().any(|cause| cause.is::<Usage>());
            output::error(&format!("错误 error: {error:#}"));
            if is_usage { Exit::Usage.into() } else { Exit::Bug.into() }
        }
        Err(_) => Exit::Bug.into(),
    }
}

fn run(command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Check(check) => commands::check::run(&check),
        Command::Batch(batch) => commands::batch::run(&batch),
        Command::BatchWorker => commands::batch::worker::run(),
        Command::Facts(facts) => commands::facts::run(&facts),
        Command::Doctor(doctor) => commands::doctor::run(&doctor),
        Command::Diff(diff) => commands::diff::run(&diff),
        Command::Explain(explain) => commands::policy::explain(&explain),
        Command::Policy(policy) => commands::policy::run(&policy.action),
        Command::Bcf(bcf) => commands::bcf::run(&bcf.action),
        Command::Manual(manual) => commands::manual::run(&manual),
        Command::Export(export) => commands::export::run(&export),
        Command::Init(init) => commands::init::run(&init),
        Command::Demo(demo) => commands::demo::run(&demo),
    }
}
