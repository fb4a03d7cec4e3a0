//! The page's language: another one is fetched first.

use super::lang::{knows, learn};
use super::page::Page;
use super::patience::fetched;
use crate::download;
use crate::fault::Fault;
use crate::page::lang::Lang;
use crate::text::Texts;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page does not wait longer for texts that do not come, in seconds: it begins in English.
const PATIENCE: u32 = 4;

/// Tries to have a language's texts before the page begins.
pub async fn begin(lang: Lang) {
    let Some(file) = wanted(lang) else { return };
    if let Ok(bytes) = download::once(&file, false, PATIENCE).await
        && is_whole(&bytes)
    {
        take(lang, &bytes);
    }
}

/// The file of its texts, unless they are here.
fn wanted(lang: Lang) -> Option<String> {
    lang.file().filter(|_| !knows(lang))
}

fn is_whole(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(Texts::are_whole)
}

fn take(lang: Lang, bytes: &[u8]) {
    // A slower one for the same language may have come first.
    if !knows(lang) {
        learn(lang, &String::from_utf8_lossy(bytes));
    }
}

/// The page is written in the language that is wished for as soon as its texts are here.
pub fn follow(page: Page) {
    Effect::new(move || {
        let lang = page.lang.get();
        page.unspoken.set(None);
        spawn_local(async move {
            if let Some(file) = wanted(lang) {
                // Another wish may come in between.
                let had = fetched(
                    &file,
                    async |bytes| is_whole(bytes),
                    |why| {
                        let still = page.lang.try_get_untracked() == Some(lang);
                        if still {
                            page.unspoken.set(why.map(|why| Fault::StaysEnglish {
                                file: file.clone(),
                                why: Box::new(why),
                            }));
                        }
                        still
                    },
                );
                let Some(bytes) = had.await else { return };
                take(lang, &bytes);
            }
            let still = page.lang.try_get_untracked() == Some(lang);
            if still && page.spoken.get_untracked() != lang {
                page.spoken.set(lang);
            }
        });
    });
}
