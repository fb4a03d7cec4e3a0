//! A Gaussian that is dragged by its centre and its width: what several demos have two of.

use super::{Declared, Knobs, Reader, Row};
use crate::figure::{Drag, Handle, Role};
use crate::math::gaussian::Gaussian;
use crate::text::Text;
use crate::told;

/// The slugs of its knobs and its looks.
pub(super) struct Bell {
    pub name: &'static str,
    pub centre: &'static str,
    pub width: &'static str,
    pub colour: Role,
    /// On which side the width's handle is, ±1: those of two equal bells stay apart.
    pub hand: f64,
}

/// The law of these two settings.
pub(super) fn law(centre: Row<f64>, width: Row<f64>) -> impl Declared<Value = Gaussian> {
    move |of: &mut Reader| Gaussian::new(of.read(centre), of.read(width))
}

impl Bell {
    pub fn law(&self, knobs: &Knobs) -> Gaussian {
        Gaussian::new(knobs.get(self.centre), knobs.get(self.width))
    }

    /// On the curve: at the top, and one standard deviation out.
    pub fn handles(&self, law: Gaussian) -> [Handle; 2] {
        let edge = law.mean + self.hand * law.sd;
        let handle = |label: Text, x: f64, drag: Drag| {
            Handle::new(label, x, law.pdf(x), self.colour).along_x(drag)
        };
        [
            handle(
                told!("Centre of {}", self.name),
                law.mean,
                Drag::direct(self.centre),
            ),
            handle(
                told!("Width of {}", self.name),
                edge,
                Drag::from(self.width, law.mean, self.hand),
            ),
        ]
    }
}
