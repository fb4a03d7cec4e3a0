//! Two distributions on a line, dragged on the canvas, and every distance between them.

mod panels;
mod sides;

use super::{Now, Readout, Theory, choice, number, settled};
use crate::figure::{Figure, latex};
use crate::math::density::Density;
use crate::math::divergence::Divergence;
use crate::math::mmd::mmd;
use crate::math::transport::{wasserstein_1, wasserstein_2};
use crate::paper::Paper;
use crate::{choice, settings};
use sides::{P, Q, Shape};

pub struct Divergences;

choice! {
    pub enum Integrand {
        Kl = "kl", "KL(P‖Q)";
        ReverseKl = "reverse-kl", "KL(Q‖P)";
        JensenShannon = "js", "JS";
        TotalVariation = "tv", "TV";
        SquaredHellinger = "hellinger", "H²";
        ChiSquared = "chi-squared", "χ²(P‖Q)";
        Mmd = "mmd", "MMD²";
    }
}

settings! {
    pub struct Settings {
        p: Shape = P.shape(),
        q: Shape = Q.shape(),
        integrand: Integrand = choice("integrand", "Integrand",
            "Which divergence to take apart.", Integrand::Kl),
        bandwidth: f64 = number(
            "bandwidth",
            "Bandwidth of MMD",
            "Width h of the Gaussian kernel exp(−(x − y)²/2h²): how far apart two points may be \
             and still count as alike.",
            (0.1, 10.0, 0.1),
            1.0,
        )
            .ratios(),
    }
}

impl Settings {
    fn apart(&self) -> Apart {
        Apart::Divergence(match self.integrand {
            Integrand::Kl => Divergence::Kl,
            Integrand::ReverseKl => Divergence::ReverseKl,
            Integrand::JensenShannon => Divergence::JensenShannon,
            Integrand::TotalVariation => Divergence::TotalVariation,
            Integrand::SquaredHellinger => Divergence::SquaredHellinger,
            Integrand::ChiSquared => Divergence::ChiSquared,
            Integrand::Mmd => return Apart::Mmd(self.bandwidth),
        })
    }

    /// Both, unless one is an empty drawing.
    fn pair(&self) -> Option<(Density, Density)> {
        self.p.density().zip(self.q.density())
    }
}

impl Integrand {
    fn definition(self) -> &'static str {
        match self {
            Integrand::Kl => r"\mathrm{KL}(P \| Q) = \int p \log \frac{p}{q} \, dx",
            Integrand::ReverseKl => r"\mathrm{KL}(Q \| P) = \int q \log \frac{q}{p} \, dx",
            Integrand::JensenShannon => {
                r"\mathrm{JS}(P, Q) = \frac{1}{2} \int p \log \frac{2p}{p+q} + q \log \frac{2q}{p+q} \, dx"
            }
            Integrand::TotalVariation => r"\mathrm{TV}(P, Q) = \frac{1}{2} \int |p - q| \, dx",
            Integrand::SquaredHellinger => {
                r"H^2(P, Q) = \frac{1}{2} \int (\sqrt{p} - \sqrt{q})^2 \, dx"
            }
            Integrand::ChiSquared => r"\chi^2(P \| Q) = \int \frac{(p - q)^2}{q} \, dx",
            Integrand::Mmd => {
                r"\mathrm{MMD}^2(P, Q) = \int (p - q) \, f \, dx, \quad f = k * (p - q), \quad \mathrm{MMD}^2"
            }
        }
    }

    /// Of p and q, with m = ½(p + q) and the kernel k.
    fn expression(self) -> &'static str {
        match self {
            Integrand::Kl => "p ln(p/q)",
            Integrand::ReverseKl => "q ln(q/p)",
            Integrand::JensenShannon => "½ p ln(p/m) + ½ q ln(q/m)",
            Integrand::TotalVariation => "½ |p − q|",
            Integrand::SquaredHellinger => "½ (√p − √q)²",
            Integrand::ChiSquared => "(p − q)²/q",
            Integrand::Mmd => "(p − q) · (k∗p − k∗q)",
        }
    }
}

/// What is taken apart.
#[derive(Clone, Copy)]
enum Apart {
    Divergence(Divergence),
    /// Its square, at this bandwidth.
    Mmd(f64),
}

impl Apart {
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
}

impl Theory for Divergences {
    type Settings = Settings;

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

