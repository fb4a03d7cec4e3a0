//! Lessons: a run that goes wrong beside one that goes right, from one seed, with the reason.
//!
//! Each lesson's claim is a test (`tests/lessons.rs`): from several seeds, with room to spare, the bad
//! run is bad by the lesson's measure and the good one good.

mod list;

pub use list::LESSONS;

use crate::config::RunConfig;

/// What a lesson is measured by, after [`Lesson::iterations`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// A metric of the registry, by slug.
    Metric(&'static str),
    /// |mean critic output on real − on generated samples|.
    MeanDifference,
    /// Standard deviation of the metric over the last third of the run: how much it swings.
    Swing(&'static str),
    /// Mean of |‖∇D‖/s − 1| at points between real and generated samples, s the mean of ‖∇D‖: how
    /// far the critic's slope is from being the same everywhere, whatever its scale.
    UnevenSlope,
}

/// A pair of runs and what to see in them.
pub struct Lesson {
    /// Name in the URL (`lesson=`): a stable interface.
    pub slug: &'static str,
    pub title: &'static str,
    /// What happens, and what to watch.
    pub text: &'static str,
    /// Why the bad run fails, one sentence.
    pub bad_reason: &'static str,
    /// Why the good run does not.
    pub good_reason: &'static str,
    /// The settings of the two runs, as queries without the seed.
    pub bad: &'static str,
    pub good: &'static str,
    /// Views to open, as `views=` in the address.
    pub views: &'static str,
    pub iterations: u32,
    pub measure: Measure,
    /// The bad run's measure is beyond this …
    pub bad_is: Bound,
    /// … and the good one's within this.
    pub good_is: Bound,
}

/// A claim about a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    Above(f64),
    Below(f64),
}

impl Bound {
    /// Whether it holds by so much: 0.1 is a tenth of the bound to spare.
    pub fn holds(self, value: f64, margin: f64) -> bool {
        match self {
            Bound::Above(bound) => value >= (1.0 + margin) * bound,
            Bound::Below(bound) => value <= (1.0 - margin) * bound,
        }
    }
}

impl Lesson {
    /// The settings of the two runs: bad, then good.
    pub fn configs(&self) -> [RunConfig; 2] {
        [self.bad, self.good].map(|query| RunConfig::from_query(query).0)
    }
}

/// The lesson with this slug.
pub fn lesson(slug: &str) -> Option<&'static Lesson> {
    LESSONS.iter().find(|lesson| lesson.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_is_two_readable_runs_on_the_same_data() {
        for (i, lesson) in LESSONS.iter().enumerate() {
            assert!(LESSONS[..i].iter().all(|other| other.slug != lesson.slug));
            for query in [lesson.bad, lesson.good] {
                let (_, notices) = RunConfig::from_query(query);
                assert!(notices.is_empty(), "{}: {notices:?}", lesson.slug);
            }
            let [bad, good] = lesson.configs();
            assert_ne!(bad, good);
            assert_eq!((bad.data, bad.seed), (good.data, good.seed));
        }
    }
}
