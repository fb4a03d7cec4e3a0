use super::*;
use proptest::prelude::*;

const PACES: [Pace; 5] = [
    Pace::MOVES,
    Pace::BEHIND,
    Pace::CHART,
    Pace::CHART,
    Pace::SLOW,
];
const LASTS: f64 = 60_000.0;
/// What it learns of costs is learnt by then.
const BEGINS: f64 = 15_000.0;

/// A run that plays for a minute: its slices and the parts of its frames take these milliseconds, the parts
/// now more, now less.
struct Play {
    turns: Turns,
    costs: [f64; PACES.len()],
    slice: f64,
    noise: Vec<f64>,
}

#[derive(Default)]
struct Seen {
    /// When each part was shown.
    times: [Vec<f64>; PACES.len()],
    /// The share of the time that frames took.
    share: f64,
}

impl Seen {
    fn gaps(&self, part: usize) -> impl Iterator<Item = f64> {
        self.times[part].windows(2).map(|pair| pair[1] - pair[0])
    }
}

impl Play {
    fn new(costs: [f64; PACES.len()], slice: f64, noise: Vec<f64>) -> Self {
        let mut turns = Turns::new(PACES);
        turns.look(|_| true);
        Play {
            turns,
            costs,
            slice,
            noise,
        }
    }

    fn go(mut self) -> Seen {
        let mut seen = Seen::default();
        let (mut now, mut busy) = (0.0, 0.0);
        let mut noise = self.noise.iter().cycle();
        while now < LASTS {
            now += self.slice;
            if !self.turns.is_due(now) {
                continue;
            }
            let began = now;
            let parts = (0..PACES.len()).filter(|part| self.turns.has(*part, began));
            let took = parts.map(|part| (part, self.costs[part] * noise.next().unwrap_or(&1.0)));
            let took: Vec<(usize, f64)> = took.collect();
            now += took.iter().map(|(_, ms)| ms).sum::<f64>();
            if began > BEGINS {
                took.iter()
                    .for_each(|(part, _)| seen.times[*part].push(began));
                busy += now - began;
            }
            let parts: Vec<usize> = took.iter().map(|(part, _)| *part).collect();
            self.turns.take(&parts, began);
            self.turns.cost(took);
        }
        seen.share = busy / (now - BEGINS);
        seen
    }
}

/// From next to nothing to a tenth of a second.
fn cost() -> impl Strategy<Value = f64> {
    (-3.0..2.0).prop_map(|power| 10_f64.powf(power))
}

proptest! {
    /// Unless it takes more where each part is shown as seldom as it may be.
    #[test]
    fn what_is_shown_takes_a_twentieth_of_the_time(
        costs in prop::array::uniform5(cost()),
        slice in 1.0..60.0,
        noise in prop::collection::vec(0.5..1.5, 17),
    ) {
        let usual = noise.iter().sum::<f64>() / noise.len() as f64;
        let parts = costs.iter().zip(PACES);
        let least: f64 = parts.map(|(cost, pace)| usual * cost / pace.seldom).sum();
        let seen = Play::new(costs, slice, noise).go();
        let most = 1.25 * least.max(1.0 / SHARE);
        prop_assert!(seen.share < most, "{} of the time, not {most}", seen.share);
    }

    #[test]
    fn no_part_waits_longer_than_it_may_nor_comes_more_often_than_is_of_use(
        costs in prop::array::uniform5(cost()),
        slice in 1.0..60.0,
        noise in prop::collection::vec(0.5..1.5, 17),
    ) {
        let frame = 1.5 * costs.iter().sum::<f64>() + slice;
        let seen = Play::new(costs, slice, noise).go();
        for (i, pace) in PACES.iter().enumerate() {
            let waits = pace.seldom + PACES[0].seldom + 2.0 * frame;
            prop_assert!(seen.times[i].len() > 1);
            for gap in seen.gaps(i) {
                prop_assert!(gap <= waits && gap >= pace.often, "part {i}: {gap}");
            }
        }
    }
}

