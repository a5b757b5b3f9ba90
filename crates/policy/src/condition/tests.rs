//! The language end to end: three-valued logic, units, flaws on load, explanations.

use std::cell::RefCell;

use haofang_facts::{Brief, Fact, FactSheet, Gap, GapKind, Provenance, Subject, SubjectKind, Unit, Value};

use super::*;

fn add(sheet: &mut FactSheet, kind: SubjectKind, key: &str, parent: Option<(SubjectKind, &str)>, fill: impl FnOnce(&mut Subject)) {
    let mut subject = Subject::new(kind, key, key);
    subject.parent = parent.map(|(kind, key)| haofang_facts::SubjectId::new(kind, key));
    fill(&mut subject);
    sheet.push(subject);
}

fn sheet() -> FactSheet {
    let mut sheet = FactSheet::default();
    add(&mut sheet, SubjectKind::Project, "江海府", None, |project| {
        project.know("households", Fact::derived(3.0, Unit::Count, "3 dwellings"));
        project.lack("parking_spaces", Gap::new(GapKind::NotModelled, "no parking spaces"));
    });
    add(&mut sheet, SubjectKind::Building, "1#楼", Some((SubjectKind::Project, "江海府")), |_| {});
    for (name, height) in [("1F", Some(3.15)), ("2F", Some(3.10)), ("3F", None)] {
        add(&mut sheet, SubjectKind::Storey, name, Some((SubjectKind::Building, "1#楼")), |storey| {
            storey.know("use", Fact::text("dwelling", Provenance::Derived, "rooms"));
            if let Some(height) = height {
                storey.know("height", Fact::measured(height, Unit::Metre, 0.001, "floor to floor"));
            }
        });
    }
    sheet
}

fn checked(text: &str, own: SubjectKind) -> Result<Expr, Flaw> {
    check(text, &parse(text)?, own, &Names::default())
}

fn eval_in(text: &str, own: SubjectKind, at: usize, brief: &Brief) -> Found {
    let sheet = sheet();
    let world = World::new(&sheet, brief);
    let seen = RefCell::new(Seen::default());
    let expr = checked(text, own).unwrap_or_else(|flaw| panic!("{text}: {}", flaw.message));
    Context { world: &world, clause: "X-1", own: at, instead: &[], seen: &seen }.of(&expr)
}

fn eval(text: &str) -> Found {
    eval_in(text, SubjectKind::Project, 0, &Brief::default())
}

#[test]
fn gaps_stay_unknown_unless_the_rest_decides() {
    assert_eq!(eval("project.parking_spaces >= 2").truth(), None);
    assert_eq!(eval("project.households == 3 or project.parking_spaces >= 2").truth(), Some(true));
    assert_eq!(eval("project.households == 4 and project.parking_spaces >= 2").truth(), Some(false));
    assert_eq!(eval("not project.parking_spaces >= 2").truth(), None);
    assert_eq!(eval("known(project.parking_spaces)").truth(), Some(false));
    assert!(matches!(&eval("project.parking_spaces >= 2").lacks[..], [Lack::Fact { gap: Some(_), .. }]));
    assert!(matches!(&eval("plan.green_ratio >= 30 %").lacks[..], [Lack::Parameter("plan.green_ratio")]));
}

#[test]
fn ranges_are_three_valued_too() {
    assert_eq!(eval("count(storey where storey.use == dwelling) == 3").truth(), Some(true));
    assert_eq!(eval("all(storey : storey.height >= 3.1 m)").truth(), None, "3F is unknown");
    assert_eq!(eval("all(storey : storey.height >= 3.12 m)").truth(), Some(false), "2F decides");
    assert_eq!(eval("any(storey : storey.height >= 3.12 m)").truth(), Some(true), "1F decides");
    assert_eq!(eval("sum(storey : storey.height) > 1 m").truth(), None);
    assert_eq!(eval("sum(storey where known(storey.height) : storey.height)").value, Some(Value::Number(6.25, Unit::Metre)));
    assert_eq!(eval("sum(facility : facility.area)").value, Some(Value::Number(0.0, Unit::SquareMetre)));
    assert_eq!(eval("min(facility : facility.area)").value, None);
    let brief = Brief::default();
    assert_eq!(
        eval_in("all(storey in building where storey.height != self.height : storey.height > self.height)", SubjectKind::Storey, 3, &brief)
            .truth(),
        None
    );
    assert_eq!(
        eval_in("project.households == 3 and storey.height >= 3.1 m", SubjectKind::Storey, 3, &brief).truth(),
        Some(true),
        "exactly 3.1 m"
    );
}

