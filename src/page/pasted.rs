//! An address as text, read as it was meant: out of HTML, a mail or a chat, encoded once or twice, with
//! what others have hung on to it. Pure functions of the text.

/// Whole turns of decoding: an address that went through more hands says something else.
const TURNS: usize = 4;
/// A text and what it means.
type Word = (&'static str, &'static str);

/// Signs of HTML, as they come out of a page's source.
const ENTITIES: &[Word] = &[
    ("&amp;", "&"),
    ("&#38;", "&"),
    ("&#x26;", "&"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
];

/// What ends a name or a value without being of it: a sentence's signs, brackets, quotes, emphasis.
const EDGES: &str = " .,:!?=()[]{}<>\"'`*~|“”„‘’‚«»‹›…";

/// Names that are hung on to addresses to follow who sends them; nothing here has such a name.
const TRACKERS: &[&str] = &[
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "si",
    "igsh",
    "igshid",
    "mibextid",
    "sfnsn",
    "fbaid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "srsltid",
    "li_fat_id",
    "mkt_tok",
    "mkwid",
    "pcrid",
    "epik",
    "s_cid",
    "s_kwcid",
    "ef_id",
    "rdt_cid",
    "trk",
    "trkcampaign",
    "trackingid",
    "cmpid",
    "campaignid",
    "campaign_id",
    "adgroupid",
    "ncid",
    "icid",
    "cid",
    "spm",
    "scm",
    "wickedid",
    "irgwc",
    "feature",
    "usp",
    "source",
    "xtor",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "ck_subscriber_id",
    "ml_subscriber",
    "ml_subscriber_hash",
    "oft_id",
    "oft_k",
    "sc_src",
    "sc_llid",
    "sc_lid",
    "sc_uid",
    "sc_eh",
    "dm_i",
    "_ga",
    "_gl",
    "_gac",
    "_ke",
    "_kx",
    "_bta_tid",
    "_bta_c",
    "_openstat",
    "_branch_match_id",
    "_branch_referrer",
    "_x_tr_sl",
    "_x_tr_tl",
    "_x_tr_hl",
    "_x_tr_pto",
];

/// The same by their beginning.
const FAMILIES: &[&str] = &[
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "stm_",
    "hsa_",
    "_hs",
    "__hs",
    "mc_",
    "ga_",
    "gad_",
    "vero_",
    "oly_",
    "itm_",
    "at_",
    "ns_",
    "wt_",
    "sb_",
    "tt_",
    "pf_rd_",
    "__cf_",
    "__s",
    "__twitter",
    "fb_",
    "action_",
];

/// Names and values of an address: of a query, or of a whole one. Names that only follow people about
/// are left out.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let plain: String = plain(text).chars().filter_map(usual).collect();
    let said = plain.split(['&', ';', '?']);
    let pairs = said.map(|part| part.split_once('=').unwrap_or((part, "")));
    let pairs = pairs.map(|(name, value)| (trimmed(name), trimmed(value)));
    let ours = |(name, _): &(&str, &str)| !name.is_empty() && !is_tracker(name);
    pairs
        .filter(ours)
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

/// Whether a name is one by which people are followed about.
pub fn is_tracker(name: &str) -> bool {
    let name = name.to_lowercase();
    // Identifiers of a click have one ending, whoever counts it.
    name.ends_with("clid")
        || TRACKERS.contains(&name.as_str())
        || FAMILIES.iter().any(|family| name.starts_with(family))
}

/// The query of an address, decoded.
fn plain(text: &str) -> String {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    let mut text = spaced(&without_fragment(&text));
    // None of our names and values has a sign that stands for another: what can be decoded is meant to be.
    for _ in 0..TURNS {
        let before = text.len();
        text = without_entities(&percent_decoded(&text));
        if text.len() == before {
            break;
        }
    }
    let text = without_fragment(&text);
    without_place(&text).to_string()
}

/// What follows the place of the page, where a whole address is given.
fn without_place(text: &str) -> &str {
    match text.split_once('?') {
        Some((place, query)) if !place.contains('=') || place.contains("://") => query,
        None if text.contains("://") && !text.contains('=') => "",
        _ => text,
    }
}

fn without_fragment(text: &str) -> String {
    let mut kept = String::new();
    let mut before = ' ';
    for c in text.chars() {
        // `&#38;` is a sign of HTML.
        if c == '#' && before != '&' {
            break;
        }
        kept.push(c);
        before = c;
    }
    kept
}

/// `+` as the space that forms mean by it, but for a number's: 1e+2.
fn spaced(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let in_number = |i: usize| {
        i >= 2
            && matches!(signs[i - 1], 'e' | 'E')
            && (digit(signs.get(i - 2)) || signs[i - 2] == '.')
            && digit(signs.get(i + 1))
    };
    let meant = |(i, c): (usize, &char)| match c {
        '+' if !in_number(i) => ' ',
        c => *c,
    };
    signs.iter().enumerate().map(meant).collect()
}

fn without_entities(text: &str) -> String {
    let signs = ENTITIES.iter();
    signs.fold(text.to_string(), |text, (sign, meant)| {
        text.replace(sign, meant)
    })
}

/// `%3D` as `=`; what is no such sign stays.
fn percent_decoded(text: &str) -> String {
    let hex = |byte: Option<&u8>| Some(char::from(*byte?).to_digit(16)? as u8);
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match (byte, hex(bytes.get(i + 1)), hex(bytes.get(i + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(16 * high + low);
                i += 3;
            }
            _ => {
                decoded.push(*byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// A sign as keyboards here have it: wide ones of East Asian keyboards, the minus of typesetters; none
/// for what cannot be seen.
fn usual(c: char) -> Option<char> {
    Some(match c {
        // A wide form stands 0xFEE0 behind its like.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
        '−' | '–' | '‐' | '‑' | '\u{FE63}' => '-',
        '、' => ',',
        '。' => '.',
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FFFD}' => return None,
        c if c.is_whitespace() => ' ',
        c if c.is_control() => return None,
        c => c,
    })
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c| EDGES.contains(c))
}

/// What a reader takes, in the letters that it takes it in: `Lines` is meant to be `lines`.
///
/// # Errors
/// What is wrong with the text as it stands.
pub fn in_any_case<T, E>(text: &str, mut read: impl FnMut(&str) -> Result<T, E>) -> Result<T, E> {
    read(text).or_else(|why| {
        let others = [text.to_lowercase(), text.to_uppercase()];
        let mut others = others.iter().filter(|other| *other != text);
        others.find_map(|other| read(other).ok()).ok_or(why)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> String {
        let pairs = pairs(text);
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| format!("{n}={v}")).collect();
        pairs.join("&")
    }

    #[test]
    fn an_address_is_read_as_it_was_meant() {
        for text in [
            "view=lines&theta=-0.4",
            "?view=lines&theta=-0.4",
            "view=lines&amp;theta=-0.4",
            "view=lines&amp;amp;theta=-0.4",
            "view=lines&#38;theta=-0.4",
            "view=lines;theta=-0.4",
            "view=lines;theta=-0.4;",
            "view=lines&theta=-0.4).",
            "view=lines&theta=-0.4,",
            "(view=lines&theta=-0.4)",
            "<https://a.org/gan/?view=lines&theta=-0.4>",
            "“https://a.org/gan/?view=lines&theta=-0.4”",
            "view=lines&theta=-0.4&gt;",
            "view=lines&theta=-0.4&quot;",
            "view=lines&theta=-0.4’",
            "view=lines&theta=-0.4%22",
            "view=lines%26theta=-0.4",
            "view%3Dlines%26theta%3D-0.4",
            "view%253Dlines%2526theta%253D-0.4",
            "https://a.org/gan/?view=lines&theta=-0.4#asleep",
            "https%3A%2F%2Fa.org%2Fgan%2F%3Fview%3Dlines%26theta%3D-0.4",
            "index.html?view=lines&theta=-0.4",
            "?view=lines?theta=-0.4",
            " view = lines & theta = -0.4\n",
            "+view=lines+&+theta=-0.4+",
            "view=lines&theta=−0.4",
            "ｖｉｅｗ＝ｌｉｎｅｓ＆ｔｈｅｔａ＝－０．４",
            "view=li\u{200B}nes&theta=-0.\r\n4",
            "view=lines&theta==-0.4",
            "view=lines&utm_source=mail&fbclid=x&theta=-0.4&_ga=1.2&REF=chat&gclid=&mc_eid=1",
        ] {
            assert_eq!(query(text), "view=lines&theta=-0.4", "{text}");
        }
    }

    #[test]
    fn what_says_nothing_is_nothing() {
        for text in [
            "",
            "?",
            "&&==&",
            "#main",
            "https://a.org/gan/",
            "=1",
            "…",
            "\u{FFFD}",
        ] {
            assert_eq!(query(text), "", "{text}");
        }
        assert_eq!(query("lines"), "lines=");
        assert_eq!(query("%F0%9F%92%A5=%%%"), "💥=%%%");
        assert_eq!(query("a=1e+2&b=x+y&c=2e-3"), "a=1e+2&b=x y&c=2e-3");
    }

    #[test]
    fn letters_may_be_of_any_case() {
        let read = |text: &str| {
            ["lines", "L1"]
                .iter()
                .find(|w| **w == text)
                .ok_or(text.len())
        };
        assert_eq!(in_any_case("Lines", read), Ok(&"lines"));
        assert_eq!(in_any_case("l1", read), Ok(&"L1"));
        assert_eq!(in_any_case("Linse", read), Err(5));
    }
}
