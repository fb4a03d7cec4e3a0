//! The headless program, run as a user runs it.
#![cfg(feature = "headless")]

mod common;

use common::{frame, trainer};
use gan_playground::config::KNOBS;
use gan_playground::protocol::{Extra, Views};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// As small as trains at all.
const SMALL: &str = "--data ring --objective hinge --width 8 --batch 16";

/// Runs the program with these arguments, none of which holds a blank.
fn headless(args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headless"))
        .args(args.split_whitespace())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts")
}

/// What it says of a run that goes well.
fn report(args: &str) -> String {
    let output = headless(args);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args}: {complaint}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(args: &str) -> Value {
    serde_json::from_str(&report(&format!("{args} --format json"))).expect("JSON")
}

/// The measurements of a CSV report: everything but times.
fn csv(args: &str) -> Vec<Vec<(String, String)>> {
    let text = report(&format!("{args} --format csv"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let rows = reader.records().map(|row| {
        let row = row.expect("a row as long as the header");
        let cells = header.iter().zip(&row);
        let untimed = cells.filter(|(name, _)| !name.starts_with("se") && !name.starts_with("st"));
        untimed
            .map(|(name, cell)| (name.to_string(), cell.to_string()))
            .collect()
    });
    rows.collect()
}

/// The complaint and the exit code of a run that goes badly.
fn refusal(args: &str) -> (i32, String) {
    let output = headless(args);
    let code = output.status.code().expect("an exit code");
    (code, String::from_utf8(output.stderr).expect("UTF-8"))
}

/// A file for this test alone.
fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("headless");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::remove_file(&path).ok();
    path
}

#[test]
fn help_lists_every_knob() {
    let help = report("--help");
    for knob in KNOBS.iter() {
        assert!(help.contains(&format!("--{} ", knob.slug)), "{}", knob.slug);
        let start: String = knob.help.chars().take(30).collect();
        assert!(help.contains(&start), "{}", knob.slug);
    }
    assert!(help.contains("[0.001 to 1; default 0.01]"));
}

#[test]
fn what_cannot_be_taken_is_named() {
    for (args, words) in [
        ("--clip 7", "0.001 to 1"),
        ("--clip x", "--clip"),
        ("--clip=-1", "--clip"),
        ("--clap 1", "--clap"),
        ("--objective wassertsein", "wasserstein"),
        ("--minibatch_std 2", "--minibatch_std"),
        ("--query data=ring&clip=7", "clip: 7"),
        ("--query data=ring&clap=7", "clap"),
        (
            "--query compare=hinge,minimax",
            "--sweep objective=hinge,minimax",
        ),
        ("--data two-moons --objective stein", "objective: “stein”"),
        (
            "--sweep data=ring,two-moons --objective stein",
            "with data=two-moons",
        ),
        ("--sweep clip=0.1,7", "clip: 7"),
        ("--metrics mode", "modes"),
        ("--success modes=8", "modes>=8"),
        (
            "--data two-moons --success modes>=8",
            "this run does not have this metric",
        ),
        ("--data own-2d", "--points"),
        ("--data ring --seed 999999 --seeds 2", "seed: 1000000"),
        ("--steps 0", "--steps"),
    ] {
        let (code, complaint) = refusal(args);
        assert!(complaint.contains(words), "{args}: {complaint}");
        assert_eq!(code, 2, "{args}");
    }
    #[cfg(not(feature = "headless-wgpu"))]
    assert!(refusal("--engine wgpu").1.contains("headless-wgpu"));
}

/// In threads, one after the other, by a link, and by the library: the same numbers.
#[test]
fn a_run_is_the_same_whoever_drives_it() {
    let args = format!("{SMALL} --steps 30 --every 10 --seed 3 --seeds 2");
    let parallel = csv(&format!("{args} --jobs 2"));
    assert_eq!(parallel, csv(&format!("{args} --jobs 1")));
    let link = "https://example.org/?view=train&data=ring&objective=hinge&width=32&batch=16&seed=3";
    let query = format!("--query {link} --width 8 --steps 30 --every 10 --seeds 2");
    assert_eq!(parallel, csv(&query));
    // Three measurements and the start.
    assert_eq!(parallel.len(), 2 * 4);

    let views = Views::of(&[Extra::Metrics]);
    for (rows, seed) in parallel.chunks(4).zip(3..) {
        let query = format!("data=ring&objective=hinge&width=8&batch=16&seed={seed}");
        let mut trainer = trainer(&query);
        (0..30).for_each(|_| trainer.step());
        let frame = frame(&trainer, views);
        let cell = |name: &str| {
            let found = rows[3].iter().find(|(header, _)| header == name);
            let (_, text) = found.unwrap_or_else(|| panic!("no {name}"));
            text.parse::<f64>().expect("a number")
        };
        assert_eq!(cell("critic_loss"), frame.critic_loss);
        assert!(!frame.metrics.is_empty());
        for reading in &frame.metrics {
            assert_eq!(cell(&reading.metric), reading.value, "{}", reading.metric);
            assert_eq!(cell(&format!("{}_floor", reading.metric)), reading.floor);
        }
    }
}

/// 30 iterations and 20 from a file are 50, with everything that a run can remember.
#[test]
fn a_saved_run_goes_on_as_if_nothing_had_been() {
    let remembering = [
        "--objective hinge --lipschitz spectral-norm --depth 5 --optimiser adam --ema \
         --historical_averaging --virtual_batch_norm",
        "--objective sobolev --optimiser rmsprop --momentum 0.5 --minibatch_discrimination",
        "--objective minimax --optimiser sgd --momentum 0.9 --packing 2",
    ];
    for (i, settings) in remembering.iter().enumerate() {
        let file = scratch(&format!("run-{i}.safetensors"));
        let file = file.display();
        let args = format!("--data ring --width 8 --batch 16 {settings}");
        report(&format!("{args} --steps 30 --save {file}"));
        let loaded = csv(&format!("--load {file} --steps 20"));
        assert_eq!(loaded, csv(&format!("{args} --steps 50")), "{settings}");
    }
}

#[test]
fn several_runs_are_saved_and_loaded_one_by_one() {
    let file = scratch("all.safetensors");
    let folder = file.parent().expect("a folder");
    let args = format!("{SMALL} --seeds 2 --steps 5");
    report(&format!(
        "{args} --sweep lipschitz=none,clip --save {}",
        file.display()
    ));
    let saved = |name: &str| folder.join(name).is_file();
    assert!(saved("all-none-7.safetensors") && saved("all-clip-8.safetensors"));
    let start = folder.join("all-clip.safetensors");
    let loaded = csv(&format!("--seeds 2 --steps 5 --load {}", start.display()));
    let args = format!("{SMALL} --lipschitz clip --seeds 2 --steps 10");
    assert_eq!(loaded, csv(&args));
}

#[test]
fn pictures_are_a_file_to_look_at() {
    let file = scratch("digits.png");
    report(&format!(
        "--data mnist --width 4 --batch 4 --steps 1 --pictures {}",
        file.display()
    ));
    let bytes = std::fs::read(&file).expect("the picture");
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .expect("a PNG");
    let (width, height) = reader.info().size();
    assert_eq!((width, height), (8 * 28, 5 * 28));
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("all of it");
    // An untrained generator's samples are grey all over, around the middle.
    let sum: u32 = pixels
        .iter()
        .map(|&two| u32::from(two >> 4) + u32::from(two & 15))
        .sum();
    let mean = f64::from(sum) / f64::from(width * height);
    assert!((6.0..9.0).contains(&mean), "{mean}");
    let (code, complaint) = refusal(&format!("{SMALL} --pictures {}", file.display()));
    assert!(
        code == 2 && complaint.contains("no pictures"),
        "{complaint}"
    );
}

#[test]
fn samples_are_a_table_of_real_and_generated_points() {
    let file = scratch("samples.csv");
    let read = |args: &str| -> (Vec<String>, Vec<(String, Vec<f64>)>) {
        report(&format!("{args} --samples {}", file.display()));
        let mut reader = csv::Reader::from_path(&file).expect("the table");
        let header = reader.headers().expect("a header");
        let header = header.iter().map(str::to_string).collect();
        let rows = reader.records().map(|row| {
            let row = row.expect("a row as long as the header");
            let numbers = row
                .iter()
                .skip(1)
                .map(|number| number.parse().expect("a number"));
            (row[0].to_string(), numbers.collect())
        });
        (header, rows.collect())
    };
    let (header, rows) = read("--data exponential-1d --width 4 --batch 4 --steps 1");
    assert_eq!(header, ["of", "x"]);
    // Exponential samples are positive.
    let real = rows.iter().filter(|(of, _)| of == "real");
    assert!(real.clone().count() > 100 && real.clone().all(|(_, at)| at[0] >= 0.0));
    let (header, rows) = read(&format!("{SMALL} --steps 1"));
    assert_eq!(header, ["of", "x", "y"]);
    for (of, at) in &rows {
        // The ring's radius is 1, its piles' deviation 0.05.
        let length = at[0].hypot(at[1]);
        assert!(of == "generated" || (length - 1.0).abs() < 0.3, "{length}");
    }
    let generated = rows.iter().filter(|(of, _)| of == "generated").count();
    assert_eq!(2 * generated, rows.len());
    let (code, complaint) = refusal(&format!(
        "--data mnist --width 4 --batch 4 --steps 1 --samples {}",
        file.display()
    ));
    assert!(code == 2 && complaint.contains("no points"), "{complaint}");
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let file = scratch("narrow.safetensors");
    report(&format!("{SMALL} --steps 2 --save {}", file.display()));
    let load = format!("--load {} --steps 2", file.display());
    for (change, difference) in [
        (
            "--width 16",
            "critic.0.weight is [2, 8] in the file and [2, 16] here",
        ),
        ("--depth 3", "critic.6.weight is not in the file"),
        ("--depth 1", "critic.4.weight is in the file alone"),
        (
            "--data gaussian-1d",
            "critic.0.weight is [2, 8] in the file and [1, 8] here",
        ),
    ] {
        let (code, complaint) = refusal(&format!("{load} {change}"));
        assert_eq!(code, 3, "{complaint}");
        assert!(complaint.contains("narrow.safetensors"), "{complaint}");
        assert!(complaint.contains(difference), "{change}: {complaint}");
    }
    let (code, complaint) = refusal("--load Cargo.toml");
    assert!(code == 3 && complaint.contains("no safetensors file"));
    for args in [
        "--out",
        "--save",
        "--load",
        "--assets",
        "--data own-1d --points",
    ] {
        let (code, complaint) = refusal(&format!("{args} no/such/file"));
        assert_eq!(code, 3, "{args}: {complaint}");
        assert!(complaint.contains("no/such"), "{args}: {complaint}");
    }
}

#[test]
fn a_sweep_is_a_table() {
    let args = format!(
        "{SMALL} --steps 40 --every 20 --seeds 2 --metrics modes --success modes>=1,w1<=9 \
         --sweep lipschitz=none,clip --sweep objective=hinge,minimax"
    );
    let table = report(&format!("{args} --format markdown"));
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 2 + 4, "{table}");
    assert_eq!(
        rows[0][1..6],
        ["lipschitz", "objective", "success", "steps to it", "modes"]
    );
    assert_eq!(rows[3][1..5], ["none", "minimax", "2/2", "0"]);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));

    let report = json(&args);
    let all = report["configurations"].as_array().expect("an array");
    assert_eq!(all.len(), 4);
    assert_eq!(all[2]["settings"]["lipschitz"], "clip");
    assert_eq!(all[2]["summary"]["successes"], 2);
    assert_eq!(all[2]["runs"][1]["seed"], 8);
    let end = &all[2]["runs"][1]["measurements"][2];
    assert_eq!(end["iteration"], 40);
    assert!(end["metrics"]["modes"]["floor"] == 8.0 && end["metrics"]["w1"].is_null());
}

