//! What the visitor has brought: the strokes of a drawing, the numbers of files.

use crate::data::drawing::Drawing;
use crate::data::own::OwnPoints;
use crate::data::{Dataset, Drawn, OwnLine, OwnPlane};
use crate::protocol::Command;
use crate::registry::Pick;

/// Points along the strokes of a drawing.
const DRAWN: usize = 4000;

/// The numbers of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Name of the file.
    pub name: String,
    pub points: OwnPoints,
}

/// The visitor's own data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    pub drawing: Drawing,
    line: Option<Numbers>,
    plane: Option<Numbers>,
}

impl Own {
    /// The file that a data set is made of, where it is made of one.
    pub fn numbers(&self, data: Pick<dyn Dataset>) -> Option<&Numbers> {
        let slot = match () {
            () if data == for_columns(1) => &self.line,
            () if data == for_columns(2) => &self.plane,
            () => &None,
        };
        slot.as_ref()
    }

    /// Takes a file over; the data set that is made of it comes back.
    pub fn take(&mut self, numbers: Numbers) -> Pick<dyn Dataset> {
        let columns = numbers.points.dimension();
        let slot = match columns {
            1 => &mut self.line,
            _ => &mut self.plane,
        };
        *slot = Some(numbers);
        for_columns(columns)
    }

    /// The command that hands a data set's points to an engine; none where the data are not the
    /// visitor's.
    pub fn command(&self, data: Pick<dyn Dataset>) -> Option<Command> {
        if !data.is_own() {
            return None;
        }
        let points = if data == drawn() {
            self.drawing.points(DRAWN).ok()
        } else {
            self.numbers(data).map(|numbers| numbers.points.clone())
        };
        let data = data.slug().to_string();
        Some(Command::Own { data, points })
    }
}

/// The data set that is drawn.
pub fn drawn() -> Pick<dyn Dataset> {
    Pick(&Drawn)
}

/// The data set made of a file of this many columns.
pub fn for_columns(columns: usize) -> Pick<dyn Dataset> {
    match columns {
        1 => Pick(&OwnLine),
        _ => Pick(&OwnPlane),
    }
}
