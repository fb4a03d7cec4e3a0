//! Two distributions on a line, dragged on the canvas, and every distance between them.

mod panels;
mod sides;

use super::old::{self, KnobSpec};
use super::{Demo, Knobs, Now, Readout, Table, settled};
use std::sync::LazyLock;

use crate::figure::{Figure, latex};
use crate::math::density::Density;
use crate::math::divergence::Divergence;
use crate::math::mmd::mmd;
use crate::math::transport::{wasserstein_1, wasserstein_2};
use crate::paper::Paper;
use sides::{P, Q, SPECS};

pub struct Divergences;

/// In the order of [`Divergence::ALL`], and MMD.
const INTEGRANDS: &[(&str, &str)] = &[
    ("kl", "KL(P‖Q)"),
    ("reverse-kl", "KL(Q‖P)"),
    ("js", "JS"),
    ("tv", "TV"),
    ("hellinger", "H²"),
    ("chi-squared", "χ²(P‖Q)"),
    ("mmd", "MMD²"),
];

static KNOBS: LazyLock<Table> = LazyLock::new(|| old::table(&ROWS));
static ROWS: [KnobSpec; SPECS.len() + 2] = {
    let mut all = [KnobSpec::choice(
        "integrand",
        "Integrand",
        "Which divergence to take apart.",
        || INTEGRANDS.to_vec(),
        0,
    ); SPECS.len() + 2];
    let mut i = 0;
    while i < SPECS.len() {
        all[i] = SPECS[i];
        i += 1;
    }
    all[SPECS.len() + 1] = KnobSpec::number(
        "bandwidth",
        "Bandwidth of MMD",
        "Width h of the Gaussian kernel exp(−(x − y)²/2h²): how far apart two points may be and \
         still count as alike.",
        (0.1, 10.0, 0.1),
        1.0,
    )
    .log();
    all
};

/// What is taken apart.
#[derive(Clone, Copy)]
enum Apart {
    Divergence(Divergence),
    /// Its square, at this bandwidth.
    Mmd(f64),
}

impl Apart {
    fn of(knobs: &Knobs) -> Self {
        match Divergence::ALL.get(knobs.get("integrand") as usize) {
            Some(divergence) => Self::Divergence(*divergence),
            None => Self::Mmd(knobs.get("bandwidth")),
        }
    }

    fn value(self, p: &Density, q: &Density) -> f64 {
        match self {
            Self::Divergence(divergence) => divergence.between(p, q),
            Self::Mmd(bandwidth) => mmd(p, q, bandwidth).powi(2),
        }
    }

    /// Finite, but beyond what floating point can say: χ² of narrow Gaussians far apart.
    fn overflows(self, p: &Density, q: &Density) -> bool {
        matches!(self, Self::Divergence(d) if d.between(p, q).is_infinite() && !d.diverges(p, q))
    }

    fn definition(self) -> &'static str {
        let Self::Divergence(divergence) = self else {
            return r"\mathrm{MMD}^2(P, Q) = \int (p - q) \, f \, dx, \quad f = k * (p - q), \quad \mathrm{MMD}^2";
        };
        match divergence {
            Divergence::Kl => r"\mathrm{KL}(P \| Q) = \int p \log \frac{p}{q} \, dx",
            Divergence::ReverseKl => r"\mathrm{KL}(Q \| P) = \int q \log \frac{q}{p} \, dx",
            Divergence::JensenShannon => {
                r"\mathrm{JS}(P, Q) = \frac{1}{2} \int p \log \frac{2p}{p+q} + q \log \frac{2q}{p+q} \, dx"
            }
            Divergence::TotalVariation => r"\mathrm{TV}(P, Q) = \frac{1}{2} \int |p - q| \, dx",
            Divergence::SquaredHellinger => {
                r"H^2(P, Q) = \frac{1}{2} \int (\sqrt{p} - \sqrt{q})^2 \, dx"
            }
            Divergence::ChiSquared => r"\chi^2(P \| Q) = \int \frac{(p - q)^2}{q} \, dx",
        }
    }
}

/// Both, unless one is an empty drawing.
fn pair(knobs: &Knobs) -> Option<(Density, Density)> {
    P.density(knobs).zip(Q.density(knobs))
}

