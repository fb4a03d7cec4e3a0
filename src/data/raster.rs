//! Grey pictures of any size, made small and square: luma, crop or margin, area resampling.

/// A grey picture, row by row from the top left, 0 (black) to 255 (white). Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    width: usize,
    pixels: Vec<u8>,
}

/// How a picture that is not square becomes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// The square in the middle; what lies beside it is lost.
    #[default]
    Crop,
    /// All of it, with margins in the grey of its border.
    Whole,
}

impl Raster {
    /// From `width` columns of red, green, blue and opacity, on paper of this grey.
    ///
    /// None where the numbers are not whole rows of at least one pixel.
    pub fn from_rgba(width: usize, rgba: &[u8], paper: u8) -> Option<Self> {
        if width == 0 || rgba.is_empty() || !rgba.len().is_multiple_of(4 * width) {
            return None;
        }
        let over = |dot: &[u8]| {
            let opacity = opacity(dot);
            luma(dot) * opacity + f32::from(paper) * (1.0 - opacity)
        };
        let pixels = rgba.chunks_exact(4).map(over).map(rounded).collect();
        Some(Raster { width, pixels })
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.pixels.len() / self.width
    }

    /// A square picture of this side: each of its pixels is the mean over the area that it covers.
    pub fn square(&self, fit: Fit, side: usize) -> Vec<u8> {
        let (width, height) = (self.width, self.height());
        match fit {
            Fit::Crop => {
                let edge = width.min(height);
                let (left, top) = ((width - edge) / 2, (height - edge) / 2);
                self.window(left, top, edge).resampled(side)
            }
            Fit::Whole => self.with_margins().resampled(side),
        }
    }

    /// The square of this edge with its top left corner at a pixel.
    fn window(&self, left: usize, top: usize, edge: usize) -> Self {
        let rows = self.pixels.chunks_exact(self.width).skip(top).take(edge);
        Raster {
            width: edge,
            pixels: rows
                .flat_map(|row| &row[left..left + edge])
                .copied()
                .collect(),
        }
    }

    fn with_margins(&self) -> Self {
        let (width, height) = (self.width, self.height());
        let edge = width.max(height);
        let (left, top) = ((edge - width) / 2, (edge - height) / 2);
        let mut pixels = vec![self.border(); edge * edge];
        for (y, row) in self.pixels.chunks_exact(width).enumerate() {
            let start = (top + y) * edge + left;
            pixels[start..start + width].copy_from_slice(row);
        }
        Raster {
            width: edge,
            pixels,
        }
    }

    /// The median grey of the outermost pixels.
    fn border(&self) -> u8 {
        let (width, height) = (self.width, self.height());
        let is_border = |i: usize| {
            let (x, y) = (i % width, i / width);
            x == 0 || y == 0 || x + 1 == width || y + 1 == height
        };
        let border = (0..self.pixels.len()).filter(|i| is_border(*i));
        let mut border: Vec<u8> = border.map(|i| self.pixels[i]).collect();
        let middle = border.len() / 2;
        *border.select_nth_unstable(middle).1
    }

    /// Area resampling (a box filter as wide as the new pixel), one axis after the other.
    fn resampled(&self, side: usize) -> Vec<u8> {
        let (width, height) = (self.width, self.height());
        let across = shares(width, side);
        let mut rows = vec![0.0; side * height];
        for (row, out) in self
            .pixels
            .chunks_exact(width)
            .zip(rows.chunks_exact_mut(side))
        {
            for (share, out) in across.iter().zip(out) {
                *out = share.mean(|x| f32::from(row[x]));
            }
        }
        let down = shares(height, side);
        let mean = |i: usize| down[i / side].mean(|y| rows[y * side + i % side]);
        (0..side * side).map(mean).map(rounded).collect()
    }
}

/// What a new pixel covers of a row of old ones.
struct Share {
    first: usize,
    /// Weights of the old pixels from `first` on; they sum to 1.
    weights: Vec<f32>,
}

impl Share {
    fn mean(&self, value: impl Fn(usize) -> f32) -> f32 {
        let weighted = self.weights.iter().enumerate();
        weighted.map(|(i, w)| w * value(self.first + i)).sum()
    }
}

/// A row of `old` pixels cut into `new` equal parts.
fn shares(old: usize, new: usize) -> Vec<Share> {
    // In units of 1/new of an old pixel everything is whole.
    let share = |i: usize| {
        let (begin, end) = (i * old, (i + 1) * old);
        let (first, last) = (begin / new, (end - 1) / new);
        let covered = |x: usize| end.min((x + 1) * new) - begin.max(x * new);
        Share {
            first,
            weights: (first..=last)
                .map(|x| covered(x) as f32 / old as f32)
                .collect(),
        }
    };
    (0..new).map(share).collect()
}

