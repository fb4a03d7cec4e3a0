//! Where each panel goes, and the two-way map between its data and the pixels.
//!
//! Pure: text is not measured but estimated, so that hit-testing needs no canvas.

use super::ticks::ticks;
use super::{Axis, Figure, Handle, Layer, Panel, Scale};

/// Text size in CSS pixels.
pub(super) const FONT: f64 = 13.0;
/// A panel narrower than this, in CSS pixels, makes the grid drop a column.
const MIN_PANEL: f64 = 230.0;
/// Height of a comfortable panel in CSS pixels.
const PANEL_HEIGHT: f64 = 270.0;
/// A panel lower than this many lines of text has no lines to spare for the names of its axes.
const LOW: f64 = 13.0;
/// The least of its natural height that a figure is squeezed to.
const LOWEST: f64 = 0.45;
const GAP: f64 = 14.0;
const PADDING: f64 = 8.0;
/// Grabbing distance in CSS pixels: half of a 44-pixel touch target.
const REACH: f64 = 22.0;

/// A panel's rectangle in pixels (y downwards) and what it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    pub x: Axis,
    pub y: Axis,
    /// Top left corner of the panel with its title, and the width at its disposal.
    pub(super) outer: (f64, f64, f64),
    /// Where the name of the y axis stands.
    pub(super) y_name: NamePlace,
    /// The name of the x axis stands in the row of its ticks.
    pub(super) x_name_beside: bool,
}

/// A name stands in a row of its own, or, where height is short, at the right end of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NamePlace {
    Own,
    Title,
    Legend,
}

impl Projection {
    /// Not finite where the point has no place: NaN, ∞, or ≤ 0 on a logarithmic axis.
    pub fn to_pixel(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.left + self.width * fraction(&self.x, x),
            self.top + self.height * (1.0 - fraction(&self.y, y)),
        )
    }

    pub fn to_data(&self, px: f64, py: f64) -> (f64, f64) {
        (
            unfraction(&self.x, (px - self.left) / self.width),
            unfraction(&self.y, 1.0 - (py - self.top) / self.height),
        )
    }

    pub fn contains(&self, px: f64, py: f64) -> bool {
        (self.left..=self.left + self.width).contains(&px)
            && (self.top..=self.top + self.height).contains(&py)
    }

    /// Ticks of both axes, as many as there is room for.
    pub(super) fn x_ticks(&self, scale: f64) -> Vec<(f64, String)> {
        let count = ((self.width / (64.0 * scale)) as usize).clamp(2, 8);
        let mut ticks = ticks(&self.x, count);
        if self.x_name_beside && !self.x.name.is_empty() {
            let free = self.width - text_width(&self.x.label(), scale) - 6.0 * scale;
            let end = |value: f64, label: &str| {
                self.width * fraction(&self.x, value) + 0.5 * text_width(label, scale)
            };
            ticks.retain(|(value, label)| end(*value, label) < free);
        }
        ticks
    }

    pub(super) fn y_ticks(&self, scale: f64) -> Vec<(f64, String)> {
        ticks(&self.y, y_tick_count(self.height, scale))
    }
}

fn y_tick_count(height: f64, scale: f64) -> usize {
    ((height / (42.0 * scale)) as usize).clamp(2, 6)
}

/// The axis with a range that can be drawn: live data can be constant, or not a number.
fn sane(axis: &Axis) -> Axis {
    let mut axis = axis.clone();
    if !(axis.max - axis.min).is_finite() {
        (axis.min, axis.max) = (0.0, 1.0);
    }
    (axis.min, axis.max) = (axis.min.min(axis.max), axis.min.max(axis.max));
    let narrow = axis.max - axis.min <= 1e-12 * axis.min.abs().max(axis.max.abs());
    match axis.scale {
        Scale::Linear if narrow => {
            let margin = if axis.min == 0.0 {
                0.5
            } else {
                0.5 * axis.min.abs()
            };
            (axis.min, axis.max) = (axis.min - margin, axis.max + margin);
        }
        Scale::Linear => {}
        Scale::Log if axis.max <= 0.0 => (axis.min, axis.max) = (0.1, 1.0),
        Scale::Log if axis.min <= 0.0 => axis.min = axis.max * 1e-6,
        Scale::Log if narrow => (axis.min, axis.max) = (axis.min / 2.0, axis.max * 2.0),
        Scale::Log => {}
    }
    axis
}

