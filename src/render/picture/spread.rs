//! Labels along a line, pushed apart so that none overlaps another.

use crate::order::InOrder;

/// The places nearest to those wanted, in their order, at least `gap` from one another and within 0 to `size`.
/// Where there is no room for all, they go beyond `size`.
pub(in crate::render) fn spread(wanted: &[f64], gap: f64, size: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.order_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    // Labels that touch stand together, around the middle of where they would like to be.
    let mut blocks: Vec<Block> = Vec::new();
    for &at in &order {
        let mut block = Block {
            start: wanted[at],
            wish: wanted[at],
            count: 1.0,
        };
        block.settle(gap, size);
        while let Some(above) = blocks.pop_if(|above| above.end(gap) + gap > block.start) {
            block = above.joined(&block, gap);
            block.settle(gap, size);
        }
        blocks.push(block);
    }
    let mut places = vec![0.0; wanted.len()];
    let mut rest = order.into_iter();
    for block in blocks {
        let mut place = block.start;
        let mut left = block.count;
        while left > 0.5 {
            if let Some(at) = rest.next() {
                places[at] = place;
            }
            place += gap;
            left -= 1.0;
        }
    }
    places
}

/// Labels that stand together, one `gap` from the next.
struct Block {
    start: f64,
    /// The sum of where each would like the block to start.
    wish: f64,
    count: f64,
}

impl Block {
    fn end(&self, gap: f64) -> f64 {
        self.start + (self.count - 1.0) * gap
    }

    fn joined(&self, below: &Block, gap: f64) -> Block {
        Block {
            start: self.start,
            wish: self.wish + below.wish - below.count * self.count * gap,
            count: self.count + below.count,
        }
    }

    /// Puts the block where its labels would like it, within bounds.
    fn settle(&mut self, gap: f64, size: f64) {
        let latest = size - (self.count - 1.0) * gap;
        self.start = (self.wish / self.count).min(latest).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_that_have_room_stay_and_others_share_it() {
        assert_eq!(spread(&[1.0, 5.0], 1.0, 10.0), [1.0, 5.0]);
        assert_eq!(spread(&[5.0, 5.0, 5.0], 1.0, 10.0), [4.0, 5.0, 6.0]);
        assert_eq!(spread(&[9.9, 10.0], 2.0, 10.0), [8.0, 10.0]);
        assert_eq!(spread(&[0.0, 0.0], 2.0, 10.0), [0.0, 2.0]);
    }

    proptest! {
        #[test]
        fn no_two_labels_overlap_and_none_leaves_the_line(wanted in prop::collection::vec(0.0..20.0_f64, 0..=20)) {
            let places = spread(&wanted, 1.0, 20.0);
            let mut sorted = places.clone();
            sorted.order_by(f64::total_cmp);
            for pair in sorted.windows(2) {
                prop_assert!(pair[1] - pair[0] >= 1.0 - 1e-9, "{places:?}");
            }
            prop_assert!(places.iter().all(|place| (-1e-9..=20.0 + 1e-9).contains(place)), "{places:?}");
            for (a, b) in (0..wanted.len()).flat_map(|a| (0..wanted.len()).map(move |b| (a, b))) {
                if wanted[a] < wanted[b] {
                    prop_assert!(places[a] < places[b], "their order is kept");
                }
            }
        }
    }
}
