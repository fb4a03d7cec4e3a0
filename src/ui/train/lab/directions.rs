//! Away from A along single directions: the latent's own coordinates, or those along which the
//! generator's first layer stretches it most.

use super::ask::{PACE, Trouble, live};
use super::shelves::SHELVES;
use super::{Lab, Strip};
use crate::math::latent::moved;
use crate::protocol::{Answer, Floats, Question};
use crate::ui::lang::{fill, say};
use crate::ui::slider::slides;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Sliders.
const COUNT: usize = 8;
/// How far a slider goes to either side: three standard deviations of a latent along a unit vector.
const REACH: f32 = 3.0;
/// Principal directions move slowly: while training goes on they are asked for at this distance, in
/// milliseconds.
const SLOW: u64 = 3000;

#[component]
pub fn Directions(lab: Lab, means: Memo<[Vec<f32>; SHELVES]>) -> impl IntoView {
    let principal = RwSignal::new(false);
    let amounts = RwSignal::new([0.0f32; COUNT]);
    let latent = Memo::new(move |_| means.read()[0].len());
    let count = move || COUNT.min(latent.get());
    let found = live(lab, Some(SLOW), move || {
        principal
            .get()
            .then(|| Question::Directions { count: count() })
    });
    let stretched = move || {
        let answer = found.answer.get();
        match answer.as_deref() {
            Some((
                _,
                Answer::Directions {
                    directions,
                    stretches,
                },
            )) if principal.get() => Some((directions.0.clone(), stretches.clone())),
            _ => None,
        }
    };
    let directions = Memo::new(move |_| match stretched() {
        Some((directions, _)) => directions,
        None => axes(latent.get(), count()),
    });
    let asked = live(lab, Some(PACE), move || {
        let (means, directions) = (means.read(), directions.read());
        let directions = directions.chunks_exact(latent.get().max(1));
        let moves: Vec<(f32, &[f32])> = amounts.get().into_iter().zip(directions).collect();
        let latents = [means[0].clone(), moved(&means[0], &moves)].concat();
        let latents = Floats(latents);
        Some(Question::Generate { latents })
    });
    let choose = move |to: bool| {
        principal.set(to);
        amounts.set([0.0; COUNT]);
    };
    let choice = move |to: bool, name: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (principal.get() == to).to_string() on:click=move |_| choose(to)>
                {name}
            </button>
        }
    };
    let slider = move |i: usize| {
        // How much the first layer stretches it.
        let stretch = move || stretched().and_then(|(_, stretches)| stretches.get(i).copied());
        let slide = move |input: &HtmlInputElement, _| {
            let amount = input.value().parse().unwrap_or(0.0);
            amounts.update(|amounts| amounts[i] = amount);
        };
        let name = move || match stretch() {
            Some(stretch) => format!("n{} (×{stretch:.1})", subscript(i + 1)),
            None => format!("z{}", subscript(i + 1)),
        };
        let spoken = move || match principal.get() {
            true => fill("Along principal direction {}", &[&(i + 1)]),
            false => fill("Along coordinate {}", &[&(i + 1)]),
        };
        view! {
            <label class="knob">
                <span class="row"><span>{name}</span><span class="value">{move || format!("{:+.1}", amounts.read()[i])}</span></span>
                <input
                    {..slides(slide)}
                    type="range"
                    aria-label=spoken
                    min=(-REACH).to_string()
                    max=REACH.to_string()
                    step="0.1"
                    prop:value=move || amounts.read()[i].to_string()
                />
            </label>
        }
    };
    let help = move || match principal.get() {
        true => say(
            "Unit directions n in which the generator's first layer W changes its output most: \
                 the eigenvectors of WWᵀ, and ‖nW‖ (Shen & Zhou 2021).",
        ),
        false => say("The latent's own coordinates: no one of them need mean anything by itself."),
    };
    view! {
        <div class="views" role="group" aria-label=say("Which directions")>
            {choice(false, say("Coordinates"))}
            {choice(true, say("Principal directions"))}
        </div>
        <div class="directions">
            <figure>
                <Strip pictures=asked.pictures() columns=2 name=say("A, and A moved along the directions")/>
                <figcaption>{say("A, and A moved")}</figcaption>
                <button type="button" on:click=move |_| amounts.set([0.0; COUNT])>{say("Back to A")}</button>
            </figure>
            <div class="sliders">{move || (0..count()).map(slider).collect_view()}</div>
        </div>
        <p class="hint">{help}</p>
        <Trouble of=asked/>
        <Show when=move || principal.get()><Trouble of=found/></Show>
    }
}

/// Unit vectors along the first `count` coordinates, one after another.
fn axes(dimension: usize, count: usize) -> Vec<f32> {
    let mut axes = vec![0.0; count * dimension];
    (0..count).for_each(|i| axes[i * dimension + i] = 1.0);
    axes
}

/// 12 as ₁₂.
fn subscript(n: usize) -> String {
    let digit = |c: char| char::from_u32(0x2080 + c.to_digit(10).unwrap_or(0)).unwrap_or(c);
    n.to_string().chars().map(digit).collect()
}
