//! The distinct names of all properties of a model, with the form in which they are compared: a name is folded once, however
//! many things bear it, and what no property of the model is called is looked for on no thing.

use std::cell::RefCell;
use std::sync::{Arc, RwLock};

use foldhash::HashMap;
use haofang_ifc::{Class, Entity, Model, Value, attributes, class};
use rustc_hash::FxHashMap;

use crate::carriers::{FUNCTION, ROOM};
use crate::vocabulary::fold;

/// One form for the ways of writing a property's name: width, case, spaces, and a unit in brackets or behind do not matter.
pub(crate) fn bare(name: &str) -> String {
    if name.is_ascii() {
        return bare_ascii(name);
    }
    let folded = fold(name);
    let cut = folded.find('(').filter(|at| *at > 0).map_or(folded.as_str(), |at| &folded[..at]);
    without_unit(cut).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A folded name without the unit behind it: 建筑面积m2, 层高_mm.
fn without_unit(folded: &str) -> &str {
    const UNITS: [&str; 5] = ["平方米", "平米", "m2", "mm", "m"];
    let name = UNITS.iter().find_map(|unit| folded.trim_end().strip_suffix(unit));
    // a unit stands behind Chinese words: the m of DN20mm and of 每平米 is another thing
    let name = name.map(|name| name.trim_end_matches(['_', '-', '/', ':', ',', ' ']));
    let is_words = |name: &&str| name.ends_with(|c: char| !c.is_ascii()) && name.chars().count() > 1;
    name.filter(is_words).unwrap_or(folded)
}

/// The same of the names that most tools write, in one go.
fn bare_ascii(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut bracketed = false;
    for c in name.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '(' | '[' if !bracketed && !out.is_empty() => break,
            '(' | '[' => {
                bracketed = true;
                out.push('(');
            }
            ']' => out.push(')'),
            other => out.push(other.to_ascii_lowercase()),
        }
    }
    out
}

/// Names that a thread remembers the bare form of, at most: the lists of names that things are asked for have some hundreds.
const KNOWN: usize = 4096;

thread_local! {
    /// Bare forms of names that were asked for before.
    static BARE: RefCell<FxHashMap<Box<str>, Arc<str>>> = RefCell::default();
}

/// As [`bare`], for names of lists: all things are asked for the same few.
fn bare_of_list(name: &str) -> Arc<str> {
    BARE.with_borrow_mut(|known| {
        if let Some(bare) = known.get(name) {
            return Arc::clone(bare);
        }
        let made: Arc<str> = bare(name).into();
        if known.len() < KNOWN {
            known.insert(name.into(), Arc::clone(&made));
        }
        made
    })
}

/// A property's name as it is compared: the whole, or its last part in `HIFC.<set>.<prop>` and `<set>_<prop>`.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    name: String,
    last_dot: usize,
    last_part: usize,
}

impl Key {
    pub(crate) fn of(property: &str) -> Self {
        let name = bare(property);
        let last_dot = name.rfind('.').map_or(0, |at| at + 1);
        let last_part = name[last_dot..].rfind("属性集_").map_or(last_dot, |at| last_dot + at + "属性集_".len());
        Self { name, last_dot, last_part }
    }

    /// The forms under which it is found.
    fn forms(&self) -> [&str; 3] {
        [&self.name, &self.name[self.last_dot..], &self.name[self.last_part..]]
    }

    /// Whether it is this bare name.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        self.forms().contains(&wanted)
    }
}

/// The names of the properties of one model.
#[derive(Default)]
pub(crate) struct PropertyNames {
    /// Each name as the file writes it, with its number.
    written: HashMap<Box<[u8]>, u32>,
    /// The numbers of the names that a bare name finds.
    found_as: HashMap<String, Vec<u32>>,
    /// The names of members of complex properties are made of two names.
    has_complex: bool,
    count: u32,
    /// What states a function or a name: nearly all things are asked for it.
    pub(crate) functions: Wanted,
    /// What names a room.
    pub(crate) rooms: Wanted,
    /// Lists that were asked for before.
    lists: RwLock<FxHashMap<(usize, usize), Known>>,
}

