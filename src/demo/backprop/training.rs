//! The same network trained twice by the engine, on many samples a step and on few; and the page's
//! own pass ([`super::exact`]) through the first steps of both.

use super::Settings;
use super::exact::{Net, Run};
use crate::choice;
use crate::demo::{Lane, Readout};
use crate::figure::{
    Align, Axis, Cells, Figure, Line, Note, Panel, Points, Role, level_set, number,
};
use crate::math::perceptron::Sample;
use crate::math::special::sigmoid;
use crate::protocol::HEAT;
use crate::setting::Choice as _;
use crate::text::Text;
use crate::told;

/// Samples of each class in a step of the first run.
pub(super) const MANY: usize = 128;
/// Steps that the page takes, too.
const STEPS: usize = 60;
/// Losses of the page's pass are taken every so many steps.
const EVERY: usize = 5;
/// Points of each class that are drawn.
const DRAWN: usize = 150;
/// Half the side of the plane that is shown.
const EDGE: f64 = 1.6;

const LANES: [Role; 2] = [Role::Transport, Role::Critic];

choice! {
    pub enum Data {
        Ring = "ring", "Ring of 8";
        TwoLines = "two-lines", "Stripes: two lines";
        TwoMoons = "two-moons", "Two moons";
    }
}

impl Data {
    /// How far the other class is moved aside.
    fn shift(self) -> f64 {
        match self {
            Data::Ring | Data::TwoMoons => 1.2,
            Data::TwoLines => 0.5,
        }
    }
}

pub(super) fn runs(settings: &Settings) -> Vec<String> {
    let data = settings.data;
    let common = format!(
        "data={}&objective=minimax&lipschitz=none&optimiser=sgd&momentum=0&critic_steps=1\
         &frozen_generator=1&frozen_shift={}&frozen_noise=0.05&width={}&depth=1\
         &critic_activation={}&critic_lr={}&seed={}",
        data.slug(),
        data.shift(),
        super::exact::HIDDEN,
        settings.activation.slug(),
        settings.eta,
        settings.seed,
    );
    [MANY, settings.batch]
        .map(|batch| format!("{common}&batch={batch}"))
        .into()
}

/// The page's pass through a run's first steps.
struct Exact {
    run: Run,
    /// Before the first step, after the first, and so on.
    nets: Vec<Net>,
    shown: (Vec<Sample>, Vec<Sample>),
}

impl Exact {
    fn both(settings: &Settings) -> Vec<Self> {
        let queries = runs(settings);
        let run = |query: &String| Self::new(Run::new(query, settings.activation));
        queries.iter().map(run).collect()
    }

    fn new(run: Run) -> Self {
        let mut nets = vec![run.first_weights()];
        for t in 0..STEPS {
            nets.push(run.after(&nets[t], t as u64));
        }
        let shown = run.shown();
        Self { run, nets, shown }
    }

    fn loss(&self, step: usize) -> Option<f64> {
        let net = self.nets.get(step)?;
        Some(self.run.loss(net, &self.shown))
    }

    /// (step, loss), every few steps.
    fn losses(&self) -> Vec<(f64, f64)> {
        let steps = (0..=STEPS).step_by(EVERY);
        steps
            .filter_map(|step| Some((step as f64, self.loss(step)?)))
            .collect()
    }

    /// The critic's output as frames have it: at the middles of [`HEAT`]² cells, from the top left.
    fn heat(&self, step: usize) -> Vec<f32> {
        let Some(net) = self.nets.get(step) else {
            return Vec::new();
        };
        let cells = (0..HEAT * HEAT).map(|i| [place((i % HEAT) as f64), -place((i / HEAT) as f64)]);
        cells.map(|x| self.run.output(net, x) as f32).collect()
    }
}

/// The middle of a cell, or between two.
fn place(i: f64) -> f64 {
    EDGE * ((2.0 * i + 1.0) / HEAT as f64 - 1.0)
}

pub(super) fn figure(settings: &Settings, lanes: &[Lane]) -> Figure {
    let exact = Exact::both(settings);
    let names = names(settings);
    Figure::new(
        2,
        vec![
            plane(&exact, lanes, &names),
            by_step(&exact, lanes, &names),
            by_sample(&exact, lanes, &names),
            agreement(&exact, lanes, &names),
        ],
    )
}

fn names(settings: &Settings) -> [Text; 2] {
    [MANY, settings.batch].map(|batch| told!("{} a step", batch))
}

