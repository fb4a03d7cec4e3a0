//! The pair, the pushes, and both critics over the line: closed form dashed, trained solid.

use super::{DATA, LINE, Scaled};
use crate::figure::{
    Align, Area, Arrows, Axis, Bars, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::curve::{self, at, over};
use crate::math::density::Density;
use crate::math::gaussian::Gaussian;
use crate::math::gaussian_pair::Pair;
use crate::math::special::sigmoid;
use crate::math::transport::potential;
use crate::protocol::LaneFrame;
use crate::text::Text;
use crate::told;

/// Cells of a curve.
const CELLS: usize = 400;
/// The least push that is told from none.
const LEAST: f64 = 1e-8;
/// The longest arrow, on the line.
const LONGEST: f64 = 2.0;

type Curve = Vec<(f64, f64)>;

fn curve(f: impl Fn(f64) -> f64) -> Curve {
    curve::of(LINE, CELLS, f)
}

fn line(name: &'static str) -> Axis {
    Axis::new(name, LINE.0, LINE.1)
}

pub(super) fn densities(pair: &Pair, x: f64, frame: Option<&LaneFrame>) -> Panel {
    let (p, q) = (pair.p.density(), pair.q.density());
    let top = 1.25 * p.pdf(DATA.mean);
    let floor = -0.5 * top;
    let shape = |d: &Density| curve(|x| d.pdf(x));
    let mut panel = Panel::new(
        "Data P and generated Q: densities",
        line("x"),
        Axis::new("", floor, top),
    );
    if let Some(frame) = frame {
        let sample: Vec<f64> = frame.fake_points.iter().map(|x| f64::from(*x)).collect();
        panel = panel.with(Bars::histogram(&sample, 50, LINE.0, LINE.1, Role::Fake));
    }
    let push = |y: f64, push: f64, role: Role| {
        Arrows::new(vec![[(x, y), (x + push.clamp(-LONGEST, LONGEST), y)]], role)
    };
    let label = |y: f64, text: &'static str, role: Role| {
        // On the side from which the push comes, so that the arrow stays free.
        let (aside, align) = match pair.wasserstein_push(x) > 0.0 {
            true => (-0.2, Align::Right),
            false => (0.2, Align::Left),
        };
        Note::new(x + aside, y, text, role).align(align)
    };
    let rows = [0.42 * floor, 0.82 * floor];
    let edge = |g: Gaussian| (g.mean - g.sd, g.density().pdf(g.mean - g.sd));
    let width = edge(pair.q);
    panel
        .with(Area::new(shape(&p), Role::Real))
        .with(Line::new(shape(&p), Role::Real).label("P (real)"))
        .with(Area::new(shape(&q), Role::Fake))
        .with(Line::new(shape(&q), Role::Fake).label("Q (generated)"))
        .with(Rule::horizontal(0.0))
        .with(push(rows[0], pair.saturating_push(x), Role::Critic))
        .with(label(rows[0], "log(1 − D*)", Role::Critic))
        .with(push(rows[1], pair.wasserstein_push(x), Role::Transport))
        .with(label(rows[1], "f*", Role::Transport))
        .handle(
            Handle::new("Centre of Q", pair.q.mean, q.pdf(pair.q.mean), Role::Fake)
                .along_x(Drag::direct("theta")),
        )
        .handle(
            Handle::new("Width of Q", width.0, width.1, Role::Fake)
                .along_x(Drag::from("width", pair.q.mean, -1.0)),
        )
        .handle(Handle::new("Fake sample x", x, 0.0, Role::Accent).along_x(Drag::direct("x")))
        .alt(told!(
            "Two densities: the data around {}, generated samples around {}. A fake sample at {} is \
             pushed with {} under log(1 − D*) and with {} under f*.",
            number(DATA.mean),
            number(pair.q.mean),
            number(x),
            number(pair.saturating_push(x)),
            number(pair.wasserstein_push(x))
        ))
}

