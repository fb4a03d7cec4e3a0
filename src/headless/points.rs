//! Real and generated points as a table.

use super::Failure;
use crate::protocol::LaneFrame;
use std::path::Path;

/// Writes a frame's points of so many coordinates, one or two, as CSV: `of,x` or `of,x,y`, where
/// `of` is real or generated.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, coordinates: usize, frame: &LaneFrame) -> Result<(), Failure> {
    let written = || -> csv::Result<()> {
        let mut writer = csv::Writer::from_path(path)?;
        writer.write_record(["of", "x", "y"].iter().take(1 + coordinates))?;
        for (of, points) in [
            ("real", &frame.real_points),
            ("generated", &frame.fake_points),
        ] {
            for point in points.0.chunks_exact(coordinates) {
                let numbers = point.iter().map(f32::to_string);
                writer.write_record(std::iter::once(of.to_string()).chain(numbers))?;
            }
        }
        Ok(writer.flush()?)
    };
    written().map_err(|why| Failure::file(path, why))
}
