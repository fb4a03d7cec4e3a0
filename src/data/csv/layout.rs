//! How a table is to be read: guessed from its text, and changed by whoever knows better.

use super::cells::{Record, Records, Separator};
use super::encoding::Encoding;
use crate::setting::Choice as _;
use crate::setting::number::{self, Mark};
use crate::text::Text;
use crate::told;

/// All that has to be known to read numbers from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub encoding: Encoding,
    pub separator: Separator,
    pub mark: Mark,
    /// Records above the numbers.
    pub header: usize,
    /// What most records have.
    pub width: usize,
    /// One or two, counted from 0: they make the points.
    pub columns: Vec<usize>,
    /// What cannot be read is left out, line by line; otherwise it is refused.
    pub lenient: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Numbers,
    /// Whole numbers, each one more than the last.
    Count,
    Words,
    Nothing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// As the header calls it, or empty.
    pub name: String,
    pub holds: Holds,
}

impl Column {
    pub fn has_numbers(&self) -> bool {
        matches!(self.holds, Holds::Numbers | Holds::Count)
    }

    /// It is there to number the rows, by its name.
    fn is_index(&self, named: bool) -> bool {
        const NAMES: [&str; 10] = [
            "", "index", "idx", "id", "nr", "nr.", "no", "no.", "#", "row",
        ];
        let name = self.name.to_lowercase();
        let like_one = NAMES.contains(&&*name) || name.starts_with("unnamed");
        self.holds == Holds::Count && named && like_one
    }
}

/// What can be meant otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    Encoding(Encoding),
    Separator(Separator),
    Mark(Mark),
    Header(usize),
    /// The first or the second column of the points is this one, or there is none.
    Column {
        place: usize,
        column: Option<usize>,
    },
    Lenient(bool),
}

/// A file as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    pub layout: Layout,
    pub columns: Vec<Column>,
    /// Lines that are remarks.
    pub remarks: usize,
    /// It can be meant in one way only, and nothing is left out.
    pub sure: bool,
}

impl Understood {
    /// Of a text in this encoding; separator and mark are guessed where they are not given.
    pub fn of(
        text: &str,
        encoding: Encoding,
        separator: Option<Separator>,
        mark: Option<Mark>,
    ) -> Self {
        let (separator, certain) = match separator {
            Some(separator) => (separator, true),
            None => best(text),
        };
        let mut records = Records::of(text, separator);
        let all: Vec<Record> = records.by_ref().collect();
        let look = Look::at(&all, mark);
        let data = &all[look.header..];
        let header = look.header.checked_sub(1).map(|last| &all[last].cells);
        // Data frames of R have no name above their index.
        let shift = usize::from(header.is_some_and(|names| names.len() + 1 == look.width));
        let column = |i: usize| Column {
            name: header
                .and_then(|names| names.get(i.checked_sub(shift)?))
                .cloned()
                .unwrap_or_default(),
            holds: holds(data, i, look.width, look.mark),
        };
        let columns: Vec<Column> = (0..look.width).map(column).collect();
        let named = header.is_some();
        let others = columns.iter().filter(|column| column.has_numbers()).count();
        let wanted = |(_, column): &(usize, &Column)| {
            column.has_numbers() && !(others > 1 && column.is_index(named))
        };
        let chosen: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter(wanted)
            .map(|(i, _)| i)
            .collect();
        let full = columns
            .iter()
            .filter(|column| column.holds != Holds::Nothing);
        Understood {
            sure: certain && chosen.len() <= 2 && full.count() == chosen.len(),
            layout: Layout {
                encoding,
                separator,
                mark: look.mark,
                header: look.header,
                width: look.width,
                columns: chosen.into_iter().take(2).collect(),
                lenient: false,
            },
            remarks: records.remarks,
            columns,
        }
    }

