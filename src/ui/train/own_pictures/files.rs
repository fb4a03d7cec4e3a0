//! The files of a drop: several, or all that lie in a folder.

use crate::fault::Fault;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

/// Files of a folder that nobody put there on purpose.
const UNSEEN: [&str; 2] = ["Thumbs.db", "desktop.ini"];

/// What was dropped: to be asked for before the drop's handler returns.
pub fn folder_of(transfer: &DataTransfer) -> Option<FileSystemEntry> {
    let items = transfer.items();
    let entries = (0..items.length()).filter_map(|i| items.get(i)?.webkit_get_as_entry().ok()?);
    let mut folders = entries.filter(FileSystemEntry::is_directory);
    folders.next()
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

/// All files in a folder and in the folders in it.
///
/// # Errors
/// The browser does not let the page read it.
pub async fn files_in(folder: FileSystemEntry) -> Result<Vec<File>, Fault> {
    let refused = |_| Fault::FolderClosed;
    let (mut files, mut folders) = (Vec::new(), vec![folder]);
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
