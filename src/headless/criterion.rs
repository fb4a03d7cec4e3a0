//! When a run counts as a success: bounds on metrics, as `modes>=8,high-quality>=0.9`.

use crate::fault::Fault;
use crate::metric::METRICS;
use crate::protocol::Reading;
use std::fmt;

/// A bound on a metric.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Slug of the metric.
    pub metric: &'static str,
    relation: &'static Relation,
    bound: f64,
}

#[derive(Debug)]
struct Relation {
    sign: &'static str,
    holds: fn(&f64, &f64) -> bool,
}

/// Those of two signs first: `>` begins `>=`.
static RELATIONS: [Relation; 4] = [
    Relation {
        sign: ">=",
        holds: f64::ge,
    },
    Relation {
        sign: "<=",
        holds: f64::le,
    },
    Relation {
        sign: ">",
        holds: f64::gt,
    },
    Relation {
        sign: "<",
        holds: f64::lt,
    },
];

impl Criterion {
    /// Reads `metric>=number`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let split = |relation: &'static Relation| {
            let (name, bound) = text.split_once(relation.sign)?;
            Some((name.trim(), relation, bound.trim()))
        };
        let (name, relation, bound) = RELATIONS
            .iter()
            .find_map(split)
            .ok_or_else(|| format!("“{text}” is not of the form modes>=8"))?;
        let bound = bound
            .parse()
            .map_err(|_| format!("“{bound}” is not a number"))?;
        Ok(Criterion {
            metric: metric(name)?,
            relation,
            bound,
        })
    }

    /// None where the metric is not among these.
    pub fn holds(&self, readings: &[Reading]) -> Option<bool> {
        let mut all = readings.iter();
        let reading = all.find(|reading| reading.metric == self.metric)?;
        Some((self.relation.holds)(&reading.value, &self.bound))
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.metric, self.relation.sign, self.bound)
    }
}

/// The slug of a metric that somebody typed.
///
/// # Errors
/// A sentence that lists those there are.
pub fn metric(text: &str) -> Result<&'static str, String> {
    let slugs = || METRICS.iter().map(|metric| metric.slug());
    let slug = text.replace('_', "-");
    let found = slugs().find(|known| *known == slug);
    found.ok_or_else(|| Fault::unknown(text, slugs()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(value: f64) -> Vec<Reading> {
        vec![Reading {
            metric: "modes".to_string(),
            value,
            floor: 8.0,
        }]
    }

    #[test]
    fn every_relation_reads_and_holds() {
        for (text, at, above) in [
            ("modes>=8", true, true),
            ("modes > 8", false, true),
            ("modes<=8", true, false),
            ("modes<8", false, false),
        ] {
            let criterion = Criterion::parse(text).unwrap();
            assert_eq!(criterion.to_string(), text.replace(' ', ""));
            assert_eq!(criterion.holds(&reading(8.0)), Some(at), "{text}");
            assert_eq!(criterion.holds(&reading(9.0)), Some(above), "{text}");
        }
        assert_eq!(Criterion::parse("w1<1").unwrap().holds(&reading(8.0)), None);
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        assert!(Criterion::parse("mode>=8").unwrap_err().contains("modes"));
        assert!(Criterion::parse("modes").unwrap_err().contains("form"));
        assert!(Criterion::parse("modes>=x").unwrap_err().contains("“x”"));
    }
}