#[test]
fn a_run_that_diverges_is_reported_as_such() {
    let args = "--data ring --objective wasserstein --lipschitz none --optimiser sgd --width 8 \
                --batch 16 --critic_lr 1 --generator_lr 1 --steps 400";
    let output = headless(&format!("{args} --format json"));
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let all = &report["configurations"][0];
    assert_eq!(all["summary"]["diverged"], 1);
    assert_eq!(all["runs"][0]["diverged"], true);
    assert!(all["runs"][0]["iterations"].as_u64() < Some(400));
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 of 1 runs diverged"));
}

#[test]
fn files_bring_data() {
    let points = scratch("points.csv");
    let lines: String = (0..40).map(|i| format!("{i},{}\n", i * i)).collect();
    std::fs::write(&points, lines).expect("a file");
    let own = "--data own-2d --objective hinge --width 8 --batch 16 --steps 5";
    let out = scratch("report.json");
    let args = format!("{own} --points {} --format json", points.display());
    assert!(report(&format!("{args} --out {}", out.display())).is_empty());
    let text = std::fs::read(&out).expect("the report");
    let report: Value = serde_json::from_slice(&text).expect("JSON");
    let run = &report["configurations"][0]["runs"][0];
    assert!(run["measurements"][0]["metrics"]["w1"]["value"].is_number());

    // However another program writes it; what is no table is named.
    let wide = "x\ty\r\n".to_string()
        + &(0..40)
            .map(|i| format!("{i},5\t{}\r\n", i * i))
            .collect::<String>();
    let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&points, wide).expect("a file");
    let again = headless(&format!("{args} --quiet --out {}", out.display()));
    assert!(again.status.success() && again.stderr.is_empty());
    std::fs::write(&points, b"PK\x03\x04\0\0\0\0").expect("a file");
    let output = headless(&args);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("This is a zip archive. Unpack it first"),
        "{said}"
    );

    let run = &json("--data mnist --width 8 --batch 16 --steps 2")["configurations"][0]["runs"][0];
    assert_eq!(run["iterations"], 2);
}
