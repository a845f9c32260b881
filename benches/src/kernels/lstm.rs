//! ADBench's LSTM (Srajer, Kukelova, Fitzgibbon, 2018): a network with diagonal weights predicts
//! the next symbol of a sequence; its states are carried from symbol to symbol, in slices that
//! helpers change.

use super::arrays::Arrays;
use crate::{Kernel, Random};
use chainrule::differentiable;

/// The logistic function.
#[differentiable]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// One step of a layer: takes its `input`, changes its state, leaves its output in `input`.
///
/// `weights` and `biases` are those of the gates forget, in and out, and of the change.
#[differentiable]
fn step(weights: &[f64], biases: &[f64], hidden: &mut [f64], cell: &mut [f64], input: &mut [f64]) {
    let b = input.len();
    for j in 0..b {
        let forget = sigmoid(input[j] * weights[j] + biases[j]);
        let enter = sigmoid(hidden[j] * weights[b + j] + biases[b + j]);
        let leave = sigmoid(input[j] * weights[2 * b + j] + biases[2 * b + j]);
        let change = (hidden[j] * weights[3 * b + j] + biases[3 * b + j]).tanh();
        cell[j] = cell[j] * forget + enter * change;
        hidden[j] = leave * cell[j].tanh();
        input[j] = hidden[j];
    }
}

/// What follows `symbol`: the exponents of a distribution over symbols, into `output`.
#[differentiable]
fn predict(main: &[f64], extra: &[f64], state: &mut [f64], symbol: &[f64], output: &mut [f64]) {
    let b = symbol.len();
    for j in 0..b {
        output[j] = symbol[j] * extra[j];
    }
    for (layer, state) in main.chunks_exact(8 * b).zip(state.chunks_exact_mut(2 * b)) {
        let (weights, biases) = layer.split_at(4 * b);
        let (hidden, cell) = state.split_at_mut(b);
        step(weights, biases, hidden, cell, output);
    }
    for j in 0..b {
        output[j] = output[j] * extra[b + j] + extra[2 * b + j];
    }
}

/// The mean loss of the predictions along a sequence of symbols of `b` bits each, from `state`.
///
/// A layer has rows of `4 b` weights and `4 b` biases in `main`, and rows of `b` hidden and `b`
/// cell values in `state`; `extra` has the weights of the input, and weights and biases of the
/// output.
#[differentiable]
pub fn loss(
    main: &[f64],
    extra: &[f64],
    #[no_diff] state: &[f64],
    #[no_diff] sequence: &[f64],
    b: usize,
) -> f64 {
    let mut state = state.to_vec();
    let mut prediction = vec![0.0; b];
    let mut total = 0.0;
    let mut count = 0;
    let symbols = sequence.chunks_exact(b);
    for (symbol, next) in symbols.clone().zip(symbols.skip(1)) {
        predict(main, extra, &mut state, symbol, &mut prediction);
        let sum: f64 = prediction.iter().map(|y| y.exp()).sum();
        // the 2 in the logarithm is ADBench's
        let normalizer = (2.0 + sum).ln();
        total += next.iter().zip(&prediction).map(|(next, y)| next * (y - normalizer)).sum::<f64>();
        count += b;
    }
    -total / count as f64
}

/// What the reverse of one unit's step needs.
#[derive(Debug, Clone, Copy)]
struct Recorded {
    input: f64,
    hidden: f64,
    cell: f64,
    forget: f64,
    enter: f64,
    leave: f64,
    change: f64,
    squashed: f64,
}

/// The forward step of a layer, which records.
#[inline(always)]
fn recorded_step(
    layer: &[f64],
    hidden: &mut [f64],
    cell: &mut [f64],
    input: &mut [f64],
    record: &mut Vec<Recorded>,
) {
    let b = input.len();
    let (w, biases) = layer.split_at(4 * b);
    for j in 0..b {
        let (x, h, c) = (input[j], hidden[j], cell[j]);
        let forget = sigmoid(x * w[j] + biases[j]);
        let enter = sigmoid(h * w[b + j] + biases[b + j]);
        let leave = sigmoid(x * w[2 * b + j] + biases[2 * b + j]);
        let change = (h * w[3 * b + j] + biases[3 * b + j]).tanh();
        cell[j] = c * forget + enter * change;
        let squashed = cell[j].tanh();
        hidden[j] = leave * squashed;
        input[j] = hidden[j];
        record.push(Recorded {
            input: x,
            hidden: h,
            cell: c,
            forget,
            enter,
            leave,
            change,
            squashed,
        });
    }
}

