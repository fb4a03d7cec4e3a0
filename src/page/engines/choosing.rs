//! What the visitor's choice leads to: `cpu` and `webgpu` are taken at their word, `auto` starts on
//! the CPU and looks for a faster engine then.

use super::{Adapter, Aim, Choice, Kind, Note, Output, State, Task, Trouble};
use crate::fault::Fault;
use crate::protocol::Command;

impl State {
    /// Starts, or starts again, what the choice asks for.
    pub(super) fn start(&mut self) {
        if self.asleep {
            return;
        }
        self.started = true;
        if let Some(fall) = &mut self.fall {
            fall.count = 0;
        }
        self.give_up();
        self.failed = None;
        self.trouble = None;
        match self.choice {
            Choice::Cpu => self.go(Kind::Cpu, Aim::Chosen),
            Choice::Auto => self.go(Kind::Cpu, Aim::First),
            Choice::WebGpu => self.probe(),
        }
    }

    pub(super) fn choose(&mut self, choice: Choice) {
        self.choice = choice;
        if self.started {
            self.tried = None;
            self.start();
        }
    }

    /// `auto` tries WebGPU once for each shape.
    pub(super) fn consider(&mut self) {
        let wanted = self.choice == Choice::Auto && self.adapter && self.now.trains;
        if wanted && !self.will_try() && self.tried.as_ref() != Some(&self.now.shape) {
            self.start();
        }
    }

    /// What is under way comes to a trial by itself.
    fn will_try(&self) -> bool {
        match self.task {
            Task::Probing { .. } => true,
            Task::Starting { aim, .. } | Task::Taking { aim, .. } => aim == Aim::First,
            Task::None | Task::Trying(_) | Task::FallingAsleep => false,
        }
    }

    fn probe(&mut self) {
        let number = self.give_number();
        self.outputs.push(Output::Probe(number));
        self.undertake(Task::Probing { number });
    }

    /// Is there an adapter that the engine can use? Asked before its megabytes are fetched. One that is a
    /// program on the CPU is taken where it is chosen, and not tried: it would lose.
    pub(super) fn probed(&mut self, number: u32, found: Result<Adapter, Fault>) {
        if !matches!(self.task, Task::Probing { number: asked } if asked == number) {
            return;
        }
        self.task = Task::None;
        self.adapter = found == Ok(Adapter::Hardware);
        match found {
            Err(why) => {
                self.note = Note::OnCpu(why);
                self.go(Kind::Cpu, Aim::Fallback);
            }
            Ok(_) if self.choice == Choice::WebGpu => {
                self.note = Note::Fetching;
                self.go(Kind::WebGpu, Aim::Chosen);
            }
            Ok(Adapter::Software) => self.note = Note::OnCpu(Fault::SoftwareAdapter),
            Ok(Adapter::Hardware) if self.now.trains => self.audition(),
            Ok(Adapter::Hardware) => {}
        }
    }

    /// Brings the run to an engine of this kind.
    pub(super) fn go(&mut self, kind: Kind, aim: Aim) {
        self.failed = None;
        if self.active.is_some_and(|active| active.kind == kind) {
            return self.arrived(aim);
        }
        let worker = self.spawn(kind);
        self.undertake(Task::Starting { worker, aim });
    }

    /// The run is on the engine that it was to go to.
    pub(super) fn arrived(&mut self, aim: Aim) {
        self.task = Task::None;
        match aim {
            Aim::First => self.probe(),
            Aim::Chosen => self.note = Note::None,
            Aim::Fallback | Aim::Faster | Aim::Resume => {}
        }
    }

    /// It could not go there.
    pub(super) fn missed(&mut self, kind: Kind, aim: Aim, why: Fault) {
        self.task = Task::None;
        match (aim, kind) {
            (Aim::Chosen, Kind::WebGpu) => {
                self.note = Note::NotStarted(why.clone());
                self.trouble = Some(Trouble::NotStarted(why));
                self.go(Kind::Cpu, Aim::Fallback);
            }
            (Aim::Chosen, Kind::Cpu) => {
                self.note = Note::None;
                self.fail(why);
            }
            // It goes on where it is.
            (Aim::First, _) if self.active.is_some() => {}
            (Aim::First | Aim::Fallback, _) => self.fail(why),
            (Aim::Faster, _) => self.note = Note::NotUsable(why),
            (Aim::Resume, _) => self.start(),
        }
    }

    /// The visitor has to say how to go on; until then nothing does.
    pub(super) fn fail(&mut self, why: Fault) {
        self.failed = Some(why);
        if let Some(active) = self.active {
            self.order(active, Command::Pause);
        }
    }
}
