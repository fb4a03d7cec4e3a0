//! Rows and columns of text.

/// A table. Every row has a cell for each header.
pub struct Grid {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid without rows.
    pub fn new(headers: Vec<String>) -> Self {
        Grid {
            headers,
            rows: Vec::new(),
        }
    }

    /// Columns aligned with spaces.
    pub fn plain(&self) -> String {
        let line = |row: &Vec<String>| {
            let cells: Vec<_> = self.padded(row).collect();
            format!("{}\n", cells.join("  ").trim_end())
        };
        std::iter::once(&self.headers)
            .chain(&self.rows)
            .map(line)
            .collect()
    }

    /// A table of Markdown, aligned in its source too.
    pub fn markdown(&self) -> String {
        let line = |row: &Vec<String>| {
            let cells: Vec<_> = self.padded(row).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = self
            .widths()
            .map(|width| format!("{}:", "-".repeat(width.max(2) - 1)));
        let rule = format!("| {} |\n", rule.collect::<Vec<_>>().join(" | "));
        line(&self.headers) + &rule + &self.rows.iter().map(line).collect::<String>()
    }

    fn padded<'a>(&'a self, row: &'a [String]) -> impl Iterator<Item = String> + 'a {
        row.iter()
            .zip(self.widths())
            .map(|(cell, width)| format!("{cell:>width$}"))
    }

    fn widths(&self) -> impl Iterator<Item = usize> + '_ {
        let width = |i: usize| {
            let cells = self.rows.iter().map(move |row| &row[i]);
            let all = cells.chain([&self.headers[i]]);
            all.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        (0..self.headers.len()).map(width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let mut grid = Grid::new(vec!["seed".to_string(), "W₁".to_string()]);
        grid.rows.push(vec!["7".to_string(), "0.125".to_string()]);
        assert_eq!(grid.plain(), "seed     W₁\n   7  0.125\n");
        assert_eq!(
            grid.markdown(),
            "| seed |    W₁ |\n| ---: | ----: |\n|    7 | 0.125 |\n"
        );
    }
}
