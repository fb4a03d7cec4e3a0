//! Two players who descend, each on a loss of its own, and the methods that keep them from circling.
//!
//! A game is its pair of slopes g(z) = (∂L₁/∂x, ∂L₂/∂y) at z = (x, y). An equilibrium inside the
//! plane has g = 0; whether a method finds it is a matter of the eigenvalues of one step there
//! ([`step_eigenvalues`]).

use super::spectrum::eigenvalues;

/// (x, y): what the two players have chosen; or a slope for each.
pub type Pair = [f64; 2];

pub trait Game {
    /// Each player's slope of its own loss.
    fn slopes(&self, at: Pair) -> Pair;
    /// The nearest permitted point; everything is permitted by default.
    fn project(&self, at: Pair) -> Pair {
        at
    }
}

/// min over x, max over y of xy: slopes (y, −x), equilibrium at 0.
pub struct Bilinear;

impl Game for Bilinear {
    fn slopes(&self, [x, y]: Pair) -> Pair {
        [y, -x]
    }
}

/// One step of size η. z is the point, g its slopes, k the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// z ← z − ηg(z): both move at once (Arrow, Hurwicz & Uzawa 1958).
    Simultaneous,
    /// x moves, then y, who sees x where it is now.
    Alternating,
    /// Alternating, with β(zₖ − zₖ₋₁) added (Polyak 1964; β < 0: Gidel et al. 2019, "Negative
    /// momentum for improved game dynamics", equation 7).
    Momentum,
    /// z ← z − ηg(z − ηg(z)): slopes from where the plain step would lead (Korpelevich 1976; Gidel
    /// et al. 2019, "A variational inequality perspective on GANs", equation 9).
    Extragradient,
    /// z ← z − 2ηg(zₖ) + ηg(zₖ₋₁): the next slopes foretold from the last two (Popov 1980;
    /// Daskalakis et al. 2018, equation 3).
    Optimistic,
}

/// What a method knows: where it is, and what it remembers of the step before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    pub at: Pair,
    /// [`Method::Momentum`]: the last displacement. [`Method::Optimistic`]: the last slopes.
    /// Unused by the others.
    pub memory: Pair,
}

/// An orbit that has left this far is not followed any further.
pub const ESCAPE: f64 = 1e12;

impl Method {
    pub const ALL: [Self; 5] = [
        Self::Simultaneous,
        Self::Alternating,
        Self::Momentum,
        Self::Extragradient,
        Self::Optimistic,
    ];

    /// At rest: no displacement yet, and the slopes before the start those at the start.
    pub fn start(self, game: &dyn Game, at: Pair) -> State {
        let memory = match self {
            Self::Optimistic => game.slopes(at),
            _ => [0.0; 2],
        };
        State { at, memory }
    }

    /// One step of size `eta` > 0; `beta` in (−1, 1) is the momentum.
    pub fn step(self, game: &dyn Game, state: State, eta: f64, beta: f64) -> State {
        let State { at, memory } = state;
        if at[0].hypot(at[1]) > ESCAPE {
            return state;
        }
        let moved = |by: Pair| game.project([at[0] - eta * by[0], at[1] - eta * by[1]]);
        let after = |at: Pair| State { at, memory };
        match self {
            Self::Simultaneous => after(moved(game.slopes(at))),
            Self::Alternating => after(alternate(game, at, [0.0; 2], eta)),
            Self::Momentum => {
                let next = alternate(game, at, memory.map(|last| beta * last), eta);
                State {
                    at: next,
                    memory: [next[0] - at[0], next[1] - at[1]],
                }
            }
            Self::Extragradient => after(moved(game.slopes(moved(game.slopes(at))))),
            Self::Optimistic => {
                let now = game.slopes(at);
                State {
                    at: moved([2.0 * now[0] - memory[0], 2.0 * now[1] - memory[1]]),
                    memory: now,
                }
            }
        }
    }

    fn remembers(self) -> bool {
        matches!(self, Self::Momentum | Self::Optimistic)
    }
}

