//! The architecture table: recorded samples of seven pairs of networks under four losses. A click
//! opens a run live.

use super::links::is_plain;
use super::page::Page;
use super::run::Run;
use crate::plan::{COLUMNS, Cell, query, recorded, rows};
use crate::ui::lang::{fill, say};
use leptos::prelude::*;
use web_sys::MouseEvent;

#[component]
pub fn Architectures() -> impl IntoView {
    let cells = recorded();
    let head = COLUMNS
        .iter()
        .map(|column| view! { <th scope="col">{say(column.title)}</th> });
    let body = rows().map(|row| {
        let tiles = COLUMNS.iter().map(|column| {
            let is_here = |c: &&Cell| c.architecture == row.slug() && c.column == column.slug;
            let cell = cells.iter().find(is_here).cloned();
            let name = format!("{}, {}", say(row.name()), say(column.title));
            let query = query(row, column);
            view! { <td><Tile cell name query/></td> }
        });
        view! {
            <tr>
                <th scope="row"><b>{say(row.name())}</b><small>{say(row.help())}</small></th>
                {tiles.collect_view()}
            </tr>
        }
    });
    view! {
        <article class="architectures">
            <h1>{say("The architecture table")}</h1>
            <p>
                {say("Seven pairs of networks under four losses, after table 1 and figure 2 of Gulrajani \
                 et al. 2017, made small enough for a browser. Each picture is a run of the engine \
                 of this page, recorded after as many iterations as it says; none of them is a \
                 finished training. Below stands its Fréchet distance in the features of a \
                 classifier of digits, not of Inception: smaller is better, and real digits score \
                 what is given as the floor. A click opens the run, from its beginning.")}
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label=say("The architecture table")>
                <table>
                    <thead><tr><td></td>{head.collect_view()}</tr></thead>
                    <tbody>{body.collect_view()}</tbody>
                </table>
            </div>
            <Floor/>
        </article>
    }
}

/// What real digits score.
#[component]
fn Floor() -> impl IntoView {
    let floor = recorded().iter().find_map(|cell| cell.fid_floor);
    floor.map(|floor| view! { <p class="hint">{format!("Floor: {floor:.1}.")}</p> })
}

/// A run: what was recorded of it, if anything, and the way to it.
#[component]
fn Tile(cell: Option<Cell>, name: String, query: String) -> impl IntoView {
    let page = expect_context::<Page>();
    let run = expect_context::<Run>();
    let href = format!("?{query}&autoplay=1");
    let open = move |event: MouseEvent| {
        if is_plain(&event) && page.go(&query, &run).is_ok() {
            event.prevent_default();
            run.play();
        }
    };
    let score = match cell.as_ref().map(|cell| (cell.fid, cell.digits)) {
        Some((Some(fid), Some(digits))) => fill(
            "FID {}, {} of 10 digits",
            &[&format!("{fid:.0}"), &format!("{digits:.0}")],
        ),
        Some(_) => say("diverged").to_string(),
        None => say("not recorded").to_string(),
    };
    let after = cell
        .as_ref()
        .map_or(say("train it here").to_string(), |cell| {
            fill("{} iterations, seed {}", &[&cell.iterations, &cell.seed])
        });
    let picture = cell.map(|cell| {
        view! { <img class="digits" src=cell.picture() alt="" loading="lazy" width="224" height="140"/> }
    });
    view! {
        <a class="run" href=href on:click=open>
            {picture}
            <span class="hidden">{name}": "</span>
            <b>{score}</b>
            <small>{after}</small>
        </a>
    }
}
