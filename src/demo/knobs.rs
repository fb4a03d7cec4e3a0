//! A demo's settings: described once, clamped here, and their text form is the URL's query.

use crate::figure::number;

/// One setting: a number or a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnobSpec {
    /// Its name in URLs.
    pub slug: &'static str,
    pub name: &'static str,
    /// One sentence.
    pub help: &'static str,
    pub kind: KnobKind,
    /// Many of a kind share a fold of the panel with this title; empty: it stands in the open.
    pub fold: &'static str,
    /// A choice and those of its options for which this setting means something; always, if `None`.
    pub only: Option<(&'static str, &'static [&'static str])>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum KnobKind {
    /// `min` ≤ value ≤ `max`, a multiple of `step`.
    Number {
        unit: &'static str,
        min: f64,
        max: f64,
        step: f64,
        default: f64,
        spacing: Spacing,
    },
    /// (slug, name) each; the default is the index of one.
    Choice {
        options: &'static [(&'static str, &'static str)],
        default: usize,
    },
}

/// How a slider spreads its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    Linear,
    Log,
}

impl KnobSpec {
    /// A dimensionless number on a linear slider.
    pub const fn number(
        slug: &'static str,
        name: &'static str,
        help: &'static str,
        (min, max, step): (f64, f64, f64),
        default: f64,
    ) -> Self {
        let kind = KnobKind::Number {
            unit: "",
            min,
            max,
            step,
            default,
            spacing: Spacing::Linear,
        };
        Self::new(slug, name, help, kind)
    }

    const fn new(
        slug: &'static str,
        name: &'static str,
        help: &'static str,
        kind: KnobKind,
    ) -> Self {
        Self {
            slug,
            name,
            help,
            kind,
            fold: "",
            only: None,
        }
    }

    /// On a slider whose steps are ratios. Choices stay as they are.
    pub const fn log(mut self) -> Self {
        if let KnobKind::Number {
            ref mut spacing, ..
        } = self.kind
        {
            *spacing = Spacing::Log;
        }
        self
    }

    /// In the panel's fold with this title.
    pub const fn fold(mut self, title: &'static str) -> Self {
        self.fold = title;
        self
    }

    /// Shown only while the choice `knob` has one of these options.
    pub const fn only(mut self, knob: &'static str, options: &'static [&'static str]) -> Self {
        self.only = Some((knob, options));
        self
    }

    pub const fn choice(
        slug: &'static str,
        name: &'static str,
        help: &'static str,
        options: &'static [(&'static str, &'static str)],
        default: usize,
    ) -> Self {
        Self::new(slug, name, help, KnobKind::Choice { options, default })
    }

    fn default_value(&self) -> f64 {
        match self.kind {
            KnobKind::Number { default, .. } => default,
            KnobKind::Choice { default, .. } => default as f64,
        }
    }

    /// The nearest permitted value; of NaN, the default.
    fn nearest(&self, value: f64) -> f64 {
        if value.is_nan() {
            return self.default_value();
        }
        match self.kind {
            KnobKind::Number { min, max, step, .. } => {
                let stepped = (value.clamp(min, max) / step).round() * step;
                // Through text, so that 0.1 + 0.2 is the 0.3 that the URL says.
                let text = format!("{:.*}", decimals(step), stepped.clamp(min, max));
                text.parse::<f64>().unwrap_or(stepped) + 0.0
            }
            KnobKind::Choice { options, .. } => {
                value.round().clamp(0.0, options.len() as f64 - 1.0)
            }
        }
    }

    fn write(&self, value: f64) -> String {
        match self.kind {
            KnobKind::Number { .. } => value.to_string(),
            KnobKind::Choice { options, .. } => options[value as usize].0.into(),
        }
    }

    /// The value that `text` names, or why it does not name one.
    fn read(&self, text: &str) -> Result<f64, String> {
        match self.kind {
            KnobKind::Number { min, max, .. } => match text.parse::<f64>() {
                Ok(value) if (min..=max).contains(&value) => Ok(self.nearest(value)),
                Ok(value) if !value.is_nan() => {
                    Err(format!("is outside {} … {}", number(min), number(max)))
                }
                _ => Err("is not a number".into()),
            },
            KnobKind::Choice { options, .. } => options
                .iter()
                .position(|(slug, _)| *slug == text)
                .map(|index| index as f64)
                .ok_or_else(|| {
                    let slugs: Vec<_> = options.iter().map(|(slug, _)| *slug).collect();
                    format!("is not one of {}", slugs.join(", "))
                }),
        }
    }
}

/// The fewest decimals that write `step` exactly (at most 6).
fn decimals(step: f64) -> usize {
    let whole = |d: &usize| {
        let scaled = step * 10f64.powi(*d as i32);
        (scaled - scaled.round()).abs() < 1e-9 * scaled
    };
    (0..6).find(whole).unwrap_or(6)
}

/// The current value of every knob of one demo. Always within its specs.
#[derive(Clone, Debug, PartialEq)]
pub struct Knobs {
    specs: &'static [KnobSpec],
    values: Vec<f64>,
}

impl Knobs {
    pub fn defaults(specs: &'static [KnobSpec]) -> Self {
        Self {
            specs,
            values: specs.iter().map(KnobSpec::default_value).collect(),
        }
    }

