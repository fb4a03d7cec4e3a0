//! What the page wants of the run. The engine that is in use is told; one that takes over is told
//! everything again.

use crate::course::Trained;
use crate::lesson::Lesson;
use crate::page::address::Address;
use crate::page::leaving::Private;
use crate::page::own::Own;
use crate::page::settings::Settings;
use crate::page::values::LatentWay;
use crate::page::views::{PACE, Selection};
use crate::protocol::{Command, Speed, Views};
use leptos::prelude::*;

/// The visitor's wishes, as signals.
#[derive(Clone, Copy)]
pub struct Intent {
    /// Number of the run: goes up with every new one.
    pub run: RwSignal<u32>,
    pub settings: RwSignal<Settings>,
    /// The lesson whose settings these are.
    pub lesson: RwSignal<Option<&'static Lesson>>,
    /// The shipped weights that the run began with.
    pub trained: RwSignal<Option<&'static Trained>>,
    /// Those that a run of this number waits for.
    pub shipped: RwSignal<Option<(u32, &'static Trained)>>,
    /// What is looked at beside the samples.
    pub views: RwSignal<Selection>,
    /// What is done with latents, where they are looked at.
    pub latent_way: RwSignal<LatentWay>,
    /// Seconds from one measurement of digits to the next.
    pub pace: RwSignal<u32>,
    /// The visitor's own data.
    pub own: RwSignal<Own>,
    /// Where something of the visitor's is: asked before anything leaves the page.
    pub private: RwSignal<Private>,
    /// Play was pressed last, not Pause.
    pub playing: RwSignal<bool>,
    /// The run advances phase by phase, so that each can be seen.
    pub slow: RwSignal<bool>,
    pub speed: RwSignal<Speed>,
    /// The run can be seen.
    pub visible: RwSignal<bool>,
}

impl Intent {
    pub fn new(address: &Address) -> Self {
        let mut own = Own::default();
        own.drawing = address.drawing.clone();
        own.is_given(&address.drawing);
        Intent {
            run: RwSignal::new(1),
            settings: RwSignal::new(address.settings.clone()),
            lesson: RwSignal::new(address.lesson),
            trained: RwSignal::new(address.trained),
            shipped: RwSignal::new(address.trained.map(|trained| (1, trained))),
            views: RwSignal::new(address.views),
            latent_way: RwSignal::new(address.latent_way),
            pace: RwSignal::new(PACE),
            own: RwSignal::new(own),
            private: RwSignal::new(Private::default()),
            playing: RwSignal::new(address.autoplay),
            slow: RwSignal::new(false),
            speed: RwSignal::new(address.speed),
            visible: RwSignal::new(true),
        }
    }

    /// The engine should train until told otherwise.
    pub fn trains(&self) -> bool {
        self.playing.get_untracked() && !self.slow.get_untracked()
    }

    /// The command that starts the run anew.
    pub fn configure(&self) -> Command {
        Command::Configure {
            run: self.run.get_untracked(),
            lanes: self.settings.get_untracked().queries(),
        }
    }

    /// The command that hands over live settings.
    pub fn tune(&self) -> Command {
        Command::Tune {
            lanes: self.settings.get_untracked().queries(),
        }
    }

    /// The command that hands over the visitor's own points, where the run is about them.
    pub fn points(&self) -> Option<Command> {
        let data = self.settings.read_untracked().base.data;
        self.own.read_untracked().command(data)
    }

    /// A run begins or comes back, on the data that are set.
    pub fn mark_the_run(&self) {
        let data = self.settings.read_untracked().base.data;
        let theirs = self.own.read_untracked().is_theirs(data);
        self.private.update(|private| private.begins(theirs));
    }

    /// What frames should carry for what is looked at.
    pub fn asked(&self) -> Views {
        let lanes = self.settings.read().lanes();
        self.views.get().asked(&lanes, self.pace.get())
    }
}
