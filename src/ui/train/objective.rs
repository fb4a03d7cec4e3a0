//! What is being optimised: the formulas, in words, and where they come from.

use crate::config::RunConfig;
use crate::paper::Paper;
use crate::remedy::Remedy;
use crate::ui::formula::Formula;
use crate::ui::lang::{say, tell_formula};
use crate::ui::run::Run;
use leptos::prelude::*;

/// The objectives of all lanes, their Lipschitz controls, and every remedy that acts.
#[component]
pub fn Objectives(run: Run) -> impl IntoView {
    let parts = Memo::new(move |_| {
        let lanes = run.intent.settings.read().lanes();
        let objectives = lanes.iter().map(Part::objective);
        let controls = lanes.iter().filter_map(Part::control);
        let remedies = lanes.iter().flat_map(Part::remedies);
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
struct Part {
    name: &'static str,
    formula: &'static str,
    help: &'static str,
    paper: Option<Paper>,
}

impl Part {
    fn objective(lane: &RunConfig) -> Self {
        let of = lane.objective;
        Part {
            name: of.name(),
            formula: of.formula(),
            help: of.help(),
            paper: Some(of.paper()),
        }
    }

    fn control(lane: &RunConfig) -> Option<Self> {
        let of = lane.control.kind;
        let part = Part {
            name: of.name(),
            formula: of.formula(),
            help: of.help(),
            paper: of.paper(),
        };
        (!part.formula.is_empty()).then_some(part)
    }

    fn remedies(lane: &RunConfig) -> Vec<Self> {
        let part = |of: &dyn Remedy| Part {
            name: of.name(),
            formula: of.formula(),
            help: of.help(),
            paper: Some(of.paper()),
        };
        lane.acting().map(part).collect()
    }

    fn view(self) -> impl IntoView {
        view! {
            <h2>{say(self.name)}</h2>
            <Formula latex=tell_formula(self.formula.to_string())/>
            <p>{say(self.help)}" "{self.paper.map(link)}</p>
        }
    }
}

fn link(paper: Paper) -> impl IntoView {
    view! { <a href=paper.url target="_blank" rel="noopener">{paper.title}</a> }
}
