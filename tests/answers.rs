//! What a page may ask a run beside its training: answers that can be checked, and clear words
//! where there are none.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::ready;
use gan_playground::data::mnist::{PIXELS, Pictures, Split, TEST, TRAIN};
use gan_playground::data::own::OwnSample;
use gan_playground::data::own_images::Candidates;
use gan_playground::data::pixel;
use gan_playground::data::raster::Fit;
use gan_playground::engine::Session;
use gan_playground::fault::Fault;
use gan_playground::protocol::{
    Answer, Asset, Command, Event, Floats, LaneFrame, Neighbour, PICTURES, Question,
};
use gan_playground::rng::shown_latents;
use std::cell::Cell;

const DIGITS: &str = "data=mnist&width=16&depth=1&batch=8&critic_steps=1&seed=7";

fn shard(name: &str) -> Vec<u8> {
    let path = format!("{}/assets/mnist/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("the shard is in assets")
}

/// A session with this run, and a clock that goes on by a few milliseconds at every look.
struct Asked {
    session: Session,
    clock: Cell<f64>,
    next: u32,
}

impl Asked {
    fn new(query: &str) -> Self {
        let mut asked = Asked {
            session: Session::new(Device::flex()),
            clock: Cell::new(0.0),
            next: 0,
        };
        asked.command(Command::Configure {
            run: 1,
            lanes: vec![query.to_string()],
        });
        asked
    }

    fn command(&mut self, command: Command) -> Vec<Event> {
        ready(self.session.handle(command))
    }

    fn shards(&mut self, count: usize) {
        for (name, pictures) in Split::Train.shards().into_iter().take(count) {
            self.session
                .add_shard(Split::Train, &name, Ok(shard(&name)), pictures);
        }
    }

    /// The answer, where there is one at once; else the number of the question.
    fn ask(&mut self, question: Question) -> Result<Result<Answer, Fault>, u32> {
        self.next += 1;
        let id = self.next;
        let lane = 0;
        let events = self.command(Command::Ask { id, lane, question });
        match events.into_iter().next() {
            Some(Event::Answer { id: of, answer }) => {
                assert_eq!(of, id);
                Ok(answer)
            }
            Some(other) => panic!("{other:?}"),
            None => Err(id),
        }
    }

    fn now(&mut self, question: Question) -> Answer {
        let answer = self.ask(question).expect("an answer at once");
        answer.expect("an answer")
    }

    fn refusal(&mut self, question: Question) -> String {
        let answer = self.ask(question).expect("an answer at once");
        answer.expect_err("a refusal").to_string()
    }

    fn advance(&mut self) -> Vec<Event> {
        let clock = &self.clock;
        let tick = || clock.replace(clock.get() + 5.0);
        ready(self.session.advance(tick))
    }

    /// Turns of the worker's loop until the answer to question `id`, and how many they were.
    fn later(&mut self, id: u32) -> (Result<Answer, Fault>, usize) {
        for turn in 1..10_000 {
            for event in self.advance() {
                if let Event::Answer { id: of, answer } = event {
                    assert_eq!(of, id);
                    return (answer, turn);
                }
            }
        }
        panic!("no answer");
    }

    fn frame(&mut self) -> LaneFrame {
        self.command(Command::Acknowledge);
        self.command(Command::Pause);
        let events = self.advance();
        let frame = events.into_iter().find_map(|event| match event {
            Event::Frame(frame) => frame.lanes.into_iter().next(),
            _ => None,
        });
        frame.expect("a frame")
    }
}

fn samples(answer: Answer) -> Floats {
    match answer {
        Answer::Samples(samples) => samples,
        other => panic!("{other:?}"),
    }
}

fn verdicts(answer: Answer) -> Floats {
    match answer {
        Answer::Verdicts(verdicts) => verdicts,
        other => panic!("{other:?}"),
    }
}

fn neighbours(answer: Answer) -> (Vec<Vec<Neighbour>>, Vec<u8>) {
    match answer {
        Answer::Neighbours { found, pixels } => (found, pixels),
        other => panic!("{other:?}"),
    }
}

fn values(pictures: &[u8]) -> Floats {
    Floats(pictures.iter().map(|&byte| pixel::value(byte)).collect())
}

#[test]
fn the_latents_that_are_shown_make_the_pictures_that_are_shown() {
    let mut run = Asked::new(DIGITS);
    run.shards(1);
    let frame = run.frame();
    let latents = shown_latents(7, PICTURES, 64);
    let made = samples(run.now(Question::Generate {
        latents: Floats(latents),
    }));
    let made: Vec<u8> = made.iter().copied().map(pixel::grey).collect();
    assert_eq!(made, frame.pictures);
}

#[test]
fn the_critic_says_what_the_frame_shows() {
    for objective in ["non-saturating", "wasserstein", "mmd", "relativistic"] {
        let mut run = Asked::new(&format!("{DIGITS}&objective={objective}"));
        run.shards(1);
        (0..2).for_each(|_| {
            run.command(Command::Step);
            run.advance();
        });
        let frame = run.frame();
        let latents = Floats(shown_latents(7, PICTURES, 64));
        let made = samples(run.now(Question::Generate { latents }));
        let said = verdicts(run.now(Question::Judge { samples: made }));
        assert_eq!(said, frame.fake_scores, "{objective}");
    }
    // Points have a critic as well, and real ones are judged like generated ones.
    let mut run = Asked::new("data=ring&objective=non-saturating&packing=2");
    let frame = run.frame();
    let samples = frame.real_points.clone();
    let said = verdicts(run.now(Question::Judge { samples }));
    assert_eq!(said, frame.real_scores);
}

#[test]
fn a_training_picture_is_its_own_nearest_neighbour() {
    let mut run = Asked::new(DIGITS);
    run.shards(Split::Train.shards().len());
    let mut all = Pictures::of(Split::Train);
    for (name, count) in Split::Train.shards() {
        all.add_shard(&name, &shard(&name), count).expect("a shard");
    }
    let wanted = [3, 25_000, TRAIN - 1];
    let pictures: Vec<u8> = wanted
        .iter()
        .flat_map(|&i| all.pixels(i).to_vec())
        .collect();
    let question = Question::Neighbours {
        samples: values(&pictures),
        count: 4,
    };
    let id = run.ask(question).expect_err("it takes time");
    let (answer, turns) = run.later(id);
    let (found, pixels) = neighbours(answer.expect("neighbours"));
    // A clock that ticks at each look makes a slice of a few blocks: training goes on between them.
    assert!(turns > 10, "{turns}");
    assert_eq!(pixels.len(), 3 * 4 * PIXELS);
    for (i, (place, near)) in wanted.iter().zip(&found).enumerate() {
        assert_eq!((near[0].place as usize, near[0].distance), (*place, 0.0));
        assert_eq!(
            pixels[4 * i * PIXELS..][..PIXELS],
            pictures[i * PIXELS..][..PIXELS]
        );
        // All others, by the definition.
        let own = all.pixels(*place);
        let distance = |other: usize| {
            let pairs = own.iter().zip(all.pixels(other));
            let square = pairs.map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2));
            square.sum::<f64>().sqrt() / 255.0
        };
        let mut distances: Vec<f64> = (0..TRAIN).map(distance).collect();
        distances.sort_by(f64::total_cmp);
        for (near, distance) in near.iter().zip(distances) {
            assert!((near.distance - distance).abs() < 1e-9);
        }
    }
}

