//! Which of the things found is shown first.

use crate::Target;

/// From this part of the best one's score on, a guide fits about as well.
const NEAR: f32 = 0.45;

/// Brings the best guide to the front where it fits about as well as what is there: it asks what an article leaves to its
/// reader, and ends with something done. `what` tells of a thing found what it is, and its score.
pub fn guide_first<T>(found: &mut [T], what: impl Fn(&T) -> (&Target, f32)) {
    let Some(best) = found.first().map(|best| what(best).1) else { return };
    let near = |one: &T| matches!(what(one), (Target::Flow(_), score) if score >= best * NEAR);
    if let Some(head) = found.iter().position(near).and_then(|place| found.get_mut(..=place)) {
        head.rotate_right(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_comes_first_only_where_it_fits_about_as_well() {
        let check = |scores: &[(char, f32)], expected: &[usize]| {
            let mut found: Vec<(usize, Target, f32)> = Vec::new();
            for (place, (kind, score)) in scores.iter().enumerate() {
                let slug = String::new();
                let target = if *kind == 'g' { Target::Flow(slug) } else { Target::Article(slug) };
                found.push((place, target, *score));
            }
            guide_first(&mut found, |(_, target, score)| (target, *score));
            assert_eq!(found.iter().map(|one| one.0).collect::<Vec<_>>(), expected);
        };
        check(&[], &[]);
        check(&[('a', 0.9), ('a', 0.8), ('g', 0.6), ('g', 0.5)], &[2, 0, 1, 3]);
        check(&[('a', 0.9), ('a', 0.8), ('g', 0.4)], &[0, 1, 2]);
        check(&[('g', 0.9), ('a', 0.8)], &[0, 1]);
    }
}
