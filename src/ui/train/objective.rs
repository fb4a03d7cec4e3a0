//! What is being optimised: the formula, in words, and where it comes from.

use crate::objective::{Objective, Paper};
use crate::registry::Pick;
use crate::ui::formula::Formula;
use crate::ui::run::Run;
use leptos::prelude::*;

/// The objectives of all lanes, and the Lipschitz control of the first that has one.
#[component]
pub fn Objectives(run: Run) -> impl IntoView {
    let objectives = Memo::new(move |_| {
        let settings = run.intent.settings.get();
        let mut all = vec![settings.base.objective];
        all.extend(
            settings
                .versus
                .filter(|second| *second != settings.base.objective),
        );
        all
    });
    let control = Memo::new(move |_| {
        let lanes = run.intent.settings.get().lanes();
        lanes
            .into_iter()
            .map(|lane| lane.lipschitz)
            .find(|control| !control.formula().is_empty())
    });
    view! {
        <section class="card words" aria-label="Objective in formulas">
            {move || objectives.get().into_iter().map(|objective| view! { <One objective/> }).collect_view()}
            {move || control.get().map(|control| view! {
                <h2>{control.name()}</h2>
                <Formula latex=control.formula().to_string()/>
                <p>{control.help()}" "{control.paper().map(link)}</p>
            })}
        </section>
    }
}

#[component]
fn One(objective: Pick<dyn Objective>) -> impl IntoView {
    view! {
        <h2>{objective.name()}</h2>
        <Formula latex=objective.formula().to_string()/>
        <p>{objective.help()}" "{link(objective.paper())}</p>
    }
}

fn link(paper: Paper) -> impl IntoView {
    view! { <a href=paper.url target="_blank" rel="noopener">{paper.title}</a> }
}
