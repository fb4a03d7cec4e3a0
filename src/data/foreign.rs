//! What a file is, by its first bytes: names and types say what somebody hopes.

use crate::fault::FileKind;

/// A text is looked at as far as this.
const LOOKED_AT: usize = 4096;

/// How files of a kind begin: these bytes at this place.
const BEGINNINGS: &[(FileKind, usize, &[u8])] = &[
    (FileKind::Png, 0, b"\x89PNG\r\n\x1a\n"),
    (FileKind::Jpeg, 0, b"\xff\xd8\xff"),
    (FileKind::Gif, 0, b"GIF8"),
    (FileKind::WebP, 8, b"WEBP"),
    (FileKind::Tiff, 0, b"II*\0"),
    (FileKind::Tiff, 0, b"MM\0*"),
    (FileKind::Gzip, 0, b"\x1f\x8b"),
    (FileKind::SevenZip, 0, b"7z\xbc\xaf\x27\x1c"),
    (FileKind::Rar, 0, b"Rar!\x1a\x07"),
    (FileKind::Bzip2, 0, b"BZh"),
    (FileKind::Xz, 0, b"\xfd7zXZ\0"),
    (FileKind::Zstd, 0, b"\x28\xb5\x2f\xfd"),
    (FileKind::Tar, 257, b"ustar"),
    (FileKind::OldOffice, 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    (FileKind::Pdf, 0, b"%PDF-"),
    (FileKind::PostScript, 0, b"%!PS"),
    (FileKind::Rtf, 0, b"{\\rtf"),
    (FileKind::Npy, 0, b"\x93NUMPY"),
    (FileKind::Hdf5, 0, b"\x89HDF\r\n\x1a\n"),
    (FileKind::Matlab, 0, b"MATLAB 5.0 MAT-file"),
    (FileKind::Matlab, 0, b"MATLAB 7.3 MAT-file"),
    (FileKind::Parquet, 0, b"PAR1"),
    (FileKind::Arrow, 0, b"ARROW1"),
    (FileKind::Arrow, 0, b"FEA1"),
    (FileKind::Sqlite, 0, b"SQLite format 3\0"),
    (FileKind::Rdata, 0, b"RDX"),
    (FileKind::Rdata, 0, b"X\n\0\0\0"),
    (FileKind::Film, 0, b"\x1aE\xdf\xa3"),
    (FileKind::Film, 0, b"OggS"),
    (FileKind::Film, 0, b"ID3"),
    (FileKind::Film, 0, b"fLaC"),
    (FileKind::Film, 8, b"WAVE"),
    (FileKind::Film, 8, b"AVI "),
    (FileKind::Program, 0, b"\x7fELF"),
    (FileKind::Program, 0, b"\0asm"),
    (FileKind::Program, 0, b"\xcf\xfa\xed\xfe"),
];

/// What a file is; none where it may be a text of numbers, or is empty.
pub fn kind(file: &[u8]) -> Option<FileKind> {
    let begins = |(_, at, bytes): &&(FileKind, usize, &[u8])| {
        file.get(*at..).is_some_and(|rest| rest.starts_with(bytes))
    };
    let found = BEGINNINGS.iter().find(begins).map(|(kind, ..)| *kind);
    found
        .or_else(|| zip(file))
        .or_else(|| boxed(file))
        .or_else(|| headed(file))
        .or_else(|| text(file))
        .or_else(|| bytes(file))
}

/// A zip by what lies in it first.
fn zip(file: &[u8]) -> Option<FileKind> {
    if !file.starts_with(b"PK\x03\x04") && !file.starts_with(b"PK\x05\x06") {
        return None;
    }
    let names = &file[..file.len().min(LOOKED_AT)];
    let has = |name: &[u8]| names.windows(name.len()).any(|part| part == name);
    Some(match () {
        () if has(b"opendocument.spreadsheet") => FileKind::OpenSheet,
        () if has(b"opendocument.text") => FileKind::OpenText,
        () if has(b"xl/") => FileKind::Excel,
        () if has(b"word/") => FileKind::Word,
        () if has(b"ppt/") => FileKind::Slides,
        () if has(b"[Content_Types].xml") => FileKind::Excel,
        () if has(b"/data.pkl") => FileKind::Torch,
        () if has(b".npy") => FileKind::Npz,
        () => FileKind::Zip,
    })
}

/// Files of the family of MP4, by their brand.
fn boxed(file: &[u8]) -> Option<FileKind> {
    if file.get(4..8)? != b"ftyp" {
        return None;
    }
    Some(match file.get(8..12)? {
        b"avif" | b"avis" => FileKind::Avif,
        b"heic" | b"heix" | b"mif1" | b"msf1" => FileKind::Heic,
        _ => FileKind::Film,
    })
}

/// Kinds whose beginning is a number that has to fit the rest.
fn headed(file: &[u8]) -> Option<FileKind> {
    let size = |from: usize| {
        let bytes = file.get(from..from + 8)?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(bytes)).ok()
    };
    let is_safetensors = size(0).is_some_and(|size| (2..file.len() - 7).contains(&size));
    let is_bmp = || {
        let size = file.get(2..6)?.try_into().ok().map(u32::from_le_bytes)?;
        let reserved = file.get(6..10)? == [0; 4];
        Some(reserved && (size as usize).abs_diff(file.len()) < 4096)
    };
    match file {
        [_, _, _, _, _, _, _, _, b'{', ..] if is_safetensors => Some(FileKind::Safetensors),
        [0, 0, 0x08..=0x0e, 1..=4, ..] => Some(FileKind::Idx),
        [0x80, 2..=5, ..] => Some(FileKind::Pickle),
        [b'M', b'Z', ..] if file.contains(&0) => Some(FileKind::Program),
        [b'B', b'M', ..] if is_bmp() == Some(true) => Some(FileKind::Bmp),
        _ => None,
    }
}

