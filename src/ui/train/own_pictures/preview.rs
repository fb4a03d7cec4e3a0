//! What files would be, before they are used.

use super::super::files::left_out;
use super::PictureIntake;
use super::reading::Reading;
use crate::data::mnist::SIDE;
use crate::data::raster::Fit;
use crate::data::sprite::CELLS;
use crate::figure::Role;
use crate::setting::{Range, Spacing, Spec, Value};
use crate::ui::canvas::Wall;
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say, tell};
use crate::ui::number::NumberField;
use leptos::prelude::*;
use std::sync::Arc;

/// Pictures in a row of the preview, and rows at most.
const COLUMNS: usize = 16;
const ROWS: usize = 4;

/// Of a sheet.
const CELL: Spec = Spec {
    slug: "cell",
    name: "Side of a picture on the sheet",
    help: "",
    unit: "",
    range: Range::Int {
        min: CELLS.0 as u64,
        max: CELLS.1 as u64,
        spacing: Spacing::Even,
    },
};

#[component]
pub fn Preview(intake: PictureIntake, reading: Arc<Reading>) -> impl IntoView {
    let fit = RwSignal::new(Fit::default());
    let inverted = RwSignal::new(reading.candidates.is_mostly_light());
    let light = reading.candidates.is_mostly_light();
    let count = reading.candidates.count();
    let shown = count.min(COLUMNS * ROWS);
    let all = StoredValue::new(reading.clone());
    let pictures = Signal::derive(move || {
        let (fit, inverted) = (fit.get(), inverted.get());
        Arc::new(all.with_value(|all| all.candidates.shown(fit, inverted, shown)))
    });
    let refusal =
        Memo::new(move |_| all.with_value(|all| all.candidates.accept(Fit::Crop, false).err()));
    let take = move |_| {
        let (fit, inverted) = (fit.get_untracked(), inverted.get_untracked());
        let taken = all.with_value(|all| {
            let images = all.candidates.accept(fit, inverted);
            images.map(|images| (tell(all.name.clone()), images))
        });
        if let Ok((name, images)) = taken {
            intake.use_them(name, images);
        }
    };
    let first = match count > shown {
        true => format!(" {}", fill("The first {}:", &[&shown])),
        false => String::new(),
    };
    let name = tell(reading.name.clone());
    let words = match count {
        1 => fill("One picture in {}, as 28 × 28 pixels of grey.", &[&name]),
        n => fill(
            "{} pictures in {}, as 28 × 28 pixels of grey.",
            &[&grouped(n as u64), &name],
        ),
    };
    let words = words + &first;
    let paper = match light {
        true => {
            say("They are mostly light: inverted, the ink is light on dark paper, as MNIST’s is.")
        }
        false => say("They are mostly dark, as MNIST’s digits are."),
    };
    let skipped = (!reading.skipped.is_empty()).then(|| left_out(&reading.skipped, false));
    let sheet = reading.sheet.map(|sheet| {
        let wrong = RwSignal::new(None);
        let value = Signal::stored(Value::Int(sheet.cell as u64));
        let cut = Callback::new(move |value: Value| {
            if let Value::Int(cell) = value {
                intake.cut(cell as usize);
            }
        });
        view! {
            <label>
                <span>{say(CELL.name)}</span>
                <NumberField spec=CELL value turn=cut wrong/>
                <small>
                    {fill(
                        "pixels: {} columns, {} rows on {} × {}",
                        &[&sheet.columns(), &sheet.rows(), &sheet.width, &sheet.height],
                    )}
                </small>
            </label>
            <p class="wrong" role="status">{move || wrong.get().map(tell)}</p>
        }
    });
    let oblong = reading.candidates.any_oblong().then(|| {
        let set = move |event| {
            fit.set(match event_target_value(&event).as_str() {
                "whole" => Fit::Whole,
                _ => Fit::Crop,
            });
        };
        view! {
            <label>
                <span>{say("Pictures that are not square")}</span>
                <select on:change=set>
                    <option value="crop" selected>{say("their middle")}</option>
                    <option value="whole">{say("all of them, with margins")}</option>
                </select>
            </label>
        }
    });
    view! {
        <p role="status"><strong>{words}</strong></p>
        {(shown > 0).then(|| view! {
            <Wall
                pictures side=SIDE columns=COLUMNS.min(shown) rows=shown.div_ceil(COLUMNS) role=Role::Real
                name=say("Your pictures as they would be used")
            />
        })}
        <div class="choices">
            {sheet}
            {oblong}
            <label>
                <input
                    type="checkbox" role="switch" prop:checked=inverted
                    on:change=move |event| inverted.set(event_target_checked(&event))
                />
                <span>{say("Invert")}</span>
                <small>{paper}</small>
            </label>
        </div>
        {skipped}
        {move || refusal.get().map(|why| view! { <p class="wrong">{tell(why)}</p> })}
        <div class="buttons">
            <button type="button" class="primary" disabled=move || refusal.get().is_some() on:click=take>
                {match count {
                    1 => say("Use it").to_string(),
                    n => fill("Use these {}", &[&grouped(n as u64)]),
                }}
            </button>
            <button type="button" on:click=move |_| intake.leave()>{say("Cancel")}</button>
        </div>
    }
}
