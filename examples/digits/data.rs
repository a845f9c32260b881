//! The data set: a compressed table comes in, images as rows of an array and their labels go out.
//!
//! Invariant: there are as many labels as rows, every label is below [`CLASSES`] and every pixel
//! between 0 and 1.

use std::error::Error;
use std::io::Read;

use chainrule::ndarray::{Array2, Axis};
use chainrule::optim::{Batches, OptimError};
use flate2::read::GzDecoder;

/// Pixels along an edge of an image.
pub const EDGE: usize = 8;
/// Pixels of an image.
pub const PIXELS: usize = EDGE * EDGE;
/// The digits 0 to 9.
pub const CLASSES: usize = 10;
/// The value of a black pixel in the table.
const INK: f64 = 16.0;

/// Images, one a row of [`PIXELS`] grey values from 0 (paper) to 1 (ink), and what they show.
#[derive(Debug, Clone)]
pub struct Digits {
    pub images: Array2<f64>,
    pub labels: Vec<usize>,
}

/// The digits of `examples/data/digits.csv.gz`, whose source is named in the README beside it.
pub fn read() -> Result<Digits, Box<dyn Error>> {
    let mut table = String::new();
    GzDecoder::new(&include_bytes!("../data/digits.csv.gz")[..]).read_to_string(&mut table)?;
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(table.lines()) {
        let numbers =
            line.split(',').map(str::parse).collect::<Result<Vec<u8>, _>>().map_err(Box::new)?;
        let [image @ .., label] = &numbers[..] else { return Err("an empty line".into()) };
        let label = usize::from(*label);
        if image.len() != PIXELS || label >= CLASSES {
            return Err(format!("line {number} has {} pixels of a {label}", image.len()).into());
        }
        pixels.extend(image.iter().map(|&grey| f64::from(grey) / INK));
        labels.push(label);
    }
    Ok(Digits { images: Array2::from_shape_vec((labels.len(), PIXELS), pixels)?, labels })
}

impl Digits {
    /// Three quarters to learn from and a quarter to hold back, chosen at random.
    pub fn split(&self, seed: u64) -> Result<(Self, Self), OptimError> {
        let samples = self.labels.len();
        let mut parts = Batches::new(samples, samples - samples / 4, seed)?;
        let mut parts = parts.epoch().map(|part| self.select(part));
        let empty = || Self { images: Array2::zeros((0, PIXELS)), labels: Vec::new() };
        Ok((parts.next().unwrap_or_else(empty), parts.next().unwrap_or_else(empty)))
    }

    /// The digits with these numbers.
    pub fn select(&self, numbers: &[usize]) -> Self {
        Self {
            images: self.images.select(Axis(0), numbers),
            labels: numbers.iter().map(|&number| self.labels[number]).collect(),
        }
    }
}
