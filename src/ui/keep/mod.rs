//! What the browser keeps beyond the life of a page: the visitor's files, and runs, which are offered to be
//! taken up again. What is kept when, and what is dropped, is said by [`crate::page::keep`].
//!
//! A page keeps its run under a name of its own, which it holds as long as it lives ([`lives`]). A run whose
//! name nobody holds was left by a page that is gone. Frames keep no runs: their decks open them anew; and
//! in another site's frame there are no files either.

mod card;
mod list;
mod lives;
mod shelf;

pub use card::{Offer, Refused};
pub use list::{KeptButton, KeptList};

use super::dom::listen;
use super::lang::say;
use super::page::Page;
use super::run::Run;
use crate::config::split_pairs;
use crate::data::csv;
use crate::data::drawing::Drawing;
use crate::data::own::OwnSample;
use crate::fault::Fault;
use crate::page::address::Address;
use crate::page::keep::{
    FORMAT, KeptFile, KeptRun, Note, Pace, What, chosen, dropped, fits, forgotten, iteration,
    offered,
};
use crate::page::leaving::Private;
use crate::page::own::{Numbers, Own, Pictures, drawn, for_columns, pictured};
use crate::page::view::View;
use crate::protocol::{Checkpoint, Floats};
use leptos::prelude::*;
use shelf::Shelf;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, Storage};

/// How often the run is looked at.
const LOOKS: Duration = Duration::from_millis(500);
/// This tab's own run and files, under their data's names, for a reload.
const RUN: &str = "gan-playground.run";
const FILE: &str = "gan-playground.";

/// Whose page this is.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Own,
    /// In a frame of this site.
    Deck,
    /// In a frame of another.
    Elsewhere,
}

/// Keeps, and brings back.
#[derive(Clone, Copy)]
pub struct Keeper {
    page: Page,
    run: Run,
    place: Place,
    shelf: StoredValue<Option<Rc<Shelf>>, LocalStorage>,
    /// All that is kept.
    pub notes: RwSignal<Vec<Note>>,
    /// The names that other pages hold.
    living: RwSignal<Vec<String>>,
    /// What this page's run is kept under.
    id: RwSignal<String>,
    /// All names that this page holds: those of runs that it has had.
    held: StoredValue<Vec<String>>,
    /// Why the shelf cannot be looked at.
    closed: RwSignal<Option<Fault>>,
    /// Why the run is not kept.
    pub refused: RwSignal<Option<Fault>>,
    /// What became of the last press on a button.
    said: RwSignal<Option<Fault>>,
    /// The offer was answered.
    answered: RwSignal<bool>,
    /// The list is open.
    pub listed: RwSignal<bool>,
    pace: StoredValue<Pace>,
    /// A run is on its way to the shelf.
    saving: StoredValue<bool>,
}

impl Keeper {
    pub fn new(page: Page, run: Run) -> Self {
        Keeper {
            page,
            run,
            place: place(),
            shelf: StoredValue::new_local(None),
            notes: RwSignal::new(Vec::new()),
            living: RwSignal::new(Vec::new()),
            id: RwSignal::new(new_id()),
            held: StoredValue::new(Vec::new()),
            closed: RwSignal::new(None),
            refused: RwSignal::new(None),
            said: RwSignal::new(None),
            answered: RwSignal::new(false),
            listed: RwSignal::new(false),
            pace: StoredValue::new(Pace::default()),
            saving: StoredValue::new(false),
        }
    }

    /// Looks what is here, and keeps the run from now on.
    pub fn begin(self) {
        if self.place == Place::Elsewhere {
            return;
        }
        spawn_local(async move {
            let before = remembered(RUN);
            self.hold(&self.id.get_untracked()).await;
            self.look_around(before).await;
            self.take_old_files().await;
            self.bring_files();
            if self.place == Place::Own && !self.page.embed {
                remember(RUN, &self.id.get_untracked());
                self.follow();
            }
        });
    }

