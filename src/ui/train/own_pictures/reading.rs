//! Files into pictures: the browser unpacks them, everything else is plain arithmetic.

use crate::data::mnist::SIDE;
use crate::data::own_images::{Candidates, MAX_FILE_BYTES, Unfit};
use crate::data::picture;
use crate::data::sprite::Sheet;
use crate::fault::{Fault, FileKind, Megabytes};
use crate::text::Text;
use crate::told;
use crate::ui::canvas::gives_pixels_back;
use crate::ui::dom::breathe;
use crate::ui::train::files::{beginning, content};
use js_sys::Object;
use leptos::prelude::{document, window};
use std::ops::Deref;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap, ImageBitmapOptions,
    ResizeQuality,
};

/// The browser makes larger pictures smaller first, without holding up the page: to this shorter
/// side, several times that of the result.
const ENOUGH: u32 = 8 * SIDE as u32;
/// Headers of pictures are mostly within so many bytes.
const HEAD: f64 = 65_536.0;
/// A row of cells is this many at most between two looks at what else there is to do.
const AT_ONCE: usize = 64;

/// What came of files.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Of the file, or “12 files”.
    pub name: Text,
    pub candidates: Candidates,
    /// One sentence for each file that was left out, or for several.
    pub skipped: Vec<Fault>,
    /// One file was cut into cells.
    pub sheet: Option<Sheet>,
}

/// Reads one file as a sheet of pictures, several as a picture each. `progress` is told how many
/// lie behind; where it gives false, nobody waits any more.
///
/// # Errors
/// There is nothing to show, or nobody waits any more.
pub async fn read(
    files: &[File],
    cell: Option<usize>,
    progress: impl Fn(usize, usize) -> bool,
) -> Result<Reading, Fault> {
    match files {
        [] => Err(Fault::NoFiles),
        [file] => read_sheet(file, cell, progress).await,
        files => read_each(files, progress).await,
    }
}

async fn read_each(
    files: &[File],
    progress: impl Fn(usize, usize) -> bool,
) -> Result<Reading, Fault> {
    let canvas = Canvas::new()?;
    let mut candidates = Candidates::default();
    let mut skipped = Vec::new();
    for (i, file) in files.iter().enumerate() {
        if !progress(i, files.len()) {
            return Err(Fault::GivenUp);
        }
        let taken = match unpacked(file).await {
            Ok(bitmap) => take(&bitmap, &canvas, &mut candidates).await,
            Err(why) => Err(why),
        };
        if let Err(why) = taken {
            skipped.push(Fault::LeftOut {
                file: file.name(),
                why: Box::new(why),
            });
        }
    }
    if candidates.count() == 0 {
        let first = skipped.into_iter().next().unwrap_or(Fault::NoFiles);
        return Err(Fault::NoneUsable {
            files: files.len(),
            first: Box::new(first),
        });
    }
    Ok(Reading {
        name: told!("{} files", files.len()),
        candidates,
        skipped,
        sheet: None,
    })
}

async fn take(
    bitmap: &ImageBitmap,
    canvas: &Canvas,
    candidates: &mut Candidates,
) -> Result<(), Fault> {
    let small = reduced(bitmap).await;
    let bitmap = small.as_deref().unwrap_or(bitmap);
    let (width, height) = (bitmap.width(), bitmap.height());
    let rgba = canvas
        .hold(bitmap, 0, width, height)
        .and_then(|()| canvas.rgba(0, width, height))?;
    let pushed = candidates.push(width as usize, &rgba);
    pushed.map_err(Fault::from)
}

async fn read_sheet(
    file: &File,
    cell: Option<usize>,
    progress: impl Fn(usize, usize) -> bool,
) -> Result<Reading, Fault> {
    let named = |why: Fault| match why {
        // With what to do instead.
        Fault::NoPictureBut { kind } => Fault::InFile {
            file: file.name(),
            why: Box::new(Fault::other_kind(kind)),
        },
        why => Fault::LeftOut {
            file: file.name(),
            why: Box::new(why),
        },
    };
    let bitmap = unpacked(file).await.map_err(named)?;
    let (width, height) = (bitmap.width(), bitmap.height());
    let mut sheet = Sheet::guess(width as usize, height as usize);
    sheet.cell = cell.unwrap_or(sheet.cell);
    let canvas = Canvas::new()?;
    let mut candidates = Candidates::default();
    let (mut blank, mut spare) = (0, 0);
    let side = sheet.cell as u32;
    for row in 0..sheet.rows() {
        for columns in (0..sheet.columns()).step_by(AT_ONCE) {
            if !progress(row * sheet.columns() + columns, sheet.count()) {
                return Err(Fault::GivenUp);
            }
            breathe().await;
            let end = (columns + AT_ONCE).min(sheet.columns());
            if columns == 0 {
                canvas.hold(&bitmap, row as u32 * side, width, side)?;
            }
            for column in columns..end {
                let rgba = canvas.rgba(column as u32 * side, side, side)?;
                match candidates.push(sheet.cell, &rgba) {
                    Ok(()) => {}
                    Err(Unfit::TooMany) => spare += 1,
                    Err(_) => blank += 1,
                }
            }
        }
    }
    let mut skipped = Vec::new();
    if blank > 0 {
        skipped.push(Fault::BlankCells { count: blank });
    }
    if spare > 0 {
        skipped.push(Fault::SpareCells { count: spare });
    }
    if !sheet.is_whole() {
        let (right, below) = (sheet.width % sheet.cell, sheet.height % sheet.cell);
        skipped.push(Fault::BrokenCells { right, below });
    }
    Ok(Reading {
        name: Text::same(file.name()),
        candidates,
        skipped,
        sheet: Some(sheet),
    })
}

