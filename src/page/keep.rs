//! What the browser keeps for the visitor beyond the life of a page, his files and his runs: when a run is
//! worth it, how much is kept and for how long, and what a page offers to take up again. Where it is
//! kept is `ui/keep`'s.

use super::lines::Lines;
use crate::data::own::OwnSample;
use crate::protocol::{Checkpoint, Floats};
use serde::{Deserialize, Serialize};

/// What is kept reads so: goes up when a [`Note`], what it is about, or a checkpoint's meaning changes.
pub const FORMAT: u32 = 1;

/// A run is worth keeping after this much training, in milliseconds.
pub const WORTH: f64 = 3_000.0;
/// While it trains it is kept this often, in milliseconds.
pub const EVERY: f64 = 5_000.0;

/// How much is kept.
pub struct Bounds {
    pub most: usize,
    pub bytes: f64,
    /// In milliseconds.
    pub age: f64,
}

const DAY: f64 = 24.0 * 3_600_000.0;
pub const RUNS: Bounds = Bounds {
    most: 3,
    bytes: 96e6,
    age: 7.0 * DAY,
};
pub const FILES: Bounds = Bounds {
    most: 8,
    bytes: 64e6,
    age: 30.0 * DAY,
};

/// What is known of something that is kept, beside its contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Its own name among what is kept.
    pub id: String,
    pub format: u32,
    /// Milliseconds since 1970.
    pub saved: f64,
    pub bytes: f64,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// A file of the visitor's, for the data set of this slug.
    File { data: String, name: String },
    /// A run, by the query that opens it at its beginning.
    Run {
        address: String,
        iteration: u64,
        /// The file that it is trained on.
        file: Option<String>,
        /// The visitor's weights may be in it.
        private: bool,
    },
}

/// A run's contents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptRun {
    pub checkpoint: Checkpoint,
    /// Of the charts, for each lane.
    pub lines: Vec<Lines>,
    /// The visitor's strokes, one after another: an address simplifies them.
    pub strokes: Vec<Floats>,
}

/// A file's contents, as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptFile {
    pub sample: OwnSample,
}

impl KeptRun {
    /// Where it stands.
    pub fn iteration(&self) -> u64 {
        iteration(&self.checkpoint)
    }
}

/// Where a run stood when it was saved.
pub fn iteration(checkpoint: &Checkpoint) -> u64 {
    checkpoint.lanes.first().map_or(0, |lane| lane.iteration)
}

impl Note {
    pub fn is_run(&self) -> bool {
        matches!(self.what, What::Run { .. })
    }

    /// It can be read: nothing but its own version of the page knows what it means.
    pub fn is_readable(&self) -> bool {
        self.format == FORMAT
    }

    fn bounds(&self) -> &'static Bounds {
        match self.what {
            What::File { .. } => &FILES,
            What::Run { .. } => &RUNS,
        }
    }

    fn needs(&self) -> Option<&str> {
        match &self.what {
            What::Run { file, .. } => file.as_deref(),
            What::File { .. } => None,
        }
    }

    /// Too old; or from a time that is not yet, of a clock that was wrong.
    fn is_stale(&self, now: f64) -> bool {
        (now - self.saved).abs() > self.bounds().age
    }
}

/// Whether something of this size is kept at all: half of what there is for all.
pub fn fits(what: &What, bytes: f64) -> bool {
    let bounds = match what {
        What::File { .. } => &FILES,
        What::Run { .. } => &RUNS,
    };
    bytes <= bounds.bytes / 2.0
}

/// What is to be dropped, by name: what is old, and beyond the bounds what was kept longest ago. What a
/// living page holds stays, and so does a file that a run still needs.
pub fn dropped(notes: &[Note], now: f64, lives: impl Fn(&str) -> bool) -> Vec<String> {
    let mut newest: Vec<&Note> = notes.iter().collect();
    newest.sort_by(|a, b| b.saved.total_cmp(&a.saved));
    let mut kept: Vec<&Note> = Vec::new();
    let mut dropped = Vec::new();
    // Runs first: they say which files are needed.
    newest.sort_by_key(|note| !note.is_run());
    for note in newest {
        let same = kept.iter().filter(|other| other.is_run() == note.is_run());
        let (count, bytes) = same.fold((0, note.bytes), |(count, bytes), other| {
            (count + 1, bytes + other.bytes)
        });
        let bounds = note.bounds();
        let held = match note.is_run() {
            true => lives(&note.id),
            false => kept.iter().any(|run| run.needs() == Some(&note.id)),
        };
        match held || (!note.is_stale(now) && count < bounds.most && bytes <= bounds.bytes) {
            true => kept.push(note),
            false => dropped.push(note.id.clone()),
        }
    }
    dropped
}