/// A list of names and what to look for to find them.
type Known = (Box<[Box<str>]>, Arc<Wanted>);

/// Some names to look for in one model.
#[derive(Default)]
pub(crate) struct Wanted {
    /// In the order of the list, as they are compared; only those that something in the model may bear.
    pub(crate) bare: Vec<Arc<str>>,
    numbers: Vec<u32>,
}

impl PropertyNames {
    /// The names of this model, gathered when first asked for.
    pub(crate) fn of(model: &Model) -> &Self {
        model.derived(Self::gather)
    }

    fn gather(model: &Model) -> Self {
        let has_complex = model.count(class::IFC_COMPLEX_PROPERTY) > 0;
        let mut names = Self { has_complex, ..Self::default() };
        for property in model.all(class::IFC_PROPERTY) {
            match property.attr(0) {
                Value::Text(text) if names.written.contains_key(text.raw()) => {}
                Value::Text(text) => {
                    let number = names.add(&text.decode());
                    names.written.insert(text.raw().into(), number);
                }
                // IFCIDENTIFIER('品牌') is a name all the same
                other => {
                    if let Some(text) = other.as_text() {
                        names.add(&text);
                    }
                }
            }
        }
        let sets = [class::IFC_PROPERTY_SET_DEFINITION, class::IFC_MATERIAL_PROPERTIES];
        for kind in sets.into_iter().flat_map(Class::with_subtypes).filter(|kind| model.count(*kind) > 0) {
            for attribute in attributes(model.schema(), kind) {
                names.add(attribute.name);
            }
        }
        (names.functions, names.rooms) = (names.look_up(FUNCTION), names.look_up(ROOM));
        names
    }

    fn add(&mut self, name: &str) -> u32 {
        self.count += 1;
        let key = Key::of(name);
        for form in key.forms() {
            let numbers = self.found_as.entry(form.to_owned()).or_default();
            if numbers.last() != Some(&self.count) {
                numbers.push(self.count);
            }
        }
        self.count
    }

    /// What to look for to find properties of these names: all things are asked for the same lists, which are known by where they
    /// stand and then by what they say.
    pub(crate) fn wanted(&self, names: &[&str]) -> Arc<Wanted> {
        let key = (names.as_ptr().addr(), names.len());
        if let Ok(known) = self.lists.read()
            && let Some((list, wanted)) = known.get(&key)
            && list.iter().zip(names).all(|(known, name)| **known == **name)
        {
            return Arc::clone(wanted);
        }
        let wanted = Arc::new(self.look_up(names));
        if let Ok(mut known) = self.lists.write()
            && known.len() < KNOWN
        {
            known.insert(key, (names.iter().map(|name| (*name).into()).collect(), Arc::clone(&wanted)));
        }
        wanted
    }

    fn look_up(&self, names: &[&str]) -> Wanted {
        self.look_up_all(names.iter().map(|name| bare_of_list(name)))
    }

    /// All forms under which a property of the model is found, as they are compared.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        self.found_as.keys().map(String::as_str)
    }

    /// What to look for to find properties of these names, given as they are compared.
    pub(crate) fn look_up_all(&self, names: impl Iterator<Item = Arc<str>>) -> Wanted {
        let mut wanted = Wanted::default();
        for name in names {
            let numbers = self.found_as.get(&*name);
            if numbers.is_some() || self.has_complex {
                wanted.numbers.extend(numbers.into_iter().flatten());
                wanted.bare.push(name);
            }
        }
        wanted
    }

    /// Whether a property that stands in a set itself bears one of the wanted names. One that is no property by its class,
    /// which the table does not hold, may.
    pub(crate) fn has(&self, wanted: &Wanted, property: Entity<'_>) -> bool {
        let Value::Text(text) = property.attr(0) else { return true };
        self.written.get(text.raw()).is_none_or(|number| wanted.numbers.contains(number))
    }
}

