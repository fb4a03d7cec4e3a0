//! A sheet to draw data on: strokes by mouse, pen or finger, dots by the keyboard.

use super::sheet::Sheet;
use crate::data::drawing::MAX_STROKES;
use crate::page::own::drawn;
use crate::ui::canvas::observe;
use crate::ui::lang::{fill, say};
use crate::ui::page::Page;
use crate::ui::run::Run;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

/// How far an arrow key moves the pen, and with Shift.
const STEP: (f32, f32) = (0.05, 0.25);
/// Closer points of a stroke, in the plane's units, say nothing new.
const APART: f32 = 0.01;

type Point = (f32, f32);

/// The sheet, where the data are drawn.
#[component]
pub fn DrawingBoard(run: Run) -> impl IntoView {
    let wanted = Memo::new(move |_| run.intent.settings.get().base.data == drawn());
    view! { <Show when=move || wanted.get()><Board run/></Show> }
}

#[component]
fn Board(run: Run) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    // The stroke under way, and the pointer that draws it.
    let stroke = RwSignal::new(Vec::<Point>::new());
    let pointer = StoredValue::new(None::<i32>);
    // The keyboard's pen, while it is in use.
    let pen = RwSignal::new(None::<Point>);
    let full = RwSignal::new(false);

    let add = move |points: &[Point]| {
        let mut drawing = run.intent.own.read_untracked().drawing.clone();
        full.set(!drawing.push(points));
        run.bring(|own| own.drawing = drawing);
    };
    let place = move |event: &PointerEvent| {
        let rect = canvas.get_untracked()?.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - rect.left();
        let y = f64::from(event.client_y()) - rect.top();
        Some(Sheet::to_plane((x, y), (rect.width(), rect.height())))
    };
    let begin = move |event: PointerEvent| {
        // One pointer at a time, and its first button.
        let Some(at) = place(&event).filter(|_| event.button() == 0) else {
            return;
        };
        if pointer.get_value().is_some() {
            return;
        }
        if let Some(canvas) = canvas.get_untracked() {
            canvas.set_pointer_capture(event.pointer_id()).ok();
        }
        pointer.set_value(Some(event.pointer_id()));
        pen.set(None);
        stroke.set(vec![at]);
    };
    let is_its = move |event: &PointerEvent| pointer.get_value() == Some(event.pointer_id());
    let go_on = move |event: PointerEvent| {
        let Some(at) = place(&event).filter(|_| is_its(&event)) else {
            return;
        };
        let far = |last: &Point| (last.0 - at.0).hypot(last.1 - at.1) > APART;
        if stroke.read_untracked().last().is_none_or(far) {
            stroke.update(|stroke| stroke.push(at));
        }
    };
    let end = move |event: PointerEvent| {
        if is_its(&event) {
            pointer.set_value(None);
            add(&std::mem::take(&mut *stroke.write()));
        }
    };
    let give_up = move |event: PointerEvent| {
        if is_its(&event) {
            pointer.set_value(None);
            stroke.set(Vec::new());
        }
    };
    let press = move |event: KeyboardEvent| {
        let step = if event.shift_key() { STEP.1 } else { STEP.0 };
        let (x, y) = pen.get_untracked().unwrap_or_default();
        let (dx, dy) = match event.key().as_str() {
            "ArrowLeft" => (-step, 0.0),
            "ArrowRight" => (step, 0.0),
            "ArrowUp" => (0.0, step),
            "ArrowDown" => (0.0, -step),
            " " => (0.0, 0.0),
            _ => return,
        };
        event.prevent_default();
        let at = Sheet::inside((x + dx, y + dy));
        pen.set(Some(at));
        if event.key() == " " {
            add(&[at]);
        }
    };
    Effect::new(move || {
        let sheet = Sheet {
            theme: page.theme(),
            size: size.get(),
        };
        if let Some(canvas) = canvas.get().filter(|_| sheet.size.is_some()) {
            sheet.paint(
                &canvas,
                &run.intent.own.read().drawing,
                &stroke.read(),
                pen.get(),
            );
        }
    });
    let empty = move || run.intent.own.read().drawing.strokes().is_empty();
    let undo = move |_| {
        full.set(false);
        run.bring(|own| {
            own.drawing.undo();
        });
    };
    let clear = move |_| {
        full.set(false);
        run.bring(|own| own.drawing.clear());
    };
    let pen_says = move || {
        pen.get()
            .map(|(x, y)| fill("Pen at {}, {}.", &[&format!("{x:.2}"), &format!("{y:.2}")]))
    };
    view! {
        <section class="card drawing" aria-label=say("Your drawing")>
            <div class="canvas sheet" node_ref=holder>
                <canvas
                    node_ref=canvas
                    tabindex="0"
                    role="application"
                    aria-label=say("Drawing sheet. Arrow keys move the pen, Space puts a dot.")
                    on:pointerdown=begin
                    on:pointermove=go_on
                    on:pointerup=end
                    on:pointercancel=give_up
                    on:keydown=press
                    on:blur=move |_| pen.set(None)
                ></canvas>
            </div>
            <div>
                <p>
                    {say("Draw what the generator should imitate: samples lie evenly along your strokes. \
                          Each stroke starts the run anew.")}
                </p>
                <p class="hint">
                    {say("On the keyboard: arrow keys move the pen (with Shift farther), Space puts a dot. \
                          The drawing is part of the address; nothing is uploaded.")}
                </p>
                <div class="buttons">
                    <button type="button" disabled=empty on:click=undo>{say("Undo")}</button>
                    <button type="button" disabled=empty on:click=clear>{say("Clear")}</button>
                </div>
                <p class="hidden" role="status">{pen_says}</p>
                <p class="wrong" role="status">
                    {move || full.get().then(|| fill("There are {} strokes: more cannot be kept.", &[&MAX_STROKES]))}
                </p>
            </div>
        </section>
    }
}
