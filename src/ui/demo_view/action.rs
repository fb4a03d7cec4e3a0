//! A demo's action under the visitor's hands: play, pause, step, reset.

use super::Hand;
use crate::demo::{Action, Motion};
use crate::ui::dom::prefers_stillness;
use crate::ui::held::Held as _;
use crate::ui::icons::{PAUSE, PLAY, RESET, STEP};
use crate::ui::lang::say;
use leptos::prelude::*;
use std::time::Duration;

#[component]
pub fn ActionBar(hand: Hand, action: &'static dyn Action) -> impl IntoView {
    let playing = move || hand.playing.get();
    let toggle = move |_| {
        if hand.playing.get_untracked() {
            hand.playing.set(false);
        } else {
            play(hand, action);
        }
    };
    // Where nothing can move its buttons do nothing, and the handles stay.
    let idle = Memo::new(move |_| {
        hand.motion.read().is_none() && action.done(&action.start(&hand.knobs()))
    });
    let step = move |_| {
        hand.playing.set(false);
        take_step(hand, action);
    };
    view! {
        <div class="actions" role="group" aria-label=say("Motion")>
            <button type="button" class="primary" disabled=idle on:click=toggle>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d=move || if playing() { PAUSE } else { PLAY }/>
                </svg>
                <span>{move || if playing() { say("Pause") } else { say(action.label()) }}</span>
            </button>
            <button type="button" title=say("One step") disabled=idle on:click=step>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d=STEP/></svg>
                <span>{say("Step")}</span>
            </button>
            <button
                type="button"
                title=say("Back to the start")
                disabled=move || hand.motion.read().is_none()
                on:click=move |_| hand.reset()
            >
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d=RESET/></svg>
                <span>{say("Reset")}</span>
            </button>
        </div>
    }
}

/// Goes on from where it rests; from the start, where it has come to its end.
pub fn play(hand: Hand, action: &'static dyn Action) {
    let ended = hand
        .motion
        .with_untracked(|motion| motion.as_ref().is_none_or(|motion| action.done(motion)));
    if ended {
        let start = action.start(&untrack(|| hand.knobs()));
        if action.done(&start) {
            return;
        }
        hand.motion.set(Some(start));
    }
    if prefers_stillness() {
        // The end at once.
        while take_step(hand, action) {}
        return;
    }
    hand.playing.set(true);
    advance(hand, action);
}

/// One step of the action; `false` where there is no further one.
pub fn take_step(hand: Hand, action: &'static dyn Action) -> bool {
    let knobs = untrack(|| hand.knobs());
    let step = |motion: &mut Option<Motion>| {
        let mut next = motion.take().unwrap_or_else(|| action.start(&knobs));
        let began = next.steps() > 0;
        let goes_on = !action.done(&next);
        if goes_on {
            action.step(&knobs, &mut next);
        }
        *motion = (began || goes_on).then_some(next);
        goes_on
    };
    // The demo may have been left.
    hand.motion.try_update(step).unwrap_or(false)
}

/// One step, and the next after a pause, for as long as it plays. A round of its own number, so
/// that pausing and playing on leaves one clock, not two.
fn advance(hand: Hand, action: &'static dyn Action) {
    let round = hand.round.get_value() + 1;
    hand.round.set_value(round);
    tick(hand, action, round);
}

fn tick(hand: Hand, action: &'static dyn Action, round: u32) {
    let pause = Duration::from_millis(action.pause());
    set_timeout(
        move || {
            let current = hand.round.try_get_value() == Some(round);
            if !current || hand.playing.try_get_untracked() != Some(true) {
                return;
            }
            if take_step(hand, action) {
                tick(hand, action, round);
            } else {
                hand.playing.set(false);
            }
        },
        pause,
    );
}