impl Demo for Divergences {
    fn slug(&self) -> &'static str {
        "divergences"
    }

    fn title(&self) -> &'static str {
        "Divergences"
    }

    fn caption(&self) -> &'static str {
        "Drag P and Q by their centres, widths and gaps, or draw your own bar by bar. Pull them \
         apart: JS, TV, Hellinger and MMD saturate, KL and χ² explode (or are infinite, as soon as \
         one has mass where the other has none), while W₁ and W₂ keep measuring how far apart \
         they are."
    }

    fn formula(&self, knobs: &Knobs, _: Now) -> String {
        let apart = Apart::of(knobs);
        let undefined = || format!("{} = {}", apart.definition(), latex(f64::NAN));
        let Some((p, q)) = pair(knobs) else {
            return undefined();
        };
        let value = if apart.overflows(&p, &q) {
            "> 10^{308}".into()
        } else {
            format!("= {}", latex(settled(apart.value(&p, &q))))
        };
        format!(
            r"{} {value}, \qquad W_1 = \int |F - G| \, dx = {}, \qquad W_2 = \Big( \int_0^1 (F^{{-1}} - G^{{-1}})^2 \, du \Big)^{{1/2}} = {}",
            apart.definition(),
            latex(wasserstein_1(&p, &q)),
            latex(wasserstein_2(&p, &q)),
        )
    }

    fn paper(&self) -> Paper {
        Paper {
            title: "Gibbs & Su: On Choosing and Bounding Probability Metrics (2002)",
            url: "https://arxiv.org/abs/math/0209021",
        }
    }

    fn knobs(&self) -> &'static Table {
        &KNOBS
    }

    fn figure(&self, knobs: &Knobs, _: Now) -> Figure {
        let mut all = vec![panels::densities(knobs)];
        match pair(knobs) {
            Some((p, q)) => {
                let xs = panels::grid(&p, &q);
                all.push(panels::integrand(Apart::of(knobs), &p, &q, &xs));
                all.push(panels::cdfs(&p, &q, &xs));
                all.push(panels::quantiles(&p, &q, &xs));
            }
            None => all.extend(["Integrand", "W₁", "W₂"].map(panels::nothing)),
        }
        Figure::new(2, all)
    }

    fn readouts(&self, knobs: &Knobs, _: Now) -> Vec<Readout> {
        let pair = pair(knobs);
        let of = |f: &dyn Fn(&Density, &Density) -> f64| {
            let value = pair.as_ref().map_or(f64::NAN, |(p, q)| f(p, q));
            settled(value)
        };
        let between = |divergence: Divergence| of(&|p, q| divergence.between(p, q));
        let nat =
            |name, symbol, divergence| Readout::with_unit(name, symbol, between(divergence), "nat");
        let mut chi = Readout::new("Pearson χ²", "χ²(P‖Q)", between(Divergence::ChiSquared));
        let apart = Apart::Divergence(Divergence::ChiSquared);
        if pair.as_ref().is_some_and(|(p, q)| apart.overflows(p, q)) {
            chi.value = "> 10³⁰⁸".into();
        }
        vec![
            nat("Kullback–Leibler", "KL(P‖Q)", Divergence::Kl),
            nat("Reverse Kullback–Leibler", "KL(Q‖P)", Divergence::ReverseKl),
            nat("Jensen–Shannon (≤ ln 2)", "JS", Divergence::JensenShannon),
            Readout::new(
                "Total variation (≤ 1)",
                "TV",
                between(Divergence::TotalVariation),
            ),
            Readout::new(
                "Hellinger (≤ 1)",
                "H",
                between(Divergence::SquaredHellinger).sqrt(),
            ),
            Readout::new("Wasserstein-1", "W₁", of(&wasserstein_1)),
            Readout::new("Wasserstein-2", "W₂", of(&wasserstein_2)),
            chi,
            Readout::new(
                "Maximum mean discrepancy (≤ √2)",
                "MMD",
                of(&|p, q| mmd(p, q, knobs.get("bandwidth"))),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Vec<String> {
        let (knobs, notices) = Knobs::from_query(&KNOBS, pairs.iter().copied());
        assert!(notices.is_empty(), "{notices:?}");
        let readouts = Divergences.readouts(&knobs, Now::default()).into_iter();
        readouts.map(|readout| readout.value.to_string()).collect()
    }

    /// All bars of a drawing of P.
    fn drawn(height: &'static str) -> Vec<(&'static str, &'static str)> {
        let bars = KNOBS.iter().filter(|knob| knob.fold == "Drawing of P");
        let bars = bars.map(|knob| (knob.slug, height));
        [("p", "own")].into_iter().chain(bars).collect()
    }

    #[test]
    fn integrands_are_in_the_order_of_the_divergences() {
        let order = [
            "kl",
            "reverse-kl",
            "js",
            "tv",
            "hellinger",
            "chi-squared",
            "mmd",
        ];
        assert!(INTEGRANDS.iter().map(|(slug, _)| *slug).eq(order));
        assert_eq!(INTEGRANDS.len(), Divergence::ALL.len() + 1);
    }

    #[test]
    fn a_dragged_handle_stays_under_the_pointer() {
        for kind in 0..4 {
            let mut knobs = Knobs::defaults(&KNOBS);
            knobs.set("p", f64::from(kind));
            knobs.set("q", f64::from(kind));
            let handles = |knobs: &Knobs| {
                Divergences.figure(knobs, Now::default()).panels[0]
                    .handles
                    .clone()
            };
            for (i, handle) in handles(&knobs).iter().enumerate() {
                let Some(drag) = handle.drag_x else { continue };
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

    /// Scaling to mass 1 moves all bars while one is pulled, so that it follows in a few of the
    /// pointer's events; at full height it stays behind.
    #[test]
    fn a_dragged_bar_stays_under_the_pointer() {
        let mut knobs = Knobs::defaults(&KNOBS);
        knobs.set("p", 3.0);
        for i in 0..9 {
            let panel = |knobs: &Knobs| Divergences.figure(knobs, Now::default()).panels[0].clone();
            for share in [0.05, 0.2, 0.6] {
                let mut moved = knobs.clone();
                let slug = panel(&moved).handles[i]
                    .drag_y
                    .expect("moves up and down")
                    .knob;
                for _ in 0..12 {
                    let now = panel(&moved);
                    let drag = now.handles[i].drag_y.expect("moves up and down");
                    moved.set(slug, drag.value(share * now.y.max));
                }
                let after = panel(&moved);
                let place = after.handles[i].y / after.y.max;
                let followed = (place - share).abs() < 0.02;
                assert!(followed || moved.get(slug) == 1.0, "{i} {share}: {place}");
            }
        }
    }

    #[test]
    fn disjoint_uniforms_saturate() {
        let found = values(&[
            ("p", "uniform"),
            ("q", "uniform"),
            ("p-centre", "-4"),
            ("q-centre", "4"),
        ]);
        assert_eq!(found[..6], ["∞", "∞", "0.6931 nat", "1", "1", "8"]);
        // Widths 0.7 and 1.2: W₂² = 8² + 0.5²/3.
        assert_eq!(found[6..8], ["8.005", "∞"]);
    }

    #[test]
    fn gaussians_too_far_apart_for_floating_point() {
        let far = [
            ("p", "gaussian"),
            ("p-centre", "-4"),
            ("q-centre", "4"),
            ("p-width", "0.1"),
            ("q-width", "0.1"),
        ];
        assert_eq!(values(&far)[7], "> 10³⁰⁸");
        // Heavier tails than Q's: truly infinite.
        assert_eq!(values(&[("p", "gaussian"), ("p-width", "1.7")])[7], "∞");
    }

    #[test]
    fn a_flat_drawing_is_a_uniform() {
        let flat = values(&drawn("0.5"));
        assert_eq!(flat, values(&drawn("1")));
        let exact = Density::uniform(-6.75, 6.75).expect("an interval");
        let q = Density::gaussian(2.0, 1.2).expect("a width");
        let kl = Divergence::Kl.between(&exact, &q);
        assert_eq!(flat[0], format!("{} nat", crate::figure::number(kl)));
    }

    #[test]
    fn an_empty_drawing_is_said_to_be_one() {
        let pairs = drawn("0");
        assert!(values(&pairs).iter().all(|value| value == "undefined"));
        let (knobs, _) = Knobs::from_query(&KNOBS, pairs);
        let figure = Divergences.figure(&knobs, Now::default());
        assert_eq!(figure.panels.len(), 4);
        assert!(figure.panels[0].alt.contains("an empty drawing"));
        assert_eq!(figure.panels[0].handles.len(), 9 + 2);
        assert!(
            Divergences
                .formula(&knobs, Now::default())
                .contains("undefined")
        );
    }
}
