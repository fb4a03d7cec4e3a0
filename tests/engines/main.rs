//! The engines' state machine: named moments, every order of a few events, and storms by chance.

mod faults;
mod storm;
mod world;

use gan_playground::fault::Fault;
use gan_playground::page::engines::{Adapter, Input, Kind, Note, Trouble};
use gan_playground::page::values::Choice;
use gan_playground::protocol::Event;
use world::{Mode, World};

/// A page whose engine is there.
fn started(choice: Choice) -> World {
    let mut world = World::new(choice, false);
    world.hear(Input::Start);
    world.settle();
    world
}

/// The same, with a run of this many iterations, which goes on.
fn playing(choice: Choice, iterations: u64) -> World {
    let mut world = started(choice);
    world.play();
    world.settle();
    let id = world.state.active().unwrap();
    while world.workers[&id].iteration < iterations {
        world.train(id);
    }
    world
}

fn at(world: &World) -> (u32, u64) {
    let worker = world.active().unwrap();
    (worker.run, worker.iteration)
}

/// The worker does all that it was told.
fn work(world: &mut World, id: u32) {
    (0..20).for_each(|_| world.work(id));
}

fn hear(world: &mut World, id: u32) {
    (0..20).for_each(|_| world.deliver(id));
}

#[test]
fn cpu_and_webgpu_are_taken_at_their_word() {
    let world = started(Choice::Cpu);
    assert_eq!(world.spawned, [Kind::Cpu]);
    let world = started(Choice::WebGpu);
    assert_eq!(world.spawned, [Kind::WebGpu]);
    assert_eq!(world.shown.note, Note::None);
}

#[test]
fn auto_trains_on_the_cpu_at_once_and_then_on_the_faster() {
    let mut world = World::new(Choice::Auto, false);
    world.play();
    world.hear(Input::Start);
    let cpu = world.candidate().unwrap();
    world.ready(cpu);
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    world.settle();
    assert_eq!(world.spawned, [Kind::Cpu, Kind::WebGpu]);
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    let Note::Timed { webgpu, cpu } = world.shown.note else {
        panic!("{:?}", world.shown.note);
    };
    assert!((webgpu - 100.0).abs() < 1e-9 && (cpu - 50.0).abs() < 1e-9);

    let mut world = World::new(Choice::Auto, false);
    world.rates = (50.0, 100.0);
    world.play();
    world.hear(Input::Start);
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    assert_eq!(world.workers.len(), 1);
    assert_eq!(world.active().unwrap().mode, Mode::Running);
}

#[test]
fn auto_tries_webgpu_once_for_each_shape_and_only_what_trains() {
    let mut world = started(Choice::Auto);
    let trials = |world: &World| {
        let tried = world.spawned.iter().filter(|kind| **kind == Kind::WebGpu);
        tried.count()
    };
    assert_eq!(trials(&world), 0);
    for (shape, count) in [("small", 1), ("small", 1), ("large", 2), ("large", 2)] {
        let spawned = world.spawned.len();
        world.pause();
        world.reshape(shape);
        world.settle();
        assert_eq!(world.spawned.len(), spawned, "only what trains");
        world.play();
        world.settle();
        world.pause();
        world.play();
        world.settle();
        assert_eq!(trials(&world), count, "{shape}");
    }
}

#[test]
fn who_plays_again_and_again_does_not_start_the_engine_anew_each_time() {
    let mut world = started(Choice::Auto);
    world.hear(Input::Choose(Choice::WebGpu));
    world.settle();
    world.hear(Input::Choose(Choice::Auto));
    let spawned = world.spawned.len();
    (0..3).for_each(|_| world.play());
    assert_eq!(world.spawned.len(), spawned);
}

#[test]
fn a_trial_that_cannot_be_timed_leaves_the_run_where_it_is() {
    let mut world = World::new(Choice::Auto, false);
    world.rates = (0.0, 50.0);
    world.play();
    world.hear(Input::Start);
    world.settle();
    assert!(matches!(world.shown.note, Note::NotUsable(_)));
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    assert_eq!(world.workers.len(), 1);
}

