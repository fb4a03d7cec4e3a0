//! The session: commands in, frames out; checkpoints, measuring, runs that diverge.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::{frame, ready, trainer, trainer_on, values};
use gan_playground::data::mnist;
use gan_playground::data::own::{OwnPoints, OwnSample};
use gan_playground::data::own_images::Candidates;
use gan_playground::data::raster::Fit;
use gan_playground::engine::{Library, Session};
use gan_playground::fault::Fault;
use gan_playground::protocol::{
    Answer, Checkpoint, Command, Event, Extra, Floats, Frame, LaneFrame, Speed, Views,
};
use std::cell::RefCell;
use std::rc::Rc;

/// A critic whose weights may reach 1 estimates a far larger difference than one clipped at 0.01.
#[test]
fn a_wide_clip_lets_the_critic_grow() {
    let at = |clip| {
        let query = format!("data=ring&objective=wasserstein&clip={clip}");
        let mut trainer = trainer(&query);
        (0..30).for_each(|_| trainer.step());
        frame(&trainer, Views::default()).mean_difference.abs()
    };
    assert!(at(1.0) > 10.0 * at(0.01));
}

fn frames(events: Vec<Event>) -> Vec<Frame> {
    events
        .into_iter()
        .filter_map(|event| match event {
            Event::Frame(frame) => Some(frame),
            Event::Failed { reason } | Event::Stopped { reason, .. } => panic!("{reason}"),
            _ => None,
        })
        .collect()
}

/// A session with one run, and a clock that goes on by a millisecond with every look.
struct Driven {
    session: Session,
    now: std::cell::Cell<f64>,
    /// Milliseconds between two looks at the clock.
    tick: f64,
}

impl Driven {
    fn new(lanes: &[&str]) -> Self {
        Driven::with(Session::new(Device::flex()), lanes)
    }

    fn with(session: Session, lanes: &[&str]) -> Self {
        let mut driven = Driven {
            session,
            now: std::cell::Cell::new(0.0),
            tick: 1.0,
        };
        let lanes = lanes.iter().map(|lane| lane.to_string()).collect();
        driven.tell(Command::Configure { run: 3, lanes });
        driven
    }

    fn clock(&self) -> f64 {
        self.now.set(self.now.get() + self.tick);
        self.now.get()
    }

    fn tell(&mut self, command: Command) -> Vec<Event> {
        ready(self.session.handle(command))
    }

    fn save(&mut self) -> Checkpoint {
        match self.tell(Command::Save { id: 5 }).pop() {
            Some(Event::Answer {
                id: 5,
                answer: Ok(Answer::Run(saved)),
            }) => saved,
            other => panic!("{other:?}"),
        }
    }

    fn slice(&mut self) -> Vec<Event> {
        let (now, tick) = (&self.now, self.tick);
        let clock = || {
            now.set(now.get() + tick);
            now.get()
        };
        ready(self.session.advance(clock))
    }

    fn advance(&mut self) -> Vec<Frame> {
        frames(self.slice())
    }

    /// The answer to a measurement, and the slices until then.
    fn measured(&mut self) -> (Result<Answer, Fault>, usize) {
        for slices in 1..100_000 {
            let said = self.slice().into_iter();
            let mut answers = said.filter_map(|event| match event {
                Event::Answer { id: 9, answer } => Some(answer),
                _ => None,
            });
            if let Some(answer) = answers.next() {
                return (answer, slices);
            }
        }
        panic!("no answer");
    }

    /// Acknowledged frames until there is nothing left to do.
    fn settle(&mut self) -> Frame {
        let mut last = None;
        self.clock();
        while self.session.has_work() {
            if let Some(frame) = self.advance().pop() {
                last = Some(frame);
                self.tell(Command::Acknowledge);
            }
        }
        last.expect("a frame")
    }
}

const SMALL: &str = "data=gaussian-1d&objective=wasserstein&width=8&batch=8&seed=5";

