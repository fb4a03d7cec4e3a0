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
    /// Not steps per frame.
    NotSpeed {
        given: String,
    },
    /// Not two objectives.
    NotTwo {
        given: String,
    },
    /// No setting of this name.
    NoSetting,
    /// A word for which the page is opened anew.
    OpensAnew,
    /// A message without an object of settings.
    NoObject,
    /// A message whose number is no whole one from 1 to `most`.
    NeedsWhole {
        most: u32,
    },
    /// Nothing moves in this view.
    NothingMoves,
    /// The view has not got this far.
    NotThere,
    /// A drawing in a link has too many letters, or too many strokes.
    LongDrawing {
        most: usize,
    },
    ManyStrokes {
        most: usize,
    },
    EmptyStroke,
    /// A stroke ends within a point.
    CutStroke,
    NoStrokeLetter {
        given: char,
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
            Fault::NotSpeed { given } => told!(
                "{} is neither max nor a whole number from 1 to 1000",
                quoted(given)
            ),
            Fault::NotTwo { given } => told!(
                "{} is not two objectives with a comma between them",
                quoted(given)
            ),
            Fault::NoSetting => "there is no such setting".into(),
            Fault::OpensAnew => "the page is opened anew for it, which open does".into(),
            Fault::NoObject => "an object of names and values is needed".into(),
            Fault::NeedsWhole { most } => told!("a whole number from 1 to {} is needed", *most),
            Fault::NothingMoves => "nothing moves in this view".into(),
            Fault::NotThere => "the view is not there yet".into(),
            Fault::LongDrawing { most } => told!(
                "the drawing in the link is longer than {} characters",
                *most
            ),
            Fault::ManyStrokes { most } => {
                told!("the drawing in the link has more than {} strokes", *most)
            }
            Fault::EmptyStroke => "the drawing in the link has an empty stroke".into(),
            Fault::CutStroke => {
                "the drawing in the link is incomplete: a stroke ends within a point".into()
            }
            Fault::NoStrokeLetter { given } => told!(
                "the drawing in the link has a character that is none of its: {}",
                quoted(&given.to_string())
            ),
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
