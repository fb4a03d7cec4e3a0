//! Files that the page fetches: tried again, after pauses that grow, until they are here. The network's
//! return and *Try again* end a pause.

use super::dom::listen;
use super::run::Run;
use crate::download::{self, SILENCE, Waiters};
use crate::fault::Fault;
use crate::protocol::Command;
use leptos::prelude::*;
use web_sys::Event;

/// What fails so often in a row is told; the next try is under way then.
const TOLD: u32 = 2;

thread_local! {
    static WAITERS: Waiters = Waiters::default();
}

/// A file beside the page, once it is as it should be. What goes wrong is told; it ends without the file
/// where that says that nobody wants it any more.
pub async fn fetched(
    path: &str,
    is_whole: impl AsyncFn(&[u8]) -> bool,
    mut told: impl FnMut(Option<Fault>) -> bool,
) -> Option<Vec<u8>> {
    let mut failed = 0;
    loop {
        let had = download::once(path, failed > 0, SILENCE).await;
        let why = match had {
            Ok(bytes) => match is_whole(&bytes).await {
                true => return told(None).then_some(bytes),
                false => Fault::Incomplete,
            },
            Err(why) => why,
        };
        failed += 1;
        if !told(Some(why).filter(|_| failed >= TOLD)) {
            return None;
        }
        next_try(failed).await;
    }
}

/// Until the next try, after so many that failed.
pub async fn next_try(failed: u32) {
    let waiters = WAITERS.with(Waiters::clone);
    waiters.pause(download::pause(failed)).await;
}

/// Whatever waits for its next try, here and in the engine, is tried at once.
pub fn try_again(run: Run) {
    WAITERS.with(Waiters::wake);
    run.engines.send(&Command::Fetch);
    let failed = run.engines.failed.get_untracked();
    if failed.is_some_and(|why| why.is_of_the_network()) {
        run.engines.start();
    }
}

/// The network is back.
pub fn follow_the_network(run: Run) {
    listen(&window(), "online", move |_: Event| try_again(run));
}
