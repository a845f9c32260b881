//! What annotated functions cost to compile: a crate of 200 functions is checked and built with and
//! without `#[differentiable]`, and a table states the times in units of those without:
//! `cargo bench -p chainrule-benches --bench compile`. Its files and builds are under the target
//! directory. With `-- --test` it is only written.
//!
//! Dependencies are built before the clock starts, and only the crate itself is built again, by a
//! change of its text; the fastest of three counts.

use chainrule_benches::sources::functions;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// How many functions the crate has.
const FUNCTIONS: usize = 200;

/// How often each is built.
const TURNS: usize = 3;

/// What stands before each function.
const VARIANTS: [(&str, &str); 5] = [
    ("no attribute", ""),
    ("`modes(forward)`", "#[chainrule::differentiable(modes(forward))]"),
    ("`modes(reverse)`", "#[chainrule::differentiable(modes(reverse))]"),
    ("both modes", "#[chainrule::differentiable]"),
    ("with `second_order`", "#[chainrule::differentiable(second_order)]"),
];

/// A directory with the crate.
struct Crate {
    directory: PathBuf,
}

impl Crate {
    fn new() -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("two_hundred_functions");
        fs::create_dir_all(directory.join("src")).expect("the target directory can be written");
        let chainrule = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let manifest = format!(
            "[package]\nname = \"two_hundred_functions\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nchainrule = {{ path = {chainrule:?} }}\n\n[workspace]\n"
        );
        fs::write(directory.join("Cargo.toml"), manifest).expect("a manifest");
        // the versions that the repository is locked to
        fs::copy(chainrule.join("Cargo.lock"), directory.join("Cargo.lock")).expect("a lock file");
        Self { directory }
    }

    /// Writes the functions behind an attribute.
    fn write(&self, attribute: &str, turn: usize) {
        let functions = functions(FUNCTIONS);
        let text: String = functions
            .iter()
            .map(|function| format!("{attribute}\n{}\n", function.trim()))
            .collect();
        let text = format!("//! Turn {turn}.\n#![allow(clippy::all)]\n\n{text}");
        fs::write(self.directory.join("src/lib.rs"), text).expect("a source");
    }

    /// The seconds that a command of cargo's takes.
    fn run(&self, command: &[&str]) -> f64 {
        let start = Instant::now();
        let status = Command::new(env!("CARGO"))
            .args(command)
            .args(["--offline", "--quiet"])
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", self.directory.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .stdin(Stdio::null())
            .status()
            .expect("cargo runs");
        assert!(status.success(), "cargo {} fails", command.join(" "));
        start.elapsed().as_secs_f64()
    }
}

fn main() {
    let written = Crate::new();
    if std::env::args().any(|argument| argument == "--test") {
        written.write("", 0);
        return;
    }
    let lines: usize = functions(FUNCTIONS).iter().map(|text| text.trim().lines().count()).sum();
    println!("{FUNCTIONS} functions of {lines} lines in all; seconds, and units of no attribute\n");
    println!(
        "| {:<20} | {:>9} | {:>6} | {:>13} | {:>6} |\n| --- | --: | --: | --: | --: |",
        "attribute", "check", "ratio", "release build", "ratio"
    );
    let commands: [&[&str]; 2] = [&["check"], &["build", "--release"]];
    let mut best = [[f64::INFINITY; 2]; VARIANTS.len()];
    written.write("", TURNS);
    for command in commands {
        // builds the dependencies
        written.run(command);
    }
    for turn in 0..TURNS {
        for (best, (_, attribute)) in best.iter_mut().zip(VARIANTS) {
            written.write(attribute, turn);
            for (best, command) in best.iter_mut().zip(commands) {
                *best = best.min(written.run(command));
            }
        }
    }
    for (times, (name, _)) in best.iter().zip(VARIANTS) {
        let [check, build] = [0, 1].map(|i| times[i] / best[0][i]);
        println!(
            "| {name:<20} | {:>7.2} s | {check:>6.1} | {:>11.2} s | {build:>6.1} |",
            times[0], times[1]
        );
    }
}
