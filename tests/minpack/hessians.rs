//! Gradients and Hessians of the whole collection beside those derived by hand.
//!
//! What comes in: a line per objective, with the number of residuals where the
//! collection leaves it open and the multiples of the start. What goes out: a
//! test per line (see `compare::hessians`).

use crate::by_hand::{few, fits, many};
use crate::compare::{case, hessians};

/// A test per objective of the family.
macro_rules! tests {
    ($family:ident: $($name:ident $m:literal $by_hand:expr, $factors:expr;)+) => {
        mod $family {
            use super::*;
            $(
                #[test]
                fn $name() {
                    let case = case(crate::$family::functions::CASES, stringify!($name));
                    hessians(case, $m, $by_hand, &$factors);
                }
            )+
        }
    };
}

tests! { objectives:
    helical_valley 3 few::helical_valley, [1.0, 10.0, 100.0];
    biggs_exp6 13 fits::biggs_exp6, [1.0, 10.0];
    gaussian 15 fits::gaussian, [1.0, 10.0];
    powell_badly_scaled 2 few::powell_badly_scaled, [1.0, 10.0];
    box_three 10 fits::box_three, [1.0, 10.0];
    variably_dimensioned 12 many::variably_dimensioned, [1.0, 10.0, 100.0];
    watson 31 many::watson, [1.0, 10.0];
    penalty_one 11 many::penalty_one, [1.0, 10.0, 100.0];
    penalty_two 20 many::penalty_two, [1.0, 10.0];
    brown_badly_scaled 3 few::brown_badly_scaled, [1.0, 10.0, 100.0];
    brown_dennis 20 fits::brown_dennis, [1.0, 10.0, 100.0];
    gulf 99 fits::gulf, [1.0, 10.0];
    trigonometric 10 many::trigonometric, [1.0, 10.0, 100.0];
    extended_rosenbrock 10 few::rosenbrock, [1.0, 10.0, 100.0];
    extended_powell 8 few::powell_singular, [1.0, 10.0, 100.0];
    beale 3 few::beale, [1.0, 10.0];
    wood 6 few::wood, [1.0, 10.0, 100.0];
    chebyquad 0 |x, _| many::chebyquad(x, x.len()), [1.0, 10.0];
}

tests! { equations:
    powell_singular_squares 4 few::powell_singular, [1.0, 10.0, 100.0];
    brown_almost_linear_squares 10 many::brown_almost_linear, [1.0, 10.0];
    boundary_value_squares 10 many::boundary_value, [1.0, 10.0, 100.0];
    integral_equation_squares 10 many::integral_equation, [1.0, 10.0, 100.0];
    broyden_tridiagonal_squares 10 many::broyden_tridiagonal, [1.0, 10.0, 100.0];
    broyden_banded_squares 10 many::broyden_banded, [1.0, 10.0, 100.0];
}

tests! { least_squares:
    linear_full_rank_squares 10 many::linear_full_rank, [1.0];
    linear_rank_one_squares 10 many::linear_rank_one, [1.0];
    linear_rank_one_with_zeros_squares 10 many::linear_rank_one_with_zeros, [1.0];
    freudenstein_roth_squares 2 few::freudenstein_roth, [1.0, 10.0, 100.0];
    bard_squares 15 fits::bard, [1.0, 10.0, 100.0];
    kowalik_osborne_squares 11 fits::kowalik_osborne, [1.0, 10.0, 100.0];
    meyer_squares 16 fits::meyer, [1.0];
    jennrich_sampson_squares 10 fits::jennrich_sampson, [1.0];
    osborne_one_squares 33 fits::osborne_one, [1.0];
    osborne_two_squares 65 fits::osborne_two, [1.0];
}
