//! What may leave the page in messages: nothing that derives from what the visitor has brought.
//!
//! Where something of the visitor's enters (numbers, pictures, weights, strokes by hand), [`Private`] is
//! told; where an answer leaves, it is asked. Nothing in between has to know, and nothing there can
//! forget: a wall that still shows what was there before, a name in a sentence, a number that was
//! computed. So what is the visitor's keeps answers short for longer than it is to be seen: until the
//! view that had it is left, and for good where weights were loaded.

use super::status::{Lane, Losses, Measures, Metrics, Status};
use std::collections::BTreeMap;

/// Who reads what leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The page itself.
    Page,
    /// A page that embeds it, whoever that is.
    Parent,
}

/// Where something of the visitor's is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Private {
    /// On the view, at some time since it was opened.
    view: bool,
    /// In the run.
    run: bool,
    /// In weights: any run that comes back may have begun from them.
    weights: bool,
}

impl Private {
    /// The view takes something in, be it used or not.
    pub fn enters(&mut self) {
        self.view = true;
    }

    /// Weights come in from a file.
    pub fn enters_as_weights(&mut self) {
        self.weights = true;
    }

    /// A run begins or comes back: on the visitor's data or on others.
    pub fn begins(&mut self, on_theirs: bool) {
        self.run = on_theirs;
        self.view |= on_theirs;
    }

    /// Another view is opened: all of the last one is gone, but not the run.
    pub fn is_left(&mut self) {
        self.view = self.run;
    }

    /// The visitor's weights may be in the run.
    pub fn has_weights(&self) -> bool {
        self.weights
    }

    /// Something of the visitor's is here: no picture, number or sentence of the page leaves.
    pub fn any(&self) -> bool {
        self.view || self.run || self.weights
    }
}

impl Status {
    /// What a reader may have of it; `answer` is what the page says of the reader's own command, and
    /// `instead` what it says in place of what it does not.
    pub fn leaving(
        self,
        reader: Reader,
        private: Private,
        answer: Vec<String>,
        instead: &str,
    ) -> Self {
        match reader {
            Reader::Page => self,
            Reader::Parent if private.any() => self.bare(answer, instead),
            Reader::Parent => Status {
                // Many visitors have none like it.
                device: String::new(),
                engine_note: String::new(),
                ..self
            },
        }
    }

    /// Settings and counters alone. Every field is named, so that a new one is thought of.
    fn bare(self, answer: Vec<String>, instead: &str) -> Self {
        Status {
            kind: self.kind,
            view: self.view,
            running: self.running,
            asleep: self.asleep,
            trains: self.trains,
            private: true,
            address: self.address,
            iteration: self.iteration,
            engine: self.engine,
            device: String::new(),
            engine_note: String::new(),
            steps_per_second: self.steps_per_second,
            losses: Losses::default(),
            metrics: match self.metrics {
                Measures::Run(metrics) => Measures::Run(metrics.bare()),
                Measures::Demo(_) => Measures::Demo(BTreeMap::new()),
            },
            lanes: self.lanes.into_iter().map(Lane::bare).collect(),
            config: self.config,
            run: self.run,
            loaded: self.loaded,
            stopped: self.stopped.map(|_| instead.to_string()),
            error: match answer.is_empty() {
                true => self.error.map(|_| instead.to_string()),
                false => Some(answer.join(" ")),
            },
            notices: answer,
        }
    }
}

impl Lane {
    fn bare(self) -> Self {
        Lane {
            title: self.title,
            objective: self.objective,
            losses: Losses::default(),
            metrics: self.metrics.bare(),
        }
    }
}

