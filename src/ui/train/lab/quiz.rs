//! “Which one is real?”: rounds of a real picture that no network has seen against a generated one,
//! the visitor beside the critic.

use super::{Lab, Strip};
use crate::data::mnist::PIXELS;
use crate::data::pixel;
use crate::fault::Fault;
use crate::figure::{Role, number};
use crate::math::special::sigmoid;
use crate::page::rounds::{Mode, ROUNDS, Rounds, Tally};
use crate::protocol::{Answer, Floats, Question};
use crate::rng::{Purpose, Rng};
use crate::ui::dom::grouped;
use crate::ui::lang::{fill, say, tell};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use web_sys::KeyboardEvent;

/// A game with its pictures.
#[derive(Clone, PartialEq)]
struct Game {
    rounds: Rounds,
    /// The generator's iteration when its pictures were made.
    iteration: u64,
    /// What is shown, picture by picture: pixels, and what the critic says of them.
    pictures: Vec<(Vec<u8>, f64)>,
    /// What the critic says is a probability.
    probability: bool,
    /// The round whose answer is shown, or that is answered next.
    round: usize,
}

/// How the quiz stands.
#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Loading,
    Playing(Game),
    Trouble(Fault),
}

#[component]
pub fn Quiz(lab: Lab) -> impl IntoView {
    let state = RwSignal::new(State::Idle);
    let mode = RwSignal::new(Mode::Pairs);
    let played = StoredValue::new(0u64);
    let begin = move |()| {
        let (mode, number) = (mode.get_untracked(), played.get_value());
        played.set_value(number + 1);
        state.set(State::Loading);
        spawn_local(async move {
            let game = game(lab, mode, number).await;
            state.try_set(game.map_or_else(State::Trouble, State::Playing));
        });
    };
    let begin = Callback::new(begin);
    // Only another state of affairs makes another panel: an answer keeps the focus where it is.
    let kind = Memo::new(move |_| match &*state.read() {
        State::Idle | State::Trouble(_) => 0,
        State::Loading => 1,
        State::Playing(game) if game.round < game.rounds.count() => 2,
        State::Playing(_) => 3,
    });
    let panel = move || match kind.get() {
        0 => view! { <Invitation lab mode state begin/> }.into_any(),
        1 => view! { <p role="status">{say("Fetching pictures of the test set …")}</p> }.into_any(),
        2 => view! { <Round state/> }.into_any(),
        _ => view! { <Summary state begin/> }.into_any(),
    };
    view! {
        <section class="card lab quiz" aria-label=say("Which one is real?")>
            <h2>{say("Which one is real?")}</h2>
            {panel}
        </section>
    }
}

/// Pictures for a game, and what the critic says of them.
async fn game(lab: Lab, mode: Mode, played: u64) -> Result<Game, Fault> {
    let config = untrack(|| lab.config());
    let lane = lab.lane.get_untracked();
    let ask = |question| lab.run.engines.ask(lane, question);
    let mut rng = Rng::new(config.seed, Purpose::Quiz, played);
    let truth: Vec<bool> = (0..ROUNDS).map(|_| rng.uniform() < 0.5).collect();
    let latents = Floats(rng.normals(ROUNDS * config.latent));
    let (count, seed) = (ROUNDS, config.seed.wrapping_add(played));
    let real = samples(ask(Question::HeldOut { count, seed }).await?)?;
    let iteration = lab.run.store.iteration_now();
    let fake = samples(ask(Question::Generate { latents }).await?)?;
    let mut shown = Vec::new();
    for (i, truth) in truth.iter().enumerate() {
        let picture = |of: &Floats| of.get(i * PIXELS..(i + 1) * PIXELS).map(<[f32]>::to_vec);
        match (mode, truth) {
            (Mode::Pairs, true) => shown.extend([picture(&real), picture(&fake)]),
            (Mode::Pairs, false) => shown.extend([picture(&fake), picture(&real)]),
            (Mode::Singles, true) => shown.push(picture(&real)),
            (Mode::Singles, false) => shown.push(picture(&fake)),
        }
    }
    let shown: Option<Vec<Vec<f32>>> = shown.into_iter().collect();
    let shown = shown.ok_or(Fault::FewAnswered)?;
    let judged = Question::Judge {
        samples: Floats(shown.concat()),
    };
    let Answer::Verdicts(verdicts) = ask(judged).await? else {
        return Err(Fault::OtherAnswer);
    };
    let critic = match mode {
        Mode::Pairs => verdicts.chunks_exact(2).map(|v| v[0] > v[1]).collect(),
        Mode::Singles => {
            let middle = threshold(lab, lane);
            verdicts.iter().map(|v| f64::from(*v) > middle).collect()
        }
    };
    let bytes = |picture: Vec<f32>| picture.into_iter().map(pixel::grey).collect();
    let verdicts = verdicts.iter().map(|v| f64::from(*v));
    Ok(Game {
        rounds: Rounds::new(mode, truth, critic),
        iteration,
        pictures: shown.into_iter().map(bytes).zip(verdicts).collect(),
        probability: config.objective.is_probability(),
        round: 0,
    })
}

