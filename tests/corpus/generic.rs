//! Generic functions over `T: Real`, instantiated at `f64` and `f32`, and const generics.

#[chainrule_oracle::corpus]
pub mod functions {
    #[at(0.5, 0.7)]
    pub fn generic_product<T: Real>(x: T, y: T) -> T {
        x * y + x.sin()
    }

    #[with(T = f32)]
    #[at(0.5, 0.7)]
    pub fn generic_single<T: Real>(x: T, y: T) -> T {
        x * y + x.exp() / y
    }

    #[at(vec![0.5, 0.7, -0.2])]
    pub fn generic_slice<T: Real>(v: &[T]) -> T {
        let mut s = T::zero();
        for i in 0..v.len() {
            s += v[i] * v[i];
        }
        s.sqrt()
    }

    #[at(0.5, 3)]
    pub fn generic_literals<T: Real>(x: T, n: usize) -> T {
        let half = T::from(0.5).unwrap();
        let mut y = T::one();
        for _ in 0..n {
            y = y * x + half;
        }
        y
    }

    #[with(N = 3)]
    #[at([0.5, 0.7, -0.2])]
    pub fn const_generic<const N: usize>(x: [f64; N]) -> f64 {
        let mut s = 1.0;
        for i in 0..N {
            s *= x[i] + 2.0;
        }
        s
    }

    #[with(N = 2)]
    #[at([[0.5, 0.7], [0.3, -0.2]])]
    pub fn generic_trace<T: Real, const N: usize>(m: &[[T; N]; N]) -> T {
        let mut s = T::zero();
        for i in 0..N {
            for j in 0..N {
                s += m[i][j] * m[j][i];
            }
        }
        s
    }

    #[at(0.5, 0.7)]
    pub fn calls_generic(x: f64, y: f64) -> f64 {
        generic_product(x, y) + generic_product::<f64>(y, x * x)
    }

    #[at(0.5)]
    pub fn generic_calls_generic<T: Real>(x: T) -> T {
        generic_product::<T>(x, x + T::one())
    }

    #[at(0.5, 0.7)]
    pub fn where_clause<T>(x: T, y: T) -> (T, T)
    where
        T: Real,
    {
        if x > y { (x, y) } else { (y * x, x.max(y)) }
    }

    #[with(T = f32)]
    #[at([0.5, -0.25, 0.75])]
    pub fn generic_array<T: Real>(x: [T; 3]) -> T {
        x[0] * x[1] - x[2].powi(2) + x[0].hypot(x[2]) * x[1].abs()
    }
}
