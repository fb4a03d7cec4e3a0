//! A setting of the run, in the lane that the panel is about.

use crate::config::{Effect, Knob};
use crate::ui::run::Run;
use crate::ui::setting::{Control, Setting};
use leptos::prelude::*;

#[component]
pub fn KnobControl(
    knob: &'static Knob,
    run: Run,
    /// Knobs around it act at once: one that starts the run anew says so.
    marked: bool,
) -> impl IntoView {
    let applies = Memo::new(move |_| (knob.applies)(&run.shown_lane()));
    let value = Memo::new(move |_| (knob.get)(&run.shown_lane()));
    let control = Control {
        spec: knob.spec,
        value: value.into(),
        turn: Callback::new(move |value| run.turn(knob, value)),
        panel: Signal::derive(move || run.intent.settings.track()),
        live: knob.effect == Effect::Live,
        anew: marked && knob.effect == Effect::Reset,
    };
    view! { <Show when=move || applies.get()><Setting control/></Show> }
}