/// A picture's pixels outside the program's memory: given back at once, not when the browser next
/// looks for what nobody uses.
struct Bitmap(ImageBitmap);

impl Deref for Bitmap {
    type Target = ImageBitmap;
    fn deref(&self) -> &ImageBitmap {
        &self.0
    }
}

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A file as the browser reads it; else what follows the file's name.
async fn unpacked(file: &File) -> Result<Bitmap, Fault> {
    if file.size() > MAX_FILE_BYTES as f64 {
        return Err(Fault::LargePicture {
            size: Megabytes(file.size() as u64),
            most: Megabytes(MAX_FILE_BYTES as u64),
        });
    }
    let kind = looked_at(file).await?;
    let decoded = match window().create_image_bitmap_with_blob(file) {
        Ok(promise) => JsFuture::from(promise).await,
        Err(why) => Err(why),
    };
    let Ok(bitmap) = decoded else {
        let content = content(file).await.unwrap_or_default();
        return Err(picture::why_not(kind, &content));
    };
    Ok(Bitmap(bitmap.unchecked_into()))
}

/// Its header, as far as that has to be read: a camera's notes may stand before it.
async fn looked_at(file: &File) -> Result<FileKind, Fault> {
    let head = beginning(file, HEAD).await;
    match picture::header(&head) {
        Err(Fault::NotDecoded { .. }) if file.size() > HEAD => {
            let content = content(file).await.ok_or(Fault::NoFileThere)?;
            picture::header(&content)
        }
        _ if head.is_empty() && file.size() > 0.0 => Err(Fault::NoFileThere),
        header => header,
    }
    .map(|header| header.kind)
}

/// A large picture made smaller; none where it is small enough, or the browser does not do that.
async fn reduced(bitmap: &ImageBitmap) -> Option<Bitmap> {
    let (width, height) = (bitmap.width(), bitmap.height());
    let shorter = width.min(height);
    if shorter <= ENOUGH {
        return None;
    }
    let scaled = |side: u32| (f64::from(side) * f64::from(ENOUGH) / f64::from(shorter)) as u32;
    let options = ImageBitmapOptions::new();
    options.set_resize_width(scaled(width).max(1));
    options.set_resize_height(scaled(height).max(1));
    options.set_resize_quality(ResizeQuality::High);
    let promise = window()
        .create_image_bitmap_with_image_bitmap_and_image_bitmap_options(bitmap, &options)
        .ok()?;
    let reduced = JsFuture::from(promise).await.ok()?;
    Some(Bitmap(reduced.dyn_into().ok()?))
}

/// Where pictures are laid to read their pixels; never on the page.
struct Canvas {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    fn new() -> Result<Self, Fault> {
        if !gives_pixels_back() {
            return Err(Fault::PixelsAreNoise);
        }
        let made = || {
            let canvas = document().create_element("canvas").ok()?;
            let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
            let options = Object::new();
            js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into()).ok()?;
            let context = canvas.get_context_with_context_options("2d", &options);
            let context = context.ok()??.dyn_into().ok()?;
            Some(Canvas { canvas, context })
        };
        made().ok_or(Fault::NoCanvas)
    }

    /// Takes `width` × `height` pixels of a picture, from row `top` on.
    fn hold(&self, bitmap: &ImageBitmap, top: u32, width: u32, height: u32) -> Result<(), Fault> {
        // Setting a side also clears it.
        self.canvas.set_width(width);
        self.canvas.set_height(height);
        let drawn = self
            .context
            .draw_image_with_image_bitmap(bitmap, 0.0, -f64::from(top));
        drawn.map_err(|_| Fault::PixelsKept)
    }

    /// The pixels from column `left` on.
    fn rgba(&self, left: u32, width: u32, height: u32) -> Result<Vec<u8>, Fault> {
        let (left, width, height) = (f64::from(left), f64::from(width), f64::from(height));
        let data = self.context.get_image_data(left, 0.0, width, height);
        let data = data.map_err(|_| Fault::PixelsKept)?;
        Ok(data.data().0)
    }
}