/// The adjoint of [`recorded_step`]: `d_input` holds the cotangent of the layer's output, and
/// then that of its input.
#[inline(always)]
fn pull_step(
    layer: &[f64],
    record: &[Recorded],
    d_layer: &mut [f64],
    d_hidden: &mut [f64],
    d_cell: &mut [f64],
    d_input: &mut [f64],
) {
    let b = d_input.len();
    let w = &layer[..4 * b];
    let (d_w, d_biases) = d_layer.split_at_mut(4 * b);
    for j in 0..b {
        let r = record[j];
        let d_out = d_hidden[j] + d_input[j];
        let d_c = d_cell[j] + d_out * r.leave * (1.0 - r.squashed * r.squashed);
        let d_leave = d_out * r.squashed * r.leave * (1.0 - r.leave);
        let d_forget = d_c * r.cell * r.forget * (1.0 - r.forget);
        let d_enter = d_c * r.change * r.enter * (1.0 - r.enter);
        let d_change = d_c * r.enter * (1.0 - r.change * r.change);
        d_cell[j] = d_c * r.forget;
        d_hidden[j] = d_enter * w[b + j] + d_change * w[3 * b + j];
        d_input[j] = d_forget * w[j] + d_leave * w[2 * b + j];
        d_w[j] += d_forget * r.input;
        d_w[b + j] += d_enter * r.hidden;
        d_w[2 * b + j] += d_leave * r.input;
        d_w[3 * b + j] += d_change * r.hidden;
        d_biases[j] += d_forget;
        d_biases[b + j] += d_enter;
        d_biases[2 * b + j] += d_leave;
        d_biases[3 * b + j] += d_change;
    }
}

/// What the reverse of [`loss`] needs: eight numbers per unit and symbol, and the network's output.
struct Record {
    units: Vec<Recorded>,
    outputs: Vec<f64>,
    normalizers: Vec<f64>,
}

/// The forward sweep: the sum that [`loss`] divides, and the record.
fn forward(
    main: &[f64],
    extra: &[f64],
    state: &[f64],
    sequence: &[f64],
    b: usize,
) -> (f64, Record) {
    let steps = sequence.len() / b - 1;
    let mut state = state.to_vec();
    let mut units = Vec::with_capacity(steps * main.len() / 8);
    let mut outputs = Vec::with_capacity(steps * b);
    let mut normalizers = Vec::with_capacity(steps);
    let mut x = vec![0.0; b];
    let mut total = 0.0;
    for (symbol, next) in sequence.chunks_exact(b).zip(sequence[b..].chunks_exact(b)) {
        for j in 0..b {
            x[j] = symbol[j] * extra[j];
        }
        for (layer, state) in main.chunks_exact(8 * b).zip(state.chunks_exact_mut(2 * b)) {
            let (hidden, cell) = state.split_at_mut(b);
            recorded_step(layer, hidden, cell, &mut x, &mut units);
        }
        for j in 0..b {
            outputs.push(x[j] * extra[b + j] + extra[2 * b + j]);
        }
        let y = &outputs[outputs.len() - b..];
        let sum: f64 = y.iter().map(|y| y.exp()).sum();
        let normalizer = (2.0 + sum).ln();
        total += next.iter().zip(y).map(|(next, y)| next * (y - normalizer)).sum::<f64>();
        normalizers.push(normalizer);
    }
    (total, Record { units, outputs, normalizers })
}

