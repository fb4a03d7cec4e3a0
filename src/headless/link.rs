//! A query, or a whole address of the page, as settings of a run.

use super::Failure;
use crate::config::{KNOBS, RunConfig, knob, parse_pairs, split_pairs};
use crate::data::drawing::Drawing;
use crate::lesson::LESSONS;

/// What an address says of the page and not of the run.
const OF_THE_PAGE: [&str; 7] = [
    "view", "views", "engine", "speed", "autoplay", "embed", "theme",
];

/// What a run can take from an address.
#[derive(Default)]
pub struct Link {
    /// Settings, in their order.
    pub pairs: Vec<(String, String)>,
    /// What `data=drawn` is.
    pub drawing: Option<Drawing>,
}

impl Link {
    /// Reads `data=ring&…`, with or without what stands before the question mark.
    ///
    /// # Errors
    /// Two runs, or a name or a value that nobody knows.
    pub fn read(text: &str) -> Result<Self, Failure> {
        let query = text.split_once('?').map_or(text, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let mut link = Link::default();
        for (name, value) in split_pairs(query) {
            link.take(name, value).map_err(Failure::Usage)?;
        }
        Ok(link)
    }

    fn take(&mut self, name: String, value: String) -> Result<(), String> {
        match name.as_str() {
            "drawing" => self.drawing = Some(Drawing::decode(&value)?),
            "compare" => {
                return Err(format!(
                    "compare={value} is two runs. Here they are --sweep objective={value}"
                ));
            }
            "lesson" => return Err(lesson(&value)),
            page if OF_THE_PAGE.contains(&page) => {}
            _ => {
                let Some(knob) = knob(&name) else {
                    let known: Vec<_> = KNOBS.iter().map(|knob| knob.slug).collect();
                    return Err(format!(
                        "{name}: there is no such setting. There are {}.",
                        known.join(", ")
                    ));
                };
                knob.parse(&value).map_err(|why| format!("{name}: {why}"))?;
                self.pairs.push((name, value));
            }
        }
        Ok(())
    }
}

/// Why a lesson is no run, and which two it is.
fn lesson(slug: &str) -> String {
    match LESSONS.iter().find(|lesson| lesson.slug == slug) {
        Some(lesson) => format!(
            "lesson={slug} is two runs:\n  --query '{}'\n  --query '{}'",
            lesson.bad, lesson.good
        ),
        None => format!("lesson: “{slug}” is unknown"),
    }
}

/// The configuration of these settings; a later one wins over an earlier.
///
/// # Errors
/// A name or a value that nobody knows, or an objective that does not fit the data.
pub fn config(pairs: &[(String, String)]) -> Result<RunConfig, Failure> {
    let (config, notices, others) = parse_pairs(pairs);
    if let Some((name, _)) = others.first() {
        return Err(Failure::Usage(format!("{name}: there is no such setting")));
    }
    match notices.first() {
        // Here no default is used.
        Some(notice) => Err(Failure::Usage(
            notice.trim_end_matches(" The default is used.").to_string(),
        )),
        None => Ok(config),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        match Link::read(text) {
            Err(failure) => failure.to_string(),
            Ok(_) => panic!("{text} was taken"),
        }
    }

    #[test]
    fn an_address_is_a_query() {
        let plain = Link::read("data=ring&clip=0.1").ok().unwrap();
        let whole = "https://example.org/gan/?view=train&data=ring&engine=auto&clip=0.1#top";
        assert_eq!(plain.pairs, Link::read(whole).ok().unwrap().pairs);
        assert_eq!(config(&plain.pairs).unwrap().clip, 0.1);
    }

    #[test]
    fn refusals_name_the_setting() {
        assert!(refusal("clap=1").contains("clap: there is no such setting"));
        assert!(refusal("clip=7").contains("clip: 7 is outside"));
        assert!(refusal("compare=hinge,minimax").contains("--sweep objective=hinge,minimax"));
        assert!(refusal("lesson=mode-collapse").contains("--query 'data="));
    }
}
