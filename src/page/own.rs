//! What the visitor has brought: the strokes of a drawing, the numbers of files, pictures.

use crate::data::drawing::Drawing;
use crate::data::own::{OwnPoints, OwnSample};
use crate::data::own_images::OwnImages;
use crate::data::{Dataset, Drawn, OwnLine, OwnPictures, OwnPlane};
use crate::protocol::Command;
use crate::registry::Pick;
use std::sync::Arc;

/// Points along the strokes of a drawing.
const DRAWN: usize = 4000;

/// The numbers of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Name of the file.
    pub name: String,
    pub points: OwnPoints,
}

/// Pictures of files.
#[derive(Clone, Debug, PartialEq)]
pub struct Pictures {
    /// Name of the file, or how many there were.
    pub name: String,
    pub images: Arc<OwnImages>,
}

/// The visitor's own data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    pub drawing: Drawing,
    /// The drawing that an address or a message has brought: who sent it knows it.
    given: Drawing,
    line: Option<Numbers>,
    plane: Option<Numbers>,
    pub pictures: Option<Pictures>,
}

impl Own {
    /// An address or a message brings this drawing: it is no secret from its sender.
    pub fn is_given(&mut self, drawing: &Drawing) {
        self.given = drawing.clone();
    }

    /// The drawing as far as others know it.
    pub fn known_drawing(&self) -> Drawing {
        match self.is_drawn_by_hand() {
            true => Drawing::default(),
            false => self.drawing.clone(),
        }
    }

    /// The drawing is the visitor's own hand's.
    pub fn is_drawn_by_hand(&self) -> bool {
        self.drawing != self.given
    }

    /// A run on this data set is one on what the visitor has brought.
    pub fn is_theirs(&self, data: Pick<dyn Dataset>) -> bool {
        match () {
            () if data == drawn() => self.is_drawn_by_hand(),
            () if data == pictured() => self.pictures.is_some(),
            () => self.numbers(data).is_some(),
        }
    }

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

    /// Takes over what was kept of a file for the data set of this slug.
    pub fn bring_back(&mut self, slug: &str, name: String, sample: OwnSample) {
        match sample {
            OwnSample::Points(points) if for_columns(points.dimension()).slug() == slug => {
                self.take(Numbers { name, points });
            }
            OwnSample::Images(images) if pictured().slug() == slug => {
                let images = Arc::new(images);
                self.pictures = Some(Pictures { name, images });
            }
            // It is of other data than its note says.
            OwnSample::Points(_) | OwnSample::Images(_) => {}
        }
    }

    /// Forgets the file for the data set of this slug.
    pub fn forget(&mut self, slug: &str) {
        match () {
            () if slug == pictured().slug() => self.pictures = None,
            () if slug == for_columns(1).slug() => self.line = None,
            () if slug == for_columns(2).slug() => self.plane = None,
            () => {}
        }
    }

    /// The command that hands a data set's samples to an engine; none where the data are not the
    /// visitor's.
    pub fn command(&self, data: Pick<dyn Dataset>) -> Option<Command> {
        if !data.is_own() {
            return None;
        }
        let sample = if data == pictured() {
            let pictures = self.pictures.as_ref();
            pictures.map(|pictures| OwnSample::Images((*pictures.images).clone()))
        } else if data == drawn() {
            self.drawing.points(DRAWN).ok().map(OwnSample::Points)
        } else {
            let numbers = self.numbers(data);
            numbers.map(|numbers| OwnSample::Points(numbers.points.clone()))
        };
        let data = data.slug().to_string();
        Some(Command::Own { data, sample })
    }
}

/// The data set that is drawn.
pub fn drawn() -> Pick<dyn Dataset> {
    Pick(&Drawn)
}

/// The data set of pictures.
pub fn pictured() -> Pick<dyn Dataset> {
    Pick(&OwnPictures)
}

/// The data set made of a file of this many columns.
pub fn for_columns(columns: usize) -> Pick<dyn Dataset> {
    match columns {
        1 => Pick(&OwnLine),
        _ => Pick(&OwnPlane),
    }
}
