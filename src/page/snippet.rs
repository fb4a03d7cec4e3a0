//! What a lecturer pastes into a page or a deck.

use super::address::Address;
use super::values::Look;

/// What the embedded view is to be like.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    pub autoplay: bool,
    /// Title and caption.
    pub words: bool,
    /// Sliders and menus.
    pub settings: bool,
    /// No buttons.
    pub bare: bool,
    pub look: Look,
}

/// The address of what is shown, as it is to be embedded. What is wished for wins over what the page
/// hides.
pub fn embedded(shown: Address, wishes: Wishes) -> Address {
    let mut parts = shown.parts;
    let (mut show, mut hide) = (Vec::new(), Vec::<&str>::new());
    if wishes.words {
        show.extend(["title", "caption"]);
    }
    if wishes.settings {
        show.push("settings");
    }
    if wishes.bare {
        hide.push("transport");
    }
    wish(&mut parts.show, &mut parts.hide, &show);
    wish(&mut parts.hide, &mut parts.show, &hide);
    Address {
        embed: true,
        lecture: None,
        autoplay: wishes.autoplay,
        look: wishes.look,
        parts,
        ..shown
    }
}

/// These names are among some, once, and no longer among the others.
fn wish(names: &mut Vec<String>, others: &mut Vec<String>, wished: &[&str]) {
    let is_other = |name: &String| !wished.contains(&name.as_str());
    others.retain(is_other);
    names.retain(is_other);
    names.extend(wished.iter().map(|name| name.to_string()));
}

/// An iframe with this address.
pub fn iframe(address: &str, title: &str) -> String {
    format!(
        "<iframe src=\"{}\"\n        width=\"960\" height=\"540\" title=\"{}\" \
         style=\"border: 0\" loading=\"lazy\"></iframe>",
        escaped(address),
        escaped(title)
    )
}

/// Parameters whose names are HTML's: the element takes them in its attribute `query`.
pub const OF_HTML: &[&str] = &["class", "data-centre", "data-width", "part", "width"];

/// The custom element of `embed.js` with these parameters as attributes, and its script.
pub fn element(script: &str, pairs: &[(String, String)], title: &str) -> String {
    // Inside another page is where the element always is.
    let pairs = pairs.iter().filter(|(name, _)| name != "embed");
    let (query, own): (Vec<_>, Vec<_>) =
        pairs.partition(|(name, _)| OF_HTML.contains(&name.as_str()));
    let attribute = |name: &str, value: &str| format!("{name}=\"{}\"", escaped(value));
    let mut attributes: Vec<String> = own
        .into_iter()
        .map(|(name, value)| attribute(name, value))
        .collect();
    if !query.is_empty() {
        let query: Vec<_> = query
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        attributes.push(attribute("query", &query.join("&")));
    }
    format!(
        "<script src=\"{}\"></script>\n<gan-widget {} title=\"{}\"></gan-widget>",
        escaped(script),
        attributes.join(" "),
        escaped(title)
    )
}

/// The address of a file beside the page.
pub fn beside(page: &str, file: &str) -> String {
    let folder = page.rfind('/').map_or("", |end| &page[..=end]);
    format!("{folder}{file}")
}

/// As it may stand in an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
