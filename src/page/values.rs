//! Words of the address that stand for values.

use crate::choice;
use crate::fault::{Fault, quoted};
use crate::protocol::Speed;

choice! {
    /// Which engine the visitor wants.
    #[derive(Default)]
    pub enum Choice {
        #[default]
        Auto = "auto", "Auto: the faster";
        WebGpu = "webgpu", "WebGPU";
        Cpu = "cpu", "CPU";
    }
}

choice! {
    /// Which colours the visitor wants.
    #[derive(Default)]
    pub enum Look {
        #[default]
        Auto = "auto", "As the system";
        Light = "light", "Light";
        Dark = "dark", "Dark";
    }
}

choice! {
    /// How large words and numbers are.
    #[derive(Default)]
    pub enum TextSize {
        #[default]
        Normal = "normal", "Normal";
        /// Legible from the back row.
        Presentation = "presentation", "For presentations";
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

choice! {
    /// What is done with the latents of a generator of pictures.
    #[derive(Default)]
    pub enum LatentWay {
        #[default]
        Arithmetic = "arithmetic", "Arithmetic";
        Between = "between", "From A to B";
        Pad = "pad", "Pad";
        Directions = "directions", "Directions";
    }
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
            given: quoted(text),
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