/// Texts in another language than that of tables.
fn text(file: &[u8]) -> Option<FileKind> {
    let head = &file[..file.len().min(LOOKED_AT)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let head = head.trim_start();
    // A list in brackets begins like one line of numbers does: it has to go on as one.
    let lists = |text: &str| {
        text.trim_start().starts_with(['[', '{', '"', '-', ']'])
            || text.trim_start().starts_with(|c: char| c.is_ascii_digit())
    };
    match () {
        () if head.starts_with("<!doctype html") || head.starts_with("<html") => {
            Some(FileKind::Html)
        }
        () if head.starts_with("<svg") => Some(FileKind::Svg),
        () if head.starts_with("<?xml")
            || head.starts_with("<!--")
            || head.starts_with("<!doctype") =>
        {
            Some(match head.contains("<svg") {
                true => FileKind::Svg,
                false => FileKind::Xml,
            })
        }
        () if head
            .strip_prefix('<')
            .is_some_and(|rest| rest.starts_with(char::is_alphabetic)) =>
        {
            Some(FileKind::Xml)
        }
        () if head.starts_with('{') => Some(FileKind::Json),
        () if head.strip_prefix('[').is_some_and(lists) => Some(FileKind::Json),
        () => None,
    }
}

/// What is no text in any encoding: there are zeros in it, and not where UTF-16 has them.
fn bytes(file: &[u8]) -> Option<FileKind> {
    let head = &file[..file.len().min(LOOKED_AT)];
    if matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return None;
    }
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let is_wide = |some: usize, none: usize| none == 0 && 4 * some > head.len();
    let controls = head
        .iter()
        .filter(|byte| **byte < 32 && !byte.is_ascii_whitespace());
    let is_text = even + odd == 0 && 10 * controls.count() <= head.len();
    (!is_text && !is_wide(even, odd) && !is_wide(odd, even)).then_some(FileKind::Bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        let named = |name: &str| [b"PK\x03\x04", &[20; 26][..], name.as_bytes()].concat();
        let padded = |bytes: &[u8]| [bytes, &[0; 600]].concat();
        let mut tar = vec![b'x'; 600];
        tar[257..262].copy_from_slice(b"ustar");
        let safetensors = [&18_u64.to_le_bytes()[..], b"{\"__metadata__\":{}"].concat();
        let mut bmp = vec![0; 100];
        bmp[..6].copy_from_slice(b"BM\x64\0\0\0");
        for (file, kind) in [
            (named("xl/workbook.xml"), FileKind::Excel),
            (named("word/document.xml"), FileKind::Word),
            (
                named("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
                FileKind::OpenSheet,
            ),
            (named("arr_0.npy"), FileKind::Npz),
            (named("archive/data.pkl"), FileKind::Torch),
            (named("upright/0.png"), FileKind::Zip),
            (tar, FileKind::Tar),
            (safetensors, FileKind::Safetensors),
            (bmp, FileKind::Bmp),
            (padded(b"\x89PNG\r\n\x1a\n"), FileKind::Png),
            (padded(b"RIFF\0\0\0\0WEBP"), FileKind::WebP),
            (padded(b"\0\0\0\x20ftypavif"), FileKind::Avif),
            (padded(b"\0\0\0\x20ftypheic"), FileKind::Heic),
            (padded(b"\0\0\0\x20ftypisom"), FileKind::Film),
            (padded(b"\0\0\x08\x03\0\0\0\x0a"), FileKind::Idx),
            (padded(b"\x93NUMPY\x01\0"), FileKind::Npy),
            (padded(b"\x80\x04\x95"), FileKind::Pickle),
            (padded(b"\x1f\x8b\x08"), FileKind::Gzip),
            (b"%PDF-1.7\n1 0 obj".to_vec(), FileKind::Pdf),
            (
                b"\xef\xbb\xbf<!DOCTYPE html><p>1,2".to_vec(),
                FileKind::Html,
            ),
            (b"<?xml version=\"1.0\"?><svg>".to_vec(), FileKind::Svg),
            (b"<table><tr>".to_vec(), FileKind::Xml),
            (b" [[1, 2], [3, 4]]".to_vec(), FileKind::Json),
            (b"{\"x\": [1]}".to_vec(), FileKind::Json),
            (padded(b"abc"), FileKind::Bytes),
            ((0..=255).collect(), FileKind::Bytes),
        ] {
            assert_eq!(super::kind(&file), Some(kind), "{kind:?}");
        }
    }

    #[test]
    fn texts_of_numbers_are_none_of_them() {
        let wide: Vec<u8> = "x\t1\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for text in [
            &b""[..],
            b"1,2\n3,4\n",
            b"\xef\xbb\xbfx;y\r\n0,5;1\r\n",
            b"% of all\n1\n",
            b"# remark\n1 2\n",
            b"\xe4;\xfc\n1;2\n",
            b"BMI,age\n22,30\n",
            b"MZ,x\n1,2\n",
            b"[x],[y]\n1,2\n",
            b"ID,x\n1,2\n",
            &wide,
        ] {
            assert_eq!(kind(text), None, "{text:?}");
        }
    }
}
