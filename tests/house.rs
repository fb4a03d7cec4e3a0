//! The house has no knots: no circle of more than two files import one another.
//!
//! An arrow goes from a file to every file that its `crate::`, `super::`, `self::` and child-module
//! paths lead to, as far along the path as there are modules: what a `mod.rs` re-exports is taken
//! from that `mod.rs`. Read as text, comments, strings and a file's own tests left out; a `mod`
//! declaration alone is no arrow.
//!
//! A module and the files in its folder are one family: children take from it what they have in
//! common, and it takes its registry from them. So a circle that stays within a module's folder is
//! looked at again without the arrows that lead to that module. A circle that leaves the folder
//! is one however it goes.
//!
//! Two files that need each other are let be: they can be read together.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module's path: `["engine", "layer"]`. The crate's is empty.
type Module = Vec<String>;
type Graph = BTreeMap<Module, BTreeSet<Module>>;

#[test]
fn no_circle_has_more_than_two_files() {
    let sources = sources();
    assert_eq!(circles(&graph(&sources)), [] as [String; 0]);
}

/// A program can leave out figures, or training: neither view knows the other, and what both use knows
/// none of them. The page as a whole alone knows both.
#[test]
fn figures_and_training_know_nothing_of_each_other() {
    let views = [module("ui/train"), module("ui/demo_view")];
    for (from, all) in graph(&sources()) {
        let known: Vec<_> = views
            .iter()
            .filter(|view| all.iter().any(|to| to.starts_with(view)))
            .collect();
        let own = views
            .iter()
            .any(|view| from.starts_with(view) && known == [view]);
        let is_whole = from == module("ui/app");
        assert!(
            own || is_whole || known.is_empty(),
            "{from:?} knows {known:?}"
        );
        assert_eq!(known.len() == 2, is_whole, "{from:?}");
    }
}

/// The rule itself, on houses that are small enough to see.
#[test]
fn circles_are_found_and_families_are_not() {
    let house = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(name, text)| (module(name), code(text)));
        circles(&graph(&files.collect()))
    };
    let family = [
        ("", ""),
        ("a", "mod b; mod c; pub use b::B; pub use c::C; trait T {}"),
        ("a/b", "use super::T;"),
        ("a/c", "use super::{T, b::B};"),
    ];
    assert_eq!(house(&family), [] as [String; 0]);
    let pair = [
        ("", ""),
        ("a", "use crate::b::B;"),
        ("b", "fn f(_: crate::a::A) {}"),
    ];
    assert_eq!(house(&pair), [] as [String; 0]);
    let three = [
        ("", ""),
        ("a", "use crate::{b::B, d};"),
        ("b", "use super::c::C;"),
        ("c", "use crate::a::A;"),
        (
            "d",
            "// use crate::a::A;\n#[cfg(test)]\nmod tests { use crate::a::A; }",
        ),
    ];
    assert_eq!(house(&three), ["a, b, c"]);
    // By way of a child, and of what its parent needs: this leaves the folder of `a`.
    let out = [
        ("", ""),
        ("a", "mod b; use crate::c::C;"),
        ("a/b", "use super::A;"),
        ("c", "use crate::a::b::B;"),
    ];
    assert_eq!(house(&out), ["a, a/b, c"]);
}

/// Every file of the house.
fn sources() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    read(&root, &Module::new(), &mut sources);
    assert!(sources.len() > 200, "{} files", sources.len());
    sources
}

/// Every file below a folder, as code without comments, strings and tests.
fn read(folder: &Path, at: &Module, sources: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
        let mut module = at.clone();
        if !matches!(name, "mod" | "lib") {
            module.push(name.to_string());
        }
        if path.is_dir() && name != "bin" {
            read(&path, &module, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a text");
            sources.insert(module, code(&text));
        }
    }
}

fn module(name: &str) -> Module {
    name.split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_string)
        .collect()
}

/// A text without its tests, comments and strings.
fn code(text: &str) -> String {
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = text.lines().map(|line| {
        // An address has its slashes behind a colon.
        let comment = line
            .match_indices("//")
            .find(|(i, _)| !line[..*i].ends_with(':'));
        &line[..comment.map_or(line.len(), |(i, _)| i)]
    });
    let code = lines.collect::<Vec<_>>().join("\n");
    let code = code.replace("\\\"", "").replace("'\"'", "");
    code.split('"').step_by(2).collect()
}

