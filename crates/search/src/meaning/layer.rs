//! The one layer after the sum: what a sum of words cannot say, such as that two of them together mean a third thing.

/// `u + relu(u·into + bias)·out`. Sizes are checked by the reader; a matrix is kept row by row of its input.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layer {
    into: Vec<f32>,
    bias: Vec<f32>,
    out: Vec<f32>,
}

impl Layer {
    pub(super) fn new(into: Vec<f32>, bias: Vec<f32>, out: Vec<f32>) -> Self {
        Self { into, bias, out }
    }

    /// Adds to a vector of length √dimensions what the layer makes of it.
    pub(super) fn add_to(&self, vector: &mut [f32]) {
        let mut units = self.bias.clone();
        for (value, row) in vector.iter().zip(self.into.chunks_exact(units.len().max(1))) {
            add(&mut units, row, *value);
        }
        for (unit, row) in units.into_iter().zip(self.out.chunks_exact(vector.len().max(1))) {
            if unit > 0.0 {
                add(vector, row, unit);
            }
        }
    }
}

fn add(sum: &mut [f32], row: &[f32], factor: f32) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += factor * value;
    }
}
