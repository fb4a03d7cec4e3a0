//! A query, or a whole address of the page, as settings of a run.

use super::Failure;
use crate::config::{KNOBS, RunConfig, knob, parse_pairs, split_pairs};
use crate::course::Trained;
use crate::data::drawing::Drawing;
use crate::fault::Fault;
use crate::lesson::Lesson;
use crate::page::address::{Address, Draft};
use crate::page::words::find;

/// What a run can take from an address.
#[derive(Default)]
pub struct Link {
    /// Settings, in their order.
    pub pairs: Vec<(String, String)>,
    /// What `data=drawn` is.
    pub drawing: Option<Drawing>,
    /// The shipped weights that it begins with; their settings stand before the others.
    pub trained: Option<&'static Trained>,
}

impl Link {
    /// Reads `data=ring&…`, with or without what stands before the question mark. What the address
    /// says of the page and not of the run is passed over.
    ///
    /// # Errors
    /// Two runs, or a name or a value that nobody knows.
    pub fn read(text: &str) -> Result<Self, Failure> {
        Self::parse(text).map_err(Failure::Usage)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let query = text.split_once('?').map_or(text, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let mut draft = Draft::new(Address::default());
        let mut pairs = Vec::new();
        for (name, value) in split_pairs(query) {
            if let Some(word) = find(&name) {
                (word.read)(&mut draft, &value).map_err(|why| format!("{name}: {why}"))?;
                continue;
            }
            let Some(knob) = knob(&name) else {
                let known: Vec<_> = KNOBS.iter().map(|knob| knob.slug).collect();
                return Err(format!(
                    "{name}: there is no such setting. There are {}.",
                    known.join(", ")
                ));
            };
            knob.parse(&value).map_err(|why| format!("{name}: {why}"))?;
            pairs.push((name, value));
        }
        if let Some((first, second)) = draft.changes.compare.flatten() {
            let both = format!("{},{}", first.slug(), second.slug());
            return Err(format!(
                "compare={both} is two runs. Here they are --sweep objective={both}"
            ));
        }
        if let Some(lesson) = draft.changes.lesson {
            return Err(two_runs(lesson));
        }
        let Address {
            drawing, trained, ..
        } = draft.address;
        let brought = trained.map(|trained| split_pairs(trained.query));
        pairs.splice(0..0, brought.unwrap_or_default());
        Ok(Link {
            pairs,
            drawing: Some(drawing).filter(|drawing| !drawing.strokes().is_empty()),
            trained,
        })
    }
}

/// Why a lesson is no run, and which two it is.
fn two_runs(lesson: &Lesson) -> String {
    format!(
        "lesson={} is two runs:\n  --query '{}'\n  --query '{}'",
        lesson.slug, lesson.bad, lesson.good
    )
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
        Some(Fault::Default { name, why }) => Err(Failure::Usage(format!("{name}: {why}."))),
        Some(notice) => Err(Failure::Usage(notice.to_string())),
        None => Ok(config),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::words::WORDS;

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
        assert_eq!(config(&plain.pairs).unwrap().control.clip, 0.1);
    }

    #[test]
    fn words_of_the_page_are_passed_over() {
        for word in WORDS {
            let mut known = (word.known)().into_iter();
            let value = known.next().unwrap_or("1");
            let taken = Link::parse(&format!("data=ring&{}={value}", word.slug));
            let read = (word.read)(&mut Draft::new(Address::default()), value);
            // Two runs are none, nor is what the page itself would not read.
            let two = ["lesson", "compare"].contains(&word.slug);
            assert_eq!(taken.is_ok(), read.is_ok() && !two, "{}", word.slug);
        }
        let page = "view=train&lang=de&size=presentation&lecture=L2&hide=legend&show=clip&text=0\
                    &views=heat&latent_way=pad&theme=dark&embed=1&autoplay=1&engine=cpu&speed=7";
        let link = Link::parse(&format!("{page}&data=ring")).unwrap();
        assert_eq!(link.pairs, split_pairs("data=ring"));
    }

    #[test]
    fn weights_bring_their_settings() {
        let link = Link::parse("weights=mnist-dcgan&batch=16").unwrap();
        let trained = link.trained.unwrap();
        let mut pairs = split_pairs(trained.query);
        pairs.push(("batch".to_string(), "16".to_string()));
        assert_eq!((trained.slug, link.pairs), ("mnist-dcgan", pairs));
        assert!(refusal("weights=nonsense").contains("it can be mnist-wgan"));
    }

    #[test]
    fn refusals_name_the_setting() {
        assert!(refusal("clap=1").contains("clap: there is no such setting"));
        assert!(refusal("clip=7").contains("clip: 7 is outside"));
        assert!(refusal("compare=hinge,minimax").contains("--sweep objective=hinge,minimax"));
        assert!(refusal("lesson=mode-collapse").contains("--query 'data="));
    }
}
