//! Names what is built together: page and engines come from a site as files of their own, one of them
//! may be older than the other, and each knows by this name whether it is (`protocol::VERSION`).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-env-changed=GAN_PLAYGROUND_VERSION");
    let version = match env::var("GAN_PLAYGROUND_VERSION") {
        Ok(version) => version,
        // While the page is worked on, it takes the engines that are there.
        Err(_) if env::var("PROFILE").is_ok_and(|profile| profile == "debug") => "dev".to_string(),
        Err(_) => sources()?,
    };
    println!("cargo:rustc-env=GAN_PLAYGROUND_VERSION={version}");
    Ok(())
}

/// All sources as one number, by name and content.
fn sources() -> io::Result<String> {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    collect(Path::new("src"), &mut files)?;
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        file.to_string_lossy().replace('\\', "/").hash(&mut hash);
        fs::read(&file)?.hash(&mut hash);
    }
    Ok(format!("{:016x}", hash.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => collect(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}
