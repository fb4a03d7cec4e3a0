//! The architecture table: seven pairs of networks under four losses, as they were recorded.
//!
//! Source: Gulrajani et al. 2017, table 1 and figure 2. The runs and how they were made are in
//! `assets/architectures/`.

use crate::architecture::{ARCHITECTURES, Architecture};
use crate::registry::Pick;
use serde::Deserialize;

/// A loss with its control.
pub struct Column {
    pub slug: &'static str,
    pub title: &'static str,
    /// Its settings.
    pub query: &'static str,
}

/// The table's columns, in the paper's order.
pub static COLUMNS: &[Column] = &[
    Column {
        slug: "dcgan",
        title: "DCGAN",
        query: "objective=non-saturating&lipschitz=none",
    },
    Column {
        slug: "lsgan",
        title: "LSGAN",
        query: "objective=least-squares&lipschitz=none",
    },
    Column {
        slug: "wgan",
        title: "WGAN (clipping)",
        query: "objective=wasserstein&lipschitz=clip",
    },
    Column {
        slug: "wgan-gp",
        title: "WGAN-GP",
        query: "objective=wasserstein&lipschitz=gradient-penalty",
    },
];

/// The table's rows: all that make pictures alone and are of one size.
pub fn rows() -> impl Iterator<Item = Pick<dyn Architecture>> {
    let rows = ARCHITECTURES
        .iter()
        .filter(|row| row.needs_pictures() && !row.grows());
    rows.map(|row| Pick(*row))
}

/// A run as it was recorded.
#[derive(Clone, Debug, Deserialize)]
pub struct Cell {
    /// Slug of its row.
    pub architecture: String,
    /// Slug of its column.
    pub column: String,
    pub seed: u64,
    /// Generator updates.
    pub iterations: u64,
    /// Fréchet distance in the reference classifier's features, and what real digits score; none
    /// where the run diverged.
    pub fid: Option<f64>,
    pub fid_floor: Option<f64>,
    /// Digits that its samples cover, of ten.
    pub digits: Option<f64>,
}

impl Cell {
    /// The picture of its samples, beside the page.
    pub fn picture(&self) -> String {
        format!("architectures/{}-{}.png", self.column, self.architecture)
    }
}

/// The address that runs these networks under this loss live, as they were recorded.
pub fn query(row: Pick<dyn Architecture>, column: &Column) -> String {
    format!(
        "view=train&data=mnist&architecture={}&{}&seed={SEED}",
        row.slug(),
        column.query,
    )
}

/// The seed of all runs of the table.
const SEED: u64 = 7;

const RECORDED: &str = include_str!("../../assets/architectures/table.csv");

/// All that was recorded.
pub fn recorded() -> Vec<Cell> {
    let mut lines = csv::Reader::from_reader(RECORDED.as_bytes());
    // The file is part of the program: a test reads all of it.
    lines.deserialize().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RunConfig;

    #[test]
    fn what_was_recorded_is_in_the_table_once() {
        let cells = recorded();
        let lines = RECORDED.lines().count();
        assert_eq!(lines, cells.len() + 1, "unreadable lines");
        assert_eq!((rows().count(), COLUMNS.len()), (7, 4));
        for cell in &cells {
            let same = |c: &&Cell| c.architecture == cell.architecture && c.column == cell.column;
            assert_eq!(cells.iter().filter(same).count(), 1, "{cell:?}");
            assert!(rows().any(|row| row.slug() == cell.architecture));
            assert!(COLUMNS.iter().any(|column| column.slug == cell.column));
            assert_eq!(cell.seed, SEED);
            let root = env!("CARGO_MANIFEST_DIR");
            let picture = format!("{root}/assets/{}", cell.picture());
            assert!(std::path::Path::new(&picture).is_file(), "{picture}");
        }
    }

    #[test]
    fn a_cell_opens_the_run_that_it_shows() {
        for (row, column) in rows().flat_map(|row| COLUMNS.iter().map(move |column| (row, column)))
        {
            let query = query(row, column);
            let (config, notices) = RunConfig::from_query(query.trim_start_matches("view=train&"));
            assert!(notices.is_empty(), "{query}: {notices:?}");
            assert_eq!(config.architecture, row);
            assert_eq!(config.seed, SEED);
        }
    }

    /// A distance is never below zero, and nobody covers more than all digits.
    #[test]
    fn what_was_recorded_can_be() {
        for cell in recorded() {
            assert!(cell.iterations > 0);
            if let (Some(fid), Some(floor), Some(digits)) = (cell.fid, cell.fid_floor, cell.digits)
            {
                assert!(fid > 0.0 && floor > 0.0 && (0.0..=10.0).contains(&digits));
            }
        }
    }
}
