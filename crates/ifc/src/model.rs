//! The model: the bytes, the index over them, and what is derived from it when first asked for.

use std::any::Any;
use std::hash::Hasher as _;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHasher};

use crate::entity::{Entity, InstanceId};
use crate::error::{Defect, DefectKind, Error, Location};
use crate::index::{Flaw, Index, index};
use crate::records::Records;
use crate::relations::Relations;
use crate::schema::{Class, Schema};
use crate::step::{Encoding, EncodingCensus, Header, Lines, List, Reader};
use crate::units::Units;
use crate::{archive, check, release};

/// The bytes of a file, wherever they live.
pub type Source = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// How to read a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Reads raw bytes in strings in this encoding, instead of the one that most strings fit.
    pub encoding: Option<Encoding>,
    /// Bytes that an archive may unpack to at most.
    pub unpack_limit: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { encoding: None, unpack_limit: 4 << 30 }
    }
}

/// One IFC file, indexed. It owns its bytes and may be shared among threads.
pub struct Model {
    source: Source,
    records: Records,
    header: Header,
    schema: Schema,
    encoding: Encoding,
    census: EncodingCensus,
    whole: bool,
    flaws: Vec<Flaw>,
    more: u64,
    lines: OnceLock<Lines>,
    defects: OnceLock<Vec<Defect>>,
    guids: OnceLock<Vec<u32>>,
    guid_places: OnceLock<FxHashMap<u64, u32>>,
    units: OnceLock<Units>,
    relations: OnceLock<Relations>,
    derived: Derived,
}

/// What crates above derived from the whole model: one value of each type, in a chain, as there are one or two.
#[derive(Default)]
struct Derived {
    value: OnceLock<Box<dyn Any + Send + Sync>>,
    next: OnceLock<Box<Derived>>,
}

impl Model {
    /// Indexes the bytes of an `.ifc` or `.ifczip` file, or of one that is gzipped, in one pass.
    ///
    /// An error means that nothing useful can follow. All else is told by [`Model::is_whole`] and [`Model::defects`].
    pub fn index(source: Source) -> Result<Model, Error> {
        Self::index_with(source, &ReadOptions::default())
    }

    /// As [`Model::index`], with options.
    pub fn index_with(source: Source, options: &ReadOptions) -> Result<Model, Error> {
        let source = archive::unpack_one(source, options.unpack_limit)?;
        let bytes: &[u8] = (*source).as_ref();
        let start = release::sniff(bytes)?;
        let mut index = index(bytes, start)?;
        if index.records.len() == 0 && !index.is_part21 {
            return Err(release::not_ifc(bytes));
        }
        let encoding = options.encoding.unwrap_or_else(|| index.census.majority());
        let mut header = Header::default();
        for (keyword, args) in &index.header {
            header.take(keyword, List::new(Reader::new(bytes, *args, encoding)));
        }
        let schema = release::schema(&header, &mut index)?;
        let Index { records, flaws, more, broken, census, .. } = index;
        Ok(Model {
            source,
            records,
            header,
            schema,
            encoding,
            census,
            whole: !broken,
            flaws,
            more,
            lines: OnceLock::new(),
            defects: OnceLock::new(),
            guids: OnceLock::new(),
            guid_places: OnceLock::new(),
            units: OnceLock::new(),
            relations: OnceLock::new(),
            derived: Derived::default(),
        })
    }

    /// Whether all of the file was read. False when it was cut, when a record or string does not end, when a record
    /// cannot be split, or when one id stands for two different records: then nothing may be called a pass.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// What the header says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The schema by which the records are read.
    pub fn schema(&self) -> Schema {
        self.schema
    }

