//! The status that answers a command: where the run stands, in plain numbers and words.

use super::demo_view::Hand;
use super::page::Page;
use super::run::Run;
use crate::architecture::growth::Stage;
use crate::config::{KNOBS, Value};
use crate::data::mnist;
use crate::demo::{KnobKind, KnobSpec, Knobs};
use crate::page::address::{View, speed_word};
use crate::page::changes::second_pairs;
use crate::page::settings::Settings;
use leptos::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to every command but `measure`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    #[serde(rename = "type")]
    kind: &'static str,
    view: &'static str,
    running: bool,
    /// It holds no worker until it is woken.
    asleep: bool,
    /// This view wants a worker.
    trains: bool,
    /// The query that opens this state.
    address: String,
    iteration: u64,
    engine: Option<&'static str>,
    device: String,
    engine_note: String,
    steps_per_second: f64,
    losses: Losses,
    metrics: Measures,
    /// One entry per lane: the first is `losses` and `metrics` again.
    lanes: Vec<Lane>,
    config: BTreeMap<String, Setting>,
    run: u32,
    /// Training pictures that have arrived.
    loaded: Option<u32>,
    stopped: Option<String>,
    notices: Vec<String>,
    error: Option<String>,
}

/// What is measured in a view: of a run its metrics, of a demo its readouts, by their names.
#[derive(Serialize)]
#[serde(untagged)]
enum Measures {
    Run(Metrics),
    Demo(BTreeMap<&'static str, String>),
}

#[derive(Clone, Serialize)]
struct Losses {
    critic: Option<f64>,
    generator: Option<f64>,
    /// Mean critic output on real minus on generated samples; Wasserstein only.
    wasserstein: Option<f64>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    images_seen: u64,
    epochs: Option<f64>,
    w1: Option<f64>,
    w1_floor: Option<f64>,
    /// Networks that grow: pixels along a side, and the share of the size that fades in.
    stage: Option<usize>,
    alpha: Option<f32>,
    /// Every metric that applies, by its name.
    readings: BTreeMap<String, Score>,
}

/// What a metric says, and what real samples score.
#[derive(Clone, Serialize)]
struct Score {
    value: f64,
    floor: f64,
}

#[derive(Serialize)]
struct Lane {
    /// What tells it from the other.
    title: String,
    objective: &'static str,
    losses: Losses,
    metrics: Metrics,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Setting {
    Number(f64),
    Word(String),
}

impl From<Value> for Setting {
    fn from(value: Value) -> Self {
        match value {
            Value::Slug(slug) => Setting::Word(slug.to_string()),
            Value::Int(n) => Setting::Number(n as f64),
            Value::Float(x) => Setting::Number(x),
            Value::Switch(on) => Setting::Number(f64::from(u8::from(on))),
        }
    }
}

/// Where the run stands; `wrong` is why the last command did nothing.
pub fn status(page: Page, run: Run, wrong: Vec<String>) -> Status {
    let demo = match page.view.get() {
        View::Demo(demo) => Some(demo),
        View::Gallery | View::Train | View::Architectures => None,
    };
    // What moves in a demo that trains is the run.
    let trains = || page.hand().is_some_and(|hand| hand.trains());
    let figure = demo.filter(|_| !trains());
    let settings = run.intent.settings.get();
    let count = settings.lanes().len();
    let lanes: Vec<Lane> = (0..count).map(|i| lane(run, &settings, i)).collect();
    let mut notices = page.notices.get();
    notices.extend(wrong.iter().cloned());
    let error = if wrong.is_empty() {
        run.engines.failed.get()
    } else {
        Some(wrong.join(" "))
    };
    Status {
        kind: "gan-playground:status",
        view: page.view.get().slug(),
        running: match figure {
            Some(_) => page.hand().is_some_and(|hand| hand.playing.get()),
            None => run.is_running(),
        },
        asleep: run.engines.asleep.get(),
        trains: page.view.get().trains(),
        address: page.address(page.view.get(), &run).write(),
        iteration: match figure {
            Some(_) => page.hand().map_or(0, steps),
            None => run.store.iteration(),
        },
        engine: run
            .engines
            .kind
            .get()
            .or(run.engines.expected())
            .map(|kind| kind.slug()),
        device: run.engines.device.get(),
        engine_note: run.engines.note.get(),
        steps_per_second: run.store.steps_per_second(),
        losses: lanes[0].losses.clone(),
        metrics: match demo {
            Some(_) => Measures::Demo(page.hand().map(readouts).unwrap_or_default()),
            None => Measures::Run(lanes[0].metrics.clone()),
        },
        lanes,
        config: match demo {
            Some(demo) => knobs(&page.knobs(demo)),
            None => config(run, &settings),
        },
        run: run.store.run(),
        loaded: run.store.loading().map(|loading| loading.loaded),
        stopped: run.store.stopped(),
        notices,
        error,
    }
}

/// The newest state of a lane, whatever is looked at.
fn lane(run: Run, settings: &Settings, lane: usize) -> Lane {
    let (config, frame) = (settings.lane(lane), run.store.newest(lane));
    let readings = run.store.newest_readings(lane);
    let scores = readings.iter().map(|reading| {
        let (value, floor) = (reading.value, reading.floor);
        (reading.metric.clone(), Score { value, floor })
    });
    let passes = config.data.is_images() && !config.data.is_own();
    let epochs = passes.then(|| frame.images_seen as f64 / mnist::TRAIN as f64);
    let stage = frame.growth.map(Stage::at);
    let is_wasserstein = config.objective.is_wasserstein();
    Lane {
        title: settings.title(lane),
        objective: config.objective.slug(),
        losses: Losses {
            critic: known(frame.critic_loss),
            generator: known(frame.generator_loss),
            wasserstein: known(frame.mean_difference).filter(|_| is_wasserstein),
        },
        metrics: Metrics {
            images_seen: frame.images_seen,
            epochs,
            w1: frame.w1,
            w1_floor: frame.w1_floor,
            stage: stage.map(Stage::side),
            alpha: stage.map(|stage| stage.alpha),
            readings: scores.collect(),
        },
    }
}

/// Steps that a demo's action has taken.
fn steps(hand: Hand) -> u64 {
    let motion = hand.motion.read();
    motion.as_ref().map_or(0, |motion| motion.steps() as u64)
}

fn readouts(hand: Hand) -> BTreeMap<&'static str, String> {
    let readouts = hand.readouts().into_iter();
    readouts
        .map(|readout| (readout.name, readout.value))
        .collect()
}

/// A demo's settings by their names in the address.
fn knobs(knobs: &Knobs) -> BTreeMap<String, Setting> {
    let value = |spec: &KnobSpec| match spec.kind {
        KnobKind::Number { .. } => Setting::Number(knobs.get(spec.slug)),
        KnobKind::Choice { .. } => Setting::Word(knobs.text(spec.slug)),
    };
    let specs = knobs.specs().iter();
    specs
        .map(|spec| (spec.slug.to_string(), value(spec)))
        .collect()
}

/// All settings by their names in the address.
fn config(run: Run, settings: &Settings) -> BTreeMap<String, Setting> {
    let acting = KNOBS.iter().filter(|knob| (knob.applies)(&settings.base));
    let mut config: BTreeMap<String, Setting> = acting
        .map(|knob| (knob.slug.to_string(), (knob.get)(&settings.base).into()))
        .collect();
    if let Some(second) = settings.versus {
        let both = format!("{},{}", settings.base.objective.slug(), second.slug());
        config.insert("compare".to_string(), Setting::Word(both));
        let own = second_pairs(settings).into_iter();
        config.extend(own.map(|(name, value)| (name, value.into())));
    }
    let mut put = |name: &str, word: String| config.insert(name.to_string(), Setting::Word(word));
    if let Some(lesson) = run.intent.lesson.get() {
        put("lesson", lesson.slug.to_string());
    }
    put("views", run.intent.views.get().to_text());
    put("speed", speed_word(run.intent.speed.get()));
    config
}

/// None before there are real pictures, and of a run that has diverged.
fn known(loss: f64) -> Option<f64> {
    Some(loss).filter(|loss| loss.is_finite())
}
