//! What annotated functions cost to compile: a crate of 200 functions is checked and built with and
//! without `#[differentiable]`, and a table states the times in units of those without:
//! `cargo bench -p chainrule-benches --bench compile`. Its files and builds are under the target
//! directory. A word after `--` selects columns by a part of their names: `check` leaves the long builds out.
//! With `-- --test` the crate is only written.
//!
//! Dependencies are built before the clock starts, and only the crate itself is built again, by a
//! change of its text; the fastest of three counts. The clock is that of the processor where the system
//! shows it: other programs' work does not count, and that of parallel threads adds up.
//!
//! Cargo builds macros without optimization, in every profile; a column shows what checking takes with
//! a macro that is optimized.

use chainrule_benches::sources::functions;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// How many functions the crate has.
const FUNCTIONS: usize = 200;

/// How often each is built.
const TURNS: usize = 3;

/// The columns: what is done with the crate.
const COMMANDS: [(&str, &[&str]); 3] = [
    ("check", &["check"]),
    (
        "check with an optimized macro",
        &["check", "--config", "profile.dev.build-override.opt-level=3"],
    ),
    ("release build", &["build", "--release"]),
];

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
        let (start, worked) = (Instant::now(), processor_seconds());
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
        match (worked, processor_seconds()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed().as_secs_f64(),
        }
    }
}

/// The seconds that ended children of this process have kept processors busy, where Linux tells:
/// `cutime` and `cstime` of `/proc/self/stat` (proc(5)), in hundredths.
fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // the second field, in parentheses, may hold anything
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(13).take(2);
    let [user, system] = ticks.map(str::parse::<f64>).collect::<Result<Vec<_>, _>>().ok()?[..]
    else {
        return None;
    };
    Some((user + system) / 100.0)
}

fn main() {
    let written = Crate::new();
    if std::env::args().any(|argument| argument == "--test") {
        written.write("", 0);
        return;
    }
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let selected = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word));
    let commands: Vec<_> = COMMANDS.into_iter().filter(|(name, _)| selected(name)).collect();
    let lines: usize = functions(FUNCTIONS).iter().map(|text| text.trim().lines().count()).sum();
    println!("{FUNCTIONS} functions of {lines} lines in all; seconds, and units of no attribute\n");
    let columns: String = commands.iter().map(|(name, _)| format!(" {name} | ratio |")).collect();
    println!("| attribute |{columns}\n| --- |{}", " --: | --: |".repeat(commands.len()));
    for (times, (name, _)) in fastest(&written, &commands).iter().zip(VARIANTS) {
        let cells =
            times.iter().map(|(time, plain)| format!(" {time:.2} s | {:.1} |", time / plain));
        println!("| {name} |{}", cells.collect::<String>());
    }
}

/// For each variant the fastest of all turns of each command, and beside it that of no attribute. Variants take
/// turns, so that a busy machine is busy for all of them.
fn fastest(written: &Crate, commands: &[(&str, &[&str])]) -> Vec<Vec<(f64, f64)>> {
    let mut best = vec![vec![f64::INFINITY; commands.len()]; VARIANTS.len()];
    // with the macro, so that the dependencies are built
    written.write(VARIANTS[1].1, TURNS);
    for (_, command) in commands {
        written.run(command);
    }
    for turn in 0..TURNS {
        for (best, (_, attribute)) in best.iter_mut().zip(VARIANTS) {
            written.write(attribute, turn);
            for (best, (_, command)) in best.iter_mut().zip(commands) {
                *best = best.min(written.run(command));
            }
        }
    }
    let plain = best[0].clone();
    best.into_iter().map(|times| times.into_iter().zip(plain.clone()).collect()).collect()
}