/// The adjoint by hand of [`loss`] with parameters `w` (main, extra).
pub fn by_hand(
    w: &[Vec<f64>],
    state: &[f64],
    sequence: &[f64],
    b: usize,
    d_w: &mut [Vec<f64>],
    seed: f64,
) -> f64 {
    let ([main, extra], [d_main, d_extra]) = (w, d_w) else { unreachable!() };
    let layers = main.len() / (8 * b);
    let steps = sequence.len() / b - 1;
    let (total, record) = forward(main, extra, state, sequence, b);
    let count = steps * b;
    let d_total = -seed / count as f64;
    let mut d_state = vec![0.0; state.len()];
    let mut d_x = vec![0.0; b];
    for t in (0..steps).rev() {
        let [symbol, next] = [t, t + 1].map(|t| &sequence[t * b..(t + 1) * b]);
        let y = &record.outputs[t * b..(t + 1) * b];
        let units = &record.units[t * layers * b..(t + 1) * layers * b];
        let last = &units[(layers - 1) * b..];
        let many: f64 = next.iter().sum();
        for j in 0..b {
            let weight = (y[j] - record.normalizers[t]).exp();
            let d_y = (next[j] - many * weight) * d_total;
            d_extra[b + j] += d_y * last[j].leave * last[j].squashed;
            d_extra[2 * b + j] += d_y;
            d_x[j] = d_y * extra[b + j];
        }
        for i in (0..layers).rev() {
            let (d_hidden, d_cell) = d_state[2 * i * b..2 * (i + 1) * b].split_at_mut(b);
            let layer = i * 8 * b..(i + 1) * 8 * b;
            let units = &units[i * b..(i + 1) * b];
            pull_step(&main[layer.clone()], units, &mut d_main[layer], d_hidden, d_cell, &mut d_x);
        }
        for j in 0..b {
            d_extra[j] += symbol[j] * d_x[j];
        }
    }
    -total / count as f64
}

/// [`loss`] with inputs: random ones, of ADBench's shapes.
pub struct Lstm {
    /// Bits of a symbol.
    pub b: usize,
    /// The state at first.
    pub state: Vec<f64>,
    /// The symbols, a row each.
    pub sequence: Vec<f64>,
    arrays: Arrays,
}

impl Lstm {
    /// `layers` layers and a sequence of `length` symbols of `b` bits.
    pub fn new(layers: usize, length: usize, b: usize) -> Self {
        let mut random = Random::new(10);
        let state = random.vector(layers * 2 * b, 0.0, 1.0);
        let bits = random.vector(length * b, 0.0, 1.0);
        let sequence = bits.iter().map(|bit| bit.round()).collect();
        let inputs = [layers * 8 * b, 3 * b].map(|len| random.vector(len, 0.0, 1.0)).to_vec();
        Self { b, state, sequence, arrays: Arrays::new(inputs, &mut random) }
    }
}

impl Kernel for Lstm {
    fn name(&self) -> String {
        let [main, symbols] = [self.arrays.inputs[0].len(), self.sequence.len()];
        format!("LSTM, {} layers, {} symbols", main / (8 * self.b), symbols / self.b)
    }

    fn mark(&self) -> Option<f64> {
        Some(3.2)
    }

    fn primal(&mut self) -> f64 {
        let w = &self.arrays.inputs;
        loss(&w[0], &w[1], &self.state, &self.sequence, self.b)
    }

    fn adjoint(&mut self) -> f64 {
        let w = &self.arrays.inputs;
        let [d_main, d_extra] = &mut self.arrays.shadows[..] else { unreachable!() };
        adjoint_loss(&w[0], &w[1], &self.state, &self.sequence, self.b, d_main, d_extra, 1.0)
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        let w = &self.arrays.inputs;
        Some(value_and_grad_loss(&w[0], &w[1], &self.state, &self.sequence, self.b).0)
    }

    fn jvp(&mut self) -> (f64, f64) {
        let (w, v) = (&self.arrays.inputs, &self.arrays.direction);
        jvp_loss(&w[0], &w[1], &self.state, &self.sequence, self.b, &v[0], &v[1])
    }

    fn by_hand(&mut self) -> f64 {
        let Arrays { inputs, shadows, .. } = &mut self.arrays;
        by_hand(inputs, &self.state, &self.sequence, self.b, shadows, 1.0)
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        self.arrays.inputs()
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        self.arrays.direction()
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        self.arrays.shadows()
    }
}
