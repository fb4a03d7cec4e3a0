//! Words of the address that stand for values.

use crate::fault::Fault;
use crate::protocol::Speed;

/// A word of the address that stands for a value.
pub trait Word: Copy + PartialEq + 'static {
    const ALL: &'static [Self];
    fn slug(self) -> &'static str;
}

/// Which engine the visitor wants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Choice {
    #[default]
    Auto,
    WebGpu,
    Cpu,
}

impl Word for Choice {
    const ALL: &'static [Self] = &[Choice::Auto, Choice::WebGpu, Choice::Cpu];
    fn slug(self) -> &'static str {
        match self {
            Choice::Auto => "auto",
            Choice::WebGpu => "webgpu",
            Choice::Cpu => "cpu",
        }
    }
}

impl Choice {
    pub fn name(self) -> &'static str {
        match self {
            Choice::Auto => "Auto: the faster",
            Choice::WebGpu => "WebGPU",
            Choice::Cpu => "CPU",
        }
    }
}

/// Which colours the visitor wants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Look {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Word for Look {
    const ALL: &'static [Self] = &[Look::Auto, Look::Light, Look::Dark];
    fn slug(self) -> &'static str {
        match self {
            Look::Auto => "auto",
            Look::Light => "light",
            Look::Dark => "dark",
        }
    }
}

/// How large words and numbers are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum TextSize {
    #[default]
    Normal,
    /// Legible from the back row.
    Presentation,
}

impl Word for TextSize {
    const ALL: &'static [Self] = &[TextSize::Normal, TextSize::Presentation];
    fn slug(self) -> &'static str {
        match self {
            TextSize::Normal => "normal",
            TextSize::Presentation => "presentation",
        }
    }
}

impl TextSize {
    /// What a figure's text and strokes are multiplied by; the style sheet has the same for the
    /// page's.
    pub fn zoom(self) -> f64 {
        match self {
            TextSize::Normal => 1.0,
            TextSize::Presentation => 1.5,
        }
    }
}

/// What is done with the latents of a generator of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum LatentWay {
    #[default]
    Arithmetic,
    Between,
    Pad,
    Directions,
}

impl Word for LatentWay {
    const ALL: &'static [Self] = &[
        LatentWay::Arithmetic,
        LatentWay::Between,
        LatentWay::Pad,
        LatentWay::Directions,
    ];
    fn slug(self) -> &'static str {
        match self {
            LatentWay::Arithmetic => "arithmetic",
            LatentWay::Between => "between",
            LatentWay::Pad => "pad",
            LatentWay::Directions => "directions",
        }
    }
}

/// Reads one of a type's words.
///
/// # Errors
/// Names the words there are.
pub fn word<T: Word>(text: &str) -> Result<T, Fault> {
    let mut all = T::ALL.iter().copied();
    all.find(|value| value.slug() == text)
        .ok_or_else(|| Fault::unknown(text, T::ALL.iter().map(|value| value.slug())))
}

/// Reads a speed: a number of steps per frame, or `max`.
///
/// # Errors
/// It is neither.
pub fn parse_speed(text: &str) -> Result<Speed, Fault> {
    match text.parse() {
        _ if text == "max" => Ok(Speed::Max),
        Ok(n @ 1..=1000) => Ok(Speed::Steps(n)),
        _ => Err(Fault::NotSpeed {
            given: text.to_string(),
        }),
    }
}

/// A speed as the address has it.
pub fn speed_word(speed: Speed) -> String {
    match speed {
        Speed::Max => "max".to_string(),
        Speed::Steps(n) => n.to_string(),
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
            given: text.to_string(),
        }),
    }
}
