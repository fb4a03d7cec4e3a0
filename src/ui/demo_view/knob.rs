//! A demo's setting, as a menu or a slider.

use super::Hand;
use crate::demo::{KnobKind, KnobSpec, Spacing};
use crate::figure::number;
use crate::ui::scale::Scale;
use leptos::prelude::*;

#[component]
pub fn KnobControl(spec: &'static KnobSpec, hand: Hand) -> impl IntoView {
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
                    <span class="label">{spec.name}</span>
                    <select aria-describedby=help.clone() on:change=choose>
                        {options.iter().enumerate().map(|(i, (_, name))| view! {
                            <option value=i.to_string() prop:selected=move || value.get() == i as f64>{*name}</option>
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
                    <span class="label">{spec.name}</span>
                    <span class="value">{move || number(value.get())}" "{unit}</span>
                </div>
                <input
                    type="range"
                    aria-label=spec.name
                    aria-describedby=help.clone()
                    aria-valuetext=move || format!("{} {unit}", number(value.get()))
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
            <p class="help" id=help>{spec.help}</p>
        </div>
    }
}
