//! The course: everything that can be opened, in the order of the lectures and by subject.
//!
//! Demos, lessons, data sets and [`PRESETS`] are found by slug in one name space ([`find`]);
//! [`LECTURES`] and [`SUBJECTS`] are lists of those slugs: what teaches what is said there alone.

mod lectures;
mod picture;
mod presets;
mod subjects;
mod trained;

pub use lectures::LECTURES;
pub use picture::picture;
pub use presets::{PRESETS, Preset};
pub use subjects::SUBJECTS;
pub use trained::{TRAINED, Trained, trained};

use crate::config::RunConfig;
use crate::data::{DATASETS, Dataset, Mnist};
use crate::demo::{DEMOS, Demo};
use crate::lesson::{LESSONS, Lesson};
use crate::registry::{Pick, find as find_entry};

/// One lecture, from start to end.
pub struct Lecture {
    /// L0 to L4; also its name in the URL.
    pub slug: &'static str,
    pub title: &'static str,
    /// Slugs, in the order in which it teaches them.
    pub slugs: &'static [&'static str],
}

impl Lecture {
    /// What there is of it, in order.
    pub fn stops(&self) -> impl Iterator<Item = Stop> {
        self.slugs.iter().filter_map(|slug| find(slug))
    }

    /// Its place in the lecture, from 0.
    pub fn place(&self, stop: Stop) -> Option<usize> {
        self.stops().position(|other| other == stop)
    }
}

/// The lecture with this slug.
pub fn lecture(slug: &str) -> Option<&'static Lecture> {
    LECTURES.iter().find(|lecture| lecture.slug == slug)
}

/// What belongs together.
pub struct Subject {
    pub title: &'static str,
    pub stops: fn() -> Vec<Stop>,
}

/// Slug of [`Stop::Architectures`].
pub const ARCHITECTURES: &str = "architectures";

/// Something to open.
#[derive(Clone, Copy)]
pub enum Stop {
    /// A theory widget.
    Demo(&'static dyn Demo),
    /// A run that goes wrong beside one that goes right.
    Lesson(&'static Lesson),
    /// Training with settings that show something.
    Preset(&'static Preset),
    /// Training on a data set as it is recommended.
    Data(Pick<dyn Dataset>),
    /// Seven pairs of networks under four losses, recorded.
    Architectures,
}

impl PartialEq for Stop {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}

impl Stop {
    /// Unique among all stops.
    pub fn slug(self) -> &'static str {
        match self {
            Stop::Demo(demo) => demo.slug(),
            Stop::Lesson(lesson) => lesson.slug,
            Stop::Preset(preset) => preset.slug,
            Stop::Data(data) => data.slug(),
            Stop::Architectures => ARCHITECTURES,
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Stop::Demo(demo) => demo.title(),
            Stop::Lesson(lesson) => lesson.title,
            Stop::Preset(preset) => preset.title,
            Stop::Data(data) => data.name(),
            Stop::Architectures => "The architecture table",
        }
    }

    /// A few sentences.
    pub fn text(self) -> &'static str {
        match self {
            Stop::Demo(demo) => demo.caption(),
            Stop::Lesson(lesson) => lesson.text,
            Stop::Preset(preset) => preset.text,
            Stop::Data(data) => data.help(),
            Stop::Architectures => {
                "DCGAN, no batch norm, an MLP, gated, tanh, residual: seven pairs of networks under \
                 four losses, with their samples. A click trains one live."
            }
        }
    }

    /// The data of its run.
    pub fn data(self) -> Option<Pick<dyn Dataset>> {
        match self {
            Stop::Demo(_) => None,
            Stop::Lesson(lesson) => Some(RunConfig::from_query(lesson.bad).0.data),
            Stop::Preset(preset) => Some(RunConfig::from_query(preset.query).0.data),
            Stop::Data(data) => Some(data),
            Stop::Architectures => Some(Pick(&Mnist)),
        }
    }

    /// The address that opens it.
    pub fn query(self) -> String {
        match self {
            Stop::Demo(demo) => format!("view={}", demo.slug()),
            Stop::Lesson(lesson) => format!("view=train&lesson={}", lesson.slug),
            Stop::Preset(preset) => format!("view=train&{}", preset.query),
            Stop::Data(data) => format!("view=train&data={}", data.slug()),
            Stop::Architectures => format!("view={ARCHITECTURES}"),
        }
    }

    /// A file beside the page with what a run of it ends in, where one was recorded.
    pub fn recorded(self) -> Option<&'static str> {
        match self {
            Stop::Preset(preset) => Some(preset.picture),
            Stop::Demo(_) | Stop::Lesson(_) | Stop::Data(_) | Stop::Architectures => None,
        }
    }