#[test]
fn a_session_steps_and_shows_one_frame_at_a_time() {
    let mut driven = Driven::new(&[SMALL]);
    assert_eq!(driven.settle().iteration, 0);
    for _ in 0..3 {
        driven.tell(Command::Step);
    }
    let frame = driven.settle();
    assert_eq!((frame.run, frame.iteration, frame.running), (3, 3, false));

    driven.tell(Command::Speed(Speed::Steps(4)));
    driven.tell(Command::Play);
    let first = (0..50)
        .find_map(|_| driven.advance().pop())
        .expect("a frame");
    assert_eq!((first.iteration, first.running), (7, true));
    // Unacknowledged: neither trained nor shown.
    assert!(!driven.session.has_work());
    driven.tell(Command::Acknowledge);
    assert!(driven.session.has_work());
    driven.tell(Command::Visible(false));
    driven.tell(Command::Acknowledge);
    assert!(!driven.session.has_work(), "a hidden run holds still");
}

/// What a page sees of a run that plays for so many slices: each frame, and when it came.
fn watched(driven: &mut Driven, slices: usize) -> Vec<(f64, Frame)> {
    let mut seen = Vec::new();
    for _ in 0..slices {
        for frame in driven.advance() {
            seen.push((driven.now.get(), frame));
            driven.tell(Command::Acknowledge);
        }
    }
    seen
}

/// Here every look at the clock takes milliseconds, so that a frame takes as long as it has parts.
#[test]
fn a_run_that_plays_shows_its_samples_often_what_takes_long_in_turns_and_all_when_it_stops() {
    let mut driven = Driven::new(&[SMALL]);
    driven.tell(Command::Show(Views::of(&[Extra::Weights, Extra::Metrics])));
    driven.settle();
    driven.tick = 4.0;
    driven.tell(Command::Play);
    let seen = watched(&mut driven, 2_000);
    let gaps = seen.windows(2).map(|pair| pair[1].0 - pair[0].0);
    assert!(gaps.into_iter().all(|gap| gap < 400.0), "five a second");
    let has_scores = |frame: &Frame| {
        let lane = &frame.lanes[0];
        assert!(frame.running && !lane.fake_points.is_empty());
        assert_eq!(lane.fake_scores.is_empty(), lane.critic_loss.is_nan());
        !lane.fake_scores.is_empty()
    };
    let with: Vec<f64> = seen
        .iter()
        .filter(|(_, frame)| has_scores(frame))
        .map(|(at, _)| *at)
        .collect();
    assert!(
        2 * with.len() < seen.len(),
        "{} of {}",
        with.len(),
        seen.len()
    );
    assert!(with.windows(2).all(|pair| pair[1] - pair[0] < 1_500.0));

    driven.tell(Command::Pause);
    let last = driven.settle();
    let lane = &last.lanes[0];
    assert!(!last.running && last.iteration > seen[seen.len() - 1].1.iteration);
    assert!(has_all(lane) && !lane.metrics.is_empty());
    let mut same = trainer(SMALL);
    (0..last.iteration).for_each(|_| same.step());
    let now = frame(&same, Views::default());
    assert_eq!(lane.fake_points, now.fake_points, "the last state is shown");
    assert_eq!(lane.critic_loss, now.critic_loss);
}

fn has_all(lane: &LaneFrame) -> bool {
    !lane.fake_scores.is_empty() && !lane.critic_curve.is_empty() && lane.weights.is_some()
}

/// What is not looked at any more is not shown any more, and what is again is shown at once.
#[test]
fn what_a_page_looks_at_anew_comes_with_the_next_frame() {
    let mut driven = Driven::new(&[SMALL]);
    driven.settle();
    driven.tick = 4.0;
    driven.tell(Command::Play);
    let before = watched(&mut driven, 500);
    assert!(
        before
            .iter()
            .all(|(_, frame)| frame.lanes[0].weights.is_none())
    );
    driven.tell(Command::Show(Views::of(&[Extra::Weights])));
    let after = watched(&mut driven, 500);
    assert!(after[0].1.lanes[0].weights.is_some());
    assert!(
        after
            .iter()
            .all(|(_, frame)| frame.views.has(Extra::Weights))
    );
}

