//! Densities, discriminators, the integrand of V and the generator's cost.

use super::{DATA, GENERATED, Scene};
use crate::demo::Motion;
use crate::figure::{
    Align, Area, Axis, Base, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::curve;
use crate::math::discriminator::{FLOOR, cost_of_gaussians, value_integrand};
use crate::math::gaussian::Gaussian;
use crate::told;

const X: (f64, f64) = (-7.0, 7.0);
const POINTS: usize = 280;
/// Where p_g is moved to in the picture of its cost.
const REACH: f64 = 4.6;

fn x_axis() -> Axis {
    Axis::new("x", X.0, X.1)
}

pub(super) fn densities(scene: &Scene, held: bool) -> Panel {
    let (p, q) = (scene.data, scene.generated);
    let ps = curve::of(X, POINTS, |x| p.pdf(x));
    let qs = curve::of(X, POINTS, |x| q.pdf(x));
    let tops = [p.pdf(p.mean), q.pdf(q.mean)];
    let mut panel = Panel::new("Densities", x_axis(), Axis::from_zero("", tops))
        .with(Area::new(ps.clone(), Role::Real))
        .with(Area::new(qs.clone(), Role::Fake))
        .with(Line::new(ps, Role::Real).label("p_data"))
        .with(Line::new(qs, Role::Fake).label("p_g"))
        .alt(told!(
            "p_data with mean {} and width {}; p_g with mean {} and width {}.",
            number(p.mean),
            number(p.sd),
            number(q.mean),
            number(q.sd)
        ));
    panel.handles.extend(DATA.handles(p));
    if held {
        panel.handles.extend(GENERATED.handles(q));
    }
    panel
}

pub(super) fn discriminators(scene: &Scene) -> Panel {
    let best = curve::of(X, POINTS, |x| scene.optimal(x));
    let yours = curve::of(X, POINTS, |x| scene.yours(x));
    let mut panel = Panel::new("Discriminators", x_axis(), Axis::new("D(x)", -0.04, 1.09))
        .with(Rule::horizontal(0.5))
        .with(Line::new(yours, Role::Muted).dashed().label("your D"))
        .with(Line::new(best, Role::Critic).width(3.0).label("D*"));
    if let Some(d) = scene.smoothed() {
        let (alpha, beta) = scene.labels;
        let label = format!("α = {}, β = {}", number(alpha), number(beta));
        panel = panel.with(Line::new(curve::of(X, POINTS, d), Role::Generator).label(label));
        if beta > 0.0 {
            // On p_g's side, where D* leaves room.
            let (x, align) = if scene.generated.mean < scene.data.mean {
                (0.97 * X.0, Align::Left)
            } else {
                (0.97 * X.1, Align::Right)
            };
            let note = Note::new(x, beta + 0.12, "β p_g in the numerator", Role::Generator);
            panel = panel.with(note.align(align));
        }
    }
    // At the left end, where D* of two bells is at an extreme and leaves room. The best
    // discriminator itself is not held.
    let share = 1.0 - scene.share;
    if share > 0.0 {
        let x = 0.93 * X.0;
        let origin = scene.share * scene.optimal(x);
        let drag = Drag::from("constant", origin, 1.0 / share);
        let handle = Handle::new("Your D", x, scene.yours(x), Role::Muted).along_y(drag);
        panel = panel.handle(handle);
    }
    panel.alt(told!(
        "D* over x, from 1 where there are only data to 0 where there are only generated samples; \
         halfway between the means it is {}.",
        number(scene.optimal(0.5 * (scene.data.mean + scene.generated.mean)))
    ))
}

pub(super) fn integrand(scene: &Scene) -> Panel {
    let (p, q) = (scene.data, scene.generated);
    let of = |logit: &dyn Fn(f64) -> f64| {
        curve::of(X, POINTS, |x| {
            value_integrand(p.log_pdf(x), q.log_pdf(x), logit(x))
        })
    };
    let best = of(&|x| scene.logit(x));
    let yours = of(&|x| scene.your_logit(x));
    let lowest = best
        .iter()
        .chain(&yours)
        .map(|point| point.1)
        .fold(-0.01, f64::min);
    let base = Base::Curve(best.iter().map(|point| point.1).collect());
    let (cost, value) = (scene.cost(), scene.your_value());
    Panel::new(
        told!("V(D*) = {}, V(your D) = {}", number(cost), number(value)),
        x_axis(),
        Axis::new(
            "p_data log D + p_g log(1 − D)",
            1.12 * lowest,
            -0.06 * lowest,
        ),
    )
    .with(Area::new(yours.clone(), Role::Muted).to(base).opacity(0.3))
    .with(Area::new(best.clone(), Role::Critic))
    .with(Rule::horizontal(0.0))
    .with(Line::new(yours, Role::Muted).dashed().label("your D"))
    .with(Line::new(best, Role::Critic).width(3.0).label("D*"))
    .alt(told!(
        "The integrand of V for D* and for your D, which is nowhere above it; the integrals are {} \
         and {}.",
        number(cost),
        number(value)
    ))
}

pub(super) fn cost(scene: &Scene, motion: Option<&Motion>) -> Panel {
    let (p, q) = (scene.data, scene.generated);
    let at = |mean: f64| cost_of_gaussians(p, Gaussian { mean, ..q });
    // C depends on the distance alone: one half serves both.
    let half = curve::of((0.0, REACH + p.mean.abs()), 40, |distance| {
        at(p.mean + distance)
    });
    let left = half.iter().rev().map(|(x, c)| (p.mean - x, *c));
    let right = half.iter().map(|(x, c)| (p.mean + x, *c));
    let valley: Vec<(f64, f64)> = left.chain(right).collect();
    let now = scene.cost();
    let value = scene.your_value();
    let (low, high) = (-2.2, 0.25);
    let mut panel = Panel::new(
        "C(G) = −log 4 + 2 JS",
        Axis::new("position of p_g", -REACH, REACH),
        Axis::new("", low, high),
    )
    .with(Rule {
        colour: Role::Accent,
        dashed: true,
        ..Rule::horizontal(FLOOR)
    })
    .with(
        Note::new(
            -0.97 * REACH,
            FLOOR - 0.14,
            format!("−log 4 = {}", number(FLOOR)),
            Role::Accent,
        )
        .align(Align::Left),
    )
    .with(Rule::horizontal(0.0))
    .with(Note::new(-0.97 * REACH, 0.12, "0: nothing in common", Role::Muted).align(Align::Left))
    .with(
        Line::new(valley, Role::Critic)
            .width(3.0)
            .label("C at this width"),
    )
    .with(
        Points::new(vec![(q.mean, value)], Role::Muted)
            .radius(5.0)
            .label("V(your D)"),
    );
    match motion {
        None => {
            let handle = Handle::new("Centre of p_g", q.mean, now, Role::Fake);
            panel = panel.handle(handle.along_x(Drag::direct(GENERATED.centre)));
        }
        Some(motion) => {
            // Each step's own cost; its width was another then.
            let path = motion.states().iter().map(|state| (state[0], state[2]));
            panel = panel
                .with(
                    Points::new(path.collect(), Role::Fake)
                        .radius(2.5)
                        .label("steps"),
                )
                .with(Points::new(vec![(q.mean, now)], Role::Fake).radius(7.0));
        }
    }
    panel.alt(told!(
        "C(G) over the position of p_g, a valley with its floor −log 4 = {} on the data; p_g is at \
         {}, where C = {}. Descend walks down.",
        number(FLOOR),
        number(q.mean),
        number(now)
    ))
}
