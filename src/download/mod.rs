//! Files beside the page, fetched with patience: one that stops coming is given up after a while, and what
//! could not be had is asked for again, after pauses that grow, past whatever the browser has kept of it.

#[cfg(feature = "browser")]
mod browser;

#[cfg(feature = "browser")]
pub use browser::{Waiters, are_whole_weights, once};

/// Nothing has come for so many seconds: the try is over.
pub const SILENCE: u32 = 20;

/// Milliseconds until the next try, after so many that failed.
pub fn pause(failed: u32) -> u32 {
    const MOST: u32 = 60_000;
    1000_u32
        .checked_shl(failed.saturating_sub(1))
        .map_or(MOST, |pause| pause.min(MOST))
}

/// A web page: what servers of single-page sites answer to whatever they do not have.
pub fn is_web_page(kind: &str, bytes: &[u8]) -> bool {
    let begins = |with: &str| {
        let start = bytes.trim_ascii_start().get(..with.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
    };
    kind.contains("html") || begins("<!doctype") || begins("<html")
}

/// A safetensors file that is as long as its own header says.
pub fn is_whole_safetensors(bytes: &[u8]) -> bool {
    let whole = || {
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (header, data) = rest.split_at_checked(length)?;
        let header = std::str::from_utf8(header).ok()?;
        // Some writers put spaces between.
        let ends = header.split("\"data_offsets\"").skip(1).map(|offsets| {
            let both = offsets.split(']').next()?;
            both.split(',').next_back()?.trim().parse::<usize>().ok()
        });
        let last = ends.collect::<Option<Vec<_>>>()?.into_iter().max()?;
        Some(last == data.len())
    };
    whole().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_have_an_end() {
        let pauses: Vec<u32> = (1..=8).map(pause).collect();
        assert_eq!(
            pauses,
            [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
        );
        assert_eq!((pause(0), pause(u32::MAX)), (1_000, 60_000));
    }

    #[test]
    fn web_pages_are_known_whatever_they_are_called() {
        assert!(is_web_page("text/html; charset=utf-8", b""));
        assert!(is_web_page("", b"\n<!DOCTYPE html><title>"));
        assert!(is_web_page("application/octet-stream", b"<html lang=en>"));
        assert!(!is_web_page("text/plain", b"Gallery\nGalerie\n"));
        assert!(!is_web_page("", b""));
    }

    #[test]
    fn weights_are_whole_or_not() {
        let bytes = std::fs::read("assets/classifier/digits.safetensors").expect("an asset");
        assert!(is_whole_safetensors(&bytes));
        for end in [0, 4, 8, 100, bytes.len() / 2, bytes.len() - 1] {
            assert!(!is_whole_safetensors(&bytes[..end]), "to {end}");
        }
        for header in [
            r#"{"a":{"data_offsets":[0,2]},"b":{"data_offsets":[2,5]}}"#,
            r#"{"a": {"data_offsets": [0, 5], "shape": [5]}}   "#,
        ] {
            let file = |data: &[u8]| {
                let length = (header.len() as u64).to_le_bytes();
                [&length, header.as_bytes(), data].concat()
            };
            assert!(is_whole_safetensors(&file(&[0; 5])), "{header}");
            assert!(!is_whole_safetensors(&file(&[0; 4])), "{header}");
        }
        assert!(!is_whole_safetensors(b"<!doctype html><title>x</title>"));
    }
}
