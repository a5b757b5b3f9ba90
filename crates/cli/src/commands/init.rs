//! `haofang init`: a parameter file with guesses, each with its reason.

use std::path::Path;

use haofang_checker::{MeasureOptions, init};

use super::open;
use crate::args::Init;
use crate::exit::{Exit, Usage};
use crate::input;
use crate::output;

pub(crate) fn run(arguments: &Init) -> anyhow::Result<Exit> {
    let to_stdout = arguments.output == Path::new("-");
    if !to_stdout && arguments.output.exists() {
        return Err(
            Usage(format!("{}: 文件已存在，不会覆盖 exists and is not overwritten; use -o", output::show(&arguments.output))).into()
        );
    }
    let (session, brief) = open(&arguments.inputs)?;
    let sheet = session.facts(&brief, &MeasureOptions::default());
    let text = init::brief_file(&session, &sheet);
    if to_stdout {
        output::print(text.as_bytes())?;
    } else {
        input::write(&arguments.output, text.as_bytes())?;
        output::error(&format!("已写入 written: {}", output::show(&arguments.output)));
    }
    Ok(if session.submission().is_whole() { Exit::Fine } else { Exit::Unreadable })
}
