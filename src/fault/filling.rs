//! What is filled into the sentence of a fault.

use super::Fault;
use crate::text::Text;
use crate::told;
use serde::{Deserialize, Serialize};

/// Words of somebody else's are cut off here: they may be anything.
const LONGEST: usize = 200;
/// Faults of a list that are named.
const NAMED: usize = 6;

pub trait Filling {
    fn told(&self) -> Text;
    fn example() -> Self;
}

/// Words that are not ours.
impl Filling for String {
    fn told(&self) -> Text {
        let mut short: String = self.chars().take(LONGEST).collect();
        if short.len() < self.len() {
            short.push('…');
        }
        Text::same(short)
    }

    fn example() -> Self {
        "X1".to_string()
    }
}

impl Filling for char {
    fn told(&self) -> Text {
        Text::same(*self)
    }

    fn example() -> Self {
        'X'
    }
}

/// The words there are.
impl Filling for Vec<String> {
    fn told(&self) -> Text {
        Text::same(self.join(", "))
    }

    fn example() -> Self {
        vec!["X1".to_string(), "X2".to_string()]
    }
}

/// The sides of a tensor.
impl Filling for Vec<usize> {
    fn told(&self) -> Text {
        Text::same(format!("{self:?}"))
    }

    fn example() -> Self {
        vec![3, 4]
    }
}

impl Filling for Box<Fault> {
    fn told(&self) -> Text {
        self.text()
    }

    fn example() -> Self {
        Box::new(Fault::NoReason)
    }
}

/// The first of them, and how many more there are.
impl Filling for Vec<Fault> {
    fn told(&self) -> Text {
        let named = self.iter().take(NAMED).map(Fault::text);
        let more = self.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| told!("and {} more", more));
        Text::listed("; ", named.chain(more))
    }

    fn example() -> Self {
        vec![Fault::NoReason; NAMED + 1]
    }
}

/// Of a file.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Megabytes(pub u64);

impl Filling for Megabytes {
    fn told(&self) -> Text {
        let megabytes = self.0 as f64 / 1e6;
        Text::same(match self.0.is_multiple_of(1_000_000) {
            true => format!("{megabytes}"),
            false => format!("{megabytes:.1}"),
        })
    }

    fn example() -> Self {
        Megabytes(1)
    }
}

/// What a run is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Things {
    Samples,
    Pictures,
    Latents,
    Neighbours,
    Directions,
}

impl Filling for Things {
    fn told(&self) -> Text {
        let word = match self {
            Things::Samples => "samples",
            Things::Pictures => "pictures",
            Things::Latents => "latents",
            Things::Neighbours => "neighbours",
            Things::Directions => "directions",
        };
        word.into()
    }

    fn example() -> Self {
        Things::Samples
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {
        $(impl Filling for $kind {
            fn told(&self) -> Text {
                (*self).into()
            }

            fn example() -> Self {
                3 as $kind
            }
        })*
    };
}
numbers!(u16, u32, u64, usize, i32);

impl Filling for f64 {
    fn told(&self) -> Text {
        Text::same(self.to_string().replace('-', "−"))
    }

    fn example() -> Self {
        0.5
    }
}