#[test]
fn without_an_adapter_the_cpu_trains_and_the_page_says_why() {
    for choice in [Choice::WebGpu, Choice::Auto] {
        let mut world = World::new(choice, false);
        world.adapter = Err(Fault::NoAdapter);
        world.play();
        world.hear(Input::Start);
        world.settle();
        assert_eq!(world.spawned, [Kind::Cpu], "WebGPU is not fetched");
        assert_eq!(world.shown.note, Note::OnCpu(Fault::NoAdapter));
        assert_eq!(world.shown.trouble, None);
    }
}

#[test]
fn an_adapter_in_software_is_not_tried_and_the_page_says_why() {
    let mut world = World::new(Choice::Auto, false);
    world.adapter = Ok(Adapter::Software);
    world.play();
    world.hear(Input::Start);
    world.settle();
    for _ in 0..2 {
        assert_eq!(world.spawned, [Kind::Cpu], "WebGPU is not fetched");
        assert_eq!(world.shown.note, Note::OnCpu(Fault::SoftwareAdapter));
        assert_eq!(world.shown.trouble, None);
        world.pause();
        world.reshape("large");
        world.play();
        world.settle();
    }
}

#[test]
fn an_adapter_in_software_is_used_where_it_is_chosen() {
    let mut world = World::new(Choice::WebGpu, false);
    world.adapter = Ok(Adapter::Software);
    world.hear(Input::Start);
    world.settle();
    assert_eq!(world.spawned, [Kind::WebGpu]);
    assert_eq!(world.shown.note, Note::None);
}

fn wrong() -> Fault {
    let why = "0.5 ≠ 0.7".to_string();
    Fault::WrongResults { why }
}

#[test]
fn who_computes_otherwise_than_the_cpu_loses_the_trial() {
    let (mut world, cpu, trial) = World::before_a_trial();
    world.ready(trial);
    world.train(cpu);
    let before = at(&world);
    world.fail(trial, wrong());
    world.settle();
    assert_eq!(world.shown.note, Note::NotUsable(wrong()));
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    assert!(at(&world) >= before);
    let spawned = world.spawned.len();
    world.pause();
    world.play();
    world.settle();
    assert_eq!(world.spawned.len(), spawned, "it is not tried again");
}

#[test]
fn a_run_goes_back_from_an_engine_that_computes_otherwise_than_the_cpu() {
    let mut world = playing(Choice::Cpu, 50);
    let before = at(&world);
    world.hear(Input::Choose(Choice::WebGpu));
    world.settle();
    let gpu = world.state.active().unwrap();
    world.fail(gpu, wrong());
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    assert_eq!(world.shown.trouble, Some(Trouble::Lost(wrong())));
    assert!(at(&world) >= before, "with all that the CPU had trained");
}

#[test]
fn webgpu_that_does_not_start_is_trouble_but_no_end() {
    let mut world = World::new(Choice::WebGpu, false);
    world.hear(Input::Start);
    world.probed();
    assert_eq!(world.shown.note, Note::Fetching);
    let id = world.candidate().unwrap();
    world.lose(id);
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    assert!(matches!(world.shown.note, Note::NotStarted(_)));
    assert!(matches!(world.shown.trouble, Some(Trouble::NotStarted(_))));
    world.hear(Input::Dismiss);
    assert_eq!(world.shown.trouble, None);
}

#[test]
fn a_cpu_that_does_not_start_is_the_visitors_to_decide() {
    let mut world = World::new(Choice::Cpu, false);
    world.hear(Input::Start);
    let id = world.candidate().unwrap();
    world.lose(id);
    assert!(world.shown.failed.is_some());
    world.hear(Input::Start);
    world.settle();
    assert_eq!(world.shown.failed, None);
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
}

