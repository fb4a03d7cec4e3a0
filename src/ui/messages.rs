//! A parent page (or a test) steers the run by messages; the top-level page answers itself in the
//! same way. Commands are validated like the address: what is wrong changes nothing and is named.

use super::address::{parse_speed, speed_word, word};
use super::dom::{Later, listen};
use super::page::Page;
use super::run::Run;
use super::settings::{Settings, parse_compare};
use crate::config::{KNOBS, Value, knob};
use crate::data::mnist;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

/// The parent hears of changes at most once in this many milliseconds.
const BROADCAST: u64 = 250;
const COMMAND: &str = "gan-playground:command";

/// The answer to every command but `measure`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    #[serde(rename = "type")]
    kind: &'static str,
    view: &'static str,
    running: bool,
    iteration: u64,
    engine: Option<&'static str>,
    device: String,
    engine_note: String,
    steps_per_second: f64,
    losses: Losses,
    metrics: Metrics,
    /// One entry per lane: the first is `losses` and `metrics` again.
    lanes: Vec<Lane>,
    config: BTreeMap<&'static str, Setting>,
    run: u32,
    /// Training pictures that have arrived.
    loaded: Option<u32>,
    stopped: Option<String>,
    notices: Vec<String>,
    error: Option<String>,
}

#[derive(Clone, Serialize)]
struct Losses {
    critic: f64,
    generator: f64,
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
}