impl Metrics {
    /// What follows from settings and counters.
    fn bare(self) -> Self {
        Metrics {
            images_seen: self.images_seen,
            epochs: self.epochs,
            stage: self.stage,
            alpha: self.alpha,
            w1: None,
            w1_floor: None,
            readings: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::status::Score;
    use super::*;
    use crate::rng::{Purpose, Rng};

    const MARK: &str = "secret";
    const NUMBER: f64 = 0.123456789;

    /// A status with what must not leave wherever the page computes or says something.
    fn marked() -> Status {
        let losses = || Losses {
            critic: Some(NUMBER),
            generator: Some(NUMBER),
            wasserstein: Some(NUMBER),
        };
        let score = Score {
            value: NUMBER,
            floor: NUMBER,
        };
        let metrics = || Metrics {
            images_seen: 64,
            epochs: None,
            w1: Some(NUMBER),
            w1_floor: Some(NUMBER),
            stage: None,
            alpha: None,
            readings: [(MARK.to_string(), score.clone())].into(),
        };
        Status {
            kind: "gan-playground:status",
            view: "train",
            running: true,
            asleep: false,
            trains: true,
            private: false,
            address: "view=train".to_string(),
            iteration: 7,
            engine: Some("cpu"),
            device: MARK.to_string(),
            engine_note: MARK.to_string(),
            steps_per_second: 40.0,
            losses: losses(),
            metrics: Measures::Run(metrics()),
            lanes: vec![Lane {
                title: "Wasserstein".to_string(),
                objective: "wasserstein",
                losses: losses(),
                metrics: metrics(),
            }],
            config: BTreeMap::new(),
            run: 3,
            loaded: None,
            stopped: Some(MARK.to_string()),
            notices: vec![MARK.to_string()],
            error: Some(MARK.to_string()),
        }
    }

    fn text(status: &Status) -> String {
        serde_json::to_string(status).expect("is written")
    }

    #[test]
    fn what_is_the_visitors_is_in_nothing_that_leaves() {
        let mut private = Private::default();
        private.enters();
        let status = marked().leaving(Reader::Parent, private, Vec::new(), "elsewhere");
        let said = text(&status);
        for mark in [MARK, "0.1234"] {
            assert!(!said.contains(mark), "{said}");
        }
        assert!(status.private && status.iteration == 7);
        assert_eq!(status.error.as_deref(), Some("elsewhere"));
        // What was wrong with the command is said: it is the parent's own.
        let answer = vec!["clip: 7 is outside".to_string()];
        let status = marked().leaving(Reader::Parent, private, answer.clone(), "elsewhere");
        assert_eq!(
            (status.notices, status.error),
            (answer.clone(), answer.into_iter().next())
        );
        // The page itself is told all.
        assert!(text(&marked().leaving(Reader::Page, private, Vec::new(), "")).contains(MARK));
    }

    #[test]
    fn the_device_is_for_the_page_alone() {
        let status = marked().leaving(Reader::Parent, Private::default(), Vec::new(), "");
        assert_eq!((status.device, status.engine_note), Default::default());
        assert_eq!(status.losses.critic, Some(NUMBER));
        assert!(!status.private);
    }

    /// Whatever happens in whatever order: as long as something of the visitor's can be on the page,
    /// nothing leaves, and in the end pictures leave again.
    #[test]
    fn nothing_leaves_while_something_is_here() {
        let mut rng = Rng::new(5, Purpose::Shown, 0);
        let mut free = 0;
        for _ in 0..2_000 {
            let mut private = Private::default();
            // What is true of a page: something of theirs is drawn, is trained on, was loaded.
            let (mut drawn, mut trained, mut loaded) = (false, false, false);
            for _ in 0..12 {
                match rng.below(8) {
                    0 => {
                        private.enters();
                        drawn = true;
                    }
                    1 if rng.below(4) == 0 => {
                        private.enters_as_weights();
                        loaded = true;
                    }
                    2 => {
                        private.begins(true);
                        (drawn, trained) = (true, true);
                    }
                    // Walls and charts may show the last run for as long as the view stays.
                    3 | 4 => {
                        private.begins(false);
                        trained = false;
                    }
                    5 | 6 => {
                        private.is_left();
                        drawn = trained;
                    }
                    _ => {}
                }
                assert_eq!(private.any(), drawn || trained || loaded);
                free += u32::from(!private.any());
            }
        }
        assert!(free > 1_000);
    }
}
