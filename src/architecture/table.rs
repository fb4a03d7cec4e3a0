//! The architecture table: seven pairs of networks under four losses, as they were recorded.
//!
//! Source: Gulrajani et al. 2017, table 1 and figure 2. The runs and how they were made are in
//! `assets/architectures/`.

use super::{ARCHITECTURES, Architecture};
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
        query: "objective=wasserstein&lipschitz=gradient-penalty&optimiser=adam&beta1=0&beta2=0.9\
                &critic_lr=0.0005&generator_lr=0.0005",
    },
];

/// The table's rows: all that make pictures alone.
pub fn rows() -> impl Iterator<Item = Pick<dyn Architecture>> {
    let rows = ARCHITECTURES.iter().filter(|row| row.needs_pictures());
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
    /// The address that runs it live.
    pub fn query(&self) -> String {
        let column = COLUMNS.iter().find(|column| column.slug == self.column);
        format!(
            "view=train&data=mnist&architecture={}&{}&seed={}",
            self.architecture,
            column.map_or("", |column| column.query),
            self.seed
        )
    }

    /// The picture of its samples, beside the page.
    pub fn picture(&self) -> String {
        format!("architectures/{}-{}.png", self.column, self.architecture)
    }
}

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
    use crate::config::{RunConfig, split_pairs};

    #[test]
    fn every_architecture_was_recorded_under_every_column() {
        let cells = recorded();
        assert_eq!(
            RECORDED.lines().count(),
            cells.len() + 1,
            "unreadable lines"
        );
        assert_eq!((rows().count(), COLUMNS.len()), (7, 4));
        for row in rows() {
            for column in COLUMNS {
                let here = |c: &&Cell| c.architecture == row.slug() && c.column == column.slug;
                assert_eq!(cells.iter().filter(here).count(), 1, "{}", row.slug());
            }
        }
    }

    #[test]
    fn a_cell_opens_the_run_that_it_shows() {
        for cell in recorded() {
            let query = cell.query();
            let (config, notices) = RunConfig::from_query(query.trim_start_matches("view=train&"));
            assert!(notices.is_empty(), "{query}: {notices:?}");
            assert_eq!(config.architecture.slug(), cell.architecture);
            assert_eq!(config.seed, cell.seed);
            assert!(split_pairs(&query).len() > 4);
            let root = env!("CARGO_MANIFEST_DIR");
            let picture = format!("{root}/assets/{}", cell.picture());
            assert!(std::path::Path::new(&picture).is_file(), "{picture}");
        }
    }

    /// A real distance is never below zero, and nobody covers more than all digits.
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
