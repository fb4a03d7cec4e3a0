//! The shipped shards: all 60,000 pictures, clear words about damaged ones, and a way on.
#![cfg(feature = "headless")]

use burn::tensor::Device;
use gan_playground::data::mnist::{PIXELS, Pictures, Split, TEST, TRAIN};
use gan_playground::engine::Session;
use gan_playground::protocol::{Asset, Event};

fn shard(name: &str) -> Vec<u8> {
    let path = format!("{}/assets/mnist/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("the shard is in assets")
}

#[test]
fn all_pictures_arrive() {
    let mut pictures = Pictures::of(Split::Train);
    for (name, count) in Split::Train.shards() {
        pictures
            .add_shard(&name, &shard(&name), count)
            .expect("a good shard");
    }
    assert_eq!(pictures.len(), TRAIN);
    // MNIST's known mean grey value is 0.1307 (of 1).
    let sum: u64 = (0..TRAIN)
        .flat_map(|i| pictures.pixels(i))
        .map(|&p| u64::from(p))
        .sum();
    let mean = sum as f64 / (TRAIN * PIXELS) as f64 / 255.0;
    assert!((mean - 0.1307).abs() < 1e-4, "{mean}");
}

#[test]
fn damaged_shards_are_refused_whole() {
    let (name, count) = Split::Train.shards().swap_remove(0);
    let good = shard(&name);
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let cases: [(&[u8], usize); 5] = [
        (&good[..good.len() / 2], count),
        (&flipped, count),
        (b"<!doctype html>", count),
        (b"", count),
        (&good, count + 1),
    ];
    for (bytes, count) in cases {
        let mut pictures = Pictures::of(Split::Train);
        let error = pictures.add_shard(&name, bytes, count).unwrap_err();
        assert!(error.to_string().contains(&name), "{error}");
        assert!(pictures.is_empty());
    }
}

/// The test set: its own pictures, and its own labels.
#[test]
fn all_held_out_pictures_arrive() {
    let mut pictures = Pictures::of(Split::Test);
    for (name, count) in Split::Test.shards() {
        assert!(!pictures.is_whole());
        assert_eq!(
            Split::Test.next(pictures.len()),
            Some((name.clone(), count))
        );
        let added = pictures.add_shard(&name, &shard(&name), count);
        added.expect("a good shard");
    }
    assert!(pictures.is_whole() && Split::Test.next(pictures.len()).is_none());
    // How often each digit occurs in the published test labels.
    let mut counts = [0; 10];
    (0..TEST).for_each(|i| counts[usize::from(pictures.label(i))] += 1);
    assert_eq!(
        counts,
        [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    );
}

/// A shard behind a missing one would shift every picture: none is taken, until the missing one comes.
#[test]
fn after_a_damaged_shard_it_comes_again_or_none() {
    let mut session = Session::new(Device::flex());
    let shards = Split::Train.shards();
    let mut add = |i: usize, damage: bool| {
        let (name, count) = &shards[i];
        let bytes = if damage { Vec::new() } else { shard(name) };
        session.add_shard(Split::Train, name, Ok(bytes), *count)
    };
    let loaded = |event: Option<Event>| match event {
        Some(Event::Loading { loaded, .. }) => loaded,
        _ => 0,
    };
    assert_eq!(loaded(add(0, false)), 1000);
    let Some(Event::Lacks {
        what,
        why: Some(why),
    }) = add(1, true)
    else {
        panic!("nothing is said of the damage");
    };
    assert_eq!(what, Asset::Digits);
    assert!(why.to_string().contains("train-01.gz"), "{why}");
    assert!(add(2, false).is_none());
    assert_eq!(loaded(add(1, false)), 6000);
    assert_eq!(loaded(add(2, false)), 11_000);
}
