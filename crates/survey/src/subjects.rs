//! Subjects of the sheet for things, levels, rooms and dwellings: id, GlobalId, parent, place, how recognised.

use haofang_facts::{GlobalId, Place, Subject, SubjectId, SubjectKind};
use haofang_ifc::{Entity, InstanceId, class};

use crate::building::{BuildingId, DwellingId, Site, SpaceId, StoreyId, Survey, UnitId};
use crate::recognise::stair_unit;

impl<'m> Survey<'m> {
    /// A subject for an entity: id by its GlobalId, else by file and number.
    #[must_use]
    pub fn subject(&self, kind: SubjectKind, model: usize, entity: Entity<'m>) -> Subject {
        let file = self.models.get(model).map_or("", |named| named.file.as_str());
        let name = entity.name().map(|name| name.trim().to_owned()).unwrap_or_default();
        let key = entity.guid().map_or_else(|| format!("{file}{}", entity.id()), str::to_owned);
        let mut subject = Subject::new(kind, &key, name);
        subject.guid = entity.guid().map(GlobalId::from);
        subject.place = self.place(model, entity);
        subject
    }

    /// Where an entity stands in the files.
    #[must_use]
    pub fn place(&self, model: usize, entity: Entity<'m>) -> Option<Place> {
        let named = self.models.get(model)?;
        let location = named.model.location(entity.id())?;
        Some(Place {
            file: named.file.clone(),
            line: location.line,
            instance: entity.id().to_string(),
            entity: entity.class().name().to_owned(),
        })
    }

    /// The project; the files' projects are one.
    #[must_use]
    pub fn project_subject(&self) -> Subject {
        let first = self.models.iter().enumerate().find_map(|(at, named)| Some((at, named.model.all(class::IFC_PROJECT).next()?)));
        match first {
            Some((model, entity)) => {
                let mut subject = self.subject(SubjectKind::Project, model, entity);
                if let Some(long) = entity
                    .named("LongName")
                    .as_text()
                    .filter(|long| !long.trim().is_empty() && subject.name.chars().all(|c| c.is_ascii_digit()))
                {
                    subject.name = long.trim().to_owned();
                }
                subject
            }
            None => Subject::new(SubjectKind::Project, "project", ""),
        }
    }

    /// The plot: of several sites the first with a shape, else the first.
    #[must_use]
    pub fn site_subject(&self) -> Subject {
        let mut subject = match self.site() {
            Some(site) => self.subject(SubjectKind::Site, site.model, site.entity),
            None => Subject::new(SubjectKind::Site, "site", ""),
        };
        subject.parent = Some(self.project_id());
        subject
    }

    /// A building.
    #[must_use]
    pub fn building_subject(&self, id: BuildingId) -> Subject {
        let building = self.building(id);
        let mut subject = match building.entities.first() {
            Some((model, entity)) => self.subject(SubjectKind::Building, *model, *entity),
            None => Subject::new(SubjectKind::Building, &stair_unit::building_key(self, Some(id)), building.name.clone()),
        };
        if subject.name.is_empty() || building.tower.is_some() {
            subject.name.clone_from(&building.name);
        }
        if let Some(tower) = &building.tower {
            // the entity is that of all towers
            (subject.id, subject.guid) = (self.building_id(id), None);
            subject.recognised_by.clone_from(&tower.by);
        }
        subject.parent = Some(if self.sites.is_empty() { self.project_id() } else { self.site_id() });
        subject
    }

    /// The id of a building's subject.
    #[must_use]
    pub fn building_id(&self, id: BuildingId) -> SubjectId {
        let key = self.building(id).entities.first().map(|(model, entity)| {
            let file = self.models.get(*model).map_or("", |named| named.file.as_str());
            entity.guid().map_or_else(|| format!("{file}{}", entity.id()), str::to_owned)
        });
        let key = key.map_or_else(|| stair_unit::building_key(self, Some(id)), |key| key + &self.tower_key(id));
        SubjectId::new(SubjectKind::Building, &key)
    }

