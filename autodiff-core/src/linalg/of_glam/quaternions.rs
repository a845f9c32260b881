//! Products of quaternions, and vectors turned by them.
//!
//! In: glam's values. Out: the rules. Invariant: a quaternion is four numbers and need not have length
//! 1; the derivative is that of glam's formula, with `q = (b, w)`:
//! `q v = (w^2 - b . b) v + 2 (b . v) b + 2 w b x v`.

use glam::{DQuat, DVec3, Quat, Vec3};

use crate::differentiable::Tangent;
use crate::linalg::operators::operators;
use crate::linalg::rule::{Along, Bilinear, Binary, Shadows};
use crate::linalg::sweeps::of;

macro_rules! quaternions {
    ($($quat:ident $vector:ident $turned:ident $sides:ident;)*) => { $(
        /// `d_a += d_y b*`, `d_b += a* d_y`.
        impl Bilinear<$quat, $quat> for of::Product {
            type Output = $quat;

            #[inline]
            fn value(a: &$quat, b: &$quat) -> $quat {
                *a * *b
            }

            #[inline]
            fn pull_left(b: &$quat, d_a: &mut $quat, d_y: &$quat) {
                d_a.accumulate(&(*d_y * b.conjugate()));
            }

            #[inline]
            fn pull_right(a: &$quat, d_b: &mut $quat, d_y: &$quat) {
                d_b.accumulate(&(a.conjugate() * *d_y));
            }
        }

        /// The derivative of `q v` along `dq`: `q v` is of second degree in `q`.
        #[inline]
        fn $turned(q: $quat, dq: $quat, v: $vector) -> $vector {
            let (b, db) = (q.to_array(), dq.to_array());
            let (w, dw) = (b[3], db[3]);
            let (b, db) = ($vector::new(b[0], b[1], b[2]), $vector::new(db[0], db[1], db[2]));
            let even = v * (w * dw - b.dot(db)) + db * v.dot(b) + b * v.dot(db);
            (even + b.cross(v) * dw + db.cross(v) * w) * 2.0
        }

        /// The gradient of `s . (q v)` by `q`.
        #[inline]
        fn $sides(q: $quat, v: $vector, s: $vector) -> $quat {
            let (b, w) = ($vector::new(q.x, q.y, q.z), q.w);
            let by_w = (s.dot(v) * w + s.dot(b.cross(v))) * 2.0;
            let by_b = (s * v.dot(b) + v * s.dot(b) - b * s.dot(v) + v.cross(s) * w) * 2.0;
            $quat::from_xyzw(by_b.x, by_b.y, by_b.z, by_w)
        }

        impl Binary<$quat, $vector> for of::Rotate {
            type Output = $vector;

            #[inline]
            fn value(q: &$quat, v: &$vector) -> $vector {
                *q * *v
            }

            #[inline]
            fn tangent((q, v): (&$quat, &$vector), (dq, dv): Along<'_, $quat, $vector>) -> $vector {
                let turned = dq.map_or($vector::ZERO, |dq| $turned(*q, *dq, *v));
                turned + dv.map_or($vector::ZERO, |dv| *q * *dv)
            }

            #[inline]
            fn pull(
                (q, v): (&$quat, &$vector),
                (d_q, d_v): Shadows<'_, $quat, $vector>,
                d_y: &$vector,
            ) {
                if let Some(d_q) = d_q {
                    d_q.accumulate(&$sides(*q, *v, *d_y));
                }
                if let Some(d_v) = d_v {
                    *d_v += q.conjugate() * *d_y;
                }
            }

            #[inline]
            fn bend(
                (q, v): (&$quat, &$vector),
                (dq, dv): Along<'_, $quat, $vector>,
                (d_q, d_v): Shadows<'_, $quat, $vector>,
                t: &$vector,
            ) {
                if let Some(d_q) = d_q {
                    // linear in `q` and in `v`
                    if let Some(dq) = dq {
                        d_q.accumulate(&$sides(*dq, *v, *t));
                    }
                    if let Some(dv) = dv {
                        d_q.accumulate(&$sides(*q, *dv, *t));
                    }
                }
                if let (Some(dq), Some(d_v)) = (dq, d_v) {
                    *d_v += $turned(q.conjugate(), dq.conjugate(), *t);
                }
            }
        }

        operators! {
            [] $quat, $quat, Mul => Product;
            [] $quat, $vector, Mul => Rotate;
        }
    )* };
}

quaternions! {
    Quat Vec3 turned_single sides_single;
    DQuat DVec3 turned_double sides_double;
}