#[derive(Serialize)]
struct Lane {
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

#[derive(Serialize)]
struct Measured {
    #[serde(rename = "type")]
    kind: &'static str,
    steps: u32,
    seconds: f64,
    error: Option<String>,
}

/// Whom to answer, and which of its questions.
#[derive(Clone)]
struct Sender {
    window: Window,
    origin: String,
    id: JsValue,
}

/// Listens to commands, and tells the parent what changes.
pub fn listen_to_parents(page: Page, run: Run) {
    listen(&window(), "message", move |event: MessageEvent| {
        if text(&event.data(), "type").as_deref() != Some(COMMAND) {
            return;
        }
        let Some(window) = event.source().map(JsValue::from) else {
            return;
        };
        let sender = Sender {
            window: window.unchecked_into(),
            // A sandboxed or local page has no name to answer to.
            origin: Some(event.origin())
                .filter(|o| o != "null")
                .unwrap_or("*".to_string()),
            id: get(&event.data(), "id"),
        };
        obey(&event.data(), sender, page, run);
    });

    let later = Later::new(BROADCAST);
    Effect::new(move || {
        let _ = (
            run.is_running(),
            run.store.iteration(),
            run.store.run(),
            run.store.stopped(),
        );
        let _ = (
            run.engines.kind.get(),
            run.engines.note.get(),
            run.engines.failed.get(),
        );
        let _ = (
            run.intent.settings.get(),
            page.notices.get(),
            page.view.get(),
        );
        later.call(move || {
            if let Ok(Some(parent)) = window().parent() {
                let status = untrack(|| status(page, run, Vec::new()));
                let origin = "*".to_string();
                post(
                    &Sender {
                        window: parent,
                        origin,
                        id: JsValue::UNDEFINED,
                    },
                    &status,
                );
            }
        });
    });
}

fn obey(message: &JsValue, sender: Sender, page: Page, run: Run) {
    let command = text(message, "command").unwrap_or_default();
    let wrong = match command.as_str() {
        "query" => Ok(()),
        "play" => {
            run.play();
            Ok(())
        }
        "pause" => {
            run.pause();
            Ok(())
        }
        "reset" => {
            run.reset();
            Ok(())
        }
        "step" => count(message, "count", 1, 100_000).map(|count| run.step(count)),
        "set" => set(&get(message, "settings"), run),
        "measure" => match count(message, "steps", 20, 1_000_000) {
            Ok(steps) => return measure(steps, sender, run),
            Err(why) => Err(why),
        },
        _ => Err(vec![format!(
            "command: “{command}” is unknown; it can be play, pause, step, reset, set, query, measure."
        )]),
    };
    let status = untrack(|| status(page, run, wrong.err().unwrap_or_default()));
    post(&sender, &status);
}

/// Takes all of the settings over, or none: the reasons come back.
fn set(settings: &JsValue, run: Run) -> Result<(), Vec<String>> {
    let Some(object) = settings.dyn_ref::<Object>() else {
        return Err(vec![
            "settings: an object of names and values is needed.".to_string(),
        ]);
    };
    let pairs: Vec<(String, String)> = Object::keys(object)
        .iter()
        .filter_map(|name| name.as_string())
        .map(|name| {
            let value = get(settings, &name);
            let number = value.as_f64().map(|number| number.to_string());
            let text = value.as_string().or(number).unwrap_or_default();
            (name, text)
        })
        .collect();
    let mut wrong = Vec::new();
    let (mut engine, mut speed) = (None, None);
    let mut next: Settings = run.intent.settings.get_untracked();
    let mut knobs = Vec::new();
    for (name, text) in &pairs {
        let result = match name.as_str() {
            "engine" => word(text).map(|choice| engine = Some(choice)),
            "speed" => parse_speed(text).map(|value| speed = Some(value)),
            "compare" if text.is_empty() => {
                next.versus = None;
                Ok(())
            }
            "compare" => parse_compare(text).map(|(first, second)| {
                next.base = next.base.rebased(next.base.data, first);
                next.versus = Some(second);
            }),
            _ => match knob(name) {
                Some(knob) => knob.parse(text).map(|value| knobs.push((knob, value))),
                None => Err("there is no such setting".to_string()),
            },
        };
        if let Err(why) = result {
            wrong.push(format!("{name}: {why}. Nothing was changed."));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    run.proposed.set(None);
    run.set(next.with_all(&knobs));
    if let Some(speed) = speed {
        run.set_speed(speed);
    }
    if let Some(engine) = engine {
        run.engines.choose(engine);
    }
    Ok(())
}

fn measure(steps: u32, sender: Sender, run: Run) {
    let bridge = run.engines.bridge();
    wasm_bindgen_futures::spawn_local(async move {
        let measured = match bridge {
            Some(bridge) => bridge.measure(steps).await,
            None => Err("No engine is ready yet.".to_string()),
        };
        let (steps, seconds) = measured.as_ref().map_or((0, 0.0), |m| (m.steps, m.seconds));
        post(
            &sender,
            &Measured {
                kind: "gan-playground:measured",
                steps,
                seconds,
                error: measured.err(),
            },
        );
    });
}

fn status(page: Page, run: Run, wrong: Vec<String>) -> Status {
    let settings = run.intent.settings.get();
    let lanes: Vec<Lane> = settings
        .lanes()
        .iter()
        .enumerate()
        .map(|(i, config)| {
            let frame = run.store.lane(i);
            Lane {
                objective: config.objective.slug(),
                losses: Losses {
                    critic: frame.critic_loss,
                    generator: frame.generator_loss,
                    wasserstein: config
                        .objective
                        .is_wasserstein()
                        .then_some(frame.mean_difference),
                },
                metrics: Metrics {
                    images_seen: frame.images_seen,
                    epochs: config
                        .data
                        .is_images()
                        .then(|| frame.images_seen as f64 / mnist::TRAIN as f64),
                    w1: frame.w1,
                    w1_floor: frame.w1_floor,
                },
            }
        })
        .collect();
    let mut config: BTreeMap<&'static str, Setting> = KNOBS
        .iter()
        .filter(|knob| (knob.applies)(&settings.base))
        .map(|knob| {
            let setting = match (knob.get)(&settings.base) {
                Value::Slug(slug) => Setting::Word(slug.to_string()),
                Value::Int(n) => Setting::Number(n as f64),
                Value::Float(x) => Setting::Number(x),
            };
            (knob.slug, setting)
        })
        .collect();
    if let Some(second) = settings.versus {
        let both = format!("{},{}", settings.base.objective.slug(), second.slug());
        config.insert("compare", Setting::Word(both));
    }
    config.insert("speed", Setting::Word(speed_word(run.intent.speed.get())));
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
        running: run.is_running(),
        iteration: run.store.iteration(),
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
        metrics: lanes[0].metrics.clone(),
        lanes,
        config,
        run: run.store.run(),
        loaded: run.store.loading().map(|loading| loading.loaded),
        stopped: run.store.stopped(),
        notices,
        error,
    }
}

fn post(sender: &Sender, message: &impl Serialize) {
    let Ok(message) = message.serialize(&serde_wasm_bindgen::Serializer::json_compatible()) else {
        return;
    };
    if !sender.id.is_undefined() {
        Reflect::set(&message, &"id".into(), &sender.id).ok();
    }
    // The sender may have gone since.
    sender.window.post_message(&message, &sender.origin).ok();
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// A whole number in a message, where it is given.
fn count(message: &JsValue, name: &str, default: u32, max: u32) -> Result<u32, Vec<String>> {
    let value = get(message, name);
    if value.is_undefined() || value.is_null() {
        return Ok(default);
    }
    match value.as_f64() {
        Some(n) if n.fract() == 0.0 && (1.0..=f64::from(max)).contains(&n) => Ok(n as u32),
        _ => Err(vec![format!(
            "{name}: a whole number from 1 to {max} is needed."
        )]),
    }
}
