//! What a picture's file says of itself before anybody decodes it: its sides, and whether it ends.
//!
//! A few bytes can stand for gigabytes of pixels.

use super::foreign;
use super::own_images::MAX_SIDE;
use crate::fault::{Fault, FileKind};

/// What a file's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub kind: FileKind,
    pub width: u32,
    pub height: u32,
}

/// Reads the header; refuses what is no picture, or none that may be decoded.
///
/// # Errors
/// What follows the file's name.
pub fn header(file: &[u8]) -> Result<Header, Fault> {
    let kind = foreign::kind(file).unwrap_or(FileKind::Text);
    if !kind.is_picture() {
        return Err(Fault::NoPictureBut { kind });
    }
    let (width, height) = sides(kind, file).ok_or(Fault::NotDecoded { kind })?;
    if width.max(height) as usize > MAX_SIDE {
        let most = MAX_SIDE;
        return Err(Fault::ManyPixels {
            width,
            height,
            most,
        });
    }
    match width.min(height) {
        0 => Err(Fault::NoPixels),
        _ => Ok(Header {
            kind,
            width,
            height,
        }),
    }
}

/// Why a whole file of this kind could not be decoded.
pub fn why_not(kind: FileKind, file: &[u8]) -> Fault {
    let tail = &file[file.len().saturating_sub(64)..];
    let has = |end: &[u8]| tail.windows(end.len()).any(|part| part == end);
    let size = |at| little(file, at, 4);
    let ends = match kind {
        FileKind::Png => has(b"IEND"),
        FileKind::Jpeg => has(&[0xff, 0xd9]),
        FileKind::Gif => has(&[0x3b]),
        FileKind::WebP => size(4).is_none_or(|size| file.len() >= size as usize),
        FileKind::Bmp => size(2).is_none_or(|size| file.len() >= size as usize),
        _ => true,
    };
    match ends {
        true => Fault::NotDecoded { kind },
        false => Fault::CutOff { kind },
    }
}

fn sides(kind: FileKind, file: &[u8]) -> Option<(u32, u32)> {
    match kind {
        FileKind::Png => {
            let is_first = file.get(12..16)? == b"IHDR";
            is_first.then_some((big(file, 16, 4)?, big(file, 20, 4)?))
        }
        FileKind::Gif => Some((little(file, 6, 2)?, little(file, 8, 2)?)),
        FileKind::Bmp => bmp(file),
        FileKind::WebP => webp(file),
        FileKind::Jpeg => jpeg(file),
        FileKind::Avif | FileKind::Heic => extents(file),
        _ => None,
    }
}

/// A whole number of some bytes, the highest first.
fn big(file: &[u8], at: usize, count: usize) -> Option<u32> {
    let bytes = file.get(at..at.checked_add(count)?)?;
    Some(
        bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
    )
}

/// The same, the lowest first.
fn little(file: &[u8], at: usize, count: usize) -> Option<u32> {
    let bytes = file.get(at..at.checked_add(count)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
    )
}

fn bmp(file: &[u8]) -> Option<(u32, u32)> {
    if little(file, 14, 4)? == 12 {
        return Some((little(file, 18, 2)?, little(file, 20, 2)?));
    }
    // A negative height is one from the top.
    let side = |at| Some(little(file, at, 4)?.cast_signed().unsigned_abs());
    Some((side(18)?, side(22)?))
}

