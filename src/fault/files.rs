//! Kinds of files, as people call them, and what to do with one that is not wanted.

use super::filling::Filling;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// What can be done with a file in the place of what was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    Picture,
    Weights,
    Packed,
    Sheet,
    Document,
    Arrays,
    Other,
}

impl Filling for Way {
    fn told(&self) -> Text {
        match self {
            Way::Picture => Text::from(
                "Pictures are read where the data are “Your pictures”, and dropped on the page.",
            ),
            Way::Weights => Text::from("“Load weights” reads it."),
            Way::Packed => Text::from("Unpack it first, and choose the files that are in it."),
            Way::Sheet => Text::from("Save the table as CSV, and choose that file."),
            Way::Document => {
                Text::from("Copy the numbers into a text file or a CSV file, and choose that.")
            }
            Way::Arrays => Text::from(
                "Write the numbers as CSV first, with numpy.savetxt for instance, and choose that file.",
            ),
            Way::Other => Text::from("Choose numbers as text or CSV, pictures, or weights."),
        }
    }

    fn example() -> Self {
        Way::Packed
    }
}

macro_rules! kinds {
    ($($name:ident = $what:literal, $way:ident;)*) => {
        /// What a file is by its content.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum FileKind {
            $($name,)*
        }

        impl FileKind {
            pub const ALL: &'static [Self] = &[$(FileKind::$name,)*];

            /// With an article.
            pub fn what(self) -> &'static str {
                match self {
                    $(FileKind::$name => $what,)*
                }
            }

            pub fn way(self) -> Way {
                match self {
                    $(FileKind::$name => Way::$way,)*
                }
            }
        }
    };
}

kinds! {
    Png = "a PNG picture", Picture;
    Jpeg = "a JPEG picture", Picture;
    Gif = "a GIF picture", Picture;
    WebP = "a WebP picture", Picture;
    Bmp = "a BMP picture", Picture;
    Avif = "an AVIF picture", Picture;
    Heic = "a HEIC picture", Picture;
    Tiff = "a TIFF picture", Picture;
    Svg = "an SVG drawing", Picture;
    Safetensors = "a file of weights (safetensors)", Weights;
    Gzip = "a gzip file", Packed;
    Zip = "a zip archive", Packed;
    Tar = "a tar archive", Packed;
    SevenZip = "a 7-Zip archive", Packed;
    Rar = "a RAR archive", Packed;
    Bzip2 = "a bzip2 file", Packed;
    Xz = "an xz file", Packed;
    Zstd = "a Zstandard file", Packed;
    Excel = "an Excel workbook", Sheet;
    OldOffice = "a file of Excel or Word from before 2007", Sheet;
    OpenSheet = "an OpenDocument spreadsheet", Sheet;
    Word = "a Word document", Document;
    Slides = "a PowerPoint presentation", Document;
    OpenText = "an OpenDocument text", Document;
    Pdf = "a PDF", Document;
    PostScript = "a PostScript file", Document;
    Rtf = "an RTF document", Document;
    Html = "a web page (HTML)", Document;
    Xml = "an XML file", Document;
    Json = "a JSON file", Arrays;
    Npy = "an array of NumPy’s (npy)", Arrays;
    Npz = "an archive of NumPy’s (npz)", Arrays;
    Idx = "an array of MNIST’s kind (idx)", Arrays;
    Hdf5 = "an HDF5 file", Arrays;
    Matlab = "a MATLAB file", Arrays;
    Parquet = "a Parquet file", Arrays;
    Arrow = "an Arrow file", Arrays;
    Sqlite = "an SQLite database", Arrays;
    Pickle = "a pickle of Python’s", Arrays;
    Torch = "a file of PyTorch’s", Arrays;
    Rdata = "a file of R’s", Arrays;
    Film = "a film or a sound", Other;
    Program = "a program", Other;
    Bytes = "a file of bytes that are no text", Other;
    Text = "a text", Other;
}

impl FileKind {
    /// A picture, readable here or not.
    pub fn is_picture(self) -> bool {
        self.way() == Way::Picture
    }
}

impl Filling for FileKind {
    fn told(&self) -> Text {
        Text::from(self.what())
    }

    fn example() -> Self {
        FileKind::Zip
    }
}
