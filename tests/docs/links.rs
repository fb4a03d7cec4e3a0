//! What the documentation points at is there: files, headings, names in the source.

use std::fs;
use std::path::Path;

use crate::DOCUMENTS;
use crate::markdown::{Document, root};

/// The targets of Markdown's links, but those to other sites.
fn targets(text: &str) -> Vec<&str> {
    let pieces = text.split("](").skip(1);
    let targets = pieces.filter_map(|piece| piece.split(')').next());
    targets
        .filter(|target| !target.starts_with("http"))
        .collect()
}

/// A heading as it is named in a link.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn anchors(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter(|line| line.starts_with('#'));
    lines
        .map(|line| anchor(line.trim_start_matches('#').trim()))
        .collect()
}

#[test]
fn links_lead_somewhere() {
    for name in DOCUMENTS {
        let here = root().join(name);
        for target in targets(&Document::read(name).text) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = match file.is_empty() {
                true => here.clone(),
                false => here.parent().expect("a folder").join(file),
            };
            assert!(path.exists(), "{name}: {target}");
            assert!(
                heading.is_empty() || anchors(&path).iter().any(|a| a == heading),
                "{name}: {target}"
            );
        }
    }
}

/// All Rust of the program, as one text.
fn source(folder: &Path) -> String {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    let text = |path: std::path::PathBuf| match path.is_dir() {
        true => source(&path),
        false => fs::read_to_string(&path).unwrap_or_default(),
    };
    entries.map(text).collect()
}

/// Paths and registries that stand in code.
#[test]
fn files_and_registries_that_are_named_exist() {
    let source = source(&root().join("src"));
    for name in DOCUMENTS {
        for code in Document::read(name).code() {
            let is_path = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
            let endings = [".rs", ".mjs", ".js", ".md", ".py", ".json", ".toml"];
            if code.contains('/')
                && code.chars().all(is_path)
                && endings.iter().any(|end| code.ends_with(end))
            {
                let there = ["", "src", "docs"]
                    .iter()
                    .any(|folder| root().join(folder).join(&code).exists());
                assert!(there, "{name}: there is no {code}");
            }
            let letters = |c: char| c.is_ascii_uppercase() || c == '_';
            if name == "ARCHITECTURE.md" && code.len() > 4 && code.chars().all(letters) {
                let known = ["static", "const"]
                    .iter()
                    .any(|item| source.contains(&format!("pub {item} {code}:")));
                assert!(known, "{name}: there is no {code}");
            }
        }
    }
}

/// `src/lib.rs` is the map: every module is on it.
#[test]
fn the_map_has_every_module() {
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("the map");
    let (words, items): (Vec<_>, Vec<_>) = map.lines().partition(|line| line.starts_with("//!"));
    let words = words.join("\n");
    let modules = items
        .iter()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let missing: Vec<_> = modules
        .filter(|module| !words.contains(&format!("`{module}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "src/lib.rs does not speak of {missing:?}"
    );
}