/// All that goes with what is forgotten: the runs that are trained on a file.
pub fn forgotten(notes: &[Note], id: &str) -> Vec<String> {
    let on_it = notes.iter().filter(|note| note.needs() == Some(id));
    let on_it = on_it.map(|note| note.id.clone());
    on_it.chain([id.to_string()]).collect()
}

/// What a page offers to take up again, newest first: runs that no living page has.
pub fn offered(notes: &[Note], now: f64, lives: impl Fn(&str) -> bool) -> Vec<Note> {
    let free = |note: &&Note| note.is_run() && !note.is_stale(now) && !lives(&note.id);
    let mut runs: Vec<Note> = notes.iter().filter(free).cloned().collect();
    runs.sort_by(|a, b| b.saved.total_cmp(&a.saved));
    runs.truncate(RUNS.most);
    runs
}

/// The file that a page begins with: the one that its tab had, or else the newest for these data.
/// None where that was forgotten there, which an empty name says.
pub fn chosen<'a>(notes: &'a [Note], slug: &str, tabs: Option<&str>) -> Option<&'a Note> {
    if tabs == Some("") {
        return None;
    }
    let of = |note: &&Note| matches!(&note.what, What::File { data, .. } if data == slug);
    let files = || notes.iter().filter(of).filter(|note| note.is_readable());
    let own = files().find(|note| Some(note.id.as_str()) == tabs);
    own.or_else(|| files().max_by(|a, b| a.saved.total_cmp(&b.saved)))
}

/// When a run is kept.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    run: u32,
    iteration: u64,
    looked: f64,
    /// Milliseconds in which it advanced.
    trained: f64,
    /// The iteration that is kept.
    kept: Option<u64>,
    asked: f64,
}

impl Pace {
    /// Looks at the run at this time, in milliseconds; true where it is to be kept now. `still` says that
    /// it holds still, or that the page may soon be gone.
    pub fn look(&mut self, now: f64, run: u32, iteration: u64, still: bool) -> bool {
        if run != self.run {
            *self = Pace {
                run,
                looked: now,
                ..Pace::default()
            };
        }
        if iteration != self.iteration {
            // A page that was asleep has not trained all the while.
            self.trained += (now - self.looked).clamp(0.0, EVERY);
        }
        (self.iteration, self.looked) = (iteration, now);
        let new = iteration > 0 && self.kept != Some(iteration);
        let due = still || now - self.asked >= EVERY;
        new && due && self.trained >= WORTH && {
            self.asked = now;
            true
        }
    }

    /// The run is kept as it was at this iteration.
    pub fn is_kept(&mut self, run: u32, iteration: u64) {
        if run == self.run {
            self.kept = Some(iteration);
        }
    }

    /// The visitor does not want this run kept.
    pub fn is_forgotten(&mut self) {
        self.trained = f64::NEG_INFINITY;
    }