    /// Holds a name; false where another page does.
    async fn hold(self, id: &str) -> bool {
        let is = |held: &Vec<String>| held.iter().any(|held| held == id);
        let holds = self.held.with_value(is) || lives::hold(id).await;
        if holds {
            self.held.update_value(|held| held.push(id.to_string()));
        }
        holds
    }

    /// Keeps the run while it trains, where it pauses, and where the page may soon be gone.
    fn follow(self) {
        set_interval(move || self.look(false), LOOKS);
        Effect::new(move || {
            if !self.run.is_running() {
                self.look(true);
            }
        });
        listen(&document(), "visibilitychange", move |_: Event| {
            self.look(true)
        });
        listen(&window(), "pagehide", move |_: Event| self.look(true));
    }

    /// The run is to be kept now.
    fn is_due(self, leaves: bool) -> bool {
        let run = self.run.intent.run.get_untracked();
        let iteration = self.run.store.iteration_now();
        let still = leaves || !untrack(|| self.run.is_running());
        let due = self
            .pace
            .try_update_value(|pace| pace.look(js_sys::Date::now(), run, iteration, still));
        // A demo's networks are not the visitor's run.
        due == Some(true) && !untrack(|| self.run.is_lent())
    }

    fn look(self, leaves: bool) {
        if !self.saving.get_value() && self.is_due(leaves) {
            self.saving.set_value(true);
            spawn_local(async move {
                let kept = self.keep_run().await;
                self.saving.set_value(false);
                self.refused.set(kept.err());
            });
        }
    }

    /// Keeps the run as it is; nothing, where it is another before its weights are here.
    async fn keep_run(self) -> Result<(), Fault> {
        let Some(checkpoint) = self.run.engines.save().await else {
            return Ok(());
        };
        let run = self.run.intent.run.get_untracked();
        if checkpoint.run != run || untrack(|| self.run.is_lent()) {
            return Ok(());
        }
        let stands = iteration(&checkpoint);
        let (what, contents) = untrack(|| self.run_to_keep(checkpoint))?;
        let bytes = size_of_run(&contents);
        let note = note(self.id.get_untracked(), bytes, what);
        self.put(&note, &contents).await?;
        self.pace.update_value(|pace| pace.is_kept(run, stands));
        Ok(())
    }

    fn run_to_keep(self, checkpoint: Checkpoint) -> Result<(What, KeptRun), Fault> {
        let address = Address {
            autoplay: false,
            trained: None,
            ..self.page.address(View::Train, &self.run)
        };
        let data = address.settings.base.data;
        let file = match data.is_own() && data != drawn() {
            true => Some(remembered(&format!("{FILE}{}", data.slug())).ok_or(Fault::FileNotKept)?),
            false => None,
        };
        let drawing = self.run.intent.own.read().drawing.clone();
        let strokes = drawing.strokes().iter();
        let strokes =
            strokes.map(|stroke| Floats(stroke.iter().flat_map(|p| [p.0, p.1]).collect()));
        let strokes = strokes.collect();
        let what = What::Run {
            iteration: iteration(&checkpoint),
            address: address.write(),
            file,
            private: self.run.intent.private.read().has_weights(),
        };
        Ok((
            what,
            KeptRun {
                checkpoint,
                lines: self.run.store.lines_now(),
                strokes,
            },
        ))
    }

