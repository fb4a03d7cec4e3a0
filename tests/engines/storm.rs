//! Whatever comes in whatever order: what must hold holds after each input, and in the quiet after
//! the storm the page stands as the visitor wants it.

use crate::world::World;
use gan_playground::fault::Fault;
use gan_playground::page::engines::{Adapter, Input};
use gan_playground::page::values::Choice;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::panic::{AssertUnwindSafe, catch_unwind};

const SEEDS: u64 = 10_000;
const LENGTH: usize = 150;
/// Acts in a row of which every order is tried.
const LONG: usize = 6;
const CHOICES: [Choice; 3] = [Choice::Auto, Choice::WebGpu, Choice::Cpu];

/// Does something by chance, half of the time what a worker or the browser would do.
fn happen(world: &mut World, rng: &mut Xoshiro256PlusPlus) {
    let ids: Vec<u32> = world.workers.keys().copied().collect();
    let any = |rng: &mut Xoshiro256PlusPlus| match ids.len() {
        0 => 0,
        n => ids[rng.random_range(0..n)],
    };
    match rng.random_range(0..60) {
        0..6 => {
            let id = any(rng);
            world.ready(id);
        }
        6..15 => {
            let id = any(rng);
            world.work(id);
        }
        15..22 => {
            let id = any(rng);
            world.train(id);
        }
        22..31 => {
            let id = any(rng);
            world.deliver(id);
        }
        31..33 => world.probed(),
        33..35 => world.paint(),
        35 => world.haunt(),
        36 => match rng.random_range(0..4) {
            0 => world.pass(11_000.0),
            1 => world.pass(400.0),
            2 => world.hold_up(900.0),
            _ => world.pass(200_000.0),
        },
        37 => {
            let id = any(rng);
            match rng.random() {
                true => world.lose(id),
                false => world.silence(id),
            }
        }
        38..42 => world.play(),
        42..44 => world.pause(),
        44..47 => world.step(),
        47 => world.reset(),
        48 => world.reshape(["small", "large"][rng.random_range(0..2)]),
        49 => world.sleep(),
        50..53 => world.hear(Input::Wake),
        53 => world.hear(Input::Choose(CHOICES[rng.random_range(0..3)])),
        54 => world.hear(Input::Start),
        55 => world.show(rng.random()),
        56 => world.now.hidden = rng.random(),
        57 => match rng.random() {
            true => world.lend(),
            false => world.keep(),
        },
        58 => world.restore(),
        _ => {
            let adapter = [
                Ok(Adapter::Hardware),
                Ok(Adapter::Software),
                Err(Fault::NoAdapter),
            ];
            world.adapter = adapter[rng.random_range(0..3)].clone();
            world.rates = [(100.0, 50.0), (50.0, 100.0), (0.0, 50.0)][rng.random_range(0..3)];
        }
    }
}

fn storm(seed: u64, tells: bool) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut world = World::new(CHOICES[rng.random_range(0..3)], rng.random());
    world.tells = tells;
    for _ in 0..LENGTH {
        happen(&mut world, &mut rng);
    }
    world.settle();
    world.check_rest();
    // Whoever sleeps now finds the run where it was.
    world.sleep();
    world.settle();
    world.check_rest();
    world.hear(Input::Wake);
    world.settle();
    world.check_rest();
}

#[test]
fn any_storm_is_weathered() {
    for seed in 0..SEEDS {
        if catch_unwind(|| storm(seed, false)).is_err() {
            println!("seed {seed}");
            storm(seed, true);
        }
    }
}

/// One of few things, in an order of which all are tried: what it is called, and whether there was
/// anything to do.
type Act = (&'static str, fn(&mut World) -> bool);

const ACTS: [Act; 10] = [
    ("silence", |world| {
        let active = world.state.active();
        let hears = active.filter(|id| !world.workers[id].dumb);
        hears.inspect(|id| world.silence(*id)).is_some()
    }),
    ("loss", |world| {
        let active = world.state.active();
        active.inspect(|id| world.lose(*id)).is_some()
    }),
    ("loss of the other", |world| {
        let other = world.candidate();
        other.inspect(|id| world.lose(*id)).is_some()
    }),
    ("sleep", |world| {
        let awake = !world.shown.asleep;
        world.sleep();
        awake
    }),
    ("wake", |world| {
        let asleep = world.shown.asleep;
        world.hear(Input::Wake);
        asleep
    }),
    ("choice", |world| {
        let next = match world.shown.choice {
            Choice::Auto => Choice::WebGpu,
            Choice::WebGpu => Choice::Cpu,
            Choice::Cpu => Choice::Auto,
        };
        world.hear(Input::Choose(next));
        true
    }),
    ("reset", |world| {
        world.reset();
        true
    }),
    ("step", |world| {
        world.step();
        true
    }),
    ("play", |world| {
        let paused = !world.now.trains;
        world.play();
        paused
    }),
    ("answers", |world| {
        let waits = world.shown.busy || world.state.is_leaving();
        world.probed();
        for id in world.workers.keys().copied().collect::<Vec<_>>() {
            world.ready(id);
            world.train(id);
            (0..4).for_each(|_| world.work(id));
            (0..4).for_each(|_| world.deliver(id));
        }
        waits
    }),
];

fn at_rest(world: &World) {
    let mut rest = world.clone();
    rest.settle();
    rest.check_rest();
}

/// Goes on from here with every act, and comes to rest after each.
fn every_order(world: &World, path: &mut Vec<Act>, length: usize) {
    for act in ACTS {
        let mut next = world.clone();
        path.push(act);
        let act = || {
            let acted = (act.1)(&mut next);
            at_rest(&next);
            acted
        };
        match catch_unwind(AssertUnwindSafe(act)) {
            Ok(true) if length > 1 => every_order(&next, path, length - 1),
            Ok(_) => {}
            Err(_) => retrace(path),
        }
        path.pop();
    }
}

/// Says what went wrong, and how it came to it.
fn retrace(path: &[Act]) {
    for choice in CHOICES {
        println!("from {choice:?}");
        let mut world = trains(choice);
        world.tells = true;
        for (name, act) in path {
            println!("— {name}");
            act(&mut world);
        }
        at_rest(&world);
    }
}

fn trains(choice: Choice) -> World {
    let mut world = World::new(choice, false);
    world.hear(Input::Start);
    world.settle();
    world.play();
    world.settle();
    world
}

#[test]
fn every_order_comes_to_a_good_end() {
    for choice in CHOICES {
        every_order(&trains(choice), &mut Vec::new(), LONG);
    }
}