/// The paper that shows what is drawn on a transparent picture: white, or black for light ink.
/// None where nothing shines through.
pub fn paper(rgba: &[u8]) -> Option<u8> {
    let dots = || rgba.chunks_exact(4);
    if dots().all(|dot| dot[3] == 255) {
        return None;
    }
    let ink: f32 = dots().map(|dot| luma(dot) * opacity(dot)).sum();
    let drawn: f32 = dots().map(opacity).sum();
    Some(if ink > 127.5 * drawn { 0 } else { 255 })
}

/// Luma of red, green and blue as they are stored (Rec. ITU-R BT.709-6, item 3.2).
fn luma(dot: &[u8]) -> f32 {
    let [r, g, b] = [0, 1, 2].map(|i| f32::from(dot[i]));
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn opacity(dot: &[u8]) -> f32 {
    f32::from(dot[3]) / 255.0
}

fn rounded(grey: f32) -> u8 {
    // `as` saturates.
    grey.round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(width: usize, pixels: &[u8]) -> Raster {
        Raster {
            width,
            pixels: pixels.to_vec(),
        }
    }

    #[test]
    fn colours_become_grey_on_the_paper_that_shows_them() {
        let grey = |rgba: &[u8]| {
            let paper = paper(rgba).unwrap_or(77);
            Raster::from_rgba(rgba.len() / 4, rgba, paper)
                .unwrap()
                .pixels
        };
        assert_eq!(grey(&[255, 255, 255, 255, 0, 0, 0, 255]), [255, 0]);
        // 255 times BT.709's weights.
        let primaries = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255];
        assert_eq!(grey(&primaries), [54, 182, 18]);
        // Dark ink on white paper, light ink on black.
        assert_eq!(grey(&[0, 0, 0, 255, 9, 9, 9, 0]), [0, 255]);
        assert_eq!(grey(&[255, 255, 255, 255, 9, 9, 9, 0]), [255, 0]);
        assert_eq!(grey(&[0, 0, 0, 51, 0, 0, 0, 255]), [204, 0]);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        let read = |width, rgba| Raster::from_rgba(width, rgba, 0);
        assert!(read(0, &[]).is_none() && read(1, &[]).is_none());
        assert!(read(2, &[0; 12]).is_none());
    }

    #[test]
    fn the_middle_or_all_of_it() {
        let wide = raster(4, &[9, 1, 2, 9, 9, 3, 4, 9]);
        assert_eq!(wide.square(Fit::Crop, 2), [1, 2, 3, 4]);
        let with_margins = wide.square(Fit::Whole, 4);
        let rows = [[9; 4], [9, 1, 2, 9], [9, 3, 4, 9], [9; 4]];
        assert_eq!(with_margins, rows.concat());
        let tall = raster(1, &[7, 5, 7]);
        assert_eq!(tall.square(Fit::Crop, 1), [5]);
    }

    #[test]
    fn pixels_are_means_over_their_area() {
        // Two thirds of a pixel and a third of the next: (2·30 + 60)/3, (60 + 2·90)/3.
        let rows = [[30; 3], [60; 3], [90; 3]].concat();
        assert_eq!(raster(3, &rows).resampled(2), [40, 40, 80, 80]);
        let flat = raster(37, &[201; 37 * 53]);
        assert!(flat.square(Fit::Crop, 28).iter().all(|grey| *grey == 201));
        // Larger: a pixel becomes as many as it covers.
        let larger = raster(2, &[0, 100, 200, 40]).resampled(4);
        let rows = [
            [0, 0, 100, 100],
            [0, 0, 100, 100],
            [200, 200, 40, 40],
            [200, 200, 40, 40],
        ];
        assert_eq!(larger, rows.concat());
    }

    /// The mean grey of a picture is that of the picture made small.
    #[test]
    fn light_is_neither_lost_nor_made() {
        for (width, height) in [(91, 91), (28, 28), (29, 29), (13, 13)] {
            let pixels: Vec<u8> = (0..width * height).map(|i| (i * 37 % 256) as u8).collect();
            let mean = |pixels: &[u8]| {
                pixels.iter().map(|p| f64::from(*p)).sum::<f64>() / pixels.len() as f64
            };
            let small = raster(width, &pixels).square(Fit::Crop, 28);
            assert!((mean(&small) - mean(&pixels)).abs() < 0.5, "{width}");
        }
    }

    #[test]
    fn a_picture_of_the_right_size_is_itself() {
        let pixels: Vec<u8> = (0..28 * 28).map(|i| (i % 251) as u8).collect();
        let same = raster(28, &pixels);
        assert_eq!(same.square(Fit::Crop, 28), pixels);
        assert_eq!(same.square(Fit::Whole, 28), pixels);
    }
}