#[test]
fn only_the_active_workers_events_reach_the_store() {
    let mut world = playing(Choice::Cpu, 5);
    let stop = |world: &mut World, id| {
        let (run, reason) = (world.now.run, Fault::Ended);
        world.hear(Input::Heard(id, Event::Stopped { run, reason }));
    };
    world.hear(Input::Choose(Choice::WebGpu));
    world.probed();
    let (active, other) = (world.state.active().unwrap(), world.candidate().unwrap());
    stop(&mut world, other);
    assert_eq!(world.store.stopped, 0);
    stop(&mut world, active);
    assert_eq!(world.store.stopped, 1);
}

#[test]
fn a_run_moves_with_all_its_iterations() {
    let mut world = playing(Choice::Cpu, 50);
    let before = at(&world);
    world.hear(Input::Choose(Choice::WebGpu));
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    assert!(at(&world) >= before);
    assert_eq!(world.active().unwrap().mode, Mode::Running);
    assert_eq!(world.workers.len(), 1);
}

#[test]
fn steps_survive_the_way_from_engine_to_engine() {
    let mut world = World::new(Choice::Cpu, false);
    // There is none yet.
    world.step();
    world.step();
    world.hear(Input::Start);
    world.settle();
    assert_eq!(at(&world), (1, 2));
    // Some are left when the run goes, and more come while it is on its way.
    (0..5).for_each(|_| world.step());
    let cpu = world.state.active().unwrap();
    work(&mut world, cpu);
    world.train(cpu);
    world.hear(Input::Choose(Choice::WebGpu));
    world.probed();
    let webgpu = world.candidate().unwrap();
    world.ready(webgpu);
    assert!(world.state.is_leaving());
    work(&mut world, cpu);
    world.step();
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    assert_eq!(at(&world), (1, 8));
}

#[test]
fn steps_that_another_wish_has_replaced_are_not_made() {
    let mut world = World::new(Choice::Cpu, false);
    world.step();
    world.play();
    world.hear(Input::Start);
    world.settle();
    assert_eq!(world.active().unwrap().mode, Mode::Running);
    assert_eq!(world.active().unwrap().stepped, 0);
}

#[test]
fn an_engine_whose_run_is_not_taken_after_all_trains_on() {
    let mut world = playing(Choice::Cpu, 5);
    world.hear(Input::Choose(Choice::WebGpu));
    world.probed();
    let webgpu = world.candidate().unwrap();
    world.ready(webgpu);
    assert!(world.state.is_leaving());
    world.lose(webgpu);
    world.settle();
    let worker = world.active().unwrap();
    assert_eq!((worker.kind, worker.held), (Kind::Cpu, false));
    assert_eq!(worker.mode, Mode::Running);
}

#[test]
fn what_an_older_decision_has_asked_is_heard_no_more() {
    let mut world = playing(Choice::Cpu, 5);
    world.hear(Input::Choose(Choice::WebGpu));
    world.hear(Input::Choose(Choice::Cpu));
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    assert_eq!(world.spawned, [Kind::Cpu]);

    // Two questions about the adapter, whose answers differ.
    world.hear(Input::Choose(Choice::WebGpu));
    world.hear(Input::Start);
    world.adapter = Err(Fault::NoAdapter);
    world.probed();
    assert_eq!(world.shown.note, Note::None);
    world.adapter = Ok(Adapter::Hardware);
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));

    // Two trials: the CPU's time in the first is none of the second's.
    let mut world = started(Choice::Auto);
    world.play();
    world.probed();
    let cpu = world.state.active().unwrap();
    while world.workers[&cpu].measures() == 0 {
        let webgpu = world.candidate().unwrap();
        world.ready(webgpu);
        world.work(webgpu);
        world.deliver(webgpu);
    }
    world.rates = (50.0, 100.0);
    world.reshape("large");
    world.settle();
    let Note::Timed { webgpu, cpu } = world.shown.note else {
        panic!("{:?}", world.shown.note);
    };
    assert!((webgpu - 50.0).abs() < 1e-9 && (cpu - 100.0).abs() < 1e-9);
}

