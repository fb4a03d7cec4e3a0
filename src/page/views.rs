//! What can be looked at in a run, beside its settings and its transport: one list, from which the
//! buttons, the address and what the engine computes derive.

use crate::config::RunConfig;
use crate::data::Space;
use crate::fault::Fault;
use crate::protocol::{Extra, Views};

/// Digits are measured every so many seconds until the visitor says otherwise: it costs a run of
/// linear layers a tenth of its speed.
pub const PACE: u32 = 5;

/// Names a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Samples,
    Heat,
    Levels,
    Manifold,
    Arrows,
    Optimum,
    Weights,
    Spectrum,
    Slopes,
    Metrics,
    DigitMetrics,
    Losses,
    Latent,
    Epochs,
    Quiz,
    Nearest,
    Number,
}

/// One view.
pub struct View {
    pub which: Which,
    /// Word in the address: a stable interface.
    pub slug: &'static str,
    pub name: &'static str,
    pub help: &'static str,
    /// True where it has something to show.
    pub applies: fn(&RunConfig) -> bool,
    /// Shown until the visitor says otherwise.
    on: bool,
    /// What frames must carry for it beyond samples and losses.
    asks: Option<Extra>,
}

/// All views, in the order of the page.
pub static VIEWS: &[View] = &[
    View {
        which: Which::Samples,
        slug: "samples",
        name: "Samples",
        help: "Real and generated points.",
        applies: is_plane,
        on: true,
        asks: None,
    },
    View {
        which: Which::Heat,
        slug: "heat",
        name: "Critic map",
        help: "What the critic says at each point: blue for real, orange for generated.",
        applies: is_plane,
        on: true,
        asks: Some(Extra::Heat),
    },
    View {
        which: Which::Levels,
        slug: "levels",
        name: "Level sets",
        help: "Lines along which the critic says the same; the bold one is its middle.",
        applies: is_plane,
        on: false,
        asks: Some(Extra::Heat),
    },
    View {
        which: Which::Manifold,
        slug: "manifold",
        name: "Manifold",
        help: "The grid of latents as the generator bends it. Cells hold equal probability: the \
               smaller, the denser. Needs a latent of one or two dimensions.",
        applies: |config| is_plane(config) && config.latent <= 2,
        on: false,
        asks: Some(Extra::Manifold),
    },
    View {
        which: Which::Arrows,
        slug: "arrows",
        name: "Pushes",
        help: "Where the generator's loss pushes its samples.",
        applies: is_plane,
        on: false,
        asks: Some(Extra::Pushes),
    },
    View {
        which: Which::Optimum,
        slug: "optimum",
        name: "Best critic",
        help: "The critic that theory says is best against this generator, beside the one that \
               is trained.",
        applies: |config| matches!(config.data.space(), Space::Line { .. }),
        on: true,
        asks: None,
    },
    View {
        which: Which::Weights,
        slug: "weights",
        name: "Weights",
        help: "Histogram of the critic's weights: clipping piles them up at its two ends.",
        applies: |_| true,
        on: false,
        asks: Some(Extra::Weights),
    },
    View {
        which: Which::Spectrum,
        slug: "spectrum",
        name: "Singular values",
        help: "How much each of the critic's weight matrices stretches, direction by direction. \
               Spectral norm holds the largest at 1.",
        applies: |_| true,
        on: false,
        asks: Some(Extra::Spectra),
    },
    View {
        which: Which::Slopes,
        slug: "slopes",
        name: "Slopes",
        help: "How steep the critic is between real and generated samples. A gradient penalty \
               pulls this to 1.",
        applies: |_| true,
        on: false,
        asks: Some(Extra::Slopes),
    },
    View {
        which: Which::Metrics,
        slug: "metrics",
        name: "Metrics",
        help: "How close generated samples are to real ones, beside what real ones score.",
        applies: |config| !config.data.is_images(),
        on: true,
        asks: Some(Extra::Metrics),
    },
    View {
        which: Which::DigitMetrics,
        slug: "digit-metrics",
        name: "Metrics",
        help: "How close generated digits are to real ones, beside what real ones score: FID, \
               precision and recall, and the digits that are there. Fetches 1.7 MB once.",
        applies: |config| config.data.is_images() && !config.data.is_own(),
        on: false,
        asks: Some(Extra::Digits),
    },
    View {
        which: Which::Losses,
        slug: "losses",
        name: "Losses",
        help: "Both losses, and the critic's estimate, over the run.",
        applies: |_| true,
        on: true,
        asks: None,
    },
    View {
        which: Which::Latent,
        slug: "latent",
        name: "Latent space",
        help: "Average, add and subtract latents, go from one to another, and move along single \
               directions.",
        applies: is_images,
        on: false,
        asks: None,
    },
    View {
        which: Which::Epochs,
        slug: "epochs",
        name: "Epochs",
        help: "The same latents after 1, 5, 10 … epochs, as a strip and as an animation.",
        applies: has_held_out,
        on: false,
        asks: None,
    },
    View {
        which: Which::Quiz,
        slug: "quiz",
        name: "Which one is real?",
        help: "A picture of the test set beside a generated one: you against the critic.",
        applies: has_held_out,
        on: false,
        asks: None,
    },
    View {
        which: Which::Nearest,
        slug: "nearest",
        name: "Nearest neighbour",
        help: "The training pictures that are nearest to a generated one: learnt by heart or not?",
        applies: is_images,
        on: false,
        asks: None,
    },
    View {
        which: Which::Number,
        slug: "number",
        name: "Write a number",
        help: "Digits that you ask a conditional generator for.",
        applies: |config| config.classes() > 0,
        on: true,
        asks: None,
    },
];