    /// The id of an entity's subject, without the rest of it.
    fn entity_id(&self, kind: SubjectKind, model: usize, entity: Entity<'m>) -> SubjectId {
        match entity.guid() {
            Some(guid) => SubjectId::new(kind, guid),
            None => SubjectId::new(kind, &format!("{}{}", self.models.get(model).map_or("", |named| named.file.as_str()), entity.id())),
        }
    }

    /// The id of what the model writes as an entity, else by the key that it was recognised with.
    fn own_id(&self, kind: SubjectKind, entity: Option<(usize, Entity<'m>)>, key: &str) -> SubjectId {
        match entity {
            Some((model, entity)) => self.entity_id(kind, model, entity),
            None => SubjectId::new(kind, key),
        }
    }

    /// The id of the project's subject.
    fn project_id(&self) -> SubjectId {
        let first = self.models.iter().enumerate().find_map(|(at, named)| Some((at, named.model.all(class::IFC_PROJECT).next()?)));
        first.map_or_else(
            || SubjectId::new(SubjectKind::Project, "project"),
            |(model, entity)| self.entity_id(SubjectKind::Project, model, entity),
        )
    }

    /// The plot's entity: of several sites the first with a shape, else the first.
    fn site(&self) -> Option<&Site<'m>> {
        self.sites.iter().find(|site| !site.entity.named("Representation").is_null()).or_else(|| self.sites.first())
    }

    /// The id of the plot's subject.
    fn site_id(&self) -> SubjectId {
        self.site()
            .map_or_else(|| SubjectId::new(SubjectKind::Site, "site"), |site| self.entity_id(SubjectKind::Site, site.model, site.entity))
    }

    /// The id of a level's subject.
    #[must_use]
    pub fn storey_id(&self, id: StoreyId) -> SubjectId {
        let storey = self.storey(id);
        let own = self.own_id(SubjectKind::Storey, storey.entities.first().copied(), &format!("storey{}", id.0));
        let tower = storey.building.map(|building| self.tower_key(building)).filter(|key| !key.is_empty());
        tower.map_or_else(|| own.clone(), |key| SubjectId(format!("{own}{key}")))
    }

    /// The id of a stair unit's subject.
    #[must_use]
    pub fn unit_id(&self, id: UnitId) -> SubjectId {
        let unit = self.unit(id);
        self.own_id(SubjectKind::StairUnit, unit.entity, &unit.key)
    }

    /// The id of a dwelling's subject.
    #[must_use]
    pub fn dwelling_id(&self, id: DwellingId) -> SubjectId {
        let dwelling = self.dwelling(id);
        self.own_id(SubjectKind::Dwelling, dwelling.entity, &dwelling.key)
    }

    /// The id of a room's subject.
    #[must_use]
    pub fn space_id(&self, id: SpaceId) -> SubjectId {
        let space = self.space(id);
        self.entity_id(SubjectKind::Space, space.model, space.entity)
    }

    /// A level.
    #[must_use]
    pub fn storey_subject(&self, id: StoreyId) -> Subject {
        let storey = self.storey(id);
        let mut subject = match storey.entities.first() {
            Some((model, entity)) => self.subject(SubjectKind::Storey, *model, *entity),
            None => Subject::new(SubjectKind::Storey, &format!("storey{}", id.0), storey.name.clone()),
        };
        subject.id = self.storey_id(id);
        subject.name.clone_from(&storey.name);
        subject.parent = storey.building.map(|building| self.building_id(building));
        subject
    }

    /// A stair unit.
    #[must_use]
    pub fn unit_subject(&self, id: UnitId) -> Subject {
        let unit = self.unit(id);
        let mut subject = match unit.entity {
            Some((model, entity)) => self.subject(SubjectKind::StairUnit, model, entity),
            None => Subject::new(SubjectKind::StairUnit, &unit.key, unit.name.clone()),
        };
        subject.recognised_by.clone_from(&unit.recognised_by);
        subject.parent = unit.building.map(|building| self.building_id(building));
        subject
    }

