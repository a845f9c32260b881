//! From source to IR, as text: every operation a statement of its own, in the order of evaluation.

use autodiff_compiler::dump;
use expect_test::{Expect, expect};

fn check(source: &str, expected: Expect) {
    let item: syn::ItemFn = syn::parse_str(source).expect("the source is Rust");
    expected.assert_eq(&dump(&item));
}

#[test]
fn operands_come_before_operations() {
    check(
        "fn f(x: f64, y: f64) -> f64 { (x + y) * x.sin() - 2.0 / y }",
        expect![[r#"
        fn f(x, y)
          let t = Add(x, y)
          let t_2 = Sin(x)
          let t_3 = Mul(t, t_2)
          let t_4 = Div(2.0, y)
          let t_5 = Sub(t_3, t_4)
          return t_5
    "#]],
    );
}

#[test]
fn bindings_that_shadow_are_variables_of_their_own() {
    check(
        "fn f(x: f64) -> f64 { let x = x * x; let x = x.exp(); x }",
        expect![[r#"
        fn f(x)
          let x_2 = Mul(x, x)
          let x_3 = Exp(x_2)
          return x_3
    "#]],
    );
}

#[test]
fn what_was_stored_is_known_until_control_flow_joins() {
    check(
        "fn f(x: f64) -> f64 { let mut s = x; s *= x; if x > 0.0 { s += x; } s * s }",
        expect![[r#"
            fn f(x)
              var s = x
              let t = Mul(x, x)
              store s = t
              let t_2 = >(x, 0.0)
              branch t_2
              arm
                let t_3 = Add(t, x)
                store s = t_3
              arm
              let t_4 = load s
              let t_5 = Mul(t_4, t_4)
              return t_5
        "#]],
    );
}

#[test]
fn a_branch_assigns_its_value_in_the_arms() {
    check(
        "fn f(x: f64) -> f64 { let y = if x > 0.0 { x } else if x < -1.0 { -x } else { 0.0 }; y * y }",
        expect![[r#"
            fn f(x)
              let t = >(x, 0.0)
              declare y
              branch t
              arm
                store y = x
              arm
                let t_2 = Neg(1.0)
                let t_3 = <(x, t_2)
                declare t_5
                branch t_3
                arm
                  let t_4 = Neg(x)
                  store t_5 = t_4
                arm
                  store t_5 = 0.0
                store y = t_5
              let t_9 = Mul(y, y)
              return t_9
        "#]],
    );
}

#[test]
fn a_match_has_a_numbered_selector() {
    check(
        "fn f(x: f64, n: u8) -> f64 { match n { 0 => x, k if k > 7 => 2.0 * x, _ => x.ln() } }",
        expect![[r#"
            fn f(x, n)
              let t = select {0 => 0usize; k if k > 7 => 1usize; _ => 2usize}(n)
              declare t_4
              branch t
              arm
                store t_4 = x
              arm
                let t_2 = Mul(2.0, x)
                store t_4 = t_2
              arm
                let t_3 = Ln(x)
                store t_4 = t_3
              return t_4
        "#]],
    );
}

#[test]
fn ranges_keep_their_steps_and_direction() {
    check(
        "fn f(x: &[f64], n: usize) -> f64 {
            let mut s = 0.0;
            for i in (1..=n).rev() { s += x[i]; }
            for i in (0..n).step_by(2) { s -= x[i]; }
            s
        }",
        expect![[r#"
            fn f(x, n)
              var s = 0.0
              for i in 1..=n reversed
                let t_2 = load x[i]
                s += t_2
              for i_2 in 0..n step 2
                let t_4 = load x[i_2]
                s -= t_4
              let t_5 = load s
              return t_5
        "#]],
    );
}

#[test]
fn a_while_loop_tests_in_its_header() {
    check(
        "fn f(x: f64) -> f64 { let mut y = x; while y * y > 2.0 { y = 0.5 * y; } y }",
        expect![[r#"
            fn f(x)
              var y = x
              while
                let t = load y
                let t_2 = Mul(t, t)
                let t_3 = >(t_2, 2.0)
                test t_3
              do
                let t_4 = load y
                let t_5 = Mul(0.5, t_4)
                store y = t_5
              let t_7 = load y
              return t_7
        "#]],
    );
}

#[test]
fn elements_are_places() {
    check(
        "fn f(x: [f64; 3], i: usize) -> f64 { let mut y = x; y[i + 1] = y[i] * 2.0; y[0] += y[2]; y[1] }",
        expect![[r#"
            fn f(x, i)
              var y = x
              let t = load y[i]
              let t_2 = Mul(t, 2.0)
              let t_3 = +(i, 1)
              store y[t_3] = t_2
              let t_4 = load y[2]
              y[0] += t_4
              let t_5 = load y[1]
              return t_5
        "#]],
    );
}

#[test]
fn nested_arrays_and_tuples_are_projected() {
    check(
        "fn f(a: &[[f64; 2]; 2], p: (f64, (f64, f64))) -> f64 { a[1][0] * p.0 + p.1.1 }",
        expect![[r#"
            fn f(a, p)
              let t = load a[1][0]
              let t_2 = load p.0
              let t_3 = Mul(t, t_2)
              let t_4 = load p.1.1
              let t_5 = Add(t_3, t_4)
              return t_5
        "#]],
    );
}

#[test]
fn destructuring_reads_fields() {
    check(
        "fn f(p: (f64, (f64, f64))) -> f64 { let (a, (b, _)) = p; a * b }",
        expect![[r#"
            fn f(p)
              let a = load p.0
              let b = load p.1.0
              let t_3 = Mul(a, b)
              return t_3
        "#]],
    );
}

#[test]
fn slices_of_places_stay_places() {
    check(
        "fn f(x: &[f64], n: usize) -> f64 { let head = &x[..n]; let mut s = 0.0; for i in 0..head.len() { s += head[i]; } s }",
        expect![[r#"
            fn f(x, n)
              var s = 0.0
              let t = .len(x[..n])
              for i in 0..t
                let t_3 = load x[..n][i]
                s += t_3
              let t_4 = load s
              return t_4
        "#]],
    );
}

#[test]
fn integers_and_conditions_are_pure() {
    check(
        "fn f(x: f64, n: usize, on: bool) -> f64 { let k = n % 3 + 1; if on && k == 2 { x * k as f64 } else { x } }",
        expect![[r#"
            fn f(x, n, on)
              let t = %(n, 3)
              let k = +(t, 1)
              let t_3 = ==(k, 2)
              let t_4 = &&(on, t_3)
              declare t_7
              branch t_4
              arm
                let t_5 = as f64(k)
                let t_6 = Mul(x, t_5)
                store t_7 = t_6
              arm
                store t_7 = x
              return t_7
        "#]],
    );
}

#[test]
fn calls_name_their_companions() {
    check(
        "fn f(x: &[f64], a: f64) -> f64 { let y: f64 = g(x, 2.0 * a); y * m::h::<f64>(a) }",
        expect![[r#"
            fn f(x, a)
              let t = Mul(2.0, a)
              let y = call Primal g(x, t)
              let t_3 = call Primal m :: h(a)
              let t_4 = operator *(y, t_3)
              return t_4
        "#]],
    );
}

#[test]
fn arrays_use_primitives() {
    check(
        "fn f(w: &Array2<f64>, x: &Array1<f64>) -> f64 { let y = w.dot(x) + x; y.t().sum() / 2.0 }",
        expect![[r#"
            fn f(w, x)
              let t = prim Dot(w, x)
              let y = prim Add(t, x)
              let t_3 = prim Transpose(y)
              let t_4 = prim Sum(t_3)
              let t_5 = Div(t_4, 2.0)
              return t_5
        "#]],
    );
}

#[test]
fn closures_of_mapv_are_blocks() {
    check(
        "fn f(x: &Array1<f64>, a: f64) -> f64 { x.mapv(|v| a * v.max(0.0)).sum() }",
        expect![[r#"
            fn f(x, a)
              map t_4 = x |v|
                let t_2 = Max(v, 0.0)
                let t_3 = Mul(a, t_2)
                yield t_3
              let t_5 = prim Sum(t_4)
              return t_5
        "#]],
    );
}

#[test]
fn constants_and_no_diff_have_no_derivative() {
    check(
        "fn f(x: f64) -> f64 { let scale = no_diff!(x.floor()); assert!(x > 0.0); scale * x + std::f64::consts::PI }",
        expect![[r#"
            fn f(x)
              let scale = `(x . floor ())`()
              effect assert ! (x > 0.0)
              let t_2 = Mul(scale, x)
              let t_3 = Add(t_2, std :: f64 :: consts :: PI)
              return t_3
        "#]],
    );
}

#[test]
fn generic_floats_keep_their_parameter() {
    check(
        "fn f<T: Real>(x: T, y: &[T]) -> T { let mut s = T::zero(); for i in 0..y.len() { s += x * y[i].powi(2); } s }",
        expect![[r#"
            fn f(x, y)
              let t = T :: zero()
              var s = t
              let t_2 = .len(y)
              for i in 0..t_2
                let t_4 = load y[i]
                let t_5 = Powi(t_4, 2)
                let t_6 = Mul(x, t_5)
                s += t_6
              let t_7 = load s
              return t_7
        "#]],
    );
}

#[test]
fn what_is_refused_is_named() {
    check(
        "fn f(x: f64) -> f64 { loop { return x; } }",
        expect![[r#"
            fn f(x)
              var result = 0.0
              var left = 0
              while
                test true
              do
                store result = x
                store left = 1
                let stop = true
              until stop
              let t_5 = load result
              return t_5
        "#]],
    );
}

#[test]
fn what_follows_an_exit_belongs_to_the_arm_that_goes_on() {
    check(
        "fn f(x: f64) -> f64 { if x < 0.0 { return x; } let y = x.sqrt(); y + x }",
        expect![[r#"
            fn f(x)
              declare result
              let t_2 = <(x, 0.0)
              branch t_2
              arm
                store result = x
              arm
                let y = Sqrt(x)
                let t_4 = Add(y, x)
                store result = t_4
              return result
        "#]],
    );
}

#[test]
fn a_loop_that_is_left_stops_behind_an_iteration() {
    check(
        "fn f(x: &[f64]) -> f64 {
            let mut s = 0.0;
            for i in 0..x.len() { if x[i] < 0.0 { break; } s += x[i]; }
            s
        }",
        expect![[r#"
            fn f(x)
              var s = 0.0
              let t = .len(x)
              for i in 0..t
                let t_3 = load x[i]
                let t_4 = <(t_3, 0.0)
                declare exit
                branch t_4
                arm
                  store exit = 2
                arm
                  s += t_3
                  store exit = 0
                let stop = !=(exit, 0)
              until stop
              let t_8 = load s
              return t_8
        "#]],
    );
}

#[test]
fn an_exit_to_a_loop_further_out_is_tested_behind_the_inner_one() {
    check(
        "fn f(x: f64, n: usize) -> f64 {
            let mut s = x;
            'a: loop {
                for i in 0..n { s *= x; if s > 3.0 { break 'a; } }
                s += 1.0;
            }
            s
        }",
        expect![[r#"
            fn f(x, n)
              var s = x
              while
                test true
              do
                var left = 0
                for i in 0..n
                  let t_2 = load s
                  let t_3 = Mul(t_2, x)
                  store s = t_3
                  let t_4 = >(t_3, 3.0)
                  declare exit
                  branch t_4
                  arm
                    store exit = 2
                  arm
                    store exit = 0
                  store left = exit
                  let stop = !=(exit, 0)
                until stop
                let t_9 = load left
                let t_10 = ==(t_9, 0)
                branch t_10
                arm
                  s += 1.0
                arm
                let stop_2 = !=(t_9, 0)
              until stop_2
              let t_13 = load s
              return t_13
        "#]],
    );
}

#[test]
fn the_value_of_the_only_arm_that_goes_on_outlives_it() {
    check(
        "fn f(x: f64, n: usize) -> Option<f64> {
            let r = if n > 2 { if x < 0.0 { return None; } x.sqrt() } else { return None; };
            Some(r * r)
        }",
        expect![[r#"
            fn f(x, n)
              var result = None()
              let t_2 = >(n, 2)
              var value_2 = 0.0
              declare exit_2
              branch t_2
              arm
                var value = 0.0
                let t_3 = <(x, 0.0)
                declare exit
                branch t_3
                arm
                  let t_4 = None()
                  store result = t_4
                  store exit = 1
                arm
                  let t_5 = Sqrt(x)
                  store value = t_5
                  store exit = 0
                let t_8 = load value
                store value_2 = t_8
                store exit_2 = exit
              arm
                let t_9 = None()
                store result = t_9
                store exit_2 = 1
              let t_12 = ==(exit_2, 0)
              branch t_12
              arm
                let r = load value_2
                let t_14 = Mul(r, r)
                let t_15 = Some(t_14)
                store result = t_15
              arm
              return result
        "#]],
    );
}

#[test]
fn what_arms_assign_that_may_leave_is_an_option() {
    check(
        "fn f(x: f64, n: usize) -> Option<f64> {
            let m: Matrix;
            if n == 0 { m = inverse(x)?; } else { m = identity(n); }
            Some(trace(&m))
        }",
        expect![[r#"
            fn f(x, n)
              var result = None()
              var m = None()
              let t_2 = ==(n, 0)
              declare exit_2
              branch t_2
              arm
                let t_3 = call Primal inverse(x)
                let t_4 = present(t_3)
                declare exit
                branch t_4
                arm
                  let t_6 = Some(t_3?)
                  store m = t_6
                  store exit = 0
                arm
                  let t_5 = None()
                  store result = t_5
                  store exit = 1
                store exit_2 = exit
              arm
                let t_8 = identity(n)
                let t_9 = Some(t_8)
                store m = t_9
                store exit_2 = 0
              let t_11 = ==(exit_2, 0)
              branch t_11
              arm
                let t_12 = call Primal trace(&m?)
                let t_13 = Some(t_12)
                store result = t_13
              arm
              return result
        "#]],
    );
}

#[test]
fn fields_of_unknown_type_are_read_before_they_decide() {
    check(
        "fn f(solver: &mut Solver, x: f64) -> f64 {
            solver.steady = solver.steady && solver.accepts(x);
            x
        }",
        expect![[r#"
            fn f(solver, x)
              let t = *solver.steady
              declare t_3
              branch t
              arm
                let t_2 = call Primal . accepts(&mut *solver, x)
                store t_3 = t_2
              arm
                store t_3 = false
              store *solver.steady = t_3
              return x
        "#]],
    );
}

#[test]
fn a_reference_to_a_number_is_the_number() {
    check(
        "fn f(x: f64) -> f64 { let mut s = x; for _ in 0..3 { s *= &s; let r = &s; s -= r; } s }",
        expect![[r#"
            fn f(x)
              var s = x
              for t in 0..3
                let t_2 = load s
                let r = Mul(t_2, t_2)
                store s = r
                let t_4 = Sub(r, r)
                store s = t_4
              let t_5 = load s
              return t_5
        "#]],
    );
}

#[test]
fn a_function_is_handed_on_as_its_type_asks() {
    check(
        "fn f(x: f64, mut g: impl FnMut(f64) -> f64) -> f64 { twice(x, &mut g) }",
        expect![[r#"
            fn f(x, g)
              let t = call Primal twice(x, g)
              return t
        "#]],
    );
}
