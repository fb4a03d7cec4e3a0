//! The visitor's own pictures: small, grey, and drawn from.

use super::mnist::{PIXELS, SIDE};
use super::pixel;
use super::raster::{Fit, Raster, paper};
use crate::fault::Fault;
use crate::rng::Rng;
use serde::{Deserialize, Serialize};

/// Fewer pictures show no distribution.
pub const MIN_PICTURES: usize = 8;
/// A third of MNIST, 16 MB of memory.
pub const MAX_PICTURES: usize = 20_000;
/// Larger files are not read: a browser would unpack them into gigabytes.
pub const MAX_FILE_BYTES: usize = 30_000_000;
/// Pictures and sheets with a longer side are not read.
pub const MAX_SIDE: usize = 8_192;

/// Grey pictures of [`SIDE`] × [`SIDE`] pixels, one after another. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnImages {
    #[serde(with = "serde_bytes")]
    pixels: Vec<u8>,
}

impl OwnImages {
    /// Number of pictures.
    pub fn count(&self) -> usize {
        self.pixels.len() / PIXELS
    }

    /// The pixels of all pictures, one after another.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Fills `out` with pictures drawn with replacement, pixels in [−1, 1].
    pub fn sample(&self, rng: &mut Rng, out: &mut [f32]) {
        for picture in out.chunks_exact_mut(PIXELS) {
            let first = PIXELS * rng.below(self.count());
            let pixels = &self.pixels[first..first + PIXELS];
            for (x, byte) in picture.iter_mut().zip(pixels) {
                *x = pixel::value(*byte);
            }
        }
    }
}

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There are [`MAX_PICTURES`] already.
    TooMany,
    /// A generator learns nothing from an empty sheet, and a critic sees it at once.
    OneGrey,
    /// There are no pixels.
    Empty,
}

/// What follows the picture's name.
impl From<Unfit> for Fault {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::TooMany => Fault::OneTooMany,
            Unfit::OneGrey => Fault::OneGrey,
            Unfit::Empty => Fault::NoPixels,
        }
    }
}

/// Pictures that have been read and are looked at before they are used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    cropped: Vec<u8>,
    whole: Vec<u8>,
    /// Not all were square: the two differ.
    any_oblong: bool,
    /// What transparent ones lie on, all alike: the first of them decides.
    paper: Option<u8>,
}

