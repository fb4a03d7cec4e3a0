//! One setting, as a menu, as a switch, or as a slider with a number beside it.

use crate::config::{self, Knob, Range, Value};
use crate::fault::Fault;
use crate::setting::Scale;
use crate::ui::lang::{say, tell};
use crate::ui::run::Run;
use leptos::prelude::*;

#[component]
pub fn KnobControl(
    knob: &'static Knob,
    run: Run,
    /// Knobs around it act at once: one that starts the run anew says so.
    marked: bool,
) -> impl IntoView {
    let applies = Memo::new(move |_| (knob.applies)(&run.shown_lane()));
    let help = format!("help-{}", knob.slug);
    let anew = marked && knob.effect == config::Effect::Reset;
    let control = move || match knob.range {
        Range::Switch => view! { <Switch knob run anew/> }.into_any(),
        Range::Choice(entries) => view! { <Menu knob run anew entries=entries()/> }.into_any(),
        Range::Int { .. } | Range::Float { .. } => view! { <Number knob run anew/> }.into_any(),
    };
    view! {
        <Show when=move || applies.get()>
            <div class="knob">
                {control()}
                <p class="help" id=help.clone()>
                    {say(knob.help)}
                    {anew.then(|| view! { " "{say("A change starts a new run.")} })}
                </p>
            </div>
        </Show>
    }
}

/// The mark of a knob that starts the run anew. Its help says so in words.
fn mark(anew: bool) -> impl IntoView {
    anew.then(|| view! { <span class="anew" aria-hidden="true">"\u{a0}↻"</span> })
}

#[component]
fn Switch(knob: &'static Knob, run: Run, anew: bool) -> impl IntoView {
    let on = Memo::new(move |_| (knob.get)(&run.shown_lane()) == Value::Switch(true));
    view! {
        <label class="row">
            <span class="label">{say(knob.name)}{mark(anew)}</span>
            <input
                type="checkbox"
                role="switch"
                aria-label=say(knob.name)
                aria-describedby=format!("help-{}", knob.slug)
                prop:checked=on
                on:change=move |event| run.turn(knob, Value::Switch(event_target_checked(&event)))
            />
        </label>
    }
}

#[component]
fn Menu(
    knob: &'static Knob,
    run: Run,
    anew: bool,
    entries: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let value = Memo::new(move |_| (knob.get)(&run.shown_lane()));
    let choose = move |event| {
        if let Ok(value) = knob.parse(&event_target_value(&event)) {
            run.turn(knob, value);
        }
    };
    view! {
        <label class="row">
            <span class="label">{say(knob.name)}{mark(anew)}</span>
            <select aria-describedby=format!("help-{}", knob.slug) on:change=choose>
                {entries.into_iter().map(|(slug, name)| view! {
                    <option value=slug prop:selected=move || value.get() == Value::Slug(slug)>{say(name)}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

#[component]
fn Number(knob: &'static Knob, run: Run, anew: bool) -> impl IntoView {
    let scale = knob.scale();
    let (min, max, _) = knob.grid().unwrap_or_default();
    let value = Memo::new(move |_| (knob.get)(&run.shown_lane()));
    // Why the last number that was typed could not be taken.
    let wrong = RwSignal::new(None::<Fault>);
    // It is said until something else is set.
    Effect::new(move || {
        run.intent.settings.track();
        wrong.set(None);
    });
    let typed = move |event| {
        let text = event_target_value(&event);
        match knob.parse(text.trim()) {
            Ok(value) => {
                wrong.set(None);
                run.turn(knob, value);
            }
            Err(why) => wrong.set(Some(why)),
        }
        // What stands there is the setting, taken or not.
        value_again(&event, &value.get_untracked().to_string());
    };
    let unit =
        (!knob.unit.is_empty()).then(|| view! { <span class="unit">{say(knob.unit)}</span> });
    let dice = scale.is_none().then(|| {
        view! {
            <button type="button" class="quiet" on:click=move |_| {
                let number = (js_sys::Math::random() * max).floor() as u64;
                run.turn(knob, Value::Int(number));
            }>{say("Another")}</button>
        }
    });
    view! {
        <div class="row">
            <span class="label">{say(knob.name)}{mark(anew)}" "{unit}</span>
            {dice}
            <input
                type="number"
                aria-label=say(knob.name)
                aria-invalid=move || wrong.read().is_some().then_some("true")
                min=min.to_string()
                max=max.to_string()
                step="any"
                prop:value=move || value.get().to_string()
                on:change=typed
            />
        </div>
        {scale.map(|scale| view! { <Slider knob run scale value/> })}
        <p class="wrong" role="status">{move || wrong.get().map(tell)}</p>
    }
}

#[component]
fn Slider(knob: &'static Knob, run: Run, scale: Scale, value: Memo<Value>) -> impl IntoView {
    let (min, max, step) = scale.attributes();
    let number = |value: Value| value.number().unwrap_or_default();
    let at = {
        let scale = scale.clone();
        move || scale.position(number(value.get()))
    };
    let move_to = move |event: &web_sys::Event| {
        let position: f64 = event_target_value(event).parse().unwrap_or(min);
        if let Some(value) = knob.nearest(scale.value(position)) {
            run.turn(knob, value);
        }
    };
    let released = move_to.clone();
    view! {
        <input
            type="range"
            aria-label=say(knob.name)
            aria-describedby=format!("help-{}", knob.slug)
            aria-valuetext=move || format!("{} {}", value.get(), say(knob.unit))
            min=min.to_string()
            max=max.to_string()
            step=step.to_string()
            prop:value=move || at().to_string()
            on:input=move |event| {
                // What costs a run waits until the slider is let go.
                if knob.effect == config::Effect::Live {
                    move_to(&event);
                }
            }
            on:change=move |event| released(&event)
        />
    }
}

/// Puts text back into a field.
fn value_again(event: &web_sys::Event, text: &str) {
    event_target::<web_sys::HtmlInputElement>(event).set_value(text);
}
