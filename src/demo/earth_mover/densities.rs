//! Continuous piles: two densities, the map between them, and the way in between.

use super::{Named, Settings};
use crate::demo::{self, Declared, Reader, Readout};
use crate::figure::{
    Align, Area, Arrows, Axis, Base, Drag, Figure, Handle, Line, Note, Panel, Points, Role, Rule,
    latex, number,
};
use crate::math::curve;
use crate::math::density::{Component, Density};
use crate::math::monge::{Journey, Map};
use crate::math::transport::wasserstein_1;
use crate::text::Text;
use crate::told;

/// The line is shown on [−LIMIT, LIMIT].
const LIMIT: f64 = 6.0;
const SHOWN: (f64, f64) = (-LIMIT, LIMIT);
/// Points at which each density's map is worked out; twice as many on the way, where the density is
/// made of them.
const GRAINS: usize = 90;
/// Cells of a curve.
const CELLS: usize = 240;
/// Cells of the density on its way: wide enough for a few grains each.
const WAY_CELLS: usize = 120;
/// Grains with an arrow each, of equal mass.
const ARROWS: usize = 9;

const CENTRE: (f64, f64, f64) = (-3.0, 3.0, 0.05);
const WIDTH: (f64, f64, f64) = (0.2, 1.5, 0.05);
const GAP: (f64, f64, f64) = (0.0, 4.0, 0.1);
const WIDTH_HELP: &str = "Standard deviation of each of the two Gaussians.";
const GAP_HELP: &str = "Distance between the centres of the two Gaussians; at 0 they are one.";
const CENTRE_HELP: &str = "Where it stands.";

/// One of the two densities: its settings and its looks.
#[derive(Clone, Copy)]
pub(super) struct Side {
    name: &'static str,
    centre: Named,
    width: Named,
    gap: Named,
    colour: Role,
    /// On which side its handles are: P's and Q's stay apart when P = Q.
    hand: f64,
}

pub(super) const P: Side = Side {
    name: "P",
    centre: ("p-centre", "Centre of P", -0.6),
    width: ("p-width", "Width of P", 0.8),
    gap: ("p-gap", "Gap in P", 0.0),
    colour: Role::Real,
    hand: -1.0,
};
pub(super) const Q: Side = Side {
    name: "Q",
    centre: ("q-centre", "Centre of Q", 0.6),
    width: ("q-width", "Width of Q", 0.4),
    gap: ("q-gap", "Gap in Q", 3.6),
    colour: Role::Fake,
    hand: 1.0,
};

/// Two Gaussians, or one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mound {
    centre: f64,
    width: f64,
    gap: f64,
}

impl Mound {
    fn density(&self) -> Density {
        let half = 0.5 * self.gap;
        let mode = |mean: f64| Component {
            weight: 0.5,
            mean,
            sd: self.width,
        };
        let density = Density::mixture(&[mode(self.centre - half), mode(self.centre + half)]);
        density.expect("the knobs keep widths positive")
    }
}

impl Side {
    pub fn mound(self, applies: bool) -> impl Declared<Value = Mound> {
        move |of: &mut Reader| {
            let mut read = |(slug, name, at): Named, help, range| {
                let row = demo::number(slug, name, help, range, at);
                of.read(row.fold("Densities").when(applies))
            };
            Mound {
                centre: read(self.centre, CENTRE_HELP, CENTRE),
                width: read(self.width, WIDTH_HELP, WIDTH),
                gap: read(self.gap, GAP_HELP, GAP),
            }
        }
    }

    /// The centre stands on the axis; gap and width on the outer mode, at different heights.
    fn handles(self, mound: &Mound, density: &Density) -> [Handle; 3] {
        let Mound { centre, width, gap } = *mound;
        let mode = centre + self.hand * 0.5 * gap;
        let peak = density.pdf(mode);
        let handle = |label: Text, x: f64, y: f64, drag: Drag| {
            Handle::new(label, x, y, self.colour).along_x(drag)
        };
        [
            handle(
                told!("Centre of {}", self.name),
                centre,
                0.0,
                Drag::direct(self.centre.0),
            ),
            handle(
                told!("Gap of {}", self.name),
                mode,
                peak,
                Drag::from(self.gap.0, centre, 2.0 * self.hand),
            ),
            handle(
                told!("Width of {}", self.name),
                mode + self.hand * width,
                (-0.5f64).exp() * peak,
                Drag::from(self.width.0, mode, self.hand),
            ),
        ]
    }
}

