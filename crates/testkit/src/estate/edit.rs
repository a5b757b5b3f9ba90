//! Changes to a finished scene that no parameter of the estate says: a thing left out, renamed, without its shape, or added.

use super::features::Form;
use crate::plane::Stand;
use crate::scene::{Home, Scene, Solid, Thing};

/// One change. Things are named by a pattern of their keys, whose parts between `*` occur in this order; the last part ends the
/// key but for the number that rooms, doors and stairs carry. The known answers do not follow: edits serve pairs of estates only.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// These things are not in the model.
    Remove(&'static str),
    /// These things (rooms: their labels) are called otherwise.
    Rename(&'static str, &'static str),
    /// These things have no shape and no authored quantities.
    Unshape(&'static str),
    /// These dwellings have no number of their own: their carriers bear this name.
    Unnumber(&'static str, &'static str),
    /// Everything of this building is contained in this one of its levels.
    OneLevel(&'static str, &'static str),
    /// A box contained in the level with this key, at a place in the frame of its building above ±0.000, of a size (m).
    Add(&'static str, Form, &'static str, [f64; 3], [f64; 3]),
}

/// Whether the parts of a pattern occur in a key in their order, the last at its end but for digits.
fn fits(pattern: &str, key: &str) -> bool {
    let numbered = pattern.ends_with(|letter: char| letter.is_ascii_digit());
    let key = if numbered { key } else { key.trim_end_matches(|letter: char| letter.is_ascii_digit()) };
    let mut parts: Vec<&str> = pattern.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    let Some(mut rest) = key.strip_suffix(last) else { return false };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

impl Edit {
    pub(super) fn apply(&self, scene: &mut Scene) {
        match *self {
            Self::Remove(pattern) => remove(scene, |thing| fits(pattern, &thing.key)),
            Self::Rename(pattern, name) => {
                for thing in scene.things.iter_mut().filter(|thing| fits(pattern, &thing.key)) {
                    match &mut thing.room {
                        Some(room) => room.label = name.to_owned(),
                        None => thing.name = name.to_owned(),
                    }
                }
            }
            Self::Unshape(pattern) => {
                for thing in scene.things.iter_mut().filter(|thing| fits(pattern, &thing.key)) {
                    thing.body.clear();
                    thing.wall = None;
                    thing.quantities = None;
                }
            }
            Self::Unnumber(pattern, name) => {
                for dwelling in scene.dwellings.iter_mut().filter(|dwelling| fits(pattern, &dwelling.key)) {
                    (dwelling.number, dwelling.name) = (name.to_owned(), name.to_owned());
                }
            }
            Self::OneLevel(building, level) => {
                let building = format!("{}/{building}", scene.key);
                let levels = &scene.levels;
                let Some(home) = levels.iter().position(|known| known.key == format!("{building}/{level}")) else { return };
                for thing in &mut scene.things {
                    let of = |at: usize| levels[at].block == levels[home].block;
                    if matches!(thing.home, Home::Storey(at) if of(at)) {
                        thing.home = Home::Storey(home);
                    }
                }
            }
            Self::Add(level, form, name, [x, y, z], [w, d, h]) => {
                let level = format!("{}/{level}", scene.key);
                let Some(home) = scene.levels.iter().position(|known| known.key == level) else { return };
                let body = vec![Solid::cuboid([0.0, w], [0.0, d], [0.0, h])];
                scene.put(Thing::new(format!("{level}/{name}"), form.class(), name, Home::Storey(home), Stand::at(x, y, z), body));
            }
        }
    }
}

/// Takes things out and moves the places that name others by their index.
fn remove(scene: &mut Scene, unwanted: impl Fn(&Thing) -> bool) {
    let mut next = 0;
    let places: Vec<Option<usize>> = scene
        .things
        .iter()
        .map(|thing| {
            let stays = !unwanted(thing);
            next += usize::from(stays);
            stays.then_some(next.wrapping_sub(1))
        })
        .collect();
    let moved = |members: &mut Vec<usize>| *members = members.iter().filter_map(|&member| places[member]).collect();
    scene.dwellings.iter_mut().for_each(|dwelling| moved(&mut dwelling.members));
    scene.groups.iter_mut().for_each(|group| moved(&mut group.members));
    let mut at = 0;
    scene.things.retain(|_| {
        at += 1;
        places[at - 1].is_some()
    });
    for hole in scene.things.iter_mut().filter_map(|thing| thing.wall.as_mut()).flat_map(|wall| &mut wall.holes) {
        hole.filler = hole.filler.and_then(|filler| places[filler]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_rooms_by_building_storey_and_label() {
        for (pattern, key, expected) in [
            ("2#住宅楼/*书房", "complete/2#住宅楼/3F/书房7", true),
            ("2#住宅楼/*书房", "complete/1#住宅楼/3F/书房7", false),
            ("2#住宅楼/*书房7", "complete/2#住宅楼/3F/书房7", true),
            ("2#住宅楼/*书房7", "complete/2#住宅楼/3F/书房17", false),
            ("住宅楼/*房17", "complete/2#住宅楼/3F/书房17", true), // parts may begin anywhere
            ("/书房7", "complete/2#住宅楼/3F/书房17", false),
            ("书房", "complete/2#住宅楼/3F/书房门01", false),
        ] {
            assert_eq!(fits(pattern, key), expected, "{pattern} {key}");
        }
    }
}
