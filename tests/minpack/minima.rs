//! Minima found with our derivatives beside the published ones.
//!
//! What comes in: a line per problem, with the multiple of the start and what
//! the literature says is found from there. What goes out: a test per line.
//! Invariant: a step uses `jacobian_` (Gauss and Newton's matrix), or `grad_`
//! and `hessian_` (Newton's), and no other derivative.
//!
//! Sources: minima of the collection, ACM TOMS 7 (1981) 17-41, six digits, cut
//! off; final norms of MINPACK's own runs of `lmder` (netlib, as quoted with 15
//! digits in Apache Commons Math's `MinpackTest`).

use chainrule_oracle::Case;

use crate::compare::{case, scaled};
use crate::solve::{Minimum, Model, minimise};

/// Levenberg and Marquardt's method on the sum of squares.
fn levenberg_marquardt(case: &Case, sample: usize, factor: f64) -> Minimum {
    let jacobian = case.modes[0].jacobian.expect("one array to another");
    minimise(&scaled(&(case.inputs)(sample), factor), |x| {
        let f = (case.primal)(sample, x);
        let entries = jacobian(sample, x);
        let n = x.len();
        let rows = || std::iter::zip(&f, entries.chunks(n));
        let slope = |j: usize| rows().map(|(f, row)| f * row[j]).sum();
        let product = |j: usize, k: usize| rows().map(|(_, row)| row[j] * row[k]).sum();
        Model {
            value: f.iter().map(|f| f * f).sum(),
            gradient: (0..n).map(slope).collect(),
            matrix: (0..n).map(|j| (0..n).map(|k| product(j, k)).collect()).collect(),
        }
    })
}

/// Newton's method.
fn newton(case: &Case, sample: usize, factor: f64) -> Minimum {
    let gradient = case.modes[0].gradient.expect("a scalar function");
    let hessian = case.modes[0].hessian.expect("a function of one array");
    minimise(&scaled(&(case.inputs)(sample), factor), |x| Model {
        value: (case.primal)(sample, x)[0],
        gradient: gradient(sample, x),
        matrix: hessian(sample, x).chunks(x.len()).map(<[f64]>::to_vec).collect(),
    })
}

/// Within `digits` of a published number; where that is 0, below 1e-12.
fn agree(found: f64, published: f64, digits: f64) -> bool {
    let room = if published == 0.0 { 1e-12 } else { digits * published.abs() };
    (found - published).abs() <= room
}

/// A test per line: `name, sample point, factor => published`.
macro_rules! tests {
    ($module:ident: $check:ident, $family:ident:
     $($name:ident $(, $sample:literal, $factor:literal => $published:expr)+;)+) => {
        mod $module {
            $(
                #[test]
                fn $name() {
                    let case = super::case(crate::$family::functions::CASES, stringify!($name));
                    $(super::$check(case, $sample, $factor, $published);)+
                }
            )+
        }
    };
}

/// The norm that `lmder` ends with.
fn norm(case: &Case, sample: usize, factor: f64, published: f64) {
    let found = levenberg_marquardt(case, sample, factor);
    let norm = found.value.sqrt();
    assert!(agree(norm, published, 1e-8), "{norm:e}, published {published:e}: {found:?}");
}

/// The minimum that the collection gives.
fn minimum(case: &Case, sample: usize, factor: f64, published: f64) {
    let found = newton(case, sample, factor);
    let value = found.value;
    assert!(agree(value, published, 1e-5), "{value:e}, published {published:e}: {found:?}");
}

tests! { systems: norm, equations:
    rosenbrock, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    powell_singular, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    powell_badly_scaled, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    wood, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    helical_valley, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    watson, 0, 1.0 => 0.0, 1, 1.0 => 0.0;
    chebyquad, 0, 1.0 => 0.0, 1, 1.0 => 0.0, 2, 1.0 => 0.0, 4, 1.0 => 0.0;
    brown_almost_linear, 0, 1.0 => 0.0, 1, 1.0 => 0.0, 2, 1.0 => 0.0;
    boundary_value, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    integral_equation, 0, 1.0 => 0.0, 1, 1.0 => 0.0, 1, 10.0 => 0.0, 1, 100.0 => 0.0;
    variably_dimensioned, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    broyden_tridiagonal, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    broyden_banded, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
}

tests! { fits: norm, least_squares:
    linear_full_rank, 0, 1.0 => 2.236_067_977_499_79, 1, 1.0 => 6.708_203_932_499_37;
    linear_rank_one, 0, 1.0 => 1.463_850_109_422_8, 1, 1.0 => 3.482_630_165_734_96;
    rosenbrock, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    helical_valley, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    powell_singular, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    freudenstein_roth, 0, 1.0 => 6.998_875_172_429_03, 0, 10.0 => 6.998_875_172_429_03,
        0, 100.0 => 6.998_875_172_429_03;
    bard, 0, 1.0 => 0.090_635_960_339_046_6;
    kowalik_osborne, 0, 1.0 => 0.017_535_837_721_129;
    meyer, 0, 1.0 => 9.377_945_146_518_74;
    watson, 0, 1.0 => 0.047_829_593_909_760_1, 0, 10.0 => 0.047_829_593_909_760_1,
        1, 1.0 => 0.001_183_114_592_124_2, 2, 1.0 => 0.217_310_402_535_861e-4;
    box_three, 0, 1.0 => 0.0;
    jennrich_sampson, 0, 1.0 => 11.151_779_341_349_9;
    chebyquad, 0, 1.0 => 1.886_237_969_077_32, 0, 10.0 => 1.884_248_204_999_51,
        1, 1.0 => 0.059_303_235_504_672_7, 2, 1.0 => 0.0, 3, 1.0 => 0.080_647_100_403_825_3;
    brown_almost_linear, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0, 1, 1.0 => 0.0;
    osborne_one, 0, 1.0 => 0.007_392_492_609_048_43;
    osborne_two, 0, 1.0 => 0.200_344_044_833_14;
}

