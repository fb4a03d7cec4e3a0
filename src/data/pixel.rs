//! Pixels: bytes, 0 (black) to 255 (white), and numbers in [−1, 1], the range of a generator's tanh.

/// What a network is given for a byte.
pub fn value(grey: u8) -> f32 {
    f32::from(grey) / 127.5 - 1.0
}

/// The nearest byte; what lies beyond becomes the end, and what is no number black.
pub fn grey(value: f32) -> u8 {
    // `as` saturates, and makes 0 of a NaN.
    (value * 127.5 + 127.5).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_the_ends_hold() {
        assert!((0..=255).all(|byte| grey(value(byte)) == byte));
        assert_eq!((value(0), value(255)), (-1.0, 1.0));
        assert_eq!([-7.0, 7.0, f32::NAN].map(grey), [0, 255, 0]);
    }
}