fn grid(cells: usize) -> Vec<f64> {
    curve::grid(SHOWN, cells).collect()
}

fn x_axis(name: &'static str) -> Axis {
    Axis::new(name, -LIMIT, LIMIT)
}

pub(super) fn formula(settings: &Settings) -> String {
    let (p, q, map) = (settings.from.density(), settings.to.density(), settings.map);
    let definition = match map {
        Map::Increasing => r"T = F_q^{-1} \circ F_p",
        Map::Decreasing => r"T = F_q^{-1} \circ (1 - F_p)",
    };
    format!(
        r"{definition}, \qquad \int |x - T(x)| \, p(x) \, dx = {}, \qquad W = \int |F_p - F_q| \, dx = {}",
        latex(map.cost(&p, &q)),
        latex(wasserstein_1(&p, &q)),
    )
}

pub(super) fn readouts(settings: &Settings) -> Vec<Readout> {
    let (p, q) = (settings.from.density(), settings.to.density());
    let least = wasserstein_1(&p, &q);
    let cost = settings.map.cost(&p, &q);
    vec![
        Readout::new("Earth mover's distance", "W", least),
        Readout::new("Cost of this map", "∫|x−T(x)| p", cost),
        Readout::new("Cost above the least", "cost − W", (cost - least).max(0.0)),
    ]
}

/// `progress` in [0, 1]: which share of its way every grain has travelled.
pub(super) fn figure(settings: &Settings, progress: Option<f64>) -> Figure {
    let (p, q, map) = (settings.from.density(), settings.to.density(), settings.map);
    let grains = if progress.is_some() {
        2 * GRAINS
    } else {
        GRAINS
    };
    let journey = Journey::new(map, &p, &q, &grid(grains));
    let mut densities = densities(&p, &q, &journey, progress);
    if progress.is_none() {
        let sides = [P.handles(&settings.from, &p), Q.handles(&settings.to, &q)];
        densities.handles = sides.into_iter().flatten().collect();
    }
    let panels = vec![
        densities,
        curve(map, &p, &journey),
        functions(map, &p, &q),
        work(map, &p, &q, &journey, progress),
    ];
    Figure::new(2, panels)
}

fn densities(p: &Density, q: &Density, journey: &Journey, progress: Option<f64>) -> Panel {
    let points = |density: &Density| curve::of(SHOWN, CELLS, |x| density.pdf(x));
    let (ps, qs) = (points(p), points(q));
    let highest = ps
        .iter()
        .chain(&qs)
        .map(|point| point.1)
        .fold(0.0, f64::max);
    let title = match progress {
        Some(t) => told!("On the way: t = {}", number(t)),
        None => "Densities".into(),
    };
    let mut panel = Panel::new(
        title,
        x_axis("x"),
        Axis::new("density", -0.06 * highest, 1.15 * highest),
    );
    if let Some(t) = progress {
        let edges = grid(WAY_CELLS);
        let heights = journey.density(t, &edges);
        let middles = edges.windows(2).map(|e| 0.5 * (e[0] + e[1]));
        let between: Vec<(f64, f64)> = middles.zip(heights).collect();
        panel = panel
            .with(Area::new(between.clone(), Role::Transport).opacity(0.35))
            .with(Line::new(ps, Role::Real).opacity(0.5).label("p"))
            .with(Line::new(qs, Role::Fake).opacity(0.5).label("q"))
            .with(Line::new(between, Role::Transport).label("(1−t) x + t T(x)"));
    } else {
        panel = panel
            .with(Area::new(ps.clone(), Role::Real))
            .with(Area::new(qs.clone(), Role::Fake))
            .with(Line::new(ps, Role::Real).label("p: earth here"))
            .with(Line::new(qs, Role::Fake).label("q: wanted here"));
    }
    panel.alt(match progress {
        Some(t) => told!(
            "The density p on its way to q, every grain having travelled the share {}.",
            number(t)
        ),
        None => "The densities p and q, with handles for their centres, gaps and widths.".into(),
    })
}

/// Grains of equal mass: where they come from and go to.
fn grains(map: Map, p: &Density, q: &Density) -> Vec<(f64, f64)> {
    let middle = |k: usize| (k as f64 + 0.5) / ARROWS as f64;
    let start = |k: usize| p.quantile(middle(k));
    (0..ARROWS)
        .map(start)
        .map(|x| (x, map.at(p, q, x)))
        .collect()
}

