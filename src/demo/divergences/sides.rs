//! The two distributions: their knobs, densities and handles.

use crate::demo::{Knobs, old::KnobSpec};
use crate::figure::{Drag, Handle, Role, number};
use crate::math::density::{Component, Density};
use crate::text::Text;
use crate::told;

const KINDS: &[(&str, &str)] = &[
    ("gaussian", "Gaussian"),
    ("mixture", "Two Gaussians"),
    ("uniform", "Uniform"),
    ("own", "Own drawing"),
];
/// The kinds that have a centre and a width.
const PLACED: &[&str] = &["gaussian", "mixture", "uniform"];

const BARS: usize = 9;
/// A drawing stands on [−EDGE, EDGE].
const EDGE: f64 = 6.75;
const BAR: f64 = 2.0 * EDGE / BARS as f64;

const fn kind(slug: &'static str, name: &'static str, help: &'static str, i: usize) -> KnobSpec {
    KnobSpec::choice(slug, name, help, || KINDS.to_vec(), i)
}

const fn centre(side: &'static str, slug: &'static str, name: &'static str, at: f64) -> KnobSpec {
    let help = "Where its middle stands.";
    KnobSpec::number(slug, name, help, (-4.0, 4.0, 0.05), at).only(side, PLACED)
}

const fn width(side: &'static str, slug: &'static str, name: &'static str, at: f64) -> KnobSpec {
    let help = "Standard deviation of each Gaussian; half the length of a uniform.";
    KnobSpec::number(slug, name, help, (0.1, 2.5, 0.05), at).only(side, PLACED)
}

const fn gap(side: &'static str, slug: &'static str, name: &'static str) -> KnobSpec {
    let help = "Distance between the two Gaussians' centres.";
    KnobSpec::number(slug, name, help, (0.0, 6.0, 0.1), 3.0).only(side, &["mixture"])
}

const fn p_bar(slug: &'static str, name: &'static str, height: f64) -> KnobSpec {
    bar(slug, name, height)
        .fold("Drawing of P")
        .only("p", &["own"])
}

const fn q_bar(slug: &'static str, name: &'static str, height: f64) -> KnobSpec {
    bar(slug, name, height)
        .fold("Drawing of Q")
        .only("q", &["own"])
}

const fn bar(slug: &'static str, name: &'static str, height: f64) -> KnobSpec {
    let help = "Height of this bar beside the others; all together are scaled to mass 1.";
    KnobSpec::number(slug, name, help, (0.0, 1.0, 0.02), height)
}

pub(super) const SPECS: [KnobSpec; 26] = [
    kind("p", "P", "Shape of the real distribution.", 1),
    centre("p", "p-centre", "Centre of P", -1.0),
    width("p", "p-width", "Width of P", 0.7),
    gap("p", "p-gap", "Gap in P"),
    p_bar("p-1", "P at −6", 0.1),
    p_bar("p-2", "P at −4.5", 0.4),
    p_bar("p-3", "P at −3", 0.9),
    p_bar("p-4", "P at −1.5", 0.6),
    p_bar("p-5", "P at 0", 0.2),
    p_bar("p-6", "P at 1.5", 0.0),
    p_bar("p-7", "P at 3", 0.3),
    p_bar("p-8", "P at 4.5", 0.7),
    p_bar("p-9", "P at 6", 0.2),
    kind("q", "Q", "Shape of the generated distribution.", 0),
    centre("q", "q-centre", "Centre of Q", 2.0),
    width("q", "q-width", "Width of Q", 1.2),
    gap("q", "q-gap", "Gap in Q"),
    q_bar("q-1", "Q at −6", 0.1),
    q_bar("q-2", "Q at −4.5", 0.1),
    q_bar("q-3", "Q at −3", 0.2),
    q_bar("q-4", "Q at −1.5", 0.4),
    q_bar("q-5", "Q at 0", 0.8),
    q_bar("q-6", "Q at 1.5", 1.0),
    q_bar("q-7", "Q at 3", 0.6),
    q_bar("q-8", "Q at 4.5", 0.3),
    q_bar("q-9", "Q at 6", 0.1),
];

