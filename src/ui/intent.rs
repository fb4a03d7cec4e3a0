//! What the page wants of the run. The engine that is in use is told; one that takes over is told
//! everything again.

use super::settings::Settings;
use crate::protocol::{Command, Speed};
use leptos::prelude::*;

/// The visitor's wishes, as signals.
#[derive(Clone, Copy)]
pub struct Intent {
    /// Number of the run: goes up with every new one.
    pub run: RwSignal<u32>,
    pub settings: RwSignal<Settings>,
    /// Play was pressed last, not Pause.
    pub playing: RwSignal<bool>,
    pub speed: RwSignal<Speed>,
    /// The run can be seen.
    pub visible: RwSignal<bool>,
}

impl Intent {
    pub fn new(settings: Settings, speed: Speed, playing: bool) -> Self {
        Intent {
            run: RwSignal::new(1),
            settings: RwSignal::new(settings),
            playing: RwSignal::new(playing),
            speed: RwSignal::new(speed),
            visible: RwSignal::new(true),
        }
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
}
