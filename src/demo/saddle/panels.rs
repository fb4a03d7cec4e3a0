//! The plane of the two players, the distance from the equilibrium, the eigenvalues of a step.

use super::{Control, EDGE, Game, Settings, Shown, spectrum, with_game};
use crate::demo::Motion;
use crate::figure::{
    Align, Arrows, Axis, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::curve::grid;
use crate::math::game::Method;
use crate::text::Text;
use crate::told;
use std::f64::consts::TAU;

/// Arrows of the field along a side.
const ARROWS: usize = 11;

/// One curve of the picture.
pub(super) struct Orbit {
    name: &'static str,
    colour: Role,
    dashed: bool,
    path: Vec<(f64, f64)>,
}

fn look(method: Method) -> (&'static str, Role) {
    match method {
        Method::Simultaneous => ("simultaneous", Role::Fake),
        Method::Alternating => ("alternating", Role::Real),
        Method::Momentum => ("momentum", Role::Generator),
        Method::Extragradient => ("extragradient", Role::Transport),
        Method::Optimistic => ("optimistic", Role::Critic),
    }
}

/// Those that are shown.
pub(super) fn orbits(settings: &Settings, motion: &Motion) -> Vec<Orbit> {
    let path = |i: usize| -> Vec<(f64, f64)> {
        let states = motion.states().iter();
        states.map(|s| (s[4 * i], s[4 * i + 1])).collect()
    };
    let mut all = Vec::new();
    for (i, method) in Method::ALL.into_iter().enumerate() {
        if settings.shows(method) {
            let (name, colour) = look(method);
            all.push(Orbit {
                name,
                colour,
                dashed: false,
                path: path(i),
            });
        }
        if method == Method::Alternating && settings.average == Shown::On {
            all.push(Orbit {
                name: "average of alternating",
                colour: Role::Accent,
                dashed: true,
                path: averages(&path(i)),
            });
        }
    }
    all
}

/// The mean of the path up to each point.
fn averages(path: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let sums = path.iter().enumerate().scan((0.0, 0.0), |sum, (k, at)| {
        *sum = (sum.0 + at.0, sum.1 + at.1);
        let count = (k + 1) as f64;
        Some((sum.0 / count, sum.1 / count))
    });
    sums.collect()
}

pub(super) fn plane(settings: &Settings, orbits: &[Orbit]) -> Panel {
    let (title, x, y) = match settings.game {
        Game::Bilinear => ("Orbits on xy", "x (minimises)", "y (maximises)"),
        Game::Dirac => (
            "Orbits of the Dirac-GAN",
            "θ (generator)",
            "ψ (discriminator)",
        ),
    };
    let mut panel =
        Panel::new(title, Axis::new(x, -EDGE, EDGE), Axis::new(y, -EDGE, EDGE)).with(Arrows {
            width: 1.0,
            ..Arrows::new(field(settings), Role::Muted)
        });
    if (settings.game, settings.control) == (Game::Dirac, Control::Clip) {
        let bound = settings.clip;
        panel = panel.with(rule(-bound)).with(rule(bound));
    }
    for orbit in orbits {
        let line = Line::new(orbit.path.clone(), orbit.colour).width(1.8);
        panel = panel.with(if orbit.dashed { line.dashed() } else { line });
    }
    for orbit in orbits {
        let end = orbit.path.last().copied().into_iter().collect();
        panel = panel.with(Points::new(end, orbit.colour).radius(5.0));
    }
    let Settings { x, y, .. } = *settings;
    panel
        .with(
            Points::new(vec![(0.0, 0.0)], Role::Accent)
                .radius(4.0)
                .hollow(),
        )
        .handle(
            Handle::new("Start", x, y, Role::Accent)
                .along_x(Drag::direct("x"))
                .along_y(Drag::direct("y")),
        )
        .alt(told!(
            "Orbits from ({}, {}) around the equilibrium at 0, over arrows of the direction in \
             which both players descend. {}",
            number(x),
            number(y),
            ends(orbits)
        ))
}

fn rule(at: f64) -> Rule {
    Rule {
        dashed: true,
        ..Rule::horizontal(at)
    }
}

/// Where both players' slopes push, each arrow at most as long as the mesh.
fn field(settings: &Settings) -> Vec<[(f64, f64); 2]> {
    let mesh = 2.0 * EDGE / ARROWS as f64;
    let place = |i: usize| -EDGE + mesh * (i as f64 + 0.5);
    let at = |k: usize| [place(k % ARROWS), place(k / ARROWS)];
    let pushes: Vec<_> = with_game(settings, |game| {
        (0..ARROWS * ARROWS)
            .map(|k| (at(k), game.slopes(at(k)).map(|slope| -slope)))
            .collect()
    });
    let longest = pushes
        .iter()
        .map(|(_, push)| push[0].hypot(push[1]))
        .fold(f64::MIN_POSITIVE, f64::max);
    let arrow = |(at, push): ([f64; 2], [f64; 2])| {
        let size = push[0].hypot(push[1]);
        // Root of the length: weak pushes are to be seen beside strong ones.
        let scale = 0.9 * mesh * (size / longest).sqrt() / size.max(f64::MIN_POSITIVE);
        let half = [0.5 * scale * push[0], 0.5 * scale * push[1]];
        [
            (at[0] - half[0], at[1] - half[1]),
            (at[0] + half[0], at[1] + half[1]),
        ]
    };
    pushes.into_iter().map(arrow).collect()
}

fn length((x, y): (f64, f64)) -> f64 {
    x.hypot(y)
}

fn ends(orbits: &[Orbit]) -> Text {
    let parts = orbits.iter().map(|orbit| {
        let end = orbit.path.last().copied().map_or(f64::NAN, length);
        named(orbit.name, end)
    });
    told!(
        "Distance from it at the end: {}.",
        Text::listed(", ", parts)
    )
}

fn named(name: &'static str, value: f64) -> Text {
    Text::listed(" ", [name.into(), number(value)])
}

pub(super) fn distance(orbits: &[Orbit]) -> Panel {
    let last = orbits.iter().map(|o| o.path.len()).max().unwrap_or(1) - 1;
    let steps = (last.max(50)) as f64;
    let far = orbits.iter().flat_map(|o| &o.path).map(|at| length(*at));
    let (low, high) = far
        .filter(|d| *d > 0.0)
        .fold((0.1f64, 10.0f64), |(l, h), d| (l.min(d), h.max(d)));
    let mut panel = Panel::new(
        "Distance from the equilibrium",
        Axis::new("step", 0.0, steps),
        // Below and above these nothing more is to be learnt.
        Axis::new("", low.max(1e-6), high.min(1e4)).log(),
    );
    for orbit in orbits {
        let path = orbit.path.iter().enumerate();
        let points = path.map(|(k, at)| (k as f64, length(*at))).collect();
        let line = Line::new(points, orbit.colour).width(2.2).label(orbit.name);
        panel = panel.with(if orbit.dashed { line.dashed() } else { line });
    }
    panel.alt(told!(
        "Distance from the equilibrium over {} steps, on a logarithmic axis. {}",
        last,
        ends(orbits)
    ))
}

pub(super) fn eigenvalues(settings: &Settings) -> Panel {
    let shown: Vec<Method> = Method::ALL
        .into_iter()
        .filter(|method| settings.shows(*method))
        .collect();
    let all: Vec<(Method, Vec<(f64, f64)>)> = shown
        .into_iter()
        .map(|method| (method, spectrum(settings, method)))
        .collect();
    // The largest of each method, above the real axis: they decide, and are seen close up.
    let leading: Vec<(f64, f64)> = all
        .iter()
        .filter_map(|(_, values)| {
            let largest = values
                .iter()
                .max_by(|a, b| length(**a).total_cmp(&length(**b)));
            largest.map(|(re, im)| (*re, im.abs()))
        })
        .collect();
    let (real, imaginary) = if leading.is_empty() {
        ((-1.25, 1.25), (-1.25, 1.25))
    } else {
        let centre = |part: fn(&(f64, f64)) -> f64| {
            let (low, high) = leading
                .iter()
                .map(part)
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
                    (l.min(v), h.max(v))
                });
            (0.5 * (low + high), 0.5 * (high - low))
        };
        let (re, im) = (centre(|v| v.0), centre(|v| v.1));
        let half = 1.6 * re.1.max(im.1).max(0.05);
        ((re.0 - half, re.0 + half), (im.0 - half, im.0 + half))
    };
    let circle = grid((0.0, TAU), 1440).map(|angle| (angle.cos(), angle.sin()));
    let corner = |x: f64, y: f64| {
        let at = |(low, high): (f64, f64), share: f64| low + share * (high - low);
        (at(real, x), at(imaginary, y))
    };
    let note = |(x, y): (f64, f64), text: &'static str| Note::new(x, y, text, Role::Muted);
    let mut panel = Panel::new(
        "Leading eigenvalue of a step",
        Axis::new("real part", real.0, real.1),
        Axis::new("imaginary part", imaginary.0, imaginary.1),
    )
    .with(Line::new(circle.collect(), Role::Muted).dashed())
    .with(note(corner(0.03, 0.06), "inside the circle: arrives").align(Align::Left))
    .with(note(corner(0.97, 0.94), "outside: driven away").align(Align::Right));
    let mut said = Vec::new();
    for (method, values) in &all {
        let (name, colour) = look(*method);
        let largest = values.iter().map(|v| length(*v)).fold(f64::NAN, f64::max);
        said.push(named(name, largest));
        panel = panel.with(Points::new(values.clone(), colour).radius(6.0));
    }
    if all.iter().all(|(_, values)| values.is_empty()) {
        let words = if all.is_empty() {
            "no method shown"
        } else {
            "none: the penalty has a kink here"
        };
        panel = panel.with(Note::new(0.0, 0.0, words, Role::Accent));
    }
    panel.alt(told!(
        "Eigenvalues of one step at the equilibrium in the complex plane, with the unit circle. \
         Largest absolute values: {}.",
        Text::listed(", ", said)
    ))
}
