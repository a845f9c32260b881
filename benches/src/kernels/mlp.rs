//! A two-layer network 64-128-10, tanh, on a batch of samples, in plain loops. Two layouts of
//! the weights, since they meet the optimiser differently: rows dotted with the input (a serial
//! sum going forward, independent updates going back) and columns added (the other way round).

use crate::{Kernel, Random};
use chainrule::{batch, differentiable};

/// Inputs of the network.
pub const INPUT: usize = 64;
/// Units of the hidden layer.
pub const HIDDEN: usize = 128;
/// Outputs of the network.
pub const OUTPUT: usize = 10;

/// Half the squared error over the batch; a row of `w1` (`HIDDEN` x `INPUT`) and of `w2`
/// (`OUTPUT` x `HIDDEN`) belongs to one unit.
#[differentiable]
pub fn loss_rows(
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    #[no_diff] x: &[f64],
    #[no_diff] target: &[f64],
    batch: usize,
) -> f64 {
    let mut loss = 0.0;
    let mut hidden = [0.0; HIDDEN];
    for sample in 0..batch {
        let input = &x[sample * INPUT..(sample + 1) * INPUT];
        for unit in 0..HIDDEN {
            let row = &w1[unit * INPUT..(unit + 1) * INPUT];
            let mut sum = b1[unit];
            for k in 0..INPUT {
                sum += row[k] * input[k];
            }
            hidden[unit] = sum.tanh();
        }
        for unit in 0..OUTPUT {
            let row = &w2[unit * HIDDEN..(unit + 1) * HIDDEN];
            let mut sum = b2[unit];
            for k in 0..HIDDEN {
                sum += row[k] * hidden[k];
            }
            let error = sum - target[sample * OUTPUT + unit];
            loss += 0.5 * error * error;
        }
    }
    loss
}

/// The same with the weights transposed: a row of `w1` (`INPUT` x `HIDDEN`) and of `w2`
/// (`HIDDEN` x `OUTPUT`) belongs to one input and is added, scaled, to all units.
#[differentiable]
pub fn loss_columns(
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: &[f64],
    #[no_diff] x: &[f64],
    #[no_diff] target: &[f64],
    batch: usize,
) -> f64 {
    let mut loss = 0.0;
    let mut sums = [0.0; HIDDEN];
    let mut outputs = [0.0; OUTPUT];
    for sample in 0..batch {
        for unit in 0..HIDDEN {
            sums[unit] = b1[unit];
        }
        for k in 0..INPUT {
            let row = &w1[k * HIDDEN..(k + 1) * HIDDEN];
            let v = x[sample * INPUT + k];
            for unit in 0..HIDDEN {
                sums[unit] += row[unit] * v;
            }
        }
        for unit in 0..OUTPUT {
            outputs[unit] = b2[unit];
        }
        for k in 0..HIDDEN {
            let row = &w2[k * OUTPUT..(k + 1) * OUTPUT];
            let v = sums[k].tanh();
            for unit in 0..OUTPUT {
                outputs[unit] += row[unit] * v;
            }
        }
        for unit in 0..OUTPUT {
            let error = outputs[unit] - target[sample * OUTPUT + unit];
            loss += 0.5 * error * error;
        }
    }
    loss
}

/// The shadows of the four parameters, in their order.
pub type Shadows = [Vec<f64>; 4];

/// The adjoint of [`loss_rows`] by hand: samples are independent, so each is reversed at once
/// and only its own hidden layer is kept; tanh' is `1 - y^2`.
pub fn rows_by_hand(w: &Shadows, x: &[f64], target: &[f64], d: &mut Shadows, seed: f64) -> f64 {
    let [w1, b1, w2, b2] = w;
    let [d_w1, d_b1, d_w2, d_b2] = d;
    let mut loss = 0.0;
    let mut hidden = [0.0; HIDDEN];
    for (input, target) in x.chunks_exact(INPUT).zip(target.chunks_exact(OUTPUT)) {
        for unit in 0..HIDDEN {
            let row = &w1[unit * INPUT..(unit + 1) * INPUT];
            let mut sum = b1[unit];
            for k in 0..INPUT {
                sum += row[k] * input[k];
            }
            hidden[unit] = sum.tanh();
        }
        let mut d_hidden = [0.0; HIDDEN];
        for unit in 0..OUTPUT {
            let row = &w2[unit * HIDDEN..(unit + 1) * HIDDEN];
            let mut sum = b2[unit];
            for k in 0..HIDDEN {
                sum += row[k] * hidden[k];
            }
            let error = sum - target[unit];
            loss += 0.5 * error * error;
            let d_sum = error * seed;
            d_b2[unit] += d_sum;
            let d_row = &mut d_w2[unit * HIDDEN..(unit + 1) * HIDDEN];
            for k in 0..HIDDEN {
                d_row[k] += hidden[k] * d_sum;
                d_hidden[k] += row[k] * d_sum;
            }
        }
        for unit in 0..HIDDEN {
            let d_sum = d_hidden[unit] * (1.0 - hidden[unit] * hidden[unit]);
            d_b1[unit] += d_sum;
            let d_row = &mut d_w1[unit * INPUT..(unit + 1) * INPUT];
            for k in 0..INPUT {
                d_row[k] += input[k] * d_sum;
            }
        }
    }
    loss
}

