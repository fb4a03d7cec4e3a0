//! The four pictures of discrete piles.

use super::{Order, P, Q, Settings, TALLEST, WISHES, reasons};
use crate::figure::{
    Align, Area, Arrows, Axis, Bars, Base, Drag, Handle, Line, Note, Panel, Points, Role, Rule,
    number,
};
use crate::math::plan::{Plan, Shovelful};
use crate::math::transport::NoPlan;
use crate::text::Text;
use crate::told;

const DIGITS: [&str; 4] = ["₁", "₂", "₃", "₄"];
/// Half the width of a pile.
const HALF: f64 = 0.18;
/// P's piles stand a little to the left of their place, Q's to the right.
const ASIDE: f64 = 0.2;

/// More of them than this are a thicket; the matrix has them all.
const MOST_ARROWS: usize = 6;

/// Bars that stand apart: one of this half-width at each place.
fn bars(places: impl Iterator<Item = f64>, heights: &[f64], half: f64, colour: Role) -> Bars {
    let all: Vec<f64> = places.flat_map(|x| [x - half, x + half]).collect();
    let mut spaced: Vec<f64> = heights.iter().flat_map(|h| [*h, 0.0]).collect();
    spaced.pop();
    Bars {
        edges: all,
        heights: spaced,
        colour,
        opacity: 0.6,
        label: None,
    }
}

fn block(x: (f64, f64), y: (f64, f64), opacity: f64) -> Area {
    Area::new(vec![(x.0, y.1), (x.1, y.1)], Role::Transport)
        .to(Base::Level(y.0))
        .opacity(opacity)
}

/// The heights of the piles when `progress` shovelfuls have travelled, and the one that is on its
/// way, with the share of it.
pub(super) fn state(
    p: &[f64; 4],
    plan: &Plan,
    progress: f64,
) -> ([f64; 4], Option<(Shovelful, f64)>) {
    let mut heights = *p;
    for (k, shovelful) in plan.shovelfuls().into_iter().enumerate() {
        let share = progress - k as f64;
        if share <= 0.0 {
            break;
        }
        heights[shovelful.from] -= shovelful.mass;
        if share < 1.0 {
            return (heights, Some((shovelful, share)));
        }
        heights[shovelful.to] += shovelful.mass;
    }
    (heights, None)
}

pub(super) fn piles(
    p: &[f64; 4],
    q: &[f64; 4],
    plan: Option<&Plan>,
    progress: Option<f64>,
) -> Panel {
    let top = 1.35 * TALLEST;
    let moving = plan.zip(progress);
    let (heights, flying) = moving.map_or((*p, None), |(plan, s)| state(p, plan, s));
    let places = |side: f64| (1..=4).map(move |i| f64::from(i) + side * ASIDE);
    let mut panel = Panel::new(
        "Piles P, wanted Q",
        Axis::new("place", 0.4, 4.6).without_ticks(),
        Axis::new("mass", -0.11 * top, top),
    )
    .with(bars(places(-1.0), &heights, HALF, Role::Real).label("P: earth here"))
    .with(bars(places(1.0), q, HALF, Role::Fake).label("Q: wanted here"))
    .with(Rule::horizontal(0.0));
    for i in 0..4 {
        let x = i as f64 + 1.0;
        panel = panel.with(Note::new(x, -0.055 * top, (i + 1).to_string(), Role::Muted));
    }
    if let Some((shovelful, share)) = flying {
        let x = |i: usize| i as f64 + 1.0 - ASIDE;
        let (from, to) = (x(shovelful.from), x(shovelful.to));
        let start = heights[shovelful.from];
        let end = heights[shovelful.to];
        // Over everything that lies between, but not out of the picture.
        let between = shovelful.from.min(shovelful.to)..=shovelful.from.max(shovelful.to);
        let tallest = heights[between].iter().copied().fold(0.0, f64::max);
        let apex = (tallest + 1.0)
            .min(top - shovelful.mass)
            .max(start.max(end));
        let straight = start + share * (end - start);
        let lift = 4.0 * share * (1.0 - share);
        let (x, y) = (
            from + share * (to - from),
            straight + lift * (apex - 0.5 * (start + end)),
        );
        panel = panel
            .with(block((x - HALF, x + HALF), (y, y + shovelful.mass), 0.85))
            .with(
                Note::new(
                    x + HALF + 0.06,
                    y + 0.5 * shovelful.mass,
                    number(shovelful.mass),
                    Role::Transport,
                )
                .align(Align::Left),
            );
    } else if progress.is_none()
        && let Some(shovelfuls) = plan.map(Plan::shovelfuls)
        && shovelfuls.len() <= MOST_ARROWS
    {
        // Above the tallest pile, each on a line of its own.
        let low = 1.08 * TALLEST;
        let apart = (0.92 * top - low) / shovelfuls.len().max(4) as f64;
        let hop = |(k, s): (usize, &Shovelful)| {
            let x = |i: usize| i as f64 + 1.0 - ASIDE;
            let y = low + apart * (shovelfuls.len() - k) as f64;
            [(x(s.from), y), (x(s.to), y)]
        };
        let hops = shovelfuls.iter().enumerate().map(hop).collect();
        panel = panel.with(Arrows::new(hops, Role::Transport));
    }
    if progress.is_none() {
        for (named, masses, side, colour) in [(P, p, -1.0, Role::Real), (Q, q, 1.0, Role::Fake)] {
            for (((slug, ..), mass), x) in named.into_iter().zip(masses).zip(places(side)) {
                let name = format!("{}{}", &slug[..1].to_uppercase(), &slug[1..]);
                panel =
                    panel.handle(Handle::new(name, x, *mass, colour).along_y(Drag::direct(slug)));
            }
        }
    }
    let list = |masses: &[f64]| Text::listed(", ", masses.iter().map(|m| number(*m)));
    panel.alt(told!(
        "Four piles of earth of heights {} beside the wanted heights {}.",
        list(&heights),
        list(q)
    ))
}

