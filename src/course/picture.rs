//! The small pictures of the gallery: drawn from the thing itself, and cheap.

use super::Stop;
use crate::data::{Dataset, Space};
use crate::demo::{Knobs, Now};
use crate::figure::{Area, Axis, Figure, Line, Note, Panel, Points, Role};
use crate::math::curve;
use crate::registry::Pick;
use crate::rng::{Purpose, Rng};

/// Width of a picture over its height.
pub const ASPECT: f64 = 1.6;
/// Samples in a picture of a data set in the plane.
const SAMPLES: usize = 500;
/// Cells of a density's curve.
const CURVE: usize = 160;

/// A picture without words: axes have no numbers, panels no titles. None of images: they are a
/// download.
pub fn picture(stop: Stop) -> Option<Figure> {
    let Some(data) = stop.data() else {
        let Stop::Demo(demo) = stop else { return None };
        let knobs = Knobs::defaults(demo.knobs());
        return Some(demo.figure(&knobs, Now::default()).thumbnail());
    };
    match data.space() {
        Space::Images { .. } => None,
        Space::Line { min, max } => Some(on_line(data, min, max)),
        Space::Plane { radius } => Some(in_plane(data, radius)),
    }
}

fn in_plane(data: Pick<dyn Dataset>, radius: f32) -> Figure {
    let r = f64::from(radius);
    let panel = blank(ASPECT * r, (-r, r));
    if data.is_own() {
        return figure(panel.with(numbers()));
    }
    let mut flat = [0.0; 2 * SAMPLES];
    data.sample(&mut Rng::new(7, Purpose::Shown, 0), &mut flat);
    let points = flat
        .chunks_exact(2)
        .map(|point| (f64::from(point[0]), f64::from(point[1])));
    figure(panel.with(Points::new(points.collect(), Role::Real).radius(1.5)))
}

fn on_line(data: Pick<dyn Dataset>, min: f32, max: f32) -> Figure {
    let (min, max) = (f64::from(min), f64::from(max));
    let Some(density) = data.density() else {
        return figure(blank(1.0, (-1.0, 1.0)).with(numbers()));
    };
    let curve = curve::of((min, max), CURVE, |x| density.pdf(x));
    let top = Axis::from_zero("", curve.iter().map(|point| point.1));
    let x = Axis::new("", min, max).without_ticks();
    let panel = Panel::new("", x, top.without_ticks())
        .with(Area::new(curve.clone(), Role::Real))
        .with(Line::new(curve, Role::Real));
    figure(panel)
}

/// What the visitor brings is not known yet: numbers stand for it.
fn numbers() -> Note {
    Note::new(0.0, 0.0, "0.27, 1.04, −0.61, …", Role::Real)
}

fn blank(x: f64, (low, high): (f64, f64)) -> Panel {
    let (x, y) = (Axis::new("", -x, x), Axis::new("", low, high));
    Panel::new("", x.without_ticks(), y.without_ticks())
}

fn figure(panel: Panel) -> Figure {
    Figure::new(1, vec![panel])
}

#[cfg(test)]
mod tests {
    use super::super::{all, find};
    use super::*;
    use crate::figure::Layer;

    #[test]
    fn every_stop_has_a_picture_of_one_panel_without_words() {
        for stop in all() {
            let Some(figure) = picture(stop) else {
                let images = stop.data().is_some_and(|data| data.is_images());
                assert!(images, "{}", stop.slug());
                continue;
            };
            assert_eq!(figure.panels.len(), 1, "{}", stop.slug());
            let panel = &figure.panels[0];
            assert!(panel.title.is_empty() && panel.x.name.is_empty() && !panel.y.ticks);
            assert!(!panel.layers.is_empty(), "{}", stop.slug());
        }
    }

    #[test]
    fn data_sets_are_drawn_from_their_samples() {
        let figure = find("spiral").and_then(picture).expect("a figure");
        let Layer::Points(points) = &figure.panels[0].layers[0] else {
            panic!("no points")
        };
        assert_eq!(points.points.len(), SAMPLES);
        assert!(points.points.iter().all(|p| p.0.abs() < 1.6));
        let spread = points.points.iter().map(|p| p.0.hypot(p.1));
        assert!(spread.fold(0.0, f64::max) > 0.5);
    }
}