pub(super) fn pushes(
    pair: &Pair,
    x: f64,
    discriminator: Option<&LaneFrame>,
    critic: Option<&Scaled>,
) -> Panel {
    let magnitude = |f: &dyn Fn(f64) -> f64| curve(|x| f(x).abs());
    let dot =
        |value: f64, role: Role| Points::new(vec![(x, value.abs().max(LEAST))], role).radius(6.0);
    let saturating = |x: f64| pair.saturating_push(x);
    let non_saturating = |x: f64| pair.non_saturating_push(x);
    let wasserstein = |x: f64| pair.wasserstein_push(x);
    let mut panel = Panel::new(
        "Strength of the push on a fake x",
        line("x"),
        Axis::new("", LEAST, 100.0).log(),
    )
    .with(Rule::vertical(x));
    if let Some(frame) = discriminator {
        let push = over(&frame.push_curve, LINE).into_iter();
        let push = push.map(|(x, push)| (x, push.abs())).collect();
        panel = panel.with(Line::new(push, Role::Critic).width(3.0).label("trained D"));
    }
    if let Some(scaled) = critic {
        let push = scaled.push.iter().map(|(x, push)| (*x, push.abs()));
        panel = panel.with(
            Line::new(push.collect(), Role::Transport)
                .width(3.0)
                .label("f/K"),
        );
    }
    panel
        .with(dashed(magnitude(&non_saturating), Role::Generator).label("−log D*"))
        .with(dashed(magnitude(&saturating), Role::Critic).label("log(1 − D*)"))
        .with(dashed(magnitude(&wasserstein), Role::Transport).label("f*"))
        .with(dot(saturating(x), Role::Critic))
        .with(dot(non_saturating(x), Role::Generator))
        .with(dot(wasserstein(x), Role::Transport))
        .alt(told!(
            "Strength of the push over x, logarithmic. At {}: {} under log(1 − D*), {} under \
             −log D*, {} under f*.",
            number(x),
            number(saturating(x).abs()),
            number(non_saturating(x).abs()),
            number(wasserstein(x).abs())
        ))
}

pub(super) fn discriminator(pair: &Pair, x: f64, frame: Option<&LaneFrame>) -> Panel {
    let best = curve(|x| pair.discriminator(x));
    let mut panel = Panel::new("Discriminator D(x)", line("x"), Axis::new("", -0.05, 1.1))
        .with(Rule::horizontal(0.5))
        .with(Rule::vertical(x));
    let mut alt = told!(
        "The best discriminator over x; at the fake sample it says {}.",
        number(pair.discriminator(x))
    );
    if let Some(frame) = frame {
        let logits = over(&frame.critic_curve, LINE).into_iter();
        let trained: Curve = logits.map(|(x, logit)| (x, sigmoid(logit))).collect();
        let says = told!("The trained one says {}.", number(at(&trained, x)));
        alt = Text::listed(" ", [alt, says]);
        panel = panel.with(Line::new(trained, Role::Critic).width(3.0).label("trained"));
    }
    panel
        .with(dashed(best, Role::Accent).label("best: D* = p/(p + q)"))
        .with(Points::new(vec![(x, pair.discriminator(x))], Role::Accent).radius(6.0))
        .alt(alt)
}

pub(super) fn critic(pair: &Pair, x: f64, scaled: Option<&Scaled>) -> Panel {
    let (p, q) = (pair.p.density(), pair.q.density());
    let mut best = curve(|_| 0.0);
    let xs: Vec<f64> = best.iter().map(|point| point.0).collect();
    for (point, height) in best.iter_mut().zip(potential(&p, &q, &xs)) {
        point.1 = height;
    }
    // Like the trained one: the mean over both is 0.
    let weight = |x: f64| p.pdf(x) + q.pdf(x);
    let total: f64 = xs.iter().map(|x| weight(*x)).sum();
    let mean = best.iter().map(|(x, f)| weight(*x) * f).sum::<f64>() / total;
    best.iter_mut().for_each(|point| point.1 -= mean);
    let mut panel = Panel::new(
        "Critic f(x), at slope 1",
        line("x"),
        Axis::new("", -4.0, 4.0),
    )
    .with(Rule::horizontal(0.0))
    .with(Rule::vertical(x));
    let mut alt = Text::from("The best 1-Lipschitz critic over x.");
    if let Some(scaled) = scaled {
        alt = told!(
            "The best 1-Lipschitz critic over x. The trained one's largest slope is {}; divided by \
             that it finds {} of the distance.",
            number(scaled.steepness),
            number(scaled.bound)
        );
        let trained = Line::new(scaled.curve.clone(), Role::Transport).width(3.0);
        panel = panel.with(trained.label("trained, f/K"));
    }
    let here = vec![(x, at(&best, x))];
    panel
        .with(dashed(best, Role::Accent).label("best: f*"))
        .with(Points::new(here, Role::Accent).radius(6.0))
        .alt(alt)
}

fn dashed(points: Curve, role: Role) -> Line {
    Line::new(points, role).dashed()
}