pub(super) fn recursion(p: &[f64; 4], q: &[f64; 4], deltas: &[f64]) -> Panel {
    let left = deltas[3];
    let low = deltas.iter().copied().fold(0.0, f64::min);
    let high = deltas.iter().copied().fold(0.0, f64::max);
    let room = 0.28 * (high - low).max(2.0);
    let sum: f64 = deltas.iter().map(|d| d.abs()).sum();
    let title = if left == 0.0 {
        told!("Carried to the right; W = Σ|δ| = {}", number(sum))
    } else {
        told!("Carried to the right; {} left over", number(left))
    };
    let colour = if left == 0.0 {
        Role::Transport
    } else {
        Role::Muted
    };
    let places = (1..=4).map(|i| f64::from(i) + 0.5);
    let mut panel = Panel::new(
        title,
        Axis::new("between places", 0.95, 5.05).without_ticks(),
        Axis::new("δ (mass)", low - room, high + room),
    )
    .with(bars(places, deltas, 0.3, colour))
    .with(Rule::horizontal(0.0));
    let mut before = 0.0;
    for (i, delta) in deltas.iter().enumerate() {
        let x = i as f64 + 1.5;
        // Beyond the bar's end, and on the other side of the line: never in each other's way.
        let (beyond, across) = if *delta < 0.0 {
            (-0.4, 0.4)
        } else {
            (0.4, -0.4)
        };
        // δᵢ₋₁ + Pᵢ − Qᵢ, and what that is.
        let sum = format!("{}+{}−{}", number(before), number(p[i]), number(q[i]));
        let name = format!("δ{} = {}", DIGITS[i], number(*delta));
        let strong = if i == 3 && left != 0.0 {
            Role::Fake
        } else {
            Role::Accent
        };
        panel = panel
            .with(Note::new(x, delta + beyond * room, sum, Role::Muted))
            .with(Note::new(x, across * room, name, strong));
        before = *delta;
    }
    let list = Text::listed(", ", deltas.iter().map(|d| number(*d)));
    panel.alt(told!(
        "What is carried from each place to the next: {}; the absolute values sum to {}.",
        list,
        number(sum)
    ))
}

