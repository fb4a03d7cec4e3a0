//! Frames on their way to the store: each waits for the browser to draw, and a newer one takes its
//! place.

use super::{Output, State};
use crate::protocol::{Command, Event};

impl State {
    /// The active worker's events are the store's; those of others are nobody's.
    pub(super) fn heard(&mut self, id: u32, event: Event) {
        if !self.is_active(id) {
            return;
        }
        let Event::Frame(frame) = event else {
            return self.outputs.push(Output::Apply(event));
        };
        let waited = self.frame.replace((id, frame)).is_some();
        if self.now.hidden {
            // Nothing is drawn while nobody looks.
            self.paint();
        } else if !waited {
            self.outputs.push(Output::Paint);
        }
    }

    /// Shows the frame that waits, and asks for the next.
    pub(super) fn paint(&mut self) {
        let Some((id, frame)) = self.frame.take() else {
            return;
        };
        let (run, iteration) = (frame.run, frame.iteration);
        if run == self.now.run {
            let before = if self.seen.0 == run { self.seen.1 } else { 0 };
            self.seen = (run, iteration.max(before));
        }
        self.outputs.push(Output::Apply(Event::Frame(frame)));
        let Some(active) = self.active.filter(|active| active.id == id) else {
            return;
        };
        self.order(active, Command::Acknowledge);
    }
}