#[test]
fn a_question_waits_for_its_data() {
    let mut run = Asked::new(DIGITS);
    run.shards(2);
    let samples = values(&[90; PIXELS]);
    let near = Question::Neighbours { samples, count: 1 };
    let near = run.ask(near).expect_err("the training set is not here");
    let held_out = Question::HeldOut { count: 12, seed: 3 };
    let held_out = run.ask(held_out).expect_err("nor is the test set");
    run.frame();
    assert!(!run.session.has_work() && run.session.wants(Split::Test));
    for (name, count) in Split::Test.shards() {
        run.session
            .add_shard(Split::Test, &name, Ok(shard(&name)), count);
    }
    // The second question overtakes the first, which still waits.
    let (answer, _) = run.later(held_out);
    assert_eq!(samples_of(answer).len(), 12 * PIXELS);
    assert!(!run.session.has_work());
    // A shard that cannot be had is no end: the first waits for it.
    let gone = Err(Fault::foreign("gone"));
    run.session
        .add_shard(Split::Train, "train-02.gz", gone, 5000);
    assert!(!run.session.has_work() && run.session.wants(Split::Train));
    while let Some((name, count)) = run.session.next_shard(Split::Train) {
        run.session
            .add_shard(Split::Train, &name, Ok(shard(&name)), count);
    }
    let (answer, _) = run.later(near);
    let (found, _) = neighbours(answer.expect("all are here"));
    assert!((found[0][0].place as usize) < 60_000);
}

