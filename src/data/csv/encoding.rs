//! Bytes into letters, the same in every browser and natively.

crate::choice! {
    /// How letters are written as bytes.
    pub enum Encoding {
        Utf8 = "utf-8", "UTF-8";
        Utf16Le = "utf-16le", "UTF-16, low byte first";
        Utf16Be = "utf-16be", "UTF-16, high byte first";
        Latin = "windows-1252", "Latin (Windows-1252)";
    }
}

/// Files are told apart by their beginning.
const LOOKED_AT: usize = 4096;

impl Encoding {
    /// By the mark at the beginning; without one, by where there are zeros.
    pub fn guess(bytes: &[u8]) -> Self {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => return Encoding::Utf8,
            [0xff, 0xfe, ..] => return Encoding::Utf16Le,
            [0xfe, 0xff, ..] => return Encoding::Utf16Be,
            _ => {}
        }
        let pairs = bytes[..bytes.len().min(LOOKED_AT)].as_chunks::<2>().0;
        let zeros = |i: usize| pairs.iter().filter(|pair| pair[i] == 0).count();
        // Digits and what separates them have a zero for their high byte.
        match (zeros(0), zeros(1)) {
            (0, high) if 2 * high > pairs.len() => Encoding::Utf16Le,
            (high, 0) if 2 * high > pairs.len() => Encoding::Utf16Be,
            _ if std::str::from_utf8(bytes).is_ok() => Encoding::Utf8,
            _ => Encoding::Latin,
        }
    }

    /// The letters; what is none becomes �. The mark at the beginning is none of them.
    pub fn decode(self, bytes: &[u8]) -> String {
        let text = match self {
            Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Encoding::Utf16Le => pairs(bytes, u16::from_le_bytes),
            Encoding::Utf16Be => pairs(bytes, u16::from_be_bytes),
            Encoding::Latin => bytes.iter().map(|byte| latin(*byte)).collect(),
        };
        match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_string(),
            None => text,
        }
    }
}

fn pairs(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let letters = char::decode_utf16(units);
    letters
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// As Windows has them where ISO 8859-1 has controls.
fn latin(byte: u8) -> char {
    const FROM_128: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_128[usize::from(byte) - 0x80],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::Choice as _;

    fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
        let units = || text.encode_utf16();
        match encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => units().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => units().flat_map(u16::to_be_bytes).collect(),
            Encoding::Latin => text.chars().map(|letter| letter as u8).collect(),
        }
    }

    #[test]
    fn every_encoding_is_known_and_read() {
        let text = "Größe;x\r\n0,5;1\r\n";
        for encoding in Encoding::ALL {
            let bytes = encoded(text, *encoding);
            assert_eq!(Encoding::guess(&bytes), *encoding);
            assert_eq!(encoding.decode(&bytes), text);
            if *encoding != Encoding::Latin {
                let marked = encoded(&format!("\u{feff}{text}"), *encoding);
                assert_eq!(Encoding::guess(&marked), *encoding);
                assert_eq!(encoding.decode(&marked), text);
            }
        }
        assert_eq!(Encoding::Latin.decode(b"\x96 5"), "– 5");
        // Half a letter, half a pair: no panic, and the rest is read.
        assert_eq!(Encoding::Utf16Le.decode(b"1\0\x00\xd8,"), "1\u{fffd}");
    }
}
