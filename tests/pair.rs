//! A lane that trains with a helper has the numbers that it would have at home: whatever is asked of the run
//! meanwhile, and also where the helper is lost, at any moment.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::{all_views, ready};
use gan_playground::data::mnist::Split;
use gan_playground::data::own::{OwnPoints, OwnSample};
use gan_playground::engine::Session;
use gan_playground::engine::pair::{FarLane, Heard, Helper, Order, Report};
use gan_playground::lesson::LESSONS;
use gan_playground::protocol::{
    Answer, Checkpoint, Command, Event, Floats, LaneFrame, Question, Speed,
};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;

/// What is known of all helpers of a session.
#[derive(Default)]
struct Known {
    opened: Cell<u32>,
    living: Cell<u32>,
    orders: Cell<u32>,
    steps: Cell<u32>,
    pictures: Cell<u32>,
    /// It carries out so many orders, and then says nothing any more.
    dies_after: Cell<Option<u32>>,
}

/// A helper without a worker: it obeys at once, and is heard when it is asked.
struct Beside {
    known: Rc<Known>,
    far: RefCell<FarLane>,
    reports: RefCell<VecDeque<Report>>,
}

impl Beside {
    fn is_dead(&self) -> bool {
        let limit = self.known.dies_after.get();
        limit.is_some_and(|limit| self.known.orders.get() >= limit)
    }
}

impl Helper for Beside {
    fn send(&self, order: &Order) {
        if self.is_dead() {
            return;
        }
        add(&self.known.orders, 1);
        match order {
            Order::Step(count) => add(&self.known.steps, *count),
            Order::Take { data, .. } => {
                let pictures = matches!(
                    data,
                    Some(gan_playground::engine::pair::Data::Pictures { .. })
                );
                add(&self.known.pictures, u32::from(pictures));
            }
            _ => {}
        }
        let report = ready(self.far.borrow_mut().obey(order.clone(), || 0.0));
        self.reports
            .borrow_mut()
            .extend(report.expect("it can be done"));
    }

    fn hear(&self, within: f64) -> Pin<Box<dyn Future<Output = Heard> + '_>> {
        let next = match self.is_dead() {
            true => None,
            false => self.reports.borrow_mut().pop_front(),
        };
        let heard = match next {
            Some(report) => Heard::Report(report),
            None if within == 0.0 => Heard::Nothing,
            None => Heard::Lost,
        };
        Box::pin(std::future::ready(heard))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.known.living.set(self.known.living.get() - 1);
    }
}

fn add(to: &Cell<u32>, count: u32) {
    to.set(to.get() + count);
}

/// A session and a clock.
struct Driven {
    session: Session,
    now: Cell<f64>,
    known: Rc<Known>,
    /// All that was seen of the run.
    seen: Vec<String>,
}

impl Driven {
    fn alone() -> Self {
        Self::with(Session::new(Device::flex()), Rc::default())
    }

    fn helped(known: Rc<Known>) -> Self {
        let of = known.clone();
        let open = move || -> Option<Box<dyn Helper>> {
            add(&of.opened, 1);
            add(&of.living, 1);
            let helper = Beside {
                known: of.clone(),
                far: RefCell::new(FarLane::new(Device::flex())),
                reports: RefCell::new(VecDeque::from([Report::Ready])),
            };
            Some(Box::new(helper))
        };
        Self::with(Session::helped(Device::flex(), Box::new(open)), known)
    }

    fn with(session: Session, known: Rc<Known>) -> Self {
        let mut driven = Driven {
            session,
            now: Cell::new(0.0),
            known,
            seen: Vec::new(),
        };
        driven.tell(Command::Show(all_views()));
        // Frames at the same iterations whatever a slice takes.
        driven.tell(Command::Speed(Speed::Steps(3)));
        driven
    }

    fn configure(&mut self, lanes: &[&str]) {
        let lanes = lanes.iter().map(|lane| lane.to_string()).collect();
        self.tell(Command::Configure { run: 3, lanes });
    }

    fn tell(&mut self, command: Command) {
        let events = ready(self.session.handle(command));
        self.hear(events);
    }

