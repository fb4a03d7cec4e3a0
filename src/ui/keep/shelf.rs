//! The browser's own shelf: an IndexedDB with notes, which are few and small, and beside them what
//! they are about, by the same names. Whatever cannot be done is a [`Fault`].

use crate::fault::Fault;
use crate::page::keep::Note;
use idb::{Database, Factory, ObjectStoreParams, TransactionMode, TransactionResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

const NAME: &str = "gan-playground";
const NOTES: &str = "notes";
const CONTENTS: &str = "contents";
const BOTH: [&str; 2] = [NOTES, CONTENTS];

/// The open shelf.
pub struct Shelf(Database);

impl Shelf {
    /// Opens it; it is made where there is none.
    pub async fn open() -> Result<Self, Fault> {
        let mut opening = Factory::new()
            .and_then(|factory| factory.open(NAME, Some(1)))
            .map_err(refused)?;
        opening.on_upgrade_needed(|event| {
            let Ok(database) = idb::event::DatabaseEvent::database(&event) else {
                return;
            };
            for store in BOTH {
                // Where it fails, so does the first use.
                database
                    .create_object_store(store, ObjectStoreParams::new())
                    .ok();
            }
        });
        opening.await.map(Shelf).map_err(refused)
    }

    /// All that is known of what is here; what cannot be read is as good as not there.
    pub async fn notes(&self) -> Result<Vec<Note>, Fault> {
        let act = async || {
            let stored = self
                .0
                .transaction(&[NOTES], TransactionMode::ReadOnly)?
                .object_store(NOTES)?
                .get_all(None, None)?
                .await?;
            let notes = stored.into_iter().map(serde_wasm_bindgen::from_value);
            Ok(notes.filter_map(Result::ok).collect())
        };
        act().await.map_err(refused)
    }

    /// Puts something on it, in the place of what was there under its name.
    pub async fn put(&self, note: &Note, contents: &impl Serialize) -> Result<(), Fault> {
        let key = JsValue::from_str(&note.id);
        let note = serde_wasm_bindgen::to_value(note).map_err(|_| Fault::NoStorage)?;
        let contents = serde_wasm_bindgen::to_value(contents).map_err(|_| Fault::NoStorage)?;
        let act = async || {
            let both = self.0.transaction(&BOTH, TransactionMode::ReadWrite)?;
            // Not awaited: the transaction says what became of all of it.
            both.object_store(NOTES)?.put(&note, Some(&key))?;
            both.object_store(CONTENTS)?.put(&contents, Some(&key))?;
            both.await
        };
        done(act().await)
    }

    /// What lies under this name.
    pub async fn contents<T: DeserializeOwned>(&self, id: &str) -> Result<T, Fault> {
        let act = async || {
            self.0
                .transaction(&[CONTENTS], TransactionMode::ReadOnly)?
                .object_store(CONTENTS)?
                .get(JsValue::from_str(id))?
                .await
        };
        let found = act().await.map_err(refused)?.ok_or(Fault::NoLongerKept)?;
        serde_wasm_bindgen::from_value(found).map_err(|_| Fault::KeptByOther)
    }

    /// Takes these off it.
    pub async fn remove(&self, ids: &[String]) -> Result<(), Fault> {
        if ids.is_empty() {
            return Ok(());
        }
        let act = async || {
            let both = self.0.transaction(&BOTH, TransactionMode::ReadWrite)?;
            for store in BOTH {
                for id in ids {
                    both.object_store(store)?.delete(JsValue::from_str(id))?;
                }
            }
            both.await
        };
        done(act().await)
    }
}

fn done(result: Result<TransactionResult, idb::Error>) -> Result<(), Fault> {
    match result.map_err(refused)? {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(Fault::NoRoom),
    }
}

fn refused(why: idb::Error) -> Fault {
    let why = format!("{why:?}");
    leptos::logging::log!("the browser keeps nothing: {why}");
    match why.contains("Quota") {
        true => Fault::NoRoom,
        false => Fault::NoStorage,
    }
}
