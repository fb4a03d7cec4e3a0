use super::number::{self, Said};
use super::{Scale, Value};
use crate::fault::{Fault, quoted};
use crate::text::Text;

/// A setting, whoever has it.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Name in the address and in messages: a stable interface.
    pub slug: &'static str,
    /// Label and accessible name.
    pub name: &'static str,
    /// One or two sentences.
    pub help: &'static str,
    /// Unit, or empty.
    pub unit: &'static str,
    pub range: Range,
}

/// Which values a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Range {
    /// One of these: slug and name.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// A whole number.
    Int {
        min: u64,
        max: u64,
        spacing: Spacing,
    },
    /// A number: a multiple of `step`; any number, where that is 0.
    Float {
        min: f64,
        max: f64,
        step: f64,
        spacing: Spacing,
    },
    /// On or off.
    Switch,
}

/// How a slider spreads its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    Even,
    Ratios,
}

impl Spec {
    /// Of no name and help yet.
    pub const fn new(slug: &'static str, range: Range) -> Self {
        Spec {
            slug,
            name: "",
            help: "",
            unit: "",
            range,
        }
    }

    /// Reads a value as an address, a message or a flag has it: a number in one notation alone.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn parse(&self, text: &str) -> Result<Value, Fault> {
        let given = || quoted(text);
        match self.range {
            Range::Choice(entries) => {
                let entries = entries();
                let found = entries.iter().find(|(slug, _)| *slug == text);
                found
                    .map(|(slug, _)| Value::Slug(slug))
                    .ok_or_else(|| Fault::unknown(text, entries.iter().map(|(slug, _)| *slug)))
            }
            Range::Int { min, max, .. } => match text.parse::<u64>() {
                Ok(n) if (min..=max).contains(&n) => Ok(Value::Int(n)),
                Ok(_) => Err(Fault::OutOfRange {
                    given: given(),
                    min: min as f64,
                    max: max as f64,
                }),
                Err(_) => Err(elsewhere(text).unwrap_or(Fault::NotWhole { given: given() })),
            },
            Range::Float { min, max, step, .. } => match text.parse::<f64>() {
                Ok(x) if (min..=max).contains(&x) => Ok(Value::Float(on_grid(x, min, max, step))),
                Ok(x) if !x.is_nan() => Err(Fault::OutOfRange {
                    given: given(),
                    min,
                    max,
                }),
                _ => Err(elsewhere(text).unwrap_or(Fault::NotNumber { given: given() })),
            },
            Range::Switch => switch(text).map(Value::Switch),
        }
    }

    /// Reads a value as people type it, in whatever notation. What can be meant in two ways is
    /// taken where this setting takes only one of them.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn typed(&self, text: &str) -> Result<Value, Fault> {
        let text = text.trim();
        let bare = text.strip_suffix(self.unit).unwrap_or(text);
        match (self.range, number::read(bare)) {
            // Whole numbers may have more digits than a float holds.
            (Range::Int { .. }, _) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.parse(text)
            }
            (Range::Choice(_) | Range::Switch, _) | (_, Said::Nothing) => self.parse(text),
            (_, Said::One(x)) => self.taken(x, text),
            (_, Said::Two(decimal, grouped)) => {
                match (self.taken(decimal, text), self.taken(grouped, text)) {
                    (Ok(_), Ok(_)) => Err(Fault::TwoReadings {
                        given: text.to_string(),
                        decimal,
                        grouped,
                    }),
                    (Ok(value), Err(_)) | (_, Ok(value)) => Ok(value),
                    (why, _) => why,
                }
            }
        }
    }

    /// A number that was read.
    fn taken(&self, x: f64, text: &str) -> Result<Value, Fault> {
        let given = || text.to_string();
        let Some((min, max, _)) = self.grid() else {
            return Err(Fault::NotNumber { given: given() });
        };
        let is_whole = matches!(self.range, Range::Int { .. });
        if is_whole && x.fract() != 0.0 {
            return Err(Fault::NotWhole { given: given() });
        }
        match (min..=max).contains(&x) {
            true => self
                .nearest(x)
                .ok_or_else(|| Fault::NotNumber { given: given() }),
            false => Err(Fault::OutOfRange {
                given: given(),
                min,
                max,
            }),
        }
    }

    /// The value so many steps of the slider farther; single steps where there is no slider.
    pub fn stepped(&self, from: Value, steps: i32) -> Option<Value> {
        let at = from.number()?;
        let steps = f64::from(steps);
        let to = match self.scale() {
            None => at + steps,
            Some(scale) => {
                let (_, _, step) = scale.attributes();
                scale.value(scale.position(at) + steps * step)
            }
        };
        // Sums of decimals are not quite decimals.
        let to = format!("{to:.10}").parse().unwrap_or(to);
        self.nearest(to)
    }

    /// The nearest value that a setting of numbers takes.
    pub fn nearest(&self, x: f64) -> Option<Value> {
        match self.range {
            _ if x.is_nan() => None,
            Range::Int { min, max, .. } => {
                Some(Value::Int((x.round().max(0.0) as u64).clamp(min, max)))
            }
            Range::Float { min, max, step, .. } => Some(Value::Float(on_grid(x, min, max, step))),
            Range::Choice(_) | Range::Switch => None,
        }
    }

    /// Its slider; none of words and switches, nor of more whole numbers than anyone finds by
    /// sliding.
    pub fn scale(&self) -> Option<Scale> {
        const SLIDABLE: u64 = 10_000;
        /// A slider's step where any number is taken.
        const FINE: f64 = 0.01;
        match self.range {
            Range::Int { min, max, spacing } if max - min <= SLIDABLE => {
                let (min, max) = (min as f64, max as f64);
                Some(match spacing {
                    Spacing::Even => Scale::even(min, max, 1.0),
                    Spacing::Ratios => Scale::whole_ratios(min, max),
                })
            }
            Range::Float {
                min,
                max,
                step,
                spacing,
            } => Some(match spacing {
                Spacing::Even => Scale::even(min, max, if step > 0.0 { step } else { FINE }),
                Spacing::Ratios => Scale::ratios(min, max),
            }),
            Range::Int { .. } | Range::Choice(_) | Range::Switch => None,
        }
    }

    /// Of a number: the ends of its range, and the step between values; 0 where any is taken.
    pub fn grid(&self) -> Option<(f64, f64, f64)> {
        match self.range {
            Range::Int { min, max, .. } => Some((min as f64, max as f64, 1.0)),
            Range::Float { min, max, step, .. } => Some((min, max, step)),
            Range::Choice(_) | Range::Switch => None,
        }
    }

    /// A value as the page names it: an entry's name, on or off, a number.
    pub fn shown(&self, value: Value) -> Text {
        match (value, self.range) {
            (Value::Switch(on), _) => Text::from(if on { "on" } else { "off" }),
            (Value::Slug(slug), Range::Choice(entries)) => {
                let found = entries().into_iter().find(|(this, _)| *this == slug);
                Text::from(found.map_or(slug, |(_, name)| name))
            }
            _ => Text::same(value.to_string()),
        }
    }
}

