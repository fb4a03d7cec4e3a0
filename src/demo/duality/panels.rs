//! The pictures of the two sides of the duality.

use super::{F, HEAVIEST, P, POINTS, Q, REACH, Refusal, Scene, Settings};
use crate::demo::Motion;
use crate::figure::{
    Align, Area, Axis, Bars, Base, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::text::Text;
use crate::told;

const LOW: f64 = -0.5;
const HIGH: f64 = 4.5;

fn x_axis() -> Axis {
    Axis::new("x", LOW, HIGH)
}

pub(super) fn weights(settings: &Settings) -> Panel {
    let mut panel = Panel::new(
        "Weights of P and Q",
        x_axis(),
        Axis::new("weight", 0.0, 1.12 * HEAVIEST),
    );
    for (each, heights, side, colour, letter, name) in [
        (P, settings.p, -0.18, Role::Real, "P", "P (real)"),
        (Q, settings.q, 0.18, Role::Fake, "Q", "Q (generated)"),
    ] {
        let edges = POINTS
            .iter()
            .flat_map(|x| [x + side - 0.16, x + side + 0.16]);
        // Every second bar is the space between two.
        let mut spaced: Vec<f64> = heights.iter().flat_map(|h| [*h, 0.0]).collect();
        spaced.pop();
        let bars = Bars {
            edges: edges.collect(),
            heights: spaced,
            colour,
            opacity: 0.6,
            label: None,
        };
        panel = panel.with(bars.label(name));
        for (((slug, ..), x), y) in each.into_iter().zip(POINTS).zip(heights) {
            let label = told!("Weight of {} at {}", letter, x);
            let handle = Handle::new(label, x + side, y, colour);
            panel = panel.handle(handle.along_y(Drag::direct(slug)));
        }
    }
    panel.alt("The weights of P and Q at five points, with a handle on each.")
}

/// Whether f pays for the way from one point to another all that a K-Lipschitz function can.
fn is_tight(scene: &Scene, from: f64, to: f64) -> bool {
    let at = |x: f64| POINTS.iter().position(|point| *point == x);
    let (Some(i), Some(j)) = (at(from), at(to)) else {
        return false;
    };
    let (Some(a), Some(b)) = (scene.f.get(i), scene.f.get(j)) else {
        return false;
    };
    (a - b - scene.k * (from - to).abs()).abs() < 1e-6
}

pub(super) fn plan(scene: &Scene) -> Panel {
    let mut panel = Panel::new(
        told!("Best plan: it costs W = {}", number(scene.w)),
        x_axis(),
        Axis::new("", -0.3, 1.3).without_ticks(),
    );
    let widest = scene.plan.iter().map(|m| m.mass).fold(1e-9, f64::max);
    let mut tight = 0;
    for m in &scene.plan {
        let ends = vec![(m.from, 0.95), (m.to, 0.05)];
        let width = 1.5 + 6.5 * m.mass / widest;
        let is_tight = is_tight(scene, m.from, m.to);
        tight += usize::from(is_tight);
        let line = if is_tight {
            Line::new(ends, Role::Transport).opacity(0.7)
        } else {
            Line::new(ends, Role::Muted).opacity(0.35)
        };
        panel = panel.with(line.width(width));
    }
    let key = |colour: Role, label: &'static str| Line::new(vec![], colour).width(5.0).label(label);
    panel = panel
        .with(key(Role::Transport, "f falls by K·way"))
        .with(key(Role::Muted, "f falls by less, or too steeply"));
    for (masses, y, aside, colour) in [
        (&scene.pair.p, 1.0, 0.17, Role::Real),
        (&scene.pair.q, 0.0, -0.17, Role::Fake),
    ] {
        for (x, mass) in POINTS
            .into_iter()
            .zip(masses)
            .filter(|(_, mass)| **mass > 0.0)
        {
            panel = panel
                .with(Points::new(vec![(x, y)], colour).radius(4.0 + 7.0 * mass.sqrt()))
                .with(Note::new(x, y + aside, number(*mass), colour));
        }
    }
    panel
        .with(Note::new(LOW + 0.04, 1.0, "P", Role::Real).align(Align::Left))
        .with(Note::new(LOW + 0.04, 0.0, "Q", Role::Fake).align(Align::Left))
        .alt(told!(
            "The best plan as {} lines from points of P above to points of Q below; its cost is {}. \
             Along {} of them f falls by K times the way.",
            scene.plan.len(),
            number(scene.w),
            tight
        ))
}

/// f, linear between the points; constant outside.
fn at(scene: &Scene, x: f64) -> f64 {
    let i = POINTS.partition_point(|point| *point <= x);
    if i == 0 || i == POINTS.len() {
        let end = if i == 0 { 0 } else { i - 1 };
        return scene.f.get(end).copied().unwrap_or(0.0);
    }
    let share = (x - POINTS[i - 1]) / (POINTS[i] - POINTS[i - 1]);
    scene.f[i - 1] + share * (scene.f[i] - scene.f[i - 1])
}

pub(super) fn critic(scene: &Scene, apex: f64, is_own: bool) -> Panel {
    let k = scene.k;
    let top = 1.12 * REACH;
    let height = at(scene, apex);
    let slopes = scene.pair.slopes(&scene.f);
    let steepest = scene.pair.lipschitz(&scene.f);
    let fits = steepest <= k * (1.0 + 1e-9);
    let title = if fits {
        told!("Critic f: slope {} ≤ K = {}", number(steepest), number(k))
    } else {
        told!("Critic f: slope {} > K = {}", number(steepest), number(k))
    };
    // The cone that f must not enter: above and below the apex, steeper than K.
    let xs = [LOW, apex, HIGH];
    let side = |sign: f64| -> Vec<(f64, f64)> {
        let edge = |x: f64| height + sign * k * (x - apex).abs();
        xs.into_iter().map(|x| (x, edge(x))).collect()
    };
    let cone = |sign: f64| {
        Area::new(side(sign), Role::Muted)
            .to(Base::Level(sign * top))
            .opacity(0.16)
    };
    let points: Vec<(f64, f64)> = POINTS.into_iter().zip(scene.f.iter().copied()).collect();
    let mut panel = Panel::new(title, x_axis(), Axis::new("f", -top, top))
        .with(cone(1.0))
        .with(cone(-1.0))
        .with(Line::new(side(1.0), Role::Muted).width(1.0))
        .with(Line::new(side(-1.0), Role::Muted).width(1.0))
        .with(Rule::vertical(apex))
        .with(
            Line::new(points.clone(), Role::Critic)
                .width(3.0)
                .label("f"),
        )
        .with(Points::new(vec![(apex, height)], Role::Muted).radius(5.0));
    let steep = |slope: f64| slope.abs() > k * (1.0 + 1e-9);
    for (ends, slope) in points.windows(2).zip(&slopes).filter(|(_, s)| steep(**s)) {
        let middle = 0.5 * (ends[0].0 + ends[1].0);
        panel = panel
            .with(Line::new(ends.to_vec(), Role::Accent).width(5.0))
            .with(Note::new(middle, 0.88 * top, number(*slope), Role::Accent));
    }
    if !fits {
        let key = Line::new(vec![], Role::Accent).width(5.0);
        panel = panel.with(key.label("steeper than K"));
    }
    panel = if is_own {
        let handles = F.into_iter().zip(&points).map(|((slug, ..), (x, y))| {
            Handle::new(format!("f({x})"), *x, *y, Role::Critic).along_y(Drag::direct(slug))
        });
        handles.fold(panel, Panel::handle)
    } else {
        panel.with(Points::new(points, Role::Critic).radius(5.0))
    };
    panel
        .handle(
            Handle::new("Cone at x", apex, -0.99 * REACH, Role::Muted).along_x(Drag::direct("cone")),
        )
        .alt(told!(
            "The critic f over x with the cone of slope K = {} at x = {}; its own Lipschitz constant \
             is {}.",
            number(k),
            number(apex),
            number(steepest)
        ))
}

/// At rest: the plan's cost, and what f gains as drawn and when scaled.
pub(super) fn values(scene: &Scene) -> Panel {
    let (target, value, scaled) = (scene.k * scene.w, scene.value(), scene.scaled());
    let fits = scene.pair.lipschitz(&scene.f) <= scene.k * (1.0 + 1e-9);
    let all = [target, value, scaled];
    let low = all.into_iter().fold(0.0, f64::min);
    let high = all.into_iter().fold(0.0, f64::max);
    let room = 0.2 * (high - low).max(0.1);
    let mut panel = Panel::new(
        told!("Primal and dual: K·W = {}", number(target)),
        Axis::new("", 0.4, 3.6).without_ticks(),
        Axis::new("E_P f − E_Q f", low - room, high + room),
    )
    .with(Rule::horizontal(0.0))
    .with(Rule {
        colour: Role::Transport,
        dashed: true,
        ..Rule::horizontal(target)
    });
    let as_drawn = if fits { "your f" } else { "too steep" };
    let bars = [
        ("plan", target, Role::Transport),
        (
            as_drawn,
            value,
            if fits { Role::Critic } else { Role::Muted },
        ),
        ("scaled", scaled, Role::Critic),
    ];
    for (i, (name, height, colour)) in bars.into_iter().enumerate() {
        let x = i as f64 + 1.0;
        let under = if height < 0.0 { 0.3 } else { -0.3 };
        panel = panel
            .with(Bars {
                edges: vec![x - 0.3, x + 0.3],
                heights: vec![height],
                colour,
                opacity: 0.6,
                label: None,
            })
            .with(Note::new(x, 0.5 * height, number(height), Role::Accent))
            .with(Note::new(x, under * room, name, Role::Muted));
    }
    panel.alt(told!(
        "K·W = {}; f reaches {} as drawn and {} when scaled to slope K, never more than K·W.",
        number(target),
        number(value),
        number(scaled)
    ))
}

/// While climbing: the value, step by step.
pub(super) fn climb(scene: &Scene, motion: &Motion) -> Panel {
    let target = scene.k * scene.w;
    let states = motion.states().iter().enumerate();
    let path: Vec<(f64, f64)> = states
        .filter_map(|(step, state)| Some((step as f64, *state.get(POINTS.len())?)))
        .collect();
    let now = scene.value();
    let low = path.iter().map(|point| point.1).fold(0.0, f64::min);
    let high = path.iter().map(|point| point.1).fold(target, f64::max);
    let room = 0.15 * (high - low).max(0.1);
    let last = motion.steps().max(40) as f64;
    Panel::new(
        format!("E_P f − E_Q f = {}, K·W = {}", number(now), number(target)),
        Axis::new("step", 0.0, last),
        Axis::new("E_P f − E_Q f", low - room, high + room),
    )
    .with(Rule {
        colour: Role::Transport,
        ..Rule::horizontal(target)
    })
    .with(Line::new(path, Role::Critic).width(3.0))
    .with(Points::new(vec![(motion.steps() as f64, now)], Role::Critic).radius(5.0))
    .with(Note::new(0.02 * last, target + 0.4 * room, "K·W", Role::Transport).align(Align::Left))
    .alt(told!(
        "After {} steps the value of f is {}; it climbs towards K·W = {}.",
        motion.steps(),
        number(now),
        number(target)
    ))
}

pub(super) fn refused(reason: Refusal) -> Panel {
    let axis = || Axis::new("", 0.0, 1.0).without_ticks();
    let [what, so] = reason;
    Panel::new("No distribution", axis(), axis())
        .with(Note::new(0.5, 0.6, what, Role::Accent))
        .with(Note::new(0.5, 0.46, so, Role::Accent))
        .alt(told!(
            "Nothing to compare: {}.",
            Text::listed(": ", reason.map(Text::from))
        ))
}
