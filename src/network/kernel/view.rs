use crate::shape::{Shape, Window};

/// Windows over a large picture, each of which is a pixel of a small one. The weights are
/// `[kernel · kernel · channels of the large picture, channels of the small one]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub large: Shape,
    pub small: Shape,
    pub window: Window,
}

/// What batch norm takes together: the rows of each of several batches that lie one below the other, channel by
/// channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Norm {
    pub groups: usize,
    pub channels: usize,
}
