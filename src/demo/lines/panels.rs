//! The four pictures of the parallel lines.

use std::f64::consts::LN_2;

use super::{Descent, EDGE};
use crate::demo::{Motion, Moves, press};
use crate::figure::{
    Align, Arrows, Axis, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::parallel_lines::Distance;
use crate::told;

/// Where KL = ∞ is drawn: above every finite value, on a line of its own.
const INFINITY_AT: f64 = 2.5;
const TOP: f64 = 2.8;

fn role(distance: Distance) -> Role {
    match distance {
        Distance::Wasserstein => Role::Transport,
        Distance::JensenShannon => Role::Critic,
        Distance::KullbackLeibler => Role::Fake,
        Distance::TotalVariation => Role::Generator,
    }
}

/// The curves of JS, KL and TV coincide in places: each is thinner than the one under it.
fn curve(points: Vec<(f64, f64)>, distance: Distance) -> Line {
    let line = Line::new(points, role(distance)).label(distance.symbol());
    match distance {
        Distance::Wasserstein => line.width(3.0),
        Distance::KullbackLeibler => line.width(7.0).opacity(0.4),
        Distance::JensenShannon => line.width(3.5),
        Distance::TotalVariation => line.width(2.0).dashed(),
    }
}

/// Widest first.
const DRAWN: [Distance; 4] = [
    Distance::KullbackLeibler,
    Distance::JensenShannon,
    Distance::TotalVariation,
    Distance::Wasserstein,
];

fn index(distance: Distance) -> usize {
    Distance::ALL
        .iter()
        .position(|d| *d == distance)
        .unwrap_or(0)
}

pub(super) fn plane(start: f64, thetas: &[f64; 4]) -> Panel {
    let moved = thetas[0];
    let moving = thetas.iter().any(|theta| *theta != start);
    let segment = |x: f64| vec![(x, 0.0), (x, 1.0)];
    let shovels = [0.15, 0.325, 0.675, 0.85]
        .map(|y| [(moved, y), (0.0, y)])
        .to_vec();
    let mut panel = Panel::new(
        "Two segments in the plane",
        Axis::new("x", -EDGE, EDGE),
        Axis::new("z", -0.25, 1.2),
    )
    .with(Arrows::new(shovels, Role::Transport))
    .with(
        Line::new(segment(0.0), Role::Real)
            .width(5.0)
            .label("P₀ (real)"),
    );
    if moving {
        panel = panel
            .with(
                Line::new(segment(start), Role::Muted)
                    .width(5.0)
                    .label("under JS, KL, TV"),
            )
            .with(
                Line::new(segment(moved), Role::Fake)
                    .width(5.0)
                    .label("Pθ under W"),
            );
    } else {
        panel = panel
            .with(
                Line::new(segment(moved), Role::Fake)
                    .width(5.0)
                    .label("Pθ (generated)"),
            )
            .handle(theta_handle(moved, 0.5));
    }
    panel
        .with(Note::new(
            moved / 2.0,
            -0.12,
            told!("W = {}", number(moved.abs())),
            Role::Transport,
        ))
        .alt(told!(
            "A vertical segment P₀ at x = 0 and a parallel one, Pθ, at x = {}.",
            number(moved)
        ))
}

fn theta_handle(x: f64, y: f64) -> Handle {
    Handle::new("Distance θ", x, y, Role::Fake).along_x(Drag::direct("theta"))
}

pub(super) fn values(start: f64, thetas: &[f64; 4]) -> Panel {
    let mut panel = Panel::new(
        "Distance between P₀ and Pθ",
        Axis::new("θ", -EDGE, EDGE),
        Axis::new("distance", 0.0, TOP),
    )
    .with(Rule::vertical(thetas[0]));
    let shown = |distance: Distance, theta: f64| distance.value(theta).min(INFINITY_AT);
    for distance in DRAWN {
        let points = match distance {
            Distance::Wasserstein => vec![(-EDGE, EDGE), (0.0, 0.0), (EDGE, EDGE)],
            _ => {
                let level = shown(distance, 1.0);
                // Two half-lines: at 0 the value is 0, not the level.
                vec![
                    (-EDGE, level),
                    (0.0, level),
                    (0.0, f64::NAN),
                    (0.0, level),
                    (EDGE, level),
                ]
            }
        };
        panel = panel.with(curve(points, distance));
    }
    for distance in [
        Distance::JensenShannon,
        Distance::KullbackLeibler,
        Distance::TotalVariation,
    ] {
        panel = panel.with(Points::new(vec![(0.0, shown(distance, 1.0))], role(distance)).hollow());
    }
    panel = panel
        .with(Points::new(vec![(0.0, 0.0)], Role::Accent))
        .with(Note::new(
            -0.5 * EDGE,
            INFINITY_AT - 0.22,
            "KL = ∞",
            Role::Fake,
        ))
        .with(note_beside("TV = 1", 1.28, Role::Generator))
        .with(note_beside("JS = ln 2", LN_2 - 0.3, Role::Critic));
    panel = with_current(panel, thetas, shown);
    if thetas.iter().all(|theta| *theta == start) {
        panel = panel.handle(theta_handle(start, shown(Distance::Wasserstein, start)));
    }
    let now = |distance: Distance| number(distance.value(thetas[index(distance)]));
    panel.alt(told!(
        "Distances over θ. W is a V with its tip at 0; JS, TV and KL are constant (ln 2, 1, ∞) \
         except for 0 at θ = 0. Now W = {}, JS = {}, KL = {}, TV = {}.",
        now(Distance::Wasserstein),
        now(Distance::JensenShannon),
        now(Distance::KullbackLeibler),
        now(Distance::TotalVariation)
    ))
}

fn note_beside(text: &'static str, y: f64, colour: Role) -> Note {
    Note::new(-0.97 * EDGE, y, text, colour).align(Align::Left)
}

/// A dot on each curve where its θ is now.
fn with_current(panel: Panel, thetas: &[f64; 4], height: impl Fn(Distance, f64) -> f64) -> Panel {
    DRAWN.into_iter().fold(panel, |panel, distance| {
        let theta = thetas[index(distance)];
        let dot = Points::new(vec![(theta, height(distance, theta))], role(distance));
        panel.with(dot.radius(6.0))
    })
}

pub(super) fn gradients(thetas: &[f64; 4]) -> Panel {
    let slope = |distance: Distance, theta: f64| distance.gradient(theta).unwrap_or(f64::NAN);
    let mut panel = Panel::new(
        "Slope: what descent can follow",
        Axis::new("θ", -EDGE, EDGE),
        Axis::new("slope in θ", -1.6, 1.6),
    )
    .with(Rule::vertical(thetas[0]));
    for distance in DRAWN {
        let (left, right) = (slope(distance, -1.0), slope(distance, 1.0));
        let points = vec![
            (-EDGE, left),
            (0.0, left),
            (0.0, f64::NAN),
            (0.0, right),
            (EDGE, right),
        ];
        panel = panel.with(curve(points, distance));
        let ends = Points::new(vec![(0.0, left), (0.0, right)], role(distance));
        panel = panel.with(ends.hollow());
    }
    with_current(panel, thetas, slope)
        .with(note_beside("JS, TV: 0", 0.32, Role::Critic))
        .with(note_beside("W: sign θ", -0.66, Role::Transport))
        .with(note_beside("KL: none (∞ on both sides)", 1.3, Role::Fake))
        .alt(told!(
            "Slopes over θ: W has −1 left and +1 right of 0; JS and TV have 0; KL has none. Now W's \
             is {} at θ = {}.",
            number(slope(Distance::Wasserstein, thetas[0])),
            number(thetas[0])
        ))
}

pub(super) fn descent(start: f64, motion: Option<&Motion>) -> Panel {
    let steps = motion.map_or(0, Motion::steps);
    let bound = start.abs().max(0.25) * 1.2;
    let low = if start < 0.0 { -bound } else { -0.2 * bound };
    let high = if start < 0.0 { 0.2 * bound } else { bound };
    // Room for the whole way is kept from the beginning at the default step.
    let last = steps.max(30) as f64;
    let mut panel = Panel::new(
        "θ while descending",
        Axis::new("step", 0.0, last),
        Axis::new("θ", low, high),
    )
    .with(Rule::horizontal(0.0));
    for distance in DRAWN {
        let path: Vec<(f64, f64)> = motion.map_or(vec![(0.0, start)], |motion| {
            let states = motion.states().iter().enumerate();
            states
                .map(|(k, thetas)| (k as f64, thetas[index(distance)]))
                .collect()
        });
        let end = path.last().copied().into_iter().collect();
        panel = panel
            .with(curve(path, distance))
            .with(Points::new(end, role(distance)));
    }
    if motion.is_none() {
        let hint = press(Descent.label());
        panel = panel.with(Note::new(0.5 * last, 0.5 * (low + high), hint, Role::Muted));
    }
    let now = motion
        .and_then(|m| m.now().first().copied())
        .unwrap_or(start);
    panel.alt(told!(
        "θ over {} steps: under W it is now {}, under JS, KL and TV still {}.",
        steps,
        number(now),
        number(start)
    ))
}
