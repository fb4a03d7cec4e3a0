//! What fills the page.

use crate::config::KNOBS;
use crate::course;
use crate::demo::{DEMOS, Demo};
use crate::fault::Fault;

/// What fills the page.
#[derive(Clone, Copy, Default)]
pub enum View {
    /// Everything there is to open.
    #[default]
    Gallery,
    /// A live training run.
    Train,
    /// The architecture table.
    Architectures,
    /// A theory widget.
    Demo(&'static dyn Demo),
}

impl View {
    /// The gallery, the train view, the architecture table, and every demo.
    pub fn all() -> impl Iterator<Item = View> {
        let demos = DEMOS.iter().map(|demo| View::Demo(*demo));
        [View::Gallery, View::Train, View::Architectures]
            .into_iter()
            .chain(demos)
    }

    /// The view of this name.
    ///
    /// # Errors
    /// Names those there are.
    pub fn find(slug: &str) -> Result<Self, Fault> {
        let found = View::all().find(|view| view.slug() == slug);
        found.ok_or_else(|| Fault::unknown(slug, View::all().map(View::slug)))
    }

    pub fn slug(self) -> &'static str {
        match self {
            View::Gallery => "gallery",
            View::Train => "train",
            View::Architectures => course::ARCHITECTURES,
            View::Demo(demo) => demo.slug(),
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            View::Gallery => "Gallery",
            View::Train => "Train",
            View::Architectures => "The architecture table",
            View::Demo(demo) => demo.title(),
        }
    }

    /// True where it wants a worker.
    pub fn trains(self) -> bool {
        match self {
            View::Gallery | View::Architectures => false,
            View::Train => true,
            View::Demo(demo) => demo.live().is_some(),
        }
    }

    /// The slugs of its settings.
    pub fn controls(self) -> Vec<&'static str> {
        match self {
            View::Gallery | View::Architectures => Vec::new(),
            View::Train => KNOBS.iter().map(|knob| knob.slug).collect(),
            View::Demo(demo) => demo.knobs().iter().map(|spec| spec.slug).collect(),
        }
    }
}

impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        self.slug() == other.slug()
    }
}
