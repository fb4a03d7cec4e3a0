//! What is said of the engines, in the page's language.

use crate::page::engines::{Note, Trouble};
use crate::told;
use crate::ui::dom::rate;
use crate::ui::lang::{say, tell};

/// Why the engine in use is this one.
pub fn note(note: &Note) -> String {
    match note.clone() {
        Note::None => String::new(),
        Note::OnCpu(why) => tell(told!("On the CPU: {}.", why)),
        Note::Fetching => say("Fetching the WebGPU engine …").to_string(),
        Note::NotStarted(why) => tell(told!("On the CPU: WebGPU did not start. {}", why)),
        Note::Trying => say("On the CPU; trying WebGPU …").to_string(),
        Note::Timed { webgpu, cpu } => tell(told!(
            "WebGPU {} steps/s · CPU {} steps/s",
            rate(webgpu),
            rate(cpu)
        )),
        Note::NotUsable(why) => tell(told!("On the CPU: WebGPU is not usable here. {}", why)),
        Note::Lost => say("On the CPU: WebGPU was lost and is not in use.").to_string(),
    }
}

/// What went wrong, while the run went on elsewhere.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble.clone() {
        Trouble::NotStarted(why) => tell(told!(
            "WebGPU did not start, so training goes on on the CPU. {}",
            why
        )),
        Trouble::Lost(why) => tell(told!(
            "WebGPU was lost; training goes on on the CPU. {}",
            why
        )),
    }
}
