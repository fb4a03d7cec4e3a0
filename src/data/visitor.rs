//! The visitor's own data as datasets. Like MNIST's, their samples are held elsewhere: the engine
//! draws from what the visitor gave ([`super::own::OwnSample`]).

use super::mnist::SIDE;
use super::{Dataset, Space};
use crate::registry::entry;

/// `own!(Drawn in Space::PLANE { slug: …, name: …, help: … })`
macro_rules! own {
    ($(#[$doc:meta])* $name:ident in $space:expr => { $($about:tt)* }) => {
        $(#[$doc])*
        pub struct $name;

        entry!($name { $($about)* });

        impl Dataset for $name {
            fn space(&self) -> Space {
                $space
            }
            fn is_own(&self) -> bool {
                true
            }
        }
    };
}

own!(
    /// What the visitor has drawn in the plane.
    Drawn in Space::PLANE => {
        slug: "drawn",
        name: "Your drawing (2-D)",
        help: "Points along the strokes that you draw.",
    }
);

own!(
    /// Pictures of the visitor's.
    OwnPictures in Space::Images { side: SIDE } => {
        slug: "own-images",
        name: "Your pictures",
        help: "A folder or a sheet of small pictures, made grey and 28 × 28 here. They do not leave \
               your computer.",
    }
);

own!(
    /// A column of numbers from the visitor's file.
    OwnLine in Space::LINE => {
        slug: "own-1d",
        name: "Your numbers (1-D)",
        help: "One column of numbers from a CSV file of yours. It does not leave your computer.",
    }
);

own!(
    /// Two columns of numbers from the visitor's file.
    OwnPlane in Space::PLANE => {
        slug: "own-2d",
        name: "Your points (2-D)",
        help: "Two columns of numbers from a CSV file of yours. It does not leave your computer.",
    }
);
