use super::{Range, Spacing, Spec, Value};
use crate::registry::{Entry, Pick, find};
use std::ops::Deref;

/// What a change of a setting does to a run under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// It acts from the next step on.
    Live,
    /// The run starts anew.
    Reset,
}

/// A setting of a run, as whoever it belongs to has it: what it is, where it is held, and when it
/// matters. [`Row::within`] makes it one of something larger.
pub struct Row<T> {
    pub spec: Spec,
    pub effect: Effect,
    pub get: Get<T>,
    /// Takes only values of the setting's own kind; others change nothing.
    pub set: Set<T>,
    /// False where the other settings make this one idle.
    pub applies: When<T>,
}

type Get<T> = Box<dyn Fn(&T) -> Value + Send + Sync>;
type Set<T> = Box<dyn Fn(&mut T, Value) + Send + Sync>;
type When<T> = Box<dyn Fn(&T) -> bool + Send + Sync>;

/// Where something is held in a T.
pub type Field<T, V> = fn(&mut T) -> &mut V;

impl<T: Copy + 'static> Row<T> {
    /// A setting that restarts the run and always matters: the methods below say otherwise.
    pub fn new(
        slug: &'static str,
        range: Range,
        get: impl Fn(&T) -> Value + Send + Sync + 'static,
        set: impl Fn(&mut T, Value) + Send + Sync + 'static,
    ) -> Self {
        Row {
            spec: Spec::new(slug, range),
            effect: Effect::Reset,
            get: Box::new(get),
            set: Box::new(set),
            applies: Box::new(|_| true),
        }
    }

    /// On or off.
    pub fn switch(slug: &'static str, field: Field<T, bool>) -> Self {
        let get = move |all: &T| Value::Switch(of(all, field));
        Self::new(slug, Range::Switch, get, move |all, value| {
            if let Value::Switch(on) = value {
                *field(all) = on;
            }
        })
    }

    /// A whole number.
    pub fn int<N>(
        slug: &'static str,
        min: u64,
        max: u64,
        spacing: Spacing,
        field: Field<T, N>,
    ) -> Self
    where
        N: Copy + TryFrom<u64> + TryInto<u64> + 'static,
    {
        let get = move |all: &T| Value::Int(of(all, field).try_into().unwrap_or(u64::MAX));
        let range = Range::Int { min, max, spacing };
        Self::new(slug, range, get, move |all, value| {
            if let Value::Int(n) = value
                && let Ok(n) = n.try_into()
            {
                *field(all) = n;
            }
        })
    }

    /// A number, which acts at once.
    pub fn float(
        slug: &'static str,
        min: f64,
        max: f64,
        spacing: Spacing,
        field: Field<T, f64>,
    ) -> Self {
        let get = move |all: &T| Value::Float(of(all, field));
        let range = Range::Float {
            min,
            max,
            step: 0.0,
            spacing,
        };
        let row = Self::new(slug, range, get, move |all, value| {
            if let Value::Float(x) = value {
                *field(all) = x;
            }
        });
        row.live()
    }

    /// One of a registry's entries.
    pub fn pick<E: ?Sized + Entry>(
        slug: &'static str,
        menu: fn() -> Vec<(&'static str, &'static str)>,
        entries: &'static [&'static E],
        field: Field<T, Pick<E>>,
    ) -> Self {
        let get = move |all: &T| Value::Slug(of(all, field).slug());
        Self::new(slug, Range::Choice(menu), get, move |all, value| {
            if let Value::Slug(slug) = value
                && let Some(entry) = find(entries, slug)
            {
                *field(all) = entry;
            }
        })
    }

    pub fn says(mut self, name: &'static str, help: &'static str) -> Self {
        self.spec.name = name;
        self.spec.help = help;
        self
    }

    pub fn unit(mut self, unit: &'static str) -> Self {
        self.spec.unit = unit;
        self
    }

    pub fn live(mut self) -> Self {
        self.effect = Effect::Live;
        self
    }

    /// It matters only where this is true, too.
    pub fn when(mut self, too: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self {
        let before = self.applies;
        self.applies = Box::new(move |all| before(all) && too(all));
        self
    }

    /// The same setting of what has a T.
    pub fn within<U: Copy + 'static>(self, field: Field<U, T>) -> Row<U> {
        let Row {
            spec,
            effect,
            get,
            set,
            applies,
        } = self;
        Row {
            spec,
            effect,
            get: Box::new(move |all| get(&of(all, field))),
            set: Box::new(move |all, value| set(field(all), value)),
            applies: Box::new(move |all| applies(&of(all, field))),
        }
    }
}

/// What is held there.
fn of<T: Copy, V: Copy>(all: &T, field: Field<T, V>) -> V {
    let mut all = *all;
    *field(&mut all)
}

impl<T> Deref for Row<T> {
    type Target = Spec;
    fn deref(&self) -> &Spec {
        &self.spec
    }
}
