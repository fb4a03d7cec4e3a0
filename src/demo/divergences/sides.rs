//! The two distributions: their settings, densities and handles.

use crate::choice;
use crate::demo::{Declared, Reader, choice, number};
use crate::figure::{Drag, Handle, Role, number as shown};
use crate::math::density::{Component, Density};
use crate::text::Text;
use crate::told;

choice! {
    pub enum Kind {
        Gaussian = "gaussian", "Gaussian";
        Mixture = "mixture", "Two Gaussians";
        Uniform = "uniform", "Uniform";
        Own = "own", "Own drawing";
    }
}

const BARS: usize = 9;
/// A drawing stands on [−EDGE, EDGE].
const EDGE: f64 = 6.75;
const BAR: f64 = 2.0 * EDGE / BARS as f64;

/// Slug, name and default of a setting.
type Named<T = f64> = (&'static str, &'static str, T);

/// One of the two distributions: its settings and its looks.
pub(super) struct Side {
    pub name: &'static str,
    kind: Named<Kind>,
    kind_help: &'static str,
    centre: Named,
    width: Named,
    gap: Named,
    drawing: &'static str,
    bars: [Named; BARS],
    pub colour: Role,
    /// On which side the width's handle is: P's and Q's stay apart when P = Q.
    hand: f64,
}

pub(super) const P: Side = Side {
    name: "P",
    kind: ("p", "P", Kind::Mixture),
    kind_help: "Shape of the real distribution.",
    centre: ("p-centre", "Centre of P", -1.0),
    width: ("p-width", "Width of P", 0.7),
    gap: ("p-gap", "Gap in P", 3.0),
    drawing: "Drawing of P",
    bars: [
        ("p-1", "P at −6", 0.1),
        ("p-2", "P at −4.5", 0.4),
        ("p-3", "P at −3", 0.9),
        ("p-4", "P at −1.5", 0.6),
        ("p-5", "P at 0", 0.2),
        ("p-6", "P at 1.5", 0.0),
        ("p-7", "P at 3", 0.3),
        ("p-8", "P at 4.5", 0.7),
        ("p-9", "P at 6", 0.2),
    ],
    colour: Role::Real,
    hand: 1.0,
};
pub(super) const Q: Side = Side {
    name: "Q",
    kind: ("q", "Q", Kind::Gaussian),
    kind_help: "Shape of the generated distribution.",
    centre: ("q-centre", "Centre of Q", 2.0),
    width: ("q-width", "Width of Q", 1.2),
    gap: ("q-gap", "Gap in Q", 3.0),
    drawing: "Drawing of Q",
    bars: [
        ("q-1", "Q at −6", 0.1),
        ("q-2", "Q at −4.5", 0.1),
        ("q-3", "Q at −3", 0.2),
        ("q-4", "Q at −1.5", 0.4),
        ("q-5", "Q at 0", 0.8),
        ("q-6", "Q at 1.5", 1.0),
        ("q-7", "Q at 3", 0.6),
        ("q-8", "Q at 4.5", 0.3),
        ("q-9", "Q at 6", 0.1),
    ],
    colour: Role::Fake,
    hand: -1.0,
};

/// What one of the two is set to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub kind: Kind,
    pub centre: f64,
    pub width: f64,
    pub gap: f64,
    pub bars: [f64; BARS],
}

impl Side {
    pub fn shape(self) -> impl Declared<Value = Shape> {
        move |of: &mut Reader| {
            let (slug, name, default) = self.kind;
            let kind = of.read(choice(slug, name, self.kind_help, default));
            let row = |(slug, name, default): Named, help, range| {
                number(slug, name, help, range, default)
            };
            let is_own = kind == Kind::Own;
            let width_help = "Standard deviation of each Gaussian; half the length of a uniform.";
            let gap_help = "Distance between the two Gaussians' centres.";
            let bar_help =
                "Height of this bar beside the others; all together are scaled to mass 1.";
            let bar = |named| {
                let row = row(named, bar_help, (0.0, 1.0, 0.02));
                row.fold(self.drawing).when(is_own)
            };
            let centre = row(self.centre, "Where its middle stands.", (-4.0, 4.0, 0.05));
            let width = row(self.width, width_help, (0.1, 2.5, 0.05));
            let gap = row(self.gap, gap_help, (0.0, 6.0, 0.1));
            Shape {
                kind,
                centre: of.read(centre.when(!is_own)),
                width: of.read(width.when(!is_own)),
                gap: of.read(gap.when(kind == Kind::Mixture)),
                bars: of.read(self.bars.map(bar)),
            }
        }
    }

