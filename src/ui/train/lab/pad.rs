//! A square whose corners are four latents: the picture under the finger, as it moves.

use super::ask::{PACE, Trouble, live};
use super::shelves::{NAMES, SHELVES};
use super::{Lab, Strip};
use crate::math::latent::Path;
use crate::protocol::{Floats, Question};
use crate::ui::drag::{At, Dragging, Hold, handlers};
use crate::ui::lang::say;
use crate::ui::slider::slides;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Pictures along each side of the map.
const SIDE: usize = 7;

/// The point in the square, from the left and from the top.
#[derive(Clone, Copy)]
struct Point(RwSignal<f64>, RwSignal<f64>);

impl Dragging for Point {
    /// Where the point was.
    type Grip = (f64, f64);
    const AREA: bool = true;

    fn grip(&self, _: &At) -> Option<(f64, f64)> {
        Some((self.0.get_untracked(), self.1.get_untracked()))
    }

    fn begin(&self, grip: &(f64, f64), at: &At) {
        self.go(grip, at);
    }

    fn go(&self, _: &(f64, f64), at: &At) {
        let share = |at: f64, length: f64| (at / length.max(1.0)).clamp(0.0, 1.0);
        self.0.set(share(at.x, at.width));
        self.1.set(share(at.y, at.height));
    }

    fn cancel(&self, (u, v): (f64, f64)) {
        self.0.set(u);
        self.1.set(v);
    }
}

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
    let slider = move |name: &'static str, at: RwSignal<f64>| {
        let slide = move |input: &HtmlInputElement, _| at.set(input.value().parse().unwrap_or(0.5));
        view! {
            <label class="knob">
                <span>{name}</span>
                <input
                    {..slides(slide)}
                    type="range"
                    min="0"
                    max="1"
                    step="0.02"
                    prop:value=move || at.get().to_string()
                />
            </label>
        }
    };
    let corner = |i: usize| view! { <b class=format!("corner corner-{i}") aria-hidden="true">{NAMES[i]}</b> };
    view! {
        <div class="pad">
            <div class="ground" {..handlers(Point(u, v), Hold::new())}>
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