pub(super) fn readouts(settings: &Settings, lanes: &[Lane]) -> Vec<Readout> {
    let exact = Exact::both(settings);
    let last = |exact: &Exact| exact.loss(STEPS).unwrap_or(f64::NAN);
    let mut readouts = vec![
        Readout::new(
            "Loss before training",
            "L₀",
            exact[0].loss(0).unwrap_or(f64::NAN),
        ),
        Readout::new(
            "Loss after 60 steps on many samples, computed by the page",
            "L₆₀, many",
            last(&exact[0]),
        ),
        Readout::new(
            "Loss after 60 steps on few samples, computed by the page",
            "L₆₀, few",
            last(&exact[1]),
        ),
    ];
    let engine = [
        ("Loss of the engine's run on many samples", "engine, many"),
        ("Loss of the engine's run on few samples", "engine, few"),
    ];
    for ((name, symbol), lane) in engine.into_iter().zip(lanes) {
        readouts.push(Readout::new(name, symbol, lane.frame.critic_loss));
    }
    let differences = exact.iter().zip(lanes);
    let largest = differences
        .flat_map(|(exact, lane)| differences_of(exact, lane))
        .map(|point| point.1)
        .reduce(f64::max);
    if let Some(largest) = largest {
        readouts.push(Readout::new(
            "Largest difference between the engine's loss and the page's",
            "|engine − page|",
            largest,
        ));
    }
    readouts
}

/// (step, |engine − page|) where both have taken the loss.
fn differences_of(exact: &Exact, lane: &Lane) -> Vec<(f64, f64)> {
    let course = lane.course.critic_loss.iter().copied();
    let now = (lane.frame.judged as f64, lane.frame.critic_loss);
    let both = course
        .filter(|(step, _)| (*step as usize).is_multiple_of(EVERY))
        .chain([now]);
    both.filter(|(step, _)| *step <= STEPS as f64)
        .filter_map(|(step, engine)| {
            let page = exact.loss(step as usize)?;
            Some((step, (engine - page).abs()))
        })
        .filter(|(_, difference)| difference.is_finite())
        .collect()
}

/// Where the critic says 0, so that both classes are as likely: pieces of a curve, with breaks.
fn boundary(heat: &[f32]) -> Vec<(f64, f64)> {
    let pieces = level_set(heat, HEAT, 0.0);
    let points = pieces
        .iter()
        .flat_map(|[a, b]| [*a, *b, (f64::NAN, f64::NAN)]);
    points.map(|(x, y)| (place(x), -place(y))).collect()
}

/// D = σ(a) as a shade, the first row at the bottom.
fn shades(heat: &[f32]) -> Vec<f64> {
    let rows = heat.chunks(HEAT).rev().flatten();
    rows.map(|a| 2.0 * sigmoid(f64::from(*a)) - 1.0).collect()
}

fn plane(exact: &[Exact], lanes: &[Lane], names: &[Text; 2]) -> Panel {
    let trained = lanes
        .iter()
        .all(|lane| lane.frame.heat.len() == HEAT * HEAT)
        && !lanes.is_empty();
    let step = match trained {
        true => lanes[0].iteration as usize,
        false => STEPS,
    };
    let page: Vec<Vec<f32>> = exact.iter().map(|exact| exact.heat(step)).collect();
    let title = match trained {
        true => told!("The engine after {} steps", number(step as f64)),
        false => told!("The page after {} steps", STEPS),
    };
    let engine: Vec<&[f32]> = match trained {
        true => lanes.iter().map(|lane| &lane.frame.heat[..]).collect(),
        false => page.iter().map(|heat| &heat[..]).collect(),
    };
    let edges = (-EDGE, EDGE);
    let mut panel = Panel::new(
        title,
        Axis::new("x₁", -EDGE, EDGE),
        Axis::new("x₂", -EDGE, EDGE),
    )
    .with(Cells::new(edges, edges, HEAT, shades(engine[1])))
    .with(points(&exact[0].shown.0, Role::Real).label("data"))
    .with(points(&exact[0].shown.1, Role::Fake).label("generated"));
    for (heat, role) in engine.iter().zip(LANES) {
        panel = panel.with(Line::new(boundary(heat), role).width(3.0));
    }
    if trained {
        for heat in &page {
            let line = Line::new(boundary(heat), Role::Accent).width(1.2);
            panel = panel.with(line.dashed());
        }
    }
    let right = |heat: &[f32]| number((1000.0 * share_right(heat, &exact[0])).round() / 10.0);
    panel.alt(told!(
        "Points of two classes and where each network is undecided after {} steps. With {} it gets \
         {} % right, with {} it gets {} %. The shade is the second network's.",
        step,
        names[0].clone(),
        right(engine[0]),
        names[1].clone(),
        right(engine[1])
    ))
}

fn points(samples: &[Sample], colour: Role) -> Points {
    let drawn = samples.iter().take(DRAWN).map(|(x, _)| (x[0], x[1]));
    Points::new(drawn.collect(), colour).radius(2.5)
}

/// Share of the shown points on their side of the boundary, by the cell that they lie in.
fn share_right(heat: &[f32], exact: &Exact) -> f64 {
    let cell = |x: f64| (0.5 * (x / EDGE + 1.0) * HEAT as f64) as usize;
    let says = |x: &[f64; 2]| heat.get(cell(-x[1]).min(HEAT - 1) * HEAT + cell(x[0]).min(HEAT - 1));
    let (real, fake) = &exact.shown;
    let all = || real.iter().chain(fake);
    let hits = all().filter(|(x, class)| says(x).is_some_and(|a| (*a > 0.0) == (*class == 0)));
    hits.count() as f64 / all().count().max(1) as f64
}

