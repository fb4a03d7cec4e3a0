//! Two distributions on a line, dragged on the canvas, and every distance between them.

mod panels;

use super::{Demo, KnobSpec, Knobs, Paper, Readout};
use crate::figure::{Drag, Figure, Handle, Role, latex};
use crate::math::density::{Component, Density};
use crate::math::divergence::Divergence;
use crate::math::transport::wasserstein_1;

pub struct Divergences;

const KINDS: &[(&str, &str)] = &[
    ("gaussian", "Gaussian"),
    ("mixture", "Two Gaussians"),
    ("uniform", "Uniform"),
];
const CENTRE: (f64, f64, f64) = (-4.0, 4.0, 0.05);
const WIDTH: (f64, f64, f64) = (0.1, 2.5, 0.05);
const GAP: (f64, f64, f64) = (0.0, 6.0, 0.1);
const WIDTH_HELP: &str = "Standard deviation of each Gaussian; half the length of a uniform.";
const GAP_HELP: &str = "Distance between the two Gaussians' centres.";

/// In the order of [`Divergence::ALL`].
const INTEGRANDS: &[(&str, &str)] = &[
    ("kl", "KL(P‖Q)"),
    ("reverse-kl", "KL(Q‖P)"),
    ("js", "JS"),
    ("tv", "TV"),
    ("hellinger", "H²"),
];

static KNOBS: [KnobSpec; 9] = [
    KnobSpec::choice("p", "P", "Shape of the real distribution.", KINDS, 1),
    KnobSpec::number("p-centre", "Centre of P", "Where P stands.", CENTRE, -1.0),
    KnobSpec::number("p-width", "Width of P", WIDTH_HELP, WIDTH, 0.7),
    KnobSpec::number("p-gap", "Gap in P", GAP_HELP, GAP, 3.0),
    KnobSpec::choice("q", "Q", "Shape of the generated distribution.", KINDS, 0),
    KnobSpec::number("q-centre", "Centre of Q", "Where Q stands.", CENTRE, 2.0),
    KnobSpec::number("q-width", "Width of Q", WIDTH_HELP, WIDTH, 1.2),
    KnobSpec::number("q-gap", "Gap in Q", GAP_HELP, GAP, 3.0),
    KnobSpec::choice(
        "integrand",
        "Integrand",
        "Which divergence to take apart.",
        INTEGRANDS,
        0,
    ),
];

/// One of the two distributions: the slugs of its knobs and its looks.
struct Side {
    name: &'static str,
    kind: &'static str,
    centre: &'static str,
    width: &'static str,
    gap: &'static str,
    colour: Role,
    /// On which side the width's handle is: P's and Q's stay apart when P = Q.
    hand: f64,
}

const P: Side = Side {
    name: "P",
    kind: "p",
    centre: "p-centre",
    width: "p-width",
    gap: "p-gap",
    colour: Role::Real,
    hand: 1.0,
};
const Q: Side = Side {
    name: "Q",
    kind: "q",
    centre: "q-centre",
    width: "q-width",
    gap: "q-gap",
    colour: Role::Fake,
    hand: -1.0,
};

impl Side {
    fn density(&self, knobs: &Knobs) -> Density {
        let (centre, width) = (knobs.get(self.centre), knobs.get(self.width));
        let density = match knobs.choice(self.kind) {
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
        density.expect("the knobs keep widths positive")
    }

    fn handles(&self, knobs: &Knobs, density: &Density) -> Vec<Handle> {
        let (centre, width) = (knobs.get(self.centre), knobs.get(self.width));
        let mixture = knobs.choice(self.kind) == "mixture";
        // The mode whose width is dragged.
        let shift = if mixture {
            0.5 * knobs.get(self.gap)
        } else {
            0.0
        };
        let mode = centre + self.hand * shift;
        let handle = |what: &str, x: f64, y: f64, knob: &'static str, origin: f64, gain: f64| {
            Handle::new(format!("{what} of {}", self.name), x, y, self.colour)
                .along_x(Drag::from(knob, origin, gain))
        };
        let peak = density.pdf(mode);
        let mut handles = vec![handle(
            "Centre",
            centre,
            density.pdf(centre),
            self.centre,
            0.0,
            1.0,
        )];
        if mixture {
            let gain = 2.0 * self.hand;
            handles.push(handle("Gap", mode, 0.5 * peak, self.gap, centre, gain));
        }
        let edge = mode + self.hand * width;
        // At the height that a Gaussian has one standard deviation out.
        handles.push(handle(
            "Width",
            edge,
            (-0.5f64).exp() * peak,
            self.width,
            mode,
            self.hand,
        ));
        handles
    }
}

fn chosen(knobs: &Knobs) -> Divergence {
    Divergence::ALL[knobs.get("integrand") as usize]
}

