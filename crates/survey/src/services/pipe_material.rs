//! Which class a pipe's material is of, by the words in its names (CLAUSES NT-2.2-07).

use crate::Vocabulary;

/// The class of a material name: `stainless`, `other`, `ambiguous`, `unknown`.
///
/// 不锈钢 beside 衬, 覆 or 复合, and any name with tokens of two classes, is ambiguous: a person decides what the pipe is made of.
pub(crate) fn class(vocabulary: &Vocabulary, text: &str) -> &'static str {
    let has = |list: &str| vocabulary.find(list, text).is_some();
    let (stainless, other, better) = (has("pipe_stainless"), has("pipe_other"), has("pipe_better"));
    match (stainless, other, better) {
        (true, false, false) if has("pipe_lined") => "ambiguous",
        (true, false, false) => "stainless",
        (false, true, false) => "other",
        (false, false, false) => "unknown",
        _ => "ambiguous",
    }
}

/// The class that several names of one pipe (material, type, property) agree on.
///
/// Names that say nothing are left out; names that say different things make it ambiguous.
pub(crate) fn agreed<'t>(vocabulary: &Vocabulary, texts: impl IntoIterator<Item = &'t str>) -> &'static str {
    let mut agreed = "unknown";
    for text in texts {
        let found = class(vocabulary, text);
        agreed = match (agreed, found) {
            (known, "unknown") => known,
            ("unknown", found) => found,
            (known, found) if known == found => known,
            _ => return "ambiguous",
        };
    }
    agreed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn materials_fall_into_classes_and_bare_numbers_into_none() {
        let vocabulary = Vocabulary::builtin();
        for (text, expected) in [
            ("薄壁不锈钢管 S30408", "stainless"),
            ("304不锈钢", "stainless"),
            ("SUS304", "stainless"),
            ("Stainless steel", "stainless"),
            ("PP-R", "other"),
            ("PPR管 S3.2", "other"),
            ("无规共聚聚丙烯", "other"),
            ("镀锌钢管", "other"),
            ("衬塑不锈钢复合管", "ambiguous"),
            ("覆塑不锈钢管", "ambiguous"),
            ("不锈钢衬PE", "ambiguous"),
            ("钢塑复合管", "other"),
            ("铜管", "ambiguous"),
            ("DN304", "unknown"),
            ("316", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(class(&vocabulary, text), expected, "{text}");
        }
    }

    #[test]
    fn names_that_disagree_are_ambiguous() {
        let vocabulary = Vocabulary::builtin();
        assert_eq!(agreed(&vocabulary, ["给水管 DN20", "薄壁不锈钢管"]), "stainless");
        assert_eq!(agreed(&vocabulary, ["PPR", "薄壁不锈钢管"]), "ambiguous");
        assert_eq!(agreed(&vocabulary, ["给水管"]), "unknown");
    }
}
