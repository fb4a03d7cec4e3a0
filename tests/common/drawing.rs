//! A drawing as a list of elements, read from an SVG, kept as a small text, and compared.
//!
//! The text: a line that begins at the margin says how the elements below it look, a line that is
//! moved in is one element, its corners and then, behind a bar, its words.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fmt::{self, Display, Formatter};

use gan_playground::figure::{Figure, Theme, draw, natural_height};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use roxmltree::{Document, Node};

/// Numbers of elements may be this far apart: what is rounded to whole pixels may round the other
/// way on another machine.
const TOLERANCE: f64 = 1.0;
/// So many differences are spoken of.
const SPOKEN: usize = 8;
/// What is not worth a word in the text.
const USUAL: [(&str, &str); 5] = [
    ("opacity", "1"),
    ("stroke", "none"),
    ("stroke-width", "1"),
    ("fill", "none"),
    ("font-family", "sans-serif"),
];
/// Attributes that are the place of an element and not its look.
const PLACE: [&str; 7] = ["x", "y", "width", "height", "cx", "cy", "points"];

#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it is, its colours, strokes and letters.
    pub look: String,
    pub points: Vec<(f64, f64)>,
    pub words: String,
}

impl Element {
    /// Something that is said and not drawn.
    pub fn said(what: &str, words: &str) -> Self {
        Self {
            look: what.into(),
            points: Vec::new(),
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    fn from_svg(node: Node) -> Self {
        let number = |name| -> f64 {
            let text = node.attribute(name).unwrap_or("0");
            text.parse().unwrap_or_else(|_| panic!("{name}: {text}"))
        };
        let points = match node.tag_name().name() {
            "circle" => vec![(number("cx"), number("cy"))],
            "text" => vec![(number("x"), number("y"))],
            "polyline" | "polygon" => pairs(node.attribute("points").unwrap_or_default()),
            "rect" | "svg" => {
                let (x, y) = (number("x"), number("y"));
                vec![(x, y), (x + number("width"), y + number("height"))]
            }
            other => panic!("a {other} in a drawing"),
        };
        let attributes = node.attributes();
        let looks = attributes
            .map(|a| (a.name(), rounded(a.value())))
            .filter(|(name, _)| !PLACE.contains(name) && *name != "viewBox")
            .filter(|(name, value)| !USUAL.contains(&(name, value)))
            .map(|(name, value)| format!(" {name}={value}"));
        Self {
            points,
            look: node.tag_name().name().to_string() + &looks.collect::<String>(),
            ..Self::said("", node.text().unwrap_or_default())
        }
    }
}

impl Display for Element {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let points = self.points.iter().map(|(x, y)| format!(" {x},{y}"));
        f.write_str(&points.collect::<String>())?;
        match self.words.is_empty() {
            true => Ok(()),
            false => write!(f, " | {}", self.words),
        }
    }
}

/// "1,2 3,4".
fn pairs(text: &str) -> Vec<(f64, f64)> {
    let pair = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    text.split_whitespace()
        .map(|text| pair(text).unwrap_or_else(|| panic!("not a point: {text}")))
        .collect()
}

/// A number to two digits; what is none, as it is.
fn rounded(text: &str) -> String {
    text.parse().map_or_else(
        |_| text.to_string(),
        |number: f64| ((100.0 * number).round() / 100.0).to_string(),
    )
}

/// A figure at its natural height; `scale` is pixels per CSS pixel, `width` in pixels.
pub fn svg(figure: &Figure, theme: &Theme, width: u32, scale: f64) -> String {
    let height = natural_height(figure, f64::from(width) / scale) * scale;
    let mut out = String::new();
    {
        let root = SVGBackend::with_string(&mut out, (width, height as u32)).into_drawing_area();
        draw(figure, theme, &root, scale).expect("draws");
        root.present().expect("is written");
    }
    out
}

pub fn from_svg(svg: &str) -> Vec<Element> {
    let document = Document::parse(svg).expect("an SVG");
    let nodes = document.descendants().filter(Node::is_element);
    nodes.map(Element::from_svg).collect()
}

pub fn to_text(elements: &[Element]) -> String {
    let (mut text, mut look) = (String::new(), "");
    for element in elements {
        if element.look != look {
            look = &element.look;
            text += &format!("{look}\n");
        }
        text += &format!("{element}\n");
    }
    text
}

pub fn from_text(text: &str) -> Vec<Element> {
    let (mut elements, mut look) = (Vec::new(), "");
    for line in text.lines() {
        let Some(element) = line.strip_prefix(' ') else {
            look = line;
            continue;
        };
        let (points, words) = match element.split_once("| ") {
            Some((points, words)) => (points, words),
            None => (element, ""),
        };
        elements.push(Element {
            look: look.into(),
            points: pairs(points),
            words: words.into(),
        });
    }
    elements
}

fn near((a, b): (f64, f64), (c, d): (f64, f64)) -> bool {
    (a - c).abs() <= TOLERANCE && (b - d).abs() <= TOLERANCE
}

fn same(old: &Element, new: &Element) -> bool {
    let ends = || old.points.iter().zip(&new.points);
    (&old.look, &old.words, old.points.len()) == (&new.look, &new.words, new.points.len())
        && ends().all(|(a, b)| near(*a, *b))
}

/// An element for people: a long line is named by where it begins.
fn short(element: &Element) -> String {
    let mut element = element.clone();
    let cut = element.points.len() > 4;
    element.points.truncate(4);
    let more = if cut { " …" } else { "" };
    format!("{}{element}{more}", element.look)
}

fn change(old: &Element, new: &Element) -> String {
    if (&old.look, old.points.len()) != (&new.look, new.points.len()) {
        return format!("{} became {}", short(old), short(new));
    }
    if old.words != new.words {
        return format!("{} reads now: {}", short(old), new.words);
    }
    let pairs = || old.points.iter().zip(&new.points).enumerate();
    let moved = pairs().find(|(_, (a, b))| !near(**a, **b));
    let count = pairs().filter(|(_, (a, b))| !near(**a, **b)).count();
    moved.map_or_else(String::new, |(i, (a, b))| {
        let at = format!("from {},{} to {},{}", a.0, a.1, b.0, b.1);
        let (which, all) = (i + 1, old.points.len());
        format!(
            "{} moved: {count} of {all} points, the {which}. {at}",
            short(old)
        )
    })
}

/// What is another way than it was, in words; nothing if it is the same drawing.
pub fn differences(old: &[Element], new: &[Element]) -> Vec<String> {
    let shorter = old.len().min(new.len());
    let head = (0..shorter).find(|i| !same(&old[*i], &new[*i]));
    let Some(head) = head.or((old.len() != new.len()).then_some(shorter)) else {
        return Vec::new();
    };
    let ends = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = ends.take_while(|(a, b)| same(a, b)).count();
    let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut all: Vec<_> = match old.len() == new.len() {
        true => {
            let changed = old.iter().zip(new).filter(|(a, b)| !same(a, b));
            changed.map(|(a, b)| change(a, b)).collect()
        }
        // Which belongs to which is a guess now.
        false => {
            let gone = old.iter().filter(|a| !new.iter().any(|b| same(a, b)));
            let come = new.iter().filter(|b| !old.iter().any(|a| same(a, b)));
            let gone = gone.map(|element| format!("gone: {}", short(element)));
            let come = come.map(|element| format!("new: {}", short(element)));
            let counts = format!("{} elements stand where {} stood", new.len(), old.len());
            [counts].into_iter().chain(gone).chain(come).collect()
        }
    };
    let more = all.len().saturating_sub(SPOKEN);
    all.truncate(SPOKEN);
    if more > 0 {
        all.push(format!("and {more} more"));
    }
    all
}