fn curve(map: Map, p: &Density, journey: &Journey) -> Panel {
    // The map means something where there is earth.
    let path: Vec<(f64, f64)> = journey
        .from
        .iter()
        .copied()
        .zip(journey.to.iter().copied())
        .collect();
    let at = |u: f64| {
        let k = journey.shares.partition_point(|share| *share < u);
        path.get(k).copied()
    };
    let middles = (0..ARROWS).map(|k| (k as f64 + 0.5) / ARROWS as f64);
    let ways: Vec<[(f64, f64); 2]> = middles
        .filter_map(at)
        .map(|(x, y)| [(x, x), (x, y)])
        .collect();
    let name = match map {
        Map::Increasing => "T = F_q⁻¹ ∘ F_p",
        Map::Decreasing => "T = F_q⁻¹ ∘ (1 − F_p)",
    };
    let shade = curve::of(SHOWN, CELLS, |x| {
        -LIMIT + 1.6 * LIMIT * p.pdf(x) / (1.0 + p.pdf(x))
    });
    Panel::new(
        told!("Map {}", name),
        x_axis("x: from"),
        Axis::new("T(x): to", -LIMIT, LIMIT),
    )
    .with(
        Area::new(shade, Role::Real)
            .to(Base::Level(-LIMIT))
            .opacity(0.12),
    )
    .with(
        Line::new(vec![(-LIMIT, -LIMIT), (LIMIT, LIMIT)], Role::Muted)
            .dashed()
            .label("stay: T(x) = x"),
    )
    .with(Arrows::new(ways, Role::Transport))
    .with(Line::new(path, Role::Transport).width(3.0).label("T(x)"))
    .alt(told!(
        "The map {}; the vertical arrows from the diagonal to it are the ways of grains of equal \
         mass.",
        name
    ))
}

fn functions(map: Map, p: &Density, q: &Density) -> Panel {
    let points = |density: &Density| curve::of(SHOWN, CELLS, |x| density.cdf(x));
    let (fp, fq) = (points(p), points(q));
    let base = Base::Curve(fq.iter().map(|point| point.1).collect());
    let ways = grains(map, p, q);
    // The decreasing map's arrows go to another height: the share on the other side.
    let arrows = ways.iter().map(|(x, y)| [(*x, p.cdf(*x)), (*y, q.cdf(*y))]);
    let value = number(wasserstein_1(p, q));
    Panel::new(
        told!("Area between = W = {}", value.clone()),
        x_axis("x"),
        Axis::new("share to the left", 0.0, 1.05),
    )
    .with(
        Area::new(fp.clone(), Role::Transport)
            .to(base)
            .opacity(0.25),
    )
    .with(Line::new(fp, Role::Real).label("F_p"))
    .with(Line::new(fq, Role::Fake).label("F_q"))
    .with(Arrows::new(arrows.collect(), Role::Transport))
    .alt(told!(
        "The distribution functions of p and q with the area {} between them; an arrow leads each \
         grain from its place on one to its place on the other.",
        value
    ))
}

fn work(map: Map, p: &Density, q: &Density, journey: &Journey, progress: Option<f64>) -> Panel {
    let (least, cost) = (wasserstein_1(p, q), map.cost(p, q));
    let t = progress.unwrap_or(1.0);
    let all: Vec<(f64, f64)> = journey.shares.iter().copied().zip(journey.work()).collect();
    let so_far: Vec<(f64, f64)> = all.iter().map(|(u, work)| (*u, t * work)).collect();
    let high = 1.25 * cost.max(1e-3);
    let now = t * cost;
    let mut panel = Panel::new(
        told!("Work, grain by grain: {}", number(now)),
        Axis::new("mass, from the left of p", 0.0, 1.0),
        Axis::new("work = mass × way", 0.0, high),
    )
    .with(Rule {
        colour: Role::Transport,
        ..Rule::horizontal(least)
    })
    .with(Line::new(all, Role::Muted).dashed())
    .with(Line::new(so_far, Role::Transport).width(3.0))
    .with(Points::new(vec![(1.0, now)], Role::Transport).radius(5.0))
    .with(
        Note::new(
            0.02,
            least + 0.06 * high,
            format!("W = {}", number(least)),
            Role::Transport,
        )
        .align(Align::Left),
    );
    if cost > least + 1e-6 {
        let name = told!("this map: {}", number(cost));
        panel =
            panel.with(Note::new(0.97, cost + 0.06 * high, name, Role::Accent).align(Align::Right));
    }
    panel.alt(told!(
        "Work of the grains of p from left to right; it sums to {}, and the least possible is W = {}.",
        number(cost),
        number(least)
    ))
}
