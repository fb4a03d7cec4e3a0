//! A field for a number: text, because a browser's own field of numbers keeps back what it cannot
//! read, and makes 5 of 0,5.

use crate::fault::Fault;
use crate::setting::{Range, Spec, Value};
use crate::ui::lang::say;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, KeyboardEvent};

/// Steps that Page up and Page down go.
const PAGE: i32 = 10;

/// What stands in it is the value, unless somebody is about to type another; `wrong` says why the last
/// could not be taken.
#[component]
pub fn NumberField(
    spec: Spec,
    #[prop(into)] value: Signal<Value>,
    turn: Callback<Value>,
    wrong: RwSignal<Option<Fault>>,
) -> impl IntoView {
    let (min, max, _) = spec.grid().unwrap_or_default();
    let typed = move |event| {
        let field = event_target::<HtmlInputElement>(&event);
        match spec.typed(&field.value()) {
            Ok(value) => {
                wrong.set(None);
                turn.run(value);
            }
            Err(why) => wrong.set(Some(why)),
        }
        // What stands there is the setting, taken or not.
        field.set_value(&value.get_untracked().to_string());
    };
    let key = move |event: KeyboardEvent| {
        let steps = match &*event.key() {
            "ArrowUp" => 1,
            "ArrowDown" => -1,
            "PageUp" => PAGE,
            "PageDown" => -PAGE,
            _ => return,
        };
        event.prevent_default();
        // From what is typed, where it can be taken.
        let field = event_target::<HtmlInputElement>(&event);
        let from = spec.typed(&field.value());
        let from = from.unwrap_or_else(|_| value.get_untracked());
        if let Some(next) = spec.stepped(from, steps) {
            wrong.set(None);
            turn.run(next);
            field.set_value(&value.get_untracked().to_string());
        }
    };
    // A telephone's keys of numbers alone have no minus.
    let keys = match spec.range {
        Range::Int { .. } => Some("numeric"),
        _ if min >= 0.0 => Some("decimal"),
        _ => None,
    };
    view! {
        <input
            type="text"
            role="spinbutton"
            inputmode=keys
            autocomplete="off"
            spellcheck="false"
            aria-label=say(spec.name)
            aria-invalid=move || wrong.read().is_some().then_some("true")
            aria-valuemin=min.to_string()
            aria-valuemax=max.to_string()
            aria-valuenow=move || value.get().to_string()
            prop:value=move || value.get().to_string()
            on:change=typed
            on:keydown=key
        />
    }
}