#[test]
fn a_run_that_began_meanwhile_is_not_overwritten_by_an_old_checkpoint() {
    let mut world = playing(Choice::Cpu, 50);
    world.hear(Input::Choose(Choice::WebGpu));
    world.probed();
    let (cpu, webgpu) = (world.state.active().unwrap(), world.candidate().unwrap());
    world.ready(webgpu);
    // Saved, and not heard of yet.
    work(&mut world, cpu);
    world.reset();
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    assert_eq!(at(&world), (2, 0));
}

#[test]
fn a_lost_webgpu_goes_on_on_the_cpu_from_what_was_sent_last() {
    let mut world = playing(Choice::WebGpu, 50);
    world.settle();
    let safe = at(&world).1;
    let id = world.state.active().unwrap();
    (0..10).for_each(|_| world.train(id));
    hear(&mut world, id);
    // Of these the page hears nothing.
    (0..100).for_each(|_| world.train(id));
    world.lose(id);
    assert!(matches!(world.shown.trouble, Some(Trouble::Lost(_))));
    assert_eq!(world.shown.note, Note::Lost);
    world.settle();
    let worker = world.active().unwrap();
    assert_eq!((worker.kind, worker.mode), (Kind::Cpu, Mode::Running));
    assert!(
        (safe + 5..safe + 50).contains(&worker.iteration),
        "{worker:?}"
    );
}

/// The active CPU engine is lost.
fn lose(world: &mut World) {
    let id = world.state.active().unwrap();
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
    world.lose(id);
}

#[test]
fn a_lost_cpu_is_replaced_and_the_run_goes_on_from_what_was_kept() {
    let mut world = playing(Choice::Cpu, 50);
    world.settle();
    let before = at(&world);
    lose(&mut world);
    assert!(matches!(world.shown.trouble, Some(Trouble::Restarted(_))));
    world.settle();
    let after = at(&world);
    assert_eq!(after.0, before.0);
    assert!((before.1 - 3..=before.1).contains(&after.1), "{after:?}");
    assert_eq!(world.active().unwrap().mode, Mode::Running);
}

#[test]
fn what_ends_every_engine_at_the_same_place_is_the_visitors_to_change() {
    let mut world = playing(Choice::Cpu, 50);
    world.settle();
    lose(&mut world);
    world.settle();
    lose(&mut world);
    assert!(matches!(
        world.shown.failed,
        Some(Fault::StoppedAgain { .. })
    ));
    assert!(!world.shown.busy && world.workers.is_empty());
    // Told to try again, it is asked again at once.
    world.hear(Input::Start);
    world.settle();
    lose(&mut world);
    assert!(matches!(
        world.shown.failed,
        Some(Fault::StoppedAgain { .. })
    ));
    // Another run is another matter.
    world.reshape("large");
    world.settle();
    assert_eq!((world.shown.failed.clone(), at(&world)), (None, (2, 0)));
    lose(&mut world);
    assert_eq!(world.shown.failed, None);
}

#[test]
fn an_engine_that_is_lost_again_and_again_is_not_started_without_end() {
    let mut world = playing(Choice::Cpu, 50);
    for falls in 1.. {
        world.settle();
        let id = world.state.active().unwrap();
        (0..50).for_each(|_| world.train(id));
        (0..200).for_each(|_| world.deliver(id));
        lose(&mut world);
        if world.shown.failed.is_some() {
            assert_eq!(falls, 3);
            return;
        }
        assert!(falls < 3);
    }
}

#[test]
fn sleep_ends_every_worker_and_wake_goes_on_where_it_was() {
    for choice in [Choice::Auto, Choice::WebGpu, Choice::Cpu] {
        let mut world = playing(choice, 50);
        world.settle();
        let (kind, run) = (world.shown.kind, at(&world));
        world.sleep();
        assert_eq!(world.resting, 1, "not before the run is saved");
        world.settle();
        assert!(world.workers.is_empty());
        assert_eq!((world.resting, world.shown.kind), (0, None));
        let spawned = world.spawned.len();
        world.hear(Input::Wake);
        world.settle();
        assert_eq!((world.shown.kind, at(&world).0), (kind, run.0));
        assert!(at(&world).1 >= run.1);
        assert_eq!(world.spawned.len(), spawned + 1, "no second trial");
    }
}

