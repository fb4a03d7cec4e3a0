//! When a run is sent to the page unasked, so that little of it is lost with its worker.

use super::turns::ASIDE;
use crate::protocol::Checkpoint;

/// A run that goes on is sent this often, in milliseconds, where that costs next to nothing, and so seldom
/// elsewhere that it takes its [`ASIDE`].
const OFTEN: f64 = 2_000.0;
/// What a worker and a page take to copy a byte of it, in milliseconds: an estimate, by which only the pace of large
/// runs goes.
const BYTE: f64 = 4e-6;
/// A run that stands is sent at once where that takes no longer.
const MOMENT: f64 = 100.0;

/// What the page has of a run.
#[derive(Debug, Default)]
pub struct Kept {
    /// The iteration that it has.
    iteration: Option<u64>,
    /// When that was sent, and what it took.
    at: f64,
    cost: f64,
}

impl Kept {
    /// The page knows this iteration by itself: the run's first, or one that it has sent.
    pub fn known(iteration: u64) -> Self {
        Kept {
            iteration: Some(iteration),
            ..Kept::default()
        }
    }

    /// Nothing of the run as it is now.
    pub fn forget(&mut self) {
        self.iteration = None;
    }

    /// A run at this iteration is to be sent.
    pub fn is_due(&self, iteration: u64, stands: bool, now: f64) -> bool {
        let never = self.cost == 0.0;
        let soon = stands && self.cost <= MOMENT;
        let pace = (ASIDE * self.cost).max(OFTEN);
        self.iteration != Some(iteration) && (never || soon || now - self.at >= pace)
    }

    /// The run was sent, and saving it took so many milliseconds.
    pub fn sent(&mut self, saved: &Checkpoint, took: f64, now: f64) {
        self.iteration = saved.lanes.first().map(|lane| lane.iteration);
        self.at = now;
        self.cost = took + BYTE * bytes(saved) as f64;
    }
}

/// About as many bytes as it travels in.
fn bytes(saved: &Checkpoint) -> usize {
    let lanes = saved.lanes.iter().map(|lane| {
        let tensors = lane.tensors.iter().map(|tensor| tensor.len());
        let extras = lane.extras.iter().map(|(_, extra)| extra.len());
        4 * (tensors.sum::<usize>() + extras.sum::<usize>())
    });
    1 + lanes.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Floats, LaneCheckpoint};

    fn saved(iteration: u64, numbers: usize) -> Checkpoint {
        Checkpoint {
            run: 1,
            running: true,
            steps: 0,
            lanes: vec![LaneCheckpoint {
                config: String::new(),
                iteration,
                critic_updates: iteration,
                updates: (0, 0),
                tensors: vec![Floats(vec![0.0; numbers])],
                extras: Vec::new(),
            }],
        }
    }

    #[test]
    fn a_small_run_is_sent_after_its_first_iteration_and_then_every_two_seconds() {
        let mut kept = Kept::known(0);
        assert!(!kept.is_due(0, false, 0.0));
        assert!(kept.is_due(1, false, 5.0), "its first iteration");
        kept.sent(&saved(1, 1000), 1.0, 5.0);
        assert!(!kept.is_due(50, false, 2004.0));
        assert!(kept.is_due(50, false, 2005.0));
        assert!(!kept.is_due(1, true, 9e9), "there is nothing new");
    }

    #[test]
    fn a_run_that_stands_is_sent_at_once() {
        let mut kept = Kept::known(0);
        kept.sent(&saved(1, 1000), 1.0, 0.0);
        assert!(kept.is_due(2, true, 1.0));
    }

    #[test]
    fn a_costly_run_is_sent_so_seldom_that_it_trains_nearly_all_of_the_time() {
        let mut kept = Kept::known(0);
        // 120 MB: half a second on its way.
        kept.sent(&saved(1, 30_000_000), 300.0, 0.0);
        assert!(!kept.is_due(2, true, 5_000.0));
        assert!(!kept.is_due(2, false, 30_000.0));
        assert!(kept.is_due(2, false, 32_000.0));
    }
}