    /// The lectures that teach it.
    pub fn lectures(self) -> impl Iterator<Item = &'static Lecture> {
        let teaches = move |lecture: &&Lecture| lecture.slugs.contains(&self.slug());
        LECTURES.iter().filter(teaches)
    }

    /// Whether all of these words, in small letters, stand somewhere in what is said of it, in
    /// English or in the words of the page's language.
    pub fn speaks_of(self, words: &str, in_other_words: [&str; 2]) -> bool {
        let lectures: Vec<_> = self.lectures().map(|lecture| lecture.slug).collect();
        let paper = match self {
            Stop::Demo(demo) => demo.paper().title,
            _ => "",
        };
        let said = [
            self.slug(),
            self.title(),
            self.text(),
            paper,
            &lectures.join(" "),
            &in_other_words.join(" "),
        ]
        .join(" ")
        .to_lowercase();
        words.split_whitespace().all(|word| said.contains(word))
    }
}

/// Everything there is, demos first.
pub fn all() -> impl Iterator<Item = Stop> {
    let demos = DEMOS.iter().map(|demo| Stop::Demo(*demo));
    let lessons = LESSONS.iter().map(Stop::Lesson);
    let presets = PRESETS.iter().map(Stop::Preset);
    let data = DATASETS.iter().map(|data| Stop::Data(Pick(*data)));
    let table = std::iter::once(Stop::Architectures);
    demos.chain(lessons).chain(presets).chain(data).chain(table)
}

/// What has this slug.
pub fn find(slug: &str) -> Option<Stop> {
    let demo = || crate::demo::find(slug).map(Stop::Demo);
    let lesson = || crate::lesson::lesson(slug).map(Stop::Lesson);
    let preset = || PRESETS.iter().find(|preset| preset.slug == slug);
    let data = || find_entry(DATASETS, slug).map(Stop::Data);
    demo()
        .or_else(lesson)
        .or_else(|| preset().map(Stop::Preset))
        .or_else(data)
        .or_else(|| (slug == ARCHITECTURES).then_some(Stop::Architectures))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn slugs_are_unique_among_all_stops() {
        let slugs: HashSet<_> = all().map(Stop::slug).collect();
        assert_eq!(slugs.len(), all().count());
        for stop in all() {
            assert!(find(stop.slug()).is_some_and(|found| found == stop));
            assert!(!stop.title().is_empty() && !stop.text().is_empty());
        }
        assert!(find("nothing").is_none());
    }

    #[test]
    fn every_slug_of_a_lecture_exists_once() {
        for lecture in LECTURES {
            let slugs: HashSet<_> = lecture.slugs.iter().collect();
            assert_eq!(slugs.len(), lecture.slugs.len(), "{}", lecture.slug);
            for slug in lecture.slugs {
                assert!(find(slug).is_some(), "{}: {slug}", lecture.slug);
            }
            assert!(lecture.stops().count() > 3);
        }
    }

    #[test]
    fn every_demo_and_every_lesson_is_taught() {
        for stop in all() {
            let taught = stop.lectures().count() > 0;
            let is_taught = matches!(stop, Stop::Demo(_) | Stop::Lesson(_));
            assert!(taught || !is_taught, "{}", stop.slug());
        }
    }

    #[test]
    fn every_stop_has_one_subject() {
        let listed = SUBJECTS.iter().flat_map(|subject| (subject.stops)());
        let listed: Vec<_> = listed.map(Stop::slug).collect();
        for stop in all() {
            let times = listed.iter().filter(|slug| **slug == stop.slug()).count();
            assert_eq!(times, 1, "{}", stop.slug());
        }
        assert_eq!(listed.len(), all().count());
    }

    #[test]
    fn a_place_in_a_lecture_is_among_what_there_is() {
        let lecture = lecture("L4").expect("L4");
        let lines = find("lines").expect("lines");
        let place = lecture.place(lines).expect("is taught there");
        assert!(lecture.stops().nth(place).is_some_and(|stop| stop == lines));
        assert!(lecture.place(find("spiral").expect("spiral")).is_none());
    }

    #[test]
    fn what_was_recorded_lies_beside_the_page() {
        let recorded: Vec<_> = all().filter_map(Stop::recorded).collect();
        assert!(recorded.len() > 15);
        for file in recorded {
            let path = format!("{}/assets/{file}", env!("CARGO_MANIFEST_DIR"));
            assert!(std::path::Path::new(&path).is_file(), "{path}");
        }
    }

    #[test]
    fn a_search_needs_all_of_its_words() {
        let lines = find("lines").expect("lines");
        let none = [""; 2];
        assert!(lines.speaks_of("", none) && lines.speaks_of("parallel  arjovsky l4", none));
        assert!(!lines.speaks_of("parallel mnist", none));
        assert!(lines.speaks_of("strecken l4", ["Parallele Strecken", ""]));
    }
}
