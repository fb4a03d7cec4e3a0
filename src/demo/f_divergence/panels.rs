//! The pictures of f, its conjugate, and a witness at work.

use super::{HEIGHTS, NODES, P, Q, Scene, TOUCH, Tighten, Worth, unit};
use crate::demo::{Motion, Moves, press};
use crate::figure::{
    Align, Area, Axis, Base, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::conjugate::{Convex, legendre};
use crate::math::curve;
use crate::told;

/// Supporting lines drawn as the family.
pub(super) const FAMILY: usize = 17;
/// f is shown for u in [0, REACH].
const REACH: f64 = 3.0;
/// x of the lower pictures.
const X: (f64, f64) = (-6.0, 6.0);

/// Points (u, f(u)) from which conjugates are computed, to beyond the window.
fn graph(f: Convex) -> Vec<(f64, f64)> {
    let fine = curve::of((1e-3, 0.2), 100, |u| f.value(u));
    let wide = curve::of((0.2, 2.0 * REACH), 290, |u| f.value(u));
    let start = (0.0, f.value(0.0));
    let points = fine.into_iter().chain(wide).chain([start, (1.0, 0.0)]);
    points.filter(|point| point.1.is_finite()).collect()
}

/// `n` slopes, even in angle, from the steepest to the flattest that the window shows.
fn slopes(f: Convex, n: usize) -> Vec<f64> {
    let ends = (f.slope(0.08).atan(), f.slope(REACH).atan());
    curve::of(ends, n - 1, f64::tan)
        .into_iter()
        .map(|(_, t)| t)
        .collect()
}

/// 0, 1, … `n` − 1, coarse to fine: the ends, the middle, the quarters, ….
fn coarse_to_fine(n: usize) -> Vec<usize> {
    let mut order = vec![0, n - 1];
    let mut stride = n - 1;
    while stride > 1 {
        order.extend((stride / 2..n).step_by(stride));
        stride /= 2;
    }
    order
}

/// f with its tangents, and f* as their intercepts. In motion, the supporting lines of `steps`
/// steps; all at rest.
pub(super) fn conjugate(f: Convex, u: f64, steps: Option<usize>) -> [Panel; 2] {
    let graph = graph(f);
    let with_conjugate = |t: f64| (t, legendre(&graph, t));
    let family = slopes(f, FAMILY);
    let shown: Vec<(f64, f64)> = match steps {
        None => family.into_iter().map(with_conjugate).collect(),
        Some(steps) => {
            let order = coarse_to_fine(FAMILY).into_iter().take(steps + 1);
            order.map(|i| with_conjugate(family[i])).collect()
        }
    };
    // At rest, of many more lines than are drawn.
    let dual = match steps {
        None => slopes(f, 120).into_iter().map(with_conjugate).collect(),
        Some(_) => shown.clone(),
    };
    [primal(f, u, &shown, &dual), envelope(f, u, &shown)]
}

fn primal(f: Convex, u: f64, family: &[(f64, f64)], dual: &[(f64, f64)]) -> Panel {
    let t = f.slope(u);
    let intercept = -f.conjugate(t);
    let line = |t: f64, c: f64| vec![(0.0, -c), (REACH, t * REACH - c)];
    let flattest = f.slope(TOUCH.1);
    let low = (-f.conjugate(flattest)).min(f.value(REACH)).min(-0.1);
    let high = f
        .value(REACH)
        .max(f.value(0.1))
        .max(-f.conjugate(f.slope(0.1)));
    let room = 0.08 * (high - low);
    let twice = |u: f64| legendre(dual, u);
    let gap = curve::of((0.1, REACH), 60, |u| f.value(u) - twice(u));
    let gap = gap.iter().map(|point| point.1).fold(0.0, f64::max);
    let mut panel = Panel::new(
        "f(u) and its tangents",
        Axis::new("u = p/q", 0.0, REACH),
        Axis::new("", low - room, high + room),
    );
    for (t, c) in family {
        panel = panel.with(
            Line::new(line(*t, *c), Role::Muted)
                .width(1.0)
                .opacity(0.45),
        );
    }
    panel
        .with(
            Line::new(curve::of((0.0, REACH), 200, |u| f.value(u)), Role::Accent)
                .width(5.0)
                .opacity(0.3)
                .label("f"),
        )
        .with(
            Line::new(curve::of((0.0, REACH), 200, twice), Role::Accent)
                .dashed()
                .label("f**"),
        )
        .with(
            Line::new(line(t, f.conjugate(t)), Role::Critic)
                .width(2.5)
                .label(told!("tangent, −f* = {}", number(intercept))),
        )
        .with(Points::new(vec![(0.0, intercept)], Role::Critic).radius(6.0))
        .handle(Handle::new("Tangent", u, f.value(u), Role::Critic).along_x(Drag::direct("u")))
        .alt(told!(
            "f over u with the tangent at u = {}, slope {}, intercept {}; the highest of {} \
             supporting lines stays within {} of f.",
            number(u),
            number(t),
            number(intercept),
            dual.len(),
            number(gap)
        ))
}

fn envelope(f: Convex, u: f64, family: &[(f64, f64)]) -> Panel {
    let t = f.slope(u);
    let (low, high) = (f.slope(0.15), f.slope(TOUCH.1));
    let pad = 0.15 * (high - low);
    let ends = (low - pad, high + pad);
    let values = curve::of(ends, 240, |t| f.conjugate(t));
    let finite = values.iter().map(|point| point.1).filter(|v| v.is_finite());
    let (bottom, top) = finite.fold((0.0f64, 0.0f64), |(a, b), v| (a.min(v), b.max(v)));
    // Near the end of its domain f* may shoot up.
    let top = top
        .min(bottom + 3.0 * (f.conjugate(high) - bottom))
        .max(0.1);
    let room = 0.1 * (top - bottom);
    let touching =
        |u: f64| -> Vec<(f64, f64)> { [ends.0, ends.1].map(|t| (t, u * t - f.value(u))).to_vec() };
    let mut panel = Panel::new(
        "f*(t) = max of u·t − f(u)",
        Axis::new("slope t", ends.0, ends.1),
        Axis::new("", bottom - room, top + room),
    );
    let end = values
        .iter()
        .find(|point| point.1.is_infinite())
        .map(|point| point.0);
    if let Some(end) = end {
        let band = vec![(end, top + room), (ends.1, top + room)];
        panel = panel
            .with(
                Area::new(band, Role::Muted)
                    .to(Base::Level(bottom - room))
                    .opacity(0.3),
            )
            .with(Note::new(
                0.5 * (end + ends.1),
                bottom + 0.5 * (top - bottom),
                "∞",
                Role::Accent,
            ));
    }
    for (t, _) in family {
        let lines = touching(f.conjugate_slope(*t));
        panel = panel.with(Line::new(lines, Role::Muted).width(1.0).opacity(0.45));
    }
    panel
        .with(Line::new(values, Role::Accent).width(3.0).label("f*"))
        .with(
            Line::new(touching(u), Role::Critic)
                .width(2.5)
                .label("u₀t − f(u₀)"),
        )
        .with(
            Points::new(family.to_vec(), Role::Accent)
                .hollow()
                .label("numeric"),
        )
        .with(Points::new(vec![(t, f.conjugate(t))], Role::Critic).radius(6.0))
        .alt(told!(
            "The conjugate f* over the slope t, the envelope of the lines u·t − f(u); f*({}) = {}.",
            number(t),
            number(f.conjugate(t))
        ))
}

pub(super) fn densities(scene: &Scene) -> Panel {
    let (p, q) = (scene.p, scene.q);
    let ps = curve::of(X, 240, |x| p.pdf(x));
    let qs = curve::of(X, 240, |x| q.pdf(x));
    let tops = [p.pdf(p.mean), q.pdf(q.mean)];
    let mut panel = Panel::new("Densities", x_axis(), Axis::from_zero("", tops))
        .with(Area::new(ps.clone(), Role::Real))
        .with(Area::new(qs.clone(), Role::Fake))
        .with(Line::new(ps, Role::Real).label("p"))
        .with(Line::new(qs, Role::Fake).label("q"))
        .alt("The two densities p and q, with handles for their centres and widths.");
    panel.handles = [P.handles(p), Q.handles(q)].concat();
    panel
}

fn x_axis() -> Axis {
    Axis::new("x", X.0, X.1)
}

pub(super) fn witness(scene: &Scene, held: bool) -> Panel {
    let (f, centre, unit) = (scene.f, scene.f.slope(1.0), unit(scene.f));
    let at = |x: f64| scene.witness(&scene.heights, x);
    let mut panel = Panel::new(
        "Witness T(x)",
        x_axis(),
        Axis::new("", centre - 2.65 * unit, centre + 1.15 * unit),
    )
    .with(Rule::horizontal(centre))
    .with(
        Line::new(curve::of(X, 240, |x| scene.best(x)), Role::Accent)
            .dashed()
            .label("T* = f′(p/q)"),
    )
    .with(
        Line::new(curve::of(X, 240, at), Role::Critic)
            .width(3.0)
            .label("T"),
    );
    // A witness that is T* has nothing left to hold.
    let share = 1.0 - scene.blend;
    if held && share > 0.0 {
        for (x, (knob, ..)) in NODES.into_iter().zip(HEIGHTS) {
            let origin = centre + scene.blend * (scene.best(x) - centre);
            let drag = Drag::from(knob, origin, 1.0 / (share * unit));
            let label = told!("Witness at x = {}", number(x));
            panel = panel.handle(Handle::new(label, x, at(x), Role::Critic).along_y(drag));
        }
    }
    panel.alt(told!(
        "The witness T and the best one, T* = f′(p/q), over x; T = {} = f′(1) everywhere would say \
         that p = q. T(0) = {}, T*(0) = {}.",
        number(f.slope(1.0)),
        number(at(0.0)),
        number(scene.best(0.0))
    ))
}

pub(super) fn integrand(scene: &Scene, worth: &Worth) -> Panel {
    let (f, p, q) = (scene.f, scene.p, scene.q);
    let truth = curve::of(X, 240, |x| f.integrand(p.log_pdf(x), q.log_pdf(x)));
    let proved = curve::of(X, 240, |x| {
        f.contribution(p.log_pdf(x), q.log_pdf(x), scene.witness(&scene.heights, x))
    });
    // χ² can dwarf what is to be seen.
    let cap = 8.0 * p.pdf(p.mean).max(q.pdf(q.mean));
    let all = truth
        .iter()
        .chain(&proved)
        .map(|point| point.1.clamp(-cap, cap));
    let (low, high) = all.fold((0.0f64, 0.0f64), |(a, b), y| (a.min(y), b.max(y)));
    let room = 0.1 * (high - low).max(1e-3);
    let Worth { bound, divergence } = *worth;
    let title = told!("Bound {} ≤ D = {}", number(bound), number(divergence));
    let base = Base::Curve(proved.iter().map(|point| point.1).collect());
    Panel::new(title, x_axis(), Axis::new("", low - room, high + room))
        .with(Area::new(truth.clone(), Role::Muted).to(base).opacity(0.3))
        .with(Rule::horizontal(0.0))
        .with(Line::new(truth, Role::Accent).dashed().label("q f(p/q)"))
        .with(Line::new(proved, Role::Critic).label("p T − q f*(T)"))
        .alt(told!(
            "What each x adds to the bound and to the divergence; the shaded area between them is \
             what is missing: {}.",
            number(divergence - bound)
        ))
}

pub(super) fn history(worth: &Worth, motion: Option<&Motion>) -> Panel {
    let divergence = worth.divergence;
    let path: Vec<(f64, f64)> = match motion {
        None => vec![(0.0, worth.bound)],
        Some(motion) => {
            let states = motion.states().iter().enumerate();
            states
                .map(|(step, state)| (step as f64, state[NODES.len()]))
                .collect()
        }
    };
    let steps = path.len() - 1;
    let last = steps.max(30) as f64;
    let (_, now) = path[steps];
    let lowest = path.iter().map(|point| point.1).fold(0.0, f64::min);
    let highest = path.iter().map(|point| point.1).fold(0.0, f64::max);
    // A divergence far above everything that the witness reaches is said, not drawn.
    let near = divergence <= 6.0 * highest.max(0.5);
    let top = 1.2
        * if near {
            divergence.max(highest)
        } else {
            2.0 * highest.max(0.5)
        };
    let top = top.max(0.02);
    let bottom = lowest - 0.1 * (top - lowest);
    let level = if near { divergence } else { 0.88 * top };
    let above = if near { "D" } else { "far above: D" };
    let mut panel = Panel::new(
        "Bound while T climbs",
        Axis::new("step", 0.0, last),
        Axis::new("", bottom, top),
    )
    .with(Rule::horizontal(0.0));
    if near {
        panel = panel.with(Rule {
            colour: Role::Accent,
            dashed: true,
            ..Rule::horizontal(divergence)
        });
    }
    panel = panel
        .with(
            Note::new(
                0.98 * last,
                level + 0.06 * (top - bottom),
                told!("{} = {}", above, number(divergence)),
                Role::Accent,
            )
            .align(Align::Right),
        )
        .with(Line::new(path, Role::Critic).width(3.0))
        .with(Points::new(vec![(steps as f64, now)], Role::Critic).radius(6.0));
    if motion.is_none() {
        let hint = press(Tighten.label());
        let middle = bottom + 0.3 * (top - bottom);
        panel = panel.with(Note::new(0.5 * last, middle, hint, Role::Muted));
    }
    panel.alt(told!(
        "The bound over {} steps: now {} of {}.",
        steps,
        number(now),
        number(divergence)
    ))
}
