//! A text into records of cells, with the line that each begins in.

crate::choice! {
    /// What stands between columns.
    pub enum Separator {
        Comma = "comma", "commas";
        Semicolon = "semicolon", "semicolons";
        Tab = "tab", "tabs";
        Bar = "bar", "vertical bars";
        Space = "space", "spaces";
        None = "none", "nothing: one column";
    }
}

impl Separator {
    fn ends(self, letter: char) -> bool {
        match self {
            Separator::Comma => letter == ',',
            Separator::Semicolon => letter == ';',
            Separator::Tab => letter == '\t',
            Separator::Bar => letter == '|',
            Separator::Space => letter.is_whitespace() && !is_end(letter),
            Separator::None => false,
        }
    }
}

/// One line of cells; of several lines where a quoted cell has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The first is 1.
    pub line: u64,
    pub cells: Vec<String>,
}

/// The records of a text. Lines without any text and remarks (# or % before them) are none.
pub struct Records<'a> {
    rest: &'a str,
    line: u64,
    separator: Separator,
    /// Remarks that were passed.
    pub remarks: usize,
}

impl<'a> Records<'a> {
    pub fn of(text: &'a str, separator: Separator) -> Self {
        Records {
            rest: text,
            line: 1,
            separator,
            remarks: 0,
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes the longest beginning of such letters, none of them an end of a line.
    fn take(&mut self, such: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|letter| is_end(letter) || !such(letter));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// The end of a line: LF, CR, or both.
    fn end_line(&mut self) {
        let end = ["\r\n", "\n", "\r"];
        if let Some(rest) = end.iter().find_map(|end| self.rest.strip_prefix(end)) {
            self.rest = rest;
            self.line += 1;
        }
    }

    /// What is between quotation marks; two of them are one.
    fn quoted(&mut self) -> String {
        let mut cell = String::new();
        loop {
            let end = self.rest.find('"').unwrap_or(self.rest.len());
            let (inside, rest) = self.rest.split_at(end);
            cell.push_str(inside);
            self.line += ends(inside);
            self.rest = rest.strip_prefix('"').unwrap_or(rest);
            match self.rest.strip_prefix('"') {
                Some(rest) => {
                    cell.push('"');
                    self.rest = rest;
                }
                None => return cell,
            }
        }
    }

    fn cell(&mut self) -> String {
        let separator = self.separator;
        let mut cell = String::new();
        if let Some(rest) = self.rest.strip_prefix('"') {
            self.rest = rest;
            cell = self.quoted();
        }
        let bare = self.take(|letter| !separator.ends(letter));
        cell.push_str(bare);
        cell.trim().to_string()
    }

    fn cells(&mut self) -> Vec<String> {
        let separator = self.separator;
        let mut cells = Vec::new();
        loop {
            // Columns may be aligned.
            self.take(|letter| {
                letter.is_whitespace() && (letter == ' ' || !separator.ends(letter))
            });
            if separator == Separator::Space && !cells.is_empty() && self.peek().is_none_or(is_end)
            {
                return cells;
            }
            cells.push(self.cell());
            match self.peek() {
                Some(letter) if separator.ends(letter) => {
                    self.rest = &self.rest[letter.len_utf8()..];
                }
                _ => return cells,
            }
            if separator == Separator::Space {
                self.take(|letter| separator.ends(letter));
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while !self.rest.is_empty() {
            let whole = self.rest.split(is_end).next().unwrap_or_default().trim();
            if whole.is_empty() || whole.starts_with(['#', '%']) {
                self.remarks += usize::from(!whole.is_empty());
                self.take(|_| true);
                self.end_line();
                continue;
            }
            let line = self.line;
            let cells = self.cells();
            self.end_line();
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Some(Record { line, cells });
            }
        }
        None
    }
}

fn is_end(letter: char) -> bool {
    matches!(letter, '\n' | '\r')
}

/// Lines that end in a text.
fn ends(text: &str) -> u64 {
    let letters = text.as_bytes();
    let both = letters.windows(2).filter(|two| two == b"\r\n").count();
    (letters
        .iter()
        .filter(|byte| matches!(byte, b'\n' | b'\r'))
        .count()
        - both) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, separator: Separator) -> Vec<(u64, Vec<String>)> {
        let records = Records::of(text, separator);
        records.map(|record| (record.line, record.cells)).collect()
    }

    fn one(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_string()).collect()
    }

    #[test]
    fn cells_and_their_lines() {
        use Separator::{Bar, Comma, None, Semicolon, Space, Tab};
        for (text, separator, expected) in [
            (
                "a, b ,\"c,\"\"d\"\"\"\n",
                Comma,
                vec![(1, one(&["a", "b", "c,\"d\""]))],
            ),
            (
                "1;2\r\n\r\n ; \r\n3;4",
                Semicolon,
                vec![(1, one(&["1", "2"])), (4, one(&["3", "4"]))],
            ),
            (
                "1\t\t2\r3\t4\t5\r",
                Tab,
                vec![(1, one(&["1", "", "2"])), (2, one(&["3", "4", "5"]))],
            ),
            (
                "# x y\n  1.0   2.0 \n -3\t4\n",
                Space,
                vec![(2, one(&["1.0", "2.0"])), (3, one(&["-3", "4"]))],
            ),
            ("\"a b\" c\n", Space, vec![(1, one(&["a b", "c"]))]),
            ("1 | 2\n", Bar, vec![(1, one(&["1", "2"]))]),
            (
                "1,5\n\"2\n3\"\n4\n",
                None,
                vec![(1, one(&["1,5"])), (2, one(&["2\n3"])), (4, one(&["4"]))],
            ),
            ("\"1\n2", Comma, vec![(1, one(&["1\n2"]))]),
            ("1,2,\n", Comma, vec![(1, one(&["1", "2", ""]))]),
        ] {
            assert_eq!(read(text, separator), expected, "{text:?}");
        }
    }

    #[test]
    fn every_end_of_a_line_counts_once() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["1", "", "\"2", "3\"", "# remark", "4"].join(end);
            let lines: Vec<u64> = Records::of(&text, Separator::Comma)
                .map(|r| r.line)
                .collect();
            assert_eq!(lines, [1, 3, 6], "{end:?}");
        }
    }
}
