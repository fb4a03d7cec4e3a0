//! A square whose corners are four latents: the picture under the finger, as it moves.

use super::ask::{PACE, Trouble, live};
use super::shelves::{NAMES, SHELVES};
use super::{Lab, Strip};
use crate::math::latent::Path;
use crate::protocol::{Floats, Question};
use crate::ui::lang::say;
use leptos::html;
use leptos::prelude::*;
use web_sys::PointerEvent;

/// Pictures along each side of the map.
const SIDE: usize = 7;

#[component]
pub fn Pad(lab: Lab, means: Memo<[Vec<f32>; SHELVES]>) -> impl IntoView {
    let sphere = RwSignal::new(true);
    let (u, v) = (RwSignal::new(0.5), RwSignal::new(0.5));
    let patch = move |u: f64, v: f64| {
        let path = match sphere.get() {
            true => Path::Sphere,
            false => Path::Straight,
        };
        let means = means.read();
        path.patch(means.each_ref().map(Vec::as_slice), u, v)
    };
    let map = live(lab, Some(2 * PACE), move || {
        let at = |i: usize| i as f64 / (SIDE - 1) as f64;
        let latents = (0..SIDE * SIDE).flat_map(|i| patch(at(i % SIDE), at(i / SIDE)));
        let latents = Floats(latents.collect());
        Some(Question::Generate { latents })
    });
    let here = live(lab, Some(PACE), move || {
        let latents = Floats(patch(u.get(), v.get()));
        Some(Question::Generate { latents })
    });
    let holder = NodeRef::<html::Div>::new();
    let held = RwSignal::new(false);
    let go = move |event: &PointerEvent| {
        let Some(holder) = holder.get_untracked() else {
            return;
        };
        let area = holder.get_bounding_client_rect();
        let share = |at: i32, start: f64, length: f64| {
            ((f64::from(at) - start) / length.max(1.0)).clamp(0.0, 1.0)
        };
        u.set(share(event.client_x(), area.x(), area.width()));
        v.set(share(event.client_y(), area.y(), area.height()));
    };
    let grab = move |event: PointerEvent| {
        if let Some(holder) = holder.get_untracked() {
            // Refused for a pointer that has gone meanwhile: then it does not drag.
            holder.set_pointer_capture(event.pointer_id()).ok();
        }
        held.set(true);
        go(&event);
    };
    let drag = move |event: PointerEvent| {
        if held.get_untracked() {
            go(&event);
        }
    };
    let slider = move |name: &'static str, at: RwSignal<f64>| {
        view! {
            <label class="knob">
                <span>{name}</span>
                <input
                    type="range"
                    min="0"
                    max="1"
                    step="0.02"
                    prop:value=move || at.get().to_string()
                    on:input=move |event| at.set(event_target_value(&event).parse().unwrap_or(0.5))
                />
            </label>
        }
    };
    let corner = |i: usize| view! { <b class=format!("corner corner-{i}") aria-hidden="true">{NAMES[i]}</b> };
    view! {
        <div class="pad">
            <div
                class="ground"
                node_ref=holder
                on:pointerdown=grab
                on:pointermove=drag
                on:pointerup=move |_| held.set(false)
                on:pointercancel=move |_| held.set(false)
            >
                <Strip pictures=map.pictures() columns=SIDE rows=SIDE name=say("Map of the square between A, B, C and D")/>
                {(0..SHELVES).map(corner).collect_view()}
                <i
                    class="point"
                    style=move || format!("left:{:.1}%;top:{:.1}%", 100.0 * u.get(), 100.0 * v.get())
                ></i>
            </div>
            <div class="beside">
                <Strip pictures=here.pictures() columns=1 name=say("The picture at the point")/>
                {slider(say("Left to right"), u)}
                {slider(say("Top to bottom"), v)}
                <label class="row">
                    <span>{say("On the sphere")}</span>
                    <input
                        type="checkbox"
                        role="switch"
                        prop:checked=sphere
                        on:change=move |event| sphere.set(event_target_checked(&event))
                    />
                </label>
            </div>
        </div>
        <Trouble of=here/>
    }
}
