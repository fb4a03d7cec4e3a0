//! What a panel can show. All coordinates are data coordinates; widths and radii are CSS pixels.

use super::Role;
use crate::text::Text;

/// Methods that set the number of the same name.
macro_rules! sets {
    ($($field:ident),+) => {
        $(pub fn $field(mut self, $field: f64) -> Self {
            self.$field = $field;
            self
        })+
    };
}

/// The method that gives it a name in the legend.
macro_rules! labelled {
    () => {
        pub fn label(mut self, label: impl Into<Text>) -> Self {
            self.label = Some(label.into());
            self
        }
    };
}

#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    Line(Line),
    Area(Area),
    Points(Points),
    Bars(Bars),
    Cells(Cells),
    Arrows(Arrows),
    Rule(Rule),
    Note(Note),
}

impl Layer {
    /// Its name in the legend.
    pub fn label(&self) -> Option<&str> {
        match self {
            Layer::Line(line) => line.label.as_deref(),
            Layer::Points(points) => points.label.as_deref(),
            Layer::Bars(bars) => bars.label.as_deref(),
            Layer::Area(_)
            | Layer::Cells(_)
            | Layer::Arrows(_)
            | Layer::Rule(_)
            | Layer::Note(_) => None,
        }
    }

    /// What is written of it: its name in the legend, a note's words.
    pub(super) fn text_mut(&mut self) -> Option<&mut Text> {
        match self {
            Layer::Line(line) => line.label.as_mut(),
            Layer::Points(points) => points.label.as_mut(),
            Layer::Bars(bars) => bars.label.as_mut(),
            Layer::Note(note) => Some(&mut note.text),
            Layer::Area(_) | Layer::Cells(_) | Layer::Arrows(_) | Layer::Rule(_) => None,
        }
    }

    pub(super) fn forget_label(&mut self) {
        match self {
            Layer::Line(line) => line.label = None,
            Layer::Points(points) => points.label = None,
            Layer::Bars(bars) => bars.label = None,
            Layer::Area(_)
            | Layer::Cells(_)
            | Layer::Arrows(_)
            | Layer::Rule(_)
            | Layer::Note(_) => {}
        }
    }
}

/// A polyline, broken wherever a coordinate is not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub points: Vec<(f64, f64)>,
    pub colour: Role,
    pub width: f64,
    pub dashed: bool,
    pub opacity: f64,
    /// Its name in the legend.
    pub label: Option<Text>,
}

impl Line {
    pub fn new(points: Vec<(f64, f64)>, colour: Role) -> Self {
        Self {
            points,
            colour,
            width: 2.0,
            dashed: false,
            opacity: 1.0,
            label: None,
        }
    }

    sets!(width, opacity);
    labelled!();

    pub fn dashed(mut self) -> Self {
        self.dashed = true;
        self
    }
}

/// A filled band between a curve and a base, broken like a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub points: Vec<(f64, f64)>,
    pub base: Base,
    pub colour: Role,
    /// In [0, 1].
    pub opacity: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Base {
    Level(f64),
    /// y of a second curve at the same x, point by point.
    Curve(Vec<f64>),
}

impl Area {
    /// Down to the level 0.
    pub fn new(points: Vec<(f64, f64)>, colour: Role) -> Self {
        Self {
            points,
            base: Base::Level(0.0),
            colour,
            opacity: 0.18,
        }
    }

    pub fn to(mut self, base: Base) -> Self {
        self.base = base;
        self
    }

    sets!(opacity);
}

/// Dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    pub points: Vec<(f64, f64)>,
    pub colour: Role,
    pub radius: f64,
    /// A ring: "this point does not belong to the curve".
    pub hollow: bool,
    pub opacity: f64,
    pub label: Option<Text>,
}

impl Points {
    pub fn new(points: Vec<(f64, f64)>, colour: Role) -> Self {
        Self {
            points,
            colour,
            radius: 4.0,
            hollow: false,
            opacity: 1.0,
            label: None,
        }
    }

    sets!(radius, opacity);
    labelled!();

    pub fn hollow(mut self) -> Self {
        self.hollow = true;
        self
    }
}

/// Bars from 0: bar i stands on [edges[i], edges[i+1]].
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    pub edges: Vec<f64>,
    pub heights: Vec<f64>,
    pub colour: Role,
    pub opacity: f64,
    pub label: Option<Text>,
}

impl Bars {
    /// A histogram on [low, high], normalised like a density: the bars' area is the share of
    /// `values` inside the range. No bins or an empty range give no bars.
    pub fn histogram(values: &[f64], bins: usize, low: f64, high: f64, colour: Role) -> Self {
        let bins = if low < high { bins } else { 0 };
        let width = (high - low) / bins as f64;
        let mut heights = vec![0.0; bins];
        for value in values
            .iter()
            .filter(|v| bins > 0 && (low..=high).contains(*v))
        {
            let i = ((value - low) / width) as usize;
            heights[i.min(bins - 1)] += 1.0 / (values.len() as f64 * width);
        }
        let edges = (0..=bins).map(|i| low + width * i as f64).collect();
        Self {
            edges,
            heights,
            colour,
            opacity: 0.6,
            label: None,
        }
    }

