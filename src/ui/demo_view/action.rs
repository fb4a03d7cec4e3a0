//! A demo's action, step by step, as fast as the eye can follow.

use super::Hand;
use crate::demo::Action;
use crate::ui::dom::prefers_stillness;
use leptos::prelude::*;
use std::time::Duration;

/// Between two steps.
const PAUSE: Duration = Duration::from_millis(60);

#[component]
pub fn ActionButton(hand: Hand, action: &'static dyn Action) -> impl IntoView {
    let start = move |_| {
        let mut motion = action.start(&untrack(|| hand.knobs()));
        if prefers_stillness() {
            // The end at once.
            while !action.done(&motion) {
                action.step(&untrack(|| hand.knobs()), &mut motion);
            }
        }
        hand.motion.set(Some(motion));
        advance(
            hand,
            action,
            hand.motion
                .with_untracked(|m| m.as_ref().map(|m| m.steps())),
        );
    };
    view! {
        <button type="button" class="primary wide" on:click=start>{action.label()}</button>
    }
}

/// One step, and the next after a pause; ends when done, when the knobs have moved, or when
/// somebody else has taken a step.
fn advance(hand: Hand, action: &'static dyn Action, expected: Option<usize>) {
    set_timeout(
        move || {
            let taken = hand.motion.try_update(|motion| {
                let motion = motion
                    .as_mut()
                    .filter(|motion| Some(motion.steps()) == expected)?;
                if action.done(motion) {
                    return None;
                }
                action.step(&untrack(|| hand.knobs()), motion);
                Some(motion.steps())
            });
            // The demo may have been left.
            if let Some(Some(steps)) = taken {
                advance(hand, action, Some(steps));
            }
        },
        PAUSE,
    );
}
