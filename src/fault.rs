//! What can be wrong, for a visitor to read: typed, so that it is told in the page's language, with
//! the English of all of it in one file.

use crate::text::Text;
use crate::told;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why something could not be had or taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fault {
    /// A word that is none of those there are.
    Unknown {
        given: String,
        known: Vec<String>,
    },
    /// A number beyond its bounds.
    OutOfRange {
        given: String,
        min: f64,
        max: f64,
    },
    NotWhole {
        given: String,
    },
    NotNumber {
        given: String,
    },
    NotSwitch {
        given: String,
    },
}

impl Fault {
    /// A word that is none of these.
    pub fn unknown(given: &str, known: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Fault::Unknown {
            given: given.to_string(),
            known: known.into_iter().map(Into::into).collect(),
        }
    }

    /// It in a sentence, or what stands in one: no full stop.
    pub fn text(&self) -> Text {
        match self {
            Fault::Unknown { given, known } => told!(
                "{} is unknown; it can be {}",
                quoted(given),
                known.join(", ")
            ),
            Fault::OutOfRange { given, min, max } => {
                let end = |x: &f64| x.to_string().replace('-', "−");
                told!("{} is outside {} to {}", given.clone(), end(min), end(max))
            }
            Fault::NotWhole { given } => told!("{} is not a whole number", quoted(given)),
            Fault::NotNumber { given } => told!("{} is not a number", quoted(given)),
            Fault::NotSwitch { given } => told!("{} is neither 1 (on) nor 0 (off)", quoted(given)),
        }
    }
}

/// In quotation marks, and never longer than a line: it may be anything.
fn quoted(given: &str) -> Text {
    const LONGEST: usize = 80;
    let mut short: String = given.chars().take(LONGEST).collect();
    if short.len() < given.len() {
        short.push('…');
    }
    Text::same(format!("“{short}”"))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for Fault {}
