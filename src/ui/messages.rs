//! A parent page (or a test) steers the run by messages; the top-level page answers itself in the
//! same way. Commands are validated like the address: what is wrong changes nothing and is named.
//! What leaves is asked of [`crate::page::leaving`] first: any page can be a parent.

use super::dom::{Later, listen};
use super::held::Held;
use super::page::Page;
use super::run::Run;
use super::slide;
use super::status::status;
use crate::demo::Knobs;
use crate::fault::{Fault, quoted};
use crate::page::address::turn;
use crate::page::command::{Command, Given, Message, Steer};
use crate::page::leaving::Reader;
use crate::page::view::View;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

/// The parent hears of changes at most once in this many milliseconds.
const BROADCAST: u64 = 250;
const KIND: &str = "gan-playground:command";

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

impl Sender {
    fn reader(&self) -> Reader {
        match Object::is(&self.window, &window()) {
            true => Reader::Page,
            false => Reader::Parent,
        }
    }
}

/// Listens to commands, and tells the parent what changes.
pub fn listen_to_parents(page: Page, run: Run) {
    listen(&window(), "message", move |event: MessageEvent| {
        if text(&event.data(), "type").as_deref() != Some(KIND) {
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
            run.said.get(),
            page.view.get(),
        );
        if let Some(held) = page.held() {
            let _ = (held.steps(), held.is_playing(), held.knobs());
        }
        later.call(move || {
            if let Ok(Some(parent)) = window().parent() {
                // Nobody says whose page it is, and what leaves is fit for any.
                let parent = Sender {
                    window: parent,
                    origin: "*".to_string(),
                    id: JsValue::UNDEFINED,
                };
                post_status(&parent, page, run, &[]);
            }
        });
    });
}

fn obey(message: &JsValue, sender: Sender, page: Page, run: Run) {
    let wrong = match Command::read(read(message)) {
        Err(wrong) => Err(wrong),
        Ok(Command::Query) => Ok(()),
        Ok(Command::Wake) => {
            run.engines.wake();
            Ok(())
        }
        Ok(Command::Sleep) => return sleep(sender, page, run),
        Ok(Command::Snapshot(scale)) => {
            let picture = untrack(|| slide::snapshot(run, f64::from(scale)));
            return post(&sender, &picture);
        }
        Ok(Command::Measure(steps)) => return measure(steps, sender, run),
        Ok(Command::Open(query)) => page.go(&query, &run),
        Ok(Command::Steer(word, steer)) => match page.view.get_untracked() {
            View::Train => steer_run(steer, page, run),
            // Its networks are the run; its settings are its knobs.
            View::Demo(_) if trains(page) && !matches!(steer, Steer::Set(_)) => {
                steer_run(steer, page, run)
            }
            View::Demo(_) => steer_demo(steer, page),
            view @ (View::Gallery | View::Architectures) => Err(vec![Fault::NothingToDo {
                command: word.to_string(),
                view: view.slug().to_string(),
            }]),
        },
    };
    post_status(&sender, page, run, &wrong.err().unwrap_or_default());
}

/// Where the run stands, as far as the sender may know.
fn post_status(sender: &Sender, page: Page, run: Run, wrong: &[Fault]) {
    let status = untrack(|| status(page, run, wrong, sender.reader()));
    post(sender, &status);
}

fn steer_run(steer: Steer, page: Page, run: Run) -> Result<(), Vec<Fault>> {
    match steer {
        Steer::Play => run.play(),
        Steer::Pause => run.pause(),
        Steer::Reset => run.reset(),
        Steer::Step(count) => run.step(count),
        Steer::Set(pairs) => {
            let now = untrack(|| page.address(View::Train, &run));
            let (next, engine) = now.changed(&pairs)?;
            if pairs.iter().any(|(name, _)| name == "drawing") {
                run.intent.own.update(|own| own.is_given(&next.drawing));
            }
            run.take(&next, engine);
        }
    }
    Ok(())
}

/// The demo on the page is one whose networks train.
fn trains(page: Page) -> bool {
    untrack(|| page.held().is_some_and(|held| held.trains()))
}