fn fraction(axis: &Axis, value: f64) -> f64 {
    match axis.scale {
        Scale::Linear => (value - axis.min) / (axis.max - axis.min),
        Scale::Log => (value / axis.min).ln() / (axis.max / axis.min).ln(),
    }
}

fn unfraction(axis: &Axis, fraction: f64) -> f64 {
    match axis.scale {
        Scale::Linear => axis.min + fraction * (axis.max - axis.min),
        Scale::Log => axis.min * (axis.max / axis.min).powf(fraction),
    }
}

/// One projection per panel for a surface of `width` × `height` pixels with `scale` device pixels
/// per CSS pixel.
pub fn layout(figure: &Figure, width: f64, height: f64, scale: f64) -> Vec<Projection> {
    let columns = columns(figure, width, scale);
    let rows = figure.panels.len().div_ceil(columns).max(1);
    let (gap, padding) = (GAP * scale, PADDING * scale);
    let cell = |total: f64, count: usize| {
        ((total - 2.0 * padding - gap * (count - 1) as f64) / count as f64).max(1.0)
    };
    let (cell_width, cell_height) = (cell(width, columns), cell(height, rows));
    let place = |(i, panel): (usize, &Panel)| {
        let left = padding + (i % columns) as f64 * (cell_width + gap);
        let top = padding + (i / columns) as f64 * (cell_height + gap);
        place(panel, left, top, cell_width, cell_height, scale)
    };
    let mut placed: Vec<Projection> = figure.panels.iter().enumerate().map(place).collect();
    // Panels above each other stand in line: one x is one place in all of them.
    for column in 0..columns {
        let lefts = placed
            .iter()
            .skip(column)
            .step_by(columns)
            .map(|panel| panel.left);
        let left = lefts.fold(0.0, f64::max);
        for panel in placed.iter_mut().skip(column).step_by(columns) {
            panel.width = (panel.width - (left - panel.left)).max(1.0);
            panel.left = left;
        }
    }
    placed
}

/// A good height, in CSS pixels, for a figure this many CSS pixels wide.
pub fn natural_height(figure: &Figure, width: f64) -> f64 {
    let rows = figure
        .panels
        .len()
        .div_ceil(columns(figure, width, 1.0))
        .max(1) as f64;
    2.0 * PADDING + rows * PANEL_HEIGHT + (rows - 1.0) * GAP
}

/// The least height, in CSS pixels, on which a figure this wide still shows something.
pub fn least_height(figure: &Figure, width: f64) -> f64 {
    LOWEST * natural_height(figure, width)
}

/// How many times as large as usual text can be on a surface of so many CSS pixels: as large as
/// wanted, or as large as leaves room for the picture.
pub fn fitting_zoom(figure: &Figure, width: f64, height: f64, wanted: f64) -> f64 {
    let steps = (0..=10).map(|i| wanted + (1.0 - wanted) * f64::from(i) / 10.0);
    let fits = |zoom: &f64| zoom * least_height(figure, width / zoom) <= height;
    steps.into_iter().find(fits).unwrap_or(1.0)
}

fn columns(figure: &Figure, width: f64, scale: f64) -> usize {
    let room = (width / (MIN_PANEL * scale)) as usize;
    figure.columns.min(room).max(1)
}

fn place(panel: &Panel, left: f64, top: f64, width: f64, height: f64, scale: f64) -> Projection {
    let font = FONT * scale;
    let (x, y) = (sane(&panel.x), sane(&panel.y));
    let low = height < LOW * font;
    let y_name = match low {
        true => name_place(panel, width, scale),
        false => NamePlace::Own,
    };
    let x_name_beside = low && x.ticks;
    let above = header_height(panel, y_name, width, scale);
    let below = if x.ticks { 1.5 * font } else { 0.0 }
        + if x.name.is_empty() || x_name_beside {
            0.3 * font
        } else {
            1.3 * font
        };
    let plot_height = (height - above - below).max(1.0);
    let widest = ticks(&y, y_tick_count(plot_height, scale))
        .iter()
        .map(|(_, label)| text_width(label, scale))
        .fold(0.0, f64::max);
    let margin = if widest > 0.0 {
        widest + 8.0 * scale
    } else {
        2.0 * scale
    };
    // Half of the last x label stands out on the right.
    let right = 10.0 * scale;
    Projection {
        left: left + margin,
        top: top + above,
        width: (width - margin - right).max(1.0),
        height: plot_height,
        x,
        y,
        outer: (left, top, width),
        y_name,
        x_name_beside,
    }
}

