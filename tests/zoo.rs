//! Everything combines with everything, and every objective learns.
#![cfg(feature = "headless")]

mod common;

use common::{frame, metric, trainer};
use gan_playground::lipschitz::LIPSCHITZ;
use gan_playground::objective::OBJECTIVES;
use gan_playground::optimiser::OPTIMISERS;
use gan_playground::protocol::{Extra, Views};
use gan_playground::remedy::REMEDIES;

/// As small as keeps every part in play.
const SMALL: &str = "width=8&depth=2&batch=12&latent=2&critic_steps=1&seed=5";

fn stays_finite(query: &str) {
    let mut trainer = trainer(query);
    (0..20).for_each(|_| trainer.step());
    let frame = frame(&trainer, Views::default());
    assert!(frame.critic_loss.is_finite(), "{query}: critic loss");
    assert!(frame.generator_loss.is_finite(), "{query}: generator loss");
    assert!(
        frame.fake_points.iter().all(|x| x.is_finite()),
        "{query}: samples"
    );
}

/// As above, with every view.
fn shows_all(query: &str) {
    let mut trainer = trainer(query);
    (0..20).for_each(|_| trainer.step());
    let views = Views::of(&[
        Extra::Heat,
        Extra::Manifold,
        Extra::Pushes,
        Extra::Weights,
        Extra::Slopes,
    ]);
    let frame = frame(&trainer, views);
    for (name, numbers) in [
        ("samples", &frame.fake_points),
        ("scores", &frame.fake_scores),
        ("heat", &frame.heat),
        ("manifold", &frame.manifold),
        ("pushes", &frame.pushes),
        ("slopes", &frame.slopes),
    ] {
        assert!(!numbers.is_empty(), "{query}: no {name}");
        assert!(numbers.iter().all(|x| x.is_finite()), "{query}: {name}");
    }
    assert!(frame.weights.is_some());
}

/// Every objective with every control and every remedy: 20 steps without a NaN, and every view.
#[test]
fn every_objective_control_and_remedy_train_together() {
    for objective in OBJECTIVES {
        for control in LIPSCHITZ {
            let pair = format!(
                "data=ring&objective={}&lipschitz={}&{SMALL}",
                objective.slug(),
                control.slug()
            );
            shows_all(&pair);
            for remedy in REMEDIES.each() {
                stays_finite(&format!("{pair}&{}", remedy.query()));
            }
        }
    }
}

/// All remedies at once, with each optimiser.
#[test]
fn all_remedies_at_once() {
    let all: Vec<_> = REMEDIES.each().map(|remedy| remedy.query()).collect();
    for optimiser in OPTIMISERS {
        stays_finite(&format!(
            "data=grid&objective=hinge&lipschitz=gradient-penalty&optimiser={}&{SMALL}&{}",
            optimiser.slug(),
            all.join("&")
        ));
    }
}

/// From the recommended settings every objective brings W₁ near what a perfect generator scores.
#[test]
fn every_objective_learns_a_gaussian() {
    for objective in OBJECTIVES {
        let query = format!("data=gaussian-1d&objective={}", objective.slug());
        let mut trainer = trainer(&query);
        let before = metric(&trainer, "w1");
        (0..1500).for_each(|_| trainer.step());
        let after = metric(&trainer, "w1");
        println!("{:16} W1 {before:.3} -> {after:.3}", objective.slug());
        assert!(after < 0.35 * before && after < 0.4, "{}", objective.slug());
    }
}
