//! Away from A along single directions.

use super::ask::{PACE, Trouble, live};
use super::shelves::SHELVES;
use super::{Lab, Strip};
use crate::math::latent::moved;
use crate::protocol::{Floats, Question};
use leptos::prelude::*;

/// Sliders.
const COUNT: usize = 8;
/// How far a slider goes to either side: three standard deviations of a latent's coordinate.
const REACH: f32 = 3.0;

#[component]
pub fn Directions(lab: Lab, means: Memo<[Vec<f32>; SHELVES]>) -> impl IntoView {
    let amounts = RwSignal::new([0.0f32; COUNT]);
    let latent = Memo::new(move |_| means.read()[0].len());
    let asked = live(lab, PACE, move || {
        let (means, amounts) = (means.read(), amounts.get());
        let axes: Vec<Vec<f32>> = (0..COUNT).map(|i| axis(means[0].len(), i)).collect();
        let moves: Vec<(f32, &[f32])> = amounts
            .into_iter()
            .zip(&axes)
            .map(|(amount, axis)| (amount, axis.as_slice()))
            .collect();
        let latents = [means[0].clone(), moved(&means[0], &moves)].concat();
        let latents = Floats(latents);
        Some(Question::Generate { latents })
    });
    let slider = move |i: usize| {
        view! {
            <label class="knob">
                <span class="row"><span>{format!("z{}", subscript(i + 1))}</span><span class="value">{move || format!("{:+.1}", amounts.read()[i])}</span></span>
                <input
                    type="range"
                    aria-label=format!("Along coordinate {}", i + 1)
                    min=(-REACH).to_string()
                    max=REACH.to_string()
                    step="0.1"
                    prop:value=move || amounts.read()[i].to_string()
                    on:input=move |event| {
                        let amount = event_target_value(&event).parse().unwrap_or(0.0);
                        amounts.update(|amounts| amounts[i] = amount);
                    }
                />
            </label>
        }
    };
    view! {
        <div class="directions">
            <figure>
                <Strip pictures=asked.pictures() columns=2 name="A, and A moved along the directions"/>
                <figcaption>"A, and A moved"</figcaption>
                <button type="button" on:click=move |_| amounts.set([0.0; COUNT])>"Back to A"</button>
            </figure>
            <div class="sliders">
                {move || (0..COUNT.min(latent.get())).map(slider).collect_view()}
            </div>
        </div>
        <Trouble of=asked/>
    }
}

/// A unit vector along coordinate `i`.
fn axis(dimension: usize, i: usize) -> Vec<f32> {
    let mut axis = vec![0.0; dimension];
    if let Some(x) = axis.get_mut(i) {
        *x = 1.0;
    }
    axis
}

/// 12 as ₁₂.
fn subscript(n: usize) -> String {
    let digit = |c: char| char::from_u32(0x2080 + c.to_digit(10).unwrap_or(0)).unwrap_or(c);
    n.to_string().chars().map(digit).collect()
}
