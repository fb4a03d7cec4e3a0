//! The way that Back and Forward lead along, and the runs that wait on it: plain data, which knows no
//! browser. A place is an entry of the browser's history, by the number that it carries.
//!
//! A change that needs another run makes a place of its own; the run that made way for it is kept, and
//! Back brings it back. Live changes, views and looks are of the place where they are made.

/// Places that are known; older ones are as after a reload.
const PLACES: usize = 60;
/// Runs that wait at most, and bytes of them.
const RUNS: usize = 8;
const BYTES: usize = 128_000_000;
/// Changes of the same settings that follow each other within this are one: milliseconds.
const ONE_CHANGE: f64 = 1_000.0;

/// A place on the way.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    number: u32,
    /// The address as it was when it was left.
    query: String,
    /// The run that was on the page.
    run: u32,
}

/// A run that has made way for another.
#[derive(Debug)]
struct Waiting<R> {
    run: u32,
    /// `None`: it had not begun, and begins as the address says.
    kept: Option<R>,
    bytes: usize,
}

/// What the browser has come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// The address as it was left here.
    pub query: String,
    /// Its run is the one on the page.
    pub same_run: bool,
}

/// What becomes of a place's run.
#[derive(Clone, Debug, PartialEq)]
pub enum Back<R> {
    /// It is on the page.
    Same,
    /// It had not begun when it was left.
    Fresh,
    Kept(R),
    /// It was not kept: there is a bound.
    Lost,
}

/// The places, the runs that wait, and which run is on the page.
pub struct Trail<R> {
    /// In the order of the browser's history.
    places: Vec<Place>,
    here: usize,
    run: u32,
    /// Longest left first.
    waiting: Vec<Waiting<R>>,
    /// The last number that was given.
    number: u32,
    /// What the page is at now is to have a place of its own, which the browser has not yet.
    parting: bool,
    /// Inside another page: no place is made, since the history is the other page's, too.
    framed: bool,
    changed: Option<(f64, Vec<&'static str>)>,
}

impl<R> Trail<R> {
    pub fn new(query: &str, framed: bool) -> Self {
        let first = Place {
            number: 1,
            query: query.to_string(),
            run: 1,
        };
        Trail {
            places: vec![first],
            here: 0,
            run: 1,
            waiting: Vec::new(),
            number: 1,
            parting: false,
            framed,
            changed: None,
        }
    }

    /// The number of the place where the browser is.
    pub fn number(&self) -> u32 {
        self.places[self.here].number
    }

    /// The address of that place.
    pub fn query(&self) -> &str {
        &self.places[self.here].query
    }

    /// Whether the page is to have a place of its own for what it is at now.
    pub fn is_parting(&self) -> bool {
        self.parting
    }

    /// What the page is at, told by its address; not of the place that is being left.
    pub fn say(&mut self, query: &str) {
        if !self.parting {
            let place = &mut self.places[self.here];
            place.query = query.to_string();
            place.run = self.run;
        }
    }

    /// From here on the page goes on in a place of its own.
    pub fn part(&mut self) {
        self.parting = !self.framed;
    }

    /// The browser has made that place: its number. What was ahead is no more.
    pub fn settle(&mut self, query: &str) -> u32 {
        self.parting = false;
        self.number += 1;
        self.places.truncate(self.here + 1);
        self.places.push(Place {
            number: self.number,
            query: query.to_string(),
            run: self.run,
        });
        if self.places.len() > PLACES {
            self.places.remove(0);
        }
        self.here = self.places.len() - 1;
        self.forget();
        self.number
    }

    /// Settings of these names change, and the run on the page makes way for another one; `kept` makes
    /// what is kept of it, by its number. Changes of the same settings right after one another are one.
    pub fn change(
        &mut self,
        now: f64,
        names: Vec<&'static str>,
        kept: impl FnOnce(u32) -> Option<R>,
    ) {
        let goes_on = |(then, before): &(f64, Vec<_>)| now - then < ONE_CHANGE && *before == names;
        let one = self.changed.as_ref().is_some_and(goes_on) && !self.parting;
        self.changed = Some((now, names));
        if one {
            self.run = self.next();
        } else {
            self.leave(kept);
            self.part();
        }
    }

    /// The run on the page makes way for another one, in the place where the page is or in one that it is
    /// parting for.
    pub fn leave(&mut self, kept: impl FnOnce(u32) -> Option<R>) {
        let left = self.run;
        self.run = self.next();
        if !self.framed {
            self.wait(left, kept(left));
        }
    }

