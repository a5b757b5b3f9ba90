//! `haofang export`: shapes, plans and tables for other programs.

use std::path::PathBuf;

use haofang_checker::manual::Overlay;
use haofang_checker::{MeasureOptions, export};

use super::manual::numbered;
use super::open;
use crate::args::Export;
use crate::exit::{Exit, Usage};
use crate::input;
use crate::output;

pub(crate) fn run(arguments: &Export) -> anyhow::Result<Exit> {
    let targets = output::files(&arguments.formats, &["glb", "svg", "csv"])?;
    let (session, brief) = open(&arguments.inputs)?;
    let options = MeasureOptions::default();
    let survey = session.survey(&brief, &options);
    let storey = arguments.storey.as_deref();
    let folder = |file: &str| arguments.output.as_ref().map_or_else(|| PathBuf::from(file), |folder| folder.join(file));
    for target in &targets {
        match target.format.as_str() {
            "glb" if arguments.dwelling.is_some() => {
                let number = arguments.dwelling.as_deref().unwrap_or_default();
                let (sheet, overlay) = (session.facts(&brief, &options), Overlay::default());
                let dwellings = export::Dwellings::of(&survey, &sheet, &overlay);
                let found = numbered(dwellings.all(), number)?;
                let [one] = found[..] else {
                    let names: Vec<String> = found.iter().map(|one| format!("{}/{}", one.building, one.number)).collect();
                    let names = names.join(" ");
                    return Err(Usage(format!("--dwelling {number}: 有 {} 户 several dwellings: {names}", found.len())).into());
                };
                let path = target.file.clone().unwrap_or_else(|| folder("dwelling.glb"));
                input::write(&path, &dwellings.model(one))?;
                output::error(&format!("已写入 written: {}", output::show(&path)));
            }
            _ if arguments.dwelling.is_some() => {
                return Err(Usage(format!("--dwelling: 只用于 glb only for glb, not {}", target.format)).into());
            }
            "glb" => {
                let (bytes, without) = export::model(&survey, storey);
                let path = target.file.clone().unwrap_or_else(|| folder("model.glb"));
                input::write(&path, &bytes)?;
                let missing = if without > 0 { format!("（{without} 个构件没有形体 without shape）") } else { String::new() };
                output::error(&format!("已写入 written: {}{missing}", output::show(&path)));
            }
            "svg" => {
                let plans = export::plans(&survey, storey);
                if plans.is_empty() {
                    return Err(Usage("没有可绘制的楼层 no storey to draw".to_owned()).into());
                }
                match (&target.file, plans.as_slice()) {
                    (Some(path), [(_, svg)]) => input::write(path, svg.as_bytes())?,
                    (Some(path), _) => {
                        return Err(Usage(format!(
                            "{}: 有 {} 层，请用 -o 目录 或 --storey 名称 several storeys: use -o DIR or --storey NAME",
                            output::show(path),
                            plans.len()
                        ))
                        .into());
                    }
                    (None, plans) => {
                        for (name, svg) in plans {
                            let file: String =
                                name.chars().map(|c| if c.is_alphanumeric() || "#-+.".contains(c) { c } else { '_' }).collect();
                            input::write(&folder(&format!("{file}.svg")), svg.as_bytes())?;
                        }
                        output::error(&format!("已写入 written: {} 个平面图 plans", plans.len()));
                    }
                }
            }
            _ => {
                let sheet = session.facts(&brief, &options);
                let lang = haofang_checker::report::Lang::of(&arguments.inputs.speech.lang);
                let path = target.file.clone().unwrap_or_else(|| folder("facts.csv"));
                input::write(&path, haofang_checker::report::table::facts_csv(&sheet, lang).as_bytes())?;
                output::error(&format!("已写入 written: {}", output::show(&path)));
            }
        }
    }
    Ok(if session.submission().is_whole() { Exit::Fine } else { Exit::Unreadable })
}
