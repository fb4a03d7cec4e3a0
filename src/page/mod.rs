//! The page's state as plain data: what needs no browser, and is tested without one.
//!
//! - [`words`] the words of the address that are no settings, a row each; [`values`] what they can be
//! - [`address`] what the address bar says, and back; [`pasted`] its text as it was meant; [`view`], [`parts`] what is shown, and what of it
//! - [`settings`], [`changes`], [`own`] what the visitor wants of the run; [`views`] and sees of it
//! - [`command`], [`status`] what a parent page asks for, and the answer; [`leaving`] what of it may leave
//! - [`keep`] what the browser keeps beyond a page's life
//! - [`trail`], [`pen`] the way that Back leads along, with its runs; when the address bar is written
//! - [`history`], [`lines`], [`moments`], [`marks`] what is kept of a run
//! - [`engines`] which worker trains, and the way of a run from one to another
//! - [`lang`] the languages there are; [`spoken`] the one that the page is written in
//! - [`rounds`] the game “Which one is real?”
//! - [`snippet`], [`animation`] what can be taken away

pub mod address;
pub mod animation;
pub mod changes;
pub mod command;
pub mod engines;
pub mod history;
pub mod keep;
pub mod lang;
pub mod leaving;
pub mod lines;
pub mod marks;
pub mod moments;
pub mod own;
pub mod parts;
pub mod pasted;
pub mod pen;
pub mod rounds;
pub mod settings;
pub mod snippet;
pub mod spoken;
pub mod status;
pub mod trail;
pub mod values;
pub mod view;
pub mod views;
pub mod words;
