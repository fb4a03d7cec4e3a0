//! The three pictures of a pair of densities.

use crate::figure::{Area, Axis, Base, Line, Note, Panel, Role, number};
use crate::math::density::{Density, joint_breaks};
use crate::math::divergence::Divergence;
use crate::math::transport::wasserstein_1;

/// The line is shown on [−LIMIT, LIMIT].
const LIMIT: f64 = 9.0;
/// Equidistant points of a curve, besides those that follow the densities' features.
const POINTS: usize = 300;

/// Where to evaluate curves: evenly, where the densities have features however narrow, and on
/// both sides of each jump.
pub(super) fn grid(p: &Density, q: &Density) -> Vec<f64> {
    let even = (0..=POINTS).map(|i| LIMIT * (2.0 * i as f64 / POINTS as f64 - 1.0));
    let mut xs: Vec<f64> = even.collect();
    for ends in joint_breaks(p, q).windows(2) {
        xs.extend((0..4).map(|i| ends[0] + (ends[1] - ends[0]) * f64::from(i) / 4.0));
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

pub(super) fn densities(p: &Density, q: &Density, xs: &[f64]) -> Panel {
    let curve = |density: &Density| -> Vec<(f64, f64)> {
        xs.iter().map(|x| (*x, density.pdf(*x))).collect()
    };
    let (ps, qs) = (curve(p), curve(q));
    let heights = ps.iter().chain(&qs).map(|point| point.1);
    Panel::new("Densities", x_axis(), Axis::from_zero("", heights))
        .with(Area::new(ps.clone(), Role::Real))
        .with(Area::new(qs.clone(), Role::Fake))
        .with(Line::new(ps, Role::Real).label("p (real)"))
        .with(Line::new(qs, Role::Fake).label("q (generated)"))
        .alt("The two densities p and q, with handles for their centres and widths.")
}

pub(super) fn integrand(divergence: Divergence, p: &Density, q: &Density, xs: &[f64]) -> Panel {
    let ys: Vec<(f64, f64)> = xs
        .iter()
        .map(|x| (*x, divergence.integrand(p.log_pdf(*x), q.log_pdf(*x))))
        .collect();
    let finite = || ys.iter().map(|point| point.1).filter(|y| y.is_finite());
    let (low, high) = finite().fold((0.0f64, 0.0f64), |(a, b), y| (a.min(y), b.max(y)));
    let room = 0.12 * (high - low).max(1e-3);
    let low = if low < 0.0 { low - room } else { 0.0 };
    let (name, expression) = match divergence {
        Divergence::Kl => ("KL(P‖Q)", "p ln(p/q)"),
        Divergence::ReverseKl => ("KL(Q‖P)", "q ln(q/p)"),
        Divergence::JensenShannon => ("JS", "½ p ln(p/m) + ½ q ln(q/m)"),
        Divergence::TotalVariation => ("TV", "½ |p − q|"),
        Divergence::SquaredHellinger => ("H²", "½ (√p − √q)²"),
    };
    let value = number(divergence.between(p, q));
    let signed = |keep: fn(f64) -> bool| -> Vec<(f64, f64)> {
        ys.iter()
            .map(|(x, y)| (*x, if keep(*y) || y.is_nan() { *y } else { 0.0 }))
            .collect()
    };
    let mut panel = Panel::new(
        format!("{name} = {value}"),
        x_axis(),
        Axis::new(format!("integrand {expression}"), low, high + room),
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
        .alt(format!(
            "The integrand {expression} over x; its integral is {name} = {value}."
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
        format!("W₁ = area between = {value}"),
        x_axis(),
        Axis::new("", 0.0, 1.05),
    )
    .with(Area::new(f.clone(), Role::Transport).to(base).opacity(0.35))
    .with(Line::new(f, Role::Real).label("F of P"))
    .with(Line::new(g, Role::Fake).label("G of Q"))
    .alt(format!(
        "The distribution functions F and G; the area between them is W₁ = {value}."
    ))
}