/// One of the two distributions: the slugs of its knobs and its looks.
pub(super) struct Side {
    pub name: &'static str,
    kind: &'static str,
    centre: &'static str,
    width: &'static str,
    gap: &'static str,
    bars: [&'static str; BARS],
    pub colour: Role,
    /// On which side the width's handle is: P's and Q's stay apart when P = Q.
    hand: f64,
}

pub(super) const P: Side = Side {
    name: "P",
    kind: "p",
    centre: "p-centre",
    width: "p-width",
    gap: "p-gap",
    bars: [
        "p-1", "p-2", "p-3", "p-4", "p-5", "p-6", "p-7", "p-8", "p-9",
    ],
    colour: Role::Real,
    hand: 1.0,
};
pub(super) const Q: Side = Side {
    name: "Q",
    kind: "q",
    centre: "q-centre",
    width: "q-width",
    gap: "q-gap",
    bars: [
        "q-1", "q-2", "q-3", "q-4", "q-5", "q-6", "q-7", "q-8", "q-9",
    ],
    colour: Role::Fake,
    hand: -1.0,
};

impl Side {
    /// `None` of a drawing with nothing in it.
    pub fn density(&self, knobs: &Knobs) -> Option<Density> {
        let (centre, width) = (knobs.get(self.centre), knobs.get(self.width));
        let density = match knobs.choice(self.kind) {
            "own" => Density::steps(-EDGE, EDGE, &self.heights(knobs)),
            "uniform" => Density::uniform(centre - width, centre + width),
            "mixture" => {
                let half = 0.5 * knobs.get(self.gap);
                let mode = |mean: f64| Component {
                    weight: 0.5,
                    mean,
                    sd: width,
                };
                Density::mixture(&[mode(centre - half), mode(centre + half)])
            }
            _ => Density::gaussian(centre, width),
        };
        density.ok()
    }

    fn heights(&self, knobs: &Knobs) -> [f64; BARS] {
        self.bars.map(|slug| knobs.get(slug))
    }

    pub fn is_drawn(&self, knobs: &Knobs) -> bool {
        knobs.choice(self.kind) == "own"
    }

    /// Knob heights per unit of density: what a bar of density 1 would be drawn as.
    fn per_density(&self, knobs: &Knobs) -> f64 {
        let total: f64 = self.heights(knobs).iter().sum();
        BAR * if total > 0.0 { total } else { 1.0 }
    }

    /// The density of a bar at full height, if it is drawn: the top of the axis, so that a bar
    /// follows the pointer while the others sink.
    pub fn full_height(&self, knobs: &Knobs) -> Option<f64> {
        self.is_drawn(knobs).then(|| 1.0 / self.per_density(knobs))
    }

    /// In words.
    pub fn description(&self, knobs: &Knobs) -> Text {
        let [centre, width, gap] =
            [self.centre, self.width, self.gap].map(|slug| number(knobs.get(slug)));
        match knobs.choice(self.kind) {
            "own" if self.density(knobs).is_none() => "an empty drawing".into(),
            "own" => "a drawing of nine bars".into(),
            "uniform" => told!("uniform on {} ± {}", centre, width),
            "mixture" => {
                told!(
                    "two Gaussians of width {} at {}, {} apart",
                    width,
                    centre,
                    gap
                )
            }
            _ => told!("a Gaussian of width {} at {}", width, centre),
        }
    }

    pub fn handles(&self, knobs: &Knobs) -> Vec<Handle> {
        if self.is_drawn(knobs) {
            return self.bar_handles(knobs);
        }
        let Some(density) = self.density(knobs) else {
            return Vec::new();
        };
        let (centre, width) = (knobs.get(self.centre), knobs.get(self.width));
        let mixture = knobs.choice(self.kind) == "mixture";
        // The mode whose width is dragged.
        let shift = if mixture {
            0.5 * knobs.get(self.gap)
        } else {
            0.0
        };
        let mode = centre + self.hand * shift;
        let handle = |label: Text, x: f64, y: f64, drag: Drag| {
            Handle::new(label, x, y, self.colour).along_x(drag)
        };
        let peak = density.pdf(mode);
        let at = density.pdf(centre);
        let mut handles = vec![handle(
            told!("Centre of {}", self.name),
            centre,
            at,
            Drag::direct(self.centre),
        )];
        if mixture {
            let drag = Drag::from(self.gap, centre, 2.0 * self.hand);
            handles.push(handle(
                told!("Gap of {}", self.name),
                mode,
                0.5 * peak,
                drag,
            ));
        }
        let edge = mode + self.hand * width;
        // At the height that a Gaussian has one standard deviation out.
        let shoulder = (-0.5f64).exp() * peak;
        let drag = Drag::from(self.width, mode, self.hand);
        handles.push(handle(
            told!("Width of {}", self.name),
            edge,
            shoulder,
            drag,
        ));
        handles
    }

    /// One on top of each bar, P's left and Q's right of its middle.
    fn bar_handles(&self, knobs: &Knobs) -> Vec<Handle> {
        let scale = self.per_density(knobs);
        let place = |(i, slug): (usize, &&'static str)| {
            let middle = BAR * (i as f64 + 0.5) - EDGE;
            let x = middle - self.hand * 0.25 * BAR;
            let label = told!("{} at {}", self.name, number(middle));
            Handle::new(label, x, knobs.get(slug) / scale, self.colour)
                .along_y(Drag::from(slug, 0.0, scale))
        };
        self.bars.iter().enumerate().map(place).collect()
    }
}