    fn hear(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Frame(frame) => {
                    let lanes: Vec<_> = frame.lanes.into_iter().map(without_chance).collect();
                    let lanes = serde_json::to_string(&lanes).expect("a frame is data");
                    self.seen.push(format!("{} {lanes}", frame.iteration));
                }
                Event::Answer {
                    id,
                    answer: Ok(Answer::File(mut file)),
                } => {
                    // Its notes are in any order.
                    file.sort_unstable();
                    self.seen.push(format!("{id} {file:?}"));
                }
                Event::Answer { id, answer } => self.seen.push(format!("{id} {answer:?}")),
                Event::Failed { reason } | Event::Stopped { reason, .. } => panic!("{reason}"),
                _ => {}
            }
        }
    }

    fn slice(&mut self) -> Vec<Event> {
        let now = &self.now;
        let clock = || {
            now.set(now.get() + 1.0);
            now.get()
        };
        ready(self.session.advance(clock))
    }

    /// Works until there is nothing left to do, or so many more frames were seen.
    fn work(&mut self, frames: usize) {
        let mut left = frames;
        while self.session.has_work() && left > 0 {
            let events = self.slice();
            if events.iter().any(|event| matches!(event, Event::Frame(_))) {
                left -= 1;
                self.tell(Command::Acknowledge);
            }
            self.hear(events);
        }
    }

    /// Plays for so many frames.
    fn play(&mut self, frames: usize) {
        self.tell(Command::Play);
        self.work(frames);
    }

    fn halt(&mut self) {
        self.tell(Command::Pause);
        self.work(usize::MAX);
    }

    fn save(&mut self) -> Checkpoint {
        match ready(self.session.handle(Command::Save { id: 5 })).pop() {
            Some(Event::Answer {
                answer: Ok(Answer::Run(saved)),
                ..
            }) => saved,
            other => panic!("{other:?}"),
        }
    }
}

/// What of a lane does not go by the clock.
fn without_chance(lane: LaneFrame) -> LaneFrame {
    LaneFrame {
        metrics: Vec::new(),
        spectra: Vec::new(),
        weights: None,
        slopes: Floats::default(),
        // Whoever shows them first sends them.
        real_pictures: Vec::new(),
        ..lane
    }
}

/// The same done alone and with a helper: frames, answers and the run in the end are the same, bit by bit.
fn same(name: &str, known: Rc<Known>, what: impl Fn(&mut Driven)) -> Rc<Known> {
    let [mut alone, mut helped] = [Driven::alone(), Driven::helped(known)];
    what(&mut alone);
    what(&mut helped);
    for (i, (alone, helped)) in alone.seen.iter().zip(&helped.seen).enumerate() {
        let start = |of: &str| of.chars().take(60).collect::<String>();
        let (a, h) = (start(alone), start(helped));
        assert!(alone == helped, "{name}, {i}: alone {a}, helped {h}");
    }
    assert_eq!(alone.seen.len(), helped.seen.len(), "{name}");
    assert!(alone.save() == helped.save(), "{name}: the runs differ");
    helped.known
}

const SMALL: [&str; 2] = [
    "data=ring&objective=wasserstein&width=8&batch=8&seed=5",
    "data=ring&objective=non-saturating&width=16&batch=8&seed=5",
];

#[test]
fn every_lesson_has_the_same_numbers_in_two_workers() {
    for lesson in LESSONS {
        let known = same(lesson.slug, Rc::default(), |driven| {
            driven.configure(&[lesson.bad, lesson.good]);
            driven.play(3);
            driven.halt();
        });
        assert!(known.steps.get() >= 6, "{}: nobody helped", lesson.slug);
    }
}

/// Whatever a run remembers beside weights goes with it.
#[test]
fn so_has_every_kind_of_run() {
    for more in [
        "lipschitz=spectral-norm",
        "objective=sobolev",
        "ema=1",
        "historical_averaging=1",
        "virtual_batch_norm=1",
        "packing=2",
        "instance_noise=1",
        "frozen_generator=1",
        "optimiser=sgd",
        "optimiser=rmsprop",
    ] {
        let lane = format!("{}&{more}", SMALL[0]);
        let known = same(more, Rc::default(), |driven| {
            driven.configure(&[SMALL[1], &lane]);
            // What there is to remember is there when the lane goes.
            driven.tell(Command::Step);
            driven.tell(Command::Step);
            driven.work(usize::MAX);
            driven.play(4);
            driven.halt();
            driven.play(2);
        });
        assert!(known.steps.get() > 0);
    }
}