/// Above it the critic says “real”: D = ½, or half way between its means on real and on generated
/// samples where its output is no probability.
fn threshold(lab: Lab, lane: usize) -> f64 {
    if untrack(|| lab.config()).objective.is_probability() {
        return 0.0;
    }
    let frame = untrack(|| lab.run.store.newest(lane));
    let mean = |values: &[f32]| {
        let sum: f64 = values.iter().map(|v| f64::from(*v)).sum();
        sum / values.len().max(1) as f64
    };
    0.5 * (mean(&frame.real_scores) + mean(&frame.fake_scores))
}

fn samples(answer: Answer) -> Result<Floats, Fault> {
    match answer {
        Answer::Samples(samples) => Ok(samples),
        _ => Err(Fault::OtherAnswer),
    }
}

/// Before a game.
#[component]
fn Invitation(
    lab: Lab,
    mode: RwSignal<Mode>,
    state: RwSignal<State>,
    begin: Callback<()>,
) -> impl IntoView {
    let untrained = move || lab.run.store.iteration() == 0;
    let trouble = move || match state.get() {
        State::Trouble(why) => Some(why),
        _ => None,
    };
    let choice = |of: Mode, name: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (mode.get() == of).to_string() on:click=move |_| mode.set(of)>
                {name}
            </button>
        }
    };
    view! {
        <p class="hint">
            {fill("{} rounds with pictures of the test set, which no network was trained on. The critic plays along.", &[&ROUNDS])}
        </p>
        <div class="views" role="group" aria-label=say("What a round shows")>
            {choice(Mode::Pairs, say("Two: which one is real?"))}
            {choice(Mode::Singles, say("One: is it real?"))}
        </div>
        {move || trouble().map(|why| view! { <p class="wrong" role="alert">{tell(why)}</p> })}
        <Show when=untrained>
            <p class="hint">{say("The generator is not trained yet: its pictures are noise.")}</p>
        </Show>
        <div class="row files">
            <Show when=untrained>
                <button type="button" class="primary" on:click=move |_| lab.run.play()>{say("Start training")}</button>
            </Show>
            <button type="button" class:primary=move || !untrained() on:click=move |_| begin.run(())>{say("Start the quiz")}</button>
        </div>
    }
}

/// One round: pictures to choose from, then what they were.
#[component]
fn Round(state: RwSignal<State>) -> impl IntoView {
    let game = Memo::new(move |old: Option<&Option<Game>>| match state.get() {
        State::Playing(game) if game.round < game.rounds.count() => Some(game),
        // The last round, for as long as this panel lives.
        _ => old.cloned().flatten(),
    });
    let of = move |read: fn(&Game) -> usize| game.with(|game| game.as_ref().map_or(0, read));
    let round = Memo::new(move |_| of(|game| game.round));
    let pairs = game.with_untracked(|game| {
        game.as_ref()
            .is_some_and(|game| game.rounds.mode == Mode::Pairs)
    });
    let verdict = Memo::new(move |_| {
        let game = game.get()?;
        game.rounds.verdict(game.round)
    });
    let next = NodeRef::<html::Button>::new();
    let first = NodeRef::<html::Button>::new();
    let answer = move |said: bool| {
        if verdict.get_untracked().is_none() {
            change(state, |game| game.rounds.answer(said));
            request_animation_frame(move || focus(next));
        }
    };
    let go_on = move |_| {
        change(state, |game| game.round += 1);
        request_animation_frame(move || focus(first));
    };
    let on_key = move |event: KeyboardEvent| {
        let said = match event.key().as_str() {
            "1" | "ArrowLeft" => true,
            "2" | "ArrowRight" => false,
            _ => return,
        };
        event.prevent_default();
        answer(said);
    };
    // The picture on the left, the one on the right; of a single one there is only the left.
    let picture = move |place: usize| {
        Signal::derive(move || {
            let picture = game.with(|game| {
                let game = game.as_ref()?;
                let per_round = if pairs { 2 } else { 1 };
                Some(game.pictures.get(per_round * game.round + place)?.0.clone())
            });
            Arc::new(picture.unwrap_or_default())
        })
    };
    // What a picture is, once that was said.
    let truth = move |place: usize| {
        verdict
            .get()
            .map(|(truth, _, _)| match truth == (place == 0) {
                true => say("real"),
                false => say("generated"),
            })
    };
    let words = move || {
        let (verdict, game) = (verdict.get()?, game.get()?);
        Some(told(&game, verdict))
    };
    let one = move |place: usize, name: &'static str| {
        let label = move || match truth(place) {
            Some(truth) => format!("{name}: {truth}"),
            None => name.to_string(),
        };
        view! {
            <figure>
                <Strip pictures=picture(place) columns=1 role=Role::Accent name=label/>
                <figcaption>{move || truth(place).unwrap_or("?")}</figcaption>
            </figure>
        }
    };
    let open = move || verdict.read().is_none();
    let (yes, no) = match pairs {
        true => (say("The left one is real"), say("The right one is real")),
        false => (say("Real"), say("Generated")),
    };
    view! {
        <div on:keydown=on_key>
            <p class="row">
                <span role="status">{move || fill("Round {} of {}", &[&(round.get() + 1), &of(|game| game.rounds.count())])}</span>
                <span class="hint">{move || fill("Generator at iteration {}", &[&grouped(game.with(|game| game.as_ref().map_or(0, |game| game.iteration)))])}</span>
            </p>
            <div class="pair">
                {one(0, if pairs { say("Left picture") } else { say("Picture") })}
                {pairs.then(|| one(1, say("Right picture")))}
            </div>
            <div class="row files">
                <button type="button" node_ref=first disabled=move || !open() on:click=move |_| answer(true)>{yes}</button>
                <button type="button" disabled=move || !open() on:click=move |_| answer(false)>{no}</button>
                <Show when=move || !open()>
                    <button type="button" class="primary" node_ref=next on:click=go_on>{say("Next")}</button>
                </Show>
            </div>
            <p class="verdict" role="status">{words}</p>
            <p class="hint">{say("Keys: 1 or ← for the first answer, 2 or → for the second, Enter for the next round.")}</p>
        </div>
    }
}

