//! Vectors of some of the coordinates of others.
//!
//! In: which coordinates a method takes. Out: its rule. Invariant: the cotangent of a part goes where the
//! part was.

/// Linear methods that take coordinates, perhaps with another sign.
macro_rules! parts {
    ($([$($generics:tt)*] $vector:ty, $method:ident $rule:ident -> $part:ty:
        [$($sign:tt $k:literal)*];)*) => { $(
        impl<$($generics)*> $crate::linalg::rule::Linear<$vector> for $crate::linalg::sweeps::of::$rule {
            type Output = $part;

            #[inline]
            fn value(x: &$vector) -> $part {
                x.$method()
            }

            #[inline]
            fn pull(d_x: &mut $vector, d_y: &$part) {
                let mut at = 0;
                $(
                    parts!(@add $sign d_x[$k], d_y[at]);
                    at += 1;
                )*
                debug_assert_eq!(at, $crate::linalg::block::Block::block_shape(d_y).0);
            }
        }

        impl<$($generics)*> $crate::linalg::sweeps::$rule for $vector {}
    )* };
    (@add + $d:expr, $s:expr) => { $d += $s };
    (@add - $d:expr, $s:expr) => { $d -= $s };
}

pub(crate) use parts;
