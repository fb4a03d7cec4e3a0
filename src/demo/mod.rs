//! The theory widgets of the lectures, one file each.
//!
//! A demo is a pure function from its settings (and, while it moves, a [`Motion`]) to a
//! [`Figure`](crate::figure::Figure). It knows no page: the UI draws any figure, builds sliders
//! from a [`Table`] of settings and drags any handle. Adding one: a new file with a struct of
//! [`settings!`](crate::settings) and a [`Theory`] of them, and a line in [`DEMOS`].

mod backprop;
mod bell;
mod divergences;
mod duality;
mod earth_mover;
mod evaluation;
mod f_divergence;
mod generator_gradient;
mod ipm;
mod knobs;
mod lines;
mod lipschitz;
mod live;
mod mode_seeking;
mod optimal_critic;
mod optimal_discriminator;
mod push_forward;
mod saddle;
mod settings;
mod theory;

pub use backprop::Backprop;
pub use divergences::Divergences;
pub use duality::Duality;
pub use earth_mover::EarthMover;
pub use evaluation::Evaluation;
pub use f_divergence::FDivergence;
pub use generator_gradient::GeneratorGradient;
pub use ipm::Ipm;
pub use knobs::Knobs;
pub use lines::Lines;
pub use lipschitz::Lipschitz;
pub use live::{Course, Lane, Live, Measured};
pub use mode_seeking::ModeSeeking;
pub use optimal_critic::OptimalCritic;
pub use optimal_discriminator::OptimalDiscriminator;
pub use push_forward::PushForward;
pub use saddle::Saddle;
pub use settings::{Declared, Entry, Reader, Row, Settings, Table, choice, number, whole};
pub use theory::{Moves, Theory, Trains};

use crate::figure::Figure;
use crate::paper::Paper;
use crate::text::Text;
use crate::told;

/// Every demo, in the order of the menu.
pub static DEMOS: &[&dyn Demo] = &[
    &Lines,
    &Divergences,
    &EarthMover,
    &Duality,
    &ModeSeeking,
    &FDivergence,
    &Ipm,
    &OptimalDiscriminator,
    &GeneratorGradient,
    &Saddle,
    &PushForward,
    &Backprop,
    &OptimalCritic,
    &Lipschitz,
    &Evaluation,
];

/// The demo with this slug.
pub fn find(slug: &str) -> Option<&'static dyn Demo> {
    DEMOS.iter().copied().find(|demo| demo.slug() == slug)
}

/// Any demo, for whoever shows it. A demo's own file implements [`Theory`].
pub trait Demo: Sync {
    /// Its name in URLs: `view=slug`.
    fn slug(&self) -> &'static str;
    fn title(&self) -> &'static str;
    /// Two or three sentences: what to do and what to notice.
    fn caption(&self) -> &'static str;
    /// LaTeX, with the current values.
    fn formula(&self, knobs: &Knobs, now: Now) -> String;
    fn paper(&self) -> Paper;
    fn knobs(&self) -> &'static Table;
    /// The picture; cheap enough (well under 5 ms) to follow a drag.
    fn figure(&self, knobs: &Knobs, now: Now) -> Figure;
    /// The numbers beside it.
    fn readouts(&self, knobs: &Knobs, now: Now) -> Vec<Readout>;
    /// The action of a demo that moves; none by default.
    fn action(&self) -> Option<&'static dyn Action> {
        None
    }
    /// The networks of a demo that trains some, live, beside what it says in closed form.
    fn live(&self) -> Option<&'static dyn Live> {
        None
    }
    /// The same, where something is trained with these knobs.
    fn trains(&self, knobs: &Knobs) -> Option<&'static dyn Live> {
        self.live().filter(|live| !live.runs(knobs).is_empty())
    }
}

/// What is known beside the knobs; by default nothing moves and nothing has been trained.
#[derive(Clone, Copy, Default)]
pub struct Now<'a> {
    /// The state of the action while it runs or rests at its end.
    pub motion: Option<&'a Motion>,
    /// The runs of [`Live::runs`], once they have begun.
    pub lanes: &'a [Lane],
}

impl<'a> Now<'a> {
    pub fn moving(motion: &'a Motion) -> Self {
        Self {
            motion: Some(motion),
            lanes: &[],
        }
    }

    pub fn trained(lanes: &'a [Lane]) -> Self {
        Self {
            motion: None,
            lanes,
        }
    }
}

/// Something that unfolds step by step, with play, pause, step and reset; a picture a step.
pub trait Action: Sync {
    /// The play button's label: a verb.
    fn label(&self) -> &'static str;
    fn start(&self, knobs: &Knobs) -> Motion;
    /// The next state: a function of the knobs and the state alone.
    fn step(&self, knobs: &Knobs, motion: &mut Motion);
    fn done(&self, motion: &Motion) -> bool;
    /// Whether a path under the knobs before still means something under those now (where only a
    /// step size has moved, say); if not, the action starts anew.
    fn survives(&self, _before: &Knobs, _now: &Knobs) -> bool {
        false
    }
    /// Milliseconds between two steps while it plays: as fast as the eye can follow, unless each
    /// step is to be read.
    fn pause(&self) -> u64 {
        60
    }
}

/// The path so far: one state a step, the first being the start. What a state's numbers are, its
/// demo knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Motion {
    states: Vec<Vec<f64>>,
}

impl Motion {
    pub fn new(start: Vec<f64>) -> Self {
        Self {
            states: vec![start],
        }
    }

    pub fn push(&mut self, state: Vec<f64>) {
        self.states.push(state);
    }

    /// Never empty.
    pub fn states(&self) -> &[Vec<f64>] {
        &self.states
    }

    pub fn now(&self) -> &[f64] {
        self.states.last().map_or(&[], Vec::as_slice)
    }

    /// Steps taken.
    pub fn steps(&self) -> usize {
        self.states.len() - 1
    }
}

/// What stands where nothing has moved yet; its action's label is in it.
fn press(label: &'static str) -> Text {
    told!("Press “{}” to start", label)
}

/// A sum of terms of order one that is this near to 0 is 0 but for rounding.
fn settled(sum: f64) -> f64 {
    if sum.abs() < 1e-13 { 0.0 } else { sum }
}

/// One number for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readout {
    pub name: &'static str,
    pub symbol: &'static str,
    pub value: Text,
}

impl Readout {
    fn new(name: &'static str, symbol: &'static str, value: f64) -> Self {
        Self {
            name,
            symbol,
            value: crate::figure::number(value),
        }
    }

    /// The same of a quantity with a unit; ∞ and what is undefined have none.
    fn with_unit(name: &'static str, symbol: &'static str, value: f64, unit: &'static str) -> Self {
        let mut readout = Self::new(name, symbol, value);
        if value.is_finite() {
            readout.value = Text::listed(" ", [readout.value, unit.into()]);
        }
        readout
    }
}
