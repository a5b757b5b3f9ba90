//! M11: the least warranty by law (建设工程质量管理条例, art. 40), longer periods where the developer gives them, contacts,
//! insurance and inspection. The periods of 1998 were superseded and are never printed.

use haofang_policy::Localised;

use super::Context;
use crate::catalogue;
use crate::content::{Item, Warranty};
use crate::field::{Field, From, FromKind, both};

const ARTICLE: &str = "《建设工程质量管理条例》第四十条";

/// What art. 40 gives: part, years (or none), key of the developer's longer period.
struct Least {
    part: (&'static str, &'static str),
    years: Option<f64>,
    period: (&'static str, &'static str),
    agreed: Option<&'static str>,
}

const LEAST: &[Least] = &[
    Least {
        part: ("地基基础工程和主体结构工程", "foundations and main structure"),
        years: None,
        period: ("设计文件规定的合理使用年限", "the design life of the building"),
        agreed: None,
    },
    Least {
        part: ("屋面防水工程", "waterproofing of the roof"),
        years: Some(5.0),
        period: ("5 年", "5 years"),
        agreed: Some("warranty.waterproof_years"),
    },
    Least {
        part: ("有防水要求的卫生间、房间和外墙面的防渗漏", "leakage of bathrooms, wet rooms and outer walls"),
        years: Some(5.0),
        period: ("5 年", "5 years"),
        agreed: Some("warranty.waterproof_years"),
    },
    Least {
        part: ("供热与供冷系统", "heating and cooling"),
        years: None,
        period: ("2 个采暖期、供冷期", "2 heating and cooling seasons"),
        agreed: None,
    },
    Least {
        part: ("电气管线", "electric wiring"), years: Some(2.0), period: ("2 年", "2 years"), agreed: Some("warranty.electric_years")
    },
    Least {
        part: ("给排水管道、设备安装", "water pipes, drains, installed equipment"),
        years: Some(2.0),
        period: ("2 年", "2 years"),
        agreed: Some("warranty.pipes_years"),
    },
    Least { part: ("装修工程", "fit-out"), years: Some(2.0), period: ("2 年", "2 years"), agreed: Some("warranty.fit_out_years") },
];

/// The table.
pub(super) fn table(context: &Context<'_, '_>) -> Vec<Warranty> {
    let start = context.field("warranty.start").text.map(|text| text.zh);
    LEAST
        .iter()
        .map(|least| {
            // a shorter period than the law's is void
            let agreed =
                least.agreed.and_then(|key| context.given.number(key)).filter(|years| least.years.is_some_and(|least| *years > least));
            let years = agreed.or(least.years);
            let mut period = both(least.period.0, least.period.1);
            if least.part.0 == "供热与供冷系统"
                && let Some(seasons) = context.given.number("warranty.heating_seasons").filter(|seasons| *seasons > 2.0)
            {
                period =
                    both(format!("{seasons} 个采暖期、供冷期（建设单位约定）"), format!("{seasons} heating and cooling seasons (agreed)"));
            }
            Warranty {
                part: both(least.part.0, least.part.1),
                period,
                years: least.years,
                agreed_years: agreed,
                until: start.as_deref().zip(years).and_then(|(start, years)| later(start, years)),
                basis: ARTICLE,
            }
        })
        .collect()
}

/// The date so many whole years later; 29 February becomes the last of the month.
fn later(start: &str, years: f64) -> Option<String> {
    if !haofang_facts::brief::is_date(start) || years.fract() > 0.0 {
        return None;
    }
    let mut parts = start.split('-');
    let (year, month, day) = (parts.next()?.parse::<u32>().ok()?, parts.next()?, parts.next()?);
    let year = year.checked_add(years as u32)?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let day = if month == "02" && day == "29" && !leap { "28" } else { day };
    Some(format!("{year:04}-{month}-{day}"))
}

/// The item.
pub(super) fn item(context: &Context<'_, '_>) -> Item {
    let words: Vec<Localised> = vec![both("见保修期限表", "see the table")];
    let mut fields: Vec<Field> = words
        .into_iter()
        .map(|text| {
            Field::text("warranty.law", both("法定保修期限", "warranty by law"), text, From::new(FromKind::Statute, ARTICLE)).optional()
        })
        .collect();
    let keys = [
        "warranty.start",
        "phones.repair",
        "phones.property",
        "phones.emergency",
        "phones.gas",
        "phones.water",
        "phones.power",
        "insurance.kind",
        "insurance.insurer",
        "insurance.policy",
        "insurance.years",
        "insurance.until",
        "insurance.phone",
        "inspection.years",
        "inspection.cycle_years",
        "inspection.organisation",
    ];
    fields.extend(keys.map(|key| context.field(key)));
    let mut item = Item::new("M11", catalogue::item_title("M11"), fields);
    // the law's periods stand in every manual; they say nothing of this one
    if item.fields.iter().all(|field| !field.is_known() || field.key == "warranty.law") {
        item.status = crate::content::Status::Missing;
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_on_the_same_day_of_a_later_year() {
        assert_eq!(later("2026-12-30", 5.0).as_deref(), Some("2031-12-30"));
        assert_eq!(later("2028-02-29", 5.0).as_deref(), Some("2033-02-28"));
        assert_eq!(later("2028-02-29", 4.0).as_deref(), Some("2032-02-29"));
        assert_eq!(later("明年", 5.0), None);
    }

    #[test]
    fn the_periods_are_those_of_article_40() {
        let years: Vec<Option<f64>> = LEAST.iter().map(|least| least.years).collect();
        assert_eq!(years, [None, Some(5.0), Some(5.0), None, Some(2.0), Some(2.0), Some(2.0)]);
    }
}