    pub fn handles(&self, shape: &Shape) -> Vec<Handle> {
        if shape.kind == Kind::Own {
            return self.bar_handles(shape);
        }
        let Some(density) = shape.density() else {
            return Vec::new();
        };
        let Shape { centre, width, .. } = *shape;
        let is_mixture = shape.kind == Kind::Mixture;
        // The mode whose width is dragged.
        let shift = if is_mixture { 0.5 * shape.gap } else { 0.0 };
        let mode = centre + self.hand * shift;
        let handle = |label: Text, x: f64, y: f64, drag: Drag| {
            Handle::new(label, x, y, self.colour).along_x(drag)
        };
        let peak = density.pdf(mode);
        let mut handles = vec![handle(
            told!("Centre of {}", self.name),
            centre,
            density.pdf(centre),
            Drag::direct(self.centre.0),
        )];
        if is_mixture {
            let drag = Drag::from(self.gap.0, centre, 2.0 * self.hand);
            let label = told!("Gap of {}", self.name);
            handles.push(handle(label, mode, 0.5 * peak, drag));
        }
        let edge = mode + self.hand * width;
        // At the height that a Gaussian has one standard deviation out.
        let shoulder = (-0.5f64).exp() * peak;
        let drag = Drag::from(self.width.0, mode, self.hand);
        let label = told!("Width of {}", self.name);
        handles.push(handle(label, edge, shoulder, drag));
        handles
    }

    /// One on top of each bar, P's left and Q's right of its middle.
    fn bar_handles(&self, shape: &Shape) -> Vec<Handle> {
        let scale = shape.per_density();
        let bars = self.bars.iter().zip(shape.bars).enumerate();
        bars.map(|(i, ((slug, name, _), height))| {
            let middle = BAR * (i as f64 + 0.5) - EDGE;
            let x = middle - self.hand * 0.25 * BAR;
            Handle::new(*name, x, height / scale, self.colour).along_y(Drag::from(slug, 0.0, scale))
        })
        .collect()
    }
}

impl Shape {
    /// `None` of a drawing with nothing in it.
    pub fn density(&self) -> Option<Density> {
        let Shape { centre, width, .. } = *self;
        let density = match self.kind {
            Kind::Own => Density::steps(-EDGE, EDGE, &self.bars),
            Kind::Uniform => Density::uniform(centre - width, centre + width),
            Kind::Mixture => {
                let half = 0.5 * self.gap;
                let mode = |mean: f64| Component {
                    weight: 0.5,
                    mean,
                    sd: width,
                };
                Density::mixture(&[mode(centre - half), mode(centre + half)])
            }
            Kind::Gaussian => Density::gaussian(centre, width),
        };
        density.ok()
    }

    /// Heights of a bar per unit of density: what a bar of density 1 would be drawn as.
    fn per_density(&self) -> f64 {
        let total: f64 = self.bars.iter().sum();
        BAR * if total > 0.0 { total } else { 1.0 }
    }

    /// The density of a bar at full height, if it is drawn: the top of the axis, so that a bar
    /// follows the pointer while the others sink.
    pub fn full_height(&self) -> Option<f64> {
        (self.kind == Kind::Own).then(|| 1.0 / self.per_density())
    }

    /// In words.
    pub fn description(&self) -> Text {
        let [centre, width, gap] = [self.centre, self.width, self.gap].map(shown);
        match self.kind {
            Kind::Own if self.density().is_none() => "an empty drawing".into(),
            Kind::Own => "a drawing of nine bars".into(),
            Kind::Uniform => told!("uniform on {} ± {}", centre, width),
            Kind::Mixture => {
                told!(
                    "two Gaussians of width {} at {}, {} apart",
                    width,
                    centre,
                    gap
                )
            }
            Kind::Gaussian => told!("a Gaussian of width {} at {}", width, centre),
        }
    }
}
