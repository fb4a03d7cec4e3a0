//! Generated pictures as a file to look at.

use super::Failure;
use crate::data::mnist::{PIXELS, SIDE};
use png::{BitDepth, ColorType, Compression, Encoder, EncodingError};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// As wide over high as the gallery's pictures: 8 / 5.
const COLUMNS: usize = 8;
const ROWS: usize = 5;

/// Writes the first of these pictures, pixels 0 to 255 one picture after another, as a grey PNG of
/// four bits a pixel: ink on paper, dark where the pixels are bright. What is missing stays paper.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, pictures: &[u8]) -> Result<(), Failure> {
    let width = COLUMNS * SIDE;
    let mut packed = vec![0xff; width * ROWS * SIDE / 2];
    for (i, picture) in pictures
        .chunks_exact(PIXELS)
        .take(COLUMNS * ROWS)
        .enumerate()
    {
        let (column, row) = (i % COLUMNS, i / COLUMNS);
        for (y, line) in picture.chunks_exact(SIDE).enumerate() {
            let start = ((row * SIDE + y) * width + column * SIDE) / 2;
            for (x, pair) in line.chunks_exact(2).enumerate() {
                packed[start + x] = ink(pair[0]) << 4 | ink(pair[1]);
            }
        }
    }
    let file = File::create(path).map_err(|why| Failure::file(path, why))?;
    let mut encoder = Encoder::new(BufWriter::new(file), width as u32, (ROWS * SIDE) as u32);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Four);
    encoder.set_compression(Compression::High);
    let written = |encoder: Encoder<_>| -> Result<(), EncodingError> {
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&packed)?;
        writer.finish()
    };
    written(encoder).map_err(|why| Failure::file(path, why))
}

/// 0…255 to 15…0.
fn ink(pixel: u8) -> u8 {
    15 - ((u16::from(pixel) + 8) / 17) as u8
}