#[test]
fn what_is_asked_and_told_in_mid_run_changes_nothing_of_that() {
    let known = same("all", Rc::default(), |driven| {
        driven.configure(&SMALL);
        driven.play(3);
        // Settings of a lane that is elsewhere.
        let lanes = SMALL.map(|lane| format!("{lane}&critic_lr=0.01")).to_vec();
        driven.tell(Command::Tune { lanes });
        driven.work(2);
        let question = Question::Generate {
            latents: Floats(vec![0.5; 2]),
        };
        driven.tell(Command::Ask {
            id: 1,
            lane: 1,
            question,
        });
        let question = Question::Weights;
        driven.tell(Command::Ask {
            id: 2,
            lane: 1,
            question,
        });
        driven.work(1);
        // Phase by phase, and on from the middle of an iteration.
        driven.tell(Command::Phase);
        driven.work(usize::MAX);
        driven.tell(Command::Phase);
        driven.work(usize::MAX);
        driven.play(2);
        driven.tell(Command::Step);
        driven.work(usize::MAX);
        driven.play(1);
        let saved = driven.save();
        driven.play(2);
        driven.tell(Command::Load(saved));
        driven.play(2);
    });
    assert!(known.steps.get() > 20, "{}", known.steps.get());
}

#[test]
fn a_file_that_is_opened_in_a_lane_elsewhere_goes_on_there() {
    same("file", Rc::default(), |driven| {
        driven.configure(&SMALL);
        driven.play(2);
        let question = Question::Weights;
        let asked = Command::Ask {
            id: 1,
            lane: 1,
            question,
        };
        let Some(Event::Answer {
            answer: Ok(Answer::File(file)),
            ..
        }) = ready(driven.session.handle(asked)).pop()
        else {
            panic!("a file");
        };
        driven.play(2);
        driven.tell(Command::Restore {
            id: 2,
            lane: 1,
            file,
        });
        // The lanes are at different iterations now.
        driven.play(3);
        driven.halt();
        let saved = driven.save();
        assert_ne!(saved.lanes[0].iteration, saved.lanes[1].iteration);
    });
}

/// Wherever it dies: its lane is where the other one is, and the same.
#[test]
fn a_helper_can_be_lost_at_any_moment() {
    let work = |driven: &mut Driven| {
        driven.configure(&SMALL);
        driven.play(3);
        let lanes = SMALL.map(|lane| format!("{lane}&critic_lr=0.01")).to_vec();
        driven.tell(Command::Tune { lanes });
        driven.play(2);
        driven.halt();
        driven.play(2);
    };
    let all = same("lives", Rc::default(), work).orders.get();
    assert!(all > 15, "{all}");
    for orders in 0..all {
        let known = Rc::new(Known::default());
        known.dies_after.set(Some(orders));
        let known = same(&format!("dies after {orders}"), known, work);
        assert_eq!((known.opened.get(), known.living.get()), (1, 0), "{orders}");
    }
}

/// A measurement times the run as it would train, and leaves it as it is; also where the helper dies of it.
#[test]
fn a_measurement_is_helped_and_changes_nothing() {
    let measure = |driven: &mut Driven| {
        driven.configure(&SMALL);
        driven.play(2);
        driven.halt();
        driven.tell(Command::Measure { id: 7, steps: 30 });
        let steps = driven.known.steps.get();
        let mut measured = None;
        while measured.is_none() {
            measured = driven.slice().into_iter().find_map(|event| match event {
                Event::Answer { id: 7, answer } => Some(answer),
                _ => None,
            });
        }
        let Some(Ok(Answer::Measured { steps: 30, .. })) = measured else {
            panic!("{measured:?}");
        };
        let helped = driven.known.steps.get() - steps;
        // One that is cut short.
        driven.tell(Command::Measure {
            id: 8,
            steps: 1_000,
        });
        let events = driven.slice();
        driven.hear(events);
        driven.play(3);
        driven.halt();
        helped
    };
    let helped = Cell::new(0);
    let work = |driven: &mut Driven| helped.set(measure(driven));
    let all = same("measured", Rc::default(), work).orders.get();
    assert_eq!(helped.get(), 31, "all of them, and the first");
    for orders in 0..all {
        let known = Rc::new(Known::default());
        known.dies_after.set(Some(orders));
        same(&format!("measured, dies after {orders}"), known, work);
    }
}

