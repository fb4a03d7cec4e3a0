//! The second lane of a session: at home, or with a helper while the run plays.

use super::Session;
use crate::data::mnist::Split;
use crate::engine::Source;
use crate::engine::measurement::Measurement;
use crate::engine::pair::{Data, Opener, Pair};
use crate::fault::Fault;
use crate::protocol::Command;
use burn::tensor::Device;

/// The lane that may go.
const FAR: usize = 1;
/// A measurement waits for a helper that is on its way, for so many milliseconds.
const OPENING: f64 = 3_000.0;

impl Session {
    /// A session that has a lane of two trained by whom this finds.
    pub fn helped(device: Device, open: Opener) -> Self {
        Session {
            pair: Pair::new(open),
            ..Session::new(device)
        }
    }

    /// How many lanes are at home.
    pub(super) fn near(&self) -> usize {
        match self.pair.is_away() {
            true => FAR,
            false => self.lanes.len(),
        }
    }

    /// The second lane goes to who helps: at the end of an iteration, and when all of its data are
    /// here, since a run that waits for more is at home.
    pub(super) async fn send_away(&mut self) -> Result<(), Fault> {
        if self.lanes.len() != FAR + 1 || self.pair.is_away() {
            return Ok(());
        }
        let goes = self.lanes[FAR].is_between() && self.has_all_data();
        if goes && self.pair.is_ready().await {
            let data = self.data_of_far();
            self.pair.take(self.lanes[FAR].save().await?, data);
        }
        Ok(())
    }

    fn has_all_data(&self) -> bool {
        !self.wants(Split::Train) && self.lanes.iter().all(|lane| lane.can_step())
    }

    /// What the helper's library lacks.
    fn data_of_far(&self) -> Option<Data> {
        let library = self.library.borrow();
        let data = self.lanes[FAR].config.data;
        if Source::reads_pictures(data.0) {
            let missing = !self.pair.has_pictures();
            return missing.then(|| {
                let (pixels, labels) = library.pictures.all();
                let (pixels, labels) = (pixels.to_vec(), labels.to_vec());
                Data::Pictures { pixels, labels }
            });
        }
        library.own(data.0).cloned().map(|sample| Data::Own {
            data: data.slug().to_string(),
            sample,
        })
    }

    /// Whether a measurement can go on: as the run would train, with who helps.
    pub(super) async fn rehearse(
        &mut self,
        measurement: &mut Measurement,
        now: f64,
    ) -> Result<bool, Fault> {
        let is_away = self.pair.is_away();
        match measurement.is_alone() {
            // Who helped is lost: what was measured is of no run.
            Some(false) if !is_away => measurement.restart(&self.lanes),
            None => {
                self.send_away().await?;
                if self.pair.is_opening() && measurement.waited(now) < OPENING {
                    return Ok(false);
                }
                self.pair.rehearse(true);
                measurement.begin(self.near());
            }
            Some(_) => {}
        }
        Ok(true)
    }

    /// What a command needs of the lanes before it is carried out.
    pub(super) async fn prepare(&mut self, command: &Command) -> Result<(), Fault> {
        match command {
            // They are changed at home.
            Command::Phase | Command::Restore { .. } | Command::Own { .. } => self.recall().await,
            Command::Tune { .. } | Command::Measure { .. } => self.gather().await,
            Command::Ask { lane, question, .. } if *lane == FAR && !question.takes_time() => {
                self.gather().await
            }
            _ => Ok(()),
        }
    }

    /// The lanes are others than they were. A run of one has nobody help.
    pub(super) fn settle(&mut self) {
        self.missed = 0;
        match self.lanes.len() == FAR + 1 {
            true => self.pair.release(),
            false => self.pair.close(),
        }
    }

    /// Every lane at home is as it is by now.
    pub(super) async fn gather(&mut self) -> Result<(), Fault> {
        if self.pair.is_ahead() {
            match self.pair.see().await {
                Ok(lane) => self.lanes[FAR].load(lane)?,
                Err(missed) => self.missed = missed,
            }
        }
        self.catch_up(|| true);
        Ok(())
    }

    /// Every lane is at home, to be changed there.
    pub(super) async fn recall(&mut self) -> Result<(), Fault> {
        self.gather().await?;
        self.pair.release();
        Ok(())
    }

    /// A helper was lost: its lane makes the same iterations at home, while `go_on` says so.
    pub(super) fn catch_up(&mut self, go_on: impl Fn() -> bool) {
        while self.missed > 0 && go_on() {
            self.lanes[FAR].step();
            self.missed -= 1;
        }
    }
}
