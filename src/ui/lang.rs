//! The page's furniture in another language. English stands in the code; what a table does not
//! translate stays English.

use super::words::Lang;
use std::cell::Cell;

thread_local! {
    /// The one language of the page, as `<html lang>` has it.
    static SPOKEN: Cell<Lang> = const { Cell::new(Lang::English) };
}

/// From now on the page is written in this language.
pub fn speak(lang: Lang) {
    SPOKEN.set(lang);
}

/// A word of the page's furniture in its language.
pub fn say(english: &'static str) -> &'static str {
    match SPOKEN.get() {
        Lang::English => english,
        Lang::German => german(english).unwrap_or(english),
    }
}

/// The title of a stop of the course, by its slug.
pub fn say_title(slug: &str, english: &'static str) -> &'static str {
    match SPOKEN.get() {
        Lang::English => english,
        Lang::German => find(TITLES, slug).unwrap_or(english),
    }
}

fn german(english: &str) -> Option<&'static str> {
    find(GERMAN, english)
}

fn find(table: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    let found = table.iter().find(|(from, _)| *from == key);
    found.map(|(_, to)| *to)
}

pub static GERMAN: &[(&str, &str)] = &[
    ("Gallery", "Galerie"),
    ("Train", "Trainieren"),
    ("Figures", "Abbildungen"),
    ("Figure", "Abbildung"),
    ("Lesson", "Lektion"),
    ("Training", "Training"),
    ("Display", "Anzeige"),
    ("Colours", "Farben"),
    ("Language", "Sprache"),
    ("Text size", "Schriftgröße"),
    ("Light", "Hell"),
    ("Dark", "Dunkel"),
    ("Normal", "Normal"),
    ("For presentations", "Für Vorträge"),
    ("Embed", "Einbetten"),
    ("Save", "Speichern"),
    ("Play", "Start"),
    ("Pause", "Pause"),
    ("Step", "Schritt"),
    ("Reset", "Von vorn"),
    ("Speed", "Tempo"),
    ("Iteration", "Iteration"),
    (
        "Train a GAN in this page, and see why it learns",
        "Ein GAN auf dieser Seite trainieren – und sehen, warum es lernt",
    ),
    (
        "Live training on your own machine, and the theory of five lectures as figures to take hold of. Nothing is uploaded.",
        "Training live auf dem eigenen Rechner, und die Theorie von fünf Vorlesungen als Abbildungen zum Anfassen. Nichts wird hochgeladen.",
    ),
    ("Start training MNIST", "MNIST trainieren"),
    ("Search the gallery", "Galerie durchsuchen"),
    (
        "Search: Wasserstein, collapse, penalty …",
        "Suchen: Wasserstein, collapse, penalty …",
    ),
    ("All", "Alle"),
    ("Lecture", "Vorlesung"),
    ("In the lectures", "In den Vorlesungen"),
    ("← Before", "← Zuvor"),
    ("Next →", "Weiter →"),
    ("Copy", "Kopieren"),
    ("Copied", "Kopiert"),
    ("Close", "Schließen"),
    ("Train live", "Live trainieren"),
    (
        "Inside a generator of pictures",
        "Im Inneren eines Bildgenerators",
    ),
    (
        "Distances between distributions",
        "Abstände zwischen Verteilungen",
    ),
    (
        "Optimal transport and its dual",
        "Optimaler Transport und sein Dual",
    ),
    ("The game", "Das Spiel"),
    (
        "Networks, and how to judge them",
        "Netze, und wie man sie beurteilt",
    ),
    ("What goes wrong, and why", "Was schiefgeht, und warum"),
    ("Losses", "Verlustfunktionen"),
    ("Remedies", "Abhilfen"),
    ("Data", "Daten"),
];

pub static TITLES: &[(&str, &str)] = &[
    ("lines", "Parallele Strecken"),
    ("divergences", "Divergenzen"),
    ("earth-mover", "Erdbewegung"),
    ("duality", "Dualität von Kantorowitsch und Rubinstein"),
    ("ipm", "Integrale Wahrscheinlichkeitsmetriken"),
    ("f-divergence", "f-Divergenzen"),
    ("optimal-discriminator", "Der optimale Diskriminator"),
    ("generator-gradient", "Der Gradient des Generators"),
    ("mode-seeking", "Moden abdecken oder wählen"),
    ("saddle", "Abstieg am Sattel"),
    ("push-forward", "Bildmaße"),
    ("backprop", "Rückwärtsrechnung"),
    ("optimal-critic", "Der optimale Kritiker"),
    ("lipschitz", "Lipschitz-Schranken"),
    ("evaluation", "Wie gut ist ein Generator?"),
    ("vanishing-gradient", "Verschwindender Gradient"),
    ("mode-collapse", "Moden-Kollaps"),
    ("oscillation", "Schwingung"),
    ("exploding-critic", "Explodierender Kritiker"),
    ("crawling-critic", "Kriechender Kritiker"),
];
