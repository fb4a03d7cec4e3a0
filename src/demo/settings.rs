//! A demo's settings as a plain struct, declared once: what it is called, which values it takes,
//! where it stands and what it is at first ([`settings!`](crate::settings)).

use super::Knobs;
use crate::setting::{Choice, Range, Spacing, Spec, Value, menu};
use std::fmt;
use std::ops::Deref;

/// A plain struct of settings, made by [`settings!`](crate::settings).
pub trait Settings: Default + Sync + 'static {
    /// Declares every setting, always the same ones in the same order, and takes their values.
    fn read(of: &mut Reader) -> Self;
    /// What was declared.
    fn table() -> &'static Table;
}

/// What a demo has declared, for whoever shows it.
pub struct Table {
    rows: Vec<Entry>,
    applying: fn(&Knobs) -> Vec<bool>,
}

/// One setting of a demo.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub spec: Spec,
    pub default: Value,
    /// Many of a kind share a fold of the panel with this title; empty: it stands in the open.
    pub fold: &'static str,
}

impl Deref for Entry {
    type Target = Spec;
    fn deref(&self) -> &Spec {
        &self.spec
    }
}

impl Table {
    pub fn of<S: Settings>() -> Self {
        let mut of = Reader::new(&[]);
        S::read(&mut of);
        let applying = |knobs: &Knobs| {
            let mut of = Reader::new(knobs.values());
            S::read(&mut of);
            of.applying
        };
        Self {
            rows: of.declared,
            applying,
        }
    }

    /// Which of the settings mean something beside the others.
    pub(super) fn applying(&self, knobs: &Knobs) -> Vec<bool> {
        (self.applying)(knobs)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|row| row.slug))
            .finish()
    }
}

impl Deref for Table {
    type Target = [Entry];
    fn deref(&self) -> &[Entry] {
        &self.rows
    }
}

impl<'a> IntoIterator for &'a Table {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Hands values to declarations, in their order; a default where there is none.
pub struct Reader<'a> {
    values: std::slice::Iter<'a, Value>,
    declared: Vec<Entry>,
    applying: Vec<bool>,
}

impl<'a> Reader<'a> {
    pub fn new(values: &'a [Value]) -> Self {
        Self {
            values: values.iter(),
            declared: Vec::new(),
            applying: Vec::new(),
        }
    }

    pub fn read<D: Declared>(&mut self, what: D) -> D::Value {
        what.read(self)
    }
}

/// A declaration of one setting or of several that belong together.
pub trait Declared {
    type Value;
    fn read(self, of: &mut Reader) -> Self::Value;
}

/// One setting, and its value in a struct.
#[derive(Clone, Copy)]
pub struct Row<T> {
    spec: Spec,
    default: T,
    fold: &'static str,
    applies: bool,
}

/// A number, a multiple of the step.
pub fn number(
    slug: &'static str,
    name: &'static str,
    help: &'static str,
    (min, max, step): (f64, f64, f64),
    default: f64,
) -> Row<f64> {
    let spacing = Spacing::Even;
    let range = Range::Float {
        min,
        max,
        step,
        spacing,
    };
    Row::new(slug, name, help, range, default)
}

/// A whole number.
pub fn whole<N: Held>(
    slug: &'static str,
    name: &'static str,
    help: &'static str,
    (min, max): (u64, u64),
    default: N,
) -> Row<N> {
    let spacing = Spacing::Even;
    let range = Range::Int { min, max, spacing };
    Row::new(slug, name, help, range, default)
}

/// One of the type's words.
pub fn choice<T: Choice>(
    slug: &'static str,
    name: &'static str,
    help: &'static str,
    default: T,
) -> Row<T> {
    Row::new(slug, name, help, Range::Choice(menu::<T>), default)
}

impl<T> Row<T> {
    fn new(
        slug: &'static str,
        name: &'static str,
        help: &'static str,
        range: Range,
        default: T,
    ) -> Self {
        let spec = Spec {
            name,
            help,
            ..Spec::new(slug, range)
        };
        Self {
            spec,
            default,
            fold: "",
            applies: true,
        }
    }

