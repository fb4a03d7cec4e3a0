//! Moments of a run that a lecturer asks for: a few early iterations, then epochs.

use crate::text::Text;
use crate::told;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    pub iteration: u64,
    /// Passes over the training set.
    pub epochs: f64,
}

/// Why a moment is kept whatever comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Iteration(u64),
    Epoch(u64),
}

impl Mark {
    /// As it is called.
    pub fn text(self) -> Text {
        match self {
            Mark::Iteration(0) => "Start".into(),
            Mark::Iteration(n) => told!("Iteration {}", n),
            Mark::Epoch(n) => told!("Epoch {}", n),
        }
    }

    /// What is reached `now` and was not `before`, where that is something: of several the last.
    /// Without a `before` only the start is.
    pub fn reached(before: Option<Progress>, now: Progress) -> Option<Self> {
        let Some(before) = before else {
            return (now.iteration == 0).then_some(Mark::Iteration(0));
        };
        let epoch = last_of(&[1, 2, 5], now.epochs as u64);
        if let Some(epoch) = epoch {
            return (before.epochs < epoch as f64).then_some(Mark::Epoch(epoch));
        }
        let iteration = last_of(&[1, 3], now.iteration).filter(|n| *n >= 10)?;
        (before.iteration < iteration).then_some(Mark::Iteration(iteration))
    }
}

/// The largest of `digits` · 10ᵏ that is at most `n`; None below the first.
fn last_of(digits: &[u64], n: u64) -> Option<u64> {
    let mut power = 1;
    let mut last = None;
    loop {
        for digit in digits {
            match digit * power {
                value if value <= n => last = Some(value),
                _ => return last,
            }
        }
        power *= 10;
    }
}