impl Wanted {
    /// Whether nothing in the model bears any of the names.
    pub(crate) fn is_nothing(&self) -> bool {
        self.bare.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authored;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ascii_names_are_compared_as_all_others(name in "[ -~\\t]{0,24}") {
            let folded = fold(&name);
            let cut = folded.find('(').filter(|at| *at > 0).map_or(folded.as_str(), |at| &folded[..at]);
            let long: String = cut.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(bare(&name), long);
        }
    }

    #[test]
    fn the_table_finds_what_reading_all_properties_finds() {
        let text = r"ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('IFC2X3'));ENDSEC;DATA;
#1=IFCDOOR('1xS3BCk291UvhgP2a6eflK',$,'M0921',$,$,$,$,$,$,$);
#2=IFCDOORSTYLE('1xS3BCk291UvhgP2a6eflL',$,'\X2\95E8\X0\',$,$,(#3,#4),$,$,$,$,$,$);
#3=IFCDOORLININGPROPERTIES('1xS3BCk291UvhgP2a6eflM',$,$,$,50.,$,$,$,$,$,$,$,$,$,$);
#4=IFCPROPERTYSET('1xS3BCk291UvhgP2a6eflN',$,'Pset_A',$,(#10,#11));
#5=IFCPROPERTYSET('1xS3BCk291UvhgP2a6eflO',$,'Pset_B',$,(#12,#13,#14,#17,#18));
#6=IFCRELDEFINESBYPROPERTIES('1xS3BCk291UvhgP2a6eflP',$,$,$,(#1),#5);
#7=IFCRELDEFINESBYTYPE('1xS3BCk291UvhgP2a6eflQ',$,$,$,(#1),#2);
#10=IFCPROPERTYSINGLEVALUE('HIFC.\X2\54C1724C\X0\',$,IFCLABEL('\X2\540E\X0\'),$);
#11=IFCPROPERTYSINGLEVALUE('Fire Rating(h)',$,IFCLABEL('1.5'),$);
#12=IFCPROPERTYSINGLEVALUE('\X2\54C1724C\X0\',$,IFCLABEL('\X2\524D\X0\'),$);
#13=IFCCOMPLEXPROPERTY('\X2\9501\X0\(1)',$,'x',(#15,#16));
#14=IFCPROPERTYSINGLEVALUE($,$,IFCLABEL('x'),$);
#15=IFCPROPERTYSINGLEVALUE('\X2\54C1724C\X0\',$,IFCLABEL('\X2\4E2D\X0\'),$);
#16=IFCPROPERTYSINGLEVALUE('\X2\578B53F7\X0\',$,IFCLABEL('Z'),$);
#17=IFCPROPERTYSINGLEVALUE('firerating',$,IFCLABEL('2'),$);
#18=IFCPROPERTYSINGLEVALUE(IFCIDENTIFIER('Written'),$,IFCLABEL('3'),$);
ENDSEC;END-ISO-10303-21;";
        let model = Model::index(std::sync::Arc::new(text.as_bytes().to_vec())).unwrap();
        let door = model.all(class::IFC_DOOR).next().unwrap();
        let all = haofang_ifc::property::properties_of(door);
        let lists: [&[&str]; 6] =
            [&["Written"], &["品牌"], &["FireRating", "品牌"], &["锁", "型号"], &["LiningDepth"], &["没有", "Nothing"]];
        for names in lists {
            let keys = || names.iter().map(|name| bare(name)).flat_map(|name| all.iter().filter(move |one| Key::of(&one.name).is(&name)));
            let plain: Vec<String> = keys().map(|one| format!("{:?}", (&one.set, &one.name, &one.value))).collect();
            let wanted = PropertyNames::of(&model).wanted(names);
            let found: Vec<String> =
                authored::sought(door, &wanted).iter().map(|one| format!("{:?}", (&one.set, &one.name, &one.value))).collect();
            assert_eq!(found, plain, "{names:?}");
            assert_eq!(plain.is_empty(), names.contains(&"没有"), "{names:?}");
        }
    }
}
