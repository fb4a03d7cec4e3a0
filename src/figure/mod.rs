//! Pictures as data, and their drawing on any plotters backend (canvas in the page, SVG in tests).
//!
//! A [`Figure`] is a grid of [`Panel`]s; a panel has two axes and [`Layer`]s in data coordinates.
//! [`layout`] turns it into one [`Projection`] per panel, and both [`draw`] and hit-testing
//! ([`handle_at`]) go through those: a handle is drawn exactly where it can be grabbed.
//!
//! Maps of the plane ([`Shades`], [`level_set`], [`cells`], [`Field`]) are prepared here and painted by
//! the page.
//!
//! Colours are [`Role`]s, resolved by a [`Theme`] at the last moment. Nothing here can fail on
//! data: NaN and ∞ break a line, an empty layer draws nothing.

mod clip;
mod csv;
mod draw;
mod field;
mod layer;
mod layout;
mod levels;
mod number;
mod paint;
mod pen;
mod series;
mod shades;
mod theme;
mod ticks;
mod warp;
mod words;

pub use csv::csv;
pub use draw::draw;
pub use field::Field;
pub use layer::{Align, Area, Arrows, Bars, Base, Cells, Layer, Line, Note, Points, Rule, Side};
pub use layout::{
    Projection, fitting_zoom, handle_at, layout, least_height, natural_height, reach,
};
pub use levels::level_set;
pub use number::{latex, number};
pub use shades::Shades;
pub use theme::{Rgb, Role, Theme};
pub use warp::{cells, stretches};

use crate::text::Text;

/// A grid of panels, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub panels: Vec<Panel>,
    /// Panels a row, where the width allows; [`layout`] uses fewer on a narrow screen.
    pub columns: usize,
}

impl Figure {
    pub fn new(columns: usize, panels: Vec<Panel>) -> Self {
        Self { panels, columns }
    }

    /// The first panel without words, for a small picture.
    pub fn thumbnail(mut self) -> Self {
        self.panels.truncate(1);
        for panel in &mut self.panels {
            panel.title = Text::default();
            for axis in [&mut panel.x, &mut panel.y] {
                axis.name = Text::default();
                axis.ticks = false;
            }
            panel.layers.iter_mut().for_each(Layer::forget_label);
            panel
                .layers
                .retain(|layer| !matches!(layer, Layer::Note(_)));
        }
        self
    }

    /// Without legends.
    pub fn without_legend(mut self) -> Self {
        let layers = self.panels.iter_mut().flat_map(|panel| &mut panel.layers);
        layers.for_each(Layer::forget_label);
        self
    }
}

/// One plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    pub title: Text,
    pub x: Axis,
    pub y: Axis,
    /// Drawn in this order, the later over the earlier.
    pub layers: Vec<Layer>,
    /// Drawn over all layers.
    pub handles: Vec<Handle>,
    /// What the picture shows, in a sentence, for screen readers.
    pub alt: Text,
}

impl Panel {
    pub fn new(title: impl Into<Text>, x: Axis, y: Axis) -> Self {
        Self {
            title: title.into(),
            x,
            y,
            layers: Vec::new(),
            handles: Vec::new(),
            alt: Text::default(),
        }
    }

    pub fn with(mut self, layer: impl Into<Layer>) -> Self {
        self.layers.push(layer.into());
        self
    }

    pub fn handle(mut self, handle: Handle) -> Self {
        self.handles.push(handle);
        self
    }

    pub fn alt(mut self, alt: impl Into<Text>) -> Self {
        self.alt = alt.into();
        self
    }
}

/// The range of one coordinate and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Empty: no label.
    pub name: Text,
    /// Appended to the name in parentheses; empty: dimensionless.
    pub unit: Text,
    pub min: f64,
    pub max: f64,
    pub scale: Scale,
    /// Ticks, their numbers and the grid.
    pub ticks: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    /// Needs min > 0; values ≤ 0 are not drawn.
    Log,
}

impl Axis {
    pub fn new(name: impl Into<Text>, min: f64, max: f64) -> Self {
        Self {
            name: name.into(),
            unit: Text::default(),
            min,
            max,
            scale: Scale::Linear,
            ticks: true,
        }
    }

    /// From 0, with a little air above the largest finite value.
    pub fn from_zero(name: impl Into<Text>, values: impl IntoIterator<Item = f64>) -> Self {
        let largest = values
            .into_iter()
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max);
        Self::new(name, 0.0, if largest > 0.0 { 1.12 * largest } else { 1.0 })
    }

    pub fn log(mut self) -> Self {
        self.scale = Scale::Log;
        self
    }

    pub fn unit(mut self, unit: impl Into<Text>) -> Self {
        self.unit = unit.into();
        self
    }

    pub fn without_ticks(mut self) -> Self {
        self.ticks = false;
        self
    }

    /// Name and unit as written beside the axis.
    fn label(&self) -> String {
        if self.unit.is_empty() {
            self.name.to_string()
        } else {
            format!("{} ({})", self.name, self.unit)
        }
    }
}

/// A point that can be dragged, or moved with the arrow keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Accessible name.
    pub label: Text,
    pub x: f64,
    pub y: f64,
    pub colour: Role,
    /// What dragging along each axis changes, if anything.
    pub drag_x: Option<Drag>,
    pub drag_y: Option<Drag>,
}

impl Handle {
    pub fn new(label: impl Into<Text>, x: f64, y: f64, colour: Role) -> Self {
        Self {
            label: label.into(),
            x,
            y,
            colour,
            drag_x: None,
            drag_y: None,
        }
    }

    pub fn along_x(mut self, drag: Drag) -> Self {
        self.drag_x = Some(drag);
        self
    }

    pub fn along_y(mut self, drag: Drag) -> Self {
        self.drag_y = Some(drag);
        self
    }
}

/// Binds a coordinate to a knob: knob = gain · (coordinate − origin).
///
/// A width, say, is a handle at `centre + width`: origin = centre, gain = 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drag {
    /// The knob's slug.
    pub knob: &'static str,
    pub origin: f64,
    pub gain: f64,
}

impl Drag {
    /// The coordinate is the knob's value.
    pub fn direct(knob: &'static str) -> Self {
        Self {
            knob,
            origin: 0.0,
            gain: 1.0,
        }
    }

    pub fn from(knob: &'static str, origin: f64, gain: f64) -> Self {
        Self { knob, origin, gain }
    }

    /// The knob's value when the handle is at this coordinate; the knob clamps it.
    pub fn value(&self, coordinate: f64) -> f64 {
        self.gain * (coordinate - self.origin)
    }
}
