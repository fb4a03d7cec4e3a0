//! One setting: what it is called, which values it takes, how it is read, written and slid. Those of
//! a run ([`config`](crate::config)) and those of a figure ([`demo`](crate::demo)) are of one kind.

mod choice;
pub mod number;
mod row;
mod scale;
mod spec;
mod value;

pub use choice::{Choice, menu, read};
pub use row::{Effect, Field, Row};
pub use scale::Scale;
pub use spec::{Range, Spacing, Spec, switch};
pub use value::Value;
