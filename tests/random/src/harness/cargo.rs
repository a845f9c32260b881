//! Generated crates: written, compiled and run.
//!
//! In: the files of programs. Out: for each program the lines that it printed, or the error that the
//! compiler reported in its file. Invariant: a program that does not compile costs the others nothing
//! but another build.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A batch may run for this long: it takes milliseconds unless a generated loop does not end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program in a batch.
#[derive(Clone, Debug)]
pub struct Unit {
    /// A name, which is that of its module.
    pub name: String,
    /// The modules in its module, and their texts.
    pub files: Vec<(&'static str, String)>,
    /// The modules in it that are run.
    pub variants: &'static [&'static str],
    /// Its points, as Rust.
    pub points: String,
}

/// What became of a program.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It ran and printed this.
    Printed(String),
    /// The compiler reported an error: in this module, with this code if it is rustc's, and this text.
    Error(String, Option<String>, String),
    /// It did not end.
    Hung,
}

/// A folder for crates.
#[derive(Clone, Debug)]
pub struct Workshop {
    folder: PathBuf,
    target: PathBuf,
    repository: PathBuf,
    /// The prefix of crate names: they share a target directory with those of other workshops.
    name: String,
}

impl Workshop {
    /// A workshop in the target directory of the repository.
    pub fn new(name: &str) -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| repository.join("target"), PathBuf::from)
            .join("random");
        let (folder, target) = (target.join(name), target.join("build"));
        Self { folder, target, repository, name: name.to_owned() }
    }

    /// Compiles and runs programs, `batch` of them in a crate.
    ///
    /// # Errors
    ///
    /// If files cannot be written, or cargo fails without an error in the file of a program.
    pub fn run(&self, units: &[Unit], batch: usize) -> io::Result<Vec<Fate>> {
        let mut fates: Vec<Option<Fate>> = vec![None; units.len()];
        let batches: Vec<&[Unit]> = units.chunks(batch).collect();
        self.write_workspace(batches.len())?;
        loop {
            for (at, units) in batches.iter().enumerate() {
                let alive = units.iter().zip(&fates[at * batch..]);
                let alive: Vec<&Unit> =
                    alive.filter(|(_, fate)| fate.is_none()).map(|(unit, _)| unit).collect();
                self.write_crate(at, &alive)?;
            }
            let Some(errors) = self.build()? else { break };
            for (at, unit) in units.iter().enumerate() {
                if let Some(error) = errors.get(&unit.name) {
                    fates[at] = Some(error.clone());
                }
            }
        }
        for at in 0..batches.len() {
            self.run_crate(at, units, &mut fates)?;
        }
        Ok(fates.into_iter().map(|fate| fate.unwrap_or(Fate::Hung)).collect())
    }

    fn crate_name(&self, at: usize) -> String {
        format!("{}-{at}", self.name)
    }

    fn write_workspace(&self, crates: usize) -> io::Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(&self.folder)?;
        let members: Vec<String> =
            (0..crates).map(|at| format!("{:?}", self.crate_name(at))).collect();
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = 0\nincremental = \
             false\n",
            members.join(", ")
        );
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        fs::copy(self.repository.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        for at in 0..crates {
            let name = self.crate_name(at);
            let folder = self.folder.join(&name);
            fs::create_dir_all(folder.join("src"))?;
            let manifest = format!(
                "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = \
                 false\n\n[dependencies]\nchainrule = {{ path = {:?}, default-features = false, features = [\"verify\"] }}\n",
                self.repository.canonicalize()?
            );
            fs::write(folder.join("Cargo.toml"), manifest)?;
            fs::write(folder.join("src/support.rs"), include_str!("support.rs"))?;
        }
        Ok(())
    }

    /// Writes what changed since the last round.
    fn write_crate(&self, at: usize, units: &[&Unit]) -> io::Result<()> {
        let source = self.folder.join(self.crate_name(at)).join("src");
        let modules: String = units.iter().map(|unit| format!("mod {};\n", unit.name)).collect();
        let entries: String = units.iter().map(|unit| entry(unit)).collect();
        let main = format!(
            "#![allow(warnings)]\nmod support;\n{modules}fn main() {{\nsupport::main(&[\n{entries}]);\n}}\n"
        );
        let path = source.join("main.rs");
        if fs::read_to_string(&path).ok().as_ref() == Some(&main) {
            return Ok(());
        }
        for unit in units {
            let folder = source.join(&unit.name);
            fs::create_dir_all(&folder)?;
            let modules: String =
                unit.files.iter().map(|(module, _)| format!("pub mod {module};\n")).collect();
            fs::write(folder.join("mod.rs"), modules)?;
            for (module, text) in &unit.files {
                fs::write(folder.join(format!("{module}.rs")), text)?;
            }
        }
        fs::write(path, main)
    }

    /// Builds all crates; the errors by the program they are in, or none.
    fn build(&self) -> io::Result<Option<BTreeMap<String, Fate>>> {
        let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
            .args(["build", "--workspace", "--offline", "--keep-going", "--message-format=short"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .output()?;
        if output.status.success() {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let mut errors = BTreeMap::new();
        for (name, fate) in text.lines().filter_map(error) {
            errors.entry(name).or_insert(fate);
        }
        if errors.is_empty() {
            return Err(io::Error::other(format!("cargo failed:\n{text}")));
        }
        Ok(Some(errors))
    }

    /// Runs one crate; a program that does not end is left out when it runs again.
    fn run_crate(&self, at: usize, units: &[Unit], fates: &mut [Option<Fate>]) -> io::Result<()> {
        let binary = self.target.join("debug").join(self.crate_name(at));
        let mut wanted: Vec<String> = Vec::new();
        loop {
            let child = Command::new(&binary)
                .args(&wanted)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let (text, ended) = finish(child)?;
            let mut last = None;
            for (name, lines) in by_program(&text) {
                if let Some(at) = units.iter().position(|unit| unit.name == name) {
                    fates[at] = Some(Fate::Printed(lines));
                    last = Some(at);
                }
            }
            let Some(last) = last.filter(|_| !ended) else { return Ok(()) };
            fates[last] = Some(Fate::Hung);
            wanted = self.names_after(at, &units[last].name)?;
            if wanted.is_empty() {
                return Ok(());
            }
        }
    }

    /// The programs of a crate that come after `name`.
    fn names_after(&self, at: usize, name: &str) -> io::Result<Vec<String>> {
        let main = fs::read_to_string(self.folder.join(self.crate_name(at)).join("src/main.rs"))?;
        let modules = main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
        Ok(modules.skip_while(|module| *module != name).skip(1).map(str::to_owned).collect())
    }
}

/// The line of a program in the table of its crate.
fn entry(unit: &Unit) -> String {
    let name = &unit.name;
    let variants = unit.variants.iter();
    let variants: String =
        variants.map(|variant| format!("({variant:?}, {name}::{variant}::run as _), ")).collect();
    format!("({name:?}, &[{variants}], &[{}]),\n", unit.points)
}

/// Waits for a process, for as long as it may take; what it printed, and whether it came to the end.
fn finish(mut child: Child) -> io::Result<(String, bool)> {
    let mut pipe = child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let text = reader.join().map_err(|_| io::Error::other("the reader panicked"))?;
    let ended = text.ends_with("end\n");
    Ok((text, ended))
}

/// Printed lines, by the program that printed them.
fn by_program(text: &str) -> Vec<(String, String)> {
    let mut programs: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| *line != "end") {
        if let Some(case) = line.strip_prefix("case ") {
            let name = case.split(' ').next().unwrap_or_default();
            if programs.last().is_none_or(|(last, _)| last != name) {
                programs.push((name.to_owned(), String::new()));
            }
        }
        if let Some((_, lines)) = programs.last_mut() {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    programs
}

/// A line `crate/src/name/module.rs:12:5: error[E0308]: text` of the compiler.
fn error(line: &str) -> Option<(String, Fate)> {
    let (file, rest) = line.split_once(".rs:")?;
    let mut parts = file.rsplit('/');
    let (module, name) = (parts.next()?, parts.next()?);
    let (_, rest) = rest.split_once(": error")?;
    let (code, text) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (code, text) = rest.split_once("]: ")?;
            (Some(code.to_owned()), text)
        }
        None => (None, rest.strip_prefix(": ")?),
    };
    Some((name.to_owned(), Fate::Error(module.to_owned(), code, text.to_owned())))
}
