//! When the address bar is written: browsers count. Safari takes a hundred writes in half a minute, and
//! throws at the next one; so writes are paid for from a purse that fills slowly, and where it is empty the
//! last of them waits.

/// Writes in one go at most.
const PURSE: f64 = 30.0;
/// And so many in a millisecond, again and again: 2 a second, 90 in any half minute.
const RATE: f64 = 2.0 / 1_000.0;

/// What is to be done with the address bar.
#[derive(Clone, Debug, PartialEq)]
pub enum Stroke {
    /// It says so already.
    Nothing,
    Replace,
    /// A new entry; `after`: the one that is left has to be put right first.
    Push {
        after: bool,
    },
    /// In so many milliseconds there is a write to be had.
    Wait(f64),
}

/// Writes the address, not too often.
pub struct Pen {
    purse: f64,
    /// When it was filled last.
    filled: f64,
    /// What stands in the address bar; nothing that is known at the beginning.
    written: Option<String>,
}

impl Default for Pen {
    fn default() -> Self {
        Pen {
            purse: PURSE,
            filled: 0.0,
            written: None,
        }
    }
}

impl Pen {
    /// What to do so that the address bar says `query`: as a new entry where the page is `parting` from
    /// one that is to say that.
    pub fn stroke(&mut self, now: f64, query: &str, parting: Option<&str>) -> Stroke {
        let stands = |query| self.written.as_deref() == Some(query);
        if parting.is_none() && stands(query) {
            return Stroke::Nothing;
        }
        let after = parting.is_some_and(|left| !stands(left));
        let price = if after { 2.0 } else { 1.0 };
        self.purse = (self.purse + RATE * (now - self.filled).max(0.0)).min(PURSE);
        self.filled = now;
        if self.purse < price {
            return Stroke::Wait(((price - self.purse) / RATE).ceil());
        }
        self.purse -= price;
        self.written = Some(query.to_string());
        match parting {
            Some(_) => Stroke::Push { after },
            None => Stroke::Replace,
        }
    }

    /// The browser has gone to another entry: what stands there is not known. What stood in the one before.
    pub fn moved(&mut self) -> Option<String> {
        self.written.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    #[test]
    fn what_stands_there_is_not_written_again() {
        let mut pen = Pen::default();
        assert_eq!(pen.stroke(0.0, "a", None), Stroke::Replace);
        assert_eq!(pen.stroke(0.0, "a", None), Stroke::Nothing);
        assert_eq!(
            pen.stroke(0.0, "b", Some("a")),
            Stroke::Push { after: false }
        );
        assert_eq!(
            pen.stroke(0.0, "c", Some("b2")),
            Stroke::Push { after: true }
        );
        pen.moved();
        assert_eq!(pen.stroke(0.0, "c", None), Stroke::Replace);
    }

    /// However often the page changes, and whatever it makes entries of: never a hundred writes in half a
    /// minute, and the last change is written.
    #[test]
    fn never_a_hundred_in_half_a_minute() {
        for seed in 0..20 {
            let mut rng = Rng::new(seed, Purpose::Shown, 0);
            let mut pen = Pen::default();
            let (mut clock, mut times) = (0.0, Vec::new());
            let mut waits = None;
            let mut last = String::new();
            for i in 0..20_000 {
                let pace = [5, 60, 900][i / 2_000 % 3];
                clock += 1.0 + rng.below(pace) as f64;
                last = format!("{}", rng.below(1_000));
                let parting = (rng.below(4) == 0).then_some("before");
                match pen.stroke(clock, &last, parting) {
                    Stroke::Replace => times.push(clock),
                    Stroke::Push { after } => times.extend([clock].repeat(1 + usize::from(after))),
                    Stroke::Wait(wait) => waits = Some(clock + wait),
                    Stroke::Nothing => {}
                }
            }
            if let Some(then) = waits {
                pen.stroke(then.max(clock), &last, None);
            }
            assert_eq!(pen.written, Some(last), "the last one");
            assert!(times.len() > 100);
            for (i, time) in times.iter().enumerate() {
                let within = times[i..].iter().take_while(|t| **t <= time + 30_000.0);
                assert!(within.count() < 100);
            }
        }
    }
}
