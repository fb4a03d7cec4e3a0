//! The engines of a native build: the CPU always, a GPU where its feature was built.

use super::Failure;
use crate::fault::Fault;
use burn::tensor::Device;

/// What computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Cpu,
    Wgpu,
    Cuda,
}

impl Engine {
    pub const ALL: [Engine; 3] = [Engine::Cpu, Engine::Wgpu, Engine::Cuda];

    pub fn slug(self) -> &'static str {
        match self {
            Engine::Cpu => "cpu",
            Engine::Wgpu => "wgpu",
            Engine::Cuda => "cuda",
        }
    }

    /// Reads a slug.
    ///
    /// # Errors
    /// A sentence that lists those there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut all = Self::ALL.into_iter();
        all.find(|engine| engine.slug() == text)
            .ok_or_else(|| Fault::unknown(text, Self::ALL.map(Engine::slug)).to_string())
    }

    /// The device it computes on. To be asked for once.
    ///
    /// # Errors
    /// This build does not contain the engine, or there is no such device.
    pub fn device(self) -> Result<Device, Failure> {
        match self {
            Engine::Cpu => Ok(Device::flex()),
            #[cfg(feature = "headless-wgpu")]
            Engine::Wgpu => {
                let device = Device::wgpu_options().init();
                device.map_err(|why| Failure::Io(format!("--engine wgpu: {why}")))
            }
            #[cfg(feature = "headless-cuda")]
            Engine::Cuda => Ok(Device::cuda(0)),
            #[allow(unreachable_patterns, reason = "a build may contain every engine")]
            engine => {
                let slug = engine.slug();
                Err(Failure::Usage(format!(
                    "--engine {slug}: this build has no such engine. It is built with \
                     --features headless-{slug}."
                )))
            }
        }
    }

    /// Runs at a time where nobody says: a GPU is one.
    pub fn jobs(self) -> usize {
        match self {
            Engine::Cpu => std::thread::available_parallelism().map_or(1, usize::from),
            Engine::Wgpu | Engine::Cuda => 1,
        }
    }
}