    /// Keeps the visitor's numbers for this tab; says whether it did.
    pub async fn keep_numbers(self, numbers: Numbers) -> &'static str {
        let slug = for_columns(numbers.points.dimension()).slug();
        let sample = OwnSample::Points(numbers.points);
        said_of(self.keep_file(slug, &numbers.name, sample).await)
    }

    /// The same of pictures.
    pub async fn keep_pictures(self, pictures: Pictures) -> &'static str {
        let sample = OwnSample::Images((*pictures.images).clone());
        said_of(
            self.keep_file(pictured().slug(), &pictures.name, sample)
                .await,
        )
    }

    async fn keep_file(self, slug: &str, name: &str, sample: OwnSample) -> Result<(), Fault> {
        forget_here(slug);
        if self.place == Place::Elsewhere {
            return Err(Fault::FileNotKept);
        }
        let what = What::File {
            data: slug.to_string(),
            name: name.to_string(),
        };
        let bytes = size_of_sample(&sample);
        let file = KeptFile { sample };
        // The same file again is no other one.
        let twins = self.notes.get_untracked().into_iter();
        for twin in twins.filter(|note| note.what == what && note.bytes == bytes) {
            let there = self.shelf().await?.contents::<KeptFile>(&twin.id).await;
            if there.as_ref() == Ok(&file) {
                remember(&format!("{FILE}{slug}"), &twin.id);
                return Ok(());
            }
        }
        let note = note(new_id(), bytes, what);
        self.put(&note, &file).await?;
        remember(&format!("{FILE}{slug}"), &note.id);
        Ok(())
    }

    /// Files that pages kept in `localStorage` before there was a shelf.
    async fn take_old_files(self) {
        let Some(old) = window().local_storage().ok().flatten() else {
            return;
        };
        for slug in [1, 2].map(|columns| for_columns(columns).slug()) {
            let key = format!("{FILE}{slug}");
            let Some(kept) = old.get_item(&key).ok().flatten() else {
                continue;
            };
            let read = kept.split_once('\n');
            let read = read.and_then(|(name, text)| Some((name, csv::parse(text).ok()?)));
            let taken = match read {
                Some((name, points)) => {
                    let sample = OwnSample::Points(points);
                    self.keep_file(slug, name, sample).await.is_ok()
                }
                // What can no longer be read is as good as gone.
                None => true,
            };
            if taken {
                old.remove_item(&key).ok();
            }
        }
    }

    /// Puts something on the shelf; where there is no room, runs that nobody has make room.
    async fn put(self, note: &Note, contents: &impl serde::Serialize) -> Result<(), Fault> {
        if !fits(&note.what, note.bytes) {
            return Err(Fault::TooLargeToKeep);
        }
        let shelf = self.shelf().await?;
        let mine = self.id.get_untracked();
        let taken = |id: &str| id == mine || self.lives(id);
        let mut others = offered(&self.notes.get_untracked(), note.saved, taken);
        // The oldest goes first.
        while let Err(why) = shelf.put(note, contents).await {
            let oldest = others.pop().filter(|_| why == Fault::NoRoom).ok_or(why)?;
            shelf.remove(&[oldest.id]).await?;
        }
        self.look_around(None).await;
        Ok(())
    }

    /// Looks what is kept and who lives, and drops what is beyond the bounds. `before` is this tab's
    /// own run of before it was loaded.
    async fn look_around(self, before: Option<String>) {
        let found = async {
            let shelf = self.shelf().await?;
            let notes = shelf.notes().await?;
            let living = match lives::living().await {
                Some(living) => living,
                // Nobody says: all are taken to live but this tab's.
                None => {
                    let ids = notes.iter().map(|note| note.id.clone());
                    let own = |id: &String| before.as_ref() == Some(id);
                    ids.filter(|id| !own(id)).collect()
                }
            };
            let held = self.held.get_value();
            let others = living.into_iter().filter(|id| !held.contains(id));
            self.living.set(others.collect());
            let mine = self.id.get_untracked();
            let gone = dropped(&notes, js_sys::Date::now(), |id| {
                id == mine || self.lives(id)
            });
            shelf.remove(&gone).await?;
            let kept = notes.into_iter().filter(|note| !gone.contains(&note.id));
            self.notes.set(kept.collect());
            Ok::<_, Fault>(())
        };
        self.closed.set(found.await.err());
    }

    fn lives(self, id: &str) -> bool {
        self.living.read_untracked().iter().any(|held| held == id)
    }

    async fn shelf(self) -> Result<Rc<Shelf>, Fault> {
        if let Some(shelf) = self.shelf.get_value() {
            return Ok(shelf);
        }
        let shelf = Rc::new(Shelf::open().await?);
        self.shelf.set_value(Some(shelf.clone()));
        Ok(shelf)
    }

    /// What there is to take up, newest first.
    pub fn offers(self) -> Vec<Note> {
        if self.answered.get() || self.place != Place::Own || self.page.embed {
            return Vec::new();
        }
        let (mine, living) = (self.id.get(), self.living.get());
        offered(&self.notes.read(), js_sys::Date::now(), |id| {
            id == mine || living.iter().any(|held| held == id)
        })
    }

    /// Another page, which lives, has this run.
    pub fn is_elsewhere(self, note: &Note) -> bool {
        let mine = self.id.get() == note.id;
        !mine && self.living.read().contains(&note.id)
    }

    /// Takes a run up again, paused where it was.
    pub fn take_up(self, note: Note) {
        spawn_local(async move {
            let taken = self.taken_up(&note).await;
            self.answered.set(taken.is_ok());
            self.listed.set(false);
            self.said.set(taken.err());
        });
    }

    async fn taken_up(self, note: &Note) -> Result<(), Fault> {
        let What::Run {
            address,
            file,
            private,
            ..
        } = &note.what
        else {
            return Ok(());
        };
        if !note.is_readable() {
            return Err(Fault::KeptByOther);
        }
        if !self.hold(&note.id).await {
            self.look_around(None).await;
            return Err(Fault::KeptElsewhere);
        }
        let shelf = self.shelf().await?;
        let contents: KeptRun = shelf.contents(&note.id).await?;
        let (address, _) = Address::read(&split_pairs(address));
        let slug = address.settings.base.data.slug();
        let mut sample = None;
        if let Some(file) = file {
            sample = Some(shelf.contents::<KeptFile>(file).await?.sample);
            remember(&format!("{FILE}{slug}"), file);
        }
        // What is on the page is kept first, where it is worth it.
        if self.is_due(true) {
            self.keep_run().await.ok();
        }
        if *private {
            let mark = Private::enters_as_weights;
            self.run.intent.private.update(mark);
        }
        let name = self.name_of(file.as_deref());
        let iteration = contents.iteration();
        let strokes = drawing(&contents.strokes);
        let bring = |own: &mut Own| {
            own.drawing = strokes;
            if let Some(sample) = sample {
                own.bring_back(slug, name, sample);
            }
        };
        self.id.set(note.id.clone());
        remember(RUN, &note.id);
        self.run.resume(&address, bring, contents);
        let run = self.run.intent.run.get_untracked();
        let now = js_sys::Date::now();
        self.pace
            .update_value(|pace| pace.takes_up(now, run, iteration));
        self.page.open(View::Train, &self.run);
        Ok(())
    }

    fn name_of(self, file: Option<&str>) -> String {
        let notes = self.notes.read_untracked();
        let note = notes.iter().find(|note| Some(note.id.as_str()) == file);
        match note.map(|note| &note.what) {
            Some(What::File { name, .. }) => name.clone(),
            _ => String::new(),
        }
    }

    /// A run on the visitor's data has those of his tab, or the newest that are kept.
    fn bring_files(self) {
        Effect::new(move || {
            let data = self.run.intent.settings.read().base.data;
            let has = self.run.intent.own.read().is_theirs(data);
            let tabs = remembered(&format!("{FILE}{}", data.slug()));
            let notes = self.notes.read();
            let Some(note) = chosen(&notes, data.slug(), tabs.as_deref()).filter(|_| !has) else {
                return;
            };
            let id = note.id.clone();
            spawn_local(async move {
                self.said.set(self.bring(data.slug(), &id).await.err());
            });
        });
    }

    /// Brings a file that is kept, for its data.
    async fn bring(self, slug: &str, id: &str) -> Result<(), Fault> {
        let file: KeptFile = self.shelf().await?.contents(id).await?;
        let name = self.name_of(Some(id));
        remember(&format!("{FILE}{slug}"), id);
        self.run
            .bring(|own| own.bring_back(slug, name, file.sample));
        Ok(())
    }

    /// Forgets something that is kept, and what cannot be without it; also here.
    pub fn forget(self, id: String) {
        self.forget_all(forgotten(&self.notes.get_untracked(), &id));
    }

    /// Forgets all of these.
    pub fn forget_all(self, ids: Vec<String>) {
        let notes = self.notes.get_untracked();
        let gone: Vec<Note> = notes.into_iter().filter(|n| ids.contains(&n.id)).collect();
        if ids.contains(&self.id.get_untracked()) {
            self.pace.update_value(Pace::is_forgotten);
        }
        self.notes
            .update(|notes| notes.retain(|note| !ids.contains(&note.id)));
        for note in gone {
            let What::File { data, .. } = note.what else {
                continue;
            };
            if remembered(&format!("{FILE}{data}")).as_ref() == Some(&note.id) {
                forget_here(&data);
                self.run.bring(|own| own.forget(&data));
            }
        }
        spawn_local(async move {
            let removed = async { self.shelf().await?.remove(&ids).await };
            self.said.set(removed.await.err());
            self.look_around(None).await;
        });
    }
}

