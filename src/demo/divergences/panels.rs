//! The four pictures of a pair of densities.

use super::sides::{P, Q};
use super::{Apart, Settings};
use crate::figure::{Area, Arrows, Axis, Base, Line, Note, Panel, Role, number};
use crate::math::curve;
use crate::math::density::{Density, joint_breaks};
use crate::math::mmd::witness;
use crate::math::transport::{wasserstein_1, wasserstein_2};
use crate::setting::Choice as _;
use crate::text::Text;
use crate::told;

/// The line is shown on [−LIMIT, LIMIT].
const LIMIT: f64 = 9.0;
/// Equidistant points of a curve, besides those that follow the densities' features.
const POINTS: usize = 300;

/// Where to evaluate curves: evenly, where the densities have features however narrow, and on
/// both sides of each jump.
pub(super) fn grid(p: &Density, q: &Density) -> Vec<f64> {
    let mut xs: Vec<f64> = curve::grid((-LIMIT, LIMIT), POINTS).collect();
    for ends in joint_breaks(p, q).windows(2) {
        xs.extend(curve::grid((ends[0], ends[1]), 4).take(4));
    }
    for jump in p.jumps().into_iter().chain(q.jumps()) {
        xs.extend([jump.next_down(), jump]);
    }
    xs.retain(|x| x.abs() <= LIMIT);
    xs.sort_by(f64::total_cmp);
    xs.dedup();
    xs
}

fn x_axis() -> Axis {
    Axis::new("x", -LIMIT, LIMIT)
}

pub(super) fn densities(settings: &Settings) -> Panel {
    let (p, q) = (&settings.p, &settings.q);
    let sides = [(P, p, "p (real)"), (Q, q, "q (generated)")].map(|(side, shape, label)| {
        let curve: Vec<(f64, f64)> = shape.density().map_or(Vec::new(), |density| {
            let at = |x: f64| (x, density.pdf(x));
            grid(&density, &density).into_iter().map(at).collect()
        });
        (side, shape, label, curve)
    });
    let drawn = sides.iter().filter_map(|side| side.1.full_height());
    let peaks = sides
        .iter()
        .flat_map(|side| side.3.iter().map(|point| point.1));
    let heights: Vec<f64> = drawn.chain(peaks).collect();
    let mut panel = Panel::new("Densities", x_axis(), Axis::from_zero("density", heights));
    for (side, _, _, curve) in &sides {
        panel = panel.with(Area::new(curve.clone(), side.colour));
    }
    for (side, shape, label, curve) in sides {
        if curve.is_empty() {
            let y = 0.5 * panel.y.max;
            let text = told!("Nothing is drawn yet: pull up a bar of {}", side.name);
            panel = panel.with(Note::new(0.0, y, text, side.colour));
        }
        panel = panel.with(Line::new(curve, side.colour).label(label));
        panel.handles.extend(side.handles(shape));
    }
    panel.alt(told!(
        "Two densities: p, {}; q, {}.",
        p.description(),
        q.description()
    ))
}

/// What stands in for a picture of two distributions where one has no mass.
pub(super) fn nothing(title: &'static str) -> Panel {
    let text = "undefined: a distribution needs mass";
    Panel::new(
        title,
        Axis::new("", 0.0, 1.0).without_ticks(),
        Axis::new("", 0.0, 1.0).without_ticks(),
    )
    .with(Note::new(0.5, 0.5, text, Role::Muted))
    .alt(told!("{} is {}.", title, text))
}