fn mean_gap(seen: &Seen, part: usize) -> f64 {
    seen.gaps(part).sum::<f64>() / seen.gaps(part).count() as f64
}

#[test]
fn what_is_cheap_is_as_smooth_as_it_can_be() {
    let seen = Play::new([0.5, 0.5, 0.1, 0.1, 1.0], 1.0, vec![1.0]).go();
    for (i, pace) in PACES.iter().enumerate() {
        assert!(mean_gap(&seen, i) < 1.4 * pace.often, "part {i}");
    }
}

/// A costly map makes itself rare, not what moves before it.
#[test]
fn what_costs_much_makes_room_for_what_costs_little() {
    let seen = Play::new([0.4, 12.0, 0.1, 0.1, 1.0], 2.0, vec![1.0]).go();
    assert!(mean_gap(&seen, 0) < 45.0);
    assert!(mean_gap(&seen, 1) > 280.0);
}

#[test]
fn five_frames_a_second_are_shown_whatever_they_cost() {
    let seen = Play::new([80.0, 0.0, 30.0, 0.0, 0.0], 20.0, vec![1.0]).go();
    assert!(seen.gaps(0).all(|gap| gap < 200.0 + 140.0));
    assert!(mean_gap(&seen, 2) >= 1000.0);
}

#[test]
fn what_was_not_looked_at_is_shown_at_once_and_what_is_not_never() {
    let mut turns = Turns::new(PACES);
    turns.look(|part| part < 2);
    assert!(turns.is_due(0.0) && turns.has(1, 0.0) && !turns.has(2, 0.0));
    turns.take(&[0, 1], 0.0);
    assert!(!turns.is_due(10.0) && !turns.has(1, 10.0));
    turns.look(|part| part < 3);
    assert!(turns.has(2, 10.0) && !turns.has(1, 10.0));
    turns.renew();
    assert!(turns.is_due(10.0) && turns.has(1, 10.0) && !turns.has(3, 10.0));
}

/// A setting that is dragged must not have metrics computed with each of its values.
#[test]
fn other_settings_are_shown_at_once_but_for_what_is_slow_and_another_run_is_shown_whole() {
    let mut turns = Turns::new(PACES);
    turns.look(|_| true);
    turns.take(&[0, 1, 2, 3, 4], 0.0);
    turns.renew();
    let due = |turns: &Turns| [0, 1, 2, 3, 4].map(|part| turns.has(part, 10.0));
    assert_eq!(due(&turns), [true, true, true, true, false]);
    turns.forget();
    assert_eq!(due(&turns), [true; 5]);
}

/// The first time there is much to compile: that says nothing of the next.
#[test]
fn the_first_time_is_forgotten() {
    let mut turns = Turns::new([Pace::MOVES]);
    turns.look(|_| true);
    turns.cost([(0, 3_000.0)]);
    turns.cost([(0, 0.5)]);
    turns.take(&[0], 0.0);
    assert!(turns.is_due(30.0));
}

/// A run that is stepped through shows all that is looked at, but for what takes long.
#[test]
fn a_run_that_stops_for_its_frames_shows_nearly_all_in_each() {
    let mut turns = Turns::new(PACES);
    turns.look(|part| part != 1);
    let all = |turns: &Turns, now| -> Vec<usize> {
        (0..PACES.len())
            .filter(|part| turns.has_unhurried(*part, now))
            .collect()
    };
    assert_eq!(all(&turns, 0.0), [0, 2, 3, 4]);
    turns.take(&[0, 2, 3, 4], 0.0);
    assert_eq!(all(&turns, 1.0), [0, 2, 3]);
    assert_eq!(all(&turns, 1_000.0), [0, 2, 3, 4]);
}

/// Also what it takes to tell the page.
#[test]
fn telling_the_page_is_a_cost_as_well() {
    let mut turns = Turns::new(PACES);
    turns.look(|_| true);
    turns.cost((0..PACES.len()).map(|part| (part, 0.5)));
    turns.take(&[0], 0.0);
    assert!(turns.is_due(40.0));
    turns.told(7.0);
    assert!(!turns.is_due(120.0) && turns.is_due(200.0));
}