fn samples_of(answer: Result<Answer, Fault>) -> Floats {
    samples(answer.expect("samples"))
}

#[test]
fn held_out_pictures_are_different_ones_of_the_test_set() {
    let mut run = Asked::new(DIGITS);
    let mut all = Pictures::of(Split::Test);
    let mut draw = |run: &mut Asked, seed| {
        let question = Question::HeldOut { count: 100, seed };
        let id = run.ask(question).expect_err("it waits");
        for (name, count) in Split::Test.shards() {
            if !all.is_whole() {
                all.add_shard(&name, &shard(&name), count).expect("a shard");
            }
            run.session
                .add_shard(Split::Test, &name, Ok(shard(&name)), count);
        }
        samples_of(run.later(id).0)
    };
    let first = draw(&mut run, 1);
    assert_eq!(draw(&mut run, 1), first);
    assert_ne!(draw(&mut run, 2), first);
    let bytes: Vec<u8> = first.iter().copied().map(pixel::grey).collect();
    let mut places: Vec<usize> = bytes
        .chunks_exact(PIXELS)
        .map(|picture| {
            let found = (0..TEST).find(|&i| all.pixels(i) == picture);
            found.expect("a picture of the test set")
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 100);
}

#[test]
fn pictures_that_cannot_be_had_are_told_and_waited_for() {
    let mut run = Asked::new(DIGITS);
    let id = run.ask(Question::HeldOut { count: 1, seed: 1 });
    let id = id.expect_err("it waits");
    let gone = Err(Fault::foreign("gone"));
    let event = run.session.add_shard(Split::Test, "test-00.gz", gone, 1000);
    let Some(Event::Lacks {
        what,
        why: Some(why),
    }) = event
    else {
        panic!("nothing is said of it");
    };
    assert_eq!(what, Asset::HeldOutDigits);
    assert!(why.to_string().contains("gone"), "{why}");
    assert!(run.session.wants(Split::Test));
    for (name, count) in Split::Test.shards() {
        run.session
            .add_shard(Split::Test, &name, Ok(shard(&name)), count);
    }
    assert_eq!(samples_of(run.later(id).0).len(), PIXELS);
}

/// ‖nW‖ by the weights themselves: no direction is stretched more than the first, and the others
/// are across each other.
#[test]
fn principal_directions_are_those_of_the_first_layer() {
    let mut run = Asked::new(DIGITS);
    let answer = run.now(Question::Directions { count: 64 });
    let Answer::Directions {
        directions,
        stretches,
    } = answer
    else {
        panic!("{answer:?}");
    };
    let directions: Vec<&[f32]> = directions.chunks_exact(64).collect();
    let trainer = common::trainer(DIGITS);
    let generator = trainer.generator.network;
    let place = generator.places().next().expect("a first layer");
    let weights = common::values(&generator.parameters);
    let weights = &weights[place.start..place.start + 64 * 16];
    let stretch = |n: &[f32]| {
        let output = (0..16).map(|j| {
            let sum = n.iter().enumerate();
            sum.map(|(i, x)| f64::from(*x) * f64::from(weights[16 * i + j]))
                .sum::<f64>()
        });
        output.map(|y| y * y).sum::<f64>().sqrt()
    };
    assert_eq!((directions.len(), stretches.len()), (64, 64));
    for (i, direction) in directions.iter().enumerate() {
        assert!((stretch(direction) - stretches[i]).abs() < 1e-4, "{i}");
        for (j, other) in directions.iter().enumerate() {
            let dot: f64 = direction
                .iter()
                .zip(*other)
                .map(|(a, b)| f64::from(a * b))
                .sum();
            assert!((dot - f64::from(u8::from(i == j))).abs() < 1e-4, "{i} {j}");
        }
    }
    assert!(stretches.windows(2).all(|pair| pair[0] >= pair[1]));
    // Sixteen outputs span sixteen directions: the others do nothing.
    assert!(stretches[15] > 0.1 && stretches[16] < 1e-4);
    for seed in 0..20 {
        let random = gan_playground::rng::shown_latents(seed, 1, 64);
        let length = random.iter().map(|x| f64::from(x * x)).sum::<f64>().sqrt();
        assert!(stretch(&random) / length <= stretches[0]);
    }
    assert!(
        run.refusal(Question::Directions { count: 65 })
            .contains("64")
    );
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let mut run = Asked::new(DIGITS);
    let latents = Floats(vec![0.0; 63]);
    assert!(run.refusal(Question::Generate { latents }).contains("64"));
    let samples = Floats(vec![0.0; 10]);
    let judge = Question::Judge {
        samples: samples.clone(),
    };
    assert!(run.refusal(judge).contains("784"));
    let near = Question::Neighbours { samples, count: 3 };
    assert!(run.refusal(near).contains("784"));
    let samples = values(&[0; PIXELS]);
    let near = Question::Neighbours { samples, count: 0 };
    assert!(run.refusal(near).contains("neighbours"));
    let held_out = Question::HeldOut { count: 0, seed: 1 };
    assert!(run.refusal(held_out).contains("pictures"));
    let mut run = Asked::new("data=ring");
    let held_out = Question::HeldOut { count: 5, seed: 1 };
    assert!(run.refusal(held_out).contains("Only MNIST"));
    let samples = values(&[0; PIXELS]);
    let near = Question::Neighbours { samples, count: 1 };
    assert!(run.refusal(near).contains("not about pictures"));
}

/// Of the visitor's own pictures the nearest are found as well.
#[test]
fn own_pictures_have_neighbours_too() {
    let mut run = Asked::new("data=own-images&width=16&depth=1&batch=8");
    let side = 28;
    let mut candidates = Candidates::default();
    for i in 0..10u8 {
        // A white bar that grows, on black.
        let grey = |at: usize| {
            if at % side < 2 * usize::from(i) + 2 {
                255
            } else {
                0
            }
        };
        let rgba: Vec<u8> = (0..side * side)
            .flat_map(|at| [grey(at), grey(at), grey(at), 255])
            .collect();
        candidates.push(side, &rgba).expect("a picture");
    }
    let images = candidates.accept(Fit::Whole, false).expect("pictures");
    let wanted = images.pixels()[3 * PIXELS..4 * PIXELS].to_vec();
    let near = Question::Neighbours {
        samples: values(&wanted),
        count: 3,
    };
    let near = run.ask(near).expect_err("the pictures are not here");
    run.frame();
    run.command(Command::Own {
        data: "own-images".to_string(),
        sample: Some(OwnSample::Images(images)),
    });
    let (found, pixels) = neighbours(run.later(near).0.expect("neighbours"));
    let places: Vec<u32> = found[0].iter().map(|near| near.place).collect();
    assert_eq!((places[0], found[0][0].distance), (3, 0.0));
    assert_eq!(pixels[..PIXELS], wanted);
    // The bars that are next in width: two columns more, or less.
    assert!(places[1..].iter().all(|place| [2, 4].contains(place)));
    assert!((found[0][1].distance - (2.0 * side as f64).sqrt()).abs() < 1e-9);
}
