//! A demo's setting, as a menu or a slider.

use super::Hand;
use crate::demo::Entry;
use crate::figure::number;
use crate::setting::{Range, Value};
use crate::ui::held::Held as _;
use crate::ui::lang::say;
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
    let help = format!("help-{}", spec.slug);
    let control = match spec.range {
        Range::Choice(entries) => {
            let choose = move |event| {
                if let Ok(value) = spec.parse(&event_target_value(&event)) {
                    hand.turn(spec.slug, value);
                }
            };
            view! {
                <label class="row">
                    <span class="label">{say(spec.name)}</span>
                    <select aria-describedby=help.clone() on:change=choose>
                        {entries().into_iter().map(|(slug, name)| view! {
                            <option value=slug prop:selected=move || value.get() == Value::Slug(slug)>{say(name)}</option>
                        }).collect_view()}
                    </select>
                </label>
            }
            .into_any()
        }
        _ => {
            let Some(scale) = spec.scale() else {
                return ().into_any();
            };
            let (low, high, step) = scale.attributes();
            let shown = move || value.get().number().unwrap_or_default();
            let at = {
                let scale = scale.clone();
                move || scale.position(shown()).to_string()
            };
            let slide = move |event| {
                if let Ok(position) = event_target_value(&event).parse() {
                    hand.drag(spec.slug, scale.value(position));
                }
            };
            view! {
                <div class="row">
                    <span class="label">{say(spec.name)}</span>
                    <span class="value">{move || number(shown()).to_string()}" "{say(spec.unit)}</span>
                </div>
                <input
                    type="range"
                    aria-label=say(spec.name)
                    aria-describedby=help.clone()
                    aria-valuetext=move || format!("{} {}", number(shown()), say(spec.unit))
                    min=low.to_string()
                    max=high.to_string()
                    step=step.to_string()
                    prop:value=at
                    on:input=slide
                />
            }
            .into_any()
        }
    };
    view! {
        <div class="knob">
            {control}
            <p class="help" id=help>{say(spec.help)}</p>
        </div>
    }
    .into_any()
}
