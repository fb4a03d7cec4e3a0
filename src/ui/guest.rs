//! A demo that trains is a guest on the page's one run. It is announced when it is opened and admitted
//! when it is first played; until then the train view's run is left as it was. When it goes, the
//! train view has its own run back: settings, weights, counters and charts.

use super::parked::{Coming, Home, Parked, Weights};
use super::run::Run;
use crate::config::RunConfig;
use crate::demo::{Course, Knobs, Lane, Live, Measured};
use crate::fault::Fault;
use crate::page::history::Series;
use crate::page::lines::Lines;
use crate::page::settings::Settings;
use crate::page::views::{Selection, parse_views};
use crate::protocol::{Command, Speed};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// A demo's run.
#[derive(Clone)]
pub struct Guest {
    settings: Settings,
    views: Selection,
    speed: Speed,
    /// What the train view gets back, once the guest is admitted.
    home: Option<Home>,
    /// Its run, where it had begun.
    left: Rc<RefCell<Option<Left>>>,
}

/// A run that waits until the guest has gone.
struct Left {
    speed: Speed,
    /// None where it had not begun.
    run: Option<Parked>,
}

impl Run {
    /// A demo that trains has been opened.
    pub fn announce(&self, live: &dyn Live, knobs: &Knobs) {
        // The same is shown again, in another language.
        if untrack(|| self.is_lent()) {
            return;
        }
        self.guest.set(Some(Guest {
            settings: settings(live, knobs),
            views: parse_views(live.views()).unwrap_or_default(),
            speed: live.speed(),
            home: None,
            left: Rc::default(),
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
            trained: self.intent.trained.get(),
            views: self.intent.views.get(),
        })
    }

    /// The speed that the visitor has chosen, whatever a guest is used to.
    pub fn home_speed(&self) -> Speed {
        let now = self.intent.speed.get();
        let left = self.guest.with(|guest| {
            let guest = guest.as_ref().filter(|guest| guest.speed == now)?;
            Some(guest.left.borrow().as_ref()?.speed)
        });
        left.unwrap_or(now)
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
        let speed = self.intent.speed.get_untracked();
        guest.left.replace(Some(Left {
            speed,
            run: self.park(|_| ()),
        }));
        // A speed that the visitor has chosen is kept.
        if speed == Speed::Max {
            self.set_speed(guest.speed);
        }
        self.put(Home {
            settings: guest.settings.clone(),
            lesson: None,
            trained: None,
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
            let changed = settings != self.intent.settings.get_untracked();
            if changed && live.begins_anew() {
                self.intent.settings.set(settings);
                self.begin();
            } else {
                self.set(settings);
            }
        } else {
            let announced = |guest: &mut Option<Guest>| {
                if let Some(guest) = guest {
                    guest.settings = settings;
                }
            };
            self.guest.update(announced);
        }
    }

    /// The demo is left: its networks are given up, and the train view's run stands, paused, where
    /// it was.
    pub fn dismiss(&self) {
        let guest = self.guest.try_update(Option::take).flatten();
        let Some(Guest {
            home: Some(home),
            left,
            ..
        }) = guest
        else {
            return;
        };
        self.put(home);
        let Some(left) = left.take() else {
            return self.reset();
        };
        self.set_speed(left.speed);
        match left.run {
            Some(parked) => self.take_up(parked),
            None => self.reset(),
        }
    }

    /// The run on the page as it is, for [`Run::take_up`]: another one may begin at once. None where it
    /// has not begun. `then` hears how much memory it takes.
    pub(super) fn park(&self, then: impl FnOnce(usize) + 'static) -> Option<Parked> {
        if self.store.iteration_now() == 0 {
            return None;
        }
        let home = untrack(|| self.home());
        let is_own = home.settings.base.data.is_own();
        let shown = self.store.put_aside();
        let (number, bytes) = (self.intent.run.get_untracked(), shown.bytes());
        // A run that is still on its way to the engine is not there to be saved.
        let coming = self.coming.with_value(|coming| {
            let here = coming.as_ref().filter(|coming| coming.run == number);
            here.map(|coming| coming.weights.clone())
        });
        let weights = coming.unwrap_or_else(|| {
            Weights::saved_by(self.engines.save(), move |more| then(bytes + more))
        });
        Some(Parked {
            home,
            own: is_own.then(|| self.intent.own.get_untracked()),
            shown,
            weights,
        })
    }

    /// The page has a run's pictures and lines back at once, the engine its weights as soon as they are
    /// here: as a rule they are. It is paused.
    pub(super) fn take_up(&self, parked: Parked) {
        self.put(parked.home);
        if let Some(own) = parked.own {
            self.intent.own.set(own);
        }
        let number = self.number_anew();
        self.engines.send(&Command::Pause);
        self.store.restore(parked.shown);
        self.coming.set_value(Some(Coming {
            run: number,
            weights: parked.weights.clone(),
            steps: 0,
        }));
        let run = *self;
        spawn_local(async move {
            let weights = parked.weights.get().await;
            if run.intent.run.get_untracked() != number {
                return;
            }
            let coming = run.coming.try_update_value(Option::take);
            match weights {
                Some(saved) => {
                    run.engines.load(saved);
                    let steps = coming.flatten().map_or(0, |coming| coming.steps);
                    if steps > 0 {
                        run.step(steps);
                    }
                }
                // Its engine was lost before it could say.
                None => {
                    run.reset();
                    run.said.set(Some(Fault::StartsAnew));
                }
            }
        });
    }

    pub(super) fn put(&self, home: Home) {
        self.intent.settings.set(home.settings);
        self.intent.lesson.set(home.lesson);
        self.intent.trained.set(home.trained);
        self.intent.views.set(home.views);
    }

    /// What is known of the demo's networks, at the pace of charts.
    pub fn trained(&self) -> Vec<Lane> {
        if !self.is_lent() {
            return Vec::new();
        }
        let count = self.intent.settings.read().lanes().len();
        let lane = |lane: usize| Lane {
            frame: self.store.lane_for_chart(lane),
            iteration: untrack(|| self.store.shown_iteration()),
            course: self.store.lines(lane, |lines| {
                let readings = self.store.readings(lane);
                let floor = |slug: &str| {
                    let reading = readings.iter().find(|reading| reading.metric == slug);
                    reading.map_or(f64::NAN, |reading| reading.floor)
                };
                course(lines, floor)
            }),
        };
        (0..count).map(lane).collect()
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
