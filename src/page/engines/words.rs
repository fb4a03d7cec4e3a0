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
    /// The engine has been busy for so long that it answers nobody.
    Silent { seconds: u32 },
}

/// What went wrong, while the run went on elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// WebGPU did not start, and why.
    NotStarted(Fault),
    /// WebGPU was lost, and why.
    Lost(Fault),
    /// The CPU engine was lost, and why; another one has the run.
    Restarted(Fault),
    /// The engine did not come to what it was told and was ended: the run is at an iteration that was
    /// kept, and so many more are lost.
    CutOff { at: u64, lost: u64 },
}

impl Trouble {
    /// WebGPU is wanted, and could be tried once more.
    pub fn is_about_webgpu(&self) -> bool {
        matches!(self, Trouble::NotStarted(_) | Trouble::Lost(_))
    }
}
