//! The crates, and where their sources are.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Name and version of every crate: numerics first, then what programs of other kinds are made of.
const CRATES: &[(&str, &str)] = &[
    ("approx", "0.5.1"),
    ("argmin", "0.11.0"),
    ("euclid", "0.22.14"),
    ("geo", "0.33.1"),
    ("glam", "0.34.2"),
    ("image", "0.25.10"),
    ("kurbo", "0.13.1"),
    ("levenberg-marquardt", "0.15.0"),
    ("libm", "0.2.16"),
    ("linfa", "0.8.1"),
    ("nalgebra", "0.35.0"),
    ("ndarray", "0.17.2"),
    ("num-complex", "0.4.6"),
    ("num-traits", "0.2.19"),
    ("ordered-float", "5.5.1"),
    ("peroxide", "0.43.1"),
    ("petgraph", "0.8.3"),
    ("puruspe", "0.4.4"),
    ("rand", "0.10.3"),
    ("rand_distr", "0.6.0"),
    ("roots", "0.0.8"),
    ("rustfft", "6.4.1"),
    ("smartcore", "0.7.0"),
    ("special", "0.14.2"),
    ("statrs", "0.19.1"),
    ("base64", "0.23.1"),
    ("bytemuck", "1.25.2"),
    ("csv", "1.4.0"),
    ("hashbrown", "0.17.1"),
    ("indexmap", "2.14.2"),
    ("itertools", "0.15.0"),
    ("memchr", "2.8.3"),
    ("rayon", "1.12.0"),
    ("regex-syntax", "0.8.11"),
    ("serde_json", "1.0.154"),
    ("sha2", "0.11.1"),
    ("smallvec", "1.16.5"),
    ("time", "0.3.55"),
    ("uuid", "1.29.1"),
];

/// Takes the sources from the registry, through cargo; the directory that holds a folder per crate.
pub fn fetched() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates");
    let mut manifest = "[package]\nname = \"sources\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                        [lib]\npath = \"lib.rs\"\n\n[workspace]\n\n[dependencies]\n"
        .to_owned();
    for (name, version) in CRATES {
        writeln!(manifest, "{name} = {{ version = \"={version}\", default-features = false }}")
            .expect("a string takes everything");
    }
    std::fs::create_dir_all(&directory).expect("a directory in target");
    std::fs::write(directory.join("lib.rs"), "").expect("a file in target");
    std::fs::write(directory.join("Cargo.toml"), manifest).expect("a file in target");
    let status = Command::new(env!("CARGO"))
        .args(["vendor", "--quiet", "--versioned-dirs", "vendor"])
        .current_dir(&directory)
        .stdout(std::process::Stdio::null())
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the registry cannot be reached");
    directory.join("vendor")
}

/// Every crate with the Rust files of its package, in a stable order.
pub fn files(directory: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let with_files = |(name, version): &(&str, &str)| {
        let name = format!("{name}-{version}");
        let mut files = Vec::new();
        collect(&directory.join(&name), &mut files);
        files.sort();
        (name, files)
    };
    CRATES.iter().map(with_files).collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).expect("the sources of a crate") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
