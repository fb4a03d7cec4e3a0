//! A demo that trains is a guest on the page's one run. It is announced when it is opened and admitted
//! when it is first played; until then the train view's run is left as it was. When it goes, the
//! train view has its own settings back.

use super::history::Series;
use super::run::Run;
use super::settings::Settings;
use super::store::Lines;
use super::train::views::{Selection, parse_views};
use crate::config::RunConfig;
use crate::demo::{Course, Knobs, Lane, Live, Measured, Trained};
use crate::lesson::Lesson;
use leptos::prelude::*;

/// What the visitor has set up in the train view.
#[derive(Clone)]
pub struct Home {
    pub settings: Settings,
    pub lesson: Option<&'static Lesson>,
    pub views: Selection,
}

/// A demo's run.
#[derive(Clone)]
pub struct Guest {
    settings: Settings,
    views: Selection,
    /// What the train view gets back, once the guest is admitted.
    home: Option<Home>,
}

impl Run {
    /// A demo that trains has been opened.
    pub fn announce(&self, live: &dyn Live, knobs: &Knobs) {
        self.guest.set(Some(Guest {
            settings: settings(live, knobs),
            views: parse_views(live.views()).unwrap_or_default(),
            home: None,
        }));
    }

    /// The demo's networks are on the page: the store is about them.
    pub fn is_lent(&self) -> bool {
        self.guest
            .with(|guest| guest.as_ref().is_some_and(|guest| guest.home.is_some()))
    }

    /// What is the train view's, whoever uses the run at present.
    pub fn home(&self) -> Home {
        let kept = self
            .guest
            .with(|guest| guest.as_ref().and_then(|guest| guest.home.clone()));
        kept.unwrap_or_else(|| Home {
            settings: self.intent.settings.get(),
            lesson: self.intent.lesson.get(),
            views: self.intent.views.get(),
        })
    }

    /// Hands the run to the demo that is open, if it trains: its networks, at their beginning.
    pub(super) fn admit(&self) {
        let Some(guest) = self
            .guest
            .get_untracked()
            .filter(|guest| guest.home.is_none())
        else {
            return;
        };
        let home = untrack(|| self.home());
        self.put(Home {
            settings: guest.settings.clone(),
            lesson: None,
            views: guest.views,
        });
        self.guest.set(Some(Guest {
            home: Some(home),
            ..guest
        }));
        self.reset();
    }

    /// The demo's knobs have moved: what can act at once does, the rest starts its runs anew.
    pub fn retune(&self, live: &dyn Live, knobs: &Knobs) {
        let settings = settings(live, knobs);
        if untrack(|| self.is_lent()) {
            self.set(settings);
        } else {
            let announced = |guest: &mut Option<Guest>| {
                if let Some(guest) = guest {
                    guest.settings = settings;
                }
            };
            self.guest.update(announced);
        }
    }

    /// The demo is left: its networks are given up, and the train view's run stands at its
    /// beginning.
    pub fn dismiss(&self) {
        let guest = self.guest.try_update(Option::take).flatten();
        if let Some(home) = guest.and_then(|guest| guest.home) {
            self.put(home);
            self.reset();
        }
    }

    fn put(&self, home: Home) {
        self.intent.settings.set(home.settings);
        self.intent.lesson.set(home.lesson);
        self.intent.views.set(home.views);
    }

    /// What is known of the demo's networks, at the pace of charts.
    pub fn trained(&self) -> Trained {
        if !self.is_lent() {
            return Trained::default();
        }
        let count = self.intent.settings.read().lanes().len();
        let lane = |lane: usize| Lane {
            frame: self.store.lane_for_chart(lane),
            course: self.store.lines(lane, |lines| {
                let readings = self.store.readings(lane);
                let floor = |slug: &str| {
                    let reading = readings.iter().find(|reading| reading.metric == slug);
                    reading.map_or(f64::NAN, |reading| reading.floor)
                };
                course(lines, floor)
            }),
        };
        Trained {
            lanes: (0..count).map(lane).collect(),
        }
    }
}

/// The settings of a demo's runs.
fn settings(live: &dyn Live, knobs: &Knobs) -> Settings {
    let runs = live.runs(knobs).into_iter();
    let mut configs = runs.map(|query| RunConfig::from_query(&query).0);
    let first = configs.next().unwrap_or_default();
    match configs.next() {
        Some(second) => Settings::pair(first, second),
        None => Settings {
            base: first,
            ..Settings::default()
        },
    }
}

fn course(lines: &Lines, floor: impl Fn(&str) -> f64) -> Course {
    let values = |series: &Series| -> Vec<(f64, f64)> {
        let moments = series.moments().iter();
        moments
            .map(|moment| (moment.iteration, moment.value))
            .collect()
    };
    let metrics = lines.metrics.iter().map(|(slug, series)| Measured {
        slug: slug.clone(),
        floor: floor(slug),
        values: values(series),
    });
    Course {
        critic_loss: values(&lines.critic),
        generator_loss: values(&lines.generator),
        mean_difference: values(&lines.mean_difference),
        metrics: metrics.collect(),
    }
}
