//! A file of numbers as text, into points: one or two columns, whatever separates them.
//!
//! Every refusal names the line, because the visitor has to find it.

use super::own::OwnPoints;
use crate::fault::{Fault, Megabytes};

/// Larger files are not read. To be checked before a file is read into memory, too.
pub const MAX_BYTES: usize = 5_000_000;
/// Fewer points show no distribution.
pub const MIN_ROWS: usize = 8;
/// Far more than a shape in one or two dimensions needs.
pub const MAX_ROWS: usize = 100_000;

/// Reads one or two columns of numbers, separated by comma, semicolon or tab (whichever is in the
/// file). A first line without any number is a header; lines without any text are skipped.
///
/// # Errors
/// What is wrong and in which line.
pub fn parse(text: &str) -> Result<OwnPoints, Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::LargeFile {
            size: Megabytes(text.len() as u64),
            most: Megabytes(MAX_BYTES as u64),
        });
    }
    // Excel's UTF-8 files begin with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Fault::EmptyFile);
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let (mut columns, mut numbers, mut first) = (None, Vec::new(), true);
    for record in reader.records() {
        let record = record.map_err(|why| Fault::UnreadableFile {
            why: why.to_string(),
        })?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let header = first && !record.iter().any(is_meant_as_number);
        first = false;
        if header {
            continue;
        }
        let line = line(&record, text);
        let columns = *columns.get_or_insert(record.len());
        check_columns(line, record.len(), columns)?;
        for field in &record {
            numbers.push(number(line, field)?);
        }
        if numbers.len() > MAX_ROWS * columns {
            return Err(Fault::ManyRows { most: MAX_ROWS });
        }
    }
    let dimension = columns.ok_or(Fault::NoNumbers)?;
    let rows = numbers.len() / dimension;
    if rows < MIN_ROWS {
        return Err(Fault::FewRows {
            rows,
            least: MIN_ROWS,
        });
    }
    OwnPoints::fitted(dimension, &numbers)
}

/// What separates columns: tab, semicolon or comma, the first of them that stands in the second
/// line with text (the first may be a header, a sentence even) outside of quotes.
fn separator(text: &str) -> u8 {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let line = lines.next().unwrap_or(first);
    // Every second piece between quotation marks is quoted.
    let bare: String = line.split('"').step_by(2).collect();
    let found = ['\t', ';'].into_iter().find(|c| bare.contains(*c));
    found.unwrap_or(',') as u8
}

/// The line a record begins in. The reader's own count is that of the blank lines before it.
fn line(record: &csv::StringRecord, text: &str) -> u64 {
    let Some(position) = record.position() else {
        return 1;
    };
    let rest = text.bytes().skip(position.byte() as usize);
    let blank = rest.take_while(|byte| matches!(byte, b'\n' | b'\r'));
    position.line() + blank.filter(|byte| *byte == b'\n').count() as u64
}

fn check_columns(line: u64, found: usize, expected: usize) -> Result<(), Fault> {
    match found {
        3.. => Err(Fault::ManyColumns { line, found }),
        _ if found == expected => Ok(()),
        1 => Err(Fault::OneColumn { line, expected }),
        _ => Err(Fault::OtherColumns {
            line,
            found,
            expected,
        }),
    }
}

/// A number, be it one with a decimal comma.
fn is_meant_as_number(field: &str) -> bool {
    field.replace(',', ".").parse::<f64>().is_ok()
}