impl Candidates {
    /// Adds a picture: `width` columns of red, green, blue and opacity.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn push(&mut self, width: usize, rgba: &[u8]) -> Result<(), Unfit> {
        if self.count() == MAX_PICTURES {
            return Err(Unfit::TooMany);
        }
        self.paper = self.paper.or_else(|| paper(rgba));
        let picture = Raster::from_rgba(width, rgba, self.paper.unwrap_or_default());
        let picture = picture.ok_or(Unfit::Empty)?;
        let cropped = picture.square(Fit::Crop, SIDE);
        let whole = picture.square(Fit::Whole, SIDE);
        if whole.iter().all(|grey| *grey == whole[0]) {
            return Err(Unfit::OneGrey);
        }
        self.any_oblong |= picture.width() != picture.height();
        self.cropped.extend(cropped);
        self.whole.extend(whole);
        Ok(())
    }

    /// Number of pictures.
    pub fn count(&self) -> usize {
        self.whole.len() / PIXELS
    }

    /// There is a choice between [`Fit`]s.
    pub fn any_oblong(&self) -> bool {
        self.any_oblong
    }

    /// Most of the paper is light, unlike MNIST's: a generator that starts at middle grey learns
    /// either, but only inverted do they look like ink on this page.
    pub fn is_mostly_light(&self) -> bool {
        let sum: u64 = self.whole.iter().map(|grey| u64::from(*grey)).sum();
        2 * sum > 255 * self.whole.len() as u64
    }

    /// The pixels of the first `count` pictures as they would be used.
    pub fn shown(&self, fit: Fit, inverted: bool, count: usize) -> Vec<u8> {
        let all = match fit {
            Fit::Crop => &self.cropped,
            Fit::Whole => &self.whole,
        };
        let flip = if inverted { 255 } else { 0 };
        let first = &all[..all.len().min(count * PIXELS)];
        first.iter().map(|grey| grey ^ flip).collect()
    }

    /// Takes them for use.
    ///
    /// # Errors
    /// They are too few.
    pub fn accept(&self, fit: Fit, inverted: bool) -> Result<OwnImages, Fault> {
        match self.count() {
            0 => Err(Fault::NoPicture),
            n if n < MIN_PICTURES => Err(Fault::FewPictures {
                count: n,
                least: MIN_PICTURES,
            }),
            n => Ok(OwnImages {
                pixels: self.shown(fit, inverted, n),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    /// A picture with a light stroke on dark paper, told apart by its number.
    fn stroke(number: u8, width: usize) -> Vec<u8> {
        let mut rgba = [10, 10, 10, 255].repeat(28 * width);
        let ink = [200 + number, 200 + number, 200 + number, 255];
        rgba[4 * (14 * width + width / 2)..][..4].copy_from_slice(&ink);
        rgba
    }

    fn candidates(count: u8) -> Candidates {
        let mut found = Candidates::default();
        for number in 0..count {
            found.push(28, &stroke(number, 28)).unwrap();
        }
        found
    }

    #[test]
    fn samples_are_the_pictures_and_all_of_them() {
        let images = candidates(10).accept(Fit::Crop, false).unwrap();
        assert_eq!(images.count(), 10);
        let mut out = vec![f32::NAN; 2000 * PIXELS];
        images.sample(&mut Rng::new(3, Purpose::Real, 0), &mut out);
        let mut hits = [0_usize; 10];
        for picture in out.chunks_exact(PIXELS) {
            let lightest = picture.iter().copied().fold(-1.0, f32::max);
            hits[(lightest * 127.5 + 127.5).round() as usize - 200] += 1;
            assert!(picture.iter().all(|x| (-1.0..=1.0).contains(x)));
        }
        // Binomial(2000, 1/10): 5 standard deviations.
        assert!(hits.iter().all(|n| n.abs_diff(200) < 5 * 14), "{hits:?}");
    }

    #[test]
    fn too_few_and_empty_ones_are_refused() {
        let refused = |n| candidates(n).accept(Fit::Crop, false).err();
        let few = Fault::FewPictures { count: 7, least: 8 };
        assert_eq!(
            (refused(0), refused(7)),
            (Some(Fault::NoPicture), Some(few))
        );
        let mut found = candidates(8);
        assert_eq!(found.push(28, &[90; 4 * 28 * 28]), Err(Unfit::OneGrey));
        assert_eq!(found.push(28, &[]), Err(Unfit::Empty));
        assert_eq!(found.count(), 8);
    }

    #[test]
    fn paper_is_found_and_turned() {
        let dark = candidates(8);
        assert!(!dark.is_mostly_light());
        let (plain, turned) = (
            dark.shown(Fit::Crop, false, 1),
            dark.shown(Fit::Crop, true, 1),
        );
        assert_eq!(plain.len(), PIXELS);
        assert!(plain.iter().zip(&turned).all(|(a, b)| a + b == 255));
        let mut light = Candidates::default();
        light
            .push(1, &[255, 255, 255, 255, 250, 250, 250, 255])
            .unwrap();
        assert!(light.is_mostly_light() && light.any_oblong() && !dark.any_oblong());
    }

    /// A second transparent picture lies on the same paper, whatever its ink.
    #[test]
    fn all_lie_on_one_paper() {
        let mut found = Candidates::default();
        let (dark, light) = ([0, 0, 0, 255], [180, 180, 180, 255]);
        let through = [0, 0, 0, 0];
        found.push(2, &[dark, through].concat()).unwrap();
        found.push(2, &[light, through].concat()).unwrap();
        let shown = found.shown(Fit::Whole, false, 2);
        assert_eq!(shown.iter().max(), Some(&255));
        assert_eq!(shown[PIXELS..].iter().min(), Some(&180));
    }

    #[test]
    fn only_oblong_pictures_have_a_choice() {
        let mut found = candidates(8);
        found.push(40, &stroke(20, 40)).unwrap();
        assert!(found.any_oblong());
        assert_ne!(
            found.shown(Fit::Crop, false, 9),
            found.shown(Fit::Whole, false, 9)
        );
        assert_eq!(
            found.shown(Fit::Crop, false, 8),
            found.shown(Fit::Whole, false, 8)
        );
    }
}
