//! Files of the visitor's: those of a drop, all that lie in folders, and what is in them.

use crate::fault::Fault;
use crate::ui::lang::{fill, tell};
use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry,
    FileSystemFileEntry,
};

/// Files of a folder that nobody put there on purpose.
const UNSEEN: [&str; 2] = ["Thumbs.db", "desktop.ini"];

/// A file is known by so many bytes of its beginning.
const HEAD: f64 = 4096.0;
/// Sentences about what was left out that are shown.
const NAMED: usize = 50;

/// The folders that were dropped: to be asked for before the drop's handler returns.
pub fn folders_of(transfer: &DataTransfer) -> Vec<FileSystemEntry> {
    let items = transfer.items();
    let entries = (0..items.length()).filter_map(|i| items.get(i)?.webkit_get_as_entry().ok()?);
    entries.filter(FileSystemEntry::is_directory).collect()
}

/// What is in a file; none where the browser does not say: it may have been moved, or be a folder.
pub async fn content(file: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Its beginning; nothing where it cannot be read.
pub async fn head(file: &Blob) -> Vec<u8> {
    beginning(file, HEAD).await
}

/// So many bytes of its beginning.
pub async fn beginning(file: &Blob, bytes: f64) -> Vec<u8> {
    let Ok(part) = file.slice_with_f64_and_f64(0.0, bytes) else {
        return Vec::new();
    };
    content(&part).await.unwrap_or_default()
}

/// What was left out, and why.
pub fn left_out(skipped: &[Fault], open: bool) -> impl IntoView + use<> {
    let sentences = skipped.iter().take(NAMED).cloned();
    let sentences: Vec<_> = sentences
        .map(|why| view! { <li>{tell(why)}</li> })
        .collect();
    let more = skipped.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| view! { <li>{fill("And {} more.", &[&more])}</li> });
    view! {
        <details class="skipped" open=open>
            <summary>{fill("Left out: {}", &[&skipped.len()])}</summary>
            <ul>{sentences}{more}</ul>
        </details>
    }
}

/// The files of a list, in the order of their names.
pub fn sorted(files: &FileList) -> Vec<File> {
    let files = (0..files.length()).filter_map(|i| files.get(i));
    in_order(files.collect())
}

fn in_order(mut files: Vec<File>) -> Vec<File> {
    files.retain(|file| !file.name().starts_with('.') && !UNSEEN.contains(&file.name().as_str()));
    // 2.png before 10.png.
    files.sort_by_cached_key(|file| (file.name().len(), file.name()));
    files
}

/// All files in folders and in the folders in them.
///
/// # Errors
/// The browser does not let the page read it.
pub async fn files_in(mut folders: Vec<FileSystemEntry>) -> Result<Vec<File>, Fault> {
    let refused = |_| Fault::FolderClosed;
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let reader = folder
            .unchecked_into::<FileSystemDirectoryEntry>()
            .create_reader();
        loop {
            // A browser gives about a hundred at once, and none at the end.
            let some = called(|yes, no| reader.read_entries_with_callback_and_callback(yes, no));
            let some: Array = some.await.map_err(refused)?.unchecked_into();
            if some.length() == 0 {
                break;
            }
            for entry in some.iter() {
                let entry: FileSystemEntry = entry.unchecked_into();
                if entry.is_directory() {
                    folders.push(entry);
                    continue;
                }
                let entry: FileSystemFileEntry = entry.unchecked_into();
                let file = called(|yes, no| {
                    entry.file_with_callback_and_callback(yes, no);
                    Ok(())
                });
                files.push(file.await.map_err(refused)?.unchecked_into());
            }
        }
    }
    Ok(in_order(files))
}

/// What a function gives to the first of its two callbacks; to the second it gives errors.
async fn called(
    call: impl Fn(&Function, &Function) -> Result<(), JsValue>,
) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |yes, no| {
        if let Err(why) = call(&yes, &no) {
            no.call1(&JsValue::NULL, &why).ok();
        }
    });
    JsFuture::from(promise).await
}
