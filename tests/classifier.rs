//! The shipped classifier of digits, and what a session does with it.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::{ready, values};
use gan_playground::data::mnist::{Pictures, Split, TEST};
use gan_playground::engine::Session;
use gan_playground::engine::classifier::{Classifier, FEATURES};
use gan_playground::fault::Fault;
use gan_playground::metric::{CLASSES, Seen};
use gan_playground::network::rows;
use gan_playground::protocol::{Command, Event, Extra, Frame, LaneFrame, Speed, Views};
use std::cell::Cell;

fn asset(name: &str) -> Vec<u8> {
    let path = format!("{}/assets/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("an asset")
}

fn weights() -> Vec<u8> {
    asset("classifier/digits.safetensors")
}

/// README: 99.24 % of the test set. A fifth of it, evenly, so that chance is ± 0.4 %.
#[test]
fn it_reads_digits() {
    let device = Device::flex();
    let classifier = Classifier::load(&weights(), &device).expect("the shipped weights");
    let mut pictures = Pictures::of(Split::Test);
    for (name, count) in Split::Test.shards() {
        let gzip = asset(&format!("mnist/{name}"));
        pictures.add_shard(&name, &gzip, count).expect("a shard");
    }
    let which = || (0..TEST).step_by(5);
    let x = rows(pictures.normalised(which()), which().count(), &device);
    let mut seen = Seen::new(FEATURES);
    for one in values(&classifier.look(x)).chunks_exact(FEATURES + CLASSES) {
        seen.add(&one[..FEATURES], &one[FEATURES..]);
    }
    let pairs = which().zip(seen.digits());
    let right = pairs.filter(|(i, digit)| pictures.label(*i) == **digit);
    let right = right.count() as f64 / which().count() as f64;
    assert!(right > 0.988, "{right}");
}

#[test]
fn other_weights_are_refused() {
    let device = Device::flex();
    let refused = |bytes: &[u8]| {
        let refused = Classifier::load(bytes, &device).err();
        refused.expect("refused").to_string()
    };
    assert!(refused(b"no weights").contains("safetensors"));
    let network = Classifier::new(1, &device).network;
    let mut archive = Classifier::new(1, &device).save(&values(&network.parameters));
    let first = archive.take("classifier.0.weight").expect("a tensor");
    let bytes = archive.bytes().expect("a file");
    assert!(refused(&bytes).contains("classifier.0.weight"));
    assert_eq!(first.shape, [16, 8]);
}

/// A session on a few shards, and a clock that goes on by a millisecond with every look.
struct Driven {
    session: Session,
    now: Cell<f64>,
    /// Milliseconds between two looks at the clock.
    tick: f64,
}

impl Driven {
    fn new(lanes: &[&str]) -> Self {
        let mut driven = Driven {
            session: Session::new(Device::flex()),
            now: Cell::new(0.0),
            tick: 1.0,
        };
        let lanes = lanes.iter().map(|lane| lane.to_string()).collect();
        driven.tell(Command::Configure { run: 1, lanes });
        for (name, count) in Split::Train.shards().into_iter().take(2) {
            let gzip = asset(&format!("mnist/{name}"));
            driven
                .session
                .add_shard(Split::Train, &name, Ok(gzip), count);
        }
        driven
    }

    fn tell(&mut self, command: Command) {
        ready(self.session.handle(command));
    }

    fn look(&mut self, seconds: Option<u32>) {
        let views = seconds.map(|pace| Views::of(&[Extra::Digits]).at_pace(pace));
        self.tell(Command::Show(views.unwrap_or_default()));
    }

    fn bring_all(&mut self) {
        self.session.add_classifier(Ok(weights()));
        for (name, count) in Split::Test.shards() {
            let gzip = asset(&format!("mnist/{name}"));
            assert!(
                self.session
                    .add_shard(Split::Test, &name, Ok(gzip), count)
                    .is_none()
            );
        }
    }

    fn advance(&mut self) -> Option<Frame> {
        let (now, tick) = (&self.now, self.tick);
        let clock = || {
            now.set(now.get() + tick);
            now.get()
        };
        let events = ready(self.session.advance(clock));
        self.tell(Command::Acknowledge);
        events.into_iter().find_map(|event| match event {
            Event::Frame(frame) => Some(frame),
            _ => None,
        })
    }

    /// Until there are metrics of digits.
    fn measured(&mut self) -> Vec<LaneFrame> {
        for _ in 0..500 {
            let frame = self.advance();
            let lanes = frame.map_or(Vec::new(), |frame| frame.lanes);
            if lanes.iter().any(|lane| lane.digits.is_some()) {
                return lanes;
            }
        }
        panic!("no metrics");
    }
}

const SMALL: &str = "data=mnist&objective=non-saturating&width=16&depth=1&batch=8";

#[test]
fn nothing_is_wanted_before_metrics_are_on() {
    let mut driven = Driven::new(&[SMALL]);
    let wants = |driven: &Driven| {
        (
            driven.session.wants_classifier(),
            driven.session.wants(Split::Test),
        )
    };
    assert_eq!(wants(&driven), (false, false));
    driven.look(Some(5));
    assert_eq!(wants(&driven), (true, true));
    driven.look(None);
    assert_eq!(wants(&driven), (false, false));
    let mut points = Driven::new(&["data=ring"]);
    points.look(Some(5));
    assert_eq!(wants(&points), (false, false));
}

#[test]
fn a_run_that_holds_still_is_measured_once() {
    let mut driven = Driven::new(&[SMALL]);
    driven.look(Some(5));
    driven.bring_all();
    let lanes = driven.measured();
    let digits = lanes[0].digits.as_ref().expect("counts");
    assert_eq!(digits.iteration, 0);
    assert_eq!(digits.generated.iter().sum::<u32>(), 1000);
    assert_eq!(digits.real.iter().sum::<u32>(), 1000);
    // As many of each as chance may have it: 100 ± 30.
    assert!(
        digits.real.iter().all(|n| (70..=130).contains(n)),
        "{digits:?}"
    );
    let reading = |slug: &str| {
        let mut all = lanes[0].metrics.iter();
        let found = all.find(|reading| reading.metric == slug);
        found.unwrap_or_else(|| panic!("{slug}"))
    };
    let fid = reading("fid-digits");
    assert!(0.0 < fid.floor && fid.floor < 0.1 * fid.value, "{fid:?}");
    assert_eq!(reading("classes").floor, 10.0);
    assert!(reading("confident").floor > 0.95);
    for slug in ["precision", "recall"] {
        let reading = reading(slug);
        assert!(reading.floor > 0.8 && reading.value < 0.2, "{reading:?}");
    }
    while driven.session.has_work() {
        assert!(
            driven
                .advance()
                .is_none_or(|frame| frame.lanes[0].digits.is_none())
        );
    }
    // Another look at the same moment costs nothing; another moment does.
    driven.tell(Command::Step);
    assert_eq!(
        driven.measured()[0].digits.as_ref().map(|d| d.iteration),
        Some(1)
    );
}

/// Frames and iterations go on while digits are looked at.
#[test]
fn training_goes_on_meanwhile() {
    let other = format!("{SMALL}&seed=9");
    let mut driven = Driven::new(&[SMALL, &other]);
    driven.look(Some(1));
    driven.bring_all();
    driven.tell(Command::Speed(Speed::Steps(1)));
    driven.tell(Command::Play);
    let mut iterations = Vec::new();
    loop {
        let frame = driven.advance();
        iterations.extend(frame.as_ref().map(|frame| frame.iteration));
        let Some(frame) = frame.filter(|f| f.lanes[0].digits.is_some()) else {
            continue;
        };
        // Both lanes as they were at the same moment, some of which has gone by.
        let [a, b] = [0, 1].map(|lane| frame.lanes[lane].digits.clone().expect("counts"));
        assert_eq!(a.iteration, b.iteration);
        assert!(a.iteration < frame.iteration);
        assert_ne!(frame.lanes[0].metrics, frame.lanes[1].metrics);
        break;
    }
    iterations.dedup();
    assert!(iterations.len() > 10, "{iterations:?}");
}

/// Whatever the visitor's pace, a run that plays trains nearly all of the time.
#[test]
fn what_takes_long_is_measured_seldom() {
    let mut driven = Driven::new(&[SMALL]);
    driven.tick = 10.0;
    driven.look(Some(1));
    driven.bring_all();
    driven.tell(Command::Play);
    driven.measured();
    let before = driven.now.get();
    driven.measured();
    // Twenty pieces and the metrics, each of a look at the clock at least.
    let took = driven.now.get() - before;
    assert!(took > 40.0 * 20.0 * 10.0, "after {took} ms");
}

#[test]
fn without_the_classifier_a_run_goes_on() {
    let mut driven = Driven::new(&[SMALL]);
    driven.look(Some(5));
    let event = driven.session.add_classifier(Err(Fault::foreign("gone")));
    assert!(
        matches!(event, Some(Event::Lacks { why: Some(why), .. }) if why.to_string().contains("gone"))
    );
    // It is asked for again.
    assert!(driven.session.wants_classifier());
    driven.tell(Command::Step);
    while driven.session.has_work() {
        driven.advance();
    }
}
