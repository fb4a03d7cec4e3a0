//! Four fits, the landscape of one divergence with the four paths, and how far down each went.

use super::{Fit, Settings, fits};
use crate::demo::Motion;
use crate::figure::{
    Align, Area, Axis, Cells, Drag, Handle, Line, Note, Panel, Points, Role, Rule, number,
};
use crate::math::curve;
use crate::math::gaussian_fit::{Criterion, Gaussian, Target};
use crate::setting::Choice as _;
use crate::text::Text;
use crate::told;

/// Fits are shown on [−LIMIT, LIMIT].
const LIMIT: f64 = 8.0;
/// Cells of a curve.
const CURVE: usize = 320;
/// φ(0).
const PEAK: f64 = 0.398_942_280_401_432_7;

fn role(criterion: Criterion) -> Role {
    match criterion {
        Criterion::Kl => Role::Fake,
        Criterion::ReverseKl => Role::Generator,
        Criterion::JensenShannon => Role::Critic,
        Criterion::Wasserstein => Role::Transport,
    }
}

/// Its symbol and its value.
fn value_text(criterion: Criterion, value: f64) -> Text {
    let value = match criterion {
        Criterion::Wasserstein => number(value),
        _ => Text::listed(" ", [number(value), "nat".into()]),
    };
    Text::listed(" = ", [criterion.name().into(), value])
}

pub(super) fn fit(settings: &Settings, p: &Target, fit: Fit) -> Panel {
    let Fit {
        criterion,
        q,
        value,
    } = fit;
    let curve = |f: &dyn Fn(f64) -> f64| curve::of((-LIMIT, LIMIT), CURVE, f);
    let (target, fitted) = (curve(&|x| p.density().pdf(x)), curve(&|x| q.pdf(x)));
    // High enough for a Gaussian that fills the narrower mode alone; the weight moves nothing.
    let narrow = settings.left_width.min(settings.right_width);
    let top = 1.3 * PEAK / narrow;
    let title = value_text(criterion, value);
    let [mean, sd] = [q.mean, q.sd()].map(number);
    Panel::new(
        title.clone(),
        Axis::new("x", -LIMIT, LIMIT),
        Axis::new("density", 0.0, top),
    )
    .with(Area::new(target.clone(), Role::Real))
    .with(Area::new(fitted.clone(), role(criterion)))
    .with(Line::new(target, Role::Real).label("p"))
    .with(Line::new(fitted, role(criterion)).width(2.5).label("q"))
    .with(
        Note::new(
            0.97 * LIMIT,
            0.92 * top,
            format!("μ = {mean}, σ = {sd}"),
            role(criterion),
        )
        .align(Align::Right),
    )
    .alt(told!(
        "A target with two modes and the Gaussian q under {}: mean {}, standard deviation {}, {}.",
        criterion.name(),
        mean,
        sd,
        title
    ))
}

/// The target's modes and the start, on the first fit.
pub(super) fn handles(settings: &Settings, panel: &mut Panel) {
    let [left, right] = settings.modes();
    let peak = |weight: f64, sd: f64| weight * PEAK / sd;
    let handle = |label: &'static str, x: f64, y: f64| Handle::new(label, x, y, Role::Real);
    let shoulder = (-0.5f64).exp();
    let q = settings.start();
    panel.handles = vec![
        handle(
            "Weight of the left mode",
            left.mean,
            peak(left.weight, left.sd),
        )
        .along_y(Drag::from("weight", 0.0, left.sd / PEAK)),
        handle("Gap", right.mean, peak(right.weight, right.sd))
            .along_x(Drag::from("gap", 0.0, 2.0)),
        handle(
            "Width of the left mode",
            left.mean - left.sd,
            shoulder * peak(left.weight, left.sd),
        )
        .along_x(Drag::from("left-width", left.mean, -1.0)),
        handle(
            "Width of the right mode",
            right.mean + right.sd,
            shoulder * peak(right.weight, right.sd),
        )
        .along_x(Drag::from("right-width", right.mean, 1.0)),
        // At the foot, where the target's handles are not.
        Handle::new("Start μ", q.mean, 0.0, Role::Accent).along_x(Drag::direct("mean")),
    ];
}

