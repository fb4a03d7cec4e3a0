//! What an iteration is said to cost in memory, against what it really takes.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::{all_views, first_digits, frame, ready, trainer_on};
use gan_playground::architecture::ARCHITECTURES;
use gan_playground::config::RunConfig;
use gan_playground::data::DATASETS;
use gan_playground::engine::Session;
use gan_playground::fault::Fault;
use gan_playground::objective::OBJECTIVES;
use gan_playground::plan::{Cost, bearable};
use gan_playground::protocol::{Command, Event};
use gan_playground::registry::Pick;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The system's allocator, which counts.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn taken(bytes: usize) {
    let now = NOW.fetch_add(bytes, Relaxed) + bytes;
    MOST.fetch_max(now, Relaxed);
}

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes that a run takes at most, from nothing through some iterations to a frame of all views.
fn measured(query: &str) -> f64 {
    let library = first_digits();
    let before = NOW.load(Relaxed);
    MOST.store(before, Relaxed);
    let mut trainer = trainer_on(query, library);
    // The second has the optimiser's memory; who grows is grown after so many.
    let steps = if trainer.config.growing().is_some() {
        6
    } else {
        2
    };
    (0..steps).for_each(|_| trainer.step());
    frame(&trainer, all_views());
    (MOST.load(Relaxed) - before) as f64
}

/// Settings of every kind that memory goes by: layers, penalties, what looks at pairs, what is remembered.
const RUNS: [&str; 18] = [
    "data=mnist&width=512&depth=5&batch=512",
    "data=mnist&width=512&depth=5&batch=64",
    "data=mnist&objective=wasserstein&lipschitz=gradient-penalty&width=256&batch=512",
    "data=mnist&architecture=dcgan&objective=non-saturating&filters=32&batch=64",
    "data=mnist&architecture=dcgan&objective=wasserstein&lipschitz=gradient-penalty&filters=16&batch=64&critic_steps=1",
    "data=mnist&architecture=residual&objective=wasserstein&lipschitz=gradient-penalty&filters=16&batch=32&critic_steps=1",
    "data=mnist&architecture=residual&objective=non-saturating&filters=16&batch=64",
    "data=mnist&architecture=gated&objective=non-saturating&filters=16&batch=64",
    "data=mnist&architecture=progressive&objective=non-saturating&filters=16&batch=64&hold_7=1&fade_14=1&hold_14=1&fade_28=1",
    "data=mnist&architecture=no-norm&objective=non-saturating&filters=32&batch=64&packing=4",
    "data=mnist&architecture=constant-width&objective=hinge&lipschitz=spectral-norm&filters=16&batch=64",
    "data=mnist&architecture=tanh&objective=hinge&filters=16&batch=64&virtual_batch_norm=1",
    "data=mnist&architecture=relu-mlp&objective=non-saturating&filters=16&batch=64&conditional=1&feature_matching=1&ema=1&historical_averaging=1",
    "data=ring&objective=non-saturating&minibatch_discrimination=1&batch=512",
    "data=ring&objective=wasserstein&lipschitz=gradient-penalty&minibatch_discrimination=1&batch=128&kernels=32&kernel_size=16&critic_steps=1",
    "data=ring&objective=sobolev&batch=512&width=512&depth=5&critic_steps=1",
    "data=ring&objective=non-saturating&lipschitz=r1&batch=512&width=512&depth=5",
    "data=gaussian-1d&objective=stein&batch=512&width=512&depth=5&critic_steps=1",
];

#[test]
fn memory_is_as_estimated() {
    for query in RUNS {
        let (config, wrong) = RunConfig::from_query(query);
        assert!(wrong.is_empty(), "{query}: {wrong:?}");
        let (estimate, real) = (Cost::of(&config).bytes, measured(query));
        let ratio = estimate / real;
        println!(
            "{ratio:.2}  {:.1} MB for {:.1}: {query}",
            estimate / 1e6,
            real / 1e6
        );
        assert!(
            (0.7..2.0).contains(&ratio),
            "{query}: {estimate} bytes for {real}"
        );
    }
}

/// Products of layers, counted by hand: 784·128 + 128·128 + 128 for a sample that the critic judges, and
/// 64·128 + 128·128 + 128·784 for one that is made.
#[test]
fn work_is_counted_by_matrix_products() {
    let query = "data=mnist&objective=non-saturating&lipschitz=none&width=128&depth=2&latent=64&batch=64&critic_steps=1";
    let cost = Cost::of(&RunConfig::from_query(query).0);
    let judged = 784.0 * 128.0 + 128.0 * 128.0 + 128.0;
    let made = 64.0 * 128.0 + 128.0 * 128.0 + 128.0 * 784.0;
    // Two batches there and back to the weights; one made; one made and judged, back to the samples and the weights.
    let expected = 64.0 * (4.0 * judged + made + 2.0 * made + 3.0 * judged);
    assert!(
        (cost.products / expected - 1.0).abs() < 1e-9,
        "{} for {expected}",
        cost.products
    );
}

/// What a refusal says helps: each setting that it names a value of, alone.
#[test]
fn what_is_to_be_lowered_is_enough() {
    for query in [
        "data=mnist&architecture=residual&objective=wasserstein&lipschitz=gradient-penalty&filters=64&batch=512",
        "data=ring&objective=non-saturating&minibatch_discrimination=1&kernels=32&kernel_size=16&batch=512",
        "data=mnist&architecture=progressive&objective=non-saturating&filters=64&batch=256",
    ] {
        let config = RunConfig::from_query(query).0;
        let Err(Fault::LargeRun { lower, .. }) = bearable(&[config]) else {
            panic!("{query} is borne");
        };
        assert!(!lower.is_empty());
        for setting in lower {
            assert!(setting.contains('='), "{query}: {setting}");
            let lowered = RunConfig::from_query(&format!("{query}&{setting}")).0;
            assert_ne!(lowered, config);
            assert_eq!(bearable(&[lowered]), Ok(()), "{query}: {setting}");
        }
    }
}

/// Whatever is recommended, and two of them side by side, can be borne.
#[test]
fn what_is_recommended_is_borne() {
    for (data, objective, architecture) in DATASETS.iter().flat_map(|data| {
        let pairs = OBJECTIVES
            .iter()
            .flat_map(|objective| ARCHITECTURES.iter().map(move |a| (objective, a)));
        pairs.map(move |(objective, architecture)| (data, objective, architecture))
    }) {
        let config = RunConfig::recommended(Pick(*data), Pick(*objective), Pick(*architecture));
        assert_eq!(bearable(&[config, config]), Ok(()), "{}", config.to_query());
    }
}

/// The engine says so in the place of starting, and goes on with what can be borne.
#[test]
fn a_session_refuses_what_it_cannot_bear() {
    let mut session = Session::new(Device::flex());
    let mut tell = |command| ready(session.handle(command));
    let large = "data=mnist&architecture=residual&objective=non-saturating&filters=64&batch=512"
        .to_string();
    let refused = tell(Command::Configure {
        run: 1,
        lanes: vec![large],
    });
    assert!(
        matches!(
            &refused[..],
            [Event::Stopped {
                run: 1,
                reason: Fault::LargeRun { .. }
            }]
        ),
        "{refused:?}"
    );
    assert!(tell(Command::Play).is_empty());
    assert!(
        tell(Command::Configure {
            run: 2,
            lanes: vec!["data=ring".to_string()]
        })
        .is_empty()
    );
    tell(Command::Play);
    let events = ready(session.advance(|| 0.0));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::Frame(frame) if frame.run == 2)),
        "{events:?}"
    );
}
