//! Canvases: figures through plotters, digits and point clouds straight into pixels.

mod cloud;
mod drawn;
mod figure;
mod honest;
mod paper;
mod pick;
mod size;
mod spark;
mod thumb;
mod wall;

pub use cloud::Cloud;
pub use drawn::{Drawings, Drawn};
pub use figure::FigureCanvas;
pub use honest::gives_pixels_back;
pub use paper::{png, svg};
pub use pick::{Mark, Pick};
pub use size::{Size, observe};
pub use spark::{Course, Spark};
pub use thumb::{Digits, Thumb};
pub use wall::{Tiles, Wall, ramp, wall_canvas};