/// The first row with room for the name of the y axis.
fn name_place(panel: &Panel, width: f64, scale: f64) -> NamePlace {
    let room = |used: f64| used + text_width(&panel.y.label(), scale) + 12.0 * scale <= width;
    let entries = legend(panel, width, scale);
    let first = entries.iter().take_while(|entry| entry.row == 0).last();
    let end =
        |entry: &Entry| entry.offset + (SWATCH + 5.0) * scale + text_width(entry.label, scale);
    if first.is_some_and(|entry| room(end(entry))) {
        NamePlace::Legend
    } else if room(text_width(&panel.title, scale)) {
        NamePlace::Title
    } else {
        NamePlace::Own
    }
}

/// Title, legend rows, name of the y axis.
fn header_height(panel: &Panel, y_name: NamePlace, width: f64, scale: f64) -> f64 {
    let font = FONT * scale;
    let title = if panel.title.is_empty() { 0.3 } else { 1.6 };
    let rows = legend(panel, width, scale)
        .last()
        .map_or(0, |entry| entry.row + 1);
    // One row of legend and a name take the same room, so that neighbours stand level.
    let alone = !panel.y.name.is_empty() && y_name == NamePlace::Own;
    let name = if alone { 1.85 } else { 0.4 };
    font * (title + 1.45 * rows as f64 + name)
}

/// One labelled layer in the legend: its offset from the panel's left edge and its row.
pub(super) struct Entry<'a> {
    pub layer: &'a Layer,
    pub label: &'a str,
    pub offset: f64,
    pub row: usize,
}

pub(super) const SWATCH: f64 = 18.0;

/// A legend only where there is something to tell apart.
pub(super) fn legend(panel: &Panel, width: f64, scale: f64) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let (mut offset, mut row) = (0.0, 0);
    for layer in &panel.layers {
        let Some(label) = layer.label() else { continue };
        let room = (SWATCH + 5.0) * scale + text_width(label, scale);
        if offset > 0.0 && offset + room > width {
            (offset, row) = (0.0, row + 1);
        }
        entries.push(Entry {
            layer,
            label,
            offset,
            row,
        });
        offset += room + 12.0 * scale;
    }
    if entries.len() > 1 {
        entries
    } else {
        Vec::new()
    }
}

/// A generous estimate for a sans-serif font.
pub(super) fn text_width(text: &str, scale: f64) -> f64 {
    0.58 * FONT * scale * text.chars().count() as f64
}

/// How far from its middle a handle can be grabbed, in the same pixels as the layout.
pub fn reach(scale: f64) -> f64 {
    REACH * scale
}

/// The handle nearest to a pixel, within reach of a finger, as (panel index, handle index).
pub fn handle_at(
    figure: &Figure,
    projections: &[Projection],
    (px, py): (f64, f64),
    scale: f64,
) -> Option<(usize, usize)> {
    let distance = |projection: &Projection, handle: &Handle| {
        let (x, y) = projection.to_pixel(handle.x, handle.y);
        (x - px).hypot(y - py)
    };
    let panels = figure.panels.iter().zip(projections).enumerate();
    panels
        .flat_map(|(i, (panel, projection))| {
            let handles = panel.handles.iter().enumerate();
            handles.map(move |(j, handle)| (distance(projection, handle), (i, j)))
        })
        .filter(|(distance, _)| *distance <= reach(scale))
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, handle)| handle)
}

#[cfg(test)]
mod tests {
    use super::super::{Line, Role};
    use super::*;

    fn figure(panels: usize) -> Figure {
        let panel = Panel::new(
            "t",
            Axis::new("x", -3.0, 5.0),
            Axis::new("y", 1e-3, 10.0).log(),
        )
        .handle(Handle::new("h", 1.0, 0.1, Role::Real));
        Figure::new(3, vec![panel; panels])
    }

    #[test]
    fn round_trip() {
        for scale in [1.0, 2.5] {
            for projection in layout(&figure(4), 900.0 * scale, 500.0 * scale, scale) {
                for (x, y) in [(-3.0, 1e-3), (0.3, 0.02), (5.0, 10.0), (9.0, 100.0)] {
                    let (px, py) = projection.to_pixel(x, y);
                    let (x_again, y_again) = projection.to_data(px, py);
                    assert!((x - x_again).abs() < 1e-12 && (y / y_again - 1.0).abs() < 1e-12);
                    assert_eq!(projection.contains(px, py), x < 6.0 && y < 11.0);
                }
            }
        }
    }

