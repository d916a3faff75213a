//! Observation status: the codes of SDMX's code list `CL_OBS_STATUS` 2.2, and how doubt is inherited.

use std::fmt;
use std::str::FromStr;

macro_rules! statuses {
    ($($variant:ident $code:literal $label:literal;)+) => {
        /// A code of SDMX `CL_OBS_STATUS`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Status {
            $(#[doc = concat!("`", $code, "`: ", $label, ".")] $variant,)+
        }

        impl Status {
            /// Every status, in the order of the codes.
            pub const ALL: &[Status] = &[$(Status::$variant),+];

            /// The one-letter code.
            pub fn code(self) -> &'static str {
                match self { $(Status::$variant => $code),+ }
            }

            /// The meaning of the code, in the words of the code list.
            pub fn label(self) -> &'static str {
                match self { $(Status::$variant => $label),+ }
            }
        }
    };
}

statuses! {
    Normal "A" "normal";
    Break "B" "time series break";
    DefinitionDiffers "D" "definition differs";
    Estimated "E" "estimated";
    Forecast "F" "forecast";
    Experimental "G" "experimental";
    MissingHoliday "H" "missing, holiday or weekend";
    Imputed "I" "imputed by a receiving agency";
    Derogation "J" "derogation";
    Included "K" "included in another category";
    NotCollected "L" "missing, exists but was not collected";
    CannotExist "M" "missing, cannot exist";
    NotSignificant "N" "not significant";
    Missing "O" "missing";
    Provisional "P" "provisional";
    Suppressed "Q" "missing, suppressed";
    SpecialEvent "S" "strike or other special event";
    LowReliability "U" "low reliability";
    Unvalidated "V" "unvalidated";
    IncludesOthers "W" "includes data from another category";
}

impl Status {
    /// How much the doubt of this status matters to what is computed from it: U, then B, D, E, P, and A least.
    /// Codes that this order does not name stand between P and A.
    pub(crate) fn weight(self) -> u8 {
        match self {
            Status::LowReliability => 6,
            Status::Break => 5,
            Status::DefinitionDiffers => 4,
            Status::Estimated => 3,
            Status::Provisional => 2,
            Status::Normal => 0,
            _ => 1,
        }
    }

    /// The status of a figure that rests on both: the doubt that matters most.
    #[must_use]
    pub fn worst(self, other: Status) -> Status {
        if other.weight() > self.weight() {
            other
        } else {
            self
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|status| status.code() == text)
            .ok_or_else(|| {
                format!(
                    "`{}` is no observation status; the codes are {}",
                    crate::words::excerpt(text),
                    crate::words::list(Self::ALL, "and")
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for status in Status::ALL {
            assert_eq!(status.code().parse::<Status>().unwrap(), *status);
        }
        assert!("Z".parse::<Status>().unwrap_err().contains("A, B, D"));
    }

    #[test]
    fn the_worst_doubt_is_inherited_whatever_the_order() {
        use Status::{Break, Estimated, LowReliability, Normal, Provisional};
        for (a, b, worst) in [
            (Normal, Provisional, Provisional),
            (Provisional, Estimated, Estimated),
            (Estimated, Break, Break),
            (Break, LowReliability, LowReliability),
        ] {
            assert_eq!(a.worst(b), worst);
            assert_eq!(b.worst(a), worst);
        }
    }
}
