//! Functions generic over other people's float traits, and over operators alone.

#[chainrule_oracle::corpus]
pub mod functions {
    use std::fmt::Debug;
    use std::ops::{Add, Div, Mul, Neg, Sub};

    use num_traits::{Float, FloatConst, FromPrimitive, Num, NumCast, ToPrimitive};

    /// The type parameter is in the result alone.
    fn literal<F: Float>(x: f64) -> F {
        F::from(x).unwrap()
    }

    #[at(0.3)]
    #[at(0.8)]
    pub fn elastic<F: Float>(t: F) -> F {
        if t < literal::<F>(0.5) {
            (literal::<F>(13.0) * t).sin() * literal::<F>(2.0).powf(t)
        } else {
            literal::<F>(0.5) * (literal::<F>(-13.0) * t).sin() + t * t
        }
    }

    #[at([0.3, 0.7])]
    pub fn from_primitive<T: Float + FromPrimitive>(p: &[T; 2]) -> T {
        let [x, y] = *p;
        let pi = T::from_f64(3.25).unwrap();
        let n = T::from_usize(p.len()).unwrap();
        -(x.sin() * y.cos() * (pi - (x.powi(2) + y.powi(2)).sqrt()).abs().exp()).abs() + n * x * y
    }

    #[at(0.3)]
    pub fn constants<T: Float + FloatConst>(x: T) -> T {
        (x * T::PI()).sin() + T::E() * x * (T::one() + T::epsilon())
    }

    #[at(vec![0.3, -0.7, 1.5])]
    pub fn mean_square<T: Float>(v: &[T]) -> T {
        let mut s = T::zero();
        for &x in v {
            s = s + x * x;
        }
        s / T::from(v.len()).unwrap()
    }

    #[at(0.4, -0.2, 0.7, 1.2, 0.3)]
    pub fn cubic<T>(n0: T, n1: T, n2: T, n3: T, alpha: T) -> T
    where
        T: Add<Output = T> + Mul<Output = T> + Sub<Output = T> + Copy,
    {
        let p = (n3 - n2) - (n0 - n1);
        let q = (n0 - n1) - p;
        let r = n2 - n0;
        p * alpha * alpha * alpha + q * alpha * alpha + r * alpha + n1
    }

    #[at(vec![0.3, -0.7, 1.5], 0.6)]
    pub fn horner<T: Num + Copy>(c: &[T], x: T) -> T {
        let mut r = T::zero();
        for i in (0..c.len()).rev() {
            r = r * x + c[i];
        }
        r
    }

    /// A trait of which nobody knows whether it is a float's.
    pub trait Plain: Float + Debug {}
    impl Plain for f64 {}

    #[at(0.3, 0.7)]
    pub fn of_plain<T: Plain>(x: T, y: T) -> T {
        let third = T::from(3.0).unwrap().recip();
        third * x.tanh() * y.exp() + x.max(y) * T::epsilon()
    }

    /// A trait with functions of its own that have the names of a float's.
    #[chainrule::differentiable(second_order)]
    pub trait Scalar:
        Copy
        + PartialOrd
        + Add<Output = Self>
        + Sub<Output = Self>
        + Mul<Output = Self>
        + Div<Output = Self>
        + Neg<Output = Self>
    {
        const HALF: Self;
        fn zero() -> Self;
        fn one() -> Self;
        fn epsilon() -> Self;
        fn sqrt(self) -> Self;
        fn exp(self) -> Self;
        fn of(x: f64) -> Self;
        fn logistic(self) -> Self {
            Self::one() / (Self::one() + (-self).exp())
        }
    }
    #[chainrule::differentiable(second_order)]
    impl Scalar for f64 {
        const HALF: f64 = 0.5;
        fn zero() -> f64 {
            0.0
        }
        fn one() -> f64 {
            1.0
        }
        fn epsilon() -> f64 {
            0.125
        }
        fn sqrt(self) -> f64 {
            f64::sqrt(self)
        }
        fn exp(self) -> f64 {
            1.0 + self + self * self * 0.5
        }
        fn of(x: f64) -> f64 {
            x
        }
    }

