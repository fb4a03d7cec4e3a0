//! What a report has a row or a table of.

use crate::headless::plan::{self, Plan};
use crate::headless::summary::Summary;
use crate::headless::train::Outcome;

/// The runs of one configuration.
pub struct Group<'a> {
    pub plan: &'a plan::Group,
    pub runs: Vec<Outcome>,
    pub summary: Summary,
}

/// The configurations that have come to something. Outcomes come with the number of the group they
/// belong to.
pub fn groups(plan: &Plan, outcomes: Vec<(usize, Outcome)>) -> Vec<Group<'_>> {
    let mut runs: Vec<Vec<Outcome>> = plan.groups.iter().map(|_| Vec::new()).collect();
    for (group, outcome) in outcomes {
        runs[group].push(outcome);
    }
    let groups = plan
        .groups
        .iter()
        .zip(runs)
        .filter(|(_, runs)| !runs.is_empty());
    groups
        .map(|(plan, runs)| Group {
            plan,
            summary: Summary::of(&runs),
            runs,
        })
        .collect()
}
