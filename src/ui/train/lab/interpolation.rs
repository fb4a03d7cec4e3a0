//! From A to B in a few steps: straight, and on the sphere.

use super::ask::{PACE, Trouble, live};
use super::shelves::SHELVES;
use super::{Lab, Strip};
use crate::data::mnist::PIXELS;
use crate::math::latent::{Path, norm};
use crate::protocol::{Floats, Question};
use crate::ui::lang::{fill, say};
use leptos::prelude::*;
use std::sync::Arc;

/// Pictures in a strip, ends included.
const STEPS: usize = 11;

#[component]
pub fn Interpolation(lab: Lab, means: Memo<[Vec<f32>; SHELVES]>) -> impl IntoView {
    let way = move |path: Path| {
        let means = means.read();
        path.points(&means[0], &means[1], STEPS)
    };
    let asked = live(lab, Some(PACE), move || {
        let latents = [way(Path::Straight), way(Path::Sphere)].concat();
        let latents = Floats(latents);
        Some(Question::Generate { latents })
    });
    let pictures = asked.pictures();
    let strips = [
        (Path::Straight, say("Straight (linear)")),
        (Path::Sphere, say("On the sphere (spherical)")),
    ];
    let strips = strips.into_iter().enumerate().map(|(row, (path, name))| {
        let strip = Signal::derive(move || {
            let (pictures, size) = (pictures.get(), STEPS * PIXELS);
            let strip = pictures.get(row * size..(row + 1) * size);
            Arc::new(strip.map(<[u8]>::to_vec).unwrap_or_default())
        });
        // ‖z‖ at the ends and half way.
        let lengths = move || {
            let points = way(path);
            let length = |i: usize| {
                let latent = points.len() / STEPS;
                norm(&points[i * latent..(i + 1) * latent])
            };
            format!(
                "‖z‖ {:.1} → {:.1} → {:.1}",
                length(0),
                length(STEPS / 2),
                length(STEPS - 1)
            )
        };
        view! {
            <figure>
                <figcaption class="row"><span>{name}</span><span>{lengths}</span></figcaption>
                <Strip pictures=strip columns=STEPS name=fill("From A to B: {}", &[&name])/>
            </figure>
        }
    });
    let typical = move || (lab.config().latent as f64).sqrt();
    view! {
        <div class="strips">{strips.collect_view()}</div>
        <p class="hint">
            {move || fill(
                "Nearly all latents the generator was trained on are about √d = {} long. The straight way leaves that shell, the arc does not.",
                &[&format!("{:.1}", typical())],
            )}
        </p>
        <Trouble of=asked/>
    }
}
