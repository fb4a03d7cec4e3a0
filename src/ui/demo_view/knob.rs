//! A demo's setting, as a menu or a slider.

use super::Hand;
use crate::demo::{KnobKind, KnobSpec, Spacing};
use crate::figure::number;
use crate::setting::Scale;
use crate::ui::held::Held as _;
use crate::ui::lang::say;
use leptos::prelude::*;

/// All settings that mean something at present, those of a fold behind its title.
#[component]
pub fn KnobPanel(hand: Hand) -> impl IntoView {
    let page = hand.page;
    let shown = hand.demo.knobs().iter();
    let specs: Vec<&'static KnobSpec> =
        shown.filter(|spec| page.shows_control(spec.slug)).collect();
    let control = move |spec: &'static KnobSpec| {
        let relevant = Memo::new(move |_| hand.knobs().relevant(spec));
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
            Memo::new(move |_| members.iter().any(|spec| hand.knobs().relevant(spec)))
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
fn KnobControl(spec: &'static KnobSpec, hand: Hand) -> impl IntoView {
    let value = Memo::new(move |_| hand.knobs().get(spec.slug));
    let help = format!("help-{}", spec.slug);
    let control = match spec.kind {
        KnobKind::Choice { options, .. } => {
            let choose = move |event| {
                let index: f64 = event_target_value(&event).parse().unwrap_or(0.0);
                hand.turn(spec.slug, index);
            };
            view! {
                <label class="row">
                    <span class="label">{say(spec.name)}</span>
                    <select aria-describedby=help.clone() on:change=choose>
                        {options.iter().enumerate().map(|(i, (_, name))| view! {
                            <option value=i.to_string() prop:selected=move || value.get() == i as f64>{say(name)}</option>
                        }).collect_view()}
                    </select>
                </label>
            }
            .into_any()
        }
        KnobKind::Number {
            unit,
            min,
            max,
            step,
            spacing,
            ..
        } => {
            let scale = match spacing {
                Spacing::Linear => Scale::even(min, max, step),
                Spacing::Log => Scale::ratios(min, max),
            };
            let (low, high, step) = scale.attributes();
            let at = {
                let scale = scale.clone();
                move || scale.position(value.get()).to_string()
            };
            let slide = move |event| {
                if let Ok(position) = event_target_value(&event).parse() {
                    hand.turn(spec.slug, scale.value(position));
                }
            };
            view! {
                <div class="row">
                    <span class="label">{say(spec.name)}</span>
                    <span class="value">{move || number(value.get())}" "{say(unit)}</span>
                </div>
                <input
                    type="range"
                    aria-label=say(spec.name)
                    aria-describedby=help.clone()
                    aria-valuetext=move || format!("{} {}", number(value.get()), say(unit))
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
}
