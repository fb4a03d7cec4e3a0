//! The table of faults: every command × {its worker dies, it never answers}, and the graphics device.
//! Whatever happens, the visitor can stop, begin anew and leave within a second, whoever asked hears, and
//! the run goes on from what was kept or the page says why not.

use crate::world::World;
use crate::{at, playing};
use gan_playground::fault::Fault;
use gan_playground::page::engines::{Input, Kind, Measured, Note, Trouble};
use gan_playground::page::values::Choice;
use gan_playground::protocol::{Command, Event, Question, Speed, Views};

const CHOICES: [Choice; 2] = [Choice::Cpu, Choice::WebGpu];

/// One of each command that is sent as it is. `Save`, `Measure` and `Hold` are the machine's own: see
/// below.
fn commands(world: &World) -> Vec<Command> {
    let lanes = || vec![world.now.shape.clone()];
    let id = 7;
    let all = vec![
        Command::Configure {
            run: world.now.run,
            lanes: lanes(),
        },
        Command::Tune { lanes: lanes() },
        Command::Play,
        Command::Pause,
        Command::Step,
        Command::Speed(Speed::Max),
        Command::Acknowledge,
        Command::Visible(true),
        Command::Show(Views::default()),
        Command::Phase,
        Command::Fetch,
        Command::Own {
            data: "own-1d".to_string(),
            sample: None,
        },
        Command::Restore {
            id,
            lane: 0,
            file: Vec::new(),
        },
        Command::Ask {
            id,
            lane: 0,
            question: Question::Weights,
        },
    ];
    for command in &all {
        // A new command does not compile until it has its place here.
        match command {
            Command::Configure { .. }
            | Command::Tune { .. }
            | Command::Play
            | Command::Pause
            | Command::Step
            | Command::Speed(_)
            | Command::Acknowledge
            | Command::Visible(_)
            | Command::Show(_)
            | Command::Phase
            | Command::Fetch
            | Command::Own { .. }
            | Command::Restore { .. }
            | Command::Ask { .. } => {}
            Command::Save { .. }
            | Command::Measure { .. }
            | Command::Hold(_)
            | Command::Load(_)
            | Command::Mark(_) => {}
        }
    }
    all
}