#[test]
fn woken_before_it_sleeps_it_is_as_it_was() {
    let mut world = playing(Choice::Cpu, 50);
    world.sleep();
    world.hear(Input::Wake);
    assert_eq!(world.resting, 0);
    world.play();
    world.settle();
    assert_eq!(world.spawned, [Kind::Cpu]);
    assert_eq!(world.active().unwrap().mode, Mode::Running);
}

#[test]
fn a_trial_that_sleep_cut_short_is_worth_another() {
    let mut world = started(Choice::Auto);
    world.play();
    world.probed();
    assert_eq!(world.shown.note, Note::Trying);
    world.sleep();
    assert_eq!(world.shown.note, Note::None);
    world.settle();
    world.hear(Input::Wake);
    world.play();
    world.settle();
    assert!(matches!(world.shown.note, Note::Timed { .. }));
}

#[test]
fn webgpu_that_is_lost_while_the_page_falls_asleep_starts_nothing() {
    let mut world = playing(Choice::WebGpu, 50);
    world.settle();
    let id = world.state.active().unwrap();
    world.sleep();
    let spawned = world.spawned.clone();
    world.lose(id);
    assert_eq!(world.resting, 0);
    assert_eq!(world.spawned, spawned);
    assert_eq!((world.shown.asleep, world.shown.busy), (true, false));
    assert_eq!(world.shown.trouble, None);
    world.hear(Input::Wake);
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    assert!(at(&world).1 > 0, "from the last checkpoint");
}

#[test]
fn a_page_that_opens_asleep_starts_nothing_until_it_is_woken() {
    let mut world = World::new(Choice::Cpu, true);
    world.hear(Input::Start);
    assert!(!world.state.started() && world.spawned.is_empty());
    world.hear(Input::Wake);
    world.hear(Input::Start);
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::Cpu));
}

#[test]
fn a_guest_gives_the_run_back_as_it_was() {
    let mut world = playing(Choice::Cpu, 50);
    world.pause();
    world.settle();
    let before = at(&world);
    // Its run is replaced before anybody has answered.
    world.lend();
    world.play();
    world.settle();
    world.lend();
    world.settle();
    assert_eq!(at(&world), (before.0 + 2, before.1));
    assert_eq!(world.active().unwrap().mode, Mode::Paused);
}

#[test]
fn a_guest_that_comes_while_the_run_moves_gives_it_back_too() {
    let mut world = playing(Choice::Cpu, 50);
    world.hear(Input::Choose(Choice::WebGpu));
    world.probed();
    let webgpu = world.candidate().unwrap();
    world.ready(webgpu);
    assert!(world.state.is_leaving());
    let before = at(&world).1;
    world.lend();
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    world.lend();
    world.settle();
    assert_eq!(at(&world).1, before);
}

#[test]
fn a_run_that_is_kept_is_answered_also_by_an_engine_that_goes() {
    let mut world = playing(Choice::Cpu, 50);
    world.hear(Input::Choose(Choice::WebGpu));
    world.probed();
    let webgpu = world.candidate().unwrap();
    world.ready(webgpu);
    world.keep();
    // The run is on its way before its engine comes to the question.
    world.settle();
    assert_eq!(world.shown.kind, Some(Kind::WebGpu));
    world.check_rest();
}

#[test]
fn a_file_is_not_undone_by_a_loss() {
    let mut world = playing(Choice::WebGpu, 50);
    world.pause();
    world.settle();
    world.restore();
    world.settle();
    let file = at(&world);
    assert!(file.1 > 500 && world.store.iteration == file.1);
    let id = world.state.active().unwrap();
    world.lose(id);
    world.settle();
    assert_eq!(at(&world), file);
}

#[test]
fn frames_come_where_nobody_looks() {
    let mut world = started(Choice::Cpu);
    world.now.hidden = true;
    (0..3).for_each(|_| world.step());
    world.settle();
    assert_eq!(world.store.iteration, 3);
}