    /// A run was taken up: it was worth keeping, and is.
    pub fn takes_up(&mut self, now: f64, run: u32, iteration: u64) {
        *self = Pace {
            run,
            iteration,
            looked: now,
            trained: WORTH,
            kept: Some(iteration),
            asked: now,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    const NOW: f64 = 1.7e12;

    fn run(id: &str, ago: f64, bytes: f64, file: Option<&str>) -> Note {
        Note {
            id: id.to_string(),
            format: FORMAT,
            saved: NOW - ago,
            bytes,
            what: What::Run {
                address: "view=train".to_string(),
                iteration: 7,
                file: file.map(str::to_string),
                private: false,
            },
        }
    }

    fn file(id: &str, data: &str, ago: f64, bytes: f64) -> Note {
        let (data, name) = (data.to_string(), id.to_string());
        Note {
            what: What::File { data, name },
            ..run(id, ago, bytes, None)
        }
    }

    fn ids(notes: &[Note]) -> Vec<&str> {
        notes.iter().map(|note| note.id.as_str()).collect()
    }

    #[test]
    fn bounds_hold_whatever_is_kept() {
        let mut rng = Rng::new(8, Purpose::Shown, 0);
        for _ in 0..500 {
            let count = rng.below(30);
            let notes: Vec<Note> = (0..count)
                .map(|i| {
                    let (ago, bytes) = (
                        rng.uniform() as f64 * 12.0 * DAY,
                        rng.uniform() as f64 * 4e7,
                    );
                    let needs = (rng.below(3) == 0).then(|| format!("{}", rng.below(30)));
                    match rng.below(2) {
                        0 => run(&i.to_string(), ago, bytes, needs.as_deref()),
                        _ => file(&i.to_string(), "own-1d", ago, bytes),
                    }
                })
                .collect();
            let living = rng.below(30).to_string();
            let gone = dropped(&notes, NOW, |id| id == living);
            let left: Vec<&Note> = notes.iter().filter(|n| !gone.contains(&n.id)).collect();
            let needed = |id: &str| left.iter().any(|run| run.needs() == Some(id));
            let free = |note: &&&Note| match note.is_run() {
                true => note.id != living,
                false => !needed(&note.id),
            };
            for is_run in [true, false] {
                let bounds = if is_run { &RUNS } else { &FILES };
                let same = || left.iter().filter(|note| note.is_run() == is_run);
                let held = same().count() - same().filter(free).count();
                assert!(same().count() <= bounds.most.max(held) + held);
                assert!(
                    same()
                        .filter(free)
                        .all(|note| NOW - note.saved <= bounds.age)
                );
                assert!(same().filter(free).map(|note| note.bytes).sum::<f64>() <= bounds.bytes);
            }
            // What is needed or lives is there still.
            for note in &notes {
                let held = match note.is_run() {
                    true => note.id == living,
                    false => needed(&note.id),
                };
                assert!(!held || left.contains(&note));
            }
            // Nothing was dropped for something older of its kind.
            let again: Vec<Note> = left.iter().map(|note| (*note).clone()).collect();
            assert_eq!(
                dropped(&again, NOW, |id| id == living),
                Vec::<String>::new()
            );
        }
    }

    #[test]
    fn the_newest_are_kept_and_offered() {
        let notes = [
            run("old", 8.0 * DAY, 1.0, None),
            run("c", 3.0, 1.0, None),
            run("a", 1.0, 1.0, None),
            run("d", 4.0, 1.0, None),
            run("b", 2.0, 1.0, None),
            run("ahead", -30.0 * DAY, 1.0, None),
        ];
        assert_eq!(dropped(&notes, NOW, |_| false), ["ahead", "d", "old"]);
        assert_eq!(ids(&offered(&notes, NOW, |id| id == "a")), ["b", "c", "d"]);
        assert_eq!(ids(&offered(&notes, NOW, |_| true)), [""; 0]);
    }

    #[test]
    fn a_forgotten_file_takes_its_runs_along() {
        let notes = [
            file("f", "own-2d", 1.0, 1.0),
            run("on it", 1.0, 1.0, Some("f")),
            run("elsewhere", 1.0, 1.0, Some("g")),
        ];
        assert_eq!(forgotten(&notes, "f"), ["on it", "f"]);
        assert_eq!(forgotten(&notes, "on it"), ["on it"]);
    }

    #[test]
    fn a_tab_has_its_own_file_again() {
        let notes = [
            file("mine", "own-1d", 9.0, 1.0),
            file("theirs", "own-1d", 1.0, 1.0),
            file("plane", "own-2d", 5.0, 1.0),
        ];
        let chosen = |slug, tabs| chosen(&notes, slug, tabs).map(|note| note.id.as_str());
        assert_eq!(chosen("own-1d", Some("mine")), Some("mine"));
        assert_eq!(
            chosen("own-1d", None),
            Some("theirs"),
            "a new tab has the newest"
        );
        assert_eq!(chosen("own-1d", Some("plane")), Some("theirs"));
        assert_eq!(chosen("own-images", None), None);
        assert_eq!(chosen("own-1d", Some("")), None, "forgotten here");
    }

    #[test]
    fn a_run_is_kept_every_few_seconds_once_it_is_worth_it() {
        let mut pace = Pace::default();
        let mut kept = Vec::new();
        // A look each half second, ten iterations between two.
        for i in 0..40 {
            let (now, iteration) = (500.0 * f64::from(i), 10 * i as u64);
            if pace.look(now, 1, iteration, false) {
                pace.is_kept(1, iteration);
                kept.push(now);
            }
        }
        assert_eq!(kept, [5_000.0, 10_000.0, 15_000.0]);
        assert!(
            pace.look(20_000.0, 1, 400, true),
            "a pause keeps what is new"
        );
        pace.is_kept(1, 400);
        assert!(!pace.look(30_000.0, 1, 400, true), "and not what is kept");
        // Another run has to be worth it first, and one that is stepped through is not.
        assert!(!pace.look(31_000.0, 2, 3, true));
        assert!(!pace.look(90_000.0, 2, 3, true));
        // One that was taken up is.
        pace.takes_up(100_000.0, 3, 50);
        assert!(!pace.look(101_000.0, 3, 50, true));
        assert!(pace.look(102_000.0, 3, 51, true));
        // Forgotten, it is kept no more, until another begins.
        pace.is_forgotten();
        assert!(!pace.look(900_000.0, 3, 900, true));
        pace.takes_up(901_000.0, 4, 0);
        assert!(pace.look(902_000.0, 4, 1, true));
    }

    #[test]
    fn what_did_not_arrive_is_kept_again() {
        let mut pace = Pace::default();
        for i in 0..8 {
            assert!(!pace.look(500.0 * f64::from(i), 1, i as u64, false));
        }
        assert!(pace.look(5_000.0, 1, 9, false));
        assert!(!pace.look(5_500.0, 1, 10, false), "it is on its way");
        assert!(pace.look(10_000.0, 1, 10, false));
    }
}
