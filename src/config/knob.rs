use super::RunConfig;
use crate::data::DATASETS;
use crate::lipschitz::LIPSCHITZ;
use crate::objective::OBJECTIVES;
use crate::optimiser::OPTIMISERS;
use crate::registry::{find, menu};
use std::fmt;

/// A knob's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Slug(&'static str),
    Int(u64),
    Float(f64),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Slug(slug) => f.write_str(slug),
            Value::Int(n) => write!(f, "{n}"),
            Value::Float(x) => write!(f, "{x}"),
        }
    }
}

/// Which values a knob takes.
#[derive(Clone, Copy)]
pub enum Range {
    /// One of a registry's entries: slug and name.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// A whole number. Sliders move in equal ratios where `log` is set.
    Int { min: u64, max: u64, log: bool },
    /// A number. Sliders move in equal ratios where `log` is set.
    Float { min: f64, max: f64, log: bool },
}

/// What a change does to a run under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// It acts from the next step on.
    Live,
    /// The run starts anew.
    Reset,
}

/// One setting.
pub struct Knob {
    /// Name in the URL and in messages: a stable interface.
    pub slug: &'static str,
    /// Label and accessible name.
    pub name: &'static str,
    /// Unit, or empty.
    pub unit: &'static str,
    pub help: &'static str,
    pub range: Range,
    pub effect: Effect,
    pub get: fn(&RunConfig) -> Value,
    /// Takes only values of the knob's own kind; others change nothing.
    pub set: fn(&mut RunConfig, Value),
    /// False where the other settings make this one idle.
    pub applies: fn(&RunConfig) -> bool,
}

impl Knob {
    /// Reads a value, or says why it cannot be taken.
    pub fn parse(&self, text: &str) -> Result<Value, String> {
        match self.range {
            Range::Choice(entries) => entries()
                .iter()
                .find(|(slug, _)| *slug == text)
                .map(|(slug, _)| Value::Slug(slug))
                .ok_or_else(|| {
                    let known: Vec<_> = entries().iter().map(|(slug, _)| *slug).collect();
                    format!("“{text}” is unknown; it can be {}", known.join(", "))
                }),
            Range::Int { min, max, .. } => match text.parse::<u64>() {
                Ok(n) if (min..=max).contains(&n) => Ok(Value::Int(n)),
                Ok(_) => Err(format!("{text} is outside {min} to {max}")),
                Err(_) => Err(format!("“{text}” is not a whole number")),
            },
            Range::Float { min, max, .. } => match text.parse::<f64>() {
                Ok(x) if (min..=max).contains(&x) => Ok(Value::Float(x)),
                Ok(_) => Err(format!("{text} is outside {min} to {max}")),
                Err(_) => Err(format!("“{text}” is not a number")),
            },
        }
    }
}

/// The knob with this slug.
pub fn knob(slug: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|knob| knob.slug == slug)
}

fn always(_: &RunConfig) -> bool {
    true
}

/// A knob over a registry held in the field of the same name.
macro_rules! choice {
    ($field:ident, $entries:expr, $name:expr, $help:expr) => {
        Knob {
            slug: stringify!($field),
            name: $name,
            unit: "",
            help: $help,
            range: Range::Choice(|| menu($entries)),
            effect: Effect::Reset,
            get: |c| Value::Slug(c.$field.slug()),
            set: |c, v| {
                if let Value::Slug(slug) = v
                    && let Some(entry) = find($entries, slug)
                {
                    c.$field = entry;
                }
            },
            applies: always,
        }
    };
}

/// A knob over the whole number held in the field of the same name.
macro_rules! int {
    ($field:ident, $type:ty, $range:expr, $effect:expr, $name:expr, $unit:expr, $help:expr) => {
        Knob {
            slug: stringify!($field),
            name: $name,
            unit: $unit,
            help: $help,
            range: $range,
            effect: $effect,
            get: |c| Value::Int(c.$field as u64),
            set: |c, v| {
                if let Value::Int(n) = v {
                    c.$field = n as $type;
                }
            },
            applies: always,
        }
    };
}

