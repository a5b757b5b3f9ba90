//! The macro that keeps a view to a few lines.

/// Defines views. `@ 7` is the attribute's position, the same in every schema that has the attribute; `@ by_name` is looked
/// up where schemas differ. A test checks every one of them against the schema tables.
macro_rules! views {
    ($($(#[$doc:meta])* $view:ident = $class:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ident @ $at:tt,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $view<'m>(pub(crate) crate::Entity<'m>);

            impl<'m> crate::View<'m> for $view<'m> {
                const CLASS: crate::Class = crate::class::$class;

                fn of(entity: crate::Entity<'m>) -> Option<Self> {
                    entity.is_a(Self::CLASS).then_some($view(entity))
                }

                fn entity(self) -> crate::Entity<'m> {
                    self.0
                }
            }

            impl<'m> std::ops::Deref for $view<'m> {
                type Target = crate::Entity<'m>;

                fn deref(&self) -> &crate::Entity<'m> {
                    &self.0
                }
            }

            #[allow(clippy::should_implement_trait, reason = "accessors are named after IFC attributes")]
            impl<'m> $view<'m> {
                $(
                    $(#[$field_doc])*
                    pub fn $field(self) -> views!(@type $kind) {
                        views!(@read $kind, self.0, views!(@value self.0, $field, $at))
                    }
                )*
            }
        )*

        #[cfg(test)]
        pub(super) const CHECKED: &[(crate::Class, &[(&str, Option<usize>)])] =
            &[$((crate::class::$class, &[$((stringify!($field), views!(@position $at))),*])),*];
    };
    (@value $entity:expr, $field:ident, by_name) => { $entity.named(&$crate::view::define::camel(stringify!($field))) };
    (@value $entity:expr, $field:ident, $at:literal) => { $entity.attr($at) };
    (@position by_name) => { None };
    (@position $at:literal) => { Some($at) };
    (@type Text) => { Option<std::borrow::Cow<'m, str>> };
    (@type Real) => { Option<f64> };
    (@type Int) => { Option<i64> };
    (@type Bool) => { Option<bool> };
    (@type Enum) => { Option<&'m str> };
    (@type Ref) => { Option<crate::Entity<'m>> };
    (@type Refs) => { impl Iterator<Item = crate::Entity<'m>> + 'm };
    (@type Reals) => { impl Iterator<Item = f64> + 'm };
    (@type Any) => { crate::Value<'m> };
    (@read Text, $entity:expr, $value:expr) => { $value.as_text() };
    (@read Real, $entity:expr, $value:expr) => { $value.as_f64() };
    (@read Int, $entity:expr, $value:expr) => { $value.as_i64() };
    (@read Bool, $entity:expr, $value:expr) => { $value.as_bool() };
    (@read Enum, $entity:expr, $value:expr) => { $value.as_enum() };
    (@read Ref, $entity:expr, $value:expr) => {{
        let model = $entity.model();
        $value.as_ref().and_then(|id| model.entity(id))
    }};
    (@read Refs, $entity:expr, $value:expr) => {{
        let model = $entity.model();
        $value.as_list().refs().filter_map(move |id| model.entity(id))
    }};
    (@read Reals, $entity:expr, $value:expr) => { $value.as_list().numbers() };
    (@read Any, $entity:expr, $value:expr) => { $value };
}

/// The IFC name of an accessor: `long_name` is `LongName`.
pub(crate) fn camel(field: &str) -> String {
    field
        .split('_')
        .flat_map(|word| {
            if word == "crs" {
                return ["CRS".to_owned(), String::new()];
            }
            let (head, tail) = word.split_at(word.len().min(1));
            [head.to_ascii_uppercase(), tail.to_owned()]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::schema::{Schema, attribute, attribute_count};
    use crate::view::{building, element, geometry, resource};

    #[test]
    fn every_position_is_that_of_the_schema() {
        for (class, fields) in [building::CHECKED, element::CHECKED, geometry::CHECKED, resource::CHECKED].concat() {
            for (field, position) in fields.iter() {
                let name = super::camel(field);
                let mut known = false;
                for schema in Schema::ALL.into_iter().filter(|s| class.is_abstract(*s).is_some()) {
                    let found = attribute(schema, class, &name);
                    known |= found.is_some();
                    if let Some(position) = position {
                        let beyond = found.is_none() && attribute_count(schema, class).is_some_and(|count| count <= *position);
                        assert!(found == Some(*position) || beyond, "{class}.{name} in {schema} is at {found:?}, not {position}");
                    }
                }
                assert!(known, "no schema has {class}.{name}");
            }
        }
    }
}