    /// How raw bytes in strings are read.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How strings are written, in one word: `ascii`, `x2` (escapes only), `utf-8`, `gb18030`, `latin-1`, `shift-jis`, `big5`.
    pub fn encoding_label(&self) -> &'static str {
        match self.encoding {
            Encoding::Ascii if memchr::memmem::find(self.bytes(), b"\\X").is_some() => "x2",
            Encoding::Ascii => "ascii",
            Encoding::Utf8 => "utf-8",
            Encoding::Gb18030 => "gb18030",
            Encoding::Latin1 => "latin-1",
            Encoding::ShiftJis => "shift-jis",
            Encoding::Big5 => "big5",
        }
    }

    /// How many strings with raw bytes fit which encoding.
    pub fn encoding_census(&self) -> EncodingCensus {
        self.census
    }

    /// The bytes of the file, unpacked.
    pub fn bytes(&self) -> &[u8] {
        (*self.source).as_ref()
    }

    /// All flaws, in file order. The first call reads every attribute of every instance; later ones are free.
    pub fn defects(&self) -> &[Defect] {
        if let Some(known) = self.defects.get() {
            return known;
        }
        // outside of the lock: a thread that waits for its helpers may take up a task that asks for the same defects
        let lines = || self.lines.get_or_init(|| Lines::new(self.bytes()));
        // whoever asks for flaws asks for places next: the lines are counted meanwhile
        let ((found, more), _) = rayon::join(|| check::check(self), lines);
        let mut flaws: Vec<&Flaw> = self.flaws.iter().chain(&found).collect();
        flaws.sort_by_key(|flaw| flaw.byte);
        let mut defects: Vec<Defect> = flaws.into_iter().map(|flaw| self.defect(flaw)).collect();
        if self.more + more > 0 {
            defects.push(Defect { instance: None, at: Location::default(), kind: DefectKind::More(self.more + more) });
        }
        self.defects.get_or_init(|| defects)
    }

    /// Why the model is not whole; empty when it is. Needs no pass over the instances.
    pub fn breaks(&self) -> Vec<Defect> {
        let mut breaks: Vec<&Flaw> = self.flaws.iter().filter(|flaw| flaw.kind.breaks_whole()).collect();
        breaks.sort_by_key(|flaw| flaw.byte);
        breaks.into_iter().map(|flaw| self.defect(flaw)).collect()
    }

    fn defect(&self, flaw: &Flaw) -> Defect {
        let kind = match &flaw.kind {
            DefectKind::ConflictingId { id, first } => DefectKind::ConflictingId { id: *id, first: self.locate(*first as usize).line },
            kind => kind.clone(),
        };
        Defect { instance: flaw.instance, at: self.locate(flaw.byte), kind }
    }

    /// Line and column of a byte.
    pub fn locate(&self, byte: usize) -> Location {
        self.lines.get_or_init(|| Lines::new(self.bytes())).locate(self.bytes(), byte)
    }

    /// Where an instance's record begins.
    pub fn location(&self, id: InstanceId) -> Option<Location> {
        let args = self.records.args(self.records.find(id)?);
        let before = self.bytes().get(..args)?;
        Some(self.locate(memchr::memrchr(b'#', before)?))
    }

    /// Number of instances.
    #[allow(clippy::len_without_is_empty, reason = "a model without instances is no case of its own")]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// The instance of an id.
    #[inline]
    pub fn entity(&self, id: InstanceId) -> Option<Entity<'_>> {
        self.records.find(id).map(|index| Entity::new(self, index))
    }

    /// All instances in file order.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        (0..self.records.len() as u32).map(|index| Entity::new(self, index))
    }

    /// All instances of a class and its subtypes, in file order.
    pub fn all(&self, class: Class) -> impl Iterator<Item = Entity<'_>> {
        let mut parts = class.with_subtypes().map(|c| self.records.of_class(c)).filter(|part| !part.is_empty());
        let (first, second) = (parts.next().unwrap_or(&[]), parts.next());
        let mut merged = Vec::new();
        if let Some(second) = second {
            merged.extend_from_slice(first);
            merged.extend_from_slice(second);
            parts.for_each(|part| merged.extend_from_slice(part));
            merged.sort_unstable();
        }
        let alone = if second.is_none() { first } else { &[] };
        alone.iter().copied().chain(merged).map(|index| Entity::new(self, index))
    }

    /// Number of instances of exactly this class.
    pub fn count(&self, class: Class) -> usize {
        self.records.of_class(class).len()
    }

    /// Classes that have instances, in the order of their names, with how many.
    pub fn class_counts(&self) -> impl Iterator<Item = (Class, usize)> {
        Class::every().map(|class| (class, self.count(class))).filter(|(_, count)| *count > 0)
    }

    /// The first instance with this GlobalId.
    pub fn by_guid(&self, guid: &str) -> Option<Entity<'_>> {
        let places = self.guid_places.get_or_init(|| {
            let mut places = FxHashMap::default();
            for entity in self.all(crate::class::IFC_ROOT) {
                if let Some(guid) = entity.guid() {
                    places.entry(guid_hash(guid)).or_insert(entity.index());
                }
            }
            places
        });
        let first = Entity::new(self, *places.get(&guid_hash(guid))?);
        if first.guid() == Some(guid) {
            return Some(first);
        }
        // another GlobalId of the same hash
        let order = self.guid_order();
        let at = order.partition_point(|index| Entity::new(self, *index).guid() < Some(guid));
        order.get(at).map(|index| Entity::new(self, *index)).filter(|entity| entity.guid() == Some(guid))
    }

    fn guid_order(&self) -> &[u32] {
        self.guids.get_or_init(|| {
            let roots = self.all(crate::class::IFC_ROOT).filter(|e| e.guid().is_some());
            let mut order: Vec<u32> = roots.map(|e| e.index()).collect();
            order.sort_by_cached_key(|index| Entity::new(self, *index).guid());
            order
        })
    }

    pub(crate) fn in_guid_order(&self) -> impl Iterator<Item = Entity<'_>> {
        self.guid_order().iter().map(|index| Entity::new(self, *index))
    }

    /// Where an instance's attributes begin.
    pub(crate) fn args(&self, entity: Entity<'_>) -> usize {
        self.records.args(entity.index())
    }

    /// Whether the tables are those of a neighbouring schema release.
    pub(crate) fn is_near_schema(&self) -> bool {
        self.flaws.iter().any(|flaw| matches!(flaw.kind, DefectKind::NearSchema { .. } | DefectKind::MissingSchema { .. }))
    }

    /// The typed view of an instance, if it is of that class.
    pub fn get<'m, V: View<'m>>(&'m self, id: InstanceId) -> Option<V> {
        V::of(self.entity(id)?)
    }

    /// Typed views of all instances of the view's class and subtypes, in file order.
    pub fn views<'m, V: View<'m>>(&'m self) -> impl Iterator<Item = V> {
        self.all(V::CLASS).filter_map(V::of)
    }

    /// The units of the project.
    pub fn units(&self) -> &Units {
        self.units.get_or_init(|| Units::read(self))
    }

    /// Who is related to whom; built in one pass when first asked for.
    pub fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| Relations::read(self))
    }

    /// What a crate above derives from the whole model, such as a table of names: made when first asked for, one value of
    /// each type, and kept as long as the model.
    pub fn derived<T: Any + Send + Sync>(&self, make: impl Fn(&Model) -> T) -> &T {
        let mut link = &self.derived;
        loop {
            let value: &(dyn Any + Send + Sync) = link.value.get_or_init(|| Box::new(make(self))).as_ref();
            match value.downcast_ref::<T>() {
                Some(value) => return value,
                None => link = link.next.get_or_init(Box::default),
            }
        }
    }

    /// Bytes of memory that the index takes, the file's own bytes apart.
    pub fn index_memory(&self) -> usize {
        self.records.memory()
    }

    pub(crate) fn records(&self) -> &Records {
        &self.records
    }

    #[inline]
    pub(crate) fn reader(&self, index: u32) -> Reader<'_> {
        Reader::new(self.bytes(), self.records.args(index), self.encoding)
    }

    pub(crate) fn keyword(&self, index: u32) -> &str {
        let before = self.bytes().get(..self.records.args(index).saturating_sub(1)).unwrap_or(&[]);
        let before = crate::step::recover::trim_end(before);
        let length = before.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'!')).count();
        let keyword = before.get(before.len() - length..).unwrap_or(&[]);
        std::str::from_utf8(keyword).unwrap_or("")
    }
}

fn guid_hash(guid: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(guid.as_bytes());
    hasher.finish()
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} model of {} instances", self.schema, self.len())
    }
}

/// A typed look at one instance: a `Copy` newtype over it.
pub trait View<'m>: Copy {
    /// The class whose instances, subtypes included, can be looked at this way.
    const CLASS: Class;

    /// The view, if the instance is of that class.
    fn of(entity: Entity<'m>) -> Option<Self>;

    /// The instance behind the view.
    fn entity(self) -> Entity<'m>;
}