/// At a fixed number of iterations a frame the run waits for each: nothing is saved by leaving things out.
#[test]
fn each_frame_of_a_run_that_stops_for_it_has_all_but_what_is_slow() {
    let mut driven = Driven::new(&[SMALL]);
    driven.tell(Command::Show(Views::of(&[Extra::Weights, Extra::Metrics])));
    driven.settle();
    driven.tick = 4.0;
    driven.tell(Command::Speed(Speed::Steps(2)));
    driven.tell(Command::Play);
    let seen = watched(&mut driven, 200);
    assert!(seen.len() > 50 && seen.iter().all(|(_, frame)| has_all(&frame.lanes[0])));
    let measured = seen
        .iter()
        .filter(|(_, frame)| !frame.lanes[0].metrics.is_empty());
    assert!((1..seen.len() / 4).contains(&measured.count()));
}

#[test]
fn a_run_that_is_held_waits_with_the_steps_that_are_left() {
    let mut driven = Driven::new(&[SMALL]);
    driven.settle();
    (0..3).for_each(|_| drop(driven.tell(Command::Step)));
    driven.tell(Command::Hold(true));
    assert_eq!(driven.settle().iteration, 0);
    assert!(!driven.session.has_work());
    let saved = driven.save();
    assert_eq!((saved.steps, saved.lanes[0].iteration), (3, 0));
    let mut other = Driven::new(&[SMALL]);
    other.tell(Command::Load(saved.clone()));
    assert_eq!(other.settle().iteration, 3);
    driven.tell(Command::Hold(false));
    assert_eq!(driven.settle().iteration, 3);
}

#[test]
fn a_saved_run_goes_on_as_if_nothing_had_happened() {
    let lanes = [
        SMALL,
        "data=gaussian-1d&objective=non-saturating&width=8&batch=8&seed=5",
    ];
    let mut straight = Driven::new(&lanes);
    (0..8).for_each(|_| drop(straight.tell(Command::Step)));
    let expected = straight.settle();

    let mut first = Driven::new(&lanes);
    (0..5).for_each(|_| drop(first.tell(Command::Step)));
    first.settle();
    let saved = first.save();
    let mut second = Driven::new(&[]);
    second.tell(Command::Load(saved.clone()));
    (0..3).for_each(|_| drop(second.tell(Command::Step)));
    let moved = second.settle();

    assert_eq!(moved.iteration, expected.iteration);
    for (a, b) in moved.lanes.iter().zip(&expected.lanes) {
        assert_eq!(a.fake_points, b.fake_points);
        assert_eq!(a.critic_loss, b.critic_loss);
    }
}

/// A device that is doubted has to make the first iterations as the CPU makes them; the run is none the wiser.
#[test]
fn a_run_on_a_doubted_device_that_computes_is_the_same() {
    let train = |session: Session| {
        let mut driven = Driven::with(session, &[SMALL, SMALL]);
        (0..5).for_each(|_| _ = driven.tell(Command::Step));
        driven.settle();
        driven.save()
    };
    let [doubted, trusted] =
        [Session::doubting, Session::new].map(|new| train(new(Device::flex())));
    assert_eq!(doubted.lanes[1].iteration, 5);
    for (a, b) in doubted.lanes.iter().zip(&trusted.lanes) {
        let numbers =
            |tensors: &[Floats]| tensors.iter().flat_map(|t| t.0.clone()).collect::<Vec<_>>();
        assert_eq!(numbers(&a.tensors), numbers(&b.tensors));
    }
}

#[test]
fn measuring_leaves_the_run_alone() {
    let mut driven = Driven::new(&[SMALL]);
    let before = driven.settle();
    driven.tell(Command::Measure { id: 9, steps: 10 });
    let (answer, _) = driven.measured();
    assert!(matches!(answer, Ok(Answer::Measured { steps: 10, .. })));
    driven.tell(Command::Pause);
    let after = driven.settle();
    assert_eq!(after.iteration, before.iteration);
    assert_eq!(after.lanes[0].fake_points, before.lanes[0].fake_points);
}

