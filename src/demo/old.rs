//! Settings named by slugs: of the demos that do not have a struct of them yet.

use super::Knobs;
use super::settings::{Entry, Table};
use crate::setting::{Range, Spacing, Spec, Value};

#[derive(Clone, Copy)]
pub struct KnobSpec {
    pub spec: Spec,
    /// A number, or the index of an entry.
    default: f64,
    fold: &'static str,
    only: Option<(&'static str, &'static [&'static str])>,
}

impl KnobSpec {
    pub const fn number(
        slug: &'static str,
        name: &'static str,
        help: &'static str,
        (min, max, step): (f64, f64, f64),
        default: f64,
    ) -> Self {
        let spacing = Spacing::Even;
        let range = Range::Float {
            min,
            max,
            step,
            spacing,
        };
        Self::new(slug, name, help, range, default)
    }

    pub const fn choice(
        slug: &'static str,
        name: &'static str,
        help: &'static str,
        entries: fn() -> Vec<(&'static str, &'static str)>,
        default: usize,
    ) -> Self {
        Self::new(slug, name, help, Range::Choice(entries), default as f64)
    }

    const fn new(
        slug: &'static str,
        name: &'static str,
        help: &'static str,
        range: Range,
        default: f64,
    ) -> Self {
        let unit = "";
        let spec = Spec {
            slug,
            name,
            help,
            unit,
            range,
        };
        Self {
            spec,
            default,
            fold: "",
            only: None,
        }
    }

    pub const fn log(mut self) -> Self {
        if let Range::Float {
            ref mut spacing, ..
        } = self.spec.range
        {
            *spacing = Spacing::Ratios;
        }
        self
    }

    pub const fn fold(mut self, title: &'static str) -> Self {
        self.fold = title;
        self
    }

    pub const fn only(mut self, knob: &'static str, options: &'static [&'static str]) -> Self {
        self.only = Some((knob, options));
        self
    }
}

fn value(spec: &Spec, x: f64) -> Option<Value> {
    match spec.range {
        Range::Choice(entries) => {
            let entries = entries();
            let last = entries.len().checked_sub(1)?;
            Some(Value::Slug(entries[(x as usize).min(last)].0))
        }
        _ => spec.nearest(x),
    }
}

/// A table of these, for `Demo::knobs`.
pub fn table(specs: &'static [KnobSpec]) -> Table {
    let row = |old: &KnobSpec| Entry {
        spec: old.spec,
        default: value(&old.spec, old.default).expect("a default"),
        fold: old.fold,
    };
    let applying = |knobs: &Knobs| {
        specs
            .iter()
            .map(|spec| relevant(specs, knobs, spec))
            .collect()
    };
    Table::new(specs.iter().map(row).collect(), applying)
}

fn relevant(specs: &[KnobSpec], knobs: &Knobs, spec: &KnobSpec) -> bool {
    spec.only.is_none_or(|(knob, options)| {
        let other = specs.iter().find(|spec| spec.spec.slug == knob);
        options.contains(&knobs.choice(knob))
            && other.is_some_and(|other| relevant(specs, knobs, other))
    })
}

impl Knobs {
    /// A number, or the index of a choice.
    pub fn get(&self, slug: &str) -> f64 {
        match self.rows().find(|(row, _)| row.slug == slug) {
            Some((row, Value::Slug(word))) => {
                let Range::Choice(entries) = row.range else {
                    panic!("{slug} is no choice")
                };
                let index = entries().iter().position(|entry| entry.0 == word);
                index.unwrap_or_default() as f64
            }
            Some((_, value)) => value.number().unwrap_or_default(),
            None => panic!("no knob {slug}"),
        }
    }

    pub fn choice(&self, slug: &str) -> &'static str {
        match self.value(slug) {
            Some(Value::Slug(word)) => word,
            _ => panic!("{slug} is no choice"),
        }
    }

    pub fn set(&mut self, slug: &str, x: f64) {
        let row = self.table().iter().find(|row| row.slug == slug);
        let row = row.unwrap_or_else(|| panic!("no knob {slug}"));
        if let Some(value) = value(row, x) {
            self.put(slug, value);
        }
    }
}
