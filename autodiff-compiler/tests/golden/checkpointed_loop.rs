//! A loop in bounded memory: between snapshots iterations run again.
//! shows: adjoint

fn pendulum(angle: f64, speed: f64, steps: usize) -> f64 {
    let (mut a, mut v) = (angle, speed);
    #[checkpoint(states = 10)]
    for _ in 0..steps {
        v -= 0.001 * a.sin();
        a += 0.001 * v;
    }
    0.5 * v * v - a.cos()
}

// expands to:

pub fn adjoint(
    angle: f64,
    speed: f64,
    steps: usize,
    shadow_0: &mut f64,
    shadow_1: &mut f64,
    _: &mut (impl ::chainrule::__private::Ignored + ?Sized),
    seed: f64,
) -> f64 {
    let mut a = angle;
    let mut v = speed;
    let mut checkpoints = ::chainrule::__private::Checkpoints::binomial(
        10,
        ::chainrule::__private::trips(0..steps),
        (a, v),
    );
    for t in 0..steps {
        if checkpoints.due() {
            checkpoints.store((a, v));
        }
        let t_2 = a;
        v -= 0.001 * t_2.sin();
        a = t_2 + 0.001 * v;
    }
    let t_8 = v;
    let t_9 = 0.5 * t_8;
    let t_11 = a;
    let mut d_a = -(-seed * t_11.sin());
    let mut d_v = seed * t_9 + seed * t_8 * 0.5;
    for t in ::core::iter::Iterator::rev(0..steps) {
        let state = checkpoints.restore();
        a = state.0;
        v = state.1;
        for t in checkpoints.again(0..steps) {
            if checkpoints.due() {
                checkpoints.store((a, v));
            }
            let t_2 = a;
            v -= 0.001 * t_2.sin();
            a = t_2 + 0.001 * v;
        }
        let t_2 = a;
        v -= 0.001 * t_2.sin();
        a = t_2 + 0.001 * v;
        let d_t_7 = d_a;
        d_v += d_t_7 * 0.001;
        d_a = d_t_7 - d_v * 0.001 * t_2.cos();
    }
    *shadow_0 += d_a;
    *shadow_1 += d_v;
    t_9 * t_8 - t_11.cos()
}