/// The two layers of [`loss_columns`] for one sample: fills `hidden` with the activations and
/// `outputs`.
#[inline(always)]
fn forward_columns(
    w: &Shadows,
    input: &[f64],
    hidden: &mut [f64; HIDDEN],
    outputs: &mut [f64; OUTPUT],
) {
    let [w1, b1, w2, b2] = w;
    hidden.copy_from_slice(b1);
    for k in 0..INPUT {
        let row = &w1[k * HIDDEN..(k + 1) * HIDDEN];
        for unit in 0..HIDDEN {
            hidden[unit] += row[unit] * input[k];
        }
    }
    outputs.copy_from_slice(b2);
    for k in 0..HIDDEN {
        let row = &w2[k * OUTPUT..(k + 1) * OUTPUT];
        hidden[k] = hidden[k].tanh();
        for unit in 0..OUTPUT {
            outputs[unit] += row[unit] * hidden[k];
        }
    }
}

/// The adjoint of [`loss_columns`] by hand, sample by sample as in [`rows_by_hand`].
pub fn columns_by_hand(w: &Shadows, x: &[f64], target: &[f64], d: &mut Shadows, seed: f64) -> f64 {
    let w2 = &w[2];
    let [d_w1, d_b1, d_w2, d_b2] = d;
    let mut loss = 0.0;
    let mut hidden = [0.0; HIDDEN];
    let mut outputs = [0.0; OUTPUT];
    for (input, target) in x.chunks_exact(INPUT).zip(target.chunks_exact(OUTPUT)) {
        forward_columns(w, input, &mut hidden, &mut outputs);
        let mut d_outputs = [0.0; OUTPUT];
        for unit in 0..OUTPUT {
            let error = outputs[unit] - target[unit];
            loss += 0.5 * error * error;
            d_outputs[unit] = error * seed;
            d_b2[unit] += d_outputs[unit];
        }
        let mut d_sums = [0.0; HIDDEN];
        for k in 0..HIDDEN {
            let row = &w2[k * OUTPUT..(k + 1) * OUTPUT];
            let d_row = &mut d_w2[k * OUTPUT..(k + 1) * OUTPUT];
            let mut d_v = 0.0;
            for unit in 0..OUTPUT {
                d_row[unit] += hidden[k] * d_outputs[unit];
                d_v += row[unit] * d_outputs[unit];
            }
            d_sums[k] = d_v * (1.0 - hidden[k] * hidden[k]);
        }
        for k in 0..INPUT {
            let d_row = &mut d_w1[k * HIDDEN..(k + 1) * HIDDEN];
            for unit in 0..HIDDEN {
                d_row[unit] += input[k] * d_sums[unit];
            }
        }
        for unit in 0..HIDDEN {
            d_b1[unit] += d_sums[unit];
        }
    }
    loss
}

/// How the weights lie in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// [`loss_rows`].
    Rows,
    /// [`loss_columns`].
    Columns,
}

/// The network with inputs.
pub struct Mlp {
    layout: Layout,
    batch: usize,
    weights: Shadows,
    /// The samples, a row each.
    pub x: Vec<f64>,
    /// What the network is to give for each.
    pub target: Vec<f64>,
    direction: Shadows,
    shadows: Shadows,
}