    /// How much memory a run takes that waits.
    pub fn weigh(&mut self, run: u32, bytes: usize) {
        let mut waiting = self.waiting.iter_mut();
        if let Some(waiting) = waiting.find(|waiting| waiting.run == run) {
            waiting.bytes = bytes;
        }
        self.bound();
    }

    /// The browser has come to the place of this number; `None` where it is none that is known.
    pub fn arrive(&mut self, number: Option<u32>) -> Option<Arrival> {
        self.parting = false;
        self.changed = None;
        let known = |place: &Place| Some(place.number) == number;
        self.here = self.places.iter().position(known)?;
        let place = &self.places[self.here];
        Some(Arrival {
            query: place.query.clone(),
            same_run: place.run == self.run,
        })
    }

    /// The browser has come to a place that is not known: a link within the page, an entry from before
    /// a reload. It is one from now on.
    pub fn discover(&mut self, query: &str) {
        self.number += 1;
        self.here += 1;
        let place = Place {
            number: self.number,
            query: query.to_string(),
            run: self.run,
        };
        self.places.insert(self.here, place);
        if self.places.len() > PLACES {
            self.places.remove(0);
            self.here -= 1;
        }
        self.forget();
    }

    /// The run of the place where the browser is takes the place of the one on the page, of which `kept`
    /// makes what is kept, by its number.
    pub fn back(&mut self, kept: impl FnOnce(u32) -> Option<R>) -> Back<R> {
        let wanted = self.places[self.here].run;
        if wanted == self.run {
            return Back::Same;
        }
        let left = self.run;
        self.wait(left, kept(left));
        self.run = wanted;
        let found = self
            .waiting
            .iter()
            .position(|waiting| waiting.run == wanted);
        let back = match found.map(|at| self.waiting.remove(at).kept) {
            Some(Some(kept)) => Back::Kept(kept),
            Some(None) => Back::Fresh,
            None => Back::Lost,
        };
        self.forget();
        back
    }

    fn next(&mut self) -> u32 {
        self.number += 1;
        self.number
    }

    fn wait(&mut self, run: u32, kept: Option<R>) {
        let bytes = 0;
        self.waiting.push(Waiting { run, kept, bytes });
        self.bound();
    }

    /// Runs to which no place leads are given up.
    fn forget(&mut self) {
        let places = &self.places;
        self.waiting
            .retain(|waiting| places.iter().any(|place| place.run == waiting.run));
    }