    fn formula(&self, settings: &Settings, _: Now) -> String {
        let (apart, definition) = (settings.apart(), settings.integrand.definition());
        let Some((p, q)) = settings.pair() else {
            return format!("{definition} = {}", latex(f64::NAN));
        };
        let value = if apart.overflows(&p, &q) {
            "> 10^{308}".into()
        } else {
            format!("= {}", latex(settled(apart.value(&p, &q))))
        };
        format!(
            r"{definition} {value}, \qquad W_1 = \int |F - G| \, dx = {}, \qquad W_2 = \Big( \int_0^1 (F^{{-1}} - G^{{-1}})^2 \, du \Big)^{{1/2}} = {}",
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

    fn figure(&self, settings: &Settings, _: Now) -> Figure {
        let mut all = vec![panels::densities(settings)];
        match settings.pair() {
            Some((p, q)) => {
                let xs = panels::grid(&p, &q);
                all.push(panels::integrand(settings, &p, &q, &xs));
                all.push(panels::cdfs(&p, &q, &xs));
                all.push(panels::quantiles(&p, &q, &xs));
            }
            None => all.extend(["Integrand", "W₁", "W₂"].map(panels::nothing)),
        }
        Figure::new(2, all)
    }

    fn readouts(&self, settings: &Settings, _: Now) -> Vec<Readout> {
        let pair = settings.pair();
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
                of(&|p, q| mmd(p, q, settings.bandwidth)),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Knobs, Settings as _};
    use crate::figure::Panel;
    use sides::Kind;

    fn values(settings: &Settings) -> Vec<String> {
        let readouts = Divergences.readouts(settings, Now::default()).into_iter();
        readouts.map(|readout| readout.value.to_string()).collect()
    }

    /// P as a drawing whose bars are all as high.
    fn drawn(height: f64) -> Settings {
        let settings = Settings::default();
        let p = Shape {
            kind: Kind::Own,
            bars: settings.p.bars.map(|_| height),
            ..settings.p
        };
        Settings { p, ..settings }
    }

    /// A Gaussian or a uniform.
    fn shape(kind: Kind, centre: f64, width: f64) -> Shape {
        Shape {
            kind,
            centre,
            width,
            ..Settings::default().p
        }
    }

    fn densities(knobs: &Knobs) -> Panel {
        let figure = Divergences.figure(&knobs.settings(), Now::default());
        figure.panels[0].clone()
    }

    /// Scaling to mass 1 moves all bars while one is pulled, so that it follows in a few of the
    /// pointer's events; at full height it stays behind.
    #[test]
    fn a_dragged_bar_stays_under_the_pointer() {
        let knobs = Knobs::from_query(Settings::table(), [("p", "own")]).0;
        for i in 0..9 {
            for share in [0.05, 0.2, 0.6] {
                let mut moved = knobs.clone();
                for _ in 0..12 {
                    let now = densities(&moved);
                    let drag = now.handles[i].drag_y.expect("moves up and down");
                    moved.drag(drag.knob, drag.value(share * now.y.max));
                }
                let after = densities(&moved);
                let place = after.handles[i].y / after.y.max;
                let followed = (place - share).abs() < 0.02;
                let is_full = moved.settings::<Settings>().p.bars[i] == 1.0;
                assert!(followed || is_full, "{i} {share}: {place}");
            }
        }
    }

    #[test]
    fn disjoint_uniforms_saturate() {
        let found = values(&Settings {
            p: shape(Kind::Uniform, -4.0, 0.7),
            q: shape(Kind::Uniform, 4.0, 1.2),
            ..Settings::default()
        });
        assert_eq!(found[..6], ["∞", "∞", "0.6931 nat", "1", "1", "8"]);
        // Widths 0.7 and 1.2: W₂² = 8² + 0.5²/3.
        assert_eq!(found[6..8], ["8.005", "∞"]);
    }

    #[test]
    fn gaussians_too_far_apart_for_floating_point() {
        let far = Settings {
            p: shape(Kind::Gaussian, -4.0, 0.1),
            q: shape(Kind::Gaussian, 4.0, 0.1),
            ..Settings::default()
        };
        assert_eq!(values(&far)[7], "> 10³⁰⁸");
        // Heavier tails than Q's: truly infinite.
        let wide = Settings {
            p: shape(Kind::Gaussian, -1.0, 1.7),
            ..Settings::default()
        };
        assert_eq!(values(&wide)[7], "∞");
    }

    #[test]
    fn a_flat_drawing_is_a_uniform() {
        let flat = values(&drawn(0.5));
        assert_eq!(flat, values(&drawn(1.0)));
        let exact = Density::uniform(-6.75, 6.75).expect("an interval");
        let q = Density::gaussian(2.0, 1.2).expect("a width");
        let kl = Divergence::Kl.between(&exact, &q);
        assert_eq!(flat[0], format!("{} nat", crate::figure::number(kl)));
    }

    #[test]
    fn an_empty_drawing_is_said_to_be_one() {
        let (empty, now) = (drawn(0.0), Now::default());
        assert!(values(&empty).iter().all(|value| value == "undefined"));
        let figure = Divergences.figure(&empty, now);
        assert_eq!(figure.panels.len(), 4);
        assert!(figure.panels[0].alt.contains("an empty drawing"));
        assert_eq!(figure.panels[0].handles.len(), 9 + 2);
        assert!(Divergences.formula(&empty, now).contains("undefined"));
    }
}
