//! M1: who developed, designed, built and supervised — from properties, from the actors of the model, from `manual.toml`.
//! The owner history names whoever exported the file and is no source.

use haofang_ifc::{Entity, class};

use super::Context;
use super::context::is_said;
use crate::catalogue;
use crate::content::Item;
use crate::field::{Amount, Field, From, FromKind, same};

const KEYS: [&str; 8] = [
    "parties.developer",
    "parties.developer_phone",
    "parties.designer",
    "parties.contractor",
    "parties.supervisor",
    "parties.surveyor",
    "parties.reviewer",
    "parties.property_company",
];

/// Roles of actors (IfcRoleEnum and written ones) and what they are here.
const ROLES: [(&str, &[&str]); 6] = [
    ("parties.developer", &["BUILDINGOWNER", "CLIENT", "OWNER", "建设单位", "开发", "业主", "甲方"]),
    ("parties.designer", &["ARCHITECT", "设计"]),
    ("parties.contractor", &["CONTRACTOR", "施工", "总包"]),
    ("parties.supervisor", &["CONSTRUCTIONMANAGER", "监理"]),
    ("parties.surveyor", &["勘察"]),
    ("parties.property_company", &["FACILITIESMANAGER", "物业"]),
];

/// The item.
pub(super) fn item(context: &Context<'_, '_>) -> Item {
    let fields = KEYS.iter().map(|key| of_actor(context, context.field(key))).collect();
    Item::new("M1", catalogue::item_title("M1"), fields)
}

/// Where neither property nor `manual.toml` names a company: an IfcActor of that role.
fn of_actor(context: &Context<'_, '_>, mut field: Field) -> Field {
    if field.is_known() {
        return field;
    }
    let Some((_, roles)) = ROLES.iter().find(|(key, _)| *key == field.key) else { return field };
    let actors = context.estate.survey.models.iter().flat_map(|named| named.model.all(class::IFC_ACTOR));
    let found = actors.filter_map(|actor| Some((actor, actor.entity_named("TheActor")?))).find_map(|(actor, who)| {
        let organisation = organisation(who)?;
        let name = organisation.named("Name").as_text().map(|name| name.trim().to_owned()).filter(|name| is_said(name))?;
        has_role(actor, who, organisation, roles).then_some(name)
    });
    if let Some(name) = found {
        field.value = Some(Amount::Text(name.clone()));
        field.text = Some(same(name));
        field.from = Some(From::new(FromKind::Model, "IfcActor"));
    }
    field
}

fn organisation(who: Entity<'_>) -> Option<Entity<'_>> {
    if who.is_a(class::IFC_ORGANIZATION) {
        return Some(who);
    }
    who.is_a(class::IFC_PERSON_AND_ORGANIZATION).then(|| who.entity_named("TheOrganization")).flatten()
}

fn has_role(actor: Entity<'_>, who: Entity<'_>, organisation: Entity<'_>, wanted: &[&str]) -> bool {
    let named = |text: &str| wanted.iter().any(|role| text.eq_ignore_ascii_case(role) || (!role.is_ascii() && text.contains(role)));
    let written = [actor.named("ObjectType").as_text(), actor.name()];
    if written.into_iter().flatten().any(|text| named(text.trim())) {
        return true;
    }
    who.entities_named("Roles").chain(organisation.entities_named("Roles")).any(|role| {
        role.named("Role").as_enum().is_some_and(named) || role.named("UserDefinedRole").as_text().is_some_and(|text| named(text.trim()))
    })
}
