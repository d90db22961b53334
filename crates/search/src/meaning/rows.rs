//! Vectors of length about one as whole steps in signed bytes, and how near each is to a query.

/// Rows of numbers, each a whole number of steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rows {
    dimensions: usize,
    /// A step, where a vector's length is one.
    step: f32,
    steps: Vec<i8>,
    /// Of each row, one over the length that is left without what all have in common.
    inverse: Vec<f32>,
}

impl Rows {
    /// None yet; `step` is in 127ths.
    pub(super) fn new(step: f32) -> Self {
        Self { step: step / 127.0, ..Self::default() }
    }

    pub(super) fn read(&mut self, bytes: &[u8], dimensions: usize) {
        self.dimensions = dimensions;
        self.steps = bytes.iter().map(|byte| byte.cast_signed()).collect();
    }

    pub(super) fn bytes(&self) -> impl Iterator<Item = u8> {
        self.steps.iter().map(|steps| steps.cast_unsigned())
    }

    pub(super) fn push(&mut self, row: &[f32]) {
        self.dimensions = row.len();
        let whole = |value: &f32| (value / self.step).round().clamp(-127.0, 127.0) as i8;
        self.steps.extend(row.iter().map(whole));
    }

    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    pub(super) fn len(&self) -> usize {
        self.rows().len()
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, i8> {
        self.steps.chunks_exact(self.dimensions.max(1))
    }

    /// The mean of all rows, times `share`.
    pub(super) fn mean(&self, share: f32) -> Vec<f32> {
        let mut sums = vec![0_i64; self.dimensions];
        for row in self.rows() {
            sums.iter_mut().zip(row).for_each(|(sum, steps)| *sum += i64::from(*steps));
        }
        let each = share * self.step / self.len().max(1) as f32;
        sums.into_iter().map(|sum| sum as f32 * each).collect()
    }

    /// Reckons each row's length without `common`.
    pub(super) fn centre(&mut self, common: &[f32]) {
        let left = |row: &[i8]| {
            let parts = row.iter().zip(common).map(|(steps, common)| f32::from(*steps) * self.step - common);
            let square: f32 = parts.map(|part| part * part).sum();
            if square > 1e-6 { 1.0 / square.sqrt() } else { 0.0 }
        };
        self.inverse = self.rows().map(left).collect();
    }

    /// The cosine of a row to a query, both without what all have in common; `offset` is the product of query and that.
    pub(super) fn near(&self, at: usize, query: &[f32], offset: f32) -> f32 {
        let row = self.steps.get(at * self.dimensions..).unwrap_or_default();
        let dot: f32 = row.iter().zip(query).map(|(steps, value)| f32::from(*steps) * value).sum();
        (dot * self.step - offset) * self.inverse.get(at).copied().unwrap_or_default()
    }
}
