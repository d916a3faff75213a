//! Sums: exact, and the same in whatever order their parts are added.

use crate::source::digits::Digits;

/// What the figures of a column come to in a group. All of it is exact, and merges in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// The sum in units of the last digit.
    pub units: i128,
    /// How many digits stand after the point.
    pub scale: u8,
    /// How many units of the last digit the figures are rounded by together: twice the half unit of each.
    pub rounding: i128,
    /// How many figures there are.
    pub count: u64,
    /// Whether the sum has more digits than are counted.
    pub overflows: bool,
}

impl Sum {
    /// Adds what another part of the records comes to.
    pub fn merge(&mut self, other: &Sum) {
        let mut other = *other;
        let scale = self.scale.max(other.scale);
        self.rescale(scale);
        other.rescale(scale);
        let units = self.units.checked_add(other.units);
        let rounding = self.rounding.checked_add(other.rounding);
        self.overflows |= other.overflows || units.is_none() || rounding.is_none();
        self.units = units.unwrap_or_default();
        self.rounding = rounding.unwrap_or_default();
        self.count += other.count;
    }

    /// Both together; nothing where that has more digits than are counted.
    pub(super) fn merged(mut self, other: &Sum) -> Option<Sum> {
        self.merge(other);
        (!self.overflows).then_some(self)
    }

    fn rescale(&mut self, scale: u8) {
        let factor = power(scale - self.scale);
        let units = self.units.checked_mul(factor);
        let rounding = self.rounding.checked_mul(factor);
        self.overflows |= units.is_none() || rounding.is_none();
        self.units = units.unwrap_or_default();
        self.rounding = rounding.unwrap_or_default();
        self.scale = scale;
    }
}

/// A power of ten, of at most 18.
fn power(exponent: u8) -> i128 {
    10_i128.pow(u32::from(exponent))
}

/// A sum as it is added to: as in [`Sum`], in fewer bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Part {
    pub(super) units: i64,
    pub(super) rounding: i64,
    pub(super) scale: u8,
}

impl Part {
    /// Adds a figure; whether there was room.
    #[inline]
    pub(super) fn add(&mut self, (units, scale): Digits) -> bool {
        let (sum, rounding) = if scale == self.scale {
            (self.units.checked_add(units), self.rounding.checked_add(1))
        } else {
            return self.add_scaled((units, scale));
        };
        let (Some(units), Some(rounding)) = (sum, rounding) else {
            return false;
        };
        (self.units, self.rounding) = (units, rounding);
        true
    }

    #[cold]
    fn add_scaled(&mut self, (units, scale): Digits) -> bool {
        let most = scale.max(self.scale);
        let scaled =
            |units: i64, from: u8| units.checked_mul(10_i64.checked_pow((most - from).into())?);
        let made = || {
            let sum = scaled(self.units, self.scale)?.checked_add(scaled(units, scale)?)?;
            let rounding = scaled(self.rounding, self.scale)?.checked_add(scaled(1, scale)?)?;
            Some((sum, rounding))
        };
        let Some((units, rounding)) = made() else {
            return false;
        };
        *self = Part {
            units,
            rounding,
            scale: most,
        };
        true
    }

    pub(super) fn sum(self) -> Sum {
        Sum {
            units: self.units.into(),
            scale: self.scale,
            rounding: self.rounding.into(),
            ..Sum::default()
        }
    }
}
