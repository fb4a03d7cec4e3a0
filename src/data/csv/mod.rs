//! A file of numbers, into points: first what it is, then its numbers.
//!
//! What is understood of a file ([`Understood`]) is said, and can be changed, before it is read. Every
//! refusal names the line, because the visitor has to find it.

mod cells;
mod encoding;
mod layout;

pub use cells::Separator;
pub use encoding::Encoding;
pub use layout::{Change, Column, Holds, Layout, Understood};

use super::foreign;
use super::own::OwnPoints;
use crate::fault::{Fault, Megabytes};
use crate::setting::number::{self, Mark};
use cells::{Record, Records};

/// Larger files are not read. To be checked before a file is read into memory, too.
pub const MAX_BYTES: usize = 5_000_000;
/// Fewer points show no distribution.
pub const MIN_ROWS: usize = 8;
/// Far more than a shape in one or two dimensions needs.
pub const MAX_ROWS: usize = 100_000;

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub points: OwnPoints,
    /// In the file's own units, point after point.
    pub numbers: Vec<f64>,
    /// Lines that could not be read.
    pub left_out: Vec<u64>,
}

/// What a file is, as far as that shows.
///
/// # Errors
/// It is too large, or no text: what it is.
pub fn understood(file: &[u8]) -> Result<Understood, Fault> {
    if file.len() > MAX_BYTES {
        return Err(Fault::LargeFile {
            size: Megabytes(file.len() as u64),
            most: Megabytes(MAX_BYTES as u64),
        });
    }
    if let Some(kind) = foreign::kind(file) {
        return Err(Fault::other_kind(kind));
    }
    let encoding = Encoding::guess(file);
    let text = encoding.decode(file);
    if text.trim().is_empty() {
        return Err(Fault::EmptyFile);
    }
    Ok(Understood::of(&text, encoding, None, None))
}

/// Reads a file as it is understood.
///
/// # Errors
/// What is wrong and in which line.
pub fn read(file: &[u8], layout: &Layout) -> Result<Found, Fault> {
    read_text(&layout.encoding.decode(file), layout)
}

/// Reads numbers as they are understood without a word.
///
/// # Errors
/// What is wrong and in which line.
pub fn parse(text: &str) -> Result<OwnPoints, Fault> {
    let layout = understood(text.as_bytes())?.layout;
    read_text(text.strip_prefix('\u{feff}').unwrap_or(text), &layout).map(|found| found.points)
}

fn read_text(text: &str, layout: &Layout) -> Result<Found, Fault> {
    let dimension = layout.columns.len();
    if !(1..=2).contains(&dimension) {
        return Err(Fault::NoNumbers);
    }
    let (mut numbers, mut left_out) = (Vec::new(), Vec::new());
    for record in Records::of(text, layout.separator).skip(layout.header) {
        match row(&record, layout) {
            Ok(row) => numbers.extend(row),
            Err(_) if layout.lenient => left_out.push(record.line),
            Err(why) => return Err(why),
        }
        if numbers.len() > MAX_ROWS * dimension {
            return Err(Fault::ManyRows { most: MAX_ROWS });
        }
    }
    let rows = numbers.len() / dimension;
    if rows < MIN_ROWS {
        return Err(Fault::FewRows {
            rows,
            least: MIN_ROWS,
        });
    }
    Ok(Found {
        points: OwnPoints::fitted(dimension, &numbers)?,
        numbers,
        left_out,
    })
}

fn row(record: &Record, layout: &Layout) -> Result<Vec<f64>, Fault> {
    let (line, found, expected) = (record.line, record.cells.len(), layout.width);
    if found != expected {
        return Err(match found {
            1 => Fault::OneColumn { line, expected },
            _ => Fault::OtherColumns {
                line,
                found,
                expected,
            },
        });
    }
    let cell = |i: &usize| record.cells.get(*i).map_or("", String::as_str);
    let numbers = layout
        .columns
        .iter()
        .map(|i| number(line, cell(i), layout.mark));
    numbers.collect()
}

fn number(line: u64, cell: &str, mark: Mark) -> Result<f64, Fault> {
    if let Some(x) = number::with(cell, mark) {
        return Ok(x);
    }
    // A forgotten quotation mark makes the rest of the file one cell.
    let given: String = cell.chars().take(20).collect();
    let other = [Mark::Point, Mark::Comma].map(|mark| number::with(cell, mark));
    let why = match cell {
        "" => Fault::NumberMissing,
        _ if other != [None, None] => Fault::OtherMark { given },
        _ if cell.parse::<f64>().is_ok() => Fault::NotFinite { given },
        _ => Fault::NotNumber { given },
    };
    let why = Box::new(why);
    Err(Fault::InLine { line, why })
}

#[cfg(test)]
mod tests;
