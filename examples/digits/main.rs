//! A network learns to read handwritten digits: `cargo run --release --example digits [seed]`.
//!
//! In come 1,797 images of 8 by 8 pixels (`examples/data`), of which a quarter is held back; out
//! go loss and accuracy of every epoch, and `target/digits.png` with both curves and the digits
//! that were misread. The loss is one `#[differentiable]` function over ndarray, and its gradient,
//! `grad_loss`, is what Adam follows. The same seed gives the same numbers.

mod data;
mod picture;

use std::error::Error;
use std::time::{Duration, Instant};

use chainrule::differentiable;
use chainrule::ndarray::{Array1, Array2};
use chainrule::nn::{cross_entropy, relu};
use chainrule::optim::{Adam, Batches};
use indicatif::{ProgressBar, ProgressStyle};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use data::{CLASSES, Digits, PIXELS};

const HIDDEN: usize = 128;
const EPOCHS: usize = 40;
const BATCH: usize = 32;
/// The learning rate of the first epoch; from there it falls linearly towards 0.
const LEARNING_RATE: f64 = 2e-2;
/// The part of the held-back digits that the network has to read.
const GOAL: f64 = 0.97;

/// The mean cross-entropy of the network 64-128-10 on the images `x`, one a row.
#[differentiable]
fn loss(
    w1: &Array2<f64>,
    b1: &Array1<f64>,
    w2: &Array2<f64>,
    b2: &Array1<f64>,
    #[no_diff] x: &Array2<f64>,
    labels: &[usize],
) -> f64 {
    let hidden = relu(&(x.dot(w1) + b1));
    let logits = hidden.dot(w2) + b2;
    cross_entropy(&logits, labels)
}

/// Weights and biases of both layers: `w1` (64, 128), `b1` (128), `w2` (128, 10), `b2` (10).
type Network = (Array2<f64>, Array1<f64>, Array2<f64>, Array1<f64>);

/// How well the network does on a set of digits.
#[derive(Debug, Clone, Copy)]
struct Score {
    loss: f64,
    accuracy: f64,
}

/// What an epoch left: the scores on the digits that were learned from, and on those held back.
#[derive(Debug, Clone, Copy)]
struct Epoch {
    learned: Score,
    held_back: Score,
}

fn main() -> Result<(), Box<dyn Error>> {
    let seed = match std::env::args().nth(1) {
        Some(text) => text.parse().map_err(|e| format!("seed `{text}`: {e}"))?,
        None => 1,
    };
    let started = Instant::now();
    let (learned, held_back) = data::read()?.split(seed)?;
    let (network, epochs) = train(&learned, &held_back, seed)?;
    let time = started.elapsed();

    let guesses = predict(&network, &held_back.images);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/digits.png");
    std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/target"))?;
    picture::draw(path, &epochs, &held_back, &guesses)?;
    conclude(&epochs, time)?;
    println!("picture: {path}");
    Ok(())
}

/// He initialisation: normal weights of variance 2 / inputs, biases of 0. He, Zhang, Ren and Sun,
/// Delving deep into rectifiers, 2015, <https://arxiv.org/abs/1502.01852>.
fn initialise(seed: u64) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut layer = |inputs: usize, outputs: usize| {
        let deviation = (2.0 / inputs as f64).sqrt();
        Array2::from_shape_simple_fn((inputs, outputs), || {
            let unit: f64 = StandardNormal.sample(&mut rng);
            deviation * unit
        })
    };
    let (w1, w2) = (layer(PIXELS, HIDDEN), layer(HIDDEN, CLASSES));
    (w1, Array1::zeros(HIDDEN), w2, Array1::zeros(CLASSES))
}

/// Follows the gradient of the loss on mini-batches, and keeps the scores of every epoch.
fn train(
    learned: &Digits,
    held_back: &Digits,
    seed: u64,
) -> Result<(Network, Vec<Epoch>), Box<dyn Error>> {
    let mut network = initialise(seed);
    let mut adam = Adam::new(LEARNING_RATE);
    let mut batches = Batches::new(learned.labels.len(), BATCH, seed)?;
    let bar = progress_bar(EPOCHS * batches.per_epoch());
    let mut epochs = Vec::with_capacity(EPOCHS);
    for number in 1..=EPOCHS {
        adam.set_learning_rate(LEARNING_RATE * (EPOCHS + 1 - number) as f64 / EPOCHS as f64);
        for batch in batches.epoch() {
            let Digits { images, labels } = learned.select(batch);
            let (w1, b1, w2, b2) = &network;
            let gradient = grad_loss(w1, b1, w2, b2, &images, &labels);
            adam.step(&mut network, &gradient)?;
            bar.inc(1);
        }
        let epoch =
            Epoch { learned: score(&network, learned), held_back: score(&network, held_back) };
        bar.suspend(|| report(number, &epoch));
        epochs.push(epoch);
    }
    bar.finish_and_clear();
    Ok((network, epochs))
}

fn progress_bar(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} step {pos}/{len}, {elapsed}")
        .expect("the template is correct");
    ProgressBar::new(steps as u64).with_style(style)
}

/// The class of the greatest logit for each image.
fn predict((w1, b1, w2, b2): &Network, images: &Array2<f64>) -> Vec<usize> {
    let logits = relu(&(images.dot(w1) + b1)).dot(w2) + b2;
    let greatest = |row: chainrule::ndarray::ArrayView1<'_, f64>| {
        (0..CLASSES).max_by(|&i, &j| row[i].total_cmp(&row[j])).expect("there are classes")
    };
    logits.rows().into_iter().map(greatest).collect()
}

fn score(network: &Network, digits: &Digits) -> Score {
    let (w1, b1, w2, b2) = network;
    let guesses = predict(network, &digits.images);
    let right = guesses.iter().zip(&digits.labels).filter(|(guess, label)| guess == label).count();
    Score {
        loss: loss(w1, b1, w2, b2, &digits.images, &digits.labels),
        accuracy: right as f64 / digits.labels.len() as f64,
    }
}

fn report(number: usize, Epoch { learned, held_back }: &Epoch) {
    println!(
        "epoch {number:2}: loss {:.6}, accuracy {:6.2} %; held back: loss {:.6}, accuracy {:6.2} %",
        learned.loss,
        100.0 * learned.accuracy,
        held_back.loss,
        100.0 * held_back.accuracy,
    );
}

/// Says how well it went, and fails where it did not.
fn conclude(epochs: &[Epoch], time: Duration) -> Result<(), String> {
    let accuracy = epochs.last().map_or(0.0, |last| last.held_back.accuracy);
    println!(
        "read {:.2} % of the held-back digits after {} epochs, {:.1} s",
        100.0 * accuracy,
        epochs.len(),
        time.as_secs_f64(),
    );
    if accuracy < GOAL {
        return Err(format!("the goal was {:.0} %", 100.0 * GOAL));
    }
    Ok(())
}