/// What to write for a number that is written as elsewhere.
fn elsewhere(text: &str) -> Option<Fault> {
    match number::read(text) {
        Said::One(number) if number.to_string() != text => Some(Fault::WrittenElsewhere {
            given: text.to_string(),
            number,
        }),
        _ => None,
    }
}

/// Reads a switch.
///
/// # Errors
/// It is neither on nor off.
pub fn switch(text: &str) -> Result<bool, Fault> {
    match text {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(Fault::NotSwitch {
            given: quoted(text),
        }),
    }
}

/// The nearest multiple of `step` from `min` to `max`.
fn on_grid(x: f64, min: f64, max: f64, step: f64) -> f64 {
    let x = x.clamp(min, max);
    if step == 0.0 {
        return x;
    }
    let stepped = ((x / step).round() * step).clamp(min, max);
    // Through text, so that 0.1 + 0.2 is the 0.3 that the address says; and 0 has no sign.
    let text = format!("{stepped:.*}", decimals(step));
    text.parse::<f64>().unwrap_or(stepped) + 0.0
}

/// The fewest decimals that write `step` exactly (at most 6).
fn decimals(step: f64) -> usize {
    let whole = |d: &usize| {
        let scaled = step * 10f64.powi(*d as i32);
        (scaled - scaled.round()).abs() < 1e-9 * scaled
    };
    (0..6).find(whole).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPPED: Spec = Spec::new(
        "x",
        Range::Float {
            min: -1.0,
            max: 2.0,
            step: 0.05,
            spacing: Spacing::Even,
        },
    );
    const ANY: Spec = Spec::new(
        "r",
        Range::Float {
            min: 1e-4,
            max: 1.0,
            step: 0.0,
            spacing: Spacing::Ratios,
        },
    );
    const WHOLE: Spec = Spec::new(
        "n",
        Range::Int {
            min: 2,
            max: 9,
            spacing: Spacing::Even,
        },
    );
    const MANY: Spec = Spec::new(
        "m",
        Range::Int {
            min: 0,
            max: u64::MAX,
            spacing: Spacing::Even,
        },
    );
    const WORD: Spec = Spec::new("c", Range::Choice(|| vec![("one", "One"), ("two", "Two")]));
    const SWITCH: Spec = Spec::new("s", Range::Switch);

    #[test]
    fn what_is_written_is_read() {
        for (spec, texts) in [
            (STEPPED, ["-1", "0.3", "2"]),
            (ANY, ["0.0001", "0.123456", "1"]),
            (WHOLE, ["2", "5", "9"]),
            (WORD, ["one", "two", "one"]),
            (SWITCH, ["1", "0", "1"]),
        ] {
            for text in texts {
                let value = spec.parse(text).expect("in range");
                assert_eq!(value.to_string(), text, "{}", spec.slug);
            }
        }
    }

    #[test]
    fn numbers_are_clamped_and_stepped() {
        for (given, kept) in [
            (0.31, 0.3),
            (7.0, 2.0),
            (-0.01, 0.0),
            (f64::NEG_INFINITY, -1.0),
        ] {
            let found = STEPPED.nearest(given).and_then(Value::number);
            assert_eq!(found.map(f64::to_bits), Some(f64::to_bits(kept)), "{given}");
        }
        assert_eq!(STEPPED.parse("0.31"), Ok(Value::Float(0.3)));
        assert_eq!(WHOLE.nearest(4.5), Some(Value::Int(5)));
        assert_eq!(WHOLE.nearest(-4.5), Some(Value::Int(2)));
        for spec in [STEPPED, ANY, WHOLE] {
            assert_eq!(spec.nearest(f64::NAN), None);
        }
        assert_eq!(WORD.nearest(1.0), None);
    }

    /// What is typed is never another number than the one that is meant.
    #[test]
    fn typed_numbers_are_read_as_meant_or_refused() {
        for (spec, text, kept) in [
            (ANY, "0,5", "0.5"),
            (ANY, " 1e−3 ", "0.001"),
            (ANY, "½", "0.5"),
            (ANY, "25 %", "0.25"),
            // A thousand is outside.
            (ANY, "1,000", "1"),
            (STEPPED, "−0,25", "-0.25"),
            (STEPPED, "1.500", "1.5"),
            (WHOLE, "５", "5"),
            (WHOLE, "5,0", "5"),
            (MANY, "1 000", "1000"),
            (MANY, "12,345", "12345"),
            (MANY, "10.001", "10001"),
            (MANY, "9007199254740993", "9007199254740993"),
            (SWITCH, "1", "1"),
        ] {
            let value = spec.typed(text).map(|value| value.to_string());
            assert_eq!(value, Ok(kept.to_string()), "{text}");
        }
        for (spec, text, said) in [
            (WHOLE, "0,5", "“0,5” is not a whole number"),
            (WHOLE, "1,000", "1,000 is outside 2 to 9"),
            (ANY, "0,5,1", "“0,5,1” is not a number"),
            (ANY, "5", "5 is outside 0.0001 to 1"),
            (ANY, "", "“” is not a number"),
            (
                MANY,
                "1,000",
                "“1,000” can be read as 1 and as 1000: write it without the mark",
            ),
        ] {
            let fault = spec.typed(text).expect_err("no value");
            assert_eq!(fault.to_string(), said);
        }
    }

    #[test]
    fn keys_step_as_the_slider_does() {
        let stepped = |spec: Spec, text: &str, steps| {
            let from = spec.parse(text).expect("a value");
            spec.stepped(from, steps).expect("a number").to_string()
        };
        assert_eq!(stepped(STEPPED, "0.3", 1), "0.35");
        assert_eq!(stepped(STEPPED, "2", 1), "2");
        assert_eq!(stepped(WHOLE, "5", -10), "2");
        assert_eq!(stepped(ANY, "0.001", 20), "0.01");
        assert_eq!(stepped(MANY, "0", -1), "0");
        assert_eq!(stepped(MANY, "100000", 1), "100001");
        assert_eq!(STEPPED.stepped(Value::Switch(true), 1), None);
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        for (spec, text, said) in [
            (STEPPED, "9", "9 is outside −1 to 2"),
            (STEPPED, "NaN", "“NaN” is not a number"),
            (WHOLE, "2.5", "“2.5” is not a whole number"),
            (WHOLE, "", "“” is not a whole number"),
            (
                ANY,
                "0,5",
                "“0,5” is not how numbers are written here: write 0.5",
            ),
            (WORD, "three", "“three” is unknown; it can be one, two"),
            (SWITCH, "on", "“on” is neither 1 (on) nor 0 (off)"),
        ] {
            let fault = spec.parse(text).expect_err("no value");
            assert_eq!(fault.to_string(), said);
        }
    }

    /// Wherever a slider stands it stands for a value, and of that value it stands there.
    #[test]
    fn sliders_reach_both_ends_and_only_values() {
        for spec in [STEPPED, ANY, WHOLE] {
            let scale = spec.scale().expect("a slider");
            let (low, high, _) = spec.grid().expect("a number");
            let (min, max, step) = scale.attributes();
            assert_eq!((scale.value(min), scale.value(max)), (low, high));
            let steps = ((max - min) / step).round() as usize;
            for i in 0..=steps {
                let position = min + step * i as f64;
                let value = spec.nearest(scale.value(position)).expect("a number");
                assert_eq!(spec.parse(&value.to_string()), Ok(value));
                let back = scale.position(value.number().unwrap_or(f64::NAN));
                assert!((back - position).abs() < 0.01 * step, "{} {i}", spec.slug);
            }
        }
        assert!(WORD.scale().is_none() && SWITCH.scale().is_none());
    }
}
