//! Which engine trains, and the way of a run from one to another.

mod kind;

pub use kind::Kind;
