//! Iterator chains.

use crate::row::section;

section! {
    "Iterators", (x: f64, v: &[f64], n: usize) at (0.75, &[0.5, -1.25, 2.0][..], 3);

    "`iter().map(..).sum()`" refused { v.iter().map(|a| a * x).sum() }
}
