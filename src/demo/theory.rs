//! What a demo's file says: everything of its own settings. Whoever shows demos sees
//! [`Demo`], [`Action`] and [`Live`], which take any demo's settings as [`Knobs`].

use super::{Action, Demo, Knobs, Live, Motion, Now, Readout, Settings, Table};
use crate::figure::Figure;
use crate::paper::Paper;
use crate::protocol::Speed;

/// A demo. What its methods are, [`Demo`] says.
pub trait Theory: Sync {
    type Settings: Settings;
    fn slug(&self) -> &'static str;
    fn title(&self) -> &'static str;
    fn caption(&self) -> &'static str;
    fn formula(&self, settings: &Self::Settings, now: Now) -> String;
    fn paper(&self) -> Paper;
    fn figure(&self, settings: &Self::Settings, now: Now) -> Figure;
    fn readouts(&self, settings: &Self::Settings, now: Now) -> Vec<Readout>;
    fn action(&self) -> Option<&'static dyn Moves<Settings = Self::Settings>> {
        None
    }
    fn live(&self) -> Option<&'static dyn Trains<Settings = Self::Settings>> {
        None
    }
}

impl<T: Theory> Demo for T {
    fn slug(&self) -> &'static str {
        Theory::slug(self)
    }
    fn title(&self) -> &'static str {
        Theory::title(self)
    }
    fn caption(&self) -> &'static str {
        Theory::caption(self)
    }
    fn formula(&self, knobs: &Knobs, now: Now) -> String {
        Theory::formula(self, &knobs.settings(), now)
    }
    fn paper(&self) -> Paper {
        Theory::paper(self)
    }
    fn knobs(&self) -> &'static Table {
        T::Settings::table()
    }
    fn figure(&self, knobs: &Knobs, now: Now) -> Figure {
        Theory::figure(self, &knobs.settings(), now)
    }
    fn readouts(&self, knobs: &Knobs, now: Now) -> Vec<Readout> {
        Theory::readouts(self, &knobs.settings(), now)
    }
    fn action(&self) -> Option<&'static dyn Action> {
        Theory::action(self).map(|action| action as &dyn Action)
    }
    fn live(&self) -> Option<&'static dyn Live> {
        Theory::live(self).map(|live| live as &dyn Live)
    }
}

/// A demo's action. What its methods are, [`Action`] says.
pub trait Moves: Action {
    type Settings: Settings;
    fn label(&self) -> &'static str;
    fn start(&self, settings: &Self::Settings) -> Motion;
    fn step(&self, settings: &Self::Settings, motion: &mut Motion);
    fn done(&self, motion: &Motion) -> bool;
    /// Of a path under the settings before, now that one of them has moved.
    fn survives(&self, _before: &Self::Settings, _now: &Self::Settings) -> bool {
        false
    }
    fn pause(&self) -> u64 {
        60
    }
}

impl<T: Moves + Sync> Action for T {
    fn label(&self) -> &'static str {
        Moves::label(self)
    }
    fn start(&self, knobs: &Knobs) -> Motion {
        Moves::start(self, &knobs.settings())
    }
    fn step(&self, knobs: &Knobs, motion: &mut Motion) {
        Moves::step(self, &knobs.settings(), motion);
    }
    fn done(&self, motion: &Motion) -> bool {
        Moves::done(self, motion)
    }
    fn survives(&self, before: &Knobs, now: &Knobs) -> bool {
        Moves::survives(self, &before.settings(), &now.settings())
    }
    fn pause(&self) -> u64 {
        Moves::pause(self)
    }
}

/// A demo's networks. What its methods are, [`Live`] says.
pub trait Trains: Live {
    type Settings: Settings;
    fn runs(&self, settings: &Self::Settings) -> Vec<String>;
    fn views(&self) -> &'static str;
    fn speed(&self) -> Speed {
        Speed::Max
    }
    fn begins_anew(&self) -> bool {
        false
    }
}

impl<T: Trains + Sync> Live for T {
    fn runs(&self, knobs: &Knobs) -> Vec<String> {
        Trains::runs(self, &knobs.settings())
    }
    fn views(&self) -> &'static str {
        Trains::views(self)
    }
    fn speed(&self) -> Speed {
        Trains::speed(self)
    }
    fn begins_anew(&self) -> bool {
        Trains::begins_anew(self)
    }
}