/// The worker hears the page between two slices, whatever was asked for.
#[test]
fn a_measurement_is_taken_in_slices_and_ends_with_a_minute() {
    let mut driven = Driven::new(&[SMALL]);
    driven.settle();
    driven.tick = 10.0;
    let (id, steps) = (9, 1_000_000);
    driven.tell(Command::Measure { id, steps });
    let (answer, slices) = driven.measured();
    let Ok(Answer::Measured { steps, seconds }) = answer else {
        panic!("{answer:?}");
    };
    assert!((60.0..61.0).contains(&seconds), "{seconds} s");
    assert!((1..1_000_000).contains(&steps), "{steps} iterations");
    // A slice is a few looks at the clock, six thousand of which make a minute.
    assert!(slices > 500, "{slices} slices");
}

#[test]
fn whatever_moves_the_run_cuts_a_measurement_short_and_it_is_answered() {
    let lanes = || vec![SMALL.to_string()];
    let mut other = Driven::new(&[SMALL]);
    let saved = other.save();
    let cuts = [
        Command::Pause,
        Command::Play,
        Command::Step,
        Command::Phase,
        Command::Hold(true),
        Command::Load(saved),
        Command::Measure { id: 10, steps: 3 },
        Command::Configure {
            run: 4,
            lanes: lanes(),
        },
    ];
    for cut in cuts {
        let mut driven = Driven::new(&[SMALL]);
        driven.settle();
        let (id, steps) = (9, 1_000_000);
        driven.tell(Command::Measure { id, steps });
        driven.slice();
        // What does not move the run does not.
        for command in [
            Command::Acknowledge,
            Command::Mark(1),
            Command::Tune { lanes: lanes() },
        ] {
            let events = driven.tell(command);
            let answered = events.iter().any(|e| matches!(e, Event::Answer { .. }));
            assert!(!answered);
        }
        let events = driven.tell(cut.clone());
        let answered = events.iter().any(|event| {
            let cut = Err(Fault::CutShort);
            matches!(event, Event::Answer { id: 9, answer } if *answer == cut)
        });
        assert!(answered, "{cut:?}");
    }
}

#[test]
fn a_measurement_without_data_is_refused() {
    let mut driven = Driven::new(&["data=own-1d&width=8"]);
    driven.tell(Command::Measure { id: 9, steps: 3 });
    assert_eq!(driven.measured().0, Err(Fault::NothingToLearn));
    let mut driven = Driven::new(&[]);
    let events = driven.tell(Command::Measure { id: 9, steps: 3 });
    let [Event::Answer { answer, .. }] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(*answer, Err(Fault::NoRun));
}

/// What the page has when the worker is ended: no more than a moment less than what was seen.
#[test]
fn a_run_is_sent_to_the_page_before_it_is_seen_and_every_two_seconds() {
    let mut driven = Driven::new(&[SMALL]);
    driven.settle();
    driven.tick = 3.0;
    driven.tell(Command::Speed(Speed::Steps(2)));
    driven.tell(Command::Play);
    let mut kept = Vec::new();
    for _ in 0..2_000 {
        for event in driven.slice() {
            match event {
                Event::Checkpoint(saved) => kept.push((driven.now.get(), saved)),
                Event::Frame(_) => drop(driven.tell(Command::Acknowledge)),
                _ => {}
            }
        }
    }
    let span = driven.now.get();
    assert!(kept[0].1.lanes[0].iteration <= 2, "from its beginning");
    let often = span / 2_000.0;
    let count = kept.len() as f64;
    assert!(
        (0.5 * often..often + 2.0).contains(&count),
        "{count} in {span} ms"
    );

    // Paused, the page has all of it.
    driven.tell(Command::Pause);
    let mut last = None;
    let mut seen = 0;
    while driven.session.has_work() {
        for event in driven.slice() {
            match event {
                Event::Checkpoint(saved) => last = Some(saved.lanes[0].iteration),
                Event::Frame(frame) => {
                    seen = frame.iteration;
                    driven.tell(Command::Acknowledge);
                }
                _ => {}
            }
        }
    }
    assert_eq!(last, Some(seen));
}

#[test]
fn a_mark_is_reached_in_its_turn() {
    let mut driven = Driven::new(&[SMALL]);
    let events = driven.tell(Command::Mark(77));
    assert!(matches!(events[..], [Event::Reached(77)]));
}

