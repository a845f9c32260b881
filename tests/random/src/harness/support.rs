//! What both sides need: this file is a module here and is copied into every generated crate.
//!
//! In: flat lists of numbers. Out: arguments, tangents and shadows read from them, and lines of text with
//! the bits of results. Invariant: both sides see the same numbers, to the last bit.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The speed of the input at position `at`.
pub fn direction(at: usize) -> f64 {
    [0.75, -0.5, 1.25, -1.0, 0.375][at % 5] + 0.0625 * (at / 5) as f64
}

/// The weight of the output at position `at`.
pub fn weight(at: usize) -> f64 {
    [1.5, -0.625, 0.875, 1.125][at % 4] - 0.03125 * (at / 4) as f64
}

/// What the shadow of the input at position `at` holds before the derivative is added.
pub fn shadow(at: usize) -> f64 {
    [0.5, -2.0, 3.0][at % 3]
}

/// Numbers, taken one by one.
pub struct Reader<'a> {
    floats: Box<dyn Iterator<Item = f64> + 'a>,
    ints: std::slice::Iter<'a, usize>,
}

impl<'a> Reader<'a> {
    /// Reads the arguments of a point.
    pub fn new(floats: &'a [f64], ints: &'a [usize]) -> Self {
        Self { floats: Box::new(floats.iter().copied()), ints: ints.iter() }
    }

    /// Reads the numbers of a formula, from the one at `from`.
    pub fn of(formula: fn(usize) -> f64, from: usize) -> Self {
        Self { floats: Box::new((from..).map(formula)), ints: [].iter() }
    }

    /// The next float.
    pub fn float(&mut self) -> f64 {
        self.floats.next().expect("a point has a float for every active parameter")
    }

    /// The next integer.
    pub fn int(&mut self) -> usize {
        *self.ints.next().expect("a point has an integer for every other parameter")
    }
}

/// Values made of floats.
pub trait Flat {
    /// Appends them.
    fn flat(&self, out: &mut Vec<f64>);
}

impl Flat for f64 {
    fn flat(&self, out: &mut Vec<f64>) {
        out.push(*self);
    }
}

impl Flat for () {
    fn flat(&self, _: &mut Vec<f64>) {}
}

impl<T: Flat + ?Sized> Flat for &T {
    fn flat(&self, out: &mut Vec<f64>) {
        (**self).flat(out);
    }
}

impl<T: Flat> Flat for [T] {
    fn flat(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|part| part.flat(out));
    }
}

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn flat(&self, out: &mut Vec<f64>) {
        self[..].flat(out);
    }
}

impl<T: Flat> Flat for Vec<T> {
    fn flat(&self, out: &mut Vec<f64>) {
        self[..].flat(out);
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Flat),+> Flat for ($($name,)+) {
            #[allow(non_snake_case)]
            fn flat(&self, out: &mut Vec<f64>) {
                let ($($name,)+) = self;
                $($name.flat(out);)+
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);

/// Prints the floats of `parts` behind the name of a mode.
pub fn print(mode: &str, parts: &[&dyn Flat]) {
    let mut floats = Vec::new();
    parts.iter().for_each(|part| part.flat(&mut floats));
    let mut line = format!("mode {mode}");
    for float in floats {
        let _ = write!(line, " {:016x}", float.to_bits());
    }
    println!("{line}");
}

/// A program of a batch: its name, its variants, its points.
pub type Entry<'a> =
    (&'a str, &'a [(&'a str, fn(&[f64], &[usize]))], &'a [(&'a [f64], &'a [usize])]);

/// Runs the programs that the arguments name, or all.
pub fn main(entries: &[Entry]) {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    std::panic::set_hook(Box::new(|_| {}));
    for (name, variants, points) in entries {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == name) {
            continue;
        }
        for (variant, run) in *variants {
            for (at, (floats, ints)) in points.iter().enumerate() {
                println!("case {name} {variant} {at}");
                if let Err(cause) = catch_unwind(AssertUnwindSafe(|| run(floats, ints))) {
                    let text = cause.downcast_ref::<String>().map(String::as_str);
                    let text = text.or_else(|| cause.downcast_ref::<&str>().copied());
                    println!("panic {}", text.unwrap_or("of unknown cause").replace('\n', " "));
                }
            }
        }
    }
    println!("end");
}