    #[test]
    fn panels_of_a_column_share_their_left_edge() {
        let mut figure = figure(2);
        figure.columns = 1;
        figure.panels[1].y = Axis::new("y", 100_000.0, 100_001.0);
        let placed = layout(&figure, 400.0, 600.0, 1.0);
        assert_eq!(placed[0].left, placed[1].left);
        assert_eq!(placed[0].width, placed[1].width);
    }

    #[test]
    fn orientation() {
        let projection = &layout(&figure(1), 400.0, 300.0, 1.0)[0];
        assert_eq!(
            projection.to_pixel(-3.0, 10.0),
            (projection.left, projection.top)
        );
        assert!(projection.to_pixel(0.0, 1.0).1 < projection.to_pixel(0.0, 0.1).1);
        assert!(!projection.to_pixel(0.0, -1.0).1.is_finite());
    }

    #[test]
    fn panels_do_not_overlap_and_stay_inside() {
        for (width, height) in [(960.0, 540.0), (360.0, 900.0)] {
            let placed = layout(&figure(5), width, height, 1.0);
            for (i, a) in placed.iter().enumerate() {
                assert!(a.left >= 0.0 && a.left + a.width <= width);
                assert!(a.top >= 0.0 && a.top + a.height <= height);
                for b in &placed[..i] {
                    assert!(
                        b.left + b.width <= a.left
                            || b.top + b.height <= a.top
                            || a.left + a.width <= b.left
                    );
                }
            }
        }
    }

    #[test]
    fn narrow_screens_stack() {
        let lefts = |width: f64| {
            let placed = layout(&figure(3), width, 900.0, 1.0);
            placed.iter().filter(|p| p.left == placed[0].left).count()
        };
        assert_eq!((lefts(360.0), lefts(960.0)), (3, 1));
        assert!(natural_height(&figure(3), 360.0) > 2.0 * natural_height(&figure(3), 960.0));
    }

    /// Four panels in a slide, with text for the back row.
    #[test]
    fn names_make_room_where_height_is_short() {
        let mut figure = figure(4);
        figure.columns = 2;
        let plots = |height: f64| layout(&figure, 940.0, height, 1.5);
        let (high, low) = (plots(900.0), plots(400.0));
        assert!(
            high.iter()
                .all(|plot| plot.y_name == NamePlace::Own && !plot.x_name_beside)
        );
        assert!(
            low.iter()
                .all(|plot| plot.y_name == NamePlace::Title && plot.x_name_beside)
        );
        assert!(low.iter().all(|plot| plot.height > 80.0), "{low:?}");
        // No tick is written over the name.
        let free = low[0].width - text_width("x", 1.5);
        assert!(
            low[0]
                .x_ticks(1.5)
                .iter()
                .all(|(at, _)| low[0].width * fraction(&low[0].x, *at) < free)
        );
    }

    #[test]
    fn handles_are_found_where_they_are() {
        let figure = figure(3);
        let placed = layout(&figure, 960.0, 300.0, 1.0);
        let (px, py) = placed[2].to_pixel(1.0, 0.1);
        assert_eq!(
            handle_at(&figure, &placed, (px + 5.0, py), 1.0),
            Some((2, 0))
        );
        assert_eq!(handle_at(&figure, &placed, (px + 50.0, py), 1.0), None);
    }

    #[test]
    fn senseless_axes_are_replaced() {
        let ranges = [
            (0.0, 0.0),
            (3.0, 3.0),
            (f64::NAN, 1.0),
            (1.0, f64::INFINITY),
            (5.0, 1.0),
            (-2.0, -1.0),
        ];
        for (min, max) in ranges {
            for axis in [Axis::new("", min, max), Axis::new("", min, max).log()] {
                let axis = sane(&axis);
                assert!(axis.min < axis.max && axis.max.is_finite(), "{min} {max}");
                assert!(axis.scale == Scale::Linear || axis.min > 0.0);
            }
        }
    }

    #[test]
    fn one_label_needs_no_legend() {
        let line = |label: &'static str| Line::new(vec![], Role::Real).label(label);
        let axis = || Axis::new("", 0.0, 1.0);
        let one = Panel::new("", axis(), axis()).with(line("a"));
        assert!(legend(&one, 300.0, 1.0).is_empty());
        let three = one
            .with(line("second"))
            .with(line("a rather long third label indeed"));
        let rows: Vec<usize> = legend(&three, 260.0, 1.0).iter().map(|e| e.row).collect();
        assert_eq!(rows, [0, 0, 1]);
    }
}
