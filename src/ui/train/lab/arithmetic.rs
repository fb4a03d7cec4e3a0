//! A − B + C with the means of a few latents each (Radford, Metz & Chintala 2016, figure 7).

use super::ask::{PACE, Trouble, live};
use super::shelves::SHELVES;
use super::{Lab, Strip};
use crate::data::mnist::PIXELS;
use crate::math::latent::arithmetic;
use crate::protocol::{Floats, Question};
use crate::ui::lang::{fill, say};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Arithmetic(lab: Lab, means: Memo<[Vec<f32>; SHELVES]>) -> impl IntoView {
    let asked = live(lab, Some(PACE), move || {
        let [a, b, c, _] = means.get();
        let result = arithmetic(&a, &b, &c);
        let latents = Floats([a, b, c, result].concat());
        Some(Question::Generate { latents })
    });
    let pictures = asked.pictures();
    let terms = [
        ("", say("mean of A")),
        ("−", say("mean of B")),
        ("+", say("mean of C")),
        ("=", "A − B + C"),
    ];
    let terms = terms.into_iter().enumerate().map(|(i, (sign, name))| {
        let one = Signal::derive(move || {
            let pictures = pictures.get();
            let one = pictures.get(i * PIXELS..(i + 1) * PIXELS);
            Arc::new(one.map(<[u8]>::to_vec).unwrap_or_default())
        });
        view! {
            <span aria-hidden="true">{sign}</span>
            <figure>
                <Strip pictures=one columns=1 name=fill("Generated from {}", &[&name])/>
                <figcaption>{name}</figcaption>
            </figure>
        }
    });
    view! {
        <div class="terms">{terms.collect_view()}</div>
        <Trouble of=asked/>
    }
}
