//! A number as people write it: one reader for all that is typed and for cells of tables.
//!
//! `0,5` and `0.5`, `1e−3` and `10⁻³`, `1 000 000` and `1'000'000`, `½` and `1/3`, `50 %`, digits of
//! other scripts. A mark that could stand for decimals and for thousands (`1,000`) is not guessed at.

crate::choice! {
    /// What separates a whole from its decimals.
    pub enum Mark {
        Point = "point", "point";
        Comma = "comma", "comma";
    }
}

impl Mark {
    fn letter(self) -> char {
        match self {
            Mark::Point => '.',
            Mark::Comma => ',',
        }
    }

    /// The one that may then group thousands.
    fn other(self) -> Self {
        match self {
            Mark::Point => Mark::Comma,
            Mark::Comma => Mark::Point,
        }
    }
}

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    One(f64),
    /// With the mark as that of decimals, and as that of thousands.
    Two(f64, f64),
    Nothing,
}

/// Reads a number whose notation is not known. Finite, or nothing.
pub fn read(text: &str) -> Said {
    let plain = plain(text);
    let either = [Mark::Point, Mark::Comma].map(|mark| value(&plain, mark));
    match either {
        // As the mark of decimals first.
        [Some(point), Some(comma)] if point != comma => match plain.contains('.') {
            true => Said::Two(point, comma),
            false => Said::Two(comma, point),
        },
        [Some(x), _] | [None, Some(x)] => Said::One(x),
        [None, None] => Said::Nothing,
    }
}

/// Reads a number whose mark of decimals is known. Finite, or none.
pub fn with(text: &str, mark: Mark) -> Option<f64> {
    value(&plain(text), mark)
}

/// True where a text is a number with this mark and nothing in it groups digits.
pub fn is_plain(text: &str, mark: Mark) -> bool {
    !text.contains(mark.other().letter()) && with(text, mark).is_some()
}

/// The text in ASCII: digits of any script, signs and marks of any width, no space at the ends.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut raised = false;
    for letter in text.trim().chars() {
        let (plain, up) = in_ascii(letter);
        // 10⁻³ is 10^-3.
        if up && !raised {
            out.push('^');
        }
        raised = up;
        match plain {
            Some(plain) => out.push_str(plain),
            None => out.push(letter),
        }
    }
    out
}

/// What a letter is in ASCII; none where it is itself. True for a raised one.
fn in_ascii(letter: char) -> (Option<&'static str>, bool) {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    /// Zeros of scripts whose digits follow one another: Arabic, Persian, Devanagari, full width.
    const ZEROS: [char; 4] = ['٠', '۰', '०', '０'];
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    if let Some(value) = RAISED.chars().position(|raised| raised == letter) {
        return (Some(DIGITS[value]), true);
    }
    let digit = |zero: &char| (letter as u32).checked_sub(*zero as u32);
    if let Some(value) = ZEROS.iter().filter_map(digit).find(|value| *value < 10) {
        return (Some(DIGITS[value as usize]), false);
    }
    let plain = match letter {
        '⁻' => return (Some("-"), true),
        '⁺' => return (Some("+"), true),
        '−' | '–' | '‐' | '‑' | '﹣' | '－' => "-",
        '＋' => "+",
        '，' | '٫' => ",",
        '．' => ".",
        '％' => "%",
        '⁄' | '∕' | '／' => "/",
        '×' | '·' | '⋅' | '∙' => "*",
        // What groups digits, of whatever width.
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => " ",
        '’' | '‘' | '´' | '`' | '٬' => "'",
        _ => return (None, false),
    };
    (Some(plain), false)
}

fn value(plain: &str, mark: Mark) -> Option<f64> {
    let (sign, rest) = match plain.strip_prefix(['-', '+']) {
        Some(rest) => (if plain.starts_with('-') { -1.0 } else { 1.0 }, rest),
        None => (1.0, plain),
    };
    let rest = rest.trim_start();
    // By a division: 7 % is the 0.07 that is meant.
    let (rest, whole) = match rest.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), 100.0),
        None => (rest, 1.0),
    };
    let x = fraction(rest, mark).or_else(|| scaled(rest, mark))? / whole;
    // Nought has no sign.
    x.is_finite().then_some(sign * x + 0.0)
}

