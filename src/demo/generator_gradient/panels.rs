//! One sample above, a whole generator below.

use std::f64::consts::LN_2;

use super::{DATA, Descent, SIDES, STEPS, Side};
use crate::demo::{Motion, Moves as _, press};
use crate::figure::{
    Align, Area, Axis, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::curve::{self, grid};
use crate::math::discriminator::{logit, non_saturating_share, optimal_logit};
use crate::math::gaussian::Gaussian;
use crate::math::special::sigmoid;
use crate::told;

/// The smallest D and ε shown.
const LEAST: f64 = 1e-3;
/// The largest logit shown, where D = 0.9991.
const A: f64 = 7.0;
/// x of the densities, and μ of their gradients.
const X: (f64, f64) = (-9.0, 9.0);
const MU: f64 = 6.6;

fn each(panel: Panel, draw: impl Fn(Panel, &Side, usize) -> Panel) -> Panel {
    let sides = SIDES.iter().enumerate();
    sides.fold(panel, |panel, (i, side)| draw(panel, side, i))
}

fn dot(side: &Side, x: f64, y: f64) -> Points {
    Points::new(vec![(x, y)], side.colour).radius(6.0)
}

/// Values over D with the tangents that a step follows.
pub(super) fn losses(ds: &[f64; 2], held: bool) -> Panel {
    let value = |side: &Side, d: f64| (side.loss)(logit(d)).value;
    // D(1 − D) = dD/da: derivative in D, the slope that the eye sees.
    let steepness = |side: &Side, d: f64| side.slope(logit(d)) / (d * (1.0 - d));
    let axis = Axis::new("D(G(z))", 0.0, 1.0);
    let panel = Panel::new("Loss of one sample", axis, Axis::new("", -6.0, 6.0))
        .with(Rule::horizontal(0.0));
    let panel = each(panel, |panel, side, i| {
        let d = ds[i];
        let (v, k) = (value(side, d), steepness(side, d));
        // Of about the same length on the screen, whatever the slope.
        let reach = 0.16 / (1.0 + (k / 12.0).powi(2)).sqrt();
        let tangent = [-reach, reach].map(|by| (d + by, v + k * by)).to_vec();
        // Even in the logit: both ends are steep.
        let line = grid((-A, A), 160)
            .map(|a| (sigmoid(a), (side.loss)(a).value))
            .collect();
        let panel = panel
            .with(Line::new(line, side.colour).width(3.0).label(side.name))
            .with(Line::new(tangent, Role::Accent).width(1.5));
        if held {
            panel.handle(Handle::new(side.name, d, v, side.colour).along_x(Drag::direct("d")))
        } else {
            panel.with(dot(side, d, v))
        }
    });
    let [saturating, other] = &SIDES;
    panel.alt(told!(
        "Both losses over D(G(z)), falling: log(1 − D) flat near 0, −log D steep there. At D = {} \
         the first is {}; at D = {} the second is {}.",
        number(ds[0]),
        number(value(saturating, ds[0])),
        number(ds[1]),
        number(value(other, ds[1])),
    ))
}

/// |derivative in the logit| over D.
pub(super) fn slopes(ds: &[f64; 2], held: bool) -> Panel {
    let size = |side: &Side, d: f64| side.slope(logit(d)).abs();
    let panel = Panel::new(
        "Gradient that arrives, |d loss/da|",
        Axis::new("D(G(z)) = σ(a)", LEAST, 1.0).log(),
        Axis::new("", 6e-4, 2.0).log(),
    );
    let panel = each(panel, |panel, side, i| {
        let line = grid((logit(LEAST), A), 120)
            .map(|a| (sigmoid(a), side.slope(a).abs()))
            .collect();
        let formula = ["σ(a) = D", "1 − σ(a) = 1 − D"][i];
        let panel = panel.with(Line::new(line, side.colour).width(3.0).label(formula));
        let (d, y) = (ds[i], size(side, ds[i]));
        if held {
            let label = told!("Gradient of {}", side.name);
            panel.handle(Handle::new(label, d, y, side.colour).along_x(Drag::direct("d")))
        } else {
            panel.with(dot(side, d, y))
        }
    });
    panel.alt(told!(
        "Size of the gradient in the logit over D, both logarithmic: for log(1 − D) it is D itself, \
         now {}; for −log D it is 1 − D, now {}.",
        number(size(&SIDES[0], ds[0])),
        number(size(&SIDES[1], ds[1])),
    ))
}

pub(super) fn descent(start: f64, motion: Option<&Motion>) -> Panel {
    let steps = motion.map_or(0, Motion::steps);
    let last = STEPS as f64;
    let panel = Panel::new(
        "The sample while descending",
        Axis::new("step", 0.0, last),
        Axis::new("D(G(z))", -0.04, 1.09),
    );
    let mut panel = each(panel, |panel, side, i| {
        let path: Vec<(f64, f64)> = motion.map_or(vec![(0.0, start)], |motion| {
            let states = motion.states().iter().enumerate();
            states.map(|(k, ds)| (k as f64, ds[i])).collect()
        });
        let (x, y) = path[path.len() - 1];
        panel
            .with(Line::new(path, side.colour).width(3.0).label(side.name))
            .with(dot(side, x, y))
    });
    if motion.is_none() {
        let hint = press(Descent.label());
        panel = panel.with(Note::new(0.5 * last, 0.5, hint, Role::Muted));
    }
    let now = |i: usize| {
        motion
            .and_then(|m| m.now().get(i).copied())
            .unwrap_or(start)
    };
    panel.alt(told!(
        "D(G(z)) over {} steps of the sample's logit: now {} under log(1 − D), {} under −log D.",
        steps,
        number(now(0)),
        number(now(1)),
    ))
}

/// The two densities and the discriminator between them.
pub(super) fn pair(generated: Gaussian) -> Panel {
    let best = |x: f64| sigmoid(optimal_logit(DATA.log_pdf(x), generated.log_pdf(x)));
    let real = curve::of(X, 240, |x| DATA.pdf(x));
    let fake = curve::of(X, 240, |x| generated.pdf(x));
    let top = DATA.pdf(0.0).max(generated.pdf(generated.mean));
    Panel::new(
        "A generator at distance μ",
        Axis::new("x", X.0, X.1),
        Axis::new("", 0.0, (1.15 * top).max(1.05)),
    )
    .with(Area::new(real.clone(), Role::Real))
    .with(Area::new(fake.clone(), Role::Fake))
    .with(Line::new(real, Role::Real).label("p_r"))
    .with(Line::new(fake, Role::Fake).label("p_g"))
    .with(Line::new(curve::of(X, 240, best), Role::Critic).label("D*"))
    .handle(
        Handle::new("Centre of p_g", generated.mean, generated.pdf(generated.mean), Role::Fake)
            .along_x(Drag::direct("mu")),
    )
    .handle(
        Handle::new(
            "Width of p_g",
            generated.mean + generated.sd,
            generated.pdf(generated.mean + generated.sd),
            Role::Fake,
        )
        .along_x(Drag::from("sd", generated.mean, 1.0)),
    )
    .alt(told!(
        "p_r with mean {} and width {}, p_g with mean {} and width {}, and the optimal discriminator, \
         which says {} at the middle of p_g.",
        number(DATA.mean),
        number(DATA.sd),
        number(generated.mean),
        number(generated.sd),
        number(best(generated.mean)),
    ))
}

/// Gradients in μ, over μ.
pub(super) fn gradients(generated: Gaussian) -> Panel {
    let at = |side: &Side, mean: f64| side.mean_gradient(Gaussian { mean, ..generated });
    let panel = Panel::new(
        "Gradient in μ with the best D",
        Axis::new("μ", -MU, MU),
        Axis::new("", -MU, MU),
    )
    .with(Rule::horizontal(0.0))
    .with(Rule::vertical(generated.mean));
    let panel = each(panel, |panel, side, _| {
        // Odd in μ: one half is mirrored.
        let half = curve::of((0.0, MU), 44, |mean| at(side, mean));
        let left = half.iter().rev().map(|(mu, y)| (-mu, -y));
        let line = left.chain(half.iter().copied()).collect();
        panel
            .with(
                Line::new(line, side.colour)
                    .width(3.0)
                    .label(side.divergence),
            )
            .with(dot(side, generated.mean, at(side, generated.mean)))
    });
    panel.alt(told!(
        "Gradients in μ: that of 2 JS rises and fades to 0, now {}; that of KL − 2 JS goes on \
         growing, now {}.",
        number(at(&SIDES[0], generated.mean)),
        number(at(&SIDES[1], generated.mean)),
    ))
}

/// What one place costs: a mode that is dropped against a sample that is odd.
pub(super) fn shares(rare: f64) -> Panel {
    let odd = |e: f64| non_saturating_share(e, 1.0);
    let dropped = |e: f64| non_saturating_share(1.0, e);
    let over = |f: &dyn Fn(f64) -> f64| -> Vec<(f64, f64)> {
        let rare = grid((LEAST.ln(), 0.0), 80).map(f64::exp);
        rare.map(|rare| (rare, f(rare))).collect()
    };
    let dots = |y: f64, colour: Role| Points::new(vec![(rare, y)], colour).radius(6.0);
    Panel::new(
        "What KL(p_g‖p_r) − 2 JS charges",
        Axis::new("ε: p_r or p_g where the other is 1", LEAST, 1.0).log(),
        Axis::new("", -2.2, 6.4),
    )
    .with(Rule::horizontal(0.0))
    .with(Line::new(over(&odd), Role::Fake).width(3.0).label("odd sample"))
    .with(Line::new(over(&dropped), Role::Real).width(3.0).label("dropped mode"))
    .with(
        Note::new(1.3 * LEAST, -LN_2 - 0.8, "→ −ln 2: a reward", Role::Real).align(Align::Left),
    )
    .with(dots(dropped(rare), Role::Real))
    .handle(Handle::new("Rarity", rare, odd(rare), Role::Fake).along_x(Drag::direct("rare")))
    .alt(told!(
        "Cost density over ε: an odd sample costs {} and ever more as ε falls; a dropped mode costs \
         {}, never below −ln 2 much.",
        number(odd(rare)),
        number(dropped(rare)),
    ))
}
