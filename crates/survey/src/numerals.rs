//! Numbers in Chinese letters as digits: 二点九米 is 2.9米, 两米九 is 2.9米, 二千九百毫米 is 2900毫米.

/// The value of a letter that stands for a digit.
fn digit(c: char) -> Option<u32> {
    const PLAIN: &str = "零一二三四五六七八九";
    const FORMAL: &str = "〇壹贰叁肆伍陆柒捌玖";
    let at = |list: &str| list.chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok());
    if c == '两' { Some(2) } else { at(PLAIN).or_else(|| at(FORMAL)) }
}

/// The value of a letter that stands for a power of ten.
fn power(c: char) -> Option<u32> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

/// The text with numbers in letters as digits where a unit of length or area stands behind them, or nothing; 一层 and 三期 stay.
/// 百分之七十二 is 72%.
pub(crate) fn arabic(text: &str) -> String {
    if let Some((before, after)) = text.split_once("百分之") {
        let end = after.find(|c| digit(c).is_none() && power(c).is_none() && c != '点').unwrap_or(after.len());
        let letters: Vec<char> = after[..end].chars().collect();
        if let Some(value) = number(&letters) {
            return format!("{}{value}%{}", arabic(before), arabic(&after[end..]));
        }
    }
    let letters: Vec<char> = text.chars().collect();
    let is_part = |c: char| digit(c).is_some() || power(c).is_some() || c == '点';
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let end = (at..letters.len()).find(|end| !is_part(letters[*end])).unwrap_or(letters.len());
        let before = at.checked_sub(1).map(|before| letters[before]);
        let measured = letters.get(end).is_none_or(|c| "米m毫厘平㎡公)".contains(*c));
        let ends = letters.get(end).is_none_or(|c| !c.is_alphanumeric());
        let fraction = ends && before.is_some_and(|c| "米m".contains(c));
        match number(&letters[at..end]).filter(|_| end > at && (measured || fraction)) {
            Some(value) => out.push_str(&value),
            None if end > at => out.extend(&letters[at..end]),
            None => out.push(letters[at]),
        }
        at = end.max(at + 1);
    }
    tenths(&out)
}

/// Digits for letters: 二点九, 二千九百, 三十五, 八五.
fn number(letters: &[char]) -> Option<String> {
    let point = letters.iter().position(|c| *c == '点');
    let (whole, fraction) = point.map_or((letters, &[][..]), |at| (&letters[..at], &letters[at + 1..]));
    if whole.is_empty() || (point.is_some() && fraction.is_empty()) {
        return None;
    }
    let digits = |letters: &[char]| letters.iter().map(|c| digit(*c).map(|value| value.to_string())).collect::<Option<String>>();
    let whole = match digits(whole) {
        Some(digits) => digits,
        None => {
            let (mut sum, mut last) = (0_u32, None);
            for c in whole {
                match (digit(*c), power(*c)) {
                    (Some(value), _) => last = Some(value),
                    (None, Some(power)) => sum += last.take().unwrap_or(1) * power,
                    (None, None) => return None,
                }
            }
            (sum + last.unwrap_or(0)).to_string()
        }
    };
    Some(if fraction.is_empty() { whole } else { format!("{whole}.{}", digits(fraction)?) })
}

/// What stands behind 米 without a unit of its own are its tenths: 2米9 is 2.9米.
fn tenths(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('米') {
        let (head, tail) = (&rest[..at], &rest[at + '米'.len_utf8()..]);
        let whole = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let ends = tail[digits..].chars().next().is_none_or(|c| !(c.is_alphanumeric() || c == '.'));
        let is_whole = !head[..head.len() - whole].ends_with('.');
        out.push_str(head);
        if whole > 0 && is_whole && digits > 0 && ends {
            out.push('.');
            out.push_str(&tail[..digits]);
            rest = &tail[digits..];
        } else {
            rest = tail;
        }
        out.push('米');
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::arabic;

    #[test]
    fn numbers_in_letters_are_digits_where_a_unit_follows() {
        for (text, digits) in [
            ("二点九米", "2.9米"),
            ("两米九", "2.9米"),
            ("2米9", "2.9米"),
            ("两米八五", "2.85米"),
            ("贰点玖米", "2.9米"),
            ("三点零五米", "3.05米"),
            ("二千九百毫米", "2900毫米"),
            ("三十五米", "35米"),
            ("十二米", "12米"),
            ("五百平方米", "500平方米"),
            ("三", "3"),
            ("一层3.1米二层2.9米", "一层3.1米二层2.9米"),
            ("3.1米", "3.1米"),
            ("3米(含1米女儿墙)", "3米(含1米女儿墙)"),
            ("二期", "二期"),
            ("百分之七十二", "72%"),
            ("不低于百分之七十点五", "不低于70.5%"),
            ("百分之百", "100%"),
            ("百分之72", "百分之72"),
            ("点", "点"),
        ] {
            assert_eq!(arabic(text), digits, "{text}");
        }
    }
}
