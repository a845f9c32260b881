//! Sums, what is unused, second names, branches, signs and `mut`.

use expect_test::expect;

use super::{check, unchanged};

// ----- sums -----

#[test]
fn a_sum_in_steps_is_one_expression() {
    check(
        "let mut d_x = zero!(); d_x += a * b; let user = c * d; d_x -= user; *shadow += d_x; call(user);",
        expect![[r#"
            let user = c * d;
            *shadow += a * b - user;
            call(user);
        "#]],
    );
}

#[test]
fn a_sum_that_is_read_between_is_not() {
    check(
        "let mut d_x = a; let user = d_x * b; d_x += c; call(user, &d_x);",
        expect![[r#"
        let mut d_x = a;
        let user = d_x * b;
        d_x += c;
        call(user, &d_x);
    "#]],
    );
}

#[test]
fn a_sum_that_goes_on_in_a_branch_is_not() {
    check(
        "let mut d_x = a; d_x += b; if c { d_x += e; } call(d_x);",
        expect![[r#"
        let mut d_x = a + b;
        if c {
            d_x += e;
        }
        call(d_x);
    "#]],
    );
}

#[test]
fn a_part_written_between_ends_a_sum() {
    check(
        "let mut d_x = y[0]; y[0] = 1.0; d_x += 2.0; call(d_x, &y);",
        expect![[r#"
        let mut d_x = y[0];
        y[0] = 1.0;
        d_x += 2.0;
        call(d_x, &y);
    "#]],
    );
}

#[test]
fn an_accumulator_of_a_loop_starts_anew() {
    check(
        "for i in 0..n { let d_t = d_s; d_s = zero!(); d_s += d_t * a; d_s += d_t; }",
        expect![[r#"
        for i in 0..n {
            let d_t = d_s;
            d_s = d_t * a + d_t;
        }
    "#]],
    );
}

#[test]
fn the_users_sums_stay() {
    unchanged("let mut user = 0.0; user += x; user += y; user");
}

// ----- unused -----

#[test]
fn what_only_needs_itself_goes() {
    check(
        "let mut t = 0.0; for i in 0..n { let u = t * x; t = u.sin(); } y",
        expect![[r#"
        y
    "#]],
    );
}

#[test]
fn reads_of_elements_stay() {
    unchanged("let user = x[n]; y");
}

#[test]
fn assignments_to_unused_variables_of_closures_go() {
    check(
        "call(|v, shadow, seed| { let t = v > 0.0; let u; if t { u = v; } else { u = 0.0; } if t { *shadow += seed; } });",
        expect![[r#"
            call(|v, shadow, seed| {
                if v > 0.0 {
                    *shadow += seed;
                }
            });
        "#]],
    );
}

#[test]
fn the_value_of_an_unused_variable_keeps_its_effects() {
    check(
        "let t; if c { t = f::fwd(x, tape); } else { t = 0.0; } y",
        expect![[r#"
        if c {
            let _ = f::fwd(x, tape);
        }
        y
    "#]],
    );
}

#[test]
fn a_needed_condition_keeps_what_it_needs() {
    check(
        "let t = x > 0.0; let u = t && b; if u { d_x[0] += 1.0; } else { } y",
        expect![[r#"
        if x > 0.0 && b {
            d_x[0] += 1.0;
        }
        y
    "#]],
    );
}

// ----- second names -----

#[test]
fn second_names_go() {
    check(
        "let d_t = seed; let d_u = d_t; d_x[0] += d_u * a; d_x[1] += d_u * b;",
        expect![[r#"
        d_x[0] += seed * a;
        d_x[1] += seed * b;
    "#]],
    );
}

#[test]
fn a_name_for_what_is_written_later_stays() {
    unchanged("let t = user; user = 0.0; d_x[0] += t; d_x[1] += t; call(&user);");
}

#[test]
fn a_written_name_stays() {
    unchanged("let mut d_x = seed; for i in 0..n { d_x += x[i]; } call(d_x);");
}

#[test]
fn a_moved_first_name_holds_what_reads_the_second() {
    check(
        "let a = d_y; let t = a[0] * 2.0; call(a, a_2); d_x[0] += t;",
        expect![[r#"
        let t = d_y[0] * 2.0;
        call(d_y, a_2);
        d_x[0] += t;
    "#]],
    );
}

// ----- branches, signs, mut -----

#[test]
fn a_branch_becomes_a_value() {
    check(
        "let t; let u; if c { let a = x.sin(); t = a; u = a * a; } else { t = x; u = 0.0; } t + u + u * t",
        expect![[r#"
            let (t, u) = if c {
                let a = x.sin();
                (a, a * a)
            } else {
                (x, 0.0)
            };
            t + u + u * t
        "#]],
    );
}

#[test]
fn values_that_need_one_another_are_assigned() {
    check(
        "let t; let u; if c { t = f(x); u = t * t; } else { t = x; u = 0.0; } t + u",
        expect![[r#"
        let t;
        let u = if c {
            t = f(x);
            t * t
        } else {
            t = x;
            0.0
        };
        t + u
    "#]],
    );
}

#[test]
fn branches_chain() {
    check(
        "let t; if c { t = x; } else { let u; if d { u = y; } else { u = z; } t = u; } t",
        expect![[r#"
            if c {
                x
            } else if d {
                y
            } else {
                z
            }
        "#]],
    );
}

#[test]
fn arms_of_a_match_become_values() {
    check(
        "let t; match k { 0 => { t = x; } _ => { call(&mut y); t = y[0]; } } t * t",
        expect![[r#"
        let t = match k {
            0 => x,
            _ => {
                call(&mut y);
                y[0]
            }
        };
        t * t
    "#]],
    );
}

#[test]
fn signs_move_into_the_operator() {
    check(
        "d_x[0] += -(a * b); d_x[1] -= -a * b; d_x[2] += a * -b / c; y - -x",
        expect![[r#"
        d_x[0] -= a * b;
        d_x[1] += a * b;
        d_x[2] -= a * b / c;
        y + x
    "#]],
    );
}

#[test]
fn neutral_numbers_of_formulas_go_and_the_users_stay() {
    check(
        "d_x[0] += one!() * a; d_x[1] += a + zero!(); 1.0 * x + 0.0",
        expect![[r#"
        d_x[0] += a;
        d_x[1] += a;
        1.0 * x + 0.0
    "#]],
    );
}

#[test]
fn mut_stands_where_something_is_written() {
    check(
        "let mut user = 0.0; let user_2 = y; let mut user_3 = z; user_2[0] = user; call(&mut user_3);",
        expect![[r#"
            let user = 0.0;
            let user_2 = y;
            let mut user_3 = z;
            user_2[0] = user;
            call(&mut user_3);
        "#]],
    );
}