/// The same of a demo: its action and its knobs.
fn steer_demo(steer: Steer, page: Page) -> Result<(), Vec<Fault>> {
    let wrong = |why: Fault| vec![why.about("command")];
    let held = untrack(|| page.held()).ok_or_else(|| wrong(Fault::NotThere))?;
    let moved = match steer {
        Steer::Play => held.play(),
        Steer::Step(count) => held.step(count),
        Steer::Pause => {
            held.pause();
            true
        }
        Steer::Reset => {
            held.reset();
            true
        }
        Steer::Set(pairs) => {
            held.take(&turned(&pairs, &*held)?);
            true
        }
    };
    match moved {
        true => Ok(()),
        false => Err(wrong(Fault::NothingMoves)),
    }
}

/// The demo's knobs with a message's settings: all of them, or the reasons why not.
fn turned(pairs: &[(String, String)], held: &dyn Held) -> Result<Knobs, Vec<Fault>> {
    let mut knobs = untrack(|| held.knobs());
    let mut wrong = Vec::new();
    for (name, text) in pairs {
        let not_here = || Fault::NotOfThisView {
            given: quoted(text),
        };
        let taken = turn(&mut knobs, name, text).unwrap_or_else(|| Err(not_here()));
        if let Err(why) = taken {
            wrong.push(why.unchanged(name));
        }
    }
    match wrong.is_empty() {
        true => Ok(knobs),
        false => Err(Fault::bounded(wrong)),
    }
}

/// A message as plain data.
fn read(message: &JsValue) -> Message {
    let given = |name: &str| given(&get(message, name));
    Message {
        command: given("command"),
        query: given("query"),
        count: given("count"),
        steps: given("steps"),
        scale: given("scale"),
        settings: settings(&get(message, "settings")),
    }
}

fn given(value: &JsValue) -> Given {
    if value.is_undefined() || value.is_null() {
        return Given::Nothing;
    }
    let text = value.as_string().map(Given::Text);
    let number = value.as_f64().map(Given::Number);
    let switch = value.as_bool().map(Given::Switch);
    text.or(number)
        .or(switch)
        .unwrap_or_else(|| match js_sys::Array::is_array(value) {
            true => Given::List,
            false => Given::Object,
        })
}

/// Names and values of an object; of a plain one, not of a list, a date or a map.
fn settings(value: &JsValue) -> Option<Vec<(String, Given)>> {
    let plain = Object::get_prototype_of(&Object::new());
    let is_plain = value.is_object() && Object::is(&Object::get_prototype_of(value), &plain);
    let object: &Object = value.dyn_ref().filter(|_| is_plain)?;
    let names = Object::keys(object);
    let names = names.iter().filter_map(|name| name.as_string());
    let pair = |name: String| {
        let value = given(&get(object, &name));
        (name, value)
    };
    Some(names.map(pair).collect())
}

/// Answers once no worker is left.
fn sleep(sender: Sender, page: Page, run: Run) {
    wasm_bindgen_futures::spawn_local(async move {
        run.sleep().await;
        post_status(&sender, page, run, &[]);
    });
}

fn is_parent_or_self(source: &JsValue) -> bool {
    let own = window();
    let parent = own.parent().ok().flatten();
    let is = |window: &Window| Object::is(source, window);
    is(&own) || parent.is_some_and(|parent| is(&parent))
}

fn measure(steps: u32, sender: Sender, run: Run) {
    wasm_bindgen_futures::spawn_local(async move {
        let measured = run.engines.measure(steps).await;
        let (steps, seconds) = measured.as_ref().map_or((0, 0.0), |m| (m.steps, m.seconds));
        let private = run.intent.private.get_untracked().any();
        let hushed = private && sender.reader() == Reader::Parent;
        let why = |why: Fault| match hushed {
            true => Fault::SaidHere,
            false => why,
        };
        post(
            &sender,
            &Measured {
                kind: "gan-playground:measured",
                steps,
                seconds,
                error: measured.err().map(|fault| why(fault).to_string()),
            },
        );
    });
}

fn post(sender: &Sender, message: &impl Serialize) {
    let Ok(message) = message.serialize(&serde_wasm_bindgen::Serializer::json_compatible()) else {
        return;
    };
    let send = || sender.window.post_message(&message, &sender.origin);
    if !sender.id.is_undefined() {
        Reflect::set(&message, &"id".into(), &sender.id).ok();
    }
    // What cannot be sent back, as the end of a channel, is no number of a question.
    if send().is_err() {
        Reflect::set(&message, &"id".into(), &JsValue::NULL).ok();
        // The sender may have gone since.
        send().ok();
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}