    /// Those that were left first go first.
    fn bound(&mut self) {
        loop {
            let kept = || self.waiting.iter().filter(|waiting| waiting.kept.is_some());
            let bytes: usize = kept().map(|waiting| waiting.bytes).sum();
            if kept().count() <= RUNS && bytes <= BYTES {
                return;
            }
            let first = self
                .waiting
                .iter()
                .position(|waiting| waiting.kept.is_some());
            self.waiting.remove(first.unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    fn change(trail: &mut Trail<&'static str>, now: f64, name: &'static str, run: &'static str) {
        trail.change(now, vec![name], |_| Some(run));
    }

    #[test]
    fn back_brings_the_run_that_made_way() {
        let mut trail = Trail::new("a", false);
        trail.say("a, trained on");
        change(&mut trail, 0.0, "width", "run a");
        assert!(trail.is_parting());
        // What is said now is of the place that is not there yet.
        trail.say("b");
        let there = trail.settle("b");
        let back = trail.arrive(Some(1)).expect("a place");
        assert_eq!(
            (back.query.as_str(), back.same_run),
            ("a, trained on", false)
        );
        assert_eq!(trail.back(|_| Some("run b")), Back::Kept("run a"));
        // And forward again.
        assert!(!trail.arrive(Some(there)).expect("a place").same_run);
        assert_eq!(trail.back(|_| Some("run a")), Back::Kept("run b"));
        assert_eq!(trail.back(|_| unreachable!()), Back::Same);
    }

    #[test]
    fn a_drag_is_one_change() {
        let mut trail = Trail::new("8", false);
        change(&mut trail, 0.0, "width", "at 8");
        trail.settle("16");
        for (i, query) in ["32", "64", "128"].iter().enumerate() {
            change(&mut trail, 500.0 * i as f64, "width", query);
            assert!(!trail.is_parting());
            trail.say(query);
        }
        change(&mut trail, 1_600.0, "depth", "at 128");
        assert!(trail.is_parting());
        trail.settle("deep");
        let back = trail.arrive(Some(trail.places[1].number)).expect("a place");
        assert_eq!(back.query, "128");
        assert_eq!(trail.back(|_| None), Back::Kept("at 128"));
        trail.arrive(Some(1));
        assert_eq!(trail.back(|_| None), Back::Kept("at 8"));
        // What had not begun begins again.
        trail.arrive(Some(trail.places[1].number));
        assert_eq!(trail.back(|_| None), Back::Fresh);
    }

    #[test]
    fn what_is_not_known_is_a_place_from_now_on() {
        let mut trail: Trail<&str> = Trail::new("a", false);
        assert_eq!(trail.arrive(None), None);
        assert_eq!(trail.arrive(Some(77)), None);
        trail.discover("a");
        let fragment = trail.number();
        assert!(trail.arrive(Some(1)).expect("a place").same_run);
        assert!(trail.arrive(Some(fragment)).expect("a place").same_run);
    }

    #[test]
    fn inside_another_page_no_place_is_made_and_nothing_waits() {
        let mut trail = Trail::new("a", true);
        change(&mut trail, 0.0, "width", "run a");
        trail.part();
        assert!(!trail.is_parting() && trail.waiting.is_empty());
        trail.say("b");
        assert_eq!((trail.query(), trail.number()), ("b", 1));
    }

    #[test]
    fn few_runs_wait() {
        let mut trail = Trail::new("0", false);
        for i in 1..20 {
            let left = trail.run;
            trail.change(1e4 * f64::from(i), vec!["width"], |_| Some(i));
            trail.settle(&i.to_string());
            trail.weigh(left, 30_000_000);
            assert!(trail.waiting.len() <= RUNS);
            assert!(
                trail
                    .waiting
                    .iter()
                    .map(|waiting| waiting.bytes)
                    .sum::<usize>()
                    <= BYTES
            );
        }
        let before: Vec<u32> = trail.places.iter().map(|place| place.number).collect();
        trail.arrive(Some(before[18]));
        assert_eq!(trail.back(|_| Some(20)), Back::Kept(19));
        trail.arrive(Some(before[0]));
        assert_eq!(trail.back(|_| Some(19)), Back::Lost);
    }

    /// The browser's history beside it: whatever is done in whatever order, a place has the run that was
    /// there when it was left, or says that it is lost; and only runs beyond the bound are.
    #[test]
    fn in_any_order_a_place_has_its_run() {
        let mut lost = 0;
        for seed in 0..200 {
            let mut rng = Rng::new(seed, Purpose::Shown, 0);
            let mut below = |n: usize| rng.below(n);
            let mut trail = Trail::new("", false);
            // Number of the place, and the run that is there.
            let mut history: Vec<(Option<u32>, u32)> = vec![(Some(1), 1)];
            let (mut here, mut run, mut runs, mut clock) = (0, 1, 1, 0.0);
            for _ in 0..120 {
                clock += 300.0 * below(10) as f64;
                match below(6) {
                    // A change that needs another run.
                    0 | 1 => {
                        let names = vec![["width", "depth"][below(2)]];
                        trail.change(clock, names, |_| Some(run));
                        runs += 1;
                        run = runs;
                        if trail.is_parting() {
                            history.truncate(here + 1);
                            history.push((Some(trail.settle("x")), run));
                            here += 1;
                        } else {
                            trail.say("x");
                            history[here].1 = run;
                        }
                    }
                    // Another view.
                    2 => {
                        trail.part();
                        history.truncate(here + 1);
                        history.push((Some(trail.settle("view")), run));
                        here += 1;
                    }
                    // A link within the page.
                    3 => {
                        history.truncate(here + 1);
                        assert_eq!(trail.arrive(None), None);
                        trail.discover("x");
                        history.push((Some(trail.number()), run));
                        here += 1;
                    }
                    _ => {
                        here = below(history.len());
                        let (number, its) = history[here];
                        let Some(arrival) = trail.arrive(number) else {
                            assert!(history.len() > PLACES);
                            trail.discover("x");
                            history[here] = (Some(trail.number()), run);
                            continue;
                        };
                        assert_eq!(arrival.same_run, its == run);
                        match trail.back(|_| Some(run)) {
                            Back::Same => assert_eq!(its, run),
                            Back::Kept(kept) => assert_eq!(kept, its),
                            Back::Lost => lost += 1,
                            Back::Fresh => unreachable!("all had begun"),
                        }
                        run = its;
                    }
                }
                assert_eq!(trail.number(), history[here].0.expect("numbered"));
                assert!(trail.waiting.len() <= RUNS && trail.places.len() <= PLACES);
                assert!(
                    trail
                        .waiting
                        .iter()
                        .all(|waiting| waiting.kept != Some(run))
                );
            }
        }
        assert!(lost > 0, "the bound was never reached");
    }
}