const MEANS: (f64, f64) = (-5.5, 5.5);
const LOG_SDS: (f64, f64) = (-1.6, 1.7);
const CELLS: (usize, usize) = (36, 20);
/// Bands of equal steps in the square root of the height over the lowest: narrow at the bottom.
const BANDS: f64 = 9.0;
/// The lowest band; paths and dots are drawn on it.
const DEEPEST: f64 = 0.8;

pub(super) fn map(settings: &Settings, motion: &Motion) -> Panel {
    let criterion = settings.map;
    let panel = Panel::new(
        told!("Paths over the map of {}", criterion.name()),
        Axis::new("μ", MEANS.0, MEANS.1),
        Axis::new("ln σ", LOG_SDS.0, LOG_SDS.1),
    );
    let p = Target::rough(&settings.modes()).expect("the knobs keep widths and weights positive");
    let mut cells = Cells::sample(MEANS, LOG_SDS, CELLS, |mean, log_sd| {
        criterion.rough_value(&p, Gaussian::new(mean, log_sd))
    });
    shade(&mut cells.shades);
    let mut panel = panel.with(cells);
    for (i, criterion) in Criterion::ALL.into_iter().enumerate() {
        let path = motion
            .states()
            .iter()
            .map(|state| (state[3 * i], state[3 * i + 1]));
        let path: Vec<(f64, f64)> = path.collect();
        let end = path[path.len() - 1..].to_vec();
        panel = panel
            .with(Line::new(path, role(criterion)).width(2.5))
            .with(
                Points::new(end, role(criterion))
                    .radius(5.0)
                    .label(criterion.name()),
            );
    }
    let q = settings.start();
    let handle = Handle::new("Start: μ and ln σ", q.mean, q.log_sd, Role::Accent)
        .along_x(Drag::direct("mean"))
        .along_y(Drag::direct("log-sd"));
    let ends = fits(motion.now()).map(|Fit { criterion, q, .. }| {
        let [mean, log_sd] = [q.mean, q.log_sd].map(number);
        told!("{} at ({}, {})", criterion.name(), mean, log_sd)
    });
    panel.handle(handle).alt(told!(
        "The plane of μ and ln σ, darker where {} is lower, and the way that q takes under each \
         divergence after {} steps: {}.",
        criterion.name(),
        motion.steps(),
        Text::listed(", ", ends)
    ))
}

/// From heights to bands: dark at the bottom, paper from the height of the median cell on.
fn shade(heights: &mut [f64]) {
    let mut sorted = heights.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, middle) = (sorted[0], sorted[sorted.len() / 2]);
    for height in heights {
        let share = ((*height - low) / (middle - low).max(1e-12))
            .max(0.0)
            .sqrt();
        *height = DEEPEST * (1.0 - (BANDS * share).floor() / BANDS).max(0.0);
    }
}

pub(super) fn losses(motion: &Motion) -> Panel {
    let steps = motion.steps();
    // Room for the way is kept from the beginning.
    let mut panel = Panel::new(
        "How much of each is left",
        Axis::new("step", 0.0, steps.max(60) as f64),
        Axis::new("value / value at the start", 0.0, 1.08),
    )
    .with(Rule::horizontal(0.0));
    let mut left = Vec::new();
    for (i, criterion) in Criterion::ALL.into_iter().enumerate() {
        let first = motion.states()[0][3 * i + 2].max(f64::MIN_POSITIVE);
        let states = motion.states().iter().enumerate();
        let curve = states.map(|(step, state)| (step as f64, state[3 * i + 2] / first));
        let curve: Vec<(f64, f64)> = curve.collect();
        let end = curve[curve.len() - 1];
        left.push(told!("{} of {}", number(end.1), criterion.name()));
        panel = panel
            .with(Line::new(curve, role(criterion)).label(criterion.name()))
            .with(Points::new(vec![end], role(criterion)));
    }
    panel.alt(told!(
        "The four divergences over {} steps, each as a share of its start: left are {}.",
        steps,
        Text::listed(", ", left)
    ))
}