/// What it is called, and what it does.
type Way = (&'static str, fn(&mut World));

/// What a visitor does about a run that hangs: each acts within a second.
const WAYS_ON: [Way; 4] = [
    ("pause", |world| world.pause()),
    ("reset", |world| world.reset()),
    ("other settings", |world| world.reshape("large")),
    ("sleep", |world| world.sleep()),
];

/// All that was asked is answered, and a run that is there does what is wanted.
fn goes_on(world: &mut World, what: &str) {
    world.settle();
    world.check_rest();
    let ended = world.active().is_none_or(|worker| !worker.dumb);
    assert!(ended, "{what}: the old worker is still there");
    if world.shown.asleep {
        world.hear(Input::Wake);
        world.settle();
    }
    world.play();
    world.settle();
    world.check_rest();
    assert!(world.active().is_some(), "{what}: no engine has the run");
}

#[test]
fn a_worker_that_dies_over_any_command_is_replaced() {
    for choice in CHOICES {
        for command in commands(&playing(choice, 20)) {
            let mut world = playing(choice, 20);
            world.settle();
            let before = at(&world);
            let id = world.state.active().unwrap();
            world.keep();
            world.hear(Input::Send(command.clone()));
            world.lose(id);
            world.settle();
            assert_eq!(world.shown.kind, Some(Kind::Cpu), "{command:?}");
            assert!(world.shown.trouble.is_some(), "{command:?}: it is said");
            let after = at(&world);
            assert!(
                after.0 == before.0 && after.1 + 3 >= before.1,
                "{command:?}"
            );
            goes_on(&mut world, &format!("{command:?}"));
        }
    }
}

#[test]
fn a_worker_that_never_answers_any_command_is_ended_when_the_visitor_goes_on() {
    for choice in CHOICES {
        for (way, act) in WAYS_ON {
            for command in commands(&playing(choice, 20)) {
                let what = format!("{way} after {command:?}");
                let mut world = playing(choice, 20);
                world.settle();
                let before = at(&world);
                let id = world.state.active().unwrap();
                world.silence(id);
                world.keep();
                world.hear(Input::Send(command));
                world.pass(12_000.0);
                let asleep = way == "sleep";
                act(&mut world);
                // Within a second, whatever the worker does.
                world.pass(900.0);
                assert!(world.state.active() != Some(id), "{what}");
                assert!(!asleep || world.resting == 0, "{what}");
                goes_on(&mut world, &what);
                if at(&world).0 == before.0 {
                    assert!(at(&world).1 + 3 >= before.1, "{what}: the run is lost");
                }
            }
        }
    }
}

#[test]
fn a_run_of_which_nothing_is_heard_is_said_to_be_busy() {
    for choice in CHOICES {
        let mut world = playing(choice, 20);
        world.settle();
        let note = world.shown.note.clone();
        world.pass(30_000.0);
        // It had nothing to say, and has answered when it was asked.
        let id = world.state.active().unwrap();
        (0..50).for_each(|_| world.work(id));
        (0..50).for_each(|_| world.deliver(id));
        assert_eq!(world.shown.note, note);
        world.silence(id);
        world.pass(5_000.0);
        assert_eq!(world.shown.note, note, "that can happen");
        world.pass(5_000.0);
        assert_eq!(world.shown.note, Note::Silent { seconds: 5 });
        world.pass(60_000.0);
        assert_eq!(world.shown.note, Note::Silent { seconds: 65 });
        assert_eq!(world.state.active(), Some(id), "who computes long may");
    }
}

#[test]
fn a_paused_run_asks_for_nothing_and_the_clock_does_not_ring() {
    let mut world = playing(Choice::Cpu, 20);
    world.pause();
    world.settle();
    assert_eq!(world.state.due(), None);
}

#[test]
fn what_is_lost_with_a_worker_that_was_ended_is_said() {
    let mut world = playing(Choice::Cpu, 20);
    world.settle();
    let id = world.state.active().unwrap();
    // The page sees 20 or more, and has what was sent at a multiple of three.
    for _ in 0..4 {
        world.train(id);
        world.settle();
    }
    assert_eq!(world.workers[&id].iteration % 3, 0);
    for _ in 0..2 {
        world.train(id);
        world.settle();
    }
    let seen = world.store.iteration;
    world.silence(id);
    world.pause();
    assert_eq!(world.shown.trouble, None);
    world.pass(900.0);
    let Some(Trouble::CutOff { at: kept, lost }) = world.shown.trouble else {
        panic!("{:?}", world.shown.trouble);
    };
    assert_eq!(kept + lost, seen);
    assert_eq!(
        world.store.iteration, kept,
        "what is shown is what is there"
    );
    world.settle();
    assert_eq!(at(&world).1, kept);
    world.hear(Input::Dismiss);
    assert_eq!(world.shown.trouble, None);
}

#[test]
fn steps_that_a_hanging_worker_has_not_come_to_are_made_by_the_next() {
    let mut world = playing(Choice::Cpu, 20);
    world.settle();
    let id = world.state.active().unwrap();
    world.silence(id);
    world.step();
    world.reset();
    (0..3).for_each(|_| world.step());
    world.settle();
    assert_ne!(world.state.active(), Some(id));
    assert_eq!(at(&world), (2, 3), "of the run that they were meant for");
}

#[test]
fn a_worker_that_comes_to_its_pause_in_time_lives() {
    let mut world = playing(Choice::Cpu, 20);
    world.settle();
    let id = world.state.active().unwrap();
    world.pause();
    world.pass(650.0);
    (0..50).for_each(|_| world.work(id));
    (0..50).for_each(|_| world.deliver(id));
    world.pass(60_000.0);
    assert_eq!(world.state.active(), Some(id));
    // One that stands already need not come to it at once, however often it is told.
    world.silence(id);
    (0..3).for_each(|_| world.pause());
    world.pass(60_000.0);
    assert_eq!(world.state.active(), Some(id));
}

#[test]
fn a_page_that_is_held_up_itself_hears_what_was_said_before_it_ends_anybody() {
    let mut world = playing(Choice::Cpu, 20);
    world.settle();
    let id = world.state.active().unwrap();
    world.pause();
    (0..50).for_each(|_| world.work(id));
    // All is said; the page comes to its clock first.
    world.hold_up(5_000.0);
    (0..50).for_each(|_| world.deliver(id));
    world.pass(60_000.0);
    assert_eq!(world.state.active(), Some(id));
}

#[test]
fn a_measurement_that_does_not_end_does_not_hold_up_a_pause() {
    let mut world = playing(Choice::Cpu, 20);
    world.pause();
    world.settle();
    let id = world.state.active().unwrap();
    world.hear(Input::Occupy);
    world.silence(id);
    world.pause();
    world.pass(900.0);
    assert_ne!(world.state.active(), Some(id));
}

#[test]
fn an_adapter_that_is_never_heard_of_is_none() {
    for choice in [Choice::WebGpu, Choice::Auto] {
        let mut world = World::new(choice, false);
        world.play();
        world.hear(Input::Start);
        // The question is asked once the CPU trains, and never answered.
        for id in world.workers.keys().copied().collect::<Vec<_>>() {
            world.ready(id);
            (0..50).for_each(|_| world.work(id));
            (0..50).for_each(|_| world.deliver(id));
        }
        world.forget_probes();
        world.pass(11_000.0);
        world.settle();
        let late = matches!(
            &world.shown.note,
            Note::OnCpu(Fault::NoAdapterAnswer { .. })
        );
        assert!(late, "{:?}", world.shown.note);
        world.check_rest();
        assert_eq!(world.shown.kind, Some(Kind::Cpu));
    }
}

#[test]
fn a_worker_that_never_starts_is_given_up() {
    let mut world = World::new(Choice::WebGpu, false);
    world.play();
    world.hear(Input::Start);
    world.probed();
    let id = world.candidate().unwrap();
    world.silence(id);
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    assert!(matches!(
        world.shown.trouble,
        Some(Trouble::NotStarted(Fault::NoStart { .. }))
    ));
    let mut world = World::new(Choice::Cpu, false);
    world.hear(Input::Start);
    let id = world.candidate().unwrap();
    world.silence(id);
    world.settle();
    assert!(matches!(world.shown.failed, Some(Fault::NoStart { .. })));
}

#[test]
fn a_trial_that_never_ends_leaves_the_run_on_the_cpu() {
    let (mut world, _, webgpu) = World::before_a_trial();
    world.ready(webgpu);
    world.silence(webgpu);
    world.settle();
    assert!(matches!(
        world.shown.note,
        Note::NotUsable(Fault::LongTrial { .. })
    ));
    assert_eq!(
        (world.workers.len(), world.shown.kind),
        (1, Some(Kind::Cpu))
    );
}

#[test]
fn an_engine_that_does_not_give_its_run_away_is_ended() {
    let mut world = playing(Choice::Cpu, 20);
    world.settle();
    let before = at(&world).1;
    let cpu = world.state.active().unwrap();
    world.silence(cpu);
    world.hear(Input::Choose(Choice::WebGpu));
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    assert!(at(&world).1 + 3 >= before);
    assert_eq!(world.workers.len(), 1);
}

#[test]
fn a_trial_that_the_visitor_cuts_short_is_taken_again_or_given_up() {
    let trial = || {
        let (mut world, cpu, webgpu) = World::before_a_trial();
        world.ready(webgpu);
        while world.workers[&cpu].measures() == 0 {
            world.work(webgpu);
            world.deliver(webgpu);
            world.work(cpu);
            world.deliver(cpu);
        }
        world
    };
    let mut world = trial();
    world.play();
    world.settle();
    assert!(matches!(world.shown.note, Note::Timed { .. }));
    let mut world = trial();
    world.pause();
    world.settle();
    assert_eq!(
        (world.workers.len(), world.shown.kind),
        (1, Some(Kind::Cpu))
    );
    world.play();
    world.settle();
    assert!(matches!(world.shown.note, Note::Timed { .. }));
}

/// Lost, out of memory, wrong: the worker says so, at any moment of its life, and the run is on the CPU
/// then, with a sentence.
#[test]
fn a_graphics_device_that_fails_leaves_the_run_on_the_cpu_and_the_page_says_why() {
    let why = || "why".to_string();
    for fault in [
        Fault::DeviceLost { why: why() },
        Fault::DeviceFull { why: why() },
        Fault::DeviceRefused { why: why() },
        Fault::WrongResults { why: why() },
    ] {
        let failed = |world: &mut World, id| {
            let reason = fault.clone();
            world.fail(id, reason);
            world.settle();
            world.check_rest();
            assert_eq!(world.shown.kind, Some(Kind::Cpu), "{fault:?}");
        };
        // While it trains.
        let mut world = playing(Choice::WebGpu, 20);
        world.settle();
        let before = at(&world).1;
        let id = world.state.active().unwrap();
        failed(&mut world, id);
        assert_eq!(world.shown.trouble, Some(Trouble::Lost(fault.clone())));
        assert!(at(&world).1 + 3 >= before);
        // While it starts.
        let mut world = World::new(Choice::WebGpu, false);
        world.play();
        world.hear(Input::Start);
        world.probed();
        let id = world.candidate().unwrap();
        failed(&mut world, id);
        assert_eq!(world.shown.note, Note::NotStarted(fault.clone()));
        // On trial.
        let (mut world, _, id) = World::before_a_trial();
        failed(&mut world, id);
        assert_eq!(world.shown.note, Note::NotUsable(fault.clone()));
    }
}

#[test]
fn a_measurement_of_nothing_is_no_loss() {
    let mut world = playing(Choice::Cpu, 5);
    let (steps, seconds) = (3, 1.0);
    world.hear(Input::Measured(12_345, Ok(Measured { steps, seconds })));
    world.hear(Input::Heard(999, Event::Reached(1)));
    world.settle();
    world.check_rest();
}
