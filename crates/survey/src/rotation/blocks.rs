//! The list of blocks for `K` statements of which each respondent gets `k`. A block is a set of
//! statements, one bit each.
//!
//! Up to [`ALL_MAX`] blocks the list has every block there is, so that every pair of statements is
//! together equally often. Beyond that it is made of a few base blocks, each turned round
//! through all `K` places (a cyclic design): every statement then occurs equally often by
//! construction, and how often a pair is together depends only on how far apart the two are, which
//! a search makes as equal as it can. Everything follows from `K` and `k`, so that all nodes deal the
//! same; a change here changes what open forms ask and must keep old lists apart.

/// Most blocks when the list has all of them.
const ALL_MAX: u128 = 500;
/// Steps of the search for base blocks.
const STEPS: usize = 20_000;

/// The blocks in the order in which they are dealt: any run of them has every statement about
/// equally often. Needs 2 ≤ `per` < `statements` ≤ 128.
pub(super) fn blocks(statements: usize, per: usize) -> Vec<u128> {
    let mut random = Random((statements as u64) << 32 | per as u64);
    let is_small = combinations_up_to(ALL_MAX, statements, per) <= ALL_MAX;
    // Pairs need every block there is to have each pair once.
    let mut blocks = if is_small || per == 2 {
        all(statements, per)
    } else {
        Bases::search(statements, per, &mut random).developed()
    };
    random.shuffle(&mut blocks);
    evenly(blocks, statements)
}

/// How many blocks there are, or a number above `max`.
fn combinations_up_to(max: u128, statements: usize, per: usize) -> u128 {
    let per = per.min(statements - per);
    let mut count = 1;
    for i in 0..per {
        count = count * (statements - i) as u128 / (i + 1) as u128;
        if count > max {
            break;
        }
    }
    count
}

/// Every block there is.
fn all(statements: usize, per: usize) -> Vec<u128> {
    let mut found = Vec::new();
    let mut chosen: Vec<usize> = (0..per).collect();
    loop {
        found.push(chosen.iter().map(|bit| 1_u128 << bit).sum());
        // The last one that can still move up does, and those after it follow it closely.
        let Some(at) = (0..per)
            .rev()
            .find(|&at| chosen[at] < statements - per + at)
        else {
            return found;
        };
        let next = chosen[at] + 1;
        for (offset, place) in chosen[at..].iter_mut().enumerate() {
            *place = next + offset;
        }
    }
}

/// Base blocks, and how often each distance occurs between two statements of one.
struct Bases {
    statements: usize,
    blocks: Vec<Vec<usize>>,
    /// By distance from 1; both ways round, so `d` and `K − d` are the same.
    distances: Vec<i64>,
}

impl Bases {
    /// Base blocks whose distances occur about equally often, and each at least once.
    fn search(statements: usize, per: usize, random: &mut Random) -> Self {
        let (pairs, distances) = (per * (per - 1), statements - 1);
        let limit = usize::try_from(ALL_MAX).expect("small");
        // Half more places than distances, so that the search can place each.
        let count = (3 * distances).div_ceil(2 * pairs).max(limit / statements);
        let mut bases = Self {
            statements,
            blocks: Vec::new(),
            distances: vec![0; statements],
        };
        for _ in 0..count {
            let mut places: Vec<usize> = (0..statements).collect();
            random.shuffle(&mut places);
            bases.push(places[..per].to_vec());
        }
        bases.improve(random);
        while let Some(distance) = (1..statements).find(|&d| bases.distances[d] == 0) {
            let mut rest: Vec<usize> = (1..statements).filter(|&p| p != distance).collect();
            random.shuffle(&mut rest);
            rest.truncate(per - 2);
            rest.extend([0, distance]);
            bases.push(rest);
        }
        bases
    }

    fn push(&mut self, block: Vec<usize>) {
        for (at, &place) in block.iter().enumerate() {
            self.count(place, &block[..at], 1);
        }
        self.blocks.push(block);
    }

    /// Counts the distances between one place and others, or takes them off again. Returns by how
    /// much the sum of the squares of the counts grew.
    fn count(&mut self, place: usize, others: &[usize], by: i64) -> i64 {
        let mut grown = 0;
        for &other in others.iter().filter(|&&other| other != place) {
            let distance = (place + self.statements - other) % self.statements;
            for distance in [distance, self.statements - distance] {
                grown += by * (2 * self.distances[distance] + by);
                self.distances[distance] += by;
            }
        }
        grown
    }

    /// Exchanges one statement of a block at a time as long as the distances don't get less equal:
    /// of a fixed sum, the sum of the squares is least when all are the same.
    fn improve(&mut self, random: &mut Random) {
        for _ in 0..STEPS {
            if self.is_even() {
                return;
            }
            let at = random.below(self.blocks.len());
            let mut block = std::mem::take(&mut self.blocks[at]);
            let (index, place) = (random.below(block.len()), random.below(self.statements));
            if !block.contains(&place) {
                let before = block[index];
                let mut grown = self.count(before, &block, -1);
                block[index] = place;
                grown += self.count(place, &block, 1);
                if grown > 0 {
                    self.count(place, &block, -1);
                    block[index] = before;
                    self.count(before, &block, 1);
                }
            }
            self.blocks[at] = block;
        }
    }

    fn is_even(&self) -> bool {
        let counts = &self.distances[1..];
        counts
            .iter()
            .max()
            .zip(counts.iter().min())
            .is_some_and(|(most, least)| most - least <= 1)
    }

    /// Each base block turned round through all places.
    fn developed(&self) -> Vec<u128> {
        let turned = |block: &Vec<usize>, by: usize| {
            let places = block.iter().map(|place| (place + by) % self.statements);
            places.map(|place| 1_u128 << place).sum()
        };
        self.blocks
            .iter()
            .flat_map(|block| (0..self.statements).map(move |by| turned(block, by)))
            .collect()
    }
}

/// The blocks in an order in which no statement gets ahead of the others: always one whose
/// statements were dealt least so far, and among those one whose pairs were.
fn evenly(mut rest: Vec<u128>, statements: usize) -> Vec<u128> {
    let mut dealt = vec![0_u32; statements];
    let mut together = vec![0_u32; statements * statements];
    let mut ordered = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let mut best: Option<(u32, u32, usize)> = None;
        for (index, &block) in rest.iter().enumerate() {
            let sum: u32 = bits(block).map(|s| dealt[s]).sum();
            if best.is_some_and(|(least, _, _)| sum > least) {
                continue;
            }
            let pairs = pairs(block)
                .map(|(a, b)| together[a * statements + b])
                .sum();
            if best.is_none_or(|(least, fewest, _)| (sum, pairs) < (least, fewest)) {
                best = Some((sum, pairs, index));
            }
        }
        let (_, _, index) = best.expect("there is a block left");
        let block = rest.swap_remove(index);
        bits(block).for_each(|s| dealt[s] += 1);
        pairs(block).for_each(|(a, b)| together[a * statements + b] += 1);
        ordered.push(block);
    }
    ordered
}

/// The statements of a block, in order.
pub(super) fn bits(mut block: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (block != 0).then(|| block.trailing_zeros() as usize)?;
        block &= block - 1;
        Some(bit)
    })
}

/// The pairs of statements in a block, each once.
pub(super) fn pairs(block: u128) -> impl Iterator<Item = (usize, usize)> {
    bits(block).flat_map(move |a| bits(block).filter(move |&b| b > a).map(move |b| (a, b)))
}

/// Numbers that look random and are always the same (SplitMix64, Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("less than a length")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
