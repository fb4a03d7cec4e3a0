//! Pictures that move, as a GIF: one palette for all, no colour that is not on the page.

use crate::fault::Fault;
use gif::{Encoder, Frame, Repeat};
use std::borrow::Cow;

/// A GIF under construction.
pub struct Animation {
    encoder: Encoder<Vec<u8>>,
    width: u16,
    height: u16,
}

impl Animation {
    /// `palette` are colours of three bytes each, a power of two of them; the animation goes round
    /// for ever.
    ///
    /// # Errors
    /// The format cannot hold it.
    pub fn new(width: usize, height: usize, palette: &[u8]) -> Result<Self, Fault> {
        let side = |n: usize| u16::try_from(n).map_err(|_| Fault::LargeAnimation);
        let (width, height) = (side(width)?, side(height)?);
        let mut encoder = Encoder::new(Vec::new(), width, height, palette).map_err(told)?;
        encoder.set_repeat(Repeat::Infinite).map_err(told)?;
        Ok(Animation {
            encoder,
            width,
            height,
        })
    }

    /// Adds a picture, one entry of the palette a pixel, that stays for `delay` hundredths of a
    /// second.
    ///
    /// # Errors
    /// The picture has another size.
    pub fn push(&mut self, pixels: &[u8], delay: u16) -> Result<(), Fault> {
        if pixels.len() != usize::from(self.width) * usize::from(self.height) {
            return Err(Fault::OtherSize);
        }
        let frame = Frame {
            width: self.width,
            height: self.height,
            delay,
            buffer: Cow::Borrowed(pixels),
            ..Frame::default()
        };
        self.encoder.write_frame(&frame).map_err(told)
    }

    /// The file.
    ///
    /// # Errors
    /// As for [`Animation::push`].
    pub fn finish(self) -> Result<Vec<u8>, Fault> {
        self.encoder.into_inner().map_err(told)
    }
}

fn told(error: gif::EncodingError) -> Fault {
    Fault::NoAnimation {
        why: error.to_string(),
    }
}
