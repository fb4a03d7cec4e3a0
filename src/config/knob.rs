use super::{KNOBS, RunConfig};
use std::fmt;

/// A knob's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Slug(&'static str),
    Int(u64),
    Float(f64),
    /// On (`1`) or off (`0`).
    Switch(bool),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Slug(slug) => f.write_str(slug),
            Value::Int(n) => write!(f, "{n}"),
            Value::Float(x) => write!(f, "{x}"),
            Value::Switch(on) => write!(f, "{}", u8::from(*on)),
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
    /// On or off.
    Switch,
}

/// What a knob is about: the page shows them group by group, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Game,
    Critic,
    Updates,
    Growing,
    Remedies,
    Networks,
}

impl Group {
    /// All groups, in the order of the page.
    pub const ALL: [Group; 6] = [
        Group::Game,
        Group::Critic,
        Group::Updates,
        Group::Growing,
        Group::Remedies,
        Group::Networks,
    ];

    /// Heading on the page.
    pub fn name(self) -> &'static str {
        match self {
            Group::Game => "The game",
            Group::Critic => "The critic",
            Group::Updates => "Updates",
            Group::Growing => "Growing",
            Group::Remedies => "Remedies",
            Group::Networks => "Networks and batches",
        }
    }
}

/// What a change does to a run under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// It acts from the next step on.
    Live,
    /// The run starts anew.
    Reset,
}

/// What a knob's value decides of what is recommended for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// All of it: what is learnt, from what loss, by what networks.
    All,
    /// All but those: the critic's control brings its optimiser along.
    Rest,
    Nothing,
}

impl Lead {
    /// In the order in which settings are taken over, so that what was asked for stands whatever
    /// is recommended.
    pub const ORDER: [Self; 3] = [Self::All, Self::Rest, Self::Nothing];
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
    pub group: Group,
    pub range: Range,
    pub effect: Effect,
    /// Which of the other settings' recommended values depend on it.
    pub leads: Lead,
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
            Range::Switch => match text {
                "1" | "true" => Ok(Value::Switch(true)),
                "0" | "false" => Ok(Value::Switch(false)),
                _ => Err(format!("“{text}” is neither 1 (on) nor 0 (off)")),
            },
        }
    }

    /// A knob that restarts the run and always applies: the methods below say otherwise.
    pub(super) const fn new(
        slug: &'static str,
        range: Range,
        get: fn(&RunConfig) -> Value,
        set: fn(&mut RunConfig, Value),
    ) -> Self {
        Knob {
            slug,
            name: "",
            unit: "",
            help: "",
            group: Group::Game,
            range,
            effect: Effect::Reset,
            leads: Lead::Nothing,
            get,
            set,
            applies: |_| true,
        }
    }

    pub(super) const fn says(mut self, name: &'static str, help: &'static str) -> Self {
        self.name = name;
        self.help = help;
        self
    }

    pub(super) const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    pub(super) const fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    pub(super) const fn live(mut self) -> Self {
        self.effect = Effect::Live;
        self
    }

    pub(super) const fn leads(mut self, what: Lead) -> Self {
        self.leads = what;
        self
    }

    pub(super) const fn when(mut self, applies: fn(&RunConfig) -> bool) -> Self {
        self.applies = applies;
        self
    }
}

/// The knob with this slug.
pub fn knob(slug: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|knob| knob.slug == slug)
}
