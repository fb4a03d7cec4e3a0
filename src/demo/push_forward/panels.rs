//! The latents, their images, and the density of those.

use super::{Root, Settings};
use crate::figure::{Arrows, Axis, Cells, Drag, Handle, Line, Note, Panel, Points, Role, number};
use crate::math::curve::grid;
use crate::math::push_forward::{Matrix, PlaneMap, Point, Raster, density_on};
use crate::told;

/// All three panels show [−EDGE, EDGE]².
const EDGE: f64 = 4.0;
/// How far the grid reaches, the cells along its side, and the parts that a line has in each.
const REACH: (f64, f64) = (-3.0, 3.0);
const GRID: usize = 12;
const FINE: usize = 4;

const LATENT: Raster = Raster {
    half: 4.5,
    side: 48,
};
const SHOWN: Raster = Raster {
    half: EDGE,
    side: 56,
};

fn pair([x, y]: Point) -> (f64, f64) {
    (x, y)
}

fn axes(title: &'static str, name: &str) -> Panel {
    let axis = |index: &str| Axis::new(format!("{name}{index}"), -EDGE, EDGE);
    Panel::new(title, axis("₁"), axis("₂"))
}

/// The grid's lines under `map`, one colour for each direction; those through 0 are thicker.
fn with_grid(mut panel: Panel, map: impl Fn(Point) -> Point) -> Panel {
    for (across, colour) in [(false, Role::Transport), (true, Role::Generator)] {
        for fixed in grid(REACH, GRID) {
            let point = |moving: f64| {
                pair(map(if across {
                    [moving, fixed]
                } else {
                    [fixed, moving]
                }))
            };
            let points = grid(REACH, GRID * FINE).map(point).collect();
            let width = if fixed == 0.0 { 2.6 } else { 1.0 };
            panel = panel.with(Line::new(points, colour).width(width));
        }
    }
    panel
}

fn dots(points: impl Iterator<Item = Point>, colour: Role) -> Points {
    Points::new(points.map(pair).collect(), colour)
        .radius(1.6)
        .opacity(0.75)
}

pub(super) fn latent(latents: &[Point]) -> Panel {
    with_grid(axes("Latents z ~ N(0, I)", "z"), |z| z)
        .with(dots(latents.iter().copied(), Role::Accent))
        .alt("A square grid and samples of the standard normal law, before the map.")
}

pub(super) fn image(moved: impl Fn(Point) -> Point, latents: &[Point], t: f64) -> Panel {
    let title = if t < 1.0 {
        "On the way to T(z)"
    } else {
        "Images x = T(z)"
    };
    with_grid(axes(title, "x"), &moved)
        .with(dots(latents.iter().map(|z| moved(*z)), Role::Fake))
        .alt(told!(
            "The same grid and samples, {} % of the way to their images under T.",
            number((100.0 * t).round())
        ))
}

/// The images of the basis vectors. Those of Cholesky's root can be dragged: they are
/// (σ₁, ρσ₂) and (0, √(1 − ρ²) σ₂).
pub(super) fn with_basis(panel: Panel, settings: &Settings, matrix: Matrix, t: f64) -> Panel {
    let column = |j: usize| {
        let unit = |i: usize| if i == j { 1.0 } else { 0.0 };
        let at = |i: usize| (1.0 - t) * unit(i) + t * matrix[i][j];
        (at(0), at(1))
    };
    let (first, second) = (column(0), column(1));
    let mut panel = panel.with(Arrows {
        width: 2.5,
        ..Arrows::new(
            vec![[(0.0, 0.0), first], [(0.0, 0.0), second]],
            Role::Accent,
        )
    });
    for (name, at) in [("Te₁", first), ("Te₂", second)] {
        let beyond = 0.5 / at.0.hypot(at.1).max(0.1);
        let place = (at.0 * (1.0 + beyond), at.1 * (1.0 + beyond));
        panel = panel.with(Note::new(place.0, place.1, name, Role::Accent));
    }
    if t < 1.0 || settings.root != Root::Cholesky {
        return panel;
    }
    let Settings {
        sd: [_, sd2], rho, ..
    } = *settings;
    let rest = (1.0 - rho * rho).sqrt();
    panel
        .handle(
            Handle::new(
                "Image of the first basis vector",
                first.0,
                first.1,
                Role::Accent,
            )
            .along_x(Drag::direct("sd1"))
            .along_y(Drag::from("rho", 0.0, 1.0 / sd2)),
        )
        .handle(
            Handle::new(
                "Image of the second basis vector",
                second.0,
                second.1,
                Role::Accent,
            )
            .along_y(Drag::from("sd2", 0.0, 1.0 / rest)),
        )
}

/// The ridge of the banana over z₁ = √3, where it stands at twice the bend.
pub(super) fn with_bend(panel: Panel, bend: f64) -> Panel {
    let handle = Handle::new("Bend", 3f64.sqrt(), 2.0 * bend, Role::Accent);
    panel.handle(handle.along_y(Drag::from("bend", 0.0, 0.5)))
}

/// The centre of the mode on the right.
pub(super) fn with_mode(panel: Panel, [x, y]: Point) -> Panel {
    let handle = Handle::new("Centre of a mode", x, y, Role::Accent);
    panel.handle(handle.along_x(Drag::direct("gap")))
}

/// Exactly where T has an inverse and has been reached; else by adding up all layers of a mesh.
pub(super) fn density(map: &PlaneMap, moved: impl Fn(Point) -> Point, t: f64) -> Panel {
    let exact: Option<Vec<f64>> = (t >= 1.0)
        .then(|| SHOWN.middles().map(|x| map.density(x)).collect())
        .flatten();
    let how = if exact.is_some() {
        "by change of variables"
    } else {
        "all layers of the mesh added up"
    };
    let values = exact.unwrap_or_else(|| density_on(moved, LATENT, SHOWN));
    // Along a fold there is no largest value: the darkest shade is what 99 of 100 cells stay
    // below.
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let darkest = sorted[sorted.len() - 1 - sorted.len() / 100].max(f64::MIN_POSITIVE);
    let mass = values.iter().sum::<f64>() * SHOWN.cell() * SHOWN.cell();
    let shades = values
        .iter()
        .map(|value| -(value / darkest).sqrt())
        .collect();
    axes("Density of x", "x")
        .with(Cells::new((-EDGE, EDGE), (-EDGE, EDGE), SHOWN.side, shades))
        .with(Note::new(
            0.0,
            -0.93 * EDGE,
            told!("darkest: {}; shade grows as its root", number(darkest)),
            Role::Muted,
        ))
        .alt(told!(
            "Density of the images, {}: {} of the mass is in view, and the darkest shade is {}.",
            how,
            number((1000.0 * mass).round() / 1000.0),
            number(darkest)
        ))
}
