//! Frames on their way to the store: each waits for the browser to draw, and a newer one takes its
//! place.

use super::{Output, State, Told};
use crate::protocol::{Command, Event};

/// The weights are fetched this often, in milliseconds: any engine can be lost.
pub(super) const SAFEGUARD: f64 = 10_000.0;

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

    /// Shows the frame that waits, asks for the next, and has the run saved where that is due.
    pub(super) fn paint(&mut self) {
        let Some((id, frame)) = self.frame.take() else {
            return;
        };
        let running = frame.running;
        self.outputs.push(Output::Apply(Event::Frame(frame)));
        let Some(active) = self.active.filter(|active| active.id == id) else {
            return;
        };
        self.tell(active, Told::Command(Command::Acknowledge));
        if running && self.now.clock - self.checkpointed > SAFEGUARD {
            self.safeguard(active);
        }
    }
}