pub(super) fn matrix(settings: &Settings, plan: &Plan, progress: Option<f64>) -> Panel {
    let own = settings.plan == Order::Own && progress.is_none();
    let mut panel = Panel::new(
        told!("Plan γ: Σ γᵢⱼ |i − j| = {}", number(plan.cost())),
        Axis::new("to", -1.0, 4.1).without_ticks(),
        Axis::new("from", -0.75, 4.1).without_ticks(),
    );
    // A full cell is the tallest pile.
    let level = 0.9 / TALLEST;
    let arrived = progress.unwrap_or(f64::INFINITY);
    let shovelfuls = plan.shovelfuls();
    for (i, digit) in DIGITS.iter().enumerate() {
        let bottom = 3.0 - i as f64;
        for j in 0..4 {
            let mass = plan.get(i, j);
            let x = j as f64;
            let order = shovelfuls.iter().position(|s| (s.from, s.to) == (i, j));
            let there = order.is_none_or(|k| arrived > k as f64);
            panel = panel.with(block(
                (x + 0.05, x + 0.95),
                (bottom + 0.05, bottom + 0.05 + level * mass),
                if there { 0.6 } else { 0.2 },
            ));
            let colour = if mass > 0.0 {
                Role::Accent
            } else {
                Role::Muted
            };
            let at = if own { 0.3 } else { 0.5 };
            panel = panel.with(Note::new(x + at, bottom + 0.5, number(mass), colour));
            let wish = WISHES.get(i).and_then(|row| row.get(j));
            if let Some((slug, ..)) = wish.filter(|_| own) {
                let drag = Drag::from(slug, bottom + 0.05, 1.0 / level);
                let label = told!("From {} to {}", i + 1, j + 1);
                let y = bottom + 0.05 + level * mass;
                panel =
                    panel.handle(Handle::new(label, x + 0.72, y, Role::Transport).along_y(drag));
            }
        }
        let row: f64 = (0..4).map(|j| plan.get(i, j)).sum();
        let column: f64 = (0..4).map(|k| plan.get(k, i)).sum();
        let name = |letter: &str, sum: f64| format!("{letter}{digit} = {}", number(sum));
        panel = panel
            .with(Note::new(-0.5, bottom + 0.5, name("P", row), Role::Real))
            .with(Note::new(
                i as f64 + 0.5,
                -0.4,
                name("Q", column),
                Role::Fake,
            ));
    }
    for k in 0..=4 {
        let at = f64::from(k);
        for ends in [[(at, 0.0), (at, 4.0)], [(0.0, at), (4.0, at)]] {
            panel = panel.with(
                Line::new(ends.to_vec(), Role::Muted)
                    .width(1.0)
                    .opacity(0.5),
            );
        }
    }
    let list = shovelfuls
        .iter()
        .map(|s| told!("{} from {} to {}", number(s.mass), s.from + 1, s.to + 1));
    let list = match shovelfuls.is_empty() {
        true => "nothing moves".into(),
        false => Text::listed(", ", list),
    };
    panel.alt(told!(
        "The plan as a matrix whose rows sum to P and columns to Q: {}. Its cost is {}.",
        list,
        number(plan.cost())
    ))
}

pub(super) fn work(plan: &Plan, deltas: &[f64], progress: Option<f64>) -> Panel {
    let least: f64 = deltas.iter().map(|d| d.abs()).sum();
    let cost = plan.cost();
    let shovelfuls = plan.shovelfuls();
    let mut path = vec![(0.0, 0.0)];
    for shovelful in &shovelfuls {
        let (moved, done) = path[path.len() - 1];
        path.push((moved + shovelful.mass, done + shovelful.work()));
    }
    let (moved, _) = path[path.len() - 1];
    // So far: whole shovelfuls, and the share of the one on its way.
    let s = progress.unwrap_or(shovelfuls.len() as f64);
    let whole = (s.floor() as usize).min(shovelfuls.len());
    let mut so_far = path[..=whole].to_vec();
    if let (Some(next), share) = (path.get(whole + 1), s - whole as f64)
        && share > 0.0
    {
        let (x, y) = path[whole];
        so_far.push((x + share * (next.0 - x), y + share * (next.1 - y)));
    }
    let now = so_far[so_far.len() - 1];
    let right = moved.max(1.0) * 1.05;
    let high = cost.max(least).max(1.0) * 1.25;
    let mut panel = Panel::new(
        told!("Work, shovelful by shovelful: {}", number(now.1)),
        Axis::new("earth moved", 0.0, right),
        Axis::new("work = mass × way", 0.0, high),
    )
    .with(Rule {
        colour: Role::Transport,
        ..Rule::horizontal(least)
    })
    .with(Line::new(path, Role::Muted).dashed())
    .with(Line::new(so_far, Role::Transport).width(3.0))
    .with(Points::new(vec![now], Role::Transport).radius(5.0))
    .with(
        Note::new(
            0.02 * right,
            least + 0.06 * high,
            format!("W = {}", number(least)),
            Role::Transport,
        )
        .align(Align::Left),
    );
    // A plan as cheap as the best needs no second name.
    if cost > least + 1e-9 {
        let name = told!("this plan: {}", number(cost));
        panel = panel.with(
            Note::new(0.98 * right, cost + 0.06 * high, name, Role::Accent).align(Align::Right),
        );
    } else if shovelfuls.is_empty() {
        let name = "P is Q: nothing to move";
        panel = panel.with(Note::new(0.5 * right, 0.5 * high, name, Role::Muted));
    }
    panel.alt(told!(
        "Work done after each shovelful; this plan ends at {}, the best at W = {}.",
        number(cost),
        number(least)
    ))
}

/// In place of what there cannot be.
pub(super) fn refused(title: &'static str, no_plan: NoPlan) -> Panel {
    let axis = || Axis::new("", 0.0, 1.0).without_ticks();
    let mut panel = Panel::new(title, axis(), axis());
    let reasons = reasons(no_plan);
    for (k, line) in reasons.iter().enumerate() {
        let colour = if k == 0 { Role::Accent } else { Role::Muted };
        let y = 0.6 - 0.14 * k as f64;
        panel = panel.with(Note::new(0.5, y, line.clone(), colour));
    }
    panel.alt(told!("No plan: {}.", Text::listed(": ", reasons)))
}
