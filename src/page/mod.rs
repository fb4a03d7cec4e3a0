//! The page's state as plain data: what needs no browser, and is tested without one.
//!
//! - [`engines`] which worker trains, and the way of a run from one to another

pub mod engines;
