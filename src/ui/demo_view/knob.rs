//! A demo's settings.

use super::Hand;
use crate::demo::Entry;
use crate::ui::held::Held as _;
use crate::ui::lang::say;
use crate::ui::setting::{Control, Setting};
use leptos::prelude::*;

/// All settings that mean something at present, those of a fold behind its title.
#[component]
pub fn KnobPanel(hand: Hand) -> impl IntoView {
    let page = hand.page;
    let shown = hand.demo.knobs().iter();
    let specs: Vec<&'static Entry> = shown.filter(|spec| page.shows_control(spec.slug)).collect();
    let control = move |spec: &'static Entry| {
        let relevant = Memo::new(move |_| hand.knobs().applies(spec.slug));
        view! { <Show when=move || relevant.get()><KnobControl spec hand/></Show> }
    };
    let mut folds: Vec<&str> = Vec::new();
    let groups = specs.clone().into_iter().filter_map(move |spec| {
        if spec.fold.is_empty() {
            return Some(control(spec).into_any());
        }
        if folds.contains(&spec.fold) {
            return None;
        }
        folds.push(spec.fold);
        let members = specs.iter().copied();
        let members: Vec<_> = members.filter(|other| other.fold == spec.fold).collect();
        let any = {
            let members = members.clone();
            Memo::new(move |_| members.iter().any(|spec| hand.knobs().applies(spec.slug)))
        };
        Some(
            view! {
                <details class="fold" hidden=move || !any.get()>
                    <summary>{say(spec.fold)}</summary>
                    {members.into_iter().map(control).collect_view()}
                </details>
            }
            .into_any(),
        )
    });
    groups.collect_view()
}

#[component]
fn KnobControl(spec: &'static Entry, hand: Hand) -> impl IntoView {
    let value = Memo::new(move |_| hand.knobs().value(spec.slug).unwrap_or(spec.default));
    let control = Control {
        spec: spec.spec,
        value: value.into(),
        turn: Callback::new(move |value| hand.turn(spec.slug, value)),
        panel: Signal::derive(move || drop(hand.knobs())),
        live: true,
        anew: false,
    };
    view! { <Setting control/> }
}
