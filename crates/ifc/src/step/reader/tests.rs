//! What is read quickly is what is read with care, also of what no file should hold.

use super::*;

/// Lists as files write them, and worse.
fn hostile(seed: usize) -> String {
    let pieces = [
        "#12",
        "#1234567",
        "#12345678",
        "#",
        "'a'",
        "'it''s'",
        "'\\S\\''",
        "'\\X2\\5BA2\\X0\\'",
        "'0123456789012345678901234567890123'",
        "''",
        "$",
        "*",
        "1.",
        "-2.5E3",
        "12345678901234567.9",
        "7",
        ".T.",
        ".5",
        "(",
        ")",
        "((1,2),#3)",
        ",",
        ",",
        ",",
        ",",
        " ",
        "/*,*/",
        ";",
        "IFCLABEL('x')",
        "\"0F\"",
        "客",
        "\\",
        "/",
        "\r\n",
        "A",
        "99999999999999999999",
    ];
    let mut state = seed * 7 + 1;
    let mut text = String::new();
    for _ in 0..seed % 40 {
        state = state * 48_271 % 0x7fff_ffff;
        text += pieces[state % pieces.len()];
        text += if state.is_multiple_of(3) { "," } else { "" };
    }
    // with and without bytes enough for the quick ways behind it
    text + [")", ");\n#99=IFCWALL('0123456789012345678901',#5,$,$,$,$,$,$);\n"][seed % 2]
}

#[test]
fn quick_ways_read_what_careful_ones_do() {
    for seed in 0..40_000 {
        let text = hostile(seed);
        let mut quick = Reader::new(text.as_bytes(), 0, Encoding::Utf8);
        let mut careful = quick;
        let all = quick;
        let mut values = vec![];
        loop {
            let (one, other) = (quick.next_value(), careful.any_value());
            assert_eq!((format!("{one:?}"), quick.at), (format!("{other:?}"), careful.at), "{text}");
            let Some(value) = other else { break };
            values.push(value);
            if values.len() > 200 {
                break;
            }
        }
        let refs: Vec<InstanceId> = values.iter().filter_map(|value| value.as_ref()).collect();
        let numbers: Vec<f64> = values.iter().filter_map(|value| value.as_f64()).collect();
        assert_eq!(List::new(all).refs().take(refs.len() + 1).collect::<Vec<_>>(), refs, "{text}");
        assert_eq!(List::new(all).numbers().take(numbers.len() + 1).collect::<Vec<_>>(), numbers, "{text}");
    }
}

#[test]
fn skipping_quickly_is_skipping_with_care() {
    for seed in 0..40_000 {
        let text = hostile(seed);
        let (mut quick, mut careful) = (Reader::new(text.as_bytes(), 0, Encoding::Utf8), Reader::new(text.as_bytes(), 0, Encoding::Utf8));
        for _ in 0..100 {
            assert_eq!((quick.skip_value(), quick.at), (careful.skip_any(), careful.at), "{text}");
        }
    }
}

#[test]
fn long_lists_are_passed_over_to_their_end() {
    for length in 0..80 {
        for inner in ["", "(,)", "'),'", "/*)*/", ";"] {
            let text = format!("({}{inner}),2)", ", ".repeat(length));
            let mut reader = Reader::new(text.as_bytes(), 0, Encoding::Ascii);
            assert!(reader.skip_any() || inner == ";");
            assert_eq!(reader.at, if inner == ";" { 1 + 2 * length } else { text.len() - 2 }, "{text}");
        }
    }
}
