//! Names that a misspelt one may have meant.

/// The most names that one message offers.
const OFFERED: usize = 3;

/// A list longer than this is searched no more: nobody reads such a table, and
/// the search would cost more than all the rest.
const SEARCHED: usize = 1000;

/// No name is longer than this, so nothing longer is a misspelt one.
const LONGEST: usize = 64;

/// Those of `candidates` that `name` may be a slip of, the nearest first.
pub(crate) fn names<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    if name.len() > LONGEST {
        return Vec::new();
    }
    let mut near: Vec<_> = candidates
        .take(SEARCHED)
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= allowed(name, candidate))
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter()
        .take(OFFERED)
        .map(|(_, candidate)| candidate.to_owned())
        .collect()
}

/// How far apart two names may be: a third of the longer one.
fn allowed(name: &str, candidate: &str) -> usize {
    (name.chars().count().max(candidate.chars().count()) / 3).max(1)
}

/// How many characters must be put in, left out, replaced or swapped with
/// their neighbour; upper and lower case are the same.
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().map(|c| c.to_ascii_lowercase()).collect();
    let to: Vec<char> = to.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut before: Vec<usize> = vec![0; to.len() + 1];
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for row in 1..=from.len() {
        let mut current = vec![row; to.len() + 1];
        for column in 1..=to.len() {
            let differs = usize::from(from[row - 1] != to[column - 1]);
            let mut least = (above[column] + 1)
                .min(current[column - 1] + 1)
                .min(above[column - 1] + differs);
            let swapped = row > 1
                && column > 1
                && from[row - 1] == to[column - 2]
                && from[row - 2] == to[column - 1];
            if swapped {
                least = least.min(before[column - 2] + 1);
            }
            current[column] = least;
        }
        before = std::mem::replace(&mut above, current);
    }
    above[to.len()]
}