fn is_images(config: &RunConfig) -> bool {
    config.data.is_images()
}

/// Of the visitor's own pictures none are held out, and there are no epochs of them.
fn has_held_out(config: &RunConfig) -> bool {
    is_images(config) && !config.data.is_own()
}

fn is_plane(config: &RunConfig) -> bool {
    matches!(config.data.space(), Space::Plane { .. })
}

/// The views that are on. It holds also what does not apply now, so that the views of one kind of
/// data outlive a look at another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection(u32);

impl Default for Selection {
    fn default() -> Self {
        let on = VIEWS.iter().filter(|view| view.on);
        on.fold(Selection(0), |all, view| all.toggled(view.which))
    }
}

impl Selection {
    /// True where this view is on.
    pub fn has(self, which: Which) -> bool {
        self.0 & (1 << which as u16) != 0
    }

    /// True where this view is on and has something to show.
    pub fn shows(self, which: Which, config: &RunConfig) -> bool {
        let applies = |view: &View| view.which == which && (view.applies)(config);
        self.has(which) && VIEWS.iter().any(applies)
    }

    /// With one view switched.
    pub fn toggled(self, which: Which) -> Self {
        Selection(self.0 ^ (1 << which as u16))
    }

    /// The slugs, with commas between them, as the address has them.
    pub fn to_text(self) -> String {
        let on = VIEWS.iter().filter(|view| self.has(view.which));
        on.map(|view| view.slug).collect::<Vec<_>>().join(",")
    }

    /// What an engine must send for these lanes; digits at this pace.
    pub fn asked(self, lanes: &[RunConfig], pace: u32) -> Views {
        let on = VIEWS.iter().filter(|view| self.has(view.which));
        let shown = on.filter(|view| lanes.iter().any(view.applies));
        let extras: Vec<Extra> = shown.filter_map(|view| view.asks).collect();
        Views::of(&extras).at_pace(pace)
    }
}

/// Reads what [`Selection::to_text`] writes; no word at all is no view.
///
/// # Errors
/// Names the views there are.
pub fn parse_views(text: &str) -> Result<Selection, Fault> {
    let words = text.split(',').map(str::trim).filter(|w| !w.is_empty());
    words.into_iter().try_fold(Selection(0), |all, word| {
        let found = VIEWS.iter().find(|view| view.slug == word);
        let view = found.ok_or_else(|| Fault::unknown(word, VIEWS.iter().map(|view| view.slug)))?;
        Ok(Selection(all.0 | 1 << view.which as u16))
    })
}