#[test]
fn arithmetic_keeps_units() {
    assert_eq!(eval("0.40 m2 * project.households").value, Some(Value::Number(0.40 * 3.0, Unit::SquareMetre)));
    assert_eq!(eval("ceil(2 % * 150)").value, Some(Value::Number(3.0, Unit::Count)));
    assert_eq!(eval("ceil(2 % * 650)").number(), Some(13.0));
    assert_eq!(eval("ceil(2 % * 151)").number(), Some(4.0));
    assert_eq!(eval("if(1 > 2, 3 m, 4 m)").value, Some(Value::Number(4.0, Unit::Metre)));
    assert_eq!(eval("if(known(gas), 1, 2)").number(), Some(2.0));
    assert_eq!(eval("1 / 0").value, None, "a division by zero is unknown, never infinite");
    assert_eq!(eval("max(1 m2, 2 m2) / 4 m2").value, Some(Value::Number(0.5, Unit::Ratio)));
}

#[test]
fn flaws_are_found_on_load() {
    let flaw = |text: &str, own| checked(text, own).unwrap_err().message;
    assert!(flaw("storey.heigth >= 3.1 m", SubjectKind::Storey).contains("did you mean `storey.height`?"));
    assert!(flaw("storey.height >= 3.1 m2", SubjectKind::Storey).contains("units clash: the left side is in m, the right side in m2"));
    assert!(flaw("storey.height >= 3.1 m", SubjectKind::Site).contains("this condition is about site"));
    assert!(flaw("storey.use == dweling", SubjectKind::Storey).contains("did you mean `dwelling`?"));
    assert!(flaw("storey.use >= dwelling", SubjectKind::Storey).contains("numbers only"));
    assert!(flaw("not storey.height", SubjectKind::Storey).contains("expected a condition"));
    assert!(flaw("plan.gren_ratio > 3 %", SubjectKind::Site).contains("did you mean `plan.green_ratio`?"));
    assert!(flaw("roundup(3)", SubjectKind::Site).contains("unknown function"));
    assert!(flaw("count(store)", SubjectKind::Site).contains("did you mean `storey`?"));
    assert!(flaw("count(storey in space)", SubjectKind::Site).contains("no storey stands in the space"));
    assert!(flaw("all(storey : storey.height)", SubjectKind::Site).contains("needs `: condition`"));
    assert!(flaw("model_scope == hole", SubjectKind::Site).contains("did you mean `whole`?"));
    assert!(flaw("storey.height + 1 m2 > 3 m", SubjectKind::Storey).contains("cannot be added"));
}

#[test]
fn the_explanation_has_values_and_methods_at_its_leaves() {
    let (sheet, brief) = (sheet(), Brief::default());
    let world = World::new(&sheet, &brief);
    let seen = RefCell::new(Seen::default());
    let expr = checked("storey.height >= 3.1 m", SubjectKind::Storey).unwrap();
    let tree = explain(&Context { world: &world, clause: "X-1", own: 2, instead: &[], seen: &seen }, &expr);
    assert_eq!((tree.text.as_str(), tree.value.as_str()), ("storey.height >= 3.1 m", "true"));
    assert_eq!(tree.parts[0].value, "3.150 m");
    assert_eq!(tree.parts[0].note.as_ref().map(|note| note.en.as_str()), Some("1F: measured: floor to floor ±0.001 m"));
    assert!(seen.borrow().facts.contains(&(2, "height")));
}
