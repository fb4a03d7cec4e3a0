//! What no formula gives: MNIST's files and own points, read once for all runs.

use super::Failure;
use super::args::Options;
use crate::config::RunConfig;
use crate::data::mnist::{Pictures, Split};
use crate::data::own::{OwnPoints, OwnSample};
use crate::data::{Drawn, OwnLine, OwnPictures, OwnPlane, csv};
use crate::engine::classifier::Classifier;
use crate::engine::{Gallery, Library, Source};
use crate::registry::Entry;
use burn::tensor::Device;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

/// Points along the strokes of a drawing, as on the page.
const DRAWN: usize = 4000;

/// All that the runs need.
pub struct Materials {
    pictures: Pictures,
    /// The test set, and the weights of the classifier that digits are measured with.
    held_out: Pictures,
    classifier: Vec<u8>,
    /// By the slug of the data set.
    own: Vec<(&'static str, OwnPoints)>,
}

impl Materials {
    /// Reads what runs of these configurations need.
    ///
    /// # Errors
    /// A file cannot be read, or a run needs one that was not named.
    pub fn read<'a>(
        options: &Options,
        configs: impl Iterator<Item = &'a RunConfig>,
    ) -> Result<Self, Failure> {
        let mut materials = Materials {
            pictures: Pictures::of(Split::Train),
            held_out: Pictures::of(Split::Test),
            classifier: Vec::new(),
            own: Vec::new(),
        };
        if let Some(path) = &options.points {
            let points = points_of(path, options.quiet)?;
            let data = match points.dimension() {
                1 => OwnLine.slug(),
                _ => OwnPlane.slug(),
            };
            materials.own.push((data, points));
        }
        if let Some(drawing) = &options.drawing {
            let points = drawing.points(DRAWN);
            let points = points.map_err(|why| Failure::Usage(why.to_string()))?;
            materials.own.push((Drawn.slug(), points));
        }
        for config in configs {
            let data = config.data;
            if Source::reads_pictures(data.0) && materials.pictures.is_empty() {
                let folder = &options.assets;
                materials.pictures = pictures(folder, Split::Train)?;
                materials.held_out = pictures(folder, Split::Test)?;
                let path = folder.join(CLASSIFIER);
                let read = std::fs::read(&path).map_err(|why| Failure::file(&path, why));
                materials.classifier = read?;
            }
            let slug = data.slug();
            if data.is_own() && !materials.own.iter().any(|(own, _)| *own == slug) {
                return Err(Failure::Usage(missing(slug, data.dimension())));
            }
        }
        Ok(materials)
    }

    /// What a trainer draws from. Not shared between threads, so each run has its own.
    pub fn library(&self) -> Rc<RefCell<Library>> {
        let mut library = Library {
            pictures: self.pictures.clone(),
            held_out: self.held_out.clone(),
            ..Library::default()
        };
        for (data, points) in &self.own {
            let points = OwnSample::Points(points.clone());
            library.put(data.to_string(), Some(points));
        }
        Rc::new(RefCell::new(library))
    }

    /// What measures the digits of a run; none where a run makes no digits.
    ///
    /// # Errors
    /// The classifier's weights are not what they should be.
    pub fn gallery(&self, config: &RunConfig, device: &Device) -> Result<Option<Gallery>, Failure> {
        if !Source::reads_pictures(config.data.0) || config.frozen.on {
            return Ok(None);
        }
        let classifier = Classifier::load(&self.classifier, device);
        let classifier = classifier.map_err(|why| Failure::file(Path::new(CLASSIFIER), why))?;
        Ok(Some(Gallery::new(classifier, device)))
    }
}

/// The points of a file; how it was understood is said, unless nobody wants to know.
fn points_of(path: &Path, quiet: bool) -> Result<OwnPoints, Failure> {
    let file = std::fs::read(path).map_err(|why| Failure::file(path, why))?;
    let read = || {
        let understood = csv::understood(&file)?;
        if !quiet {
            eprintln!("{}: {}", path.display(), understood.told());
        }
        csv::read(&file, &understood.layout)
    };
    let found = read().map_err(|why| Failure::file(path, why))?;
    Ok(found.points)
}

/// The classifier's weights, from the folder of MNIST's shards.
const CLASSIFIER: &str = "../classifier/digits.safetensors";

fn missing(slug: &str, columns: usize) -> String {
    if slug == Drawn.slug() {
        return format!("data={slug} needs a --query with a drawing, as the page's address has it");
    }
    if slug == OwnPictures.slug() {
        return format!("data={slug} is for the page: pictures are read by the browser");
    }
    let plural = if columns == 1 { "" } else { "s" };
    format!("data={slug} needs --points FILE, a CSV file with {columns} column{plural}")
}

/// All pictures of one of MNIST's two sets.
pub(super) fn pictures(folder: &Path, split: Split) -> Result<Pictures, Failure> {
    let mut pictures = Pictures::of(split);
    for (name, count) in split.shards() {
        let path = folder.join(&name);
        let gzip = std::fs::read(&path).map_err(|why| {
            Failure::file(
                &path,
                format!("{why}. --assets FOLDER says where MNIST's files are"),
            )
        })?;
        let added = pictures.add_shard(&name, &gzip, count);
        added.map_err(|why| Failure::file(folder, why))?;
    }
    Ok(pictures)
}