    /// A dwelling.
    #[must_use]
    pub fn dwelling_subject(&self, id: DwellingId) -> Subject {
        let dwelling = self.dwelling(id);
        let mut subject = match dwelling.entity {
            Some((model, entity)) => self.subject(SubjectKind::Dwelling, model, entity),
            None => Subject::new(SubjectKind::Dwelling, &dwelling.key, ""),
        };
        let storey = dwelling.storeys.first().map(|storey| self.storey(*storey).name.clone()).unwrap_or_default();
        subject.name = if dwelling.number.is_empty() { format!("{storey} 第{}套", self.ordinal(id)) } else { dwelling.number.clone() };
        subject.recognised_by.clone_from(&dwelling.recognised_by);
        subject.parent =
            dwelling.unit.map(|unit| self.unit_id(unit)).or_else(|| dwelling.building.map(|building| self.building_id(building)));
        subject
    }

    /// Which dwelling of its lowest storey this is, from 1.
    fn ordinal(&self, id: DwellingId) -> usize {
        let own = self.dwelling(id).storeys.first();
        self.dwellings.iter().take(id.0 + 1).filter(|other| other.storeys.first() == own).count()
    }

    /// A room. Its parent is its dwelling, else its level.
    #[must_use]
    pub fn space_subject(&self, id: SpaceId) -> Subject {
        let space = self.space(id);
        let mut subject = self.subject(SubjectKind::Space, space.model, space.entity);
        subject.name.clone_from(&space.name);
        subject.recognised_by.clone_from(&space.usage_by);
        subject.parent = match (space.dwelling, space.storey, space.building) {
            (Some(dwelling), _, _) => Some(self.dwelling_id(dwelling)),
            (None, Some(storey), _) => Some(self.storey_id(storey)),
            (None, None, Some(building)) => Some(self.building_id(building)),
            _ => None,
        };
        subject
    }

    /// The GlobalId of an entity.
    #[must_use]
    pub fn guid(&self, entity: Entity<'m>) -> Option<GlobalId> {
        entity.guid().map(GlobalId::from)
    }

    /// The GlobalId of a room.
    #[must_use]
    pub fn space_guid(&self, id: SpaceId) -> Option<GlobalId> {
        self.guid(self.space(id).entity)
    }

    /// The body of any product or space with this GlobalId.
    #[must_use]
    pub fn shape_of_guid(&self, guid: &str) -> Option<&haofang_geometry::Shape> {
        self.models.iter().enumerate().find_map(|(model, named)| {
            let entity = named.model.by_guid(guid)?;
            let thing = self.find_thing(model, entity).and_then(|thing| self.shape(thing).ok());
            thing.or_else(|| self.find_space(model, entity).and_then(|space| self.space_shape(space).ok()))
        })
    }

    /// The level of any product, space or level with this GlobalId.
    #[must_use]
    pub fn storey_of_guid(&self, guid: &str) -> Option<StoreyId> {
        self.models.iter().enumerate().find_map(|(model, named)| self.storey_of_entity(model, named.model.by_guid(guid)?))
    }

    /// The level of what a subject was made of: found by its place in the file, which asks for no list of all GlobalIds.
    #[must_use]
    pub(crate) fn storey_of_subject(&self, subject: &Subject) -> Option<StoreyId> {
        let guid = subject.guid.as_ref()?;
        let placed = || {
            let place = subject.place.as_ref()?;
            let model = self.models.iter().position(|named| named.file == place.file)?;
            let id = place.instance.strip_prefix('#')?.parse().ok().map(InstanceId)?;
            let entity = self.models.get(model)?.model.entity(id)?;
            (entity.guid() == Some(&*guid.0)).then_some((model, entity))
        };
        match placed() {
            Some((model, entity)) => self.storey_of_entity(model, entity),
            None => self.storey_of_guid(&guid.0),
        }
    }

    fn storey_of_entity(&self, model: usize, entity: Entity<'_>) -> Option<StoreyId> {
        let thing = self.find_thing(model, entity).and_then(|thing| self.thing(thing).storey);
        let space = || self.find_space(model, entity).and_then(|space| self.space(space).storey);
        thing.or_else(space).or_else(|| self.find_storey(model, entity))
    }
}
