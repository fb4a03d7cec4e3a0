use std::fmt;

/// What a row of a batch is: pixels row by row, and the channels of a pixel side by side. A plain
/// vector is one pixel of many channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
}

impl Shape {
    pub const fn new(height: usize, width: usize, channels: usize) -> Self {
        Shape {
            height,
            width,
            channels,
        }
    }

    /// A vector of this many numbers.
    pub const fn vector(size: usize) -> Self {
        Shape::new(1, 1, size)
    }

    /// Numbers in a row.
    pub const fn size(self) -> usize {
        self.places() * self.channels
    }

    /// Height, width, channels.
    pub const fn sides(self) -> [usize; 3] {
        [self.height, self.width, self.channels]
    }

    /// Pixels.
    pub const fn places(self) -> usize {
        self.height * self.width
    }

    /// The same pixels with other channels.
    pub const fn with_channels(self, channels: usize) -> Self {
        Shape::new(self.height, self.width, channels)
    }

    /// Every pixel made a square of `factor` by `factor`.
    pub const fn enlarged(self, factor: usize) -> Self {
        Shape::new(self.height * factor, self.width * factor, self.channels)
    }

    /// Every square of `factor` by `factor` pixels made one.
    pub const fn reduced(self, factor: usize) -> Self {
        Shape::new(self.height / factor, self.width / factor, self.channels)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.height, self.width) {
            (1, 1) => write!(f, "{}", self.channels),
            (height, width) => write!(f, "{height} × {width} × {}", self.channels),
        }
    }
}

/// How a convolution looks at a picture: squares of `kernel` pixels, `stride` apart, over a border
/// of `padding` zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub kernel: usize,
    pub stride: usize,
    pub padding: usize,
}

impl Window {
    /// Half as many pixels each way: 4 × 4 at stride 2.
    pub const HALF: Window = Window::new(4, 2, 1);
    /// As many pixels: 3 × 3 at stride 1.
    pub const SAME: Window = Window::new(3, 1, 1);
    /// Pixel by pixel.
    pub const PIXEL: Window = Window::new(1, 1, 0);

    pub const fn new(kernel: usize, stride: usize, padding: usize) -> Self {
        Window {
            kernel,
            stride,
            padding,
        }
    }

    /// Windows along a side of `pixels`.
    pub const fn count(self, pixels: usize) -> usize {
        (pixels + 2 * self.padding - self.kernel) / self.stride + 1
    }

    /// What a convolution to this many channels makes of a picture.
    pub const fn over(self, picture: Shape, channels: usize) -> Shape {
        Shape::new(
            self.count(picture.height),
            self.count(picture.width),
            channels,
        )
    }
}