/// x descends and drifts, then y does.
fn alternate(game: &dyn Game, [x, y]: Pair, drift: Pair, eta: f64) -> Pair {
    let first = x - eta * game.slopes([x, y])[0] + drift[0];
    let [first, y] = game.project([first, y]);
    let second = y - eta * game.slopes([first, y])[1] + drift[1];
    game.project([first, second])
}

/// Growth a step of simultaneous descent on [`Bilinear`]: √(1 + η²), from any point.
pub fn simultaneous_growth(eta: f64) -> f64 {
    (1.0 + eta * eta).sqrt()
}

/// The same of extragradient: √(1 − η² + η⁴), below 1 for 0 < η < 1.
pub fn extragradient_growth(eta: f64) -> f64 {
    (1.0 - eta * eta + eta.powi(4)).sqrt()
}

/// Half the width of the differences; losses are of order 1.
const NEARBY: f64 = 1e-5;

/// Jacobian of the slopes, row i the derivatives of slope i: ∂gᵢ/∂zⱼ, by central differences.
pub fn jacobian(game: &dyn Game, at: Pair) -> [Pair; 2] {
    let column = |j: usize| {
        let (mut up, mut down) = (at, at);
        up[j] += NEARBY;
        down[j] -= NEARBY;
        let (up, down) = (game.slopes(up), game.slopes(down));
        [0, 1].map(|i| (up[i] - down[i]) / (2.0 * NEARBY))
    };
    let [a, b] = [0, 1].map(column);
    [[a[0], b[0]], [a[1], b[1]]]
}

