//! The pictures on the buttons: SVG paths in a square of 24.

pub const PLAY: &str =
    "M7 4.5v15a.8.8 0 0 0 1.2.7l12-7.5a.8.8 0 0 0 0-1.4l-12-7.5A.8.8 0 0 0 7 4.5z";
pub const PAUSE: &str = "M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z";
pub const STEP: &str = "M5 5l9 7-9 7zM16 5h3v14h-3z";
pub const RESET: &str = "M12 5V1L6 6l6 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z";
