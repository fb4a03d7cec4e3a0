//! Files of the visitor's, dropped anywhere on the train view; and numbers from one of them.

use super::own_pictures::{PictureIntake, folder_of, sorted};
use super::weights::Weights;
use crate::config::{Value, knob};
use crate::data::csv;
use crate::fault::{Fault, Megabytes};
use crate::page::leaving::Private;
use crate::page::own::{Numbers, for_columns};
use crate::ui::dom::grouped;
use crate::ui::keep::{Keeper, KeptButton};
use crate::ui::lang::{fill, say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File, HtmlInputElement};

/// Takes files in.
#[derive(Clone, Copy)]
pub struct Intake {
    run: Run,
    /// What takes files that are pictures.
    pub pictures: PictureIntake,
    /// And what takes files of weights.
    weights: Weights,
    keeper: Keeper,
    /// A file is held over the page.
    pub held: RwSignal<bool>,
    /// What became of the last file: kept for a reload or not, or why it could not be taken.
    said: RwSignal<Option<Result<&'static str, Fault>>>,
}

impl Intake {
    pub fn new(run: Run) -> Self {
        Intake {
            run,
            pictures: PictureIntake::new(run),
            weights: expect_context(),
            keeper: expect_context(),
            held: RwSignal::new(false),
            said: RwSignal::new(None),
        }
    }

    /// A file is dragged over the page: without this the browser would open it in its place.
    pub fn hold(&self, event: &DragEvent) {
        let types = event.data_transfer().map(|transfer| transfer.types());
        if types.is_some_and(|types| types.includes(&"Files".into(), 0)) {
            event.prevent_default();
            self.held.set(true);
        }
    }

    pub fn drop(&self, event: &DragEvent) {
        self.held.set(false);
        let Some(transfer) = event.data_transfer() else {
            return;
        };
        let files = transfer.files().map(|files| sorted(&files));
        let files = files.unwrap_or_default();
        let is_picture = |file: &File| file.type_().starts_with("image/");
        if let Some(file) = files.iter().find(|file| Weights::are_in(file)) {
            self.weights.take(file.clone());
        } else if let Some(folder) = folder_of(&transfer) {
            self.pictures.take_folder(folder);
        } else if files.iter().any(is_picture) {
            self.pictures.take(files);
        } else if let Some(file) = files.into_iter().next() {
            self.take(file);
        } else {
            return;
        }
        event.prevent_default();
    }

    fn take(self, file: File) {
        self.run.intent.private.update(Private::enters);
        let bytes = file.size();
        if bytes > csv::MAX_BYTES as f64 {
            let why = Fault::LargeFileOf {
                file: file.name(),
                size: Megabytes(bytes as u64),
                most: Megabytes(csv::MAX_BYTES as u64),
            };
            return self.said.set(Some(Err(why)));
        }
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok();
            let Some(text) = text.and_then(|text| text.as_string()) else {
                let why = Fault::UnreadableFileOf { file: file.name() };
                return self.said.set(Some(Err(why)));
            };
            let read = csv::parse(&text).map(|points| Numbers {
                name: file.name(),
                points,
            });
            match read {
                Ok(numbers) => {
                    self.said.set(None);
                    self.use_them(numbers.clone());
                    self.said
                        .set(Some(Ok(self.keeper.keep_numbers(numbers).await)));
                }
                Err(why) => self.said.set(Some(Err(Fault::InFile {
                    file: file.name(),
                    why: Box::new(why),
                }))),
            }
        });
    }

    fn use_them(self, numbers: Numbers) {
        let mut data = None;
        self.run.bring(|own| data = Some(own.take(numbers)));
        if let (Some(data), Some(knob)) = (data, knob("data")) {
            let settings = self.run.intent.settings.get_untracked();
            self.run
                .set(settings.with(0, knob, Value::Slug(data.slug())));
        }
    }
}

/// The file in use and the way to another, where the data are the visitor's numbers; and what
/// became of the last file.
#[component]
pub fn OwnNumbers(run: Run, intake: Intake) -> impl IntoView {
    let data = Memo::new(move |_| run.intent.settings.get().base.data);
    let wanted = move || [1, 2].map(for_columns).contains(&data.get());
    let file = move || {
        run.intent.own.read().numbers(data.get()).map(|numbers| {
            let count = grouped(numbers.points.count() as u64);
            fill("{} points from {}.", &[&count, &numbers.name])
        })
    };
    let columns = move || match data.get().dimension() {
        1 => say("A CSV or text file with one column of numbers"),
        _ => say("A CSV or text file with two columns of numbers"),
    };
    let choose = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            intake.take(file);
        }
        // The same file again, changed, is a change too.
        input.set_value("");
    };
    let kept = move || intake.said.get().and_then(Result::ok);
    view! {
        {move || intake.said.get().and_then(Result::err).map(|why| view! {
            <div class="notice bad" role="alert">
                <p>{tell(why)}</p>
                <button type="button" class="quiet" on:click=move |_| intake.said.set(None)>{say("Dismiss")}</button>
            </div>
        })}
        <Show when=wanted>
            <section class="card own" aria-label=say("Your numbers")>
                <p role="status">
                    <strong>{move || file().unwrap_or_else(|| say("No file is chosen yet.").to_string())}</strong>
                    " "
                    {kept}
                </p>
                <label class="file">
                    <span>{columns}</span>
                    <input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" on:change=choose/>
                </label>
                <KeptButton keeper=intake.keeper/>
                <p class="hint">
                    {say("Or drop it anywhere here. Nothing is uploaded: the file is read in this page and \
                          does not leave your computer. The numbers are centred and scaled to fit.")}
                </p>
            </section>
        </Show>
    }
}
