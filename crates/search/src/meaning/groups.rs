//! Many vectors in a few: those near each other become one (k-means on the sphere, from vectors far from each other).
//!
//! Keeping only the farthest of a document's lines, as they are, drew questions to documents by their oddest line.

use super::encoder::to_length;

/// Rounds of finding which vectors go together: few change their group after the first.
const ROUNDS: usize = 8;

/// At most `most` vectors of length one, for `all`, which have length one too.
pub(super) fn groups(all: &[Vec<f32>], most: usize) -> Vec<Vec<f32>> {
    let mut found = apart(all, most);
    for _ in 0..ROUNDS {
        let mut sums: Vec<Vec<f32>> = found.iter().map(|group| vec![0.0; group.len()]).collect();
        for line in all {
            let near = found.iter().map(|group| product(line, group));
            let nearest = near.zip(&mut sums).max_by(|a, b| a.0.total_cmp(&b.0));
            for (sum, value) in nearest.into_iter().flat_map(|(_, sum)| sum).zip(line) {
                *sum += value;
            }
        }
        sums.retain_mut(|sum| to_length(sum, 1.0));
        found = sums;
    }
    found
}

/// The one that is farthest from the mean, then each time the one that is farthest from all that were taken.
fn apart(all: &[Vec<f32>], most: usize) -> Vec<Vec<f32>> {
    let Some(first) = all.first() else { return Vec::new() };
    let mut last = vec![0.0; first.len()];
    for line in all {
        last.iter_mut().zip(line).for_each(|(sum, value)| *sum += value);
    }
    to_length(&mut last, 1.0);
    let mut near = vec![-1.0_f32; all.len()];
    let mut taken = Vec::new();
    while taken.len() < most.min(all.len()) {
        near.iter_mut().zip(all).for_each(|(near, line)| *near = near.max(product(line, &last)));
        let Some((_, farthest)) = near.iter().zip(all).min_by(|a, b| a.0.total_cmp(b.0)) else { break };
        last.clone_from(farthest);
        taken.push(farthest.clone());
    }
    taken
}

fn product(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::groups;

    fn at(degrees: f32) -> Vec<f32> {
        vec![degrees.to_radians().cos(), degrees.to_radians().sin()]
    }

    /// Where they point, in whole degrees, ascending.
    fn pointing(found: &[Vec<f32>]) -> Vec<f32> {
        let degrees = |group: &Vec<f32>| group[1].atan2(group[0]).to_degrees().rem_euclid(360.0).round();
        let mut found: Vec<f32> = found.iter().map(degrees).collect();
        found.sort_by(f32::total_cmp);
        found
    }

    #[test]
    fn vectors_near_each_other_become_one() {
        let all = [0.0, 4.0, 8.0, 90.0, 94.0, 200.0].map(at);
        assert_eq!(pointing(&groups(&all, 3)), [4.0, 92.0, 200.0]);
    }

    #[test]
    fn fewer_than_asked_for_stay_as_they_are() {
        assert_eq!(groups(&[], 3).len(), 0);
        assert_eq!(pointing(&groups(&[at(10.0), at(80.0)], 3)), [10.0, 80.0]);
        assert_eq!(pointing(&groups(&[at(10.0), at(10.0)], 3)), [10.0]);
    }
}
