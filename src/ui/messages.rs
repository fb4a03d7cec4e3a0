//! A parent page (or a test) steers the run by messages; the top-level page answers itself in the
//! same way. Commands are validated like the address: what is wrong changes nothing and is named.

use super::demo_view::Hand;
use super::dom::{Later, listen};
use super::page::Page;
use super::run::Run;
use super::slide;
use super::status::status;
use crate::data::drawing::Drawing;
use crate::demo::Knobs;
use crate::page::address::{View, parse_speed, word};
use crate::page::changes::Changes;
use crate::page::views::parse_views;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

/// The parent hears of changes at most once in this many milliseconds.
const BROADCAST: u64 = 250;
const COMMAND: &str = "gan-playground:command";

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
        // Commands are the embedding page's, and the page's own.
        if !is_parent_or_self(&window) {
            return;
        }
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
            run.engines.asleep.get(),
        );
        let _ = (
            run.intent.settings.get(),
            run.intent.lesson.get(),
            run.intent.views.get(),
            page.notices.get(),
            page.view.get(),
        );
        if let Some(hand) = page.hand() {
            hand.motion.track();
            hand.playing.track();
            let _ = hand.knobs();
        }
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
        "wake" => {
            run.engines.wake();
            Ok(())
        }
        "sleep" => return sleep(sender, page, run),
        "snapshot" => match count(message, "scale", 1, 2) {
            Ok(scale) => {
                let picture = untrack(|| slide::snapshot(page, run, f64::from(scale)));
                return post(&sender, &picture);
            }
            Err(why) => Err(why),
        },
        "play" | "pause" | "step" | "reset" | "set" => match page.view.get_untracked() {
            View::Train => steer_run(&command, message, run),
            // Its networks are the run; its settings are its knobs.
            View::Demo(_) if trains(page) && command != "set" => steer_run(&command, message, run),
            View::Demo(_) => steer_demo(&command, message, page),
            view @ (View::Gallery | View::Architectures) => Err(vec![format!(
                "command: there is nothing to {command} in view={}; open another view first.",
                view.slug()
            )]),
        },
        "open" => page.go(&text(message, "query").unwrap_or_default(), &run),
        "measure" => match count(message, "steps", 20, 1_000_000) {
            Ok(steps) => return measure(steps, sender, run),
            Err(why) => Err(why),
        },
        _ => Err(vec![format!(
            "command: “{command}” is unknown; it can be play, pause, step, reset, set, query, open, measure, sleep, wake, snapshot."
        )]),
    };
    let status = untrack(|| status(page, run, wrong.err().unwrap_or_default()));
    post(&sender, &status);
}

fn steer_run(command: &str, message: &JsValue, run: Run) -> Result<(), Vec<String>> {
    match command {
        "play" => run.play(),
        "pause" => run.pause(),
        "reset" => run.reset(),
        "step" => run.step(count(message, "count", 1, 100_000)?),
        _ => set(message, run)?,
    }
    Ok(())
}

/// The demo on the page is one whose networks train.
fn trains(page: Page) -> bool {
    untrack(|| page.hand().is_some_and(|hand| hand.trains()))
}

/// The same of a demo: its action and its knobs.
fn steer_demo(command: &str, message: &JsValue, page: Page) -> Result<(), Vec<String>> {
    let Some(hand) = untrack(|| page.hand()) else {
        return Err(vec!["The view is not there yet.".to_string()]);
    };
    let moved = match command {
        "play" => hand.play(),
        "step" => hand.step(count(message, "count", 1, 100_000)?),
        "pause" => {
            hand.playing.set(false);
            true
        }
        "reset" => {
            hand.reset();
            true
        }
        _ => {
            hand.take(&turned(message, hand)?);
            true
        }
    };
    match moved {
        true => Ok(()),
        false => Err(vec!["command: nothing moves in this view.".to_string()]),
    }
}

/// The demo's knobs with a message's settings: all of them, or the reasons why not.
fn turned(message: &JsValue, hand: Hand) -> Result<Knobs, Vec<String>> {
    let mut knobs = untrack(|| hand.knobs());
    let mut wrong = Vec::new();
    for (name, text) in settings(message)? {
        let taken = knobs.read(&name, &text);
        let missing = || Err("is no setting of this view".to_string());
        if let Err(why) = taken.unwrap_or_else(missing) {
            wrong.push(format!("{name}: “{text}” {why}. Nothing was changed."));
        }
    }
    match wrong.is_empty() {
        true => Ok(knobs),
        false => Err(wrong),
    }
}

/// A message's settings: names and values as the address has them.
fn settings(message: &JsValue) -> Result<Vec<(String, String)>, Vec<String>> {
    let settings = get(message, "settings");
    let Some(object) = settings.dyn_ref::<Object>() else {
        return Err(vec![
            "settings: an object of names and values is needed.".to_string(),
        ]);
    };
    let pairs = Object::keys(object)
        .iter()
        .filter_map(|name| name.as_string())
        .map(|name| {
            let value = get(&settings, &name);
            let number = value.as_f64().map(|number| number.to_string());
            let switch = value.as_bool().map(|on| on.to_string());
            let text = value.as_string().or(number).or(switch);
            let text = text.unwrap_or_default();
            (name, text)
        })
        .collect();
    Ok(pairs)
}

/// Takes all of the settings over, or none: the reasons come back.
fn set(message: &JsValue, run: Run) -> Result<(), Vec<String>> {
    let pairs = settings(message)?;
    let mut wrong = Vec::new();
    let mut changes = Changes::default();
    let (mut engine, mut speed, mut views, mut drawing) = (None, None, None, None);
    let mut latent_way = None;
    for (name, text) in &pairs {
        let result = match name.as_str() {
            "engine" => word(text).map(|choice| engine = Some(choice)),
            "speed" => parse_speed(text).map(|value| speed = Some(value)),
            "views" => parse_views(text).map(|selection| views = Some(selection)),
            "latent_way" => word(text).map(|way| latent_way = Some(way)),
            "drawing" => Drawing::decode(text).map(|strokes| drawing = Some(strokes)),
            _ => changes
                .take(name, text)
                .unwrap_or_else(|| Err("there is no such setting".to_string())),
        };
        if let Err(why) = result {
            wrong.push(format!("{name}: {why}. Nothing was changed."));
        }
    }
    wrong.extend(changes.settle());
    if !wrong.is_empty() {
        return Err(wrong);
    }
    run.take(&changes);
    if let Some(views) = views {
        run.intent.views.set(views);
    }
    if let Some(way) = latent_way {
        run.intent.latent_way.set(way);
    }
    if let Some(drawing) = drawing {
        run.bring(|own| own.drawing = drawing);
    }
    if let Some(speed) = speed {
        run.set_speed(speed);
    }
    if let Some(engine) = engine {
        run.engines.choose(engine);
    }
    Ok(())
}

/// Answers once no worker is left.
fn sleep(sender: Sender, page: Page, run: Run) {
    wasm_bindgen_futures::spawn_local(async move {
        run.sleep().await;
        post(&sender, &untrack(|| status(page, run, Vec::new())));
    });
}

fn is_parent_or_self(source: &JsValue) -> bool {
    let own = window();
    let parent = own.parent().ok().flatten();
    let is = |window: &Window| Object::is(source, window);
    is(&own) || parent.is_some_and(|parent| is(&parent))
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
