//! Files of the visitor's, dropped anywhere on the train view; and numbers from one of them.

mod looked;

use super::files::{content, files_in, folders_of, head, left_out, sorted};
use super::own_pictures::PictureIntake;
use super::weights::Weights;
use crate::config::{Value, knob};
use crate::data::{csv, foreign};
use crate::fault::{Fault, FileKind, Megabytes};
use crate::page::leaving::Private;
use crate::page::own::{Numbers, for_columns};
use crate::ui::dom::grouped;
use crate::ui::keep::{Keeper, KeptButton};
use crate::ui::lang::{fill, say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;
use looked::{Looked, LookedAt};
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File, FileSystemEntry, HtmlInputElement};

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
    /// Why the last file could not be taken.
    refused: RwSignal<Option<Fault>>,
    /// Files of the last drop that were not read.
    left: RwSignal<Vec<Fault>>,
    /// The file that is looked at, or in use.
    looked: RwSignal<Option<Arc<Looked>>>,
    /// Whether the file in use is kept for a reload.
    kept: RwSignal<Option<&'static str>>,
}

/// What a file is taken for.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Weights,
    Picture,
    Other,
}

impl Intake {
    pub fn new(run: Run) -> Self {
        Intake {
            run,
            pictures: PictureIntake::new(run),
            weights: expect_context(),
            keeper: expect_context(),
            held: RwSignal::new(false),
            refused: RwSignal::new(None),
            left: RwSignal::default(),
            looked: RwSignal::default(),
            kept: RwSignal::default(),
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
        // To be asked for before this returns.
        let folders = folders_of(&transfer);
        let files = transfer.files().map(|files| sorted(&files));
        let mut files = files.unwrap_or_default();
        // A folder stands among the files, too, as one that cannot be read.
        files.retain(|file| folders.iter().all(|folder| folder.name() != file.name()));
        if files.is_empty() && folders.is_empty() {
            return;
        }
        event.prevent_default();
        self.run.intent.private.update(Private::enters);
        let intake = *self;
        spawn_local(async move { intake.sort(files, folders).await });
    }

    /// Hands what was dropped to whoever reads such files. Whatever is not read is named.
    async fn sort(self, mut files: Vec<File>, folders: Vec<FileSystemEntry>) {
        self.left.set(Vec::new());
        let mut sorts = Vec::new();
        for file in &files {
            sorts.push(sort_of(file).await);
        }
        if !folders.is_empty() || sorts.contains(&Sort::Picture) {
            match files_in(folders).await {
                Ok(more) => files.extend(more),
                Err(why) => self.refused.set(Some(why)),
            }
            return self.pictures.take(files);
        }
        let is_weights = |sort: &Sort| *sort == Sort::Weights;
        let weights = sorts.iter().position(is_weights);
        let taken = files.remove(weights.unwrap_or(0));
        let left = files.into_iter().map(|file| Fault::LeftOut {
            file: file.name(),
            why: Box::new(Fault::OneAtATime),
        });
        self.left.set(left.collect());
        match weights {
            Some(_) => self.weights.take(taken),
            None => self.take(taken),
        }
    }

    /// Looks at a file of numbers. What can be meant in one way only is used at once.
    fn take(self, file: File) {
        self.run.intent.private.update(Private::enters);
        spawn_local(async move {
            match look(&file).await.map(Arc::new) {
                Ok(looked) => {
                    self.refused.set(None);
                    let is_sure = looked.is_sure();
                    self.looked.set(Some(looked));
                    if is_sure {
                        self.use_it();
                    }
                }
                Err(why) => self.refused.set(Some(Fault::InFile {
                    file: file.name(),
                    why: Box::new(why),
                })),
            }
        });
    }

    /// The file as it is understood becomes the data.
    fn use_it(self) {
        let Some(looked) = self.looked.get_untracked() else {
            return;
        };
        let Ok(found) = &looked.found else { return };
        let numbers = Numbers {
            name: looked.name.clone(),
            points: found.points.clone(),
        };
        self.kept.set(None);
        self.looked.set(Some(Arc::new(looked.used())));
        let mut data = None;
        self.run.bring(|own| data = Some(own.take(numbers.clone())));
        if let (Some(data), Some(knob)) = (data, knob("data")) {
            let settings = self.run.intent.settings.get_untracked();
            self.run
                .set(settings.with(0, knob, Value::Slug(data.slug())));
        }
        spawn_local(async move {
            let kept = self.keeper.keep_numbers(numbers).await;
            self.kept.try_set(Some(kept));
        });
    }
}

/// By content; by name where the content is packed.
async fn sort_of(file: &File) -> Sort {
    match foreign::kind(&head(file).await) {
        Some(FileKind::Safetensors) => Sort::Weights,
        Some(kind) if kind.is_picture() => Sort::Picture,
        // A damaged one is refused by who knows weights.
        _ if Weights::are_in(file) => Sort::Weights,
        _ => Sort::Other,
    }
}

async fn look(file: &File) -> Result<Looked, Fault> {
    if file.size() > csv::MAX_BYTES as f64 {
        let kind = foreign::kind(&head(file).await);
        return Err(kind.map_or_else(
            || Fault::LargeFile {
                size: Megabytes(file.size() as u64),
                most: Megabytes(csv::MAX_BYTES as u64),
            },
            Fault::other_kind,
        ));
    }
    let content = content(file).await.ok_or(Fault::UnreadableFile)?;
    let understood = csv::understood(&content)?;
    Ok(Looked::at(file.name(), content, understood))
}

/// The file in use and the way to another, where the data are the visitor's numbers; and what
/// became of the last file.
#[component]
pub fn OwnNumbers(run: Run, intake: Intake) -> impl IntoView {
    let data = Memo::new(move |_| run.intent.settings.get().base.data);
    let asks = Memo::new(move |_| {
        intake
            .looked
            .read()
            .as_ref()
            .is_some_and(|looked| !looked.used)
    });
    let wanted = move || asks.get() || [1, 2].map(for_columns).contains(&data.get());
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
            intake.left.set(Vec::new());
            intake.take(file);
        }
        // The same file again, changed, is a change too.
        input.set_value("");
    };
    let left = move || {
        let left = intake.left.get();
        (!left.is_empty()).then(|| {
            view! {
                <div class="notice" role="status">
                    {left_out(&left, true)}
                    <button type="button" class="quiet" on:click=move |_| intake.left.set(Vec::new())>{say("Dismiss")}</button>
                </div>
            }
        })
    };
    let looked = Memo::new(move |_| intake.looked.read().as_ref().map(|looked| looked.number));
    view! {
        {move || intake.refused.get().map(|why| view! {
            <div class="notice bad" role="alert">
                <p>{tell(why)}</p>
                <button type="button" class="quiet" on:click=move |_| intake.refused.set(None)>{say("Dismiss")}</button>
            </div>
        })}
        {left}
        <Show when=wanted>
            <section class="card own" aria-label=say("Your numbers")>
                <p role="status">
                    <strong>{move || file().unwrap_or_else(|| say("No file is chosen yet.").to_string())}</strong>
                    " "
                    {move || intake.kept.get()}
                </p>
                {move || looked.get().map(|_| view! { <LookedAt intake/> })}
                <label class="file">
                    <span>{columns}</span>
                    <input type="file" accept=".csv,.tsv,.txt,.dat,text/csv,text/plain" on:change=choose/>
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