pub(super) fn integrand(settings: &Settings, p: &Density, q: &Density, xs: &[f64]) -> Panel {
    let apart = settings.apart();
    let at = |x: f64| match apart {
        Apart::Divergence(divergence) => divergence.integrand(p.log_pdf(x), q.log_pdf(x)),
        Apart::Mmd(bandwidth) => (p.pdf(x) - q.pdf(x)) * witness(p, q, bandwidth, x),
    };
    let ys: Vec<(f64, f64)> = xs.iter().map(|x| (*x, at(*x))).collect();
    let finite = || ys.iter().map(|point| point.1).filter(|y| y.is_finite());
    let (low, high) = finite().fold((0.0f64, 0.0f64), |(a, b), y| (a.min(y), b.max(y)));
    let room = 0.12 * (high - low).max(1e-3);
    let low = if low < 0.0 { low - room } else { 0.0 };
    let value = if apart.overflows(p, q) {
        "more than 10³⁰⁸".into()
    } else {
        number(apart.value(p, q))
    };
    let title = Text::listed(" = ", [settings.integrand.name().into(), value]);
    let expression = settings.integrand.expression();
    let signed = |keep: fn(f64) -> bool| -> Vec<(f64, f64)> {
        ys.iter()
            .map(|(x, y)| (*x, if keep(*y) || y.is_nan() { *y } else { 0.0 }))
            .collect()
    };
    let mut panel = Panel::new(
        title.clone(),
        x_axis(),
        Axis::new(told!("integrand {}", expression), low, high + room),
    );
    let infinite = infinite_stretches(&ys);
    for (from, to) in &infinite {
        let band = vec![(*from, high + room), (*to, high + room)];
        panel = panel.with(
            Area::new(band, Role::Muted)
                .to(Base::Level(low))
                .opacity(0.3),
        );
    }
    // In the widest stretch, where there is room for it.
    let widest = infinite
        .iter()
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    if let Some((from, to)) = widest {
        let middle = 0.5 * (from + to);
        panel = panel.with(Note::new(
            middle,
            low + 0.5 * (high + room - low),
            "∞",
            Role::Accent,
        ));
    }
    panel
        .with(Area::new(signed(|y| y > 0.0), Role::Critic).opacity(0.35))
        .with(Area::new(signed(|y| y < 0.0), Role::Muted).opacity(0.35))
        .with(Line::new(ys, Role::Critic))
        .alt(told!(
            "The integrand {} over x; its integral is {}.",
            expression,
            title
        ))
}

/// Where the integrand is infinite, as intervals.
fn infinite_stretches(ys: &[(f64, f64)]) -> Vec<(f64, f64)> {
    ys.chunk_by(|a, b| a.1.is_finite() == b.1.is_finite())
        .filter(|chunk| !chunk[0].1.is_finite())
        .map(|chunk| (chunk[0].0, chunk[chunk.len() - 1].0))
        .collect()
}

pub(super) fn cdfs(p: &Density, q: &Density, xs: &[f64]) -> Panel {
    let curve = |density: &Density| -> Vec<(f64, f64)> {
        xs.iter().map(|x| (*x, density.cdf(*x))).collect()
    };
    let (f, g) = (curve(p), curve(q));
    let value = number(wasserstein_1(p, q));
    let base = Base::Curve(g.iter().map(|point| point.1).collect());
    Panel::new(
        told!("W₁ = area between F and G = {}", value.clone()),
        x_axis(),
        Axis::new("share u left of x", 0.0, 1.05),
    )
    .with(Area::new(f.clone(), Role::Transport).to(base).opacity(0.35))
    .with(Line::new(f, Role::Real).label("F of P"))
    .with(Line::new(g, Role::Fake).label("G of Q"))
    .alt(told!(
        "The distribution functions F and G; the area between them is W₁ = {}.",
        value
    ))
}

/// As many grains of equal mass are followed on their way.
const GRAINS: usize = 24;
/// Share of the mass beyond each end of the quantiles' axis.
const TAIL: f64 = 2e-3;

pub(super) fn quantiles(p: &Density, q: &Density, xs: &[f64]) -> Panel {
    // The inverse of a curve is the curve, mirrored; where F rests, F⁻¹ jumps.
    let curve = |density: &Density| -> Vec<(f64, f64)> {
        let points = xs.iter().map(|x| (density.cdf(*x), *x));
        let inner = points.filter(|(u, _)| (1e-9..=1.0 - 1e-9).contains(u));
        inner.collect()
    };
    // The tails reach further than anything that can be seen of them.
    let end = |u: f64| [p, q].map(|density| density.quantile(u));
    let low = end(TAIL).into_iter().fold(f64::INFINITY, f64::min);
    let high = end(1.0 - TAIL)
        .into_iter()
        .fold(f64::NEG_INFINITY, f64::max);
    let room = 0.06 * (high - low);
    let value = number(wasserstein_2(p, q));
    let ways = (0..GRAINS).map(|i| {
        let u = (i as f64 + 0.5) / GRAINS as f64;
        [(u, q.quantile(u)), (u, p.quantile(u))]
    });
    Panel::new(
        told!("W₂ = root mean square of the ways = {}", value.clone()),
        Axis::new("share u", 0.0, 1.0),
        Axis::new("x", low - room, high + room),
    )
    .with(Arrows::new(ways.collect(), Role::Transport))
    .with(Line::new(curve(p), Role::Real).label("F⁻¹ of P"))
    .with(Line::new(curve(q), Role::Fake).label("G⁻¹ of Q"))
    .alt(told!(
        "The quantile functions of P and Q, with arrows from where each grain of Q stands to its \
         place in P; the root mean square of their lengths is W₂ = {}.",
        value
    ))
}
