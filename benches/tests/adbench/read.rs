//! Reads the data: the name of a file comes in, numbers go out in the file's order.

use flate2::read::GzDecoder;
use std::fs::File;
use std::io::Read;

/// The numbers of a file from its first to its last.
pub struct Numbers {
    rest: std::vec::IntoIter<f64>,
}

impl Numbers {
    /// Those of `data/adbench/<name>.txt.gz`, without its comments.
    pub fn of(name: &str) -> Self {
        let path = format!("{}/data/adbench/{name}.txt.gz", env!("CARGO_MANIFEST_DIR"));
        let file = File::open(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text).expect("the data are text");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let words = lines.flat_map(|line| line.split_whitespace());
        let numbers: Vec<f64> = words.map(|word| word.parse().expect("a number")).collect();
        Self { rest: numbers.into_iter() }
    }

    /// The next number.
    pub fn number(&mut self) -> f64 {
        self.rest.next().expect("the file has one more number")
    }

    /// The next number, which counts something.
    pub fn count(&mut self) -> usize {
        self.number() as usize
    }

    /// The next `len` numbers.
    pub fn vector(&mut self, len: usize) -> Vec<f64> {
        (0..len).map(|_| self.number()).collect()
    }

    /// The next `N` numbers.
    pub fn array<const N: usize>(&mut self) -> [f64; N] {
        std::array::from_fn(|_| self.number())
    }

    /// All that are left.
    pub fn rest(self) -> Vec<f64> {
        self.rest.collect()
    }
}

/// Asserts that every number is the reference's, within the tolerance of the data's README.
pub fn assert_agrees(case: &str, got: &[f64], reference: &[f64]) {
    assert_eq!(got.len(), reference.len(), "{case}: how many there are");
    let largest = reference.iter().fold(0.0, |most: f64, r| most.max(r.abs()));
    for (i, (got, reference)) in got.iter().zip(reference).enumerate() {
        let tolerance = 1e-10 * reference.abs() + 1e-13 * largest;
        assert!(
            (got - reference).abs() <= tolerance,
            "{case}: number {i} is {got}, the reference {reference}"
        );
    }
}
