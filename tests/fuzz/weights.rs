//! Files of weights.

use super::{fuzz, is_readable};
use burn::tensor::Device;
use gan_playground::config::RunConfig;
use gan_playground::engine::{Trainer, weights};
use pollster::block_on;
use proptest::collection::vec;
use proptest::prelude::*;

const QUERY: &str = "data=ring&objective=non-saturating&width=4&depth=1&batch=8&ema=1";

fn run() -> Trainer {
    let (config, _) = RunConfig::from_query(QUERY);
    Trainer::new(config, Default::default(), &Device::flex())
}

fn file() -> Vec<u8> {
    let mut run = run();
    run.step();
    let archive = block_on(weights::save(&run)).expect("a device");
    archive.bytes().expect("a file")
}

/// Whatever is taken goes on, and is saved again.
fn is_taken_or_refused(trainer: &mut Trainer, bytes: &[u8]) {
    use gan_playground::protocol::Answer;
    match trainer.restore(bytes) {
        Err(why) | Ok(Answer::Misfit { why, .. }) => is_readable(&why),
        Ok(_) => {
            trainer.step();
            block_on(weights::save(trainer)).expect("a device");
        }
    }
}

#[test]
fn bytes_of_any_kind_are_no_run() {
    fuzz(vec(any::<u8>(), 0..400), |bytes| {
        is_taken_or_refused(&mut run(), &bytes);
        let size = (bytes.len() as u64).to_le_bytes();
        is_taken_or_refused(&mut run(), &[&size[..], &bytes].concat());
    });
}

/// A run with a few bytes changed: mostly in the header, which decides what is read.
#[test]
fn a_damaged_run_is_taken_or_refused() {
    let good = file();
    let header = u64::from_le_bytes(good[..8].try_into().expect("eight")) as usize;
    let at = prop_oneof![3 => 0..header + 8, 1 => 0..good.len()];
    let printable = prop_oneof![any::<u8>(), 32_u8..127];
    let cut = prop_oneof![4 => Just(good.len()), 1 => 0..good.len()];
    fuzz((vec((at, printable), 0..6), cut), |(changes, cut)| {
        let mut bytes = good.clone();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes.truncate(cut);
        is_taken_or_refused(&mut run(), &bytes);
    });
}
