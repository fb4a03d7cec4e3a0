//! What is being optimised: the formulas, in words, and where they come from.

use crate::lipschitz::Lipschitz;
use crate::objective::Objective;
use crate::paper::Paper;
use crate::registry::Pick;
use crate::remedy::{REMEDIES, Remedy};
use crate::ui::formula::Formula;
use crate::ui::lang::say;
use crate::ui::run::Run;
use leptos::prelude::*;

/// The objectives of all lanes, their Lipschitz controls, and every remedy that is on.
#[component]
pub fn Objectives(run: Run) -> impl IntoView {
    let parts = Memo::new(move |_| {
        let lanes = run.intent.settings.read().lanes();
        let objectives = lanes.iter().map(|lane| Part::Objective(lane.objective));
        let controls = lanes
            .iter()
            .map(|lane| lane.lipschitz)
            .filter(|control| !control.formula().is_empty())
            .map(Part::Control);
        let remedies = REMEDIES
            .iter()
            .filter(|remedy| lanes.iter().any(|lane| remedy.is_on(lane)))
            .map(|remedy| Part::Remedy(Pick(*remedy)));
        let mut parts: Vec<Part> = Vec::new();
        for part in objectives.chain(controls).chain(remedies) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    });
    view! {
        <section class="card words" aria-label=say("Objective in formulas")>
            {move || parts.get().into_iter().map(Part::view).collect_view()}
        </section>
    }
}

/// Something with a formula.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Objective(Pick<dyn Objective>),
    Control(Pick<dyn Lipschitz>),
    Remedy(Pick<dyn Remedy>),
}

impl Part {
    fn view(self) -> impl IntoView {
        let (name, formula, help, paper) = match self {
            Part::Objective(of) => (of.name(), of.formula(), of.help(), Some(of.paper())),
            Part::Control(of) => (of.name(), of.formula(), of.help(), of.paper()),
            Part::Remedy(of) => (of.name(), of.formula(), of.help(), Some(of.paper())),
        };
        view! {
            <h2>{say(name)}</h2>
            <Formula latex=formula.to_string()/>
            <p>{say(help)}" "{paper.map(link)}</p>
        }
    }
}

fn link(paper: Paper) -> impl IntoView {
    view! { <a href=paper.url target="_blank" rel="noopener">{paper.title}</a> }
}
