//! Canvases: figures through plotters, digits and point clouds straight into pixels.

mod cloud;
mod figure;
mod size;
mod wall;

pub use cloud::Cloud;
pub use figure::FigureCanvas;
pub use size::observe;
pub use wall::Wall;