fn webp(file: &[u8]) -> Option<(u32, u32)> {
    match file.get(12..16)? {
        b"VP8 " => Some((little(file, 26, 2)? & 0x3fff, little(file, 28, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(file, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some((little(file, 24, 3)? + 1, little(file, 27, 3)? + 1)),
        _ => None,
    }
}

/// From one marker to the next, up to that of the picture's frame.
fn jpeg(file: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        // Markers may be filled up with 0xff.
        while file.get(at)? == &0xff && file.get(at + 1)? == &0xff {
            at += 1;
        }
        let [0xff, marker] = *file.get(at..at + 2)? else {
            return None;
        };
        match marker {
            // Not Huffman tables, nor arithmetic coding, which stand between the frames.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((big(file, at + 7, 2)?, big(file, at + 5, 2)?));
            }
            0xd8 | 0x01 | 0xd0..=0xd7 => at += 2,
            0xd9 | 0xda => return None,
            _ => at += 2 + big(file, at + 2, 2)?.max(2) as usize,
        }
    }
}

/// The largest of the extents ("ispe") of what is in the file.
fn extents(file: &[u8]) -> Option<(u32, u32)> {
    const HEAD: usize = 64_000;
    let head = &file[..file.len().min(HEAD)];
    let found = head
        .windows(4)
        .enumerate()
        .filter(|(_, name)| name == b"ispe");
    let sides = found.filter_map(|(at, _)| Some((big(head, at + 8, 4)?, big(head, at + 12, 4)?)));
    sides.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            &width.to_be_bytes()[..],
            &height.to_be_bytes(),
            b"\x10\0\0\0\0IEND\xae\x42\x60\x82",
        ]
        .concat()
    }

    fn others() -> Vec<Vec<u8>> {
        let jpeg = |frame: u8| {
            let exif = [
                &b"\xff\xd8\xff\xe1\0\x08Exif\0\0\xff\xff"[..],
                &[0xff, frame],
            ]
            .concat();
            [
                &exif[..],
                b"\0\x11\x08",
                &300_u16.to_be_bytes(),
                &200_u16.to_be_bytes(),
                &[0; 12],
            ]
            .concat()
        };
        let webp = |chunk: &[u8], rest: &[u8]| [b"RIFF\x40\0\0\0WEBP", chunk, rest].concat();
        let simple = [&[0; 10][..], &200_u16.to_le_bytes(), &300_u16.to_le_bytes()].concat();
        let lossless = [
            &[0, 0, 0, 0, 0x2f][..],
            &(199_u32 | 299 << 14).to_le_bytes(),
        ]
        .concat();
        let extended = [
            &[0; 8][..],
            &199_u32.to_le_bytes()[..3],
            &299_u32.to_le_bytes()[..3],
        ]
        .concat();
        let mut bmp = vec![0; 60];
        bmp[..6].copy_from_slice(b"BM\x3c\0\0\0");
        bmp[14] = 40;
        bmp[18..22].copy_from_slice(&200_i32.to_le_bytes());
        bmp[22..26].copy_from_slice(&(-300_i32).to_le_bytes());
        let extent = [
            &b"\0\0\0\x14ispe\0\0\0\0"[..],
            &200_u32.to_be_bytes(),
            &300_u32.to_be_bytes(),
        ]
        .concat();
        vec![
            png(200, 300),
            jpeg(0xc0),
            jpeg(0xc2),
            webp(b"VP8 ", &simple),
            webp(b"VP8L", &lossless),
            webp(b"VP8X", &extended),
            bmp,
            [
                &b"GIF89a"[..],
                &200_u16.to_le_bytes(),
                &300_u16.to_le_bytes(),
                b"\0",
            ]
            .concat(),
            [&b"\0\0\0\x18ftypavif\0\0\0\0"[..], &extent].concat(),
        ]
    }

    #[test]
    fn sides_stand_in_the_header() {
        for file in others() {
            let header = header(&file).unwrap_or_else(|why| panic!("{why}: {file:?}"));
            assert_eq!(
                (header.width, header.height),
                (200, 300),
                "{:?}",
                header.kind
            );
            // However little there is of it.
            for end in 0..file.len() {
                let _ = super::header(&file[..end]);
            }
        }
    }

    #[test]
    fn what_is_too_large_is_refused_before_it_is_decoded() {
        for (width, height) in [(20_000, 20_000), (12_000, 40), (40, 8_193), (u32::MAX, 1)] {
            let why = header(&png(width, height))
                .expect_err("too large")
                .to_string();
            assert_eq!(
                why,
                format!("is {width} × {height} pixels: at most 8192 a side are read")
            );
        }
        assert!(header(&png(8_192, 1)).is_ok());
        assert_eq!(header(&png(0, 5)), Err(Fault::NoPixels));
        let why = header(b"1,2\n3,4\n").expect_err("no picture").to_string();
        assert_eq!(why, "is no picture, but a text");
        let why = header(b"<svg xmlns='http://www.w3.org/2000/svg'/>").expect_err("a drawing");
        assert_eq!(
            why,
            Fault::NotDecoded {
                kind: FileKind::Svg
            }
        );
    }

    #[test]
    fn a_missing_end_is_said() {
        let whole = png(5, 5);
        assert_eq!(
            why_not(FileKind::Png, &whole),
            Fault::NotDecoded {
                kind: FileKind::Png
            }
        );
        let cut = &whole[..whole.len() - 10];
        assert_eq!(
            why_not(FileKind::Png, cut),
            Fault::CutOff {
                kind: FileKind::Png
            }
        );
    }
}
