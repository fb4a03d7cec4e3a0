//! How a file of numbers was understood: said, and to be changed before it is used.

use super::Intake;
use crate::data::csv::{Change, Found, Understood, read};
use crate::fault::Fault;
use crate::setting::{self, Choice, Range, Spacing, Spec, Value};
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say, tell};
use crate::ui::number::NumberField;
use leptos::prelude::*;
use std::cell::Cell;
use std::sync::Arc;

/// A file, what is understood of it, and what is read so.
#[derive(Clone, PartialEq)]
pub struct Looked {
    /// Every file that is chosen has its own.
    pub number: u32,
    pub name: String,
    file: Arc<Vec<u8>>,
    understood: Understood,
    pub found: Result<Found, Fault>,
    /// It has become the data as it is.
    pub used: bool,
}

impl Looked {
    pub fn at(name: String, file: Vec<u8>, understood: Understood) -> Self {
        thread_local!(static FILES: Cell<u32> = const { Cell::new(0) });
        FILES.set(FILES.get() + 1);
        Looked {
            number: FILES.get(),
            name,
            found: read(&file, &understood.layout),
            file: Arc::new(file),
            understood,
            used: false,
        }
    }

    /// It can be meant in one way only.
    pub fn is_sure(&self) -> bool {
        self.understood.sure && self.found.is_ok()
    }

    pub fn used(&self) -> Self {
        Looked {
            used: true,
            ..self.clone()
        }
    }

    fn changed(&self, change: Change) -> Self {
        let understood = self.understood.changed(&self.file, change);
        Looked {
            found: read(&self.file, &understood.layout),
            understood,
            used: false,
            ..self.clone()
        }
    }
}

/// Lines above the numbers.
const HEADER: Spec = Spec {
    slug: "header",
    name: "Lines of header",
    help: "",
    unit: "",
    range: Range::Int {
        min: 0,
        max: 1000,
        spacing: Spacing::Even,
    },
};

/// Built once for a file; what it says follows.
#[component]
pub fn LookedAt(intake: Intake) -> impl IntoView {
    let now = move || intake.looked.get();
    let of = move |say: &dyn Fn(&Looked) -> String| {
        now().map_or_else(String::new, |looked| say(&looked))
    };
    let change = move |change: Change| {
        if let Some(looked) = intake.looked.get_untracked() {
            intake.looked.set(Some(Arc::new(looked.changed(change))));
        }
    };
    let used = Memo::new(move |_| now().is_none_or(|looked| looked.used));
    let count = Memo::new(move |_| {
        now().and_then(|looked| Some(looked.found.as_ref().ok()?.points.count()))
    });
    let refusal = Memo::new(move |_| now().and_then(|looked| looked.found.clone().err()));
    let lines = move || {
        let looked = now()?;
        let left = &looked.found.as_ref().ok()?.left_out;
        let first = left.first()?;
        Some(fill(
            "Lines left out: {}; the first is line {}.",
            &[&grouped(left.len() as u64), first],
        ))
    };
    let header = Signal::derive(move || {
        Value::Int(now().map_or(0, |looked| looked.understood.layout.header as u64))
    });
    let set_header = Callback::new(move |value| {
        if let Value::Int(lines) = value {
            change(Change::Header(lines as usize));
        }
    });
    let wrong = RwSignal::new(None);
    let lenient = Memo::new(move |_| now().is_some_and(|looked| looked.understood.layout.lenient));
    view! {
        <details class="looked" open=!used.get_untracked()>
            <summary>{move || of(&|looked| tell(looked.understood.told()))}</summary>
            <div class="choices">
                <Words name=say("Letters") now=move || now().map(|looked| looked.understood.layout.encoding) turn=move |word| change(Change::Encoding(word))/>
                <Words name=say("Between columns") now=move || now().map(|looked| looked.understood.layout.separator) turn=move |word| change(Change::Separator(word))/>
                <Words name=say("Decimal mark") now=move || now().map(|looked| looked.understood.layout.mark) turn=move |word| change(Change::Mark(word))/>
                <label>
                    <span>{say(HEADER.name)}</span>
                    <NumberField spec=HEADER value=header turn=set_header wrong/>
                </label>
                <ColumnMenu intake place=0/>
                <ColumnMenu intake place=1/>
                <label>
                    <input
                        type="checkbox" role="switch" prop:checked=lenient
                        on:change=move |event| change(Change::Lenient(event_target_checked(&event)))
                    />
                    <span>{say("Leave out lines that cannot be read")}</span>
                </label>
            </div>
            <p class="wrong" role="status">{move || wrong.get().map(tell)}</p>
        </details>
        <p role="status">{lines}</p>
        {move || refusal.get().map(|why| view! { <p class="wrong" role="alert">{tell(why)}</p> })}
        {move || (!used.get()).then(|| view! {
            <div class="buttons">
                <button
                    type="button" class="primary" disabled=move || count.get().is_none()
                    on:click=move |_| intake.use_it()
                >
                    {move || fill("Use these {} points", &[&grouped(count.get().unwrap_or(0) as u64)])}
                </button>
                <button type="button" on:click=move |_| intake.looked.set(None)>{say("Cancel")}</button>
            </div>
        })}
    }
}

/// A menu of a choice.
#[component]
fn Words<T: Choice + Send + Sync>(
    name: &'static str,
    now: impl Fn() -> Option<T> + Copy + Send + Sync + 'static,
    turn: impl Fn(T) + Copy + 'static,
) -> impl IntoView {
    let choose = move |event| {
        if let Ok(word) = setting::read(&event_target_value(&event)) {
            turn(word);
        }
    };
    view! {
        <label>
            <span>{name}</span>
            <select on:change=choose>
                {T::ALL.iter().map(|word| view! {
                    <option value=word.slug() prop:selected=move || now() == Some(*word)>{say(word.name())}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

/// Which column makes the points' first or second coordinate.
#[component]
fn ColumnMenu(intake: Intake, place: usize) -> impl IntoView {
    let choose = move |event| {
        let column = event_target_value(&event).parse().ok();
        if let Some(looked) = intake.looked.get_untracked() {
            let change = Change::Column { place, column };
            intake.looked.set(Some(Arc::new(looked.changed(change))));
        }
    };
    let entries = Memo::new(move |_| {
        let looked = intake.looked.get();
        looked.map_or_else(Vec::new, |looked| {
            let understood = &looked.understood;
            let with_numbers =
                (0..understood.columns.len()).filter(|i| understood.columns[*i].has_numbers());
            with_numbers
                .map(|i| (i, tell(understood.named(i))))
                .collect()
        })
    });
    let chosen = Memo::new(move |_| {
        let looked = intake.looked.get()?;
        looked.understood.layout.columns.get(place).copied()
    });
    let none = (place > 0).then(|| {
        view! { <option value="" prop:selected=move || chosen.get().is_none()>{say("none: points of the line")}</option> }
    });
    view! {
        <label>
            <span>{[say("Numbers from"), say("Second coordinate from")][place]}</span>
            <select on:change=choose>
                {none}
                {move || entries.get().into_iter().map(|(i, name)| view! {
                    <option value=i.to_string() prop:selected=move || chosen.get() == Some(i)>{name}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
