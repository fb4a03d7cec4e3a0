//! How a run went: lines over its iterations.

use super::bounds::{iterations, values_axis};
use crate::figure::{Figure, Line, Panel, Role, number};
use crate::page::history::{Moment, Series};
use crate::page::lines::Lines;
use crate::text::Text;
use crate::told;

/// Both losses over the run.
pub fn losses(lines: &Lines) -> Figure {
    let all = [&lines.critic, &lines.generator];
    let panel = Panel::new("Losses", iterations(&all), values_axis(&all, false))
        .with(faint(&lines.critic, Role::Critic))
        .with(faint(&lines.generator, Role::Generator))
        .with(bold(&lines.critic, Role::Critic).label("critic"))
        .with(bold(&lines.generator, Role::Generator).label("generator"))
        .alt(told!(
            "Critic loss {}, generator loss {}.",
            last(&lines.critic),
            last(&lines.generator)
        ));
    Figure::new(1, vec![panel])
}

/// The Wasserstein critic's estimate over the run; on the line beside the truth.
pub fn estimate(lines: &Lines) -> Figure {
    let (series, truth) = (&lines.mean_difference, &lines.w1);
    let all = [series, truth];
    let mut panel = Panel::new(
        "Critic's estimate of K · W",
        iterations(&all),
        values_axis(&all, true),
    )
    .with(faint(series, Role::Transport))
    .with(bold(series, Role::Transport).label("estimate"));
    let mut alt = vec![told!(
        "Mean critic output on real minus on generated samples: {}.",
        last(series)
    )];
    if !truth.moments().is_empty() {
        panel = panel.with(bold(truth, Role::Accent).dashed().label("true W₁"));
        alt.push(told!("True W₁: {}.", last(truth)));
    }
    Figure::new(1, vec![panel.alt(Text::listed(" ", alt))])
}

/// True W₁ of every lane over the run, and what a perfect generator would score.
pub fn true_distance(lanes: &[(Text, Lines)]) -> Figure {
    let roles = [Role::Transport, Role::Critic];
    let all: Vec<&Series> = lanes.iter().map(|(_, lines)| &lines.w1).collect();
    let mut panel = Panel::new(
        "True W₁ to the data",
        iterations(&all),
        values_axis(&all, true),
    );
    for ((name, lines), role) in lanes.iter().zip(roles) {
        panel = panel
            .with(faint(&lines.w1, role))
            .with(bold(&lines.w1, role).label(name.clone()));
    }
    if let Some((_, lines)) = lanes.first() {
        panel = panel.with(
            bold(&lines.w1_floor, Role::Muted)
                .dashed()
                .label("floor: real against real"),
        );
    }
    let now = lanes
        .iter()
        .map(|(name, lines)| told!("{} {}", name.clone(), last(&lines.w1)));
    Figure::new(
        1,
        vec![panel.alt(told!(
            "Earth mover's distance to the data: {}.",
            Text::listed(", ", now)
        ))],
    )
}

fn faint(series: &Series, role: Role) -> Line {
    line_of(series, role, |moment| moment.value)
        .width(1.0)
        .opacity(0.3)
}

fn bold(series: &Series, role: Role) -> Line {
    line_of(series, role, |moment| moment.smooth)
}

fn line_of(series: &Series, role: Role, value: fn(&Moment) -> f64) -> Line {
    let points = series
        .moments()
        .iter()
        .map(|moment| (moment.iteration, value(moment)));
    Line::new(points.collect(), role)
}

fn last(series: &Series) -> Text {
    let last = series.moments().last();
    last.map_or("not yet known".into(), |moment| number(moment.value))
}