/// A live knob over the number held in the field of the same name.
macro_rules! float {
    ($field:ident, $min:expr, $max:expr, $log:expr, $applies:expr, $name:expr, $help:expr) => {
        Knob {
            slug: stringify!($field),
            name: $name,
            unit: "",
            help: $help,
            range: Range::Float {
                min: $min,
                max: $max,
                log: $log,
            },
            effect: Effect::Live,
            get: |c| Value::Float(c.$field),
            set: |c, v| {
                if let Value::Float(x) = v {
                    c.$field = x;
                }
            },
            applies: $applies,
        }
    };
}

const fn log_int(min: u64, max: u64) -> Range {
    Range::Int {
        min,
        max,
        log: true,
    }
}

const fn plain_int(min: u64, max: u64) -> Range {
    Range::Int {
        min,
        max,
        log: false,
    }
}

/// Every setting of a run, in the order of the page.
pub static KNOBS: &[Knob] = &[
    choice!(data, DATASETS, "Data", "What the generator must imitate."),
    choice!(
        objective,
        OBJECTIVES,
        "Objective",
        "The losses of critic and generator."
    ),
    choice!(
        lipschitz,
        LIPSCHITZ,
        "Lipschitz control",
        "How the critic is kept from growing steep."
    ),
    float!(
        clip,
        0.001,
        1.0,
        true,
        |c| c.lipschitz.clips(),
        "Clip value",
        "Every weight of the critic is held in [−c, c]. The WGAN paper uses 0.01."
    ),
    int!(
        critic_steps,
        usize,
        plain_int(1, 10),
        Effect::Live,
        "Critic steps",
        "per generator step",
        "Critic updates before each generator update (n_critic; k of algorithm 1)."
    ),
    choice!(
        optimiser,
        OPTIMISERS,
        "Optimiser",
        "The update rule of both networks."
    ),
    float!(
        critic_lr,
        1e-6,
        1.0,
        true,
        always,
        "Critic learning rate",
        "Step size of the critic's updates."
    ),
    float!(
        generator_lr,
        1e-6,
        1.0,
        true,
        always,
        "Generator learning rate",
        "Step size of the generator's updates."
    ),
    float!(
        momentum,
        0.0,
        0.99,
        false,
        |c| c.optimiser.has_momentum(),
        "Momentum",
        "How much of the last update is carried on. 0 is none."
    ),
    float!(
        beta1,
        0.0,
        0.99,
        false,
        |c| c.optimiser.has_betas(),
        "Adam β₁",
        "Decay of the running mean of the gradient."
    ),
    float!(
        beta2,
        0.5,
        0.9999,
        false,
        |c| c.optimiser.has_betas(),
        "Adam β₂",
        "Decay of the running mean of the squared gradient."
    ),
    int!(
        batch,
        usize,
        log_int(4, 512),
        Effect::Reset,
        "Batch size",
        "samples",
        "Real samples, and as many generated ones, per update."
    ),
    int!(
        width,
        usize,
        log_int(4, 512),
        Effect::Reset,
        "Width",
        "units",
        "Units of each hidden layer."
    ),
    int!(
        depth,
        usize,
        plain_int(1, 5),
        Effect::Reset,
        "Depth",
        "hidden layers",
        "Hidden layers of generator and critic."
    ),
    int!(
        latent,
        usize,
        log_int(1, 128),
        Effect::Reset,
        "Latent size",
        "dimensions",
        "Dimension of the noise z that the generator turns into a sample."
    ),
    int!(
        seed,
        u64,
        plain_int(0, 999_999),
        Effect::Reset,
        "Seed",
        "",
        "Same seed, same engine, same settings: the same run."
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique() {
        for (i, knob) in KNOBS.iter().enumerate() {
            assert!(KNOBS[..i].iter().all(|other| other.slug != knob.slug));
        }
    }

    #[test]
    fn every_recommendation_is_in_range() {
        for data in DATASETS {
            for objective in OBJECTIVES {
                let config = RunConfig::recommended(
                    crate::registry::Pick(*data),
                    crate::registry::Pick(*objective),
                );
                assert_eq!(config.objective.slug(), objective.slug());
                for knob in KNOBS {
                    let value = (knob.get)(&config);
                    assert_eq!(knob.parse(&value.to_string()), Ok(value), "{}", knob.slug);
                }
            }
        }
    }
}