/// Who was right, and what the critic saw.
fn told(game: &Game, (truth, said, machine): (bool, bool, bool)) -> String {
    let value = |place: usize| {
        let per_round = game.pictures.len() / game.rounds.count().max(1);
        let picture = game.pictures.get(per_round * game.round + place);
        let value = picture.map_or(f64::NAN, |picture| picture.1);
        match game.probability {
            true => format!("{:.2}", sigmoid(value)),
            false => number(value).to_string(),
        }
    };
    let right = |who: bool| {
        if who == truth {
            say("right")
        } else {
            say("wrong")
        }
    };
    let values = match game.rounds.mode {
        Mode::Pairs => fill("{} on the left, {} on the right", &[&value(0), &value(1)]),
        Mode::Singles => value(0),
    };
    let critic = match game.probability {
        true => say("The discriminator"),
        false => say("The critic"),
    };
    fill(
        "You are {}. {} is {}: it says {}.",
        &[&right(said), &critic, &right(machine), &values],
    )
}

/// After the last round.
#[component]
fn Summary(state: RwSignal<State>, begin: Callback<()>) -> impl IntoView {
    let game = match state.get_untracked() {
        State::Playing(game) => Some(game),
        _ => None,
    };
    game.map(|game| {
        let (you, critic) = game.rounds.score();
        let count = game.rounds.count();
        let (your, its) = game.rounds.tallies();
        let name = if game.probability { say("Discriminator") } else { say("Critic") };
        let row = |what: &'static str, of: fn(&Tally) -> usize| {
            view! { <tr><th scope="row">{what}</th><td>{of(&your)}</td><td>{of(&its)}</td></tr> }
        };
        view! {
            <p class="verdict" role="status">
                {fill("You: {} of {}. {}: {} of {}. Guessing: about {}.", &[&you, &count, &name, &critic, &count, &(count / 2)])}
            </p>
            <div class="metrics">
                <table aria-label=say("What was taken for what")>
                    <thead><tr><th scope="col">{say("Pictures")}</th><th scope="col">{say("You")}</th><th scope="col">{name}</th></tr></thead>
                    <tbody>
                        {row(say("Real, called real"), |tally| tally.real_called_real)}
                        {row(say("Real, called generated"), |tally| tally.real_called_fake)}
                        {row(say("Generated, called real"), |tally| tally.fake_called_real)}
                        {row(say("Generated, called generated"), |tally| tally.fake_called_fake)}
                    </tbody>
                </table>
            </div>
            <p class="hint">
                {fill("The generator was at iteration {}. In a perfect equilibrium neither of you could do better than guess.", &[&grouped(game.iteration)])}
            </p>
            <div class="row files">
                <button type="button" class="primary" on:click=move |_| begin.run(())>{say("Play again")}</button>
                <button type="button" on:click=move |_| state.set(State::Idle)>{say("Other rounds")}</button>
            </div>
        }
    })
}

fn change(state: RwSignal<State>, change: impl FnOnce(&mut Game)) {
    state.update(|state| {
        if let State::Playing(game) = state {
            change(game);
        }
    });
}

/// The keyboard goes on there, if it is still there.
fn focus(button: NodeRef<html::Button>) {
    if let Some(button) = button.try_get_untracked().flatten() {
        button.focus().ok();
    }
}
