//! What comes from outside, by chance: whatever it is, it is read or refused in words, and the program
//! goes on.
//!
//! Each property is tried for two seconds; `GAN_PLAYGROUND_FUZZ=3600` makes that an hour. What fails is
//! made small, and printed with the seed that found it; `GAN_PLAYGROUND_SEED` tries it again.

#![expect(clippy::disallowed_methods, reason = "native tests have a clock")]

mod address;
mod drawing;
mod files;
mod numbers;
#[cfg(feature = "headless")]
mod weights;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Tries what a strategy makes until the time is over. A panic is a failure.
pub fn fuzz<S: Strategy>(made: S, property: impl Fn(S::Value)) {
    let seconds = said("GAN_PLAYGROUND_FUZZ").unwrap_or(2);
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seed =
        said("GAN_PLAYGROUND_SEED").unwrap_or(since.map_or(0, |time| time.as_nanos() as u64));
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: 64,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut tried = 0;
    while Instant::now() < end {
        let found = runner.run(&made, |value| {
            property(value);
            Ok::<_, TestCaseError>(())
        });
        if let Err(why) = found {
            panic!("GAN_PLAYGROUND_SEED={seed}: {why}");
        }
        tried += 64;
    }
    println!("{tried} tried in {seconds} s, seed {seed}");
}

fn said(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What a person reads: whole, of bounded length, and in one line.
pub fn is_readable(fault: &gan_playground::fault::Fault) {
    let said = fault.to_string();
    assert!(!said.trim().is_empty(), "{fault:?}");
    assert!(said.chars().count() < 1_500, "{said}");
}