impl Demo for Divergences {
    fn slug(&self) -> &'static str {
        "divergences"
    }

    fn title(&self) -> &'static str {
        "Divergences"
    }

    fn lectures(&self) -> &'static [&'static str] {
        &["L0", "L1", "L2", "L3", "L4"]
    }

    fn caption(&self) -> &'static str {
        "Drag P and Q by their centres, widths and gaps. Pull them apart: JS, TV and Hellinger \
         saturate, KL explodes (or is infinite as soon as one has mass where the other has none), \
         while W₁ keeps measuring how far apart they are."
    }

    fn formula(&self, knobs: &Knobs) -> String {
        let divergence = chosen(knobs);
        let definition = match divergence {
            Divergence::Kl => r"\mathrm{KL}(P \| Q) = \int p \log \frac{p}{q} \, dx",
            Divergence::ReverseKl => r"\mathrm{KL}(Q \| P) = \int q \log \frac{q}{p} \, dx",
            Divergence::JensenShannon => {
                r"\mathrm{JS}(P, Q) = \frac{1}{2} \int p \log \frac{2p}{p+q} + q \log \frac{2q}{p+q} \, dx"
            }
            Divergence::TotalVariation => r"\mathrm{TV}(P, Q) = \frac{1}{2} \int |p - q| \, dx",
            Divergence::SquaredHellinger => {
                r"H^2(P, Q) = \frac{1}{2} \int (\sqrt{p} - \sqrt{q})^2 \, dx"
            }
        };
        let (p, q) = (P.density(knobs), Q.density(knobs));
        format!(
            r"{definition} = {}, \qquad W_1(P, Q) = \int |F - G| \, dx = {}",
            latex(divergence.between(&p, &q)),
            latex(wasserstein_1(&p, &q)),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Gibbs & Su: On Choosing and Bounding Probability Metrics (2002)",
            url: "https://arxiv.org/abs/math/0209021",
        }
    }

    fn knobs(&self) -> &'static [KnobSpec] {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, _: Option<&super::Motion>) -> Figure {
        let (p, q) = (P.density(knobs), Q.density(knobs));
        let xs = panels::grid(&p, &q);
        let mut densities = panels::densities(&p, &q, &xs);
        densities.handles = [P.handles(knobs, &p), Q.handles(knobs, &q)]
            .into_iter()
            .flatten()
            .collect();
        Figure::new(
            3,
            vec![
                densities,
                panels::integrand(chosen(knobs), &p, &q, &xs),
                panels::cdfs(&p, &q, &xs),
            ],
        )
    }

    fn readouts(&self, knobs: &Knobs) -> Vec<Readout> {
        let (p, q) = (P.density(knobs), Q.density(knobs));
        let between = |divergence: Divergence| divergence.between(&p, &q);
        let hellinger = between(Divergence::SquaredHellinger).sqrt();
        vec![
            Readout::new("Kullback–Leibler", "KL(P‖Q)", between(Divergence::Kl)),
            Readout::new(
                "Reverse Kullback–Leibler",
                "KL(Q‖P)",
                between(Divergence::ReverseKl),
            ),
            Readout::new(
                "Jensen–Shannon (≤ ln 2)",
                "JS",
                between(Divergence::JensenShannon),
            ),
            Readout::new(
                "Total variation (≤ 1)",
                "TV",
                between(Divergence::TotalVariation),
            ),
            Readout::new("Hellinger (≤ 1)", "H", hellinger),
            Readout::new("Wasserstein-1", "W₁", wasserstein_1(&p, &q)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrands_are_in_the_order_of_the_divergences() {
        let order = ["kl", "reverse-kl", "js", "tv", "hellinger"];
        assert!(INTEGRANDS.iter().map(|(slug, _)| *slug).eq(order));
        assert_eq!(INTEGRANDS.len(), Divergence::ALL.len());
    }

    #[test]
    fn a_dragged_handle_stays_under_the_pointer() {
        for kind in 0..KINDS.len() {
            let mut knobs = Knobs::defaults(&KNOBS);
            knobs.set("p", kind as f64);
            knobs.set("q", kind as f64);
            let handles = |knobs: &Knobs| Divergences.figure(knobs, None).panels[0].handles.clone();
            for (i, handle) in handles(&knobs).iter().enumerate() {
                let drag = handle.drag_x.expect("all move sideways");
                let target = handle.x + 0.1;
                let mut moved = knobs.clone();
                moved.set(drag.knob, drag.value(target));
                assert!(
                    (handles(&moved)[i].x - target).abs() < 0.06,
                    "{}",
                    handle.label
                );
            }
        }
    }

    #[test]
    fn disjoint_uniforms_saturate() {
        let pairs = [
            ("p", "uniform"),
            ("q", "uniform"),
            ("p-centre", "-4"),
            ("q-centre", "4"),
        ];
        let (knobs, notices) = Knobs::from_query(&KNOBS, pairs);
        assert!(notices.is_empty());
        let values: Vec<String> = Divergences
            .readouts(&knobs)
            .into_iter()
            .map(|r| r.value)
            .collect();
        assert_eq!(values, ["∞", "∞", "0.6931", "1", "1", "8"]);
    }
}