impl Mlp {
    /// A network with random weights and `batch` samples.
    pub fn new(layout: Layout, batch: usize) -> Self {
        let mut random = Random::new(5);
        let lengths = [HIDDEN * INPUT, HIDDEN, OUTPUT * HIDDEN, OUTPUT];
        // Keeps the arguments of tanh of the order of 1 (64 terms) and the outputs too.
        let weights = lengths.map(|n| random.vector(n, -0.2, 0.2));
        let x = random.vector(batch * INPUT, -1.0, 1.0);
        let target = random.vector(batch * OUTPUT, -1.0, 1.0);
        let direction = lengths.map(|n| random.vector(n, -1.0, 1.0));
        let shadows = lengths.map(|n| vec![0.0; n]);
        Self { layout, batch, weights, x, target, direction, shadows }
    }
}

impl Mlp {
    /// The emitted adjoint of [`loss_rows`] on all cores, a sample at a time: returns the value, adds
    /// into the shadows.
    pub fn adjoint_on_all_cores(&mut self) -> f64 {
        let [w1, b1, w2, b2] = &self.weights;
        let (x, target) = (&self.x, &self.target);
        batch::sum(self.batch, &mut self.shadows, |i, [d_w1, d_b1, d_w2, d_b2]| {
            let x = &x[i * INPUT..(i + 1) * INPUT];
            let target = &target[i * OUTPUT..(i + 1) * OUTPUT];
            adjoint_loss_rows(w1, b1, w2, b2, x, target, 1, d_w1, d_b1, d_w2, d_b2, 1.0)
        })
    }
}

impl Kernel for Mlp {
    fn name(&self) -> String {
        let layout = match self.layout {
            Layout::Rows => "rows dotted",
            Layout::Columns => "columns added",
        };
        format!("MLP 64-128-10, batch {}, {layout}", self.batch)
    }

    fn mark(&self) -> Option<f64> {
        Some(match self.layout {
            Layout::Rows => 1.35,
            Layout::Columns => 1.8,
        })
    }

    fn primal(&mut self) -> f64 {
        let [w1, b1, w2, b2] = &self.weights;
        match self.layout {
            Layout::Rows => loss_rows(w1, b1, w2, b2, &self.x, &self.target, self.batch),
            Layout::Columns => loss_columns(w1, b1, w2, b2, &self.x, &self.target, self.batch),
        }
    }

    fn adjoint(&mut self) -> f64 {
        let [w1, b1, w2, b2] = &self.weights;
        let [d_w1, d_b1, d_w2, d_b2] = &mut self.shadows;
        let (x, t, batch) = (&self.x, &self.target, self.batch);
        match self.layout {
            Layout::Rows => {
                adjoint_loss_rows(w1, b1, w2, b2, x, t, batch, d_w1, d_b1, d_w2, d_b2, 1.0)
            }
            Layout::Columns => {
                adjoint_loss_columns(w1, b1, w2, b2, x, t, batch, d_w1, d_b1, d_w2, d_b2, 1.0)
            }
        }
    }

    fn value_and_grad(&mut self) -> Option<f64> {
        let [w1, b1, w2, b2] = &self.weights;
        let (x, t, batch) = (&self.x, &self.target, self.batch);
        Some(match self.layout {
            Layout::Rows => value_and_grad_loss_rows(w1, b1, w2, b2, x, t, batch).0,
            Layout::Columns => value_and_grad_loss_columns(w1, b1, w2, b2, x, t, batch).0,
        })
    }

    fn jvp(&mut self) -> (f64, f64) {
        let [w1, b1, w2, b2] = &self.weights;
        let [dw1, db1, dw2, db2] = &self.direction;
        let (x, t, batch) = (&self.x, &self.target, self.batch);
        match self.layout {
            Layout::Rows => jvp_loss_rows(w1, b1, w2, b2, x, t, batch, dw1, db1, dw2, db2),
            Layout::Columns => jvp_loss_columns(w1, b1, w2, b2, x, t, batch, dw1, db1, dw2, db2),
        }
    }

    fn by_hand(&mut self) -> f64 {
        match self.layout {
            Layout::Rows => {
                rows_by_hand(&self.weights, &self.x, &self.target, &mut self.shadows, 1.0)
            }
            Layout::Columns => {
                columns_by_hand(&self.weights, &self.x, &self.target, &mut self.shadows, 1.0)
            }
        }
    }

    fn inputs(&mut self) -> Vec<&mut [f64]> {
        self.weights.iter_mut().map(Vec::as_mut_slice).collect()
    }

    fn direction(&mut self) -> Vec<&mut [f64]> {
        self.direction.iter_mut().map(Vec::as_mut_slice).collect()
    }

    fn shadows(&mut self) -> Vec<&mut [f64]> {
        self.shadows.iter_mut().map(Vec::as_mut_slice).collect()
    }
}