fn said_of(kept: Result<(), Fault>) -> &'static str {
    match kept {
        Ok(()) => say("They are kept in this browser: a reload has them still."),
        Err(_) => say("They are not kept: after a reload choose them again."),
    }
}

fn note(id: String, bytes: f64, what: What) -> Note {
    Note {
        id,
        format: FORMAT,
        saved: js_sys::Date::now(),
        bytes,
        what,
    }
}

fn drawing(strokes: &[Floats]) -> Drawing {
    let mut drawing = Drawing::default();
    for stroke in strokes {
        let (points, _) = stroke.as_chunks::<2>();
        let points: Vec<(f32, f32)> = points.iter().map(|p| (p[0], p[1])).collect();
        drawing.push(&points);
    }
    drawing
}

/// In bytes, nearly.
fn size_of_run(run: &KeptRun) -> f64 {
    let floats = |all: &[Floats]| all.iter().map(|floats| floats.len()).sum::<usize>();
    let lanes = run.checkpoint.lanes.iter();
    let numbers: usize = lanes
        .map(|lane| {
            let extras = lane.extras.iter().map(|(_, floats)| floats.len());
            floats(&lane.tensors) + extras.sum::<usize>()
        })
        .sum();
    4.0 * (numbers + floats(&run.strokes)) as f64
}

fn size_of_sample(sample: &OwnSample) -> f64 {
    match sample {
        OwnSample::Points(points) => 4.0 * points.points().len() as f64,
        OwnSample::Images(images) => images.pixels().len() as f64,
    }
}

fn place() -> Place {
    let here = window().location().origin().ok();
    let is_top = window().parent().ok().flatten() == Some(window());
    // What another site's frame is asked is refused.
    let top = window().top().ok().flatten();
    let top = top.and_then(|top| top.location().origin().ok());
    match () {
        () if is_top => Place::Own,
        () if here.is_some() && top == here => Place::Deck,
        () => Place::Elsewhere,
    }
}

/// A name that no other page has.
fn new_id() -> String {
    let digits = || (js_sys::Math::random() * 4_294_967_296.0) as u32;
    format!("{:08x}{:08x}", digits(), digits())
}

/// Refused inside some sandboxes.
fn tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn remembered(key: &str) -> Option<String> {
    tab()?.get_item(key).ok().flatten()
}

fn remember(key: &str, id: &str) {
    tab().map(|tab| tab.set_item(key, id));
}

/// This tab has no file for these data, whatever is kept.
fn forget_here(slug: &str) {
    remember(&format!("{FILE}{slug}"), "");
}
