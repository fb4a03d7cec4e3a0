//! What can be wrong, for a visitor to read: typed, so that it is told in the page's language, with
//! the English of all of it in this file.
//!
//! A fault is a row: its name, what is filled in, and its sentence, with a place for each field in
//! the order of the fields.

mod files;
mod filling;
mod near;

pub use files::{FileKind, Way};
pub use filling::{Megabytes, Things};
pub use near::nearest;

use crate::text::Text;
use crate::told;
use filling::Filling;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Of a list of words so many are named.
const NAMED: usize = 12;
/// Faults that are said one by one.
const SAID: usize = 6;
/// What is quoted is cut off here: it may be anything.
const QUOTED: usize = 40;

/// What somebody has written, as it may stand in a sentence.
pub fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

macro_rules! faults {
    ($($(#[$about:meta])* $name:ident $({ $($field:ident: $kind:ty),* $(,)? })? => $english:expr,)*) => {
        /// Why something could not be had or taken.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Fault {
            $($(#[$about])* $name $({ $($field: $kind),* })?,)*
        }

        impl Fault {
            /// It in a sentence, or what stands in one: no full stop then.
            pub fn text(&self) -> Text {
                match self {
                    $(Fault::$name $({ $($field),* })? => told!($english $($(, $field.told())*)?),)*
                }
            }

            /// One of each: for tests of what must hold for all.
            pub fn all() -> Vec<Self> {
                vec![$(Fault::$name $({ $($field: Filling::example()),* })?),*]
            }
        }
    };
}

faults! {
    // Words and numbers of settings.

    /// A word that is none of those there are.
    Unknown { given: String, known: Vec<String> } => "“{}” is unknown; it can be {}",
    OutOfRange { given: String, min: f64, max: f64 } => "{} is outside {} to {}",
    NotWhole { given: String } => "“{}” is not a whole number",
    NotNumber { given: String } => "“{}” is not a number",
    /// The mark is that of decimals, or groups thousands.
    TwoReadings { given: String, decimal: f64, grouped: f64 } =>
        "“{}” can be read as {} and as {}: write it without the mark",
    /// With a decimal comma, say.
    WrittenElsewhere { given: String, number: f64 } =>
        "“{}” is not how numbers are written here: write {}",
    NotSwitch { given: String } => "“{}” is neither 1 (on) nor 0 (off)",

    /// Steps per frame.
    NotSpeed { given: String } => "“{}” is neither max nor a whole number from 1 to 1000",
    NotTwo { given: String } => "“{}” is not two objectives with a comma between them",
    NeedsWhole { most: u32 } => "a whole number from 1 to {} is needed",
    NeedsWord { known: Vec<String> } => "a word is needed, one of {}",
    NeedsText => "a text is needed",
    /// What a message gives for a setting that takes words and numbers.
    ListGiven => "a list is no value of a setting",
    ObjectGiven => "an object is no value of a setting",
    NothingGiven => "null is no value of a setting",
    LongText { most: usize } => "it is longer than {} characters",
    NoSetting => "there is no such setting",
    NotOfThisView { given: String } => "“{}” is no setting of this view",
    /// Of two runs.
    Shared => "both runs have it in common",
    EmbedStays => "whether the page is embedded is said when it is loaded",
    OpensAnew => "the page is opened anew for it, which open does",
    NoObject => "an object of names and values is needed",
    NothingMoves => "nothing moves in this view",
    NotThere => "the view is not there yet",
    /// To a parent page, in place of what may quote the visitor's files.
    SaidHere => "What is wrong is said on the page alone, which holds what the visitor has brought.",

    // The same in an address or a message, by name.

    Default { name: String, why: Box<Fault> } => "{}: {}. The default is used.",
    Unchanged { name: String, why: Box<Fault> } => "{}: {}. Nothing was changed.",
    About { name: String, why: Box<Fault> } => "{}: {}.",
    UnknownSetting { name: String } => "{}: there is no such setting here.",
    /// And one that is called almost so.
    MistypedSetting { name: String, meant: String } =>
        "{}: there is no such setting here. Is it {}?",
    /// Twice or more, with other values.
    LastCounts { name: String, last: String } =>
        "{}: it is given more than once. The last, {}, counts.",
    GivenTwice { last: String } => "it is given more than once, last as {}",
    AndMore { count: usize } => "And {} more like these.",
    SaidAlready { objective: String } => "objective: compare= says {} already.",
    NoPart { parameter: String, name: String } => "{}: “{}” is no part of this view.",
    HiddenToo { name: String } => "show: hide= names {}, too, and wins.",
    NothingToDo { command: String, view: String } =>
        "command: there is nothing to {} in view={}; open another view first.",
    NoFit { name: String, why: Box<Fault> } => "“{}” does not fit these data: {}",
    NeedsMixture =>
        "it needs data that are a mixture of Gaussians, whose score is known",
    NeedsPictures { name: String } => "“{}” makes pictures, and these data are none",

    // Files that are fetched.

    NoFile { path: String, why: Box<Fault> } => "{} could not be loaded ({})",
    LacksDigits { why: Box<Fault> } =>
        "Digits are missing: {}. The run waits where it needs them; they are asked for again and again.",
    LacksHeldOut { why: Box<Fault> } =>
        "Held-out digits are missing: {}. They are asked for again and again.",
    LacksClassifier { why: Box<Fault> } =>
        "There are no metrics of digits yet: {}. The classifier is asked for again and again.",
    StaysEnglish { file: String, why: Box<Fault> } =>
        "The page stays in English: {} could not be fetched ({}). It is asked for again and again.",
    NoTrained { why: Box<Fault> } =>
        "The trained weights could not be loaded ({}). They are asked for again and again, until a run is begun without them.",
    WebPage => "the server gave a web page in its place",
    NothingCame { seconds: u32 } => "nothing came for {} s",
    Incomplete => "it is incomplete",
    Status { status: u16 } => "status {}",
    NoConnection => "the connection failed",
    /// In the words of a browser, a library or a device.
    Foreign { words: String } => "{}",
    NoReason => "no reason given",
    DamagedShard { name: String, why: String, bytes: usize } =>
        "the MNIST file {} is damaged or incomplete ({}; {} bytes arrived)",
    WrongShard { name: String, why: Box<Fault> } =>
        "the MNIST file {} is not what it should be: {}",
    PicturesExpected { count: usize, height: usize, width: usize } =>
        "{} pictures of {} × {} were expected",
    LabelsExpected { count: usize } => "{} labels were expected",
    MoreThanExpected => "there is more in it than pictures and labels",
    NotTheClassifier { difference: Box<Fault> } =>
        "these are not the classifier's weights: {}",

    // Files of the visitor's, by name.

    InFile { file: String, why: Box<Fault> } => "{}: {}",
    LargeFileOf { file: String, size: Megabytes, most: Megabytes } =>
        "{} has {} MB: at most {} MB are read.",
    UnreadableFileOf { file: String } => "{} cannot be read.",
    NoAnswerTo { file: String } => "{}: the engine gave no answer to it.",
    NotTakenOver { file: String, why: Box<Fault> } => "{} was not taken over: {}.",

    // The visitor's numbers.

    LargeFile { size: Megabytes, most: Megabytes } =>
        "The file has {} MB: at most {} MB are read.",
    EmptyFile => "The file is empty.",
    UnreadableFile => "It cannot be read: it may have been moved, or be a folder.",
    OtherKind { kind: FileKind, way: Way } => "This is {}. {}",
    NoNumbers => "There is no number in the file.",
    ManyRows { most: usize } => "There are more than {} rows of numbers.",
    FewRows { rows: usize, least: usize } =>
        "There are only {} rows of numbers: at least {} are needed to show a distribution.",
    /// Fewer than others, and only one.
    OneColumn { line: u64, expected: usize } =>
        "Line {} has 1 column, most have {}.",
    OtherColumns { line: u64, found: usize, expected: usize } =>
        "Line {} has {} columns, most have {}.",
    InLine { line: u64, why: Box<Fault> } => "Line {}: {}.",
    NotFinite { given: String } => "“{}” is not a finite number",
    NumberMissing => "a number is missing",
    /// A comma among points, or the other way round.
    OtherMark { given: String } =>
        "“{}” has another decimal mark than the rest",
    NoPoints => "There are no points.",
    OnePlace =>
        "All points are the same: there is no shape to learn, only one place.",

    // The visitor's drawing.

    NothingDrawn => "Nothing is drawn yet.",
    LongDrawing { most: usize } =>
        "the drawing in the link is longer than {} characters",
    EmptyStroke => "the drawing in the link has an empty stroke",
    ManyStrokes { most: usize } => "the drawing in the link has more than {} strokes",
    NoStrokeLetter { given: char } =>
        "the drawing in the link has a character that is none of its: “{}”",
    CutStroke =>
        "the drawing in the link is incomplete: a stroke ends within a point",

    // The visitor's pictures.

    NoPicture => "There is no picture to use.",
    FewPictures { count: usize, least: usize } =>
        "There are only {} pictures: at least {} are needed to show a distribution.",
    /// In a list of files, one of which was left out.
    LeftOut { file: String, why: Box<Fault> } => "{} {}.",
    OneAtATime => "was not read: one file of numbers or weights is read at a time",
    OneTooMany => "is one too many",
    OneGrey => "is of one grey",
    NoPixels => "has no pixels",
    LargePicture { size: Megabytes, most: Megabytes } =>
        "has {} MB: at most {} MB are read",
    NoPictureBut { kind: FileKind } => "is no picture, but {}",
    NotDecoded { kind: FileKind } =>
        "is {}, and cannot be read: it is damaged, or of a kind that this browser does not know",
    CutOff { kind: FileKind } => "is {} whose end is missing",
    NoFileThere => "cannot be read",
    ManyPixels { width: u32, height: u32, most: usize } =>
        "is {} × {} pixels: at most {} a side are read",
    PixelsKept => "cannot be read: this browser hands out no pixels",
    NoCanvas => "Pictures cannot be read: this browser hands out no pixels.",
    PixelsAreNoise =>
        "This browser gives noise in place of pixels, to hide itself (resistFingerprinting): pictures \
         cannot be read or saved as PNG. Allow this page to read canvas data, or use another browser; \
         SVG and CSV are as always.",
    NoneUsable { files: usize, first: Box<Fault> } =>
        "None of the {} files is a picture that can be used. {}",
    NoFiles => "There is no file in it.",
    FolderClosed => "The browser does not let this page read the folder.",
    BlankCells { count: usize } => "{} cells are of one grey.",
    SpareCells { count: usize } => "{} cells are too many.",
    BrokenCells { right: usize, below: usize } =>
        "{} columns of pixels at the right and {} rows at the bottom make no whole cell.",

    // Saved runs.

    StartsAnew =>
        "The run that was here could not be kept: it starts anew from these settings.",
    CannotOpen { why: Box<Fault> } => "It cannot be opened: {}.",
    NoSafetensors { why: String } => "this is no safetensors file: {}",
    DamagedFile { why: String } => "it is damaged or incomplete: {}",
    NotSaved { lacks: String } => "its metadata have no {}: it is not a saved run",
    OtherNetworks { differences: Vec<Fault> } =>
        "the networks in the file are not those of this run: {}",
    OtherShape { name: String, there: Vec<usize>, here: Vec<usize> } =>
        "{} is {} in the file and {} here",
    NotInFile { name: String } => "{} is not in the file",
    OnlyInFile { name: String } => "{} is in the file alone",
    NoFloats { name: String, kind: String } =>
        "{} is of numbers of another kind ({}): floats are read",
    /// Not finite, or so large that the next step would not be.
    NumbersBeyond { name: String, beyond: usize, count: usize } =>
        "{} cannot be trained on: {} of its {} numbers are not finite, or beyond what floats can \
         hold",
    NegativeSquares => "a second moment in it is negative, and it is a mean of squares",
    NoCount { name: String, given: String, most: u64 } =>
        "its {} is “{}”: a whole number up to {} is needed",
    SavedMisfit => "The saved run does not fit these networks.",

    // What the browser keeps.

    NoStorage => "The browser gives this page no storage: in a private window, or by its settings.",
    NoRoom => "The browser has no room for it.",
    TooLargeToKeep => "It is too large to be kept.",
    FileNotKept => "The file that it is trained on is not kept.",
    NoLongerKept => "It is no longer kept.",
    KeptByOther => "It was kept by another version of this page, which alone can read it.",
    KeptElsewhere => "It is open in another tab.",

    // What a run is asked.

    NoRun => "There is no run yet.",
    ManyLabels { classes: usize } => "This run has no more than {} labels.",
    LabelPerLatent => "There must be a label for each latent.",
    LabelUnknown =>
        "A conditional critic judges a picture with its label, which is not known here.",
    NotPictures => "This run is not about pictures.",
    NotVectors { numbers: usize, most: usize, what: Things, length: usize } =>
        "{} numbers are not 1 to {} {} of {} dimensions.",
    NotSoMany { count: usize, what: Things, most: usize } => "{} {} are not 1 to {}.",
    NoLinearStart => "The generator's first layer is no linear map of its latent.",
    WeightsNotFinite => "The generator's weights are no longer numbers.",
    NoHeldOut => "Only MNIST has pictures that are held out.",
    OtherAnswer => "The run has answered another question.",
    FewAnswered => "The run has given too few pictures.",
    NoWeights => "The engine gave no weights.",
    NoPicturesYet => "There are no pictures yet.",
    NoAnimation { why: String } => "The animation could not be made: {}",
    LargeAnimation => "The pictures are too large for a GIF.",
    OtherSize => "A picture has another size than the animation.",
    NoWords => "The browser does not let us draw words.",

    // Engines and their devices.

    Diverged =>
        "The losses are no longer numbers: the weights have grown beyond what floats can hold. A \
         smaller learning rate, or a Lipschitz control for a Wasserstein critic, keeps them in \
         bounds. Reset starts again.",
    /// Before it is started.
    LargeRun { needed: Megabytes, most: Megabytes, lower: Vec<String> } =>
        "This run would need some {} MB, and an engine in a browser is given {} MB: it is not \
         started. Lower one of these: {}",
    NoResult { why: String } => "The device did not give back a result: {}",
    NoSuchResult { why: String } => "The device gave back an unreadable result: {}",
    /// Said by the script that loads it (`www/worker.js`).
    NotStarted { why: Box<Fault> } => "The engine could not be started: {}",
    Panicked { why: String } => "The engine has stopped: {}",
    NoWebGpu { why: String } => "WebGPU could not be started: {}",
    NoWebGpuHere => "no WebGPU in this browser",
    NoAdapter => "no WebGPU adapter on this device",
    SoftwareAdapter =>
        "WebGPU has no graphics card here and computes on the CPU itself, so that it is only used where it is chosen",
    NoWorker { engine: String, why: String } =>
        "The browser does not start the {} engine: {}",
    WorkerStopped { engine: String, why: String } => "The {} engine has stopped ({}).",
    WorkerNotLoaded { engine: String } =>
        "The {} engine has stopped (its program could not be loaded).",
    /// The engine is not of the page's build.
    Republished =>
        "The site was published anew since this page was opened, and its engine does not fit this page any more. Reload the page: its address holds all settings.",
    OtherVersion { why: String } =>
        "Page and engine do not fit together (reload the page): {}",
    Ended => "The engine was ended.",
    NotSent { why: String } => "The engine's answer could not be sent to the page: {}",
    Unanswered { seconds: u32 } =>
        "The engine has given no answer within {} s. It may be busy with a long iteration: pause, and try again.",
    NoStart { engine: String, seconds: u32 } => "The {} engine did not start within {} s.",
    NoAdapterAnswer { seconds: u32 } => "the browser has not said within {} s whether there is a WebGPU adapter",
    LongTrial { seconds: u32 } => "it did not come to an end within {} s",
    WrongResults { why: String } => "WebGPU computes wrong numbers on this device ({}).",
    DeviceLost { why: String } => "The graphics device was lost ({}).",
    DeviceFull { why: String } => "The graphics device has no memory left for this run ({}).",
    DeviceRefused { why: String } => "The graphics device refused a command ({}).",
    StoppedAgain { why: Box<Fault> } =>
        "{} It has stopped at the same place again: these settings may ask more than this device has. Fewer units, layers or samples in a batch ask less.",
    CutShort => "The measurement was cut short by another command.",
    NothingToLearn => "There are no data to train on.",
    NoEngine => "No engine runs yet: start the training first.",
    NotReady => "No engine is ready yet.",
    GivenUp => "The trial was given up.",
}

impl Fault {
    /// An engine that could not be fetched, which can change with the network.
    pub fn is_of_the_network(&self) -> bool {
        matches!(
            self,
            Fault::NotStarted { .. } | Fault::WorkerNotLoaded { .. }
        )
    }

    /// Only a page that is loaded anew gets over it.
    pub fn needs_reload(&self) -> bool {
        matches!(self, Fault::Republished | Fault::OtherVersion { .. })
    }

    /// A word that is none of these. Of many those are named that it may have been meant to be.
    pub fn unknown(given: &str, known: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut known: Vec<String> = known.into_iter().map(Into::into).collect();
        if known.len() > NAMED {
            known.sort_by_cached_key(|word| near::distance(given, word));
            known.truncate(NAMED);
            known.push("…".to_string());
        }
        Fault::Unknown {
            given: quoted(given),
            known,
        }
    }

    /// A file of a kind that is not read here.
    pub fn other_kind(kind: FileKind) -> Self {
        let way = kind.way();
        Fault::OtherKind { kind, way }
    }

    /// It in a setting of this name, for which the default is used.
    pub fn by_default(self, name: &str) -> Self {
        let (name, why) = (quoted(name), Box::new(self));
        Fault::Default { name, why }
    }

    /// It in a setting of this name, which was not changed.
    pub fn unchanged(self, name: &str) -> Self {
        let (name, why) = (quoted(name), Box::new(self));
        Fault::Unchanged { name, why }
    }

    /// A notice about an address as it reads where the address was refused because of it.
    pub fn refused(self) -> Self {
        match self {
            Fault::Default { name, why } => Fault::Unchanged { name, why },
            Fault::LastCounts { name, last } => Fault::GivenTwice { last }.unchanged(&name),
            other => other,
        }
    }

    /// It in this part of a message.
    pub fn about(self, name: &str) -> Self {
        let (name, why) = (quoted(name), Box::new(self));
        Fault::About { name, why }
    }

    /// The first of these, and how many more there are.
    pub fn bounded(mut faults: Vec<Self>) -> Vec<Self> {
        let count = faults.len().saturating_sub(SAID);
        if count > 0 {
            faults.truncate(SAID);
            faults.push(Fault::AndMore { count });
        }
        faults
    }

    /// Somebody else's error, in their words.
    pub fn foreign(words: impl fmt::Display) -> Self {
        Fault::Foreign {
            words: words.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for Text {
    fn from(fault: Fault) -> Self {
        fault.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_what_is_wrong() {
        let unknown = Fault::unknown("sdg", ["sgd", "adam"]).by_default("optimiser");
        assert_eq!(
            unknown.to_string(),
            "optimiser: “sdg” is unknown; it can be sgd, adam. The default is used."
        );
    }

    #[test]
    fn what_is_quoted_is_no_longer_than_a_line() {
        let long = ", : ; · → . “{}”".repeat(1000);
        for fault in [
            Fault::unknown(&long, ["a"]),
            Fault::NotWhole {
                given: long.clone(),
            },
            Fault::NotInFile { name: long.clone() },
        ] {
            assert!(fault.to_string().chars().count() < 300);
        }
    }

    #[test]
    fn differences_beyond_the_first_are_counted() {
        let differences = (0..9).map(|i| Fault::NotInFile {
            name: format!("critic.{i}"),
        });
        let said = Fault::OtherNetworks {
            differences: differences.collect(),
        };
        let said = said.to_string();
        assert!(
            said.contains("critic.5") && !said.contains("critic.6"),
            "{said}"
        );
        assert!(said.ends_with("; and 3 more"), "{said}");
    }

    #[test]
    fn faults_travel() {
        for fault in Fault::all() {
            let text = serde_json::to_string(&fault).expect("is written");
            let back: Fault = serde_json::from_str(&text).expect("is read");
            assert_eq!(back, fault);
        }
    }
}
