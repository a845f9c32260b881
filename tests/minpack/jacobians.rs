//! The Jacobians of systems and residuals beside those derived by hand.
//!
//! What comes in: a line per function, with the multiples of the start of
//! MINPACK's runs. What goes out: a test per line (see `compare::jacobians`).

use crate::by_hand::{few, fits, many};
use crate::compare::{case, jacobians};

/// A test per function of the family.
macro_rules! tests {
    ($family:ident: $($name:ident $by_hand:expr, $factors:expr;)+) => {
        mod $family {
            use super::*;
            $(
                #[test]
                fn $name() {
                    let case = case(crate::$family::functions::CASES, stringify!($name));
                    jacobians(case, $by_hand, &$factors);
                }
            )+
        }
    };
}

tests! { equations:
    rosenbrock few::rosenbrock, [1.0, 10.0, 100.0];
    powell_singular few::powell_singular, [1.0, 10.0, 100.0];
    powell_badly_scaled few::powell_badly_scaled, [1.0, 10.0];
    wood few::wood_system, [1.0, 10.0, 100.0];
    helical_valley few::helical_valley, [1.0, 10.0, 100.0];
    watson many::watson_system, [1.0, 10.0];
    chebyquad many::chebyquad, [1.0, 10.0, 100.0];
    brown_almost_linear many::brown_almost_linear, [1.0, 10.0, 100.0];
    boundary_value many::boundary_value, [1.0, 10.0, 100.0];
    integral_equation many::integral_equation, [1.0, 10.0, 100.0];
    trigonometric many::trigonometric, [1.0, 10.0, 100.0];
    variably_dimensioned many::variably_dimensioned_system, [1.0, 10.0, 100.0];
    broyden_tridiagonal many::broyden_tridiagonal, [1.0, 10.0, 100.0];
    broyden_banded many::broyden_banded, [1.0, 10.0, 100.0];
}

tests! { least_squares:
    linear_full_rank many::linear_full_rank, [1.0];
    linear_rank_one many::linear_rank_one, [1.0];
    linear_rank_one_with_zeros many::linear_rank_one_with_zeros, [1.0];
    rosenbrock few::rosenbrock, [1.0, 10.0, 100.0];
    helical_valley few::helical_valley, [1.0, 10.0, 100.0];
    powell_singular few::powell_singular, [1.0, 10.0, 100.0];
    freudenstein_roth few::freudenstein_roth, [1.0, 10.0, 100.0];
    bard fits::bard, [1.0, 10.0, 100.0];
    kowalik_osborne fits::kowalik_osborne, [1.0, 10.0, 100.0];
    meyer fits::meyer, [1.0, 10.0];
    watson many::watson, [1.0, 10.0, 100.0];
    box_three fits::box_three, [1.0];
    jennrich_sampson fits::jennrich_sampson, [1.0];
    brown_dennis fits::brown_dennis, [1.0, 10.0, 100.0];
    chebyquad many::chebyquad, [1.0, 10.0, 100.0];
    brown_almost_linear many::brown_almost_linear, [1.0, 10.0, 100.0];
    osborne_one fits::osborne_one, [1.0];
    osborne_two fits::osborne_two, [1.0];
}
