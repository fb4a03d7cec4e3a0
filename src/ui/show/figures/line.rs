//! A run on the line: densities with what pushes the samples, and the critic over x.

use super::best::best;
use super::bounds::even_bounds;
use super::{critic_name, shown};
use crate::config::RunConfig;
use crate::data::Space;
use crate::figure::{Area, Arrows, Axis, Figure, Line, Panel, Points, Role, Rule, number};
use crate::math::curve::{self, at, over};
use crate::objective::Objective;
use crate::protocol::LaneFrame;
use crate::text::Text;
use crate::told;
use crate::ui::show::density::smooth_density;

/// Samples whose push is drawn.
const ARROWS: usize = 18;

/// A curve over the line.
type Curve = Vec<(f64, f64)>;

/// Both panels, with the best critic where it is wanted.
pub fn line(config: &RunConfig, frame: &LaneFrame, with_best: bool) -> Figure {
    let Space::Line { min, max } = config.data.space() else {
        return Figure::new(1, Vec::new());
    };
    let bounds = (f64::from(min), f64::from(max));
    let generated = smooth_density(&frame.fake_points, bounds.0, bounds.1);
    let real = match config.data.density() {
        Some(density) => curve::of(bounds, 200, |x| density.pdf(x)),
        None => smooth_density(&frame.real_points, bounds.0, bounds.1),
    };
    let critic = over(&frame.critic_curve, bounds)
        .into_iter()
        .map(|(x, output)| (x, shown(config.objective.0, output)))
        .collect::<Curve>();
    let best = with_best
        .then(|| best(config, &critic, &real, &generated))
        .flatten();
    Figure::new(
        1,
        vec![
            densities(frame, real, generated, bounds),
            critic_over_x(config.objective.0, frame, critic, best, bounds),
        ],
    )
}

fn densities(frame: &LaneFrame, real: Curve, generated: Curve, (min, max): (f64, f64)) -> Panel {
    // The axis holds still while a collapsed generator's needle grows out of the picture.
    let top = 1.8
        * real
            .iter()
            .map(|point| point.1)
            .fold(0.0, f64::max)
            .max(0.1);
    let floor = -0.16 * top;
    let (arrows, strength) = arrows(frame, (min, max), 0.5 * floor);
    Panel::new(
        "",
        Axis::new("", min, max),
        Axis::new("density", floor, top),
    )
    .with(Area::new(real.clone(), Role::Real).opacity(0.3))
    .with(Line::new(real, Role::Real).label("real"))
    .with(Area::new(generated.clone(), Role::Fake).opacity(0.25))
    .with(Line::new(generated, Role::Fake).label("generated"))
    .with(Rule::horizontal(0.0))
    .with(arrows)
    .alt(told!(
        "Density of the data and of the generator. The mean push on a generated sample is {}.",
        number(strength)
    ))
}

/// Where the loss pushes generated samples, as arrows whose longest is as long as the largest push
/// anywhere; and the mean push.
fn arrows(frame: &LaneFrame, (min, max): (f64, f64), y: f64) -> (Arrows, f64) {
    let mut samples: Vec<f64> = frame.fake_points.iter().map(|x| f64::from(*x)).collect();
    samples.retain(|x| x.is_finite());
    samples.sort_by(f64::total_cmp);
    let pushes = over(&frame.push_curve, (min, max));
    let largest = pushes.iter().map(|push| push.1.abs()).fold(0.0, f64::max);
    if samples.is_empty() || largest == 0.0 {
        return (Arrows::new(Vec::new(), Role::Fake), 0.0);
    }
    // Beside the picture the push is that at its border.
    let push = |x: f64| at(&pushes, x.clamp(min, max));
    let mean = samples.iter().map(|x| push(*x).abs()).sum::<f64>() / samples.len() as f64;
    let longest = 0.14 * (max - min);
    let pairs = (0..ARROWS)
        .map(|i| samples[(2 * i + 1) * samples.len() / (2 * ARROWS)])
        .map(|x| [(x, y), (x + longest * push(x) / largest, y)])
        .collect();
    (Arrows::new(pairs, Role::Fake), mean)
}

fn critic_over_x(
    objective: &dyn Objective,
    frame: &LaneFrame,
    critic: Curve,
    best: Option<(Curve, Text)>,
    (min, max): (f64, f64),
) -> Panel {
    let (low, high) = if objective.is_probability() {
        (-0.05, 1.05)
    } else {
        room(&critic, best.as_ref().map(|(curve, _)| curve))
    };
    let step = frame.fake_points.len().max(1).div_ceil(64);
    let riders = frame
        .fake_points
        .iter()
        .step_by(step)
        .map(|x| f64::from(*x));
    let riders: Curve = riders.map(|x| (x, at(&critic, x))).collect();
    let name = critic_name(objective);
    let mut panel = Panel::new("", Axis::new("x", min, max), Axis::new(name, low, high));
    if objective.is_probability() {
        panel = panel.with(Rule::horizontal(0.5));
    }
    let mut alt = vec![told!("{} over x, with generated samples on it.", name)];
    if let Some((curve, label)) = best {
        alt.push(told!("Dashed: {}.", label.clone()));
        panel = panel.with(Line::new(curve, Role::Accent).dashed().label(label));
    }
    panel
        .with(Line::new(critic, Role::Critic).width(2.5).label("trained"))
        .with(Points::new(riders, Role::Fake).radius(3.0).opacity(0.7))
        .alt(Text::listed(" ", alt))
}

/// Bounds of the critic, and of the best one as far as it leaves the other legible: where one
/// density vanishes it may be infinite.
fn room(critic: &[(f64, f64)], best: Option<&Curve>) -> (f64, f64) {
    let (low, high) = even_bounds(critic.iter().map(|point| point.1));
    let span = (high - low).max(1.0);
    let best = best.into_iter().flatten();
    let near = best.map(|point| point.1.clamp(low - span, high + span));
    even_bounds(critic.iter().map(|point| point.1).chain(near))
}