    #[at(0.3, 0.7)]
    #[at(-0.3, 0.7)]
    pub fn of_scalar<T: Scalar>(x: T, y: T) -> T {
        let mut s = T::zero();
        if x > T::zero() {
            s = (x * y + T::epsilon()).sqrt() * T::of(3.0);
        }
        s * T::HALF + -T::one() / y
    }

    /// `exp` of the trait is three terms of the series.
    #[at(0.3, 0.7)]
    pub fn own_series<T: Scalar>(x: T, y: T) -> T {
        let mut s = (x * y).exp();
        for _ in 0..2 {
            s = s * T::exp(-x) + <T as Scalar>::logistic(y);
        }
        <T as Scalar>::exp(s) * y.sqrt()
    }

    #[at(0.3, 3)]
    pub fn by_num_cast<T: Float>(x: T, n: usize) -> T {
        let a: T = NumCast::from(n).unwrap();
        let b = <T as NumCast>::from(0.3).unwrap();
        <T as Float>::sin(x) * a + b * Float::exp(x) + T::sqrt(x)
    }

    #[at(0.3, 0.7)]
    #[at(0.3, -0.7)]
    pub fn or_none<T: Float>(x: T, y: T) -> Option<T> {
        let two = T::from(2.0)?;
        if y > T::zero() { Some(x * y * two) } else { None }
    }

    #[at(0.3)]
    pub fn or_one<T: Float>(x: T) -> T {
        x * x * T::from(2.0).unwrap_or(T::one()) + T::from(3.0).expect("3 is a float") * x
    }

    #[at(vec![0.3, 1.7, -0.4], 1.3)]
    pub fn interpolated<T: Float + ToPrimitive>(table: &[T], x: T) -> T {
        let i = x.floor().to_usize().unwrap();
        let t = x - T::from(i).unwrap();
        table[i] * (T::one() - t) + table[i + 1] * t
    }

    #[at(vec![(0.0, 1.0), (1.0, 3.0), (2.5, 1.0)])]
    pub fn path_length<F: Plain>(p: &[(F, F)]) -> F {
        let mut s = F::zero();
        for i in 1..p.len() {
            let (x0, y0) = p[i - 1];
            let (x1, y1) = p[i];
            s = s + (x1 - x0).hypot(y1 - y0);
        }
        s
    }

    #[at(0.3, 0.7)]
    pub fn calls_all(x: f64, y: f64) -> f64 {
        horner(&[x, y, x * y], y)
            + by_num_cast(x, 3)
            + elastic::<f64>(y)
            + of_scalar(x, y)
            + own_series(x, y)
            + cubic(x, y, x, y, x * y)
    }

    #[at(0.4, 3)]
    pub fn recursive<T: Float>(x: T, n: usize) -> T {
        if n == 0 { T::one() } else { x * recursive(x, n - 1) + x.sin() }
    }

    #[with(N = 3, M = 2)]
    #[at([[0.3, 0.7, -0.2], [1.1, 0.4, 0.6]], [0.5, -0.4, 0.9])]
    pub fn weighted_rows<T: Float, const N: usize, const M: usize>(
        a: &[[T; N]; M],
        x: &[T; N],
    ) -> T {
        let mut s = T::zero();
        for i in 0..M {
            let mut row = T::zero();
            for j in 0..N {
                row = row + a[i][j] * x[j];
            }
            s = s + row * row * T::from(i + 1).unwrap();
        }
        s / T::from(N * M).unwrap()
    }

    #[with(T = f32)]
    #[at(0.5, 0.75)]
    pub fn single_operators<T>(x: T, low: T) -> T
    where
        T: Copy + PartialOrd + Mul<Output = T> + Neg<Output = T>,
    {
        if x < low { low * x } else { -x * x }
    }
}