tests! { objectives: minimum, objectives:
    helical_valley, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    biggs_exp6, 0, 1.0 => 0.0;
    gaussian, 0, 1.0 => 1.127_93e-8, 0, 10.0 => 1.127_93e-8, 0, 100.0 => 1.127_93e-8;
    powell_badly_scaled, 0, 1.0 => 0.0;
    box_three, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    variably_dimensioned, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    watson, 0, 1.0 => 2.287_67e-3, 0, 10.0 => 2.287_67e-3, 1, 1.0 => 1.399_76e-6;
    penalty_one, 0, 1.0 => 2.249_97e-5, 0, 10.0 => 2.249_97e-5, 1, 1.0 => 7.087_65e-5;
    penalty_two, 0, 1.0 => 9.376_29e-6, 0, 10.0 => 9.376_29e-6, 1, 1.0 => 2.936_60e-4;
    brown_badly_scaled, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    brown_dennis, 0, 1.0 => 85_822.2, 0, 10.0 => 85_822.2, 0, 100.0 => 85_822.2;
    gulf, 0, 1.0 => 0.0;
    trigonometric, 0, 100.0 => 0.0;
    extended_rosenbrock, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    extended_powell, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    beale, 0, 1.0 => 0.0;
    wood, 0, 1.0 => 0.0, 0, 10.0 => 0.0, 0, 100.0 => 0.0;
    chebyquad, 0, 1.0 => 3.516_87e-3, 0, 10.0 => 3.516_87e-3, 1, 1.0 => 6.503_95e-3;
}

tests! { squares_of_systems: minimum, equations:
    powell_singular_squares, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    brown_almost_linear_squares, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    boundary_value_squares, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    integral_equation_squares, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    broyden_tridiagonal_squares, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
    broyden_banded_squares, 0, 1.0 => 0.0, 0, 10.0 => 0.0;
}

// of m = 10 and n = 5: m - n, m (m - 1) / (2 (2 m + 1)), (m^2 + 3 m - 6) / (2 (2 m - 3))
tests! { squares_of_fits: minimum, least_squares:
    linear_full_rank_squares, 0, 1.0 => 5.0;
    linear_rank_one_squares, 0, 1.0 => 90.0 / 42.0;
    linear_rank_one_with_zeros_squares, 0, 1.0 => 124.0 / 34.0;
    freudenstein_roth_squares, 0, 1.0 => 48.984_2, 0, 10.0 => 48.984_2;
    bard_squares, 0, 1.0 => 8.214_87e-3, 0, 10.0 => 8.214_87e-3;
    kowalik_osborne_squares, 0, 1.0 => 3.075_05e-4, 0, 10.0 => 3.075_05e-4;
    meyer_squares, 0, 1.0 => 87.945_8;
    jennrich_sampson_squares, 0, 1.0 => 124.362, 0, 10.0 => 124.362;
    osborne_one_squares, 0, 1.0 => 5.464_89e-5;
    osborne_two_squares, 0, 1.0 => 4.013_77e-2;
}

/// NIST's certified minimisers, eleven digits, of three of the fits, and residual sums of
/// squares: Statistical Reference Datasets, Nonlinear Regression, `MGH09`, `MGH10` and `MGH17`,
/// <https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml>.
#[test]
fn certified_minimisers() {
    let certified: [(&str, &[f64], f64); 3] = [
        (
            "kowalik_osborne_squares",
            &[1.928_069_345_8e-1, 1.912_823_287_3e-1, 1.230_565_069_3e-1, 1.360_623_306_8e-1],
            3.075_056_038_5e-4,
        ),
        (
            "meyer_squares",
            &[5.609_636_471_0e-3, 6.181_346_346_3e3, 3.452_236_346_2e2],
            8.794_585_517_1e1,
        ),
        (
            "osborne_one_squares",
            &[
                3.754_100_521_1e-1,
                1.935_846_912_7,
                -1.464_687_136_6,
                1.286_753_464_0e-2,
                2.212_269_966_2e-2,
            ],
            5.464_894_697_5e-5,
        ),
    ];
    for (name, point, squares) in certified {
        let found = newton(case(crate::least_squares::functions::CASES, name), 0, 1.0);
        // half a unit of the eleventh digit, and one for the last step
        let close = std::iter::zip(&found.point, point).all(|(x, p)| agree(*x, *p, 1e-10));
        assert!(close, "`{name}` has its minimum at {:?}, not {point:?}", found.point);
        assert!(agree(found.value, squares, 1e-10), "`{name}`: {:e}, not {squares:e}", found.value);
    }
}