#[test]
fn a_helper_is_there_while_a_run_of_two_lanes_is() {
    let mut driven = Driven::helped(Rc::default());
    let known = driven.known.clone();
    let helpers = || (known.opened.get(), known.living.get());
    driven.configure(&SMALL[..1]);
    driven.play(2);
    assert_eq!(helpers(), (0, 0), "nobody helps one lane");
    driven.configure(&SMALL);
    driven.tell(Command::Step);
    driven.work(usize::MAX);
    assert_eq!(helpers(), (0, 0), "nor for a single step");
    driven.play(2);
    assert_eq!(helpers(), (1, 1));
    driven.configure(&SMALL);
    driven.play(2);
    assert_eq!(helpers(), (1, 1), "the next run has the same");
    driven.configure(&SMALL[1..]);
    assert_eq!(helpers(), (1, 0));
    driven.play(2);
    driven.configure(&SMALL);
    driven.play(2);
    assert_eq!(helpers(), (2, 1));
    drop(driven);
    assert_eq!(helpers(), (2, 0));
}

#[test]
fn where_there_is_no_helper_both_lanes_train_at_home() {
    let known: Rc<Known> = Rc::default();
    let counted = known.clone();
    let open = move || {
        add(&counted.opened, 1);
        None
    };
    let mut driven = Driven::with(Session::helped(Device::flex(), Box::new(open)), known);
    driven.configure(&SMALL);
    driven.play(4);
    assert_eq!(driven.save().lanes[1].iteration, 12);
    assert_eq!(driven.known.opened.get(), 1, "and nobody asks again");
}

/// The visitor's points go along, and others in their place.
#[test]
fn own_points_are_there_as_well() {
    let own = |scale: f64| {
        let points: Vec<f64> = (0..80).map(|i| (scale * f64::from(i)).sin()).collect();
        let points = OwnPoints::fitted(2, &points).expect("points");
        Command::Own {
            data: "own-2d".to_string(),
            sample: Some(OwnSample::Points(points)),
        }
    };
    let lanes = SMALL.map(|lane| lane.replace("data=ring", "data=own-2d"));
    let known = same("own", Rc::default(), |driven| {
        driven.tell(own(1.0));
        driven.configure(&[&lanes[0], &lanes[1]]);
        driven.play(3);
        driven.tell(own(2.0));
        driven.configure(&[&lanes[0], &lanes[1]]);
        driven.play(3);
        // In mid-run: what frames show of the data is made once in a run.
        driven.tell(own(3.0));
        driven.play(2);
        driven.halt();
        driven.seen.clear();
    });
    assert!(known.steps.get() >= 12, "{}", known.steps.get());
}

/// A lane on MNIST goes when all pictures are here, and takes them along once.
#[test]
fn so_are_digits() {
    let lanes = [
        "data=mnist&width=8&batch=8&seed=3",
        "data=mnist&width=8&batch=8&seed=3&objective=hinge&conditional=1",
    ];
    let shards: Vec<_> = Split::Train
        .shards()
        .into_iter()
        .map(|(name, count)| {
            let path = format!("{}/assets/mnist/{name}", env!("CARGO_MANIFEST_DIR"));
            (std::fs::read(path).expect("a shard"), name, count)
        })
        .collect();
    let known = same("digits", Rc::default(), |driven| {
        let add = |driven: &mut Driven, which: std::ops::Range<usize>| {
            for (bytes, name, count) in &shards[which] {
                let bytes = Ok(bytes.clone());
                driven.session.add_shard(Split::Train, name, bytes, *count);
            }
        };
        driven.configure(&lanes);
        add(driven, 0..1);
        driven.play(2);
        assert_eq!(driven.known.steps.get(), 0, "there are more to come");
        add(driven, 1..shards.len());
        driven.play(2);
        driven.configure(&lanes);
        driven.play(3);
    });
    assert!(known.steps.get() >= 12, "{}", known.steps.get());
    assert_eq!(known.pictures.get(), 1);
}