/// The paths that a text names, imports written out.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut rest = code.to_string();
    while let Some(start) = rest.find("use ") {
        let alone = rest[..start]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        let Some(end) = rest[start..].find(';').map(|end| start + end) else {
            break;
        };
        if !alone {
            rest.replace_range(start..start + 4, " ");
            continue;
        }
        let tree: String = rest[start + 4..end].split_whitespace().collect();
        written_out("", &tree, &mut paths);
        rest.replace_range(start..end, " ");
    }
    let words = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':');
    paths.extend(
        rest.split(words)
            .filter(|word| word.contains("::"))
            .map(str::to_string),
    );
    let parts = |path: &String| path.split("::").map(str::to_string).collect();
    paths.iter().map(parts).collect()
}

/// `a::{b, c::{d}}` is `a::b` and `a::c::d`.
fn written_out(before: &str, tree: &str, paths: &mut Vec<String>) {
    let Some((head, inside)) = tree.split_once('{') else {
        paths.push(format!("{before}{tree}"));
        return;
    };
    let before = format!("{before}{head}");
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    let (mut depth, mut start) = (0, 0);
    for (i, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if start < i {
                    written_out(&before, &inside[start..i], paths);
                }
                start = i + 1;
            }
            _ => {}
        }
    }
}

fn graph(sources: &BTreeMap<Module, String>) -> Graph {
    let arrows = |(from, code): (&Module, &String)| {
        let targets = paths(code)
            .into_iter()
            .filter_map(|path| target(from, &path, sources));
        (from.clone(), targets.filter(|to| to != from).collect())
    };
    sources.iter().map(arrows).collect()
}

/// The file that a path leads to from a module.
fn target(from: &Module, path: &[String], sources: &BTreeMap<Module, String>) -> Option<Module> {
    let mut at = from.clone();
    let mut path = path;
    match path[0].as_str() {
        "crate" => at.clear(),
        "self" | "super" => {}
        child => {
            at.push(child.to_string());
            sources.get(&at)?;
        }
    }
    if path[0] != "super" {
        path = &path[1..];
    }
    while let Some((_, rest)) = path.split_first().filter(|(first, _)| *first == "super") {
        at.pop();
        path = rest;
    }
    for part in path {
        at.push(part.clone());
        if !sources.contains_key(&at) {
            at.pop();
            break;
        }
    }
    Some(at)
}

/// All circles of more than two files, a line each.
fn circles(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    look(graph, &Module::new(), &mut found);
    found
}

/// Circles among files that all lie in the folder of `home`: without arrows to it.
fn look(graph: &Graph, home: &Module, found: &mut Vec<String>) {
    let graph = only(graph, |_, to| to != home);
    let back = reversed(&graph);
    let mut left: BTreeSet<_> = graph.keys().cloned().collect();
    while let Some(file) = left.first() {
        let (there, back) = (reached(&graph, file), reached(&back, file));
        let circle: BTreeSet<_> = there.intersection(&back).cloned().collect();
        left.retain(|file| !circle.contains(file));
        if circle.len() <= 2 {
            continue;
        }
        let inner = folder(&circle);
        if inner.len() > home.len() {
            let inside = only(&graph, |from, to| {
                circle.contains(from) && circle.contains(to)
            });
            look(&inside, &inner, found);
        } else {
            let names: Vec<_> = circle.iter().map(|file| file.join("/")).collect();
            found.push(names.join(", "));
        }
    }
}

/// The same files with these arrows alone.
fn only(graph: &Graph, is: impl Fn(&Module, &Module) -> bool) -> Graph {
    let arrows = |(from, to): (&Module, &BTreeSet<Module>)| {
        let kept = to.iter().filter(|to| is(from, to)).cloned();
        (from.clone(), kept.collect())
    };
    graph.iter().map(arrows).collect()
}

fn reversed(graph: &Graph) -> Graph {
    let mut back: Graph = graph
        .keys()
        .map(|file| (file.clone(), BTreeSet::new()))
        .collect();
    for (from, all) in graph {
        for to in all {
            back.entry(to.clone()).or_default().insert(from.clone());
        }
    }
    back
}

/// A file and all that can be reached from it.
fn reached(graph: &Graph, start: &Module) -> BTreeSet<Module> {
    let mut all = BTreeSet::from([start.clone()]);
    let mut next = vec![start];
    while let Some(from) = next.pop() {
        for to in &graph[from] {
            if all.insert(to.clone()) {
                next.push(to);
            }
        }
    }
    all
}

/// The module in whose folder all of these lie, itself perhaps among them.
fn folder(files: &BTreeSet<Module>) -> Module {
    let mut files = files.iter();
    let first = files.next().cloned().unwrap_or_default();
    files.fold(first, |common, file| {
        let same = common.iter().zip(file).take_while(|(a, b)| a == b);
        same.map(|(a, _)| a.clone()).collect()
    })
}
