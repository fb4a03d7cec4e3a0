//! The engines there are.

/// Which engine a worker runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Cpu,
    WebGpu,
}

impl Kind {
    /// Its word in the address and in messages.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::Cpu => "cpu",
            Kind::WebGpu => "webgpu",
        }
    }

    /// Its name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Cpu => "CPU",
            Kind::WebGpu => "WebGPU",
        }
    }
}
