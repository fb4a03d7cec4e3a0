//! Independent pieces of work on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The results of `work` on 0, 1, … `count` − 1, in this order. Each thread takes the next piece
/// when it is done with one; a piece is begun and ended on the same thread.
pub fn run<T: Send>(count: usize, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let shift = || {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= count {
                return done;
            }
            done.push((i, work(i)));
        }
    };
    let mut all = Vec::with_capacity(count);
    thread::scope(|scope| {
        let shifts: Vec<_> = (0..threads.min(count))
            .map(|_| scope.spawn(shift))
            .collect();
        for shift in shifts {
            match shift.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    all.sort_by_key(|(i, _)| *i);
    all.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn results_come_in_order_whoever_was_first() {
        for threads in [1, 3, 64] {
            let squares = run(20, threads, |i| i * i);
            assert_eq!(squares, (0..20).map(|i| i * i).collect::<Vec<_>>());
        }
        assert!(run(0, 4, |i| i).is_empty());
    }
}
