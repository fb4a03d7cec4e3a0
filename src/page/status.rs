//! The status that answers a command: where the run stands, in plain numbers and words.

use super::address::Address;
use super::changes::second_pairs;
use super::settings::Settings;
use super::words::WORDS;
use crate::architecture::growth::Stage;
use crate::config::{KNOBS, Value};
use crate::data::mnist;
use crate::demo::Knobs;
use crate::protocol::{LaneFrame, Reading};
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to every command but `measure`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub view: &'static str,
    pub running: bool,
    /// It holds no worker until it is woken.
    pub asleep: bool,
    /// This view wants a worker.
    pub trains: bool,
    /// Something of the visitor's is here: what derives from it is left out ([`super::leaving`]).
    pub private: bool,
    /// The query that opens this state.
    pub address: String,
    pub iteration: u64,
    pub engine: Option<&'static str>,
    pub device: String,
    pub engine_note: String,
    pub steps_per_second: f64,
    pub losses: Losses,
    pub metrics: Measures,
    /// One entry per lane: the first is `losses` and `metrics` again.
    pub lanes: Vec<Lane>,
    pub config: BTreeMap<String, Setting>,
    pub run: u32,
    /// Training pictures that have arrived.
    pub loaded: Option<u32>,
    pub stopped: Option<String>,
    pub notices: Vec<String>,
    pub error: Option<String>,
}

/// What is measured in a view: of a run its metrics, of a demo its readouts, by their names.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Measures {
    Run(Metrics),
    Demo(BTreeMap<&'static str, String>),
}

#[derive(Clone, Default, Serialize)]
pub struct Losses {
    pub critic: Option<f64>,
    pub generator: Option<f64>,
    /// Mean critic output on real minus on generated samples; Wasserstein only.
    pub wasserstein: Option<f64>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metrics {
    pub images_seen: u64,
    pub epochs: Option<f64>,
    pub w1: Option<f64>,
    pub w1_floor: Option<f64>,
    /// Networks that grow: pixels along a side, and the share of the size that fades in.
    pub stage: Option<usize>,
    pub alpha: Option<f32>,
    /// Every metric that applies, by its name.
    pub readings: BTreeMap<String, Score>,
}

/// What a metric says, and what real samples score.
#[derive(Clone, Serialize)]
pub struct Score {
    pub value: f64,
    pub floor: f64,
}

#[derive(Serialize)]
pub struct Lane {
    /// What tells it from the other.
    pub title: String,
    pub objective: &'static str,
    pub losses: Losses,
    pub metrics: Metrics,
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum Setting {
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

impl Lane {
    /// What is known of a lane.
    pub fn new(settings: &Settings, lane: usize, frame: &LaneFrame, readings: &[Reading]) -> Self {
        let config = settings.lane(lane);
        let scores = readings.iter().map(|reading| {
            let (value, floor) = (reading.value, reading.floor);
            (reading.metric.clone(), Score { value, floor })
        });
        let passes = config.data.is_images() && !config.data.is_own();
        let epochs = passes.then(|| frame.images_seen as f64 / mnist::TRAIN as f64);
        let stage = frame.growth.map(Stage::at);
        let is_wasserstein = config.objective.is_wasserstein();
        Lane {
            title: settings.title(lane).to_string(),
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
}

/// None before there are real pictures, and of a run that has diverged.
fn known(loss: f64) -> Option<f64> {
    Some(loss).filter(|loss| loss.is_finite())
}

/// A demo's settings by their names in the address.
pub fn of_a_demo(knobs: &Knobs) -> BTreeMap<String, Setting> {
    let rows = knobs.rows();
    rows.map(|(row, value)| (row.slug.to_string(), value.into()))
        .collect()
}

/// All settings of a run by their names in the address.
pub fn of_a_run(address: &Address) -> BTreeMap<String, Setting> {
    let settings = &address.settings;
    let acting = KNOBS.iter().filter(|knob| (knob.applies)(&settings.base));
    let first = acting.map(|knob| (knob.slug.to_string(), (knob.get)(&settings.base).into()));
    let second = second_pairs(settings).into_iter();
    let second = second.map(|(name, value)| (name, value.into()));
    let words = WORDS.iter().filter(|word| word.in_status);
    let words = words.filter_map(|word| {
        let value = (word.value)(address)?;
        Some((word.slug.to_string(), Setting::Word(value)))
    });
    first.chain(second).chain(words).collect()
}