    labelled!();
}

/// A coloured table: the first row at the bottom, each row from the left. Shades run from −1
/// (generated) by 0 (paper) to 1 (real); what is not a number stays paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// Left and right edge of the whole table.
    pub x: (f64, f64),
    /// Lower and upper edge.
    pub y: (f64, f64),
    pub columns: usize,
    pub shades: Vec<f64>,
}

impl Cells {
    pub fn new(x: (f64, f64), y: (f64, f64), columns: usize, shades: Vec<f64>) -> Self {
        Self {
            x,
            y,
            columns,
            shades,
        }
    }

    /// `shade` at the middle of each of `columns` × `rows` cells.
    pub fn sample(
        x: (f64, f64),
        y: (f64, f64),
        (columns, rows): (usize, usize),
        shade: impl Fn(f64, f64) -> f64,
    ) -> Self {
        let middle = |(low, high): (f64, f64), i: usize, n: usize| {
            low + (high - low) * (i as f64 + 0.5) / n as f64
        };
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let shades =
            cells.map(|(row, column)| shade(middle(x, column, columns), middle(y, row, rows)));
        Self::new(x, y, columns, shades.collect())
    }

    pub fn rows(&self) -> usize {
        self.shades.len().checked_div(self.columns).unwrap_or(0)
    }
}

/// Arrows from the first to the second point of each pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrows {
    pub pairs: Vec<[(f64, f64); 2]>,
    pub colour: Role,
    pub width: f64,
}

impl Arrows {
    pub fn new(pairs: Vec<[(f64, f64); 2]>, colour: Role) -> Self {
        Self {
            pairs,
            colour,
            width: 1.5,
        }
    }
}

/// A straight line across the whole panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub at: f64,
    pub side: Side,
    pub colour: Role,
    pub dashed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// All points with x = at.
    Vertical,
    /// All points with y = at.
    Horizontal,
}

impl Rule {
    pub fn vertical(at: f64) -> Self {
        Self {
            at,
            side: Side::Vertical,
            colour: Role::Muted,
            dashed: true,
        }
    }

    pub fn horizontal(at: f64) -> Self {
        Self {
            at,
            side: Side::Horizontal,
            colour: Role::Muted,
            dashed: false,
        }
    }
}

/// Words in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    pub x: f64,
    pub y: f64,
    pub text: Text,
    pub colour: Role,
    pub align: Align,
}

/// Which part of the text stands at the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

impl Note {
    pub fn new(x: f64, y: f64, text: impl Into<Text>, colour: Role) -> Self {
        Self {
            x,
            y,
            text: text.into(),
            colour,
            align: Align::Centre,
        }
    }

    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

macro_rules! into_layer {
    ($($kind:ident)*) => {$(
        impl From<$kind> for Layer {
            fn from(layer: $kind) -> Self {
                Self::$kind(layer)
            }
        }
    )*};
}
into_layer!(Line Area Points Bars Cells Arrows Rule Note);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histogram_is_a_density() {
        let bars = Bars::histogram(&[0.0, 0.1, 0.6, 1.0, 5.0], 2, 0.0, 1.0, Role::Real);
        assert_eq!(bars.edges, [0.0, 0.5, 1.0]);
        // 2 of 5 in each bin of width ½.
        assert!(bars.heights.iter().all(|h| (h - 0.8).abs() < 1e-12));
    }

    #[test]
    fn histogram_of_nothing() {
        assert!(
            Bars::histogram(&[], 3, 0.0, 1.0, Role::Real)
                .heights
                .iter()
                .all(|h| *h == 0.0)
        );
        assert!(
            Bars::histogram(&[1.0], 3, 1.0, 1.0, Role::Real)
                .heights
                .is_empty()
        );
        let bars = Bars::histogram(&[f64::NAN], 1, 0.0, 1.0, Role::Real);
        assert_eq!(bars.heights, [0.0]);
    }

    #[test]
    fn cells_are_sampled_in_their_middles_from_below() {
        let cells = Cells::sample((0.0, 2.0), (0.0, 3.0), (2, 3), |x, y| x + 10.0 * y);
        assert_eq!(cells.shades, [5.5, 6.5, 15.5, 16.5, 25.5, 26.5]);
        assert_eq!(cells.rows(), 3);
        assert_eq!(Cells::new((0.0, 1.0), (0.0, 1.0), 0, vec![]).rows(), 0);
    }
}
