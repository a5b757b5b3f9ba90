//! Tables of what was measured: dwellings, rooms, doors, windows, bays. What is unknown is an empty cell, never 0; the last two
//! columns say where the numbers of a row come from and why others are missing.

use haofang_facts::{Provenance, Subject, SubjectKind, Value, catalogue};

use super::rows::{Cell, Table, text};
use crate::assessment::Assessment;
use crate::words::{self, Lang};

/// Quantity, Chinese and English heading.
type Column = (&'static str, &'static str, &'static str);

/// One table of subjects.
struct Sheet {
    kind: SubjectKind,
    names: (&'static str, &'static str),
    columns: &'static [Column],
}

const DWELLINGS: Sheet = Sheet {
    kind: SubjectKind::Dwelling,
    names: ("套型", "dwellings"),
    columns: &[
        ("number", "户号", "number"),
        ("room_count", "居室", "rooms"),
        ("usable_area", "套内使用面积 ㎡", "usable m2"),
        ("floor_area", "套型建筑面积 ㎡", "floor m2"),
        ("balcony_area", "阳台 ㎡", "balcony m2"),
        ("is_duplex", "复式", "duplex"),
    ],
};
const ROOMS: Sheet = Sheet {
    kind: SubjectKind::Space,
    names: ("房间", "rooms"),
    columns: &[
        ("use", "用途", "use"),
        ("net_area", "净面积 ㎡", "net m2"),
        ("height", "高 m", "height m"),
        ("clear_height", "净高 m", "clear height m"),
        ("bay_width_axis", "开间(轴线) m", "bay width, axes m"),
        ("bay_width_clear", "开间(净) m", "bay width, clear m"),
    ],
};
const DOORS: Sheet = Sheet {
    kind: SubjectKind::Door,
    names: ("门", "doors"),
    columns: &[
        ("storey", "楼层", "level"),
        ("width", "洞口宽 m", "width m"),
        ("height", "洞口高 m", "height m"),
        ("clear_width", "通行净宽 m", "clear width m"),
        ("clear_height", "通行净高 m", "clear height m"),
        ("from_room", "一侧房间", "room on one side"),
        ("to_room", "另一侧房间", "room on the other side"),
        ("fire_rating", "防火等级", "fire rating"),
        ("is_external", "外门", "external"),
    ],
};
const WINDOWS: Sheet = Sheet {
    kind: SubjectKind::Window,
    names: ("窗", "windows"),
    columns: &[
        ("width", "宽 m", "width m"),
        ("height", "高 m", "height m"),
        ("area", "面积 ㎡", "area m2"),
        ("sill_height", "窗台高 m", "sill m"),
        ("is_external", "外窗", "external"),
        ("is_bay_window", "飘窗", "bay window"),
    ],
};
const BAYS: Sheet = Sheet {
    kind: SubjectKind::BayWindow,
    names: ("飘窗", "bay windows"),
    columns: &[
        ("clear_width", "净宽 m", "clear width m"),
        ("projection", "凸出 m", "projection m"),
        ("sill_height", "窗台高 m", "sill m"),
        ("clear_height", "净高 m", "clear height m"),
        ("area", "水平投影 ㎡", "area m2"),
        ("room_bay_width_axis", "开间(轴线) m", "bay width, axes m"),
        ("room_bay_width_clear", "开间(净) m", "bay width, clear m"),
        ("width_ratio", "净宽/开间", "width ratio"),
    ],
};

/// The tables in the order of the workbook.
const ALL: [&Sheet; 5] = [&DWELLINGS, &ROOMS, &DOORS, &WINDOWS, &BAYS];

/// Dwellings.
pub(super) fn dwellings(source: &Assessment, lang: Lang) -> Table {
    table(source, lang, &DWELLINGS, source.sheet.of_kind(DWELLINGS.kind))
}

/// All tables of subjects. Doors come from the caller where the sheet has none: no clause asks for them.
pub(super) fn all(source: &Assessment, doors: &[Subject], lang: Lang) -> Vec<Table> {
    let one = |sheet: &&Sheet| {
        let given = doors.iter().filter(|door| door.kind == sheet.kind && source.sheet.subject(&door.id).is_none());
        table(source, lang, sheet, source.sheet.of_kind(sheet.kind).chain(given))
    };
    ALL.iter().map(one).collect()
}

fn table<'s>(source: &'s Assessment, lang: Lang, about: &Sheet, subjects: impl Iterator<Item = &'s Subject>) -> Table {
    let mut head = vec![("名称", "name"), ("位置", "place"), ("GlobalId", "GlobalId")];
    head.extend(about.columns.iter().map(|(_, zh, en)| (*zh, *en)));
    head.extend([("来源", "origin"), ("未知项及原因", "not known, and why")]);
    let mut table = Table::new(lang, about.names.0, about.names.1, &head);
    table.rows.extend(subjects.map(|subject| row(source, lang, about, subject)));
    table
}