fn number(line: u64, field: &str) -> Result<f64, Fault> {
    // A forgotten quotation mark makes the rest of the file one field.
    let given: String = field.chars().take(20).collect();
    let why = match field.parse::<f64>() {
        Ok(x) if x.is_finite() => return Ok(x),
        Ok(_) => Fault::NotFinite { given },
        Err(_) if field.is_empty() => Fault::NumberMissing,
        Err(_) if is_meant_as_number(field) => Fault::DecimalComma { given },
        Err(_) => Fault::NotNumber { given },
    };
    let why = Box::new(why);
    Err(Fault::InLine { line, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers that were read, back in the file's units.
    fn read(text: &str) -> (usize, Vec<f64>) {
        let own = parse(text).unwrap();
        let map = own.map();
        let given = |(i, x): (usize, &f32)| {
            let axis = i % own.dimension();
            (map.centre[axis] + map.unit * f64::from(*x)) * 1e3
        };
        let given = own.points().iter().enumerate().map(given);
        (own.dimension(), given.map(|x| x.round() / 1e3).collect())
    }

    fn refusal(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    fn rows(count: usize) -> String {
        (0..count).map(|i| format!("{i}\n")).collect()
    }

    #[test]
    fn every_separator_header_quote_and_blank_line() {
        let pairs = [
            [1.5, -2.0],
            [0.25, 3.0],
            [4.0, 5.0],
            [6.0, 7.0],
            [8.0, 1.0],
            [9.0, 2.0],
            [1.0, 3.0],
            [2.0, 4.0],
        ];
        for separator in [",", ";", "\t", " , ", "; "] {
            for end in ["\n", "\r\n", "\n\n", " \n", "\r\n\r\n \r\n"] {
                for header in ["", "\u{feff}", "x;y,z\n", "\n\u{a0}\"width, in m\"\n"] {
                    let quoted = |x: f64| format!("\"{x}\"");
                    let lines = pairs.map(|[x, y]| format!("{}{separator}{y}", quoted(x)));
                    let text = format!("{header}{}", lines.join(end));
                    assert_eq!(read(&text), (2, pairs.concat()), "{text:?}");
                }
            }
        }
        let column = [1.0, 2.0, -3.5, 400.0, 0.5, 6.0, 7.0, 8.0];
        let text = "value\n1\n2\n-3.5\n4e2\n.5\n+6\n7.\n8";
        assert_eq!(read(text), (1, column.to_vec()));
        assert_eq!(parse(&rows(MAX_ROWS)).unwrap().count(), MAX_ROWS);
    }

    #[test]
    fn refusals_name_what_and_where() {
        for (text, parts) in [
            ("", ["empty", ""]),
            ("\u{feff} \n\r\n", ["empty", ""]),
            ("x,y\n", ["no number", ""]),
            ("x\n1\n\n\ntwo\n", ["Line 5", "“two” is not a number"]),
            ("x,y\nm,s\n", ["Line 2", "“m” is not a number"]),
            ("1,2\n3,4\n5\n", ["Line 3", "has 1 column,"]),
            ("1\n2\n\n3,4\n", ["Line 4", "has 2 columns,"]),
            ("x,y,z\r\n\r\n1,2,3\r\n", ["Line 3", "3 columns"]),
            ("1\nNaN\n", ["Line 2", "“NaN” is not a finite"]),
            ("-inf,1\n", ["Line 1", "“-inf” is not a finite"]),
            ("1\n1e400\n", ["Line 2", "“1e400” is not a finite"]),
            ("1,2\n3,\n", ["Line 2", "missing"]),
            ("1,5;2,5\n", ["Line 1", "“1,5” has a decimal comma"]),
            ("x\ty\n1\t2,5\n", ["Line 2", "“2,5” has a decimal comma"]),
            ("a,b\n\"1;5\",2\n", ["Line 2", "“1;5” is not a number"]),
            ("1\n2\n3\n4\n5\n6\n7\n", ["only 7", "at least 8"]),
            ("5\n5\n5\n5\n5\n5\n5\n5\n", ["the same", ""]),
            (
                "1\n2\n\"3\n4\n5\n6\n7\n8\n9\n",
                ["Line 3", "is not a number"],
            ),
        ] {
            let why = refusal(text);
            assert!(
                parts.iter().all(|part| why.contains(part)),
                "{text:?}: {why}"
            );
            assert!(why.ends_with('.') && why.len() < 160, "{why}");
        }
    }

    #[test]
    fn sizes_are_limited() {
        assert!(refusal(&rows(MAX_ROWS + 1)).contains("more than 100000 rows"));
        assert!(refusal(&"1\n".repeat(MAX_BYTES / 2 + 1)).contains("5.0 MB"));
    }
}
