//! The samples, and a picture of each class's best function.

use super::{CELLS, LIMIT, Scene};
use crate::figure::{Area, Arrows, Axis, Bars, Line, Panel, Points, Role, Rule, number};
use crate::math::curve;
use crate::math::density::Density;
use crate::math::witness::Witness;
use crate::text::Text;
use crate::told;

/// Edges of equal cells on [−LIMIT, LIMIT].
pub(super) fn grid(cells: usize) -> Vec<f64> {
    curve::grid((-LIMIT, LIMIT), cells).collect()
}

fn x_axis() -> Axis {
    Axis::new("x", -LIMIT, LIMIT)
}

pub(super) fn samples(scene: &Scene) -> Panel {
    let curve = |density: &Density| curve::of((-LIMIT, LIMIT), CELLS, |x| density.pdf(x));
    let (ps, qs) = (curve(&scene.p_density), curve(&scene.q_density));
    let histogram = |sample: &[f64], colour: Role| Bars {
        opacity: 0.22,
        ..Bars::histogram(sample, scene.edges.len() - 1, -LIMIT, LIMIT, colour)
    };
    let highest = ps
        .iter()
        .chain(&qs)
        .map(|point| point.1)
        .fold(0.1, f64::max);
    // Under the axis, a row each.
    let row = |sample: &[f64], k: f64, colour: Role| {
        let points = sample.iter().map(|x| (*x, -0.08 * k * highest)).collect();
        Points::new(points, colour).radius(2.5).opacity(0.7)
    };
    let n = scene.p.len();
    Panel::new(
        told!("Two samples of {} points", n),
        x_axis(),
        Axis::new("density", -0.24 * highest, 1.3 * highest),
    )
    .with(histogram(&scene.p, Role::Real))
    .with(histogram(&scene.q, Role::Fake))
    .with(Area::new(ps.clone(), Role::Real).opacity(0.1))
    .with(Area::new(qs.clone(), Role::Fake).opacity(0.1))
    .with(Line::new(ps, Role::Real).label("P (real)"))
    .with(Line::new(qs, Role::Fake).label("Q (generated)"))
    .with(row(&scene.p, 1.0, Role::Real))
    .with(row(&scene.q, 2.0, Role::Fake))
    .alt(told!(
        "{} points each of P and Q under their densities and histograms, with handles for centres \
         and widths.",
        n
    ))
}

/// How one class is shown.
struct Class<'a> {
    /// Its metric's name, with the value.
    title: fn(f64) -> Text,
    /// What makes its unit ball.
    ball: Text,
    /// Where the curve is drawn.
    xs: &'a [f64],
    /// Whether P's mean is that of the density, which is 0, instead of the sample's.
    is_stein: bool,
}

fn witness(scene: &Scene, class: &Class, solve: impl Fn(&[f64]) -> Witness) -> Panel {
    let (n, m) = (scene.p.len(), scene.q.len());
    let at: Vec<f64> = [&scene.p, &scene.q, class.xs].concat();
    let Witness { value, heights } = solve(&at);
    let points: Vec<(f64, f64)> = at.into_iter().zip(heights).collect();
    let (on_p, rest) = points.split_at(n);
    let (on_q, curve) = rest.split_at(m);
    let mean =
        |points: &[(f64, f64)]| points.iter().map(|p| p.1).sum::<f64>() / points.len() as f64;
    let of_p = if class.is_stein { 0.0 } else { mean(on_p) };
    let of_q = mean(on_q);
    let finite = points.iter().map(|point| point.1).filter(|y| y.is_finite());
    let (low, high) = finite.fold((0.0f64, 0.0f64), |(a, b), y| (a.min(y), b.max(y)));
    let room = 0.1 * (high - low).max(0.1);
    let y = Axis::new(class.ball.clone(), low - room, high + room);
    let level = |at: f64, colour: Role| Rule {
        colour,
        dashed: true,
        ..Rule::horizontal(at)
    };
    let dots = |points: &[(f64, f64)], colour: Role| {
        Points::new(points.to_vec(), colour)
            .radius(3.0)
            .opacity(0.6)
    };
    let mut panel = Panel::new((class.title)(value), x_axis(), y)
        .with(level(of_p, Role::Real))
        .with(level(of_q, Role::Fake))
        .with(Line::new(curve.to_vec(), Role::Critic).width(2.5))
        .with(dots(on_q, Role::Fake));
    if !class.is_stein {
        panel = panel.with(dots(on_p, Role::Real));
    }
    let right = 0.93 * LIMIT;
    panel
        .with(Arrows {
            width: 3.0,
            ..Arrows::new(vec![[(right, of_q), (right, of_p)]], Role::Accent)
        })
        .alt(told!(
            "The best function of its class ({}): its mean is {} under P and {} under Q; the \
             difference is {}.",
            class.ball.clone(),
            number(of_p),
            number(of_q),
            (class.title)(value)
        ))
}

pub(super) fn lipschitz(scene: &Scene) -> Panel {
    // The corners are at the samples.
    let mut xs = [&scene.p[..], &scene.q, &[-LIMIT, LIMIT]].concat();
    xs.sort_by(f64::total_cmp);
    let class = Class {
        title: |value| told!("Lipschitz: W₁ = {}", number(value)),
        ball: "f, |f′| ≤ 1".into(),
        xs: &xs,
        is_stein: false,
    };
    witness(scene, &class, |at| scene.lipschitz(at))
}

pub(super) fn rkhs(scene: &Scene) -> Panel {
    let class = Class {
        title: |value| told!("Kernel ball: MMD = {}", number(value)),
        ball: "f, ‖f‖ ≤ 1 in the RKHS".into(),
        xs: &grid(CELLS),
        is_stein: false,
    };
    witness(scene, &class, |at| scene.rkhs(at))
}

pub(super) fn indicator(scene: &Scene) -> Panel {
    let inner = &scene.edges[1..scene.edges.len() - 1];
    let jumps = inner.iter().flat_map(|edge| [edge.next_down(), *edge]);
    let xs: Vec<f64> = [-LIMIT].into_iter().chain(jumps).chain([LIMIT]).collect();
    let class = Class {
        title: |value| told!("Indicators: TV = {}", number(value)),
        ball: told!("f ∈ {0, 1} on {} bins", scene.edges.len() - 1),
        xs: &xs,
        is_stein: false,
    };
    witness(scene, &class, |at| scene.indicator(at))
}

pub(super) fn sobolev(scene: &Scene) -> Panel {
    let class = Class {
        title: |value| told!("Sobolev ball: S = {}", number(value)),
        ball: "f, E f′² ≤ 1 under ½(p + q)".into(),
        xs: &grid(CELLS),
        is_stein: false,
    };
    witness(scene, &class, |at| scene.sobolev(at))
}

pub(super) fn stein(scene: &Scene) -> Panel {
    let class = Class {
        title: |value| told!("Stein class: KSD = {}", number(value)),
        ball: "f = g (ln p)′ + g′, ‖g‖ ≤ 1".into(),
        xs: &grid(CELLS),
        is_stein: true,
    };
    witness(scene, &class, |at| scene.stein(at))
}