#[test]
fn a_run_that_diverges_stops_with_a_reason() {
    for command in [Command::Play, Command::Step] {
        let mut driven = Driven::new(&[
            "data=gaussian-1d&objective=least-squares&optimiser=sgd&momentum=0.99&critic_lr=1&generator_lr=1",
        ]);
        driven.settle();
        driven.tell(Command::Show(Views::of(&[Extra::Weights, Extra::Slopes])));
        // Told once, and no more.
        let mut told = 0;
        let mut last = None;
        for i in 0..2000 {
            if matches!(command, Command::Step) || i == 0 {
                driven.tell(command.clone());
            }
            driven.tell(Command::Acknowledge);
            let now = &driven.now;
            let clock = || {
                now.set(now.get() + 20.0);
                now.get()
            };
            let events = ready(driven.session.advance(clock));
            let reasons = events.iter().filter(
                |event| matches!(event, Event::Stopped { reason, .. } if *reason == Fault::Diverged),
            );
            told += reasons.count();
            let mut shown = events.into_iter().filter_map(|event| match event {
                Event::Frame(frame) => Some(frame),
                _ => None,
            });
            last = shown.next_back().or(last);
        }
        assert_eq!(told, 1, "{command:?}");
        let last = last.expect("frames");
        let lane = &last.lanes[0];
        assert!(!last.running && !lane.slopes.is_empty() && !lane.critic_curve.is_empty());
        driven.tell(Command::Acknowledge);
        assert!(
            !driven.session.has_work(),
            "it holds still until told otherwise"
        );
    }
}

/// Before its data have come a run is shown all the same, whatever looks at real samples.
#[test]
fn a_run_without_data_is_shown() {
    let views = || {
        Views::of(&[
            Extra::Heat,
            Extra::Manifold,
            Extra::Pushes,
            Extra::Weights,
            Extra::Spectra,
            Extra::Slopes,
            Extra::Metrics,
        ])
    };
    for data in ["mnist", "own-1d", "own-2d", "own-images"] {
        for more in [
            "frozen_generator=1",
            "feature_matching=1",
            "objective=mmd",
            "packing=2",
        ] {
            let query = format!("data={data}&objective=non-saturating&width=8&batch=8&{more}");
            let frame = frame(&trainer(&query), views());
            assert!(
                frame.fake_scores.0.iter().all(|score| score.is_finite()),
                "{query}"
            );
        }
    }
}

/// Not on how fast the network is.
#[test]
fn frozen_pictures_do_not_depend_on_how_many_have_arrived() {
    let critic = |shards: usize| {
        let mut library = Library::default();
        for (name, count) in mnist::Split::Train.shards().into_iter().take(shards) {
            let path = format!("{}/assets/mnist/{name}", env!("CARGO_MANIFEST_DIR"));
            let shard = std::fs::read(path).expect("the shard is in assets");
            let added = library.pictures.add_shard(&name, &shard, count);
            added.expect("a good shard");
        }
        let query = "data=mnist&objective=non-saturating&width=8&batch=8&frozen_generator=1";
        let mut trainer = trainer_on(query, Rc::new(RefCell::new(library)));
        (0..3).for_each(|_| trainer.step());
        values(&trainer.critic.network.parameters)
    };
    assert_eq!(critic(1), critic(2));
}

/// A batch that is one pack has no others to be compared with.
#[test]
fn a_single_pack_trains_mmd() {
    let mut trainer = trainer("data=ring&objective=mmd&width=8&batch=4&packing=4");
    (0..3).for_each(|_| trainer.step());
    let parameters = values(&trainer.critic.network.parameters);
    assert!(parameters.iter().all(|value| value.is_finite()));
}