    /// The same file, one thing meant otherwise. What hangs on it is guessed anew.
    pub fn changed(&self, file: &[u8], change: Change) -> Self {
        let Layout {
            encoding,
            separator,
            ..
        } = self.layout;
        let of = |encoding: Encoding, separator, mark| {
            Self::of(&encoding.decode(file), encoding, separator, mark)
        };
        let mut next = match change {
            Change::Encoding(encoding) => of(encoding, None, None),
            Change::Separator(separator) => of(encoding, Some(separator), None),
            Change::Mark(mark) => of(encoding, Some(separator), Some(mark)),
            Change::Header(_) | Change::Column { .. } | Change::Lenient(_) => self.clone(),
        };
        next.layout.lenient = self.layout.lenient;
        match change {
            Change::Header(records) => next.layout.header = records,
            Change::Lenient(lenient) => next.layout.lenient = lenient,
            Change::Column { place, column } => {
                next.layout.columns.truncate(2);
                match column {
                    Some(column) if place < next.layout.columns.len() => {
                        next.layout.columns[place] = column;
                    }
                    Some(column) => next.layout.columns.push(column),
                    None => next.layout.columns.truncate(place),
                }
            }
            Change::Encoding(_) | Change::Separator(_) | Change::Mark(_) => {}
        }
        next
    }

    /// It in a sentence.
    pub fn told(&self) -> Text {
        let Layout {
            encoding,
            separator,
            mark,
            header,
            columns,
            ..
        } = &self.layout;
        let numbers = columns.iter().map(|i| self.named(*i));
        let numbers = Text::listed(", ", numbers);
        let told = told!(
            "Understood as {}, columns apart by {}, a decimal {}, lines of header: {}, numbers from: {}.",
            Text::from(encoding.name()),
            Text::from(separator.name()),
            Text::from(mark.name()),
            *header,
            numbers
        );
        let left = (0..self.columns.len()).filter(|i| !columns.contains(i));
        let left = left.filter(|i| self.columns[*i].holds != Holds::Nothing);
        let left: Vec<Text> = left.map(|i| self.left(i)).collect();
        match left.is_empty() {
            true => told,
            false => Text::listed(
                " ",
                [told, told!("Left out: {}.", Text::listed(", ", left))],
            ),
        }
    }

    /// A column by its number, and its name where it has one.
    pub fn named(&self, i: usize) -> Text {
        /// Names may be anything.
        const LONGEST: usize = 30;
        match self.columns.get(i).map(|column| column.name.trim()) {
            None | Some("") => told!("column {}", i + 1),
            Some(name) => {
                let name: String = name.chars().take(LONGEST).collect();
                told!("column {} ({})", i + 1, name)
            }
        }
    }

    fn left(&self, i: usize) -> Text {
        match self.columns[i].holds {
            Holds::Count => told!("{}, an index", self.named(i)),
            Holds::Words => told!("{}, no numbers", self.named(i)),
            Holds::Numbers | Holds::Nothing => self.named(i),
        }
    }
}

/// A cell without a number that is no word either: missing.
pub fn is_missing(cell: &str) -> bool {
    const MARKS: [&str; 11] = [
        "", "na", "n/a", "#n/a", "nan", "null", "none", "-", "--", "?", ".",
    ];
    MARKS.contains(&&*cell.to_lowercase())
}

/// A record of names and units, above the numbers.
fn is_header(record: &Record) -> bool {
    let is_number = |cell: &String| {
        [Mark::Point, Mark::Comma].iter().any(|mark| number::with(cell, *mark).is_some())
            // Numbers, though none that can be used.
            || cell.parse::<f64>().is_ok()
    };
    !record.cells.iter().any(is_number)
}

/// What records look like with a separator.
struct Look {
    header: usize,
    width: usize,
    mark: Mark,
    /// Share of records below the header that have the width.
    even: f64,
    /// Share of numbers in their cells.
    numeric: f64,
}

impl Look {
    fn at(records: &[Record], mark: Option<Mark>) -> Self {
        let header = records
            .iter()
            .take_while(|record| is_header(record))
            .count();
        let data = &records[header..];
        let width = most_common(data.iter().map(|record| record.cells.len()));
        let rows = data.iter().filter(|record| record.cells.len() == width);
        let cells = rows.clone().flat_map(|record| &record.cells);
        let cells: Vec<&String> = cells.filter(|cell| !is_missing(cell)).collect();
        let count = |is: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| is(cell)).count();
        let numbers = |mark| count(&|cell| number::with(cell, mark).is_some());
        let plain = |mark| count(&|cell| number::is_plain(cell, mark));
        let mark = mark.unwrap_or_else(|| {
            let [point, comma] =
                [Mark::Point, Mark::Comma].map(|mark| (numbers(mark), plain(mark)));
            if comma > point {
                Mark::Comma
            } else {
                Mark::Point
            }
        });
        Look {
            header,
            width,
            mark,
            even: rows.count() as f64 / data.len().max(1) as f64,
            numeric: numbers(mark) as f64 / cells.len().max(1) as f64,
        }
    }
}

