//! The dictionary: which names mean which rooms, storeys, facilities and materials.
//!
//! A list is a table of words, each with its keywords. The longest keyword found in a name decides, so that 非机动车库 is no
//! 车库; of two equally long ones the later one, as the head of a Chinese compound comes last.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::HashMap;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// The dictionary that ships with haofang.
pub const SHIPPED: &str = include_str!("../../../policies/vocabulary/cn-residential.toml");

/// A dictionary that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}{}: {message}", match line { Some(line) => format!(":{line}"), None => String::new() })]
pub struct VocabularyError {
    /// The file, as given by the caller.
    pub origin: String,
    /// Line, from 1.
    pub line: Option<usize>,
    /// What was found, what was expected, what to do.
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Anywhere,
    Start,
    Whole,
}

#[derive(Debug, Clone)]
struct Entry {
    keyword: String,
    letters: usize,
    anchor: Anchor,
    word: String,
}

/// Which pairs of neighbouring bytes occur in a text, by their hash: a keyword with a pair that a text lacks is not looked
/// for in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pairs([u64; 4]);

impl Pairs {
    fn of(text: &str) -> Self {
        let mut set = [0_u64; 4];
        for pair in text.as_bytes().windows(2) {
            let hash = (u32::from(pair[0]) << 8 | u32::from(pair[1])).wrapping_mul(0x9e37_79b1) >> 24;
            set[(hash >> 6) as usize] |= 1 << (hash & 63);
        }
        Self(set)
    }

    fn holds(&self, other: &Self) -> bool {
        let missing = |at: usize| other.0[at] & !self.0[at];
        missing(0) | missing(1) | missing(2) | missing(3) == 0
    }
}

/// The keywords of a list, the weightiest first, those of one weight in the order of the dictionary.
#[derive(Debug, Clone, Default)]
struct Keywords {
    entries: Vec<Entry>,
    /// Beside each other, as nearly all are passed over by them.
    pairs: Vec<Pairs>,
    /// The few that a text of plain Latin letters may hold.
    latin: Vec<usize>,
    /// Whether a keyword stands for texts without letters.
    has_empty: bool,
    /// Tells these entries from those of all other lists.
    id: u64,
}

/// The next [`Keywords::id`].
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Lists, and texts of a list, of which a thread remembers what was found: many things bear few names.
const KNOWN: (usize, usize) = (64, 4096);

/// The entries that decide for texts, none where no keyword stands in them.
type Found = HashMap<Box<str>, Option<usize>>;

thread_local! {
    /// The entry that decides for a text, by list.
    static FOUND: RefCell<FxHashMap<u64, Found>> = RefCell::default();
}

impl Keywords {
    fn add(&mut self, entry: Entry) {
        self.entries.retain(|old| old.keyword != entry.keyword || old.anchor != entry.anchor);
        let at = self.entries.partition_point(|old| old.letters >= entry.letters);
        self.entries.insert(at, entry);
    }

    /// Finds again what is derived from the entries.
    fn arrange(&mut self) {
        self.pairs = self.entries.iter().map(|entry| Pairs::of(&entry.keyword)).collect();
        self.latin = (0..self.entries.len()).filter(|at| self.entries[*at].keyword.is_ascii()).collect();
        self.has_empty = self.entries.iter().any(|entry| entry.keyword.is_empty());
        self.id = NEXT.fetch_add(1, Ordering::Relaxed);
    }

    fn best(&self, folded: &str) -> Option<Match<'_>> {
        if folded.is_empty() && !self.has_empty {
            return None;
        }
        // few keywords are Latin, and tools write the ids of things into their Latin names
        let at = if folded.is_ascii() { self.look(folded) } else { self.recall(folded) };
        let entry = at.and_then(|at| self.entries.get(at))?;
        Some(Match { word: &entry.word, keyword: &entry.keyword })
    }

    /// As [`Keywords::look`], made or remembered.
    fn recall(&self, folded: &str) -> Option<usize> {
        FOUND.with_borrow_mut(|found| {
            if found.len() >= KNOWN.0 && !found.contains_key(&self.id) {
                found.clear();
            }
            let list = found.entry(self.id).or_default();
            if let Some(at) = list.get(folded) {
                return *at;
            }
            let at = self.look(folded);
            if list.len() < KNOWN.1 {
                list.insert(folded.into(), at);
            }
            at
        })
    }

    /// The entry that decides for a text.
    fn look(&self, folded: &str) -> Option<usize> {
        let pairs = Pairs::of(folded);
        let may_stand = |at: &usize| self.pairs.get(*at).is_some_and(|wanted| pairs.holds(wanted));
        if folded.is_ascii() {
            return self.weightiest(folded, self.latin.iter().copied().filter(may_stand));
        }
        self.weightiest(folded, (0..self.entries.len()).filter(may_stand))
    }

    fn weightiest(&self, folded: &str, candidates: impl Iterator<Item = usize>) -> Option<usize> {
        let mut best: Option<(usize, usize, &Entry)> = None;
        for (at, entry) in candidates.filter_map(|at| Some((at, self.entries.get(at)?))) {
            if best.is_some_and(|(_, _, best)| entry.letters < best.letters) {
                break;
            }
            let Some(end) = last_match(folded, entry) else { continue };
            if best.is_none_or(|(before, ..)| end > before) {
                best = Some((end, at, entry));
            }
        }
        best.map(|(_, at, _)| at)
    }
}

