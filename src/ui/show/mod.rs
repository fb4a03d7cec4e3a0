//! A run on the page, whichever view shows it: its engine, its transport, its phases, its time line, what
//! its generators make. The train view and the figures that train both take it from here.

mod chip;
mod density;
pub mod figures;
mod growth;
mod phases;
mod samples;
mod timeline;
mod transport;

pub use chip::EngineChip;
pub use phases::Phases;
pub use samples::Samples;
pub use timeline::Timeline;
pub use transport::Transport;
