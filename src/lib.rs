//! GAN Playground: small GANs trained in the browser, and the mathematics they teach.
//!
//! The map, in reading order:
//!
//! - [`math`] divergences, transport, special functions: pure numbers
//! - [`data`], [`objective`], [`architecture`], [`lipschitz`], [`remedy`], [`activation`],
//!   [`optimiser`]: what a run is made of, one file each
//! - [`paper`], [`recommended`], [`shape`], [`registry`]: what these have in common
//! - [`setting`] one kind of setting: name, range, how it is read and slid
//! - [`rng`] seeded streams: where all chance comes from
//! - [`metric`] measures of a generator: numbers for how far it is from its data
//! - [`config`] every setting once; its text form is the URL
//! - [`plan`] networks as data: what these settings make of an architecture
//! - [`lesson`] pairs of runs that show what goes wrong and why
//! - [`course`] what can be opened, by lecture and by subject
//! - [`protocol`] the conversation between page and worker
//! - [`text`], [`fault`] what people read, in any language: sentences with places, typed reasons
//! - [`download`] files beside the page, fetched with patience
//! - [`figure`], [`demo`] pictures as data, and the theory widgets that make them
//! - [`page`] the page's state as plain data
//! - `network` networks with a hand-written reverse pass (the same features as the engine)
//! - `engine` trainer, worker (features `engine-cpu`, `engine-gpu`, `headless`)
//! - `headless` the engine as a native program (feature `headless`)
//! - `ui` the page (feature `ui`)
//!
//! What must never happen is in `ARCHITECTURE.md`.

pub mod activation;
pub mod architecture;
pub mod config;
pub mod course;
pub mod data;
pub mod demo;
pub mod download;
pub mod fault;
pub mod figure;
pub mod lesson;
pub mod lipschitz;
pub mod math;
pub mod metric;
pub mod objective;
pub mod optimiser;
pub mod page;
pub mod paper;
pub mod plan;
pub mod protocol;
pub mod recommended;
pub mod registry;
pub mod remedy;
pub mod rng;
pub mod setting;
pub mod shape;
pub mod text;

#[cfg(feature = "engine")]
pub mod engine;
#[cfg(feature = "headless")]
pub mod headless;
#[cfg(feature = "engine")]
pub mod network;
#[cfg(feature = "ui")]
pub mod ui;
