//! The page's language: another one is fetched first.

use super::dom::fetched;
use super::lang::{knows, learn};
use super::page::Page;
use crate::fault::Fault;
use crate::page::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Has a language's texts at hand.
///
/// # Errors
/// Why not.
pub async fn fetch(lang: Lang) -> Result<(), Fault> {
    let Some(file) = lang.file().filter(|_| !knows(lang)) else {
        return Ok(());
    };
    let bytes = fetched(&file).await.map_err(|why| Fault::StaysEnglish {
        file: file.clone(),
        why: Box::new(why),
    })?;
    // A slower one for the same language may have come first.
    if !knows(lang) {
        learn(lang, &String::from_utf8_lossy(&bytes));
    }
    Ok(())
}

/// The page is written in the language that is wished for as soon as its texts are here.
pub fn follow(page: Page) {
    Effect::new(move || {
        let lang = page.lang.get();
        spawn_local(async move {
            let had = fetch(lang).await;
            // Another wish may have come in between.
            if page.lang.try_get_untracked() != Some(lang) {
                return;
            }
            match had {
                Ok(()) if page.spoken.get_untracked() != lang => page.spoken.set(lang),
                Ok(()) => {}
                Err(why) => page.notices.update(|notices| notices.push(why)),
            }
        });
    });
}