    /// From a URL's parameters. What cannot be used keeps its default and is reported, for the
    /// page to show: a link that silently shows something else misleads.
    pub fn from_query<'a>(
        specs: &'static [KnobSpec],
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Self, Vec<String>) {
        let mut knobs = Self::defaults(specs);
        let mut notices = Vec::new();
        for (key, text) in pairs {
            match knobs.read(key, text) {
                None => notices.push(format!("“{key}” is not a setting here; ignored.")),
                Some(Ok(())) => {}
                Some(Err(reason)) => {
                    let default = knobs.text(key);
                    notices.push(format!("{key}: “{text}” {reason}; using {default}."));
                }
            }
        }
        (knobs, notices)
    }

    /// Takes one setting over from its text, or says why it cannot; `None` where there is no such
    /// setting.
    pub fn read(&mut self, slug: &str, text: &str) -> Option<Result<(), String>> {
        let index = self.specs.iter().position(|spec| spec.slug == slug)?;
        let value = self.specs[index].read(text);
        Some(value.map(|value| self.values[index] = value))
    }

    /// A setting as the URL has it.
    ///
    /// # Panics
    /// If there is no such knob.
    pub fn text(&self, slug: &str) -> String {
        let index = self.index(slug);
        self.specs[index].write(self.values[index])
    }

    /// The settings that differ from their defaults, for a URL.
    pub fn to_query(&self) -> Vec<(&'static str, String)> {
        let both = self.specs.iter().zip(&self.values);
        both.filter(|(spec, value)| **value != spec.default_value())
            .map(|(spec, value)| (spec.slug, spec.write(*value)))
            .collect()
    }

