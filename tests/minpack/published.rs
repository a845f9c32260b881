//! Values of the functions beside published ones: that they are the functions meant.
//!
//! What comes in: lines of numbers from the literature. What goes out: a test per table.
//! Invariant: no derivative is used.
//!
//! Sources: norms at the starts as MINPACK's driver of `lmder` prints them
//! (netlib; with 15 digits in Apache Commons Math's `MinpackTest`), minimisers
//! of the collection, ACM TOMS 7 (1981) 17-41.

use crate::compare::{case, scaled};
use crate::{least_squares, objectives};

/// Function, sample point, multiple of the start, norm of the residuals there.
const NORMS: &[(&str, usize, f64, f64)] = &[
    ("linear_full_rank", 0, 1.0, 5.0),
    ("linear_full_rank", 1, 1.0, 8.062_257_748_298_55),
    ("linear_rank_one", 0, 1.0, 291.521_868_819_476),
    ("linear_rank_one", 1, 1.0, 3_101.600_393_345_35),
    ("helical_valley", 0, 1.0, 50.0),
    ("helical_valley", 0, 10.0, 102.956_301_409_87),
    ("helical_valley", 0, 100.0, 991.261_822_123_701),
    ("powell_singular", 0, 1.0, 14.662_878_298_615_2),
    ("powell_singular", 0, 10.0, 1_270.983_870_865_4),
    ("powell_singular", 0, 100.0, 126_887.903_284_750),
    ("freudenstein_roth", 0, 1.0, 20.012_496_096_189_5),
    ("freudenstein_roth", 0, 10.0, 12_432.833_948_863),
    ("freudenstein_roth", 0, 100.0, 11_426_454.595_762),
    ("bard", 0, 1.0, 6.456_136_295_159_67),
    ("bard", 0, 10.0, 36.141_853_159_678_5),
    ("bard", 0, 100.0, 384.114_678_637_399),
    ("kowalik_osborne", 0, 1.0, 0.072_891_510_288_294_5),
    ("kowalik_osborne", 0, 10.0, 2.979_370_075_552_02),
    ("kowalik_osborne", 0, 100.0, 29.959_061_701_603_7),
    ("meyer", 0, 1.0, 41_153.466_554_303_1),
    ("meyer", 0, 10.0, 4_168_216.891_308_46),
    ("watson", 0, 1.0, 5.477_225_575_051_66),
    ("watson", 0, 10.0, 6_433.125_789_500_26),
    ("watson", 0, 100.0, 674_256.040_605_213),
    ("watson", 1, 10.0, 12_088.127_069_307),
    ("watson", 1, 100.0, 1_269_109.290_438_34),
    ("watson", 2, 10.0, 19_220.758_979_095_1),
    ("watson", 2, 100.0, 2_018_918.044_623_67),
    ("box_three", 0, 1.0, 32.111_583_744_957_2),
    ("jennrich_sampson", 0, 1.0, 64.585_649_814_494_3),
    ("brown_dennis", 0, 1.0, 2_815.438_391_618_16),
    ("brown_dennis", 0, 10.0, 555_073.354_173_069),
    ("brown_dennis", 0, 100.0, 61_211_252.233_858_1),
    ("chebyquad", 0, 1.0, 1.886_237_969_077_32),
    ("chebyquad", 0, 10.0, 5_383_344_372.340_05),
    ("chebyquad", 0, 100.0, 0.118_088_726_698_392e19),
    ("chebyquad", 1, 1.0, 0.196_513_862_833_975),
    ("chebyquad", 2, 1.0, 0.169_949_934_652_02),
    ("chebyquad", 3, 1.0, 0.183_747_831_178_711),
    ("brown_almost_linear", 0, 1.0, 16.530_216_206_349_9),
    ("brown_almost_linear", 0, 10.0, 9_765_624.000_892_11),
    ("brown_almost_linear", 0, 100.0, 0.976_562_5e17),
    ("brown_almost_linear", 1, 1.0, 83.476_044_467_848),
    ("brown_almost_linear", 2, 1.0, 128.026_364_472_323),
    ("osborne_one", 0, 1.0, 0.937_564_021_037_838),
    ("osborne_two", 0, 1.0, 1.446_865_409_847_12),
];

#[test]
fn norms_at_the_starts() {
    for &(name, sample, factor, published) in NORMS {
        let case = case(least_squares::functions::CASES, name);
        let f = (case.primal)(sample, &scaled(&(case.inputs)(sample), factor));
        let norm = f.iter().map(|f| f * f).sum::<f64>().sqrt();
        // the shortest of them have 14 digits
        let close = (norm - published).abs() <= 1e-13 * published;
        assert!(close, "`{name}` at {factor} times start {sample}: {norm:e}, not {published:e}");
    }
}

/// Function, sample point (for the number of residuals), a minimiser where the minimum is 0.
const ROOTS: &[(&str, usize, &[f64])] = &[
    ("helical_valley", 0, &[1.0, 0.0, 0.0]),
    ("biggs_exp6", 0, &[1.0, 10.0, 1.0, 5.0, 4.0, 3.0]),
    ("box_three", 0, &[1.0, 10.0, 1.0]),
    ("box_three", 0, &[10.0, 1.0, -1.0]),
    ("box_three", 0, &[3.0, 3.0, 0.0]),
    ("variably_dimensioned", 0, &[1.0; 10]),
    ("brown_badly_scaled", 0, &[1e6, 2e-6]),
    ("gulf", 0, &[50.0, 25.0, 1.5]),
    ("trigonometric", 0, &[0.0; 10]),
    ("extended_rosenbrock", 0, &[1.0; 10]),
    ("extended_powell", 0, &[0.0; 8]),
    ("beale", 0, &[3.0, 0.5]),
    ("wood", 0, &[1.0; 4]),
];

#[test]
fn zeros_at_the_minimisers() {
    for &(name, sample, point) in ROOTS {
        let value = (case(objectives::functions::CASES, name).primal)(sample, point)[0];
        assert!(value <= 1e-28, "`{name}` is {value:e} at {point:?}");
    }
    // the minimisers of these are published with four and with six digits
    let badly_scaled = case(objectives::functions::CASES, "powell_badly_scaled");
    assert!((badly_scaled.primal)(0, &[1.098e-5, 9.106])[0] < 1e-7);
    let freudenstein_roth = case(least_squares::functions::CASES, "freudenstein_roth_squares");
    assert_eq!((freudenstein_roth.primal)(0, &[5.0, 4.0]), [0.0]);
    assert!(((freudenstein_roth.primal)(0, &[11.412_8, -0.896_805])[0] - 48.984_2).abs() < 1e-3);
}
