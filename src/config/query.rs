use super::{KNOBS, Knob, Lead, RunConfig, Value};
use crate::fault::Fault;

impl RunConfig {
    /// `data=mnist&objective=wasserstein&…`: every setting that acts in this configuration.
    pub fn to_query(&self) -> String {
        let pairs: Vec<_> = KNOBS
            .iter()
            .filter(|knob| (knob.applies)(self))
            .map(|knob| format!("{}={}", knob.slug, (knob.get)(self)))
            .collect();
        pairs.join("&")
    }

    /// Reads [`RunConfig::to_query`], or any query a person types.
    ///
    /// What is missing stands at the value recommended for the data and the objective. What cannot
    /// be taken does too, and a notice says which and why. Names that are no knobs are left to
    /// the caller ([`parse_pairs`]).
    pub fn from_query(query: &str) -> (Self, Vec<Fault>) {
        let pairs = split_pairs(query);
        let (config, notices, _) = parse_pairs(&pairs);
        (config, notices)
    }
}

/// The settings, the notices, and the pairs that belong to no knob.
pub fn parse_pairs(pairs: &[(String, String)]) -> (RunConfig, Vec<Fault>, Vec<(String, String)>) {
    let mut notices = Vec::new();
    let mut given: Vec<(&Knob, Value)> = Vec::new();
    let mut others = Vec::new();
    for (name, text) in pairs {
        let Some(knob) = super::knob(name) else {
            others.push((name.clone(), text.clone()));
            continue;
        };
        match knob.parse(text) {
            Ok(value) => given.push((knob, value)),
            Err(why) => notices.push(why.by_default(name)),
        }
    }
    // Data, objective and architecture first, then the critic's control: they decide what the
    // others default to.
    let mut config = RunConfig::default();
    for pass in Lead::ORDER {
        for (knob, value) in &given {
            if pass == knob.leads {
                (knob.set)(&mut config, *value);
            }
        }
        if pass == Lead::Rest {
            config = config.controlled();
        }
        if pass == Lead::All {
            if let Some(why) = config.objective.refuses(config.data.0) {
                let no_fit = Fault::NoFit {
                    name: config.objective.slug().to_string(),
                    why: Box::new(why),
                };
                notices.push(no_fit.by_default("objective"));
            }
            if config.architecture.needs_pictures() && !config.data.is_images() {
                let name = config.architecture.slug().to_string();
                notices.push(Fault::NeedsPictures { name }.by_default("architecture"));
            }
            config = config.usual();
        }
    }
    (config, notices, others)
}

/// Splits `a=1&b=2`. Our own values need no percent-decoding; the page decodes the address bar's.
pub fn split_pairs(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lipschitz::Control;

    #[test]
    fn a_query_round_trips() {
        let query = "data=mnist&objective=wasserstein&clip=0.03&critic_steps=3&seed=11&width=64";
        let (config, notices) = RunConfig::from_query(query);
        assert!(notices.is_empty());
        assert_eq!(
            (config.control.clip, config.critic_steps, config.seed),
            (0.03, 3, 11)
        );
        assert_eq!(RunConfig::from_query(&config.to_query()), (config, vec![]));
    }

    #[test]
    fn bad_values_are_named_and_change_nothing() {
        let (config, notices) = RunConfig::from_query(
            "objective=wassertsein&clip=7&critic_steps=2.5&batch=NaN&clip=NaN",
        );
        assert_eq!(config, RunConfig::default());
        assert_eq!(notices.len(), 5);
        assert!(notices[0].to_string().contains("objective: “wassertsein”"));
        assert!(notices[1].to_string().contains("0.001 to 1"));
    }

    /// Gulrajani et al. 2017, algorithm 1; the rates of the architecture table.
    #[test]
    fn a_control_brings_its_optimiser_along_however_it_is_chosen() {
        let of = |query: &str| RunConfig::from_query(query).0;
        let named = of("lipschitz=gradient-penalty&data=mnist&objective=wasserstein");
        let algorithm = "optimiser=adam&beta1=0&beta2=0.9&critic_lr=0.0005&generator_lr=0.0005\
                         &critic_steps=5&penalty_weight=10";
        let query = "data=mnist&objective=wasserstein&lipschitz=gradient-penalty";
        assert_eq!(named, of(&format!("{query}&{algorithm}")));
        let choose = |config: &RunConfig, slug| {
            let knob = super::super::knob("lipschitz").expect("a knob");
            config.with(knob, Value::Slug(slug))
        };
        let clipped = of("data=mnist&objective=wasserstein");
        assert_eq!(choose(&clipped, "gradient-penalty"), named);
        assert_eq!(choose(&named, "clip"), clipped);
        // What was chosen stays.
        let chosen = of("data=mnist&objective=wasserstein&optimiser=sgd&critic_lr=0.01");
        let penalised = choose(&chosen, "gradient-penalty");
        let kept = (
            penalised.updates.optimiser.slug(),
            penalised.updates.critic_lr,
            penalised.updates.beta2,
        );
        assert_eq!(kept, ("sgd", 0.01, 0.9));
        // Other objectives have an optimiser that suits a penalty already.
        let hinge = of("data=mnist&objective=hinge");
        let penalised = choose(&hinge, "gradient-penalty");
        let control = Control {
            kind: hinge.control.kind,
            ..penalised.control
        };
        assert_eq!(
            RunConfig {
                control,
                ..penalised
            },
            hinge
        );
        // A control that was chosen outlives another objective; a recommended one does not.
        let objective = super::super::knob("objective").expect("a knob");
        let hinge = |config: &RunConfig| {
            config
                .with(objective, Value::Slug("hinge"))
                .control
                .kind
                .slug()
        };
        assert_eq!(
            (hinge(&named), hinge(&clipped)),
            ("gradient-penalty", "none")
        );
    }

    #[test]
    fn the_objective_decides_the_defaults_wherever_it_stands() {
        let (a, _) = RunConfig::from_query("critic_steps=2&objective=non-saturating");
        let (b, _) = RunConfig::from_query("objective=non-saturating&critic_steps=2");
        assert_eq!(a, b);
        assert_eq!(a.control.kind.slug(), "none");
    }
}
