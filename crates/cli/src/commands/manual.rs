//! `haofang manual`: the owner's manual per dwelling, with progress on standard error.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use haofang_checker::manual::{Line, Listed, Manuals, Overlay};
use haofang_checker::report::Lang;
use haofang_checker::{MeasureOptions, Request};
use rayon::prelude::*;

use super::{as_of, check, open, packs, with_base};
use crate::args::Manual;
use crate::exit::{Exit, Usage};
use crate::{input, output};

mod missing;

/// Progress is told about so many times.
const STEPS: usize = 20;

pub(crate) fn run(arguments: &Manual) -> anyhow::Result<Exit> {
    let speech = &arguments.inputs.speech;
    let overlay = overlay(arguments)?;
    let mut request = Request::new(packs(&arguments.rules.policies)?, as_of(&arguments.rules)?);
    request.lenient = arguments.inputs.lenient;
    let (session, brief) = open(&arguments.inputs)?;
    request.policies = with_base(request.policies, &brief)?;
    request.brief = brief.clone();
    let lang = Lang::of(&speech.lang);
    let whole = session.submission().is_whole();
    if !whole && !arguments.inputs.lenient {
        // half a model would make manuals that lack rooms
        output::error(&check::broken(&session, lang, false));
        return Ok(Exit::Unreadable);
    }
    output::progress(speech, "量测 measuring …");
    let options = MeasureOptions::default();
    let measured = session.measure_for_manuals(&request, session.survey(&brief, &options));
    let manuals = measured.manuals(&overlay, &request.as_of, &speech.lang);
    for note in manuals.notes() {
        output::error(&format!("! {note}"));
    }
    if manuals.dwellings().is_empty() {
        output::error(
            "没有识别出住户：请按户建 IfcZone，或在房间名、属性中写户号（haofang doctor 说明如何建模） no dwelling recognised: model an IfcZone per dwelling, or write its number into names or properties of rooms (see haofang doctor)",
        );
        return Ok(if whole { Exit::Unexamined } else { Exit::Unreadable });
    }
    let wanted = wanted(arguments, &manuals)?;
    let exit = if whole { Exit::Fine } else { Exit::Unreadable };
    if arguments.missing {
        let found = manuals.missing(&wanted);
        output::print(missing::table(&found, lang).as_bytes())?;
        if let Some(folder) = &arguments.output {
            let path = folder.join("missing.csv");
            input::write(&path, missing::csv(&found).as_bytes())?;
            output::error(&format!("已写入 written: {}", output::show(&path)));
        }
        return Ok(exit);
    }
    match &arguments.output {
        Some(folder) => write(arguments, &manuals, &wanted, folder)?,
        None => {
            output::print(list(&wanted, lang).as_bytes())?;
        }
    }
    Ok(exit)
}

/// `--overlay`, or `manual.toml` in the current folder if there is one.
fn overlay(arguments: &Manual) -> anyhow::Result<Overlay> {
    let default = PathBuf::from("manual.toml");
    let path = arguments.overlay.clone().or_else(|| default.is_file().then_some(default));
    let Some(path) = path else { return Ok(Overlay::default()) };
    let text = input::text(&path)?;
    Overlay::parse(&output::show(&path), &text)
        .map_err(|errors| Usage(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")).into())
}

/// The dwellings asked for: by number, by building and number, or all.
fn wanted(arguments: &Manual, manuals: &Manuals<'_, '_>) -> anyhow::Result<Vec<Listed>> {
    let all = manuals.dwellings();
    if arguments.dwelling.is_empty() {
        return Ok(all.to_vec());
    }
    if arguments.all {
        return Err(Usage("--all 与 --dwelling 不能同用 --all and --dwelling exclude each other".to_owned()).into());
    }
    let mut out: Vec<Listed> = Vec::new();
    for number in &arguments.dwelling {
        for one in numbered(all, number)? {
            if !out.iter().any(|known| known.id == one.id) {
                out.push(one.clone());
            }
        }
    }
    Ok(out)
}

/// The dwellings of a number, or of a building and number; an error that names the nearest where there is none.
pub(crate) fn numbered<'l>(all: &'l [Listed], number: &str) -> Result<Vec<&'l Listed>, Usage> {
    let found: Vec<&Listed> =
        all.iter().filter(|one| one.number == number || format!("{}/{}", one.building, one.number) == number).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let near = haofang_checker::facts::spelling::nearest(number, all.iter().map(|one| one.number.as_str()));
    let first = all.first().map_or("-", |one| one.number.as_str());
    let hint = near.map_or_else(
        || format!("共 {} 户，如 {first} there are {} dwellings, such as {first}", all.len(), all.len()),
        |near| format!("是否为 {near}？ did you mean {near}?"),
    );
    Err(Usage(format!("--dwelling {number}: 没有这一户 no such dwelling; {hint}")))
}

/// Writes all files, dwellings in parallel; each is dropped from memory when it is on disk.
fn write(arguments: &Manual, manuals: &Manuals<'_, '_>, wanted: &[Listed], folder: &std::path::Path) -> anyhow::Result<()> {
    let speech = &arguments.inputs.speech;
    let start = Instant::now();
    let done = AtomicUsize::new(0);
    let told = Mutex::new(0_usize);
    let lines: Vec<anyhow::Result<Option<Line>>> = wanted
        .par_iter()
        .map(|listed| {
            let (files, line) = manuals.files(listed).map_err(anyhow::Error::msg)?;
            for file in files {
                let path = file.path.iter().fold(folder.to_owned(), |path, part| path.join(part));
                input::write(&path, &file.bytes)?;
            }
            let count = done.fetch_add(1, Ordering::Relaxed) + 1;
            let step = count * STEPS / wanted.len();
            if let Ok(mut told) = told.lock()
                && step > *told
            {
                *told = step;
                output::progress(speech, &format!("说明书 manuals {count}/{} · {:.1} s", wanted.len(), start.elapsed().as_secs_f64()));
            }
            Ok(line)
        })
        .collect();
    let lines: Vec<Line> = lines.into_iter().collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten().collect();
    for file in manuals.indices(&lines).map_err(anyhow::Error::msg)? {
        let path = file.path.iter().fold(folder.to_owned(), |path, part| path.join(part));
        input::write(&path, &file.bytes)?;
    }
    let index = output::show(&folder.join("index.html"));
    output::print(format!("{} 户使用说明书 manuals: {}\n目录 index: {index}\n", wanted.len(), output::show(folder)).as_bytes())?;
    if !speech.quiet {
        output::error(&format!("{:.1} s", start.elapsed().as_secs_f64()));
    }
    Ok(())
}

/// The dwellings as a table, when nothing is to be written.
fn list(wanted: &[Listed], lang: Lang) -> String {
    let mut rows = vec![if lang == Lang::En {
        vec!["building".to_owned(), "dwelling".to_owned(), "levels".to_owned(), "type".to_owned()]
    } else {
        vec!["楼栋".to_owned(), "户号".to_owned(), "楼层".to_owned(), "户型".to_owned()]
    }];
    rows.extend(wanted.iter().map(|one| {
        vec![one.building.clone(), one.number.clone(), one.storeys.join("、"), one.dwelling_type.clone().unwrap_or_else(|| "—".to_owned())]
    }));
    let hint = if lang == Lang::En {
        format!("{} dwellings; -o DIR writes their manuals\n", wanted.len())
    } else {
        format!("共 {} 户；加 -o 目录 生成使用说明书\n", wanted.len())
    };
    format!("{}{hint}", missing::aligned(&rows))
}
