//! A run's weights as a file: saved, taken over, and those that come with the page.

use super::files::content;
use crate::config::RunConfig;
use crate::course::{TRAINED, Trained};
use crate::data::foreign;
use crate::download::are_whole_weights;
use crate::fault::{Fault, FileKind, Megabytes};
use crate::page::leaving::Private;
use crate::page::settings::Settings;
use crate::protocol::{Answer, Question};
use crate::text::Text;
use crate::told;
use crate::ui::dom::grouped;
use crate::ui::lang::{say, tell};
use crate::ui::patience::{fetched, try_again};
use crate::ui::run::Run;
use crate::ui::save::offer_bytes;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, File, HtmlInputElement};

/// Larger files are not read: no network here has as many weights.
const MAX_BYTES: f64 = 64e6;
/// How files of weights are named.
const ENDING: &str = ".safetensors";
/// Differences of settings that are named.
const NAMED: usize = 4;

/// A file that was read.
#[derive(Clone)]
struct Found {
    name: String,
    bytes: Arc<Vec<u8>>,
}

/// What became of the last file.
#[derive(Clone)]
struct Said {
    good: bool,
    words: Text,
    /// It was saved with other settings, which can be opened.
    other: Option<(Found, Settings)>,
    /// It is fetched, and asked for again.
    fetched: bool,
}

/// Takes weights in and hands them out.
#[derive(Clone, Copy)]
pub struct Weights {
    run: Run,
    said: RwSignal<Option<Said>>,
    /// Waits for an engine.
    waiting: RwSignal<Option<Found>>,
    /// The shipped ones that were fetched last.
    had: StoredValue<Option<(&'static str, Found)>>,
}

impl Weights {
    pub fn new(run: Run) -> Self {
        let weights = Weights {
            run,
            said: RwSignal::new(None),
            waiting: RwSignal::new(None),
            had: StoredValue::new(None),
        };
        // Shipped ones are fetched when the run is to begin with them, and given to the engine
        // once there is one.
        Effect::new(move || match run.intent.shipped.get() {
            Some((number, trained)) => weights.fetch(number, trained),
            None => weights.waiting.set(None),
        });
        // What was said of a file is of the run that took it.
        Effect::new(move |before: Option<u32>| {
            let number = run.store.run();
            if before.is_some_and(|before| before != number) {
                weights.said.set(None);
            }
            number
        });
        Effect::new(move || {
            let ready = run.engines.kind.get().is_some();
            if let Some(found) = weights.waiting.get().filter(|_| ready) {
                weights.waiting.set(None);
                weights.open(found);
            }
        });
        weights
    }

    /// True for files of weights by their name, packed or not.
    pub fn are_in(file: &File) -> bool {
        let name = file.name().to_lowercase();
        name.strip_suffix(".gz").unwrap_or(&name).ends_with(ENDING)
    }

    /// Reads a file and hands it to the run. Whatever goes wrong, the run stays as it was.
    pub fn take(self, file: File) {
        self.run.intent.private.update(Private::enters_as_weights);
        let name = file.name();
        if file.size() > MAX_BYTES {
            return self.refuse(Fault::LargeFileOf {
                file: name,
                size: Megabytes(file.size() as u64),
                most: Megabytes(MAX_BYTES as u64),
            });
        }
        spawn_local(async move {
            let Some(bytes) = content(&file).await else {
                return self.refuse(Fault::UnreadableFileOf { file: name });
            };
            // Packed ones are unpacked by the engine.
            // Bytes of no kind may be damaged weights: it knows that, too.
            let readable = [
                None,
                Some(FileKind::Safetensors),
                Some(FileKind::Gzip),
                Some(FileKind::Bytes),
            ];
            match foreign::kind(&bytes) {
                Some(kind) if !readable.contains(&Some(kind)) => {
                    let why = Box::new(Fault::other_kind(kind));
                    self.refuse(Fault::InFile { file: name, why });
                }
                _ => self.open(Found {
                    name,
                    bytes: Arc::new(bytes),
                }),
            }
        });
    }

    /// Has shipped weights for the run of this number.
    fn fetch(self, number: u32, trained: &'static Trained) {
        // Reset asks for them again and again.
        let had = self.had.get_value();
        if let Some((_, found)) = had.filter(|(slug, _)| *slug == trained.slug) {
            return self.waiting.set(Some(found));
        }
        spawn_local(async move {
            let had = fetched(
                trained.file,
                async |bytes| are_whole_weights(bytes).await,
                |why| {
                    let wanted = self.still_wants(number);
                    match why {
                        Some(why) if wanted => self.said.set(Some(Said {
                            good: false,
                            words: Fault::NoTrained { why: Box::new(why) }.text(),
                            other: None,
                            fetched: true,
                        })),
                        _ => self.said.set(None),
                    }
                    wanted
                },
            );
            if let Some(bytes) = had.await {
                let found = Found {
                    name: trained.title.to_string(),
                    bytes: Arc::new(bytes),
                };
                self.had.set_value(Some((trained.slug, found.clone())));
                self.waiting.set(Some(found));
            }
        });
    }

    /// A run that was begun without them is not replaced.
    fn still_wants(self, number: u32) -> bool {
        let run = self.run;
        run.intent.run.get_untracked() == number && run.store.iteration_now() == 0
    }

    fn refuse(self, why: Fault) {
        self.said.set(Some(Said {
            good: false,
            words: why.text(),
            other: None,
            fetched: false,
        }));
    }