/// Eigenvalues (real, imaginary) of one step of `method` at the equilibrium 0: two, or four where
/// the method remembers. All inside the unit circle: the step contracts near 0; one outside: it
/// is driven away.
pub fn step_eigenvalues(method: Method, game: &dyn Game, eta: f64, beta: f64) -> Vec<(f64, f64)> {
    let size = if method.remembers() { 4 } else { 2 };
    let run = |nudged: usize, by: f64| {
        let mut z = [0.0; 4];
        z[nudged] = by;
        let state = State {
            at: [z[0], z[1]],
            memory: [z[2], z[3]],
        };
        let State { at, memory } = method.step(game, state, eta, beta);
        [at[0], at[1], memory[0], memory[1]]
    };
    let columns: Vec<[f64; 4]> = (0..size)
        .map(|j| {
            let (up, down) = (run(j, NEARBY), run(j, -NEARBY));
            std::array::from_fn(|i| (up[i] - down[i]) / (2.0 * NEARBY))
        })
        .collect();
    let rows: Vec<Vec<f64>> = (0..size)
        .map(|i| columns.iter().map(|column| column[i]).collect())
        .collect();
    eigenvalues(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norm(at: Pair) -> f64 {
        at[0].hypot(at[1])
    }

    fn orbit(method: Method, eta: f64, beta: f64, steps: usize) -> Vec<Pair> {
        let mut state = method.start(&Bilinear, [0.8, -0.6]);
        let mut path = vec![state.at];
        for _ in 0..steps {
            state = method.step(&Bilinear, state, eta, beta);
            path.push(state.at);
        }
        path
    }

    fn radius(method: Method, eta: f64, beta: f64) -> f64 {
        let all = step_eigenvalues(method, &Bilinear, eta, beta);
        all.iter().map(|(re, im)| re.hypot(*im)).fold(0.0, f64::max)
    }

    #[test]
    fn simultaneous_descent_grows_by_exactly_one_factor() {
        for eta in [1e-3, 0.1, 0.5, 1.0, 2.0] {
            for pair in orbit(Method::Simultaneous, eta, 0.0, 30).windows(2) {
                let growth = norm(pair[1]) / norm(pair[0]);
                // A few roundings: two sums, two norms, a quotient.
                let error = (growth / simultaneous_growth(eta) - 1.0).abs();
                assert!(error < 4.0 * f64::EPSILON, "{error:e} at {eta}");
            }
        }
    }

    #[test]
    fn extragradient_contracts_by_its_closed_form() {
        for eta in [1e-3, 0.1, 0.5, 0.9, 1.2] {
            for pair in orbit(Method::Extragradient, eta, 0.0, 40).windows(2) {
                let growth = norm(pair[1]) / norm(pair[0]);
                assert!((growth / extragradient_growth(eta) - 1.0).abs() < 1e-14);
            }
            assert_eq!(extragradient_growth(eta) < 1.0, eta < 1.0);
        }
    }

    /// x² − ηxy + y² is kept by x ← x − ηy, y ← y + ηx: an ellipse for η < 2.
    #[test]
    fn alternating_descent_stays_on_an_ellipse() {
        for eta in [0.01, 0.5, 1.5, 1.99] {
            let level = |[x, y]: Pair| x * x - eta * x * y + y * y;
            let path = orbit(Method::Alternating, eta, 0.0, 2000);
            for at in &path {
                assert!((level(*at) / level(path[0]) - 1.0).abs() < 1e-9);
            }
            // Areas are kept: the eigenvalues' product is 1, and both are on the circle.
            assert!((radius(Method::Alternating, eta, 0.0) - 1.0).abs() < 1e-9);
        }
        let far = orbit(Method::Alternating, 2.5, 0.0, 60);
        assert!(norm(far[60]) > 1e6);
    }

    /// Gidel et al. 2019 (variational inequality perspective), proposition 1.
    #[test]
    fn the_average_of_alternating_descent_converges_like_one_over_t() {
        let path = orbit(Method::Alternating, 0.3, 0.0, 8000);
        let mean = |n: usize| {
            let sum = path[..n]
                .iter()
                .fold([0.0; 2], |s, z| [s[0] + z[0], s[1] + z[1]]);
            norm(sum) / n as f64
        };
        for n in [100, 1000, 8000] {
            assert!(mean(n) * (n as f64) < 10.0, "{n}");
        }
        assert!(
            (0..100)
                .map(|i| mean(1000 + i) * 1000.0)
                .fold(0.0, f64::max)
                > 1.0
        );
    }

    /// λ² − (1 ∓ 2iη)λ ∓ iη = 0: inside the circle for η < 1/√3, and the orbit goes by it.
    #[test]
    fn optimistic_descent_converges_for_small_steps() {
        for (eta, converges) in [(0.05, true), (0.3, true), (0.57, true), (0.585, false)] {
            assert_eq!(
                radius(Method::Optimistic, eta, 0.0) < 1.0,
                converges,
                "{eta}"
            );
            let path = orbit(Method::Optimistic, eta, 0.0, 6000);
            assert_eq!(norm(path[6000]) < 0.1, converges, "{eta}");
        }
    }

    #[test]
    fn the_spectral_radius_is_the_rate_of_the_orbit() {
        for (method, eta, beta) in [
            (Method::Optimistic, 0.3, 0.0),
            (Method::Momentum, 0.3, -0.4),
            (Method::Momentum, 0.3, 0.4),
        ] {
            let path = orbit(method, eta, beta, 120);
            let rate = (norm(path[120]) / norm(path[20])).powf(1.0 / 100.0);
            assert!(
                (rate / radius(method, eta, beta) - 1.0).abs() < 0.01,
                "{method:?}"
            );
        }
    }

    /// Gidel et al. 2019 (negative momentum), theorem 6: alternating descent on a bilinear game
    /// converges with negative momentum, and not with positive.
    #[test]
    fn momentum_must_be_negative() {
        let far = |beta: f64| norm(orbit(Method::Momentum, 0.5, beta, 1000)[1000]);
        assert!(far(-0.5) < 1e-6 && far(0.5) > 1e3);
        assert_eq!(
            orbit(Method::Momentum, 0.2, 0.0, 50),
            orbit(Method::Alternating, 0.2, 0.0, 50)
        );
    }

    #[test]
    fn at_the_equilibrium_nothing_moves_and_far_away_nothing_is_followed() {
        for method in Method::ALL {
            let state = method.start(&Bilinear, [0.0; 2]);
            assert_eq!(method.step(&Bilinear, state, 0.5, -0.3).at, [0.0; 2]);
            let far = method.start(&Bilinear, [1e13, 0.0]);
            assert_eq!(method.step(&Bilinear, far, 1.0, 0.9), far);
        }
    }
}