/// The smallest of the most common.
fn most_common(counts: impl Iterator<Item = usize>) -> usize {
    let mut times = std::collections::BTreeMap::new();
    for count in counts {
        *times.entry(count).or_insert(0_usize) += 1;
    }
    let mut best = (0, 0);
    for (count, times) in times {
        if times > best.1 {
            best = (count, times);
        }
    }
    best.0
}

/// A separator is told by the first lines.
const LOOKED_AT: usize = 64_000;

/// What separates columns: what makes an even table with most numbers in it. False where it may as
/// well be something else.
fn best(text: &str) -> (Separator, bool) {
    let end = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at > LOOKED_AT);
    let text = &text[..end.unwrap_or(text.len())];
    if let Some(said) = said(text) {
        return (said, true);
    }
    let look = |separator| {
        let mut records: Vec<Record> = Records::of(text, separator).collect();
        // The last one may be cut.
        if end.is_some() {
            records.pop();
        }
        let look = Look::at(&records, None);
        (separator, records, look)
    };
    let (_, _, whole) = look(Separator::None);
    let mut best: Option<(Separator, Vec<Record>, Look)> = None;
    for separator in [
        Separator::Tab,
        Separator::Semicolon,
        Separator::Bar,
        Separator::Comma,
        Separator::Space,
    ] {
        let found = look(separator);
        let is_better = best
            .as_ref()
            .is_none_or(|best| found.2.numeric > best.2.numeric);
        if found.2.width > 1 && found.2.even > 0.5 && is_better {
            best = Some(found);
        }
    }
    match best {
        Some((separator, _, look))
            if look.numeric > whole.numeric || look.header < whole.header =>
        {
            (separator, true)
        }
        Some((separator, records, look)) if look.numeric >= whole.numeric => {
            let header = look
                .header
                .checked_sub(1)
                .map(|last| records[last].cells.len());
            match header {
                // Names tell how many columns there are.
                Some(1) => (Separator::None, true),
                Some(names) if names == look.width => (separator, true),
                _ if counts_up(&records[look.header..]) => (separator, true),
                _ if is_split(separator, &records[look.header..]) => (Separator::None, false),
                _ => (separator, false),
            }
        }
        _ => (Separator::None, true),
    }
}

/// The second column holds decimals of the first: it has 05, or the first does not change.
fn is_split(separator: Separator, data: &[Record]) -> bool {
    let cells = |i: usize| data.iter().filter_map(move |record| record.cells.get(i));
    let padded = cells(1).any(|cell| cell.len() > 1 && cell.starts_with('0'));
    let constant = cells(0).zip(cells(0).skip(1)).all(|(a, b)| a == b);
    separator == Separator::Comma && (padded || constant)
}

/// The first column numbers the rows: nobody's decimals do.
fn counts_up(data: &[Record]) -> bool {
    let first = data
        .iter()
        .filter_map(|record| record.cells.first()?.parse::<i64>().ok());
    let first: Vec<i64> = first.collect();
    first.len() == data.len()
        && first
            .windows(2)
            .all(|two| two[0].checked_add(1) == Some(two[1]))
}

/// Excel's own word for it, in the first line: `sep=;`.
fn said(text: &str) -> Option<Separator> {
    let first = text.split(['\n', '\r']).next()?.trim().trim_matches('"');
    match first.strip_prefix("sep=")? {
        ";" => Some(Separator::Semicolon),
        "," => Some(Separator::Comma),
        "\t" | "" => Some(Separator::Tab),
        "|" => Some(Separator::Bar),
        _ => None,
    }
}

fn holds(data: &[Record], i: usize, width: usize, mark: Mark) -> Holds {
    let cells = data.iter().filter(|record| record.cells.len() == width);
    let cells = cells.map(|record| &*record.cells[i]);
    let present: Vec<&str> = cells.filter(|cell| !is_missing(cell)).collect();
    let numbers: Vec<f64> = present
        .iter()
        .filter_map(|cell| number::with(cell, mark))
        .collect();
    if present.is_empty() {
        return Holds::Nothing;
    }
    if 2 * numbers.len() < present.len() || numbers.is_empty() {
        return Holds::Words;
    }
    let counts = numbers
        .windows(2)
        .all(|two| two[1] - two[0] == 1.0 && two[0].fract() == 0.0);
    match counts && numbers.len() > 1 && numbers.len() == present.len() {
        true => Holds::Count,
        false => Holds::Numbers,
    }
}