fn row(source: &Assessment, lang: Lang, about: &Sheet, subject: &Subject) -> Vec<Cell> {
    let above = [SubjectKind::Building, SubjectKind::Storey, SubjectKind::Dwelling];
    let place: Vec<&str> = above
        .into_iter()
        .filter(|above| *above != about.kind)
        .filter_map(|above| source.sheet.ancestor(subject, above))
        .map(|above| above.name.as_str())
        .collect();
    let mut row = vec![subject.name.as_str().into(), place.join(" ").into(), text(subject.guid.as_ref().map(|guid| guid.0.clone()))];
    row.extend(about.columns.iter().map(|(name, ..)| match subject.fact(name).map(|fact| &fact.value) {
        Some(Value::Number(number, _)) => Cell::Number(*number),
        Some(other) => Cell::Text(words::value(other, lang)),
        None => Cell::Empty,
    }));
    row.push(text(Some(origins(subject, about, lang)).filter(|text| !text.is_empty())));
    row.push(text(Some(unknown(subject, about, lang)).filter(|text| !text.is_empty())));
    row
}

/// A heading without its unit.
fn bare(heading: &'static str) -> &'static str {
    heading.trim_end_matches(" m").trim_end_matches(" ㎡").trim_end_matches(" m2")
}

/// `量取：宽、高；属性：防火等级`.
fn origins(subject: &Subject, about: &Sheet, lang: Lang) -> String {
    let all = [Provenance::Measured, Provenance::Authored, Provenance::Derived, Provenance::Declared];
    let of = |provenance: Provenance| {
        let own = about.columns.iter().filter(|(name, ..)| subject.fact(name).is_some_and(|fact| fact.provenance == provenance));
        let titles: Vec<&str> = own.map(|(_, zh, en)| bare(lang.pick(zh, en))).collect();
        let word = lang.pick(provenance.title_zh(), provenance.word());
        (!titles.is_empty()).then(|| format!("{word}{}{}", lang.pick("：", ": "), titles.join(lang.pick("、", ", "))))
    };
    all.into_iter().filter_map(of).collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// `通行净宽：门及其类型未填…`; a quantity that nobody looked for says so.
fn unknown(subject: &Subject, about: &Sheet, lang: Lang) -> String {
    let reason = |(name, zh, en): &Column| {
        if subject.fact(name).is_some() {
            return None;
        }
        let gap = subject.gaps.iter().find(|(quantity, _)| quantity.0 == *name);
        let why = gap
            .map_or(lang.pick("不适用或未量取", "does not apply, or was not measured"), |(_, gap)| words::spoken(&gap.detail, lang));
        Some(format!("{}{}{why}", bare(lang.pick(zh, en)), lang.pick("：", ": ")))
    };
    about.columns.iter().filter_map(reason).collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// What every column of the tables above means: unit and definition.
pub(super) fn columns(lang: Lang) -> Table {
    let head = [("表", "table"), ("列", "column"), ("量名", "quantity"), ("单位", "unit"), ("定义", "definition")];
    let mut out = Table::new(lang, "字段说明", "columns", &head);
    for about in ALL {
        for (name, zh, en) in about.columns {
            let Some(spec) = catalogue::spec(about.kind, name) else { continue };
            let unit = match spec.value {
                catalogue::Type::Number(unit) => unit.symbol(),
                catalogue::Type::Claim => lang.pick("是/否", "yes or no"),
                catalogue::Type::Text => lang.pick("文字", "text"),
            };
            let definition = match lang {
                Lang::Zh => haofang_facts::definition_zh(about.kind, name).unwrap_or(spec.definition),
                Lang::En => spec.definition,
            };
            let quantity = format!("{}.{name}", about.kind.word());
            let cells = [lang.pick(about.names.0, about.names.1), bare(lang.pick(zh, en)), &quantity, unit, definition];
            out.rows.push(cells.map(Cell::from).into());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_a_quantity_of_the_catalogue_with_a_chinese_definition() {
        for about in ALL {
            for (name, ..) in about.columns {
                assert!(catalogue::spec(about.kind, name).is_some(), "{}.{name}", about.kind.word());
                assert!(haofang_facts::definition_zh(about.kind, name).is_some(), "{}.{name}", about.kind.word());
            }
        }
        assert_eq!(columns(Lang::Zh).rows.len(), ALL.iter().map(|about| about.columns.len()).sum::<usize>());
    }
}
