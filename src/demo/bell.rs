//! A Gaussian that is dragged by its centre and its width: what several demos have two of.

use super::{Declared, Reader, Row};
use crate::figure::{Drag, Handle, Role};
use crate::math::gaussian::Gaussian;
use crate::text::Text;
use crate::told;

/// The slugs of its knobs and its looks.
pub(super) struct Bell {
    name: &'static str,
    pub centre: &'static str,
    pub width: &'static str,
    colour: Role,
    /// On which side the width's handle is, ±1: those of two equal bells stay apart.
    hand: f64,
}

/// The law of these two settings.
pub(super) fn law(centre: Row<f64>, width: Row<f64>) -> impl Declared<Value = Gaussian> {
    move |of: &mut Reader| Gaussian::new(of.read(centre), of.read(width))
}

impl Bell {
    /// Of real samples: its width is held on the left.
    pub const fn real(name: &'static str, centre: &'static str, width: &'static str) -> Self {
        Bell {
            name,
            centre,
            width,
            colour: Role::Real,
            hand: -1.0,
        }
    }

    /// Of generated ones: on the right.
    pub const fn generated(name: &'static str, centre: &'static str, width: &'static str) -> Self {
        Bell {
            colour: Role::Fake,
            hand: 1.0,
            ..Self::real(name, centre, width)
        }
    }

    /// On the curve: at the top, and one standard deviation out.
    pub fn handles(&self, law: Gaussian) -> [Handle; 2] {
        let edge = law.mean + self.hand * law.sd;
        let handle = |label: Text, x: f64, drag: Drag| {
            Handle::new(label, x, law.pdf(x), self.colour).along_x(drag)
        };
        let centre = told!("Centre of {}", self.name);
        let width = told!("Width of {}", self.name);
        [
            handle(centre, law.mean, Drag::direct(self.centre)),
            handle(width, edge, Drag::from(self.width, law.mean, self.hand)),
        ]
    }
}