/// Losses over steps: lines by the engine, points by the page.
fn by_step(exact: &[Exact], lanes: &[Lane], names: &[Text; 2]) -> Panel {
    let seen = lanes.iter().map(|lane| lane.iteration).max().unwrap_or(0);
    let x = Axis::new("step", 0.0, (seen as f64).max(1.1 * STEPS as f64));
    losses("Loss over steps", x, exact, lanes, names, |_| 1.0)
}

/// Losses over the samples that it took.
fn by_sample(exact: &[Exact], lanes: &[Lane], names: &[Text; 2]) -> Panel {
    let a_step = |lane: usize| 2.0 * exact[lane].run.config.batch as f64;
    let seen = lanes.iter().map(|lane| lane.iteration).max().unwrap_or(0);
    let last = a_step(0) * (seen as f64).max(STEPS as f64);
    let x = Axis::new("samples seen", a_step(1), 1.1 * last).log();
    losses("Loss over samples seen", x, exact, lanes, names, a_step)
}

fn losses(
    title: &'static str,
    x: Axis,
    exact: &[Exact],
    lanes: &[Lane],
    names: &[Text; 2],
    scale: impl Fn(usize) -> f64,
) -> Panel {
    let scaled = |lane: usize, points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        let points = points.iter().filter(|point| point.1.is_finite());
        points
            .map(|(step, loss)| (scale(lane) * step, *loss))
            .collect()
    };
    let page: Vec<_> = (0..2).map(|i| scaled(i, &exact[i].losses())).collect();
    let engine: Vec<_> = lanes
        .iter()
        .enumerate()
        .map(|(i, lane)| scaled(i, &lane.course.critic_loss))
        .collect();
    // A run that blows up does not flatten what came before.
    let first = page[0].first().map_or(1.0, |point| point.1);
    let all = page.iter().chain(&engine).flatten();
    let y = Axis::from_zero("L", all.map(|point| point.1.min(3.0 * first)));
    let mut panel = Panel::new(title, x, y);
    for ((points, colour), name) in engine.into_iter().zip(LANES).zip(names) {
        panel = panel.with(Line::new(points, colour).width(2.0).label(name.clone()));
    }
    let untrained = lanes.is_empty();
    for ((points, colour), name) in page.iter().zip(LANES).zip(names) {
        let mut points = Points::new(points.clone(), colour).radius(3.0);
        if untrained {
            points = points.label(name.clone());
        }
        panel = panel.with(points);
    }
    let last = |points: &[(f64, f64)]| number(points.last().map_or(f64::NAN, |point| point.1));
    let [many, few] = names.clone();
    let ends = [last(&page[0]), last(&page[1])];
    panel.alt(match lanes {
        [first, second] => told!(
            "{}. Points: the page's first {} steps, to {} with {} and {} with {}. Lines: the \
             engine, now at {} and {}.",
            title,
            STEPS,
            ends[0].clone(),
            many,
            ends[1].clone(),
            few,
            number(first.frame.critic_loss),
            number(second.frame.critic_loss)
        ),
        _ => told!(
            "{}. Points: the page's first {} steps, to {} with {} and {} with {}. Lines: the \
             engine, once it trains.",
            title,
            STEPS,
            ends[0].clone(),
            many,
            ends[1].clone(),
            few
        ),
    })
}

/// How far the engine's losses are from the page's: single precision against double.
fn agreement(exact: &[Exact], lanes: &[Lane], names: &[Text; 2]) -> Panel {
    const LEAST: f64 = 1e-9;
    let mut panel = Panel::new(
        "Engine against page, difference of L",
        Axis::new("step", 0.0, 1.1 * STEPS as f64),
        Axis::new("", LEAST, 1.0).log(),
    );
    if lanes.is_empty() {
        let note = Note::new(
            0.55 * STEPS as f64,
            3e-5,
            "Press “Play” to train",
            Role::Muted,
        );
        return panel
            .with(note)
            .alt("Not trained yet: Play trains both networks in the engine.");
    }
    let mut largest: f64 = 0.0;
    for (((exact, lane), colour), name) in exact.iter().zip(lanes).zip(LANES).zip(names) {
        let points = differences_of(exact, lane).into_iter();
        // Where both agree to the last digit there is no place on this axis.
        let points: Vec<_> = points.map(|(x, y)| (x, y.max(2.0 * LEAST))).collect();
        largest = points.iter().map(|point| point.1).fold(largest, f64::max);
        panel = panel.with(Points::new(points, colour).radius(4.0).label(name.clone()));
    }
    let words = "line: one step of single precision";
    let note = Note::new(1.0, 0.1, words, Role::Muted).align(Align::Left);
    panel
        .with(crate::figure::Rule::horizontal(f64::from(f32::EPSILON)))
        .with(note)
        .alt(told!(
            "Difference of the engine's loss and the page's over the first {} steps: at most {}.",
            STEPS,
            number(largest)
        ))
}