/// `½`, `1½`, `1/3`.
fn fraction(text: &str, mark: Mark) -> Option<f64> {
    const SIGNS: [(char, f64, f64); 15] = [
        ('½', 1.0, 2.0),
        ('⅓', 1.0, 3.0),
        ('⅔', 2.0, 3.0),
        ('¼', 1.0, 4.0),
        ('¾', 3.0, 4.0),
        ('⅕', 1.0, 5.0),
        ('⅖', 2.0, 5.0),
        ('⅗', 3.0, 5.0),
        ('⅘', 4.0, 5.0),
        ('⅙', 1.0, 6.0),
        ('⅚', 5.0, 6.0),
        ('⅛', 1.0, 8.0),
        ('⅜', 3.0, 8.0),
        ('⅝', 5.0, 8.0),
        ('⅞', 7.0, 8.0),
    ];
    if let Some((above, below)) = text.split_once('/') {
        let (above, below) = (above.trim_end(), below.trim_start());
        return Some(unsigned(above, mark)? / unsigned(below, mark)?);
    }
    let last = text.chars().next_back()?;
    let (sign, above, below) = SIGNS.iter().find(|(sign, ..)| *sign == last)?;
    let whole = text.strip_suffix(*sign)?.trim_end();
    let whole = match whole {
        "" => 0.0,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    Some(whole + above / below)
}

/// `5`, `5e-3`, `5 * 10^-3`, `10^-3`.
fn scaled(text: &str, mark: Mark) -> Option<f64> {
    let exponent = |text: &str| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let is_whole =
            (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_whole.then(|| text.strip_prefix('+').unwrap_or(text).to_string())
    };
    if let Some((factor, power)) = text.rsplit_once("10^") {
        let power = exponent(power)?;
        let factor = match factor.trim_end() {
            "" => "1".to_string(),
            factor => digits(factor.strip_suffix('*')?.trim_end(), mark, true)?,
        };
        return format!("{factor}e{power}").parse().ok();
    }
    match text.split_once(['e', 'E']) {
        Some((factor, power)) => {
            let factor = digits(factor, mark, true)?;
            format!("{factor}e{}", exponent(power)?).parse().ok()
        }
        None => unsigned(text, mark),
    }
}

fn unsigned(text: &str, mark: Mark) -> Option<f64> {
    digits(text, mark, false)?.parse().ok()
}

/// Digits with a point before the decimals and nothing between the others. Nobody groups the digits
/// of what stands before a power of ten (`alone`).
fn digits(text: &str, mark: Mark, alone: bool) -> Option<String> {
    let (whole, decimals) = match text.split_once(mark.letter()) {
        Some((whole, decimals)) => (whole, decimals),
        None => (text, ""),
    };
    if !decimals.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() + decimals.len() == 0 {
        return None;
    }
    let whole = match alone {
        true => whole
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| whole.to_string())?,
        false => ungrouped(whole, mark)?,
    };
    Some(format!("0{whole}.{decimals}0"))
}

/// Without what groups its digits: one mark throughout, and groups of three behind the first.
fn ungrouped(whole: &str, mark: Mark) -> Option<String> {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let Some(at) = whole.bytes().position(|byte| !is_digit(byte)) else {
        return Some(whole.to_string());
    };
    let between = whole[at..].chars().next()?;
    if between != mark.other().letter() && !" '_".contains(between) {
        return None;
    }
    let mut groups = whole.split(between);
    let first = groups.next()?;
    // 0,500 has decimals: nobody writes five hundred so.
    let begins =
        (1..=3).contains(&first.len()) && !first.starts_with('0') && first.bytes().all(is_digit);
    let goes_on = |group: &str| group.len() == 3 && group.bytes().all(is_digit);
    (begins && groups.all(goes_on)).then(|| whole.replace(between, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_meant() {
        for (text, x) in [
            ("0,5", 0.5),
            ("0.5", 0.5),
            (",5", 0.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("5,", 5.0),
            ("-0,25", -0.25),
            ("−0,25", -0.25),
            ("– 3", -3.0),
            ("+3", 3.0),
            ("007", 7.0),
            ("0,001", 0.001),
            ("0.001", 0.001),
            ("1234,567", 1234.567),
            ("1,2345", 1.2345),
            ("1e-3", 1e-3),
            ("1E−3", 1e-3),
            ("1,5e+3", 1500.0),
            ("1,500e3", 1500.0),
            ("2·10⁻⁴", 2e-4),
            ("2 × 10^-4", 2e-4),
            ("10⁻³", 1e-3),
            ("1 000 000", 1e6),
            ("1\u{202f}000,5", 1000.5),
            ("1'000.5", 1000.5),
            ("1’000’000", 1e6),
            ("10_000", 1e4),
            ("1,000,000", 1e6),
            ("1.000.000", 1e6),
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("50 %", 0.5),
            ("7%", 0.07),
            ("½", 0.5),
            ("−1½", -1.5),
            ("1/3", 1.0 / 3.0),
            ("０．５", 0.5),
            ("５", 5.0),
            ("٠٫٥", 0.5),
            ("\u{a0}5 ", 5.0),
            ("-0", 0.0),
        ] {
            assert_eq!(read(text), Said::One(x), "{text}");
        }
    }

    #[test]
    fn what_can_be_two_is_two() {
        for (text, decimal, grouped) in [
            ("1,000", 1.0, 1000.0),
            ("1.000", 1.0, 1000.0),
            ("-12,345", -12.345, -12345.0),
        ] {
            assert_eq!(read(text), Said::Two(decimal, grouped), "{text}");
        }
        assert_eq!(with("1,000", Mark::Comma), Some(1.0));
        assert_eq!(with("1,000", Mark::Point), Some(1000.0));
        assert!(is_plain("1,000", Mark::Comma) && !is_plain("1,000", Mark::Point));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            " ",
            "-",
            ".",
            ",",
            "e",
            "e5",
            "1e",
            "1e99999",
            "1e999",
            "5 apples",
            "1 2",
            "1,2,3",
            "1.2.3",
            "1,23.4,5",
            "--5",
            "0x10",
            "NaN",
            "inf",
            "∞",
            "1/0",
            "1/",
            "½½",
            "1;5",
            "1 00",
            "1,00,0",
            "12,5 000",
            "%",
            "10^",
            "2 10^3",
            "0,000,5",
            "1'000 000",
            "²",
            "1,000e",
        ] {
            assert_eq!(read(text), Said::Nothing, "{text:?}");
        }
    }

    /// What the page writes is read as itself.
    #[test]
    fn numbers_come_back() {
        for x in [0.0, 0.1, -2.5, 1e-7, 123_456.75, 1e21, 5e-324, f64::MAX] {
            assert_eq!(with(&x.to_string(), Mark::Point), Some(x));
            assert_eq!(with(&format!("{x:e}"), Mark::Point), Some(x));
            let german = x.to_string().replace('.', ",");
            assert_eq!(with(&german, Mark::Comma), Some(x));
        }
    }
}