/// A keyword found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match<'v> {
    /// The word of the contract: `bedroom`, `roof`.
    pub word: &'v str,
    /// The keyword that was found, as folded.
    pub keyword: &'v str,
}

/// Lists of keywords; see the shipped file for the format.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    lists: HashMap<String, Keywords>,
}

impl Vocabulary {
    /// The dictionary that ships with haofang.
    #[must_use]
    pub fn builtin() -> Self {
        let mut vocabulary = Self::default();
        // checked by a test; an unreadable shipped file leaves the lists empty and everything unknown
        let _ = vocabulary.extend("cn-residential.toml", SHIPPED);
        vocabulary
    }

    /// Adds a dictionary; its keywords win over those already there.
    ///
    /// # Errors
    /// Text that is no TOML, or a table that is not of lists of texts. Nothing is added then.
    pub fn extend(&mut self, origin: &str, text: &str) -> Result<(), VocabularyError> {
        let flaw = |line, message: String| VocabularyError { origin: origin.to_owned(), line, message };
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text.get(..span.start).unwrap_or("").matches('\n').count() + 1);
            flaw(line, error.message().to_owned())
        })?;
        let mut added: Vec<(String, Entry)> = Vec::new();
        for (list, words) in &table {
            let words = words
                .as_table()
                .ok_or_else(|| flaw(None, format!("{list} is no table; write [{list}] and lines such as bedroom = [\"主卧\"]")))?;
            for (word, keywords) in words {
                let keywords =
                    keywords.as_array().ok_or_else(|| flaw(None, format!("{list}.{word} is no list; write {word} = [\"…\", \"…\"]")))?;
                for keyword in keywords {
                    let keyword = keyword
                        .as_str()
                        .ok_or_else(|| flaw(None, format!("{list}.{word} holds {keyword}; a keyword is a text in quotes")))?;
                    added.push((list.clone(), entry(word, keyword)));
                }
            }
        }
        for (list, entry) in added {
            self.lists.entry(list).or_default().add(entry);
        }
        // each list for itself, in whatever order
        #[allow(clippy::iter_over_hash_type)]
        self.lists.values_mut().for_each(Keywords::arrange);
        Ok(())
    }

    /// The word whose keyword decides for this text, if any keyword of the list is in it.
    #[must_use]
    pub fn find(&self, list: &str, text: &str) -> Option<Match<'_>> {
        self.find_folded(list, &fold(text))
    }

    /// As [`Vocabulary::find`], for a text that is folded already.
    #[must_use]
    pub(crate) fn find_folded(&self, list: &str, folded: &str) -> Option<Match<'_>> {
        let list = self.lists.get(list)?;
        if !folded.contains(['(', ')']) {
            return list.best(folded).or_else(|| list.best(""));
        }
        let (outside, inside) = brackets(folded);
        // whole-text keywords may hold brackets: 楼梯(套内)
        let bracketed = list.best(folded).filter(|found| found.keyword.contains('('));
        bracketed.or_else(|| list.best(&outside)).or_else(|| list.best(&inside))
    }

    /// The words of a list, in alphabetical order.
    #[must_use]
    pub fn words(&self, list: &str) -> Vec<&str> {
        let mut words: Vec<&str> =
            self.lists.get(list).into_iter().flat_map(|list| &list.entries).map(|entry| entry.word.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

fn entry(word: &str, keyword: &str) -> Entry {
    let (anchor, text) = match keyword.strip_prefix('=') {
        Some(rest) => (Anchor::Whole, rest),
        None => keyword.strip_prefix('^').map_or((Anchor::Anywhere, keyword), |rest| (Anchor::Start, rest)),
    };
    let keyword = fold(text);
    // a CJK letter says as much as two Latin ones: 楼梯 outweighs "wc"
    let letters = keyword.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    Entry { keyword, letters, anchor, word: word.to_owned() }
}

/// The end of the last place where the keyword stands in the text on its own.
fn last_match(text: &str, entry: &Entry) -> Option<usize> {
    let keyword = entry.keyword.as_str();
    match entry.anchor {
        Anchor::Whole => {
            let bare = text.trim_matches(|c: char| c.is_ascii_digit() || " -_#.".contains(c));
            (bare == keyword || text == keyword).then_some(text.len())
        }
        Anchor::Start => text.starts_with(keyword).then_some(keyword.len()),
        Anchor::Anywhere => {
            let free = |at: usize| {
                let before = text[..at].chars().next_back();
                let after = text[at + keyword.len()..].chars().next();
                let touches = |edge: Option<char>, other: Option<char>| {
                    edge.is_some_and(|c| c.is_ascii_alphabetic()) && other.is_some_and(|c| c.is_ascii_alphabetic())
                };
                !touches(keyword.chars().next(), before) && !touches(keyword.chars().next_back(), after)
            };
            (!keyword.is_empty())
                .then(|| text.rmatch_indices(keyword).find(|(at, _)| free(*at)).map(|(at, _)| at + keyword.len()))
                .flatten()
        }
    }
}

/// Whether a name is written in the one form already, as most Chinese ones are.
#[must_use]
pub(crate) fn is_folded(text: &str) -> bool {
    text.chars().all(|c| plain(c) == Some(c) && !matches!(c, ' ' | '[' | ']' | '〔' | '【' | '〕' | '】' | '–' | '—' | '―'))
}

/// One form for all ways of writing a name: compatibility forms (full width, ㎡), lower case, no spaces beside CJK letters.
#[must_use]
pub fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let known: Option<Vec<char>> = text.chars().map(plain).collect();
    let flat = known.unwrap_or_else(|| text.nfkc().flat_map(char::to_lowercase).map(|c| if c.is_whitespace() { ' ' } else { c }).collect());
    let mut out = String::with_capacity(text.len());
    for (at, &c) in flat.iter().enumerate() {
        let beside_cjk = |other: Option<&char>| other.is_none_or(|o| !o.is_ascii() || *o == ' ');
        if c == ' ' && (beside_cjk(at.checked_sub(1).and_then(|b| flat.get(b))) || beside_cjk(flat.get(at + 1))) {
            continue;
        }
        out.push(match c {
            '〔' | '【' | '[' => '(',
            '〕' | '】' | ']' => ')',
            '–' | '—' | '－' | '―' => '-',
            other => other,
        });
    }
    out
}

/// The compatibility form in lower case of the letters that nearly all names consist of, space for what is white; none of
/// them changes with its neighbours. `None` for others.
fn plain(c: char) -> Option<char> {
    let small = |c: char| if c.is_whitespace() { ' ' } else { c.to_ascii_lowercase() };
    match c {
        '\0'..='\u{7f}' => Some(small(c)),
        '\u{4e00}'..='\u{9fff}' => Some(c),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).map(small),
        '\u{3000}' => Some(' '),
        '〔' | '【' | '〕' | '】' | '–' | '—' | '―' => Some(c),
        _ => None,
    }
}

