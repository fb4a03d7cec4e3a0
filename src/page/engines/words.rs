//! What is said of the engines; the sentences are the page's.

use crate::fault::Fault;

/// Why the engine in use is this one.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Note {
    /// There is nothing to say.
    #[default]
    None,
    /// On the CPU, and why.
    OnCpu(Fault),
    /// The WebGPU engine is on its way.
    Fetching,
    /// WebGPU did not start, and why.
    NotStarted(Fault),
    /// On the CPU, while WebGPU is tried.
    Trying,
    /// The trial came to its end: steps per second.
    Timed { webgpu: f64, cpu: f64 },
    /// The trial came to no end, and why.
    NotUsable(Fault),
    /// WebGPU was lost.
    Lost,
}

/// What went wrong, while the run went on elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// WebGPU did not start, and why.
    NotStarted(Fault),
    /// WebGPU was lost, and why.
    Lost(Fault),
}
