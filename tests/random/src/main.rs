//! The command: thousands of programs, or one.
//!
//! In: arguments, as [`USAGE`] lists them. Out: progress, verdicts, small programs for failures; the exit
//! code says whether all programs were right. Invariant: the same arguments give the same programs.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use chainrule_random::generate::{Feature, Features, program};
use chainrule_random::harness::{BATCH, Effort, Verdict, Workshop, judge};
use chainrule_random::{print, shrink};

const USAGE: &str = "\
usage: chainrule-random [--from SEED] [--count N] [--with A,B] [--without A,B] [--only A,B]
                        [--show] [--no-shrink]
  --from     the first seed (1)
  --count    how many seeds (2000)
  --with, --without, --only
             features to add to the default, to leave out, or to use alone
  --show     print the programs and do nothing else
  --no-shrink
             report failures as they are";

/// What the arguments ask for.
struct Request {
    from: u64,
    count: u64,
    features: Features,
    show: bool,
    shrinks: bool,
}

fn main() -> ExitCode {
    let request = match request(std::env::args().skip(1)) {
        Ok(request) => request,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    if request.show {
        for seed in request.from..request.from + request.count {
            println!("// seed {seed}\n{}", print::program(&program(seed, &request.features), ""));
        }
        return ExitCode::SUCCESS;
    }
    match run(&request) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn request(mut args: impl Iterator<Item = String>) -> Result<Request, String> {
    let features = Features::default();
    let mut request = Request { from: 1, count: 2000, features, show: false, shrinks: true };
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("`{arg}` needs a value"));
        match &*arg {
            "--from" => request.from = number(&value()?)?,
            "--count" => request.count = number(&value()?)?,
            "--with" => named(&value()?)?.into_iter().for_each(|f| request.features.add(f)),
            "--without" => named(&value()?)?.into_iter().for_each(|f| request.features.remove(f)),
            "--only" => request.features = Features::of(&named(&value()?)?),
            "--show" => request.show = true,
            "--no-shrink" => request.shrinks = false,
            other => return Err(format!("unknown argument `{other}`")),
        }
    }
    Ok(request)
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

fn named(list: &str) -> Result<Vec<Feature>, String> {
    let names = list.split(',').filter(|name| !name.is_empty());
    names.map(|name| Feature::named(name).ok_or(format!("no feature `{name}`"))).collect()
}

/// Judges all seeds, in rounds; true if all are right.
fn run(request: &Request) -> std::io::Result<bool> {
    let start = Instant::now();
    let workshop = Workshop::new("run");
    let mut classes: BTreeMap<String, u64> = BTreeMap::new();
    let seeds: Vec<u64> = (request.from..request.from + request.count).collect();
    let mut done = 0;
    for seeds in seeds.chunks(10 * BATCH) {
        let programs: Vec<_> = seeds.iter().map(|seed| program(*seed, &request.features)).collect();
        let verdicts = judge(&workshop, &programs, Effort::FULL)?;
        for ((seed, program), verdict) in seeds.iter().zip(programs).zip(verdicts) {
            let class = verdict.class();
            let count = classes.entry(class).or_default();
            *count += 1;
            if verdict != Verdict::Right && *count <= 3 {
                println!("seed {seed}: {verdict:?}");
                if request.shrinks {
                    println!("{}", shrink::report(&program, &verdict)?);
                }
            }
        }
        done += seeds.len();
        let counts: Vec<String> = classes.iter().map(|(c, n)| format!("{n} {c}")).collect();
        println!("{done} programs, {} s: {}", start.elapsed().as_secs(), counts.join("; "));
    }
    Ok(classes.keys().all(|class| class == "right"))
}