    fn open(self, found: Found) {
        let lane = self.lane();
        spawn_local(async move {
            let answer = self.run.engines.restore(lane, (*found.bytes).clone()).await;
            let said = self.said_of(lane, found, answer);
            self.said.set(Some(said));
        });
    }

    /// The lane that the settings panel is about.
    fn lane(self) -> usize {
        let lanes = self.run.intent.settings.read_untracked().lanes().len();
        self.run.edited.get_untracked().min(lanes - 1)
    }

    fn said_of(self, lane: usize, found: Found, answer: Result<Answer, Fault>) -> Said {
        let name = found.name.clone();
        let (good, words, settings) = match answer {
            Ok(Answer::Restored {
                iteration,
                settings,
            }) => {
                let iteration = grouped(iteration);
                let words = told!("{}: taken over, at iteration {}.", name, iteration);
                (true, words, Some(settings))
            }
            Ok(Answer::Misfit { why, settings }) => {
                let not_taken = Fault::NotTakenOver {
                    file: name,
                    why: Box::new(why),
                };
                (false, not_taken.text(), Some(settings))
            }
            Ok(_) => (false, Fault::NoAnswerTo { file: name }.text(), None),
            Err(why) => {
                let why = Box::new(why);
                (false, Fault::InFile { file: name, why }.text(), None)
            }
        };
        let here = self.run.intent.settings.get_untracked().lane(lane);
        let here = Settings {
            base: here,
            ..Settings::default()
        };
        let other = settings.map(|query| Settings {
            base: RunConfig::from_query(&query).0,
            ..Settings::default()
        });
        let other = other.filter(|other| *other != here);
        let differences = other.as_ref().map(|other| here.differences(other));
        let words = match differences {
            None => words,
            Some(all) => {
                let more = all.len().saturating_sub(NAMED);
                let named = Text::listed(", ", all.into_iter().take(NAMED));
                let saved = match more {
                    0 => told!("It was saved with other settings: {}.", named),
                    more => told!(
                        "It was saved with other settings: {} and {} more.",
                        named,
                        more
                    ),
                };
                Text::listed(" ", [words, saved])
            }
        };
        Said {
            good,
            words,
            other: other.map(|other| (found, other)),
            fetched: false,
        }
    }

    /// Opens a file's own settings, and then the file.
    fn adopt(self, found: Found, settings: Settings) {
        self.run.set(settings);
        self.said.set(None);
        self.open(found);
    }

    fn save(self) {
        let lane = self.lane();
        spawn_local(async move {
            let settings = self.run.intent.settings.get_untracked().lane(lane);
            match self.run.engines.ask(lane, Question::Weights).await {
                Ok(Answer::File(bytes)) => {
                    let (data, objective) = (settings.data.slug(), settings.objective.slug());
                    let iteration = self.run.store.iteration();
                    offer_bytes(
                        &format!("gan-{data}-{objective}-{iteration}{ENDING}"),
                        &bytes,
                    );
                    self.said.set(None);
                }
                Ok(_) => self.refuse(Fault::NoWeights),
                Err(why) => self.refuse(why),
            }
        });
    }
}

/// Save, load, open: and what became of it.
#[component]
pub fn WeightsCard(run: Run) -> impl IntoView {
    let weights = expect_context::<Weights>();
    let choose = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            weights.take(file);
        }
        // The same file again, changed, is a change too.
        input.set_value("");
    };
    let without = move || run.engines.kind.get().is_none();
    let images = Memo::new(move |_| run.intent.settings.read().base.data.is_images());
    let open_trained = move |event: Event| {
        let chosen = TRAINED
            .iter()
            .find(|trained| trained.slug == event_target_value(&event));
        if let Some(trained) = chosen {
            run.open_trained(trained);
        }
    };
    let trained = move || {
        let entry = |trained: &'static Trained| view! { <option value=trained.slug>{say(trained.title)}</option> };
        let open = move || run.intent.trained.get().map_or("", |trained| trained.slug);
        images.get().then(|| {
            view! {
                <label class="file">
                    <span>{say("Open trained")}</span>
                    <select prop:value=open on:change=open_trained>
                        <option value="">{say("choose…")}</option>
                        {TRAINED.iter().map(entry).collect_view()}
                    </select>
                </label>
            }
        })
    };
    let said = move || {
        let said = weights.said.get()?;
        let class = if said.good {
            "notice good"
        } else {
            "notice bad"
        };
        let role = if said.good { "status" } else { "alert" };
        let offer = said.other.map(|(found, settings)| {
            let open = move |_| weights.adopt(found.clone(), settings.clone());
            view! { <button type="button" on:click=open>{say("Open it with its own settings")}</button> }
        });
        let again = said.fetched.then(|| {
            view! { <button type="button" on:click=move |_| try_again(run)>{say("Try again")}</button> }
        });
        Some(view! {
            <div class=class role=role>
                <p>{tell(said.words)}</p>
                {offer}
                {again}
                <button type="button" class="quiet" on:click=move |_| weights.said.set(None)>{say("Dismiss")}</button>
            </div>
        })
    };
    view! {
        <section class="card keep" aria-label=say("Weights")>
            <div class="buttons">
                <button type="button" disabled=without on:click=move |_| weights.save()>{say("Save weights")}</button>
                <label class="button" class:disabled=without>
                    {say("Load weights")}
                    <input type="file" accept=".safetensors,.gz" disabled=without on:change=choose/>
                </label>
                {trained}
            </div>
            {said}
        </section>
    }
}