/// A run on the visitor's points waits for them, and again when they are taken away.
#[test]
fn a_run_without_its_points_waits() {
    let own = |points: Option<OwnPoints>| Command::Own {
        data: "own-1d".to_string(),
        sample: points.map(OwnSample::Points),
    };
    let lane = "data=own-1d&objective=non-saturating&width=8&batch=8";
    let mut driven = Driven::new(&[lane]);
    let steps = |driven: &mut Driven| {
        driven.tell(Command::Step);
        driven.settle().iteration
    };
    assert_eq!(steps(&mut driven), 0);
    let points = OwnPoints::fitted(1, &[1.0, 2.0, 4.0]).expect("three points");
    driven.tell(own(Some(points)));
    assert_eq!(driven.settle().iteration, 1, "the step that was asked for");
    driven.tell(own(None));
    let lanes = vec![lane.to_string()];
    driven.tell(Command::Configure { run: 4, lanes });
    assert_eq!(steps(&mut driven), 0);
}

/// A run on the visitor's pictures shows them and learns from them.
#[test]
fn own_pictures_are_trained_on() {
    // Left half light, right half dark, each in a shade of its own.
    let picture = |shade: u8| {
        let dot = |i: usize| match i % 28 < 14 {
            true => [255 - shade, 255 - shade, 255 - shade, 255],
            false => [shade, shade, shade, 255],
        };
        (0..28 * 28).flat_map(dot).collect::<Vec<u8>>()
    };
    let mut found = Candidates::default();
    for shade in 0..8 {
        found.push(28, &picture(shade)).expect("a picture");
    }
    let images = found.accept(Fit::Crop, false).expect("eight pictures");
    let lane = "data=own-images&objective=non-saturating&width=16&depth=1&batch=16&latent=4\
                &critic_lr=0.002&generator_lr=0.002";
    let mut driven = Driven::new(&[lane]);
    assert_eq!(driven.settle().iteration, 0);
    driven.tell(Command::Own {
        data: "own-images".to_string(),
        sample: Some(OwnSample::Images(images)),
    });
    let lanes = vec![lane.to_string()];
    driven.tell(Command::Configure { run: 4, lanes });
    let before = driven.settle();
    let real = &before.lanes[0].real_pictures;
    assert_eq!(real.len(), 64 * 28 * 28);
    assert!(real.chunks_exact(28 * 28).all(|p| p[0] > 240 && p[27] < 10));
    for _ in 0..500 {
        driven.tell(Command::Step);
    }
    let after = driven.settle();
    assert_eq!(after.iteration, 500);
    // How much lighter the left half is.
    let contrast = |frame: &Frame| {
        let half = |first: usize| {
            let rows = frame.lanes[0].pictures.chunks_exact(14);
            let half = rows.skip(first).step_by(2).flatten();
            half.map(|pixel| f64::from(*pixel)).sum::<f64>() / (64.0 * 14.0 * 28.0)
        };
        half(0) - half(1)
    };
    let (before, after) = (contrast(&before), contrast(&after));
    assert!(before.abs() < 20.0 && after > 60.0, "{before} {after}");
}

/// Mean and standard deviation of the generated points of a frame.
fn generated(frame: &Frame) -> (f64, f64) {
    let points = &frame.lanes[0].fake_points;
    let n = points.len() as f64;
    let mean = points.iter().map(|x| f64::from(*x)).sum::<f64>() / n;
    let squares = points.iter().map(|x| (f64::from(*x) - mean).powi(2));
    (mean, (squares.sum::<f64>() / n).sqrt())
}

#[test]
fn a_frozen_generator_is_moved_while_its_run_holds_still() {
    let run = |shift: f64, noise: f64| {
        format!(
            "data=gaussian-1d&frozen_generator=1&frozen_shift={shift}&frozen_noise={noise}&batch=512"
        )
    };
    let mut driven = Driven::new(&[&run(-3.0, 0.0)]);
    // The data are N(1.5, 0.5²); 512 samples' own errors are well below a tenth.
    let (mean, sd) = generated(&driven.settle());
    assert!(
        (mean + 1.5).abs() < 0.1 && (sd - 0.5).abs() < 0.1,
        "{mean} {sd}"
    );

    driven.tell(Command::Tune {
        lanes: vec![run(1.0, 1.2)],
    });
    let tuned = driven.settle();
    assert_eq!(tuned.iteration, 0);
    let (mean, sd) = generated(&tuned);
    assert!(
        (mean - 2.5).abs() < 0.2 && (sd - 1.3).abs() < 0.2,
        "{mean} {sd}"
    );
}
