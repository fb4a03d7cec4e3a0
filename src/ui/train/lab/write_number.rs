//! A number in the handwriting of a conditional generator.

use super::ask::{PACE, Trouble, live};
use super::{Lab, Strip};
use crate::protocol::{Floats, Question};
use crate::rng::{Purpose, Rng};
use crate::ui::lang::{fill, say};
use leptos::prelude::*;

/// Digits of a number.
const MOST: usize = 16;
/// What is written before the visitor writes.
const FIRST: &str = "2718281828";

#[component]
pub fn WriteNumber(lab: Lab) -> impl IntoView {
    let text = RwSignal::new(FIRST.to_string());
    // Goes up with every new handwriting.
    let hand = RwSignal::new(0_u64);
    let digits = Memo::new(move |_| {
        let text = text.read();
        let digits = text.chars().filter_map(|c| c.to_digit(10)).take(MOST);
        digits.map(|digit| digit as u8).collect::<Vec<u8>>()
    });
    let asked = live(lab, Some(PACE), move || {
        let labels = digits.get();
        let config = lab.config();
        let mut rng = Rng::new(config.seed, Purpose::Handwriting, hand.get());
        let latents = Floats(rng.normals(labels.len() * config.latent));
        (!labels.is_empty()).then_some(Question::GenerateLabelled { latents, labels })
    });
    let pictures = asked.pictures();
    let count = Memo::new(move |_| digits.read().len());
    let name = Signal::derive(move || fill("{}, written by the generator", &[&text.get()]));
    let wrong = move || {
        let others = text.read().chars().any(|c| !c.is_ascii_digit());
        let long = text.read().chars().count() > MOST;
        match (others, long) {
            (true, _) => Some(say("Only the digits are written.")),
            (_, true) => Some(say("Only the first sixteen digits are written.")),
            _ => None,
        }
    };
    view! {
        <section class="card lab" aria-label=say("Write a number")>
            <h2>{say("Write a number")}</h2>
            <div class="files">
                <label class="file">
                    <span>{say("Number")}</span>
                    <input
                        type="text" inputmode="numeric" autocomplete="off" prop:value=text
                        on:input=move |event| text.set(event_target_value(&event))
                    />
                </label>
                <button type="button" on:click=move |_| hand.update(|hand| *hand += 1)>{say("Another hand")}</button>
            </div>
            {move || (count.get() > 0).then(|| view! { <Strip pictures columns=count.get() name/> })}
            <p class="hint" role="status">{wrong}</p>
            <Trouble of=asked/>
        </section>
    }
}
