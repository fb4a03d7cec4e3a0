//! What is said of the engines, in the page's language.

use crate::page::engines::{Note, Trouble};
use crate::told;
use crate::ui::dom::{grouped, rate};
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
        Note::Silent { seconds } => tell(told!(
            "The engine has been busy for {} s without a word. Pause and Reset end that.",
            seconds
        )),
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
        Trouble::Restarted(why) => tell(told!(
            "The CPU engine was lost; another one goes on from a moment before. {}",
            why
        )),
        Trouble::CutOff { at, lost } => tell(told!(
            "The engine was busy with a long iteration and had to be ended. The run stands at iteration {}; of those after it {} are lost.",
            grouped(at),
            grouped(lost)
        )),
    }
}
