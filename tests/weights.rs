//! A run as a file: back as it was, refused with the difference named, and in half the bytes.
#![cfg(feature = "headless")]

mod common;

use burn::tensor::Device;
use common::{ready, trainer};
use gan_playground::config::RunConfig;
use gan_playground::course::TRAINED;
use gan_playground::engine::{Session, Trainer, weights};
use gan_playground::protocol::{Answer, Command, Event, Question};

const QUERY: &str = "data=ring&objective=non-saturating&width=8&batch=16&ema=1";

fn steps(trainer: &mut Trainer, count: usize) {
    (0..count).for_each(|_| trainer.step());
}

fn file(trainer: &Trainer) -> Vec<u8> {
    let archive = ready(weights::save(trainer)).expect("a device");
    archive.bytes().expect("whole tensors")
}

fn restored(trainer: &mut Trainer, file: &[u8]) -> (u64, String) {
    match trainer.restore(file) {
        Ok(Answer::Restored {
            iteration,
            settings,
        }) => (iteration, settings),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_comes_back_and_goes_on_as_it_would_have() {
    let mut first = trainer(QUERY);
    steps(&mut first, 12);
    let bytes = file(&first);
    // Another seed, somewhere else on its way, in the middle of an iteration.
    let mut second = trainer(&format!("{QUERY}&seed=3"));
    steps(&mut second, 5);
    second.phase();
    second.config.seed = first.config.seed;
    let (iteration, settings) = restored(&mut second, &bytes);
    assert_eq!((iteration, settings), (12, first.config.to_query()));
    steps(&mut first, 4);
    steps(&mut second, 4);
    assert_eq!(ready(second.save()), ready(first.save()));
}

#[test]
fn other_networks_are_refused_and_the_difference_is_named() {
    let bytes = file(&trainer(QUERY));
    for (query, difference) in [
        (
            "data=ring&objective=non-saturating&width=12&batch=16",
            "critic.0.weight is [2, 8] in the file and [2, 12] here",
        ),
        (
            "data=ring&objective=non-saturating&width=8&batch=16&depth=1",
            "critic.4.weight is in the file alone",
        ),
        (
            "data=ring&objective=non-saturating&width=8&batch=16&latent=5",
            "generator.0.weight is [2, 8] in the file and [5, 8] here",
        ),
    ] {
        let mut run = trainer(query);
        steps(&mut run, 2);
        let before = ready(run.save());
        match run.restore(&bytes) {
            Ok(Answer::Misfit { why, settings }) => {
                assert!(why.to_string().contains(difference), "{why}");
                assert_eq!(settings, trainer(QUERY).config.to_query());
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(ready(run.save()), before);
    }
}

#[test]
fn packed_files_are_unpacked() {
    use std::io::Write as _;
    let mut first = trainer(QUERY);
    steps(&mut first, 2);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&file(&first)).unwrap();
    let packed = encoder.finish().unwrap();
    let mut second = trainer(QUERY);
    assert_eq!(restored(&mut second, &packed).0, 2);
    assert!(second.restore(&packed[..packed.len() / 2]).is_err());
}

#[test]
fn what_is_no_saved_run_is_refused() {
    let good = file(&trainer(QUERY));
    let mut run = trainer(QUERY);
    let before = ready(run.save());
    for bytes in [
        &good[..good.len() / 2],
        b"",
        b"<!doctype html>",
        &[0xff; 64],
    ] {
        let why = run.restore(bytes).expect_err("no saved run");
        assert!(why.to_string().contains("no safetensors file"), "{why}");
    }
    // Somebody else's tensors.
    let header = br#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
    let theirs = [&(header.len() as u64).to_le_bytes()[..], header, &[0; 4]].concat();
    let why = run.restore(&theirs).expect_err("not ours");
    assert!(why.to_string().contains("not a saved run"), "{why}");
    assert_eq!(ready(run.save()), before);
}

/// A file with another word in its header.
fn edited(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let (size, rest) = file.split_at(8);
    let size = u64::from_le_bytes(size.try_into().expect("eight bytes")) as usize;
    let header = std::str::from_utf8(&rest[..size]).expect("a header of text");
    assert!(header.contains(from), "{header}");
    let header = header.replacen(from, to, 1);
    let size = (header.len() as u64).to_le_bytes();
    [
        &size,
        header.as_bytes(),
        &rest[header.len() - to.len() + from.len()..],
    ]
    .concat()
}

#[test]
fn counters_that_no_run_has_are_refused() {
    let mut first = trainer(QUERY);
    steps(&mut first, 3);
    let good = file(&first);
    let mut run = trainer(QUERY);
    let before = ready(run.save());
    for (name, was) in [
        ("iteration", 3),
        ("critic_updates", 3),
        ("critic_optimiser_updates", 3),
        ("generator_optimiser_updates", 3),
    ] {
        for given in [
            "9007199254740992",
            "9007199254740993",
            "18446744073709551616",
            "-1",
            "3.5",
            "",
            "x",
        ] {
            let (from, to) = (
                format!(r#""{name}":"{was}""#),
                format!(r#""{name}":"{given}""#),
            );
            let Ok(Answer::Misfit { why, .. }) = run.restore(&edited(&good, &from, &to)) else {
                panic!("{to} was taken");
            };
            let said = format!("its {name} is “{given}”: a whole number");
            assert!(why.to_string().contains(&said), "{why}");
            assert_eq!(ready(run.save()), before);
        }
    }
    // The largest that is taken can be counted on from, and told.
    let most = edited(
        &good,
        r#""iteration":"3""#,
        r#""iteration":"1000000000000""#,
    );
    assert_eq!(restored(&mut run, &most).0, 1_000_000_000_000);
    steps(&mut run, 2);
}

/// The file with its tensors written as other floats, and the numbers of the one with this name changed.
fn as_floats(
    file: &[u8],
    dtype: &str,
    write: impl Fn(f32) -> Vec<u8>,
    name: &str,
    change: impl Fn(f32) -> f32,
) -> Vec<u8> {
    let (header, data) =
        file[8..].split_at(u64::from_le_bytes(file[..8].try_into().unwrap()) as usize);
    let mut header: serde_json::Value = serde_json::from_slice(header).unwrap();
    let mut bytes = Vec::new();
    for (this, tensor) in header.as_object_mut().unwrap() {
        if this == "__metadata__" {
            continue;
        }
        tensor["dtype"] = dtype.into();
        let ends = tensor["data_offsets"].as_array().unwrap().clone();
        let [from, to] = [0, 1].map(|i| ends[i].as_u64().unwrap() as usize);
        let start = bytes.len();
        for four in data[from..to].as_chunks().0 {
            let x = f32::from_le_bytes(*four);
            bytes.extend(write(if this == name { change(x) } else { x }));
        }
        tensor["data_offsets"] = vec![start, bytes.len()].into();
    }
    let header = header.to_string();
    [
        &(header.len() as u64).to_le_bytes(),
        header.as_bytes(),
        &bytes,
    ]
    .concat()
}

/// Floats of any length are read, and what they cannot hold is refused by the tensor's name.
#[test]
fn floats_of_any_kind_are_read() {
    type Write = fn(f32) -> Vec<u8>;
    let kinds: [(&str, Write, f32); 4] = [
        ("F64", |x| f64::from(x).to_le_bytes().to_vec(), 0.0),
        ("F32", |x| x.to_le_bytes().to_vec(), 0.0),
        (
            "F16",
            |x| half::f16::from_f32(x).to_le_bytes().to_vec(),
            2f32.powi(-11),
        ),
        (
            "BF16",
            |x| half::bf16::from_f32(x).to_le_bytes().to_vec(),
            2f32.powi(-8),
        ),
    ];
    let mut first = trainer(QUERY);
    steps(&mut first, 3);
    let good = file(&first);
    let saved = ready(first.save()).expect("a state");
    for (dtype, write, lost) in kinds {
        let mut second = trainer(QUERY);
        let written = as_floats(&good, dtype, write, "", |x| x);
        assert_eq!(restored(&mut second, &written).0, 3, "{dtype}");
        let read = ready(second.save()).expect("a state");
        for (a, b) in saved.tensors.iter().zip(&read.tensors) {
            assert_eq!(a.len(), b.len());
            let close = |(a, b): (&f32, &f32)| (a - b).abs() <= a.abs() * lost + 1e-7;
            assert!(a.iter().zip(b.iter()).all(close), "{dtype}");
        }
    }
}

#[test]
fn what_no_run_can_go_on_from_is_refused_by_name() {
    let mut first = trainer(QUERY);
    steps(&mut first, 3);
    let good = file(&first);
    let mut run = trainer(QUERY);
    let before = ready(run.save());
    let four = |x: f32| x.to_le_bytes().to_vec();
    let eight = |x: f32| f64::from(x).to_le_bytes().to_vec();
    for name in [
        "critic.0.weight",
        "generator.1.bias.first_moment",
        "extra.average",
    ] {
        for x in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30] {
            for (dtype, write) in [("F32", &four as &dyn Fn(f32) -> Vec<u8>), ("F64", &eight)] {
                let changed = as_floats(&good, dtype, write, name, |_| x);
                let taken = run.restore(&changed);
                let said = taken.expect_err(&format!("{name} {x} {dtype}")).to_string();
                assert!(
                    said.contains(&format!("{name} cannot be trained on: ")),
                    "{said}"
                );
                assert_eq!(ready(run.save()), before);
            }
        }
    }
    let negative = as_floats(&good, "F32", four, "critic.0.weight.second_moment", |_| {
        -1.0
    });
    let Ok(Answer::Misfit { why, .. }) = run.restore(&negative) else {
        panic!("negative squares were taken");
    };
    assert!(why.to_string().contains("second moment"), "{why}");
    let whole = as_floats(&good, "I32", four, "", |x| x);
    let why = run.restore(&whole).expect_err("no floats").to_string();
    assert!(why.contains("numbers of another kind (I32)"), "{why}");
    assert_eq!(ready(run.save()), before);
}

/// Shipped weights are floats of 16 bits: the same numbers to their eleven bits.
#[test]
fn halves_are_read() {
    let mut first = trainer(QUERY);
    steps(&mut first, 3);
    let halved = halves(&file(&first));
    let mut second = trainer(QUERY);
    let (iteration, _) = restored(&mut second, &halved);
    assert_eq!(iteration, 3);
    let (first, second) = (ready(first.save()), ready(second.save()));
    let (first, second) = (first.expect("a state"), second.expect("a state"));
    for (a, b) in first.tensors.iter().zip(&second.tensors) {
        assert_eq!(a.len(), b.len());
        let close = |(a, b): (&f32, &f32)| (a - b).abs() <= a.abs() * 2f32.powi(-11) + 1e-7;
        assert!(a.iter().zip(b.iter()).all(close));
    }
}

/// The same file with every number in half the bytes.
fn halves(file: &[u8]) -> Vec<u8> {
    let (header, data) =
        file[8..].split_at(u64::from_le_bytes(file[..8].try_into().unwrap()) as usize);
    let mut header: serde_json::Value = serde_json::from_slice(header).unwrap();
    for (name, tensor) in header.as_object_mut().unwrap() {
        if name != "__metadata__" {
            tensor["dtype"] = "F16".into();
            for offset in tensor["data_offsets"].as_array_mut().unwrap() {
                *offset = (offset.as_u64().unwrap() / 2).into();
            }
        }
    }
    let header = header.to_string();
    let floats = data
        .as_chunks()
        .0
        .iter()
        .map(|four| f32::from_le_bytes(*four));
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.into_bytes());
    bytes.extend(floats.flat_map(|x| half::f16::from_f32(x).to_le_bytes()));
    bytes
}

/// The session's way: a command with one answer, then a frame of the run that was taken over.
#[test]
fn a_session_takes_a_file() {
    let mut first = trainer(QUERY);
    steps(&mut first, 7);
    let mut session = Session::new(Device::flex());
    let clock = || 0.0;
    let lanes = vec![QUERY.to_string()];
    ready(session.handle(Command::Configure { run: 1, lanes }));
    let restore = |lane| Command::Restore {
        id: 5,
        lane,
        file: file(&first),
    };
    let answers = ready(session.handle(restore(0)));
    assert!(matches!(
        &answers[..],
        [Event::Answer {
            id: 5,
            answer: Ok(Answer::Restored { iteration: 7, .. })
        }]
    ));
    let answers = ready(session.handle(Command::Ask {
        id: 6,
        lane: 0,
        question: Question::Weights,
    }));
    let [
        Event::Answer {
            id: 6,
            answer: Ok(Answer::File(bytes)),
        },
    ] = &answers[..]
    else {
        panic!("{answers:?}");
    };
    assert_eq!(restored(&mut trainer(QUERY), bytes).0, 7);
    let frames = ready(session.advance(clock));
    assert!(
        frames
            .iter()
            .any(|event| matches!(event, Event::Frame(frame) if frame.iteration == 7))
    );
    let answers = ready(session.handle(restore(1)));
    assert!(matches!(
        &answers[..],
        [Event::Answer {
            id: 5,
            answer: Err(_)
        }]
    ));
}

/// What comes with the page opens with the settings that it names, and makes pictures.
#[test]
fn shipped_weights_open() {
    for trained in TRAINED {
        let path = format!("{}/assets/{}", env!("CARGO_MANIFEST_DIR"), trained.file);
        let bytes = std::fs::read(path).expect("the file is in assets");
        let mut run = trainer(trained.query);
        // Two bytes a weight, and packed.
        let weights = run.critic.network.count() + run.generator.network.count();
        assert!(bytes.len() < 2 * weights, "{}", trained.slug);
        let (iteration, settings) = restored(&mut run, &bytes);
        assert!(iteration >= 1000);
        let (settings, _) = RunConfig::from_query(&settings);
        assert_eq!(settings, run.config, "{}", trained.slug);
        let frame = common::frame(&run, Default::default());
        // Ink on dark paper, as on MNIST: a tenth to a fifth of the light, and both ends of it.
        let mean =
            frame.pictures.iter().map(|p| f64::from(*p)).sum::<f64>() / frame.pictures.len() as f64;
        assert!((20.0..50.0).contains(&mean), "{}: {mean}", trained.slug);
        assert!(frame.pictures.iter().any(|pixel| *pixel > 250));
    }
}