    pub fn specs(&self) -> &'static [KnobSpec] {
        self.specs
    }

    /// A number, or the index of a choice.
    ///
    /// # Panics
    /// If there is no such knob: slugs are constants of a demo's own file.
    pub fn get(&self, slug: &str) -> f64 {
        self.values[self.index(slug)]
    }

    /// Slug of the chosen option.
    ///
    /// # Panics
    /// If there is no such choice.
    pub fn choice(&self, slug: &str) -> &'static str {
        let index = self.index(slug);
        match self.specs[index].kind {
            KnobKind::Choice { options, .. } => options[self.values[index] as usize].0,
            KnobKind::Number { .. } => panic!("knob {slug} is a number"),
        }
    }

    /// Whether this setting means something beside the others: the choice that it depends on stands
    /// right, and itself means something.
    pub fn relevant(&self, spec: &KnobSpec) -> bool {
        spec.only.is_none_or(|(knob, options)| {
            options.contains(&self.choice(knob)) && self.relevant(&self.specs[self.index(knob)])
        })
    }

    /// To the nearest permitted value (for a choice, of its index).
    ///
    /// # Panics
    /// If there is no such knob.
    pub fn set(&mut self, slug: &str, value: f64) {
        let index = self.index(slug);
        self.values[index] = self.specs[index].nearest(value);
    }

    fn index(&self, slug: &str) -> usize {
        let index = self.specs.iter().position(|spec| spec.slug == slug);
        index.unwrap_or_else(|| panic!("no knob {slug}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SPECS: [KnobSpec; 2] = [
        KnobSpec::number("x", "X", "", (-1.0, 2.0, 0.05), 0.5),
        KnobSpec::choice("c", "C", "", &[("one", "One"), ("two", "Two")], 0),
    ];

    #[test]
    fn values_are_clamped_and_stepped() {
        let mut knobs = Knobs::defaults(&SPECS);
        for (given, kept) in [
            (0.31, 0.3),
            (7.0, 2.0),
            (-0.01, 0.0),
            (f64::NEG_INFINITY, -1.0),
            (f64::NAN, 0.5),
        ] {
            knobs.set("x", given);
            assert_eq!(knobs.get("x").to_bits(), f64::to_bits(kept), "{given}");
        }
        knobs.set("c", 5.0);
        assert_eq!(knobs.choice("c"), "two");
    }

    #[test]
    fn a_query_says_what_it_could_not_use() {
        let pairs = [("x", "9"), ("c", "three"), ("y", "1")];
        let (knobs, notices) = Knobs::from_query(&SPECS, pairs);
        assert_eq!(knobs, Knobs::defaults(&SPECS));
        assert_eq!(notices[0], "x: “9” is outside −1 … 2; using 0.5.");
        assert_eq!(notices[1], "c: “three” is not one of one, two; using one.");
        assert_eq!(notices[2], "“y” is not a setting here; ignored.");
        assert_eq!(Knobs::from_query(&SPECS, [("x", "abc")]).1.len(), 1);
        assert_eq!(Knobs::from_query(&SPECS, [("x", "NaN")]).1.len(), 1);
    }

    #[test]
    fn one_setting_is_taken_or_refused() {
        let mut knobs = Knobs::defaults(&SPECS);
        assert_eq!(knobs.read("y", "1"), None);
        assert_eq!(knobs.read("x", "-1"), Some(Ok(())));
        assert!(knobs.read("c", "three").is_some_and(|taken| taken.is_err()));
        assert!(knobs.read("x", "9").is_some_and(|taken| taken.is_err()));
        assert_eq!(
            (knobs.text("x"), knobs.text("c")),
            ("-1".into(), "one".into())
        );
    }

    #[test]
    fn a_setting_can_depend_on_a_choice() {
        static SPECS: [KnobSpec; 3] = [
            KnobSpec::choice("c", "C", "", &[("one", "One"), ("two", "Two")], 0),
            KnobSpec::number("x", "X", "", (0.1, 10.0, 0.1), 1.0)
                .log()
                .fold("More")
                .only("d", &["on"]),
            KnobSpec::choice("d", "D", "", &[("on", "On"), ("off", "Off")], 0).only("c", &["two"]),
        ];
        let mut knobs = Knobs::defaults(&SPECS);
        assert!(knobs.relevant(&SPECS[0]));
        // The choice that it depends on stands right, but is not to be seen.
        assert!(!knobs.relevant(&SPECS[1]) && !knobs.relevant(&SPECS[2]));
        knobs.set("c", 1.0);
        assert!(knobs.relevant(&SPECS[1]) && knobs.relevant(&SPECS[2]));
        knobs.set("d", 1.0);
        assert!(!knobs.relevant(&SPECS[1]));
        let spacing = Spacing::Log;
        assert!(matches!(SPECS[1].kind, KnobKind::Number { spacing: s, .. } if s == spacing));
    }

    #[test]
    fn only_what_differs_is_in_the_link() {
        let (knobs, notices) = Knobs::from_query(&SPECS, [("x", "0.1"), ("c", "one")]);
        assert!(notices.is_empty());
        assert_eq!(knobs.to_query(), [("x", "0.1".to_string())]);
    }
}