    /// On a slider whose steps are ratios.
    pub fn ratios(mut self) -> Self {
        if let Range::Int { spacing, .. } | Range::Float { spacing, .. } = &mut self.spec.range {
            *spacing = Spacing::Ratios;
        }
        self
    }

    pub fn unit(mut self, unit: &'static str) -> Self {
        self.spec.unit = unit;
        self
    }

    /// In the panel's fold with this title.
    pub fn fold(mut self, title: &'static str) -> Self {
        self.fold = title;
        self
    }

    /// Shown only where it means something: settings before it can be named.
    pub fn when(mut self, applies: bool) -> Self {
        self.applies = applies;
        self
    }
}

impl<T: Held> Declared for Row<T> {
    type Value = T;
    fn read(self, of: &mut Reader) -> T {
        of.declared.push(Entry {
            spec: self.spec,
            default: self.default.value(),
            fold: self.fold,
        });
        of.applying.push(self.applies);
        let given = of.values.next().copied().and_then(T::held);
        given.unwrap_or(self.default)
    }
}

/// Several of a kind.
impl<D: Declared, const N: usize> Declared for [D; N] {
    type Value = [D::Value; N];
    fn read(self, of: &mut Reader) -> Self::Value {
        self.map(|each| each.read(of))
    }
}

/// Several that make one thing: a function that reads each.
impl<T, F: FnOnce(&mut Reader) -> T> Declared for F {
    type Value = T;
    fn read(self, of: &mut Reader) -> T {
        self(of)
    }
}

/// What a setting is in a struct.
pub trait Held: Copy {
    fn value(self) -> Value;
    /// None of a value of another kind.
    fn held(value: Value) -> Option<Self>;
}

impl Held for f64 {
    fn value(self) -> Value {
        Value::Float(self)
    }
    fn held(value: Value) -> Option<Self> {
        value.number()
    }
}

impl Held for u64 {
    fn value(self) -> Value {
        Value::Int(self)
    }
    fn held(value: Value) -> Option<Self> {
        match value {
            Value::Int(n) => Some(n),
            _ => None,
        }
    }
}

impl Held for usize {
    fn value(self) -> Value {
        Value::Int(self as u64)
    }
    fn held(value: Value) -> Option<Self> {
        u64::held(value)?.try_into().ok()
    }
}

impl<T: Choice> Held for T {
    fn value(self) -> Value {
        Value::Slug(self.slug())
    }
    fn held(value: Value) -> Option<Self> {
        match value {
            Value::Slug(slug) => T::ALL.iter().copied().find(|one| one.slug() == slug),
            _ => None,
        }
    }
}

/// A demo's settings: the struct, what is declared of each field, and how it is read.
///
/// ```ignore
/// settings! {
///     pub(super) struct Settings {
///         part: Part = choice("part", "Part", "What is shown.", Part::Graph),
///         eta: f64 = number("eta", "Step size η", "Of a step.", (0.01, 0.5, 0.01), 0.05).ratios(),
///         n: usize = whole("n", "Samples n", "Of each.", (1, 50), 10).when(part == Part::Graph),
///     }
/// }
/// ```
/// A field's declaration can name the fields before it.
#[macro_export]
macro_rules! settings {
    ($(#[$doc:meta])* $see:vis struct $name:ident {
        $($(#[$of:meta])* $field:ident: $type:ty = $declared:expr,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        $see struct $name {
            $($(#[$of])* $see $field: $type,)+
        }

        impl $crate::demo::Settings for $name {
            fn read(of: &mut $crate::demo::Reader) -> Self {
                $(let $field: $type = of.read($declared);)+
                Self { $($field),+ }
            }

            fn table() -> &'static $crate::demo::Table {
                static TABLE: ::std::sync::LazyLock<$crate::demo::Table> =
                    ::std::sync::LazyLock::new($crate::demo::Table::of::<$name>);
                &TABLE
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $crate::demo::Settings::read(&mut $crate::demo::Reader::new(&[]))
            }
        }
    };
}
