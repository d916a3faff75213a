//! Rows that are kept since a target wants them: those with certain texts in some columns.

/// Targets, looked for all at once.
#[derive(Debug, Default)]
pub(super) struct Targets {
    sets: Vec<Set>,
}

/// At most 64 targets, a bit for each.
#[derive(Debug)]
struct Set {
    all: u64,
    columns: Vec<Column>,
}

#[derive(Debug)]
struct Column {
    at: usize,
    /// The targets that ask for nothing in this column.
    free: u64,
    /// For each code the targets that ask for it, or for nothing.
    of_code: Vec<u64>,
}

impl Targets {
    /// These targets: for each the columns with the code that is to stand there.
    pub(super) fn new(targets: &[Vec<(usize, u32)>]) -> Targets {
        let sets = targets.chunks(64).map(Set::new);
        Targets {
            sets: sets.collect(),
        }
    }

    /// How many targets a row with these codes meets.
    #[inline]
    pub(super) fn met(&self, codes: &[u32]) -> usize {
        let met = self.sets.iter().map(|set| set.met(codes).count_ones());
        met.sum::<u32>() as usize
    }
}

impl Set {
    fn new(targets: &[Vec<(usize, u32)>]) -> Set {
        let mut set = Set {
            all: u64::MAX >> (64 - targets.len().clamp(1, 64)),
            columns: Vec::new(),
        };
        let mut places: Vec<usize> = targets.iter().flatten().map(|(at, _)| *at).collect();
        places.sort_unstable();
        places.dedup();
        for at in places {
            let asked = |target: &Vec<(usize, u32)>| -> Vec<u32> {
                let here = target.iter().filter(|(column, _)| *column == at);
                here.map(|(_, code)| *code).collect()
            };
            let asked: Vec<Vec<u32>> = targets.iter().map(asked).collect();
            let bits = |holds: &dyn Fn(&[u32]) -> bool| {
                let each = asked.iter().enumerate();
                each.fold(0, |bits, (place, asked)| {
                    bits | u64::from(holds(asked)) << place
                })
            };
            let highest = asked.iter().flatten().max();
            let of_code = (0..=*highest.unwrap_or(&0))
                .map(|code| bits(&|asked| asked.iter().all(|asked| *asked == code)));
            set.columns.push(Column {
                at,
                free: bits(&<[u32]>::is_empty),
                of_code: of_code.collect(),
            });
        }
        set
    }

    #[inline]
    fn met(&self, codes: &[u32]) -> u64 {
        let mut met = self.all;
        for column in &self.columns {
            let of_code = column.of_code.get(codes[column.at] as usize);
            met &= of_code.unwrap_or(&column.free);
            if met == 0 {
                break;
            }
        }
        met
    }
}
