//! A sheet to draw data on: strokes by mouse, pen or finger, dots by the keyboard.

use super::sheet::Sheet;
use crate::data::drawing::MAX_STROKES;
use crate::page::own::drawn;
use crate::ui::canvas::observe;
use crate::ui::drag::{At, Dragging, Hold, handlers};
use crate::ui::lang::{fill, say};
use crate::ui::page::Page;
use crate::ui::run::Run;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

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

/// The stroke that a pointer draws.
#[derive(Clone, Copy)]
struct Line {
    stroke: RwSignal<Vec<Point>>,
    pen: RwSignal<Option<Point>>,
    add: Callback<Vec<Point>>,
}

impl Line {
    fn taken(&self) -> Vec<Point> {
        std::mem::take(&mut *self.stroke.write())
    }
}

impl Dragging for Line {
    type Grip = ();
    const AREA: bool = true;

    fn grip(&self, _: &At) -> Option<()> {
        Some(())
    }

    fn begin(&self, (): &(), at: &At) {
        self.pen.set(None);
        self.stroke.set(vec![place(at)]);
    }

    fn go(&self, (): &(), at: &At) {
        let at = place(at);
        let far = |last: &Point| (last.0 - at.0).hypot(last.1 - at.1) > APART;
        if self.stroke.read_untracked().last().is_none_or(far) {
            self.stroke.update(|stroke| stroke.push(at));
        }
    }

    fn end(&self, (): ()) {
        self.add.run(self.taken());
    }

    /// What was no stroke leaves none: the beginning of a pinch, the ball of a hand.
    fn cancel(&self, (): ()) {
        self.taken();
    }
}

fn place(at: &At) -> Point {
    Sheet::to_plane((at.x, at.y), (at.width, at.height))
}

#[component]
fn Board(run: Run) -> impl IntoView {
    let page = expect_context::<Page>();
    let holder = NodeRef::<html::Div>::new();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = observe(holder);
    // The stroke under way.
    let stroke = RwSignal::new(Vec::<Point>::new());
    // The keyboard's pen, while it is in use.
    let pen = RwSignal::new(None::<Point>);
    let full = RwSignal::new(false);

    let add = move |points: &[Point]| {
        let mut drawing = run.intent.own.read_untracked().drawing.clone();
        full.set(!drawing.push(points));
        run.bring(|own| own.drawing = drawing);
    };
    let line = Line {
        stroke,
        pen,
        add: Callback::new(move |points: Vec<Point>| add(&points)),
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
                    {..handlers(line, Hold::new())}
                    node_ref=canvas
                    tabindex="0"
                    role="application"
                    aria-label=say("Drawing sheet. Arrow keys move the pen, Space puts a dot.")
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
