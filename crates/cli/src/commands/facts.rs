//! `haofang facts`: the measured quantities only.

use haofang_checker::report::Lang;
use haofang_checker::{MeasureOptions, VERSION, facts};

use super::open;
use crate::args::Facts;
use crate::exit::Exit;
use crate::output;

pub(crate) fn run(arguments: &Facts) -> anyhow::Result<Exit> {
    let targets = output::targets(&arguments.formats, &["text", "json", "csv"])?;
    let (session, brief) = open(&arguments.inputs)?;
    let options = MeasureOptions { elements: arguments.elements, ..MeasureOptions::default() };
    let sheet = session.facts(&brief, &options);
    let lang = Lang::of(&arguments.inputs.speech.lang);
    for target in &targets {
        let bytes = match target.format.as_str() {
            "json" => facts::to_text(&sheet, VERSION).into_bytes(),
            "csv" => haofang_checker::report::table::facts_csv(&sheet, haofang_checker::report::Lang::of(&arguments.inputs.speech.lang))
                .into_bytes(),
            _ => haofang_checker::report::text::facts(&sheet, lang).into_bytes(),
        };
        output::deliver(target, &bytes)?;
    }
    Ok(if sheet.is_whole() || arguments.inputs.lenient { Exit::Fine } else { Exit::Unreadable })
}
