//! One setting, of a run or of a figure: a menu, a switch, or a slider with a number beside it.

use crate::fault::Fault;
use crate::setting::{Range, Scale, Spec, Value};
use crate::ui::help::{Help, Why};
use crate::ui::lang::{say, tell};
use crate::ui::number::NumberField;
use crate::ui::slider::slides;
use leptos::prelude::*;

/// A setting under the visitor's hands.
#[derive(Clone, Copy)]
pub struct Control {
    pub spec: Spec,
    /// What it is.
    pub value: Signal<Value>,
    /// What is to be done with another value.
    pub turn: Callback<Value>,
    /// Moves with every setting of the panel, this one or another.
    pub panel: Signal<()>,
    /// A slider acts while it is moved; otherwise when it is let go.
    pub live: bool,
    /// A change starts a new run, and those beside it do not: it says so.
    pub anew: bool,
}

impl Control {
    /// For `aria-describedby`: where its help stands.
    fn help(&self) -> String {
        format!("help-{}", self.spec.slug)
    }

    /// The mark of a setting that starts the run anew. Its help says so in words.
    fn mark(&self) -> impl IntoView + use<> {
        self.anew
            .then(|| view! { <span class="anew" aria-hidden="true">"\u{a0}↻"</span> })
    }

    fn why(&self) -> impl IntoView + use<> {
        view! { <Why name=say(self.spec.name) id=self.help()/> }
    }

    /// Takes a text that names a value.
    fn read(&self, text: &str) -> Result<(), Fault> {
        self.spec.parse(text).map(|value| self.turn.run(value))
    }
}

#[component]
pub fn Setting(control: Control) -> impl IntoView {
    let input = match control.spec.range {
        Range::Switch => view! { <Switch control/> }.into_any(),
        Range::Choice(entries) => view! { <Menu control entries=entries()/> }.into_any(),
        Range::Int { .. } | Range::Float { .. } => view! { <Number control/> }.into_any(),
    };
    view! {
        <div class="knob helped">
            {input}
            <Help id=control.help()>
                {say(control.spec.help)}
                {control.anew.then(|| view! { " "{say("A change starts a new run.")} })}
            </Help>
        </div>
    }
}

#[component]
fn Switch(control: Control) -> impl IntoView {
    let on = Memo::new(move |_| control.value.get() == Value::Switch(true));
    view! {
        <div class="row">
            <label class="row">
                <span class="label">{say(control.spec.name)}{control.mark()}</span>
                <input
                    type="checkbox"
                    role="switch"
                    aria-label=say(control.spec.name)
                    aria-describedby=control.help()
                    prop:checked=on
                    on:change=move |event| control.turn.run(Value::Switch(event_target_checked(&event)))
                />
            </label>
            {control.why()}
        </div>
    }
}

#[component]
fn Menu(control: Control, entries: Vec<(&'static str, &'static str)>) -> impl IntoView {
    // A menu has no word that cannot be taken.
    let choose = move |event| {
        control
            .read(&event_target_value(&event))
            .unwrap_or_default()
    };
    view! {
        <div class="row">
            <label class="row">
                <span class="label">{say(control.spec.name)}{control.mark()}</span>
                <select aria-describedby=control.help() on:change=choose>
                    {entries.into_iter().map(|(slug, name)| view! {
                        <option value=slug prop:selected=move || control.value.get() == Value::Slug(slug)>{say(name)}</option>
                    }).collect_view()}
                </select>
            </label>
            {control.why()}
        </div>
    }
}

#[component]
fn Number(control: Control) -> impl IntoView {
    let Control { spec, value, .. } = control;
    let scale = spec.scale();
    let (_, max, _) = spec.grid().unwrap_or_default();
    // Why the last number that was typed could not be taken.
    let wrong = RwSignal::new(None::<Fault>);
    // It is said until something else is set.
    Effect::new(move || {
        control.panel.track();
        wrong.set(None);
    });
    let unit =
        (!spec.unit.is_empty()).then(|| view! { <span class="unit">{say(spec.unit)}</span> });
    let dice = scale.is_none().then(|| {
        view! {
            <button type="button" class="quiet" on:click=move |_| {
                let number = (js_sys::Math::random() * max).floor() as u64;
                control.turn.run(Value::Int(number));
            }>{say("Another")}</button>
        }
    });
    view! {
        <div class="row">
            <span class="label">{say(spec.name)}{control.mark()}" "{unit}</span>
            {dice}
            <NumberField spec value turn=control.turn wrong/>
            {control.why()}
        </div>
        {scale.map(|scale| view! { <Slider control scale/> })}
        <p class="wrong" role="status">{move || wrong.get().map(tell)}</p>
    }
}

#[component]
fn Slider(control: Control, scale: Scale) -> impl IntoView {
    let Control { spec, value, .. } = control;
    let (min, max, step) = scale.attributes();
    let at = {
        let scale = scale.clone();
        move || scale.position(value.get().number().unwrap_or_default())
    };
    let slide = move |input: &web_sys::HtmlInputElement, let_go: bool| {
        // What costs a run waits until the slider is let go.
        if !control.live && !let_go {
            return;
        }
        let position = input.value().parse().unwrap_or(min);
        if let Some(value) = spec.nearest(scale.value(position)) {
            control.turn.run(value);
        }
    };
    view! {
        <input
            {..slides(slide)}
            type="range"
            aria-label=say(spec.name)
            aria-describedby=control.help()
            aria-valuetext=move || format!("{} {}", value.get(), say(spec.unit))
            min=min.to_string()
            max=max.to_string()
            step=step.to_string()
            prop:value=move || at().to_string()
        />
    }
}
