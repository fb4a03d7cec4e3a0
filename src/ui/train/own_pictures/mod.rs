//! Pictures of the visitor's: read from files, looked at, and then used.

mod preview;
mod reading;

use super::files::sorted;
use crate::config::{Value, knob};
use crate::data::own_images::OwnImages;
use crate::fault::Fault;
use crate::page::leaving::Private;
use crate::page::own::{Pictures, pictured};
use crate::ui::dom::grouped;
use crate::ui::keep::{Keeper, KeptButton};
use crate::ui::lang::{fill, say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;
use preview::Preview;
use reading::{Reading, read};
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};

/// What is being done with files.
#[derive(Clone, Debug, Default, PartialEq)]
enum Stage {
    #[default]
    Idle,
    Reading {
        done: usize,
        of: usize,
    },
    Shown(Arc<Reading>),
}

/// Takes pictures in.
#[derive(Clone, Copy)]
pub struct PictureIntake {
    run: Run,
    stage: RwSignal<Stage>,
    /// Why the last files could not be taken.
    refused: RwSignal<Option<Fault>>,
    /// The files under the preview: a sheet can be cut another way.
    files: StoredValue<Vec<File>, LocalStorage>,
    keeper: Keeper,
    /// Whether the pictures in use are kept.
    said: RwSignal<&'static str>,
    /// Goes up with every choice of files: what an older one finds is dropped.
    choice: StoredValue<u32>,
}

impl PictureIntake {
    pub fn new(run: Run) -> Self {
        PictureIntake {
            run,
            stage: RwSignal::default(),
            refused: RwSignal::new(None),
            files: StoredValue::new_local(Vec::new()),
            keeper: expect_context(),
            said: RwSignal::new(""),
            choice: StoredValue::new(0),
        }
    }

    /// Reads files and shows what they would be. Whatever goes wrong, the run stays as it was.
    pub fn take(self, files: Vec<File>) {
        self.enter();
        self.read_as(files, None);
    }

    /// What is shown from now on is the visitor's, used or not.
    fn enter(self) {
        self.run.intent.private.update(Private::enters);
    }

    /// Cuts the sheet under the preview into cells of this side.
    fn cut(self, cell: usize) {
        self.read_as(self.files.get_value(), Some(cell));
    }

    fn read_as(self, files: Vec<File>, cell: Option<usize>) {
        let before = self.stage.get_untracked();
        let choice = self.choice.try_update_value(|choice| {
            *choice += 1;
            *choice
        });
        self.refused.set(None);
        let current = move || self.choice.try_get_value() == choice;
        let progress = move |done, of| {
            if current() {
                self.stage.set(Stage::Reading { done, of });
            }
            current()
        };
        spawn_local(async move {
            let found = read(&files, cell, progress).await;
            if !current() {
                return;
            }
            match found {
                Ok(reading) => {
                    self.files.set_value(files);
                    self.stage.set(Stage::Shown(Arc::new(reading)));
                }
                Err(why) => {
                    self.refused.set(Some(why));
                    // What was looked at before still is.
                    self.stage.set(match before {
                        Stage::Reading { .. } => Stage::Idle,
                        before => before,
                    });
                }
            }
        });
    }

    /// Gives up what is read or looked at.
    fn leave(self) {
        self.choice.update_value(|choice| *choice += 1);
        self.files.set_value(Vec::new());
        self.stage.set(Stage::Idle);
    }

    fn use_them(self, name: String, images: OwnImages) {
        self.leave();
        let pictures = Pictures {
            name,
            images: Arc::new(images),
        };
        self.said.set("");
        self.run.bring(|own| own.pictures = Some(pictures.clone()));
        if let Some(knob) = knob("data") {
            let settings = self.run.intent.settings.get_untracked();
            self.run
                .set(settings.with(0, knob, Value::Slug(pictured().slug())));
        }
        spawn_local(async move {
            let said = self.keeper.keep_pictures(pictures).await;
            self.said.try_set(said);
        });
    }
}

/// The pictures in use and the way to others, where the data are the visitor's pictures; and
/// those that are looked at before they are used.
#[component]
pub fn OwnPicturesCard(run: Run, intake: PictureIntake) -> impl IntoView {
    let data = Memo::new(move |_| run.intent.settings.get().base.data);
    let wanted = Memo::new(move |_| {
        data.get() == pictured() || intake.stage.with(|stage| *stage != Stage::Idle)
    });
    let in_use = move || {
        let own = run.intent.own.read();
        let pictures = own.pictures.as_ref();
        let words = pictures.map(|pictures| {
            let count = grouped(pictures.images.count() as u64);
            fill("{} pictures from {}.", &[&count, &pictures.name])
        });
        words.unwrap_or_else(|| say("No pictures are chosen yet.").to_string())
    };
    let choose = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let files = input.files().map(|files| sorted(&files));
        if let Some(files) = files.filter(|files| !files.is_empty()) {
            intake.take(files);
        }
        // The same files again, changed, are a change too.
        input.set_value("");
    };
    let now = move || {
        match intake.stage.get() {
        Stage::Idle => view! { <p role="status"><strong>{in_use}</strong>" "{intake.said}</p> }.into_any(),
        Stage::Reading { done, of } => view! {
            <div class="confirm">
                // Its value is there for who asks; as a status every number would be read out.
                <label class="row">
                    <span>{fill("Reading {} of {} …", &[&grouped(done as u64 + 1), &grouped(of as u64)])}</span>
                    <progress max=of.to_string() value=done.to_string()></progress>
                </label>
                <button type="button" on:click=move |_| intake.leave()>{say("Stop")}</button>
            </div>
        }
        .into_any(),
        Stage::Shown(reading) => view! { <Preview intake reading/> }.into_any(),
    }
    };
    view! {
        {move || intake.refused.get().map(|why| view! {
            <div class="notice bad" role="alert">
                <p>{tell(why)}</p>
                <button type="button" class="quiet" on:click=move |_| intake.refused.set(None)>{say("Dismiss")}</button>
            </div>
        })}
        <Show when=move || wanted.get()>
            <section class="card own" aria-label=say("Your pictures")>
                {now}
                <div class="files">
                    <label class="file">
                        <span>{say("Several pictures, or one sheet of them")}</span>
                        <input type="file" accept="image/*" multiple on:change=choose/>
                    </label>
                    <label class="file">
                        <span>{say("A folder of pictures")}</span>
                        <input type="file" prop:webkitdirectory=true on:change=choose/>
                    </label>
                </div>
                <p class="hint">
                    {say("Or drop them anywhere here. Nothing is uploaded: pictures are read in this page \
                          and do not leave your computer.")}
                </p>
                <KeptButton keeper=intake.keeper/>
            </section>
        </Show>
    }
}