/// The text outside of brackets, and the text inside them.
fn brackets(folded: &str) -> (String, String) {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0_usize);
    for c in folded.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => inside.push(c),
        }
        if "()".contains(c) {
            inside.push(' ');
        }
    }
    (outside, inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str) -> &'static str {
        static SHIPPED: std::sync::OnceLock<Vocabulary> = std::sync::OnceLock::new();
        SHIPPED.get_or_init(Vocabulary::builtin).find("space", name).map_or("-", |found| found.word)
    }

    #[test]
    fn the_shipped_dictionary_is_readable_and_speaks_only_contract_words() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.extend("cn-residential.toml", SHIPPED).unwrap();
        let contract = "living, dining, bedroom, study, kitchen, bathroom, entry, passage, storage, balcony, terrace, bay_window, equipment_platform, void, stairwell, smoke_lobby, lift_lobby, lobby, corridor, shaft, garage, parking, e_bike, plant, elderly_care, community, retail, other, unknown";
        assert!(vocabulary.words("space").len() > 20);
        for word in vocabulary.words("space") {
            assert!(contract.split(", ").any(|known| known == word), "{word}");
        }
    }

    #[test]
    fn what_was_found_before_is_that_of_the_same_list() {
        let mut vocabulary = Vocabulary::builtin();
        let words =
            |vocabulary: &Vocabulary| ["主卧", "棋牌室"].map(|name| vocabulary.find("space", name).map(|found| found.word.to_owned()));
        let before = words(&vocabulary);
        assert_eq!((before.clone(), before[0].as_deref()), (words(&vocabulary), Some("bedroom")));
        let other = vocabulary.clone();
        vocabulary.extend("own.toml", "[space]\nstudy = [\"棋牌室\"]").unwrap();
        assert_eq!(words(&vocabulary), [Some("bedroom".to_owned()), Some("study".to_owned())]);
        assert_eq!(words(&other), before);
        // more lists and texts than a thread remembers
        for at in 0..80 {
            let mut own = Vocabulary::default();
            own.extend("own.toml", &format!("[space]\nword{at} = [\"房间\"]")).unwrap();
            assert_eq!(own.find("space", "房间").map(|found| found.word.to_owned()), Some(format!("word{at}")));
        }
        (0..2 * KNOWN.1)
            .for_each(|at| assert_eq!(vocabulary.find("space", &format!("主卧 {at}")).map(|found| found.word), Some("bedroom")));
    }

    #[test]
    fn names_with_numbers_prefixes_widths_and_spaces_are_understood() {
        for (name, word) in [
            ("客厅 12", "living"),
            ("主卧-1", "bedroom"),
            ("A户型_客厅", "living"),
            ("1#-501-客厅", "living"),
            ("客餐厅", "dining"),
            ("客厅（挑空）", "living"),
            ("客厅上空", "void"),
            ("主卧阳台", "balcony"),
            ("主 卧", "bedroom"),
            ("主卧卫生间", "bathroom"),
            ("设备阳台", "equipment_platform"),
            ("非机动车库", "e_bike"),
            ("地下车库", "garage"),
            ("合用前室", "smoke_lobby"),
            ("电梯井", "shaft"),
            ("ＷＣ", "bathroom"),
            ("楼梯（套内）", "passage"),
            ("楼梯间", "stairwell"),
            ("居家养老服务用房", "elderly_care"),
            ("Master Bedroom 2", "bedroom"),
            ("Badezimmerschrank", "-"),
            ("101", "-"),
        ] {
            assert_eq!(room(name), word, "{name}");
        }
    }

    #[test]
    fn what_the_pairs_of_bytes_pass_over_is_no_match() {
        let shipped = Vocabulary::builtin();
        let texts =
            ["101", "1#-501-客厅", "Double Hung:43\" x 96\":43\" x 96\":1", "wc", "a", "", "楼", "地下车库-人防", "master bedroom 2"];
        for list in
            shipped.lists.keys().cloned().collect::<std::collections::BTreeSet<_>>().iter().filter_map(|name| shipped.lists.get(name))
        {
            let own = list.entries.iter().flat_map(|entry| [entry.keyword.clone(), format!("a户型_{} 2", entry.keyword)]);
            for text in own.chain(texts.map(str::to_owned)) {
                let mut plain: Option<(usize, usize, &Entry)> = None;
                for entry in &list.entries {
                    let Some(end) = last_match(&text, entry) else { continue };
                    if plain.is_none_or(|(letters, at, _)| (entry.letters, end) > (letters, at)) {
                        plain = Some((entry.letters, end, entry));
                    }
                }
                assert_eq!(list.best(&text).map(|found| found.keyword), plain.map(|(_, _, entry)| entry.keyword.as_str()), "{text}");
            }
        }
    }

    #[test]
    fn the_short_way_of_folding_says_what_unicode_says() {
        let all = (0..=0x7f).chain(0x2010..0x2020).chain(0x3000..0x3020).chain((0x4e00..=0x9fff).step_by(7)).chain(0xff00..0xff60);
        for c in all.filter_map(char::from_u32) {
            let whole: String =
                c.to_string().nfkc().flat_map(char::to_lowercase).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            if let Some(short) = plain(c) {
                assert_eq!(short.to_string(), whole, "{c:?}");
            }
        }
        assert_eq!(fold(" Ａ－户型　客 厅  ROOM 1［上］"), "a-户型客厅room 1(上)");
        assert_eq!(fold("Café ㎡"), "cafém2"); // a space stays only between plain letters
        for text in ["主卧", "c1815", "客厅 1", "C1815", "客厅[1]", "Ａ", "电梯—1", "㎡", "", "a-1(2)"] {
            assert!(!is_folded(text) || fold(text) == text, "{text}");
        }
        assert!(is_folded("居家养老服务用房") && is_folded("c1815(1)") && !is_folded("主 卧"));
    }

    #[test]
    fn a_dictionary_of_ones_own_wins_and_errors_name_their_line() {
        let mut vocabulary = Vocabulary::builtin();
        vocabulary.extend("own.toml", "[space]\nstorage = [\"主卧\", \"^S-\"]\n").unwrap();
        assert_eq!(vocabulary.find("space", "主卧").map(|found| found.word), Some("storage"));
        assert_eq!(vocabulary.find("space", "s-12").map(|found| found.word), Some("storage"));
        let error = vocabulary.extend("own.toml", "[space]\nstorage = 1").unwrap_err();
        assert!(error.to_string().contains("space.storage"), "{error}");
        assert_eq!(vocabulary.extend("own.toml", "[space]\n= 1").unwrap_err().line, Some(2));
    }
}
