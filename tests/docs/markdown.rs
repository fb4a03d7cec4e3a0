//! As much of Markdown as the documentation keeps to: headings, tables, code.

use std::fs;
use std::path::PathBuf;

/// A file of the repository.
pub struct Document {
    pub name: &'static str,
    pub text: String,
}

/// A table's row: its cells, trimmed.
pub type Row = Vec<String>;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl Document {
    pub fn read(name: &'static str) -> Self {
        let text = fs::read_to_string(root().join(name));
        Self {
            name,
            text: text.unwrap_or_else(|why| panic!("{name}: {why}")),
        }
    }

    /// The rows of the one table whose head begins with these cells.
    pub fn table(&self, head: &[&str]) -> Vec<Row> {
        let mut tables = self.tables().into_iter();
        let found = tables.find(|table| {
            table[0].len() >= head.len() && head.iter().zip(&table[0]).all(|(a, b)| a == b)
        });
        let table =
            found.unwrap_or_else(|| panic!("{}: no table with the head {head:?}", self.name));
        table.into_iter().skip(1).collect()
    }

    /// All tables, each with its head first and without the line below that.
    pub fn tables(&self) -> Vec<Vec<Row>> {
        let mut tables: Vec<Vec<Row>> = Vec::new();
        let mut inside = false;
        for line in self.text.lines() {
            let Some(row) = cells(line) else {
                inside = false;
                continue;
            };
            let is_rule = row
                .iter()
                .all(|cell| cell.trim_matches([':', '-']).is_empty());
            if !inside {
                tables.push(Vec::new());
            }
            inside = true;
            if let Some(table) = tables.last_mut()
                && !(table.len() == 1 && is_rule)
            {
                table.push(row);
            }
        }
        tables
    }

    /// What stands between single backticks, and the lines of fenced blocks.
    pub fn code(&self) -> Vec<String> {
        let mut code = Vec::new();
        let mut fenced = false;
        for line in self.text.lines() {
            if line.starts_with("```") {
                fenced = !fenced;
            } else if fenced {
                code.push(line.to_string());
            } else {
                code.extend(spans(line));
            }
        }
        code
    }
}

/// The cells of a line of a table.
fn cells(line: &str) -> Option<Row> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    // A bar inside a cell is written with a backslash.
    let inner = inner.replace("\\|", "\u{1}");
    let cell = |cell: &str| cell.trim().replace('\u{1}', "|");
    Some(inner.split('|').map(cell).collect())
}

fn spans(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(String::from)
}

/// The words in code of a cell; `p-1` … `p-9` are nine.
pub fn words(cell: &str) -> Vec<String> {
    let pieces: Vec<&str> = cell.split('`').collect();
    let mut words = Vec::new();
    for (i, piece) in pieces.iter().enumerate().filter(|(i, _)| i % 2 == 1) {
        let until = words
            .last()
            .filter(|_| pieces[i - 1].trim() == "…")
            .cloned();
        match until.and_then(|first: String| between(&first, piece)) {
            Some(more) => words.extend(more),
            None => words.push((*piece).to_string()),
        }
    }
    words
}

/// The words in code of all first cells.
pub fn first_words(rows: &[Row]) -> Vec<String> {
    rows.iter().flat_map(|row| words(&row[0])).collect()
}

/// What comes after the first up to the last of numbered words.
fn between(first: &str, last: &str) -> Option<Vec<String>> {
    let split = |word: &str| {
        let at = word.rfind(|c: char| !c.is_ascii_digit())? + 1;
        Some((word[..at].to_string(), word[at..].parse::<u32>().ok()?))
    };
    let ((stem, from), (same, to)) = (split(first)?, split(last)?);
    (stem == same).then(|| (from + 1..=to).map(|n| format!("{stem}{n}")).collect())
}

#[test]
fn tables_and_words_are_read() {
    let text = "x\n\n| a | `b` |\n|---|---:|\n| 1 \\| 2 | |\n\n| c |\n|---|\n";
    let document = Document {
        name: "",
        text: format!("{text}a `b` c `d=e`\n```sh\n--f g\n```\n"),
    };
    assert_eq!(document.table(&["a"]), [["1 | 2", ""]]);
    assert_eq!(document.tables().len(), 2);
    assert_eq!(document.code(), ["b", "b", "d=e", "--f g"]);
    assert_eq!(
        words("`p-1` … `p-3`, `q` … and `r`"),
        ["p-1", "p-2", "p-3", "q", "r"]
    );
}
