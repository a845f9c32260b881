//! Differential equations step by step: fixed and controlled steps, implicit ones, several bodies.

#[chainrule_oracle::corpus]
pub mod functions {
    /// Predator and prey (A. J. Lotka, V. Volterra).
    fn lotka_volterra(y: [f64; 2], p: [f64; 3]) -> [f64; 2] {
        [y[0] * (p[0] - p[1] * y[1]), y[1] * (p[1] * y[0] - p[2])]
    }

    fn moved(y: [f64; 2], h: f64, slope: [f64; 2]) -> [f64; 2] {
        [y[0] + h * slope[0], y[1] + h * slope[1]]
    }

    #[at([1.0, 0.7], [0.8, 0.6, 0.9], 10)]
    #[at([1.0, 0.7], [0.8, 0.6, 0.9], 0)]
    pub fn runge_kutta(start: [f64; 2], p: [f64; 3], steps: usize) -> [f64; 2] {
        let h = 0.1;
        let mut y = start;
        for _ in 0..steps {
            let k1 = lotka_volterra(y, p);
            let k2 = lotka_volterra(moved(y, 0.5 * h, k1), p);
            let k3 = lotka_volterra(moved(y, 0.5 * h, k2), p);
            let k4 = lotka_volterra(moved(y, h, k3), p);
            for i in 0..2 {
                y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
            }
        }
        y
    }

    /// Bogacki and Shampine's pair of orders 3 and 2 (Appl. Math. Lett. 2 (1989) 321) with steps
    /// accepted or rejected; the new step is a constant of the sweep, as a controller's should be.
    #[at([1.0, 0.7], [0.8, 0.6, 0.9])]
    #[at([3.0, 0.2], [1.8, 0.9, 0.9])]
    pub fn controlled_steps(start: [f64; 2], p: [f64; 3]) -> f64 {
        let end = 2.0;
        let mut t = 0.0;
        let mut h: f64 = 0.5;
        let mut y = start;
        let mut k1 = lotka_volterra(y, p);
        while t < end {
            if t + h > end {
                h = end - t;
            }
            let k2 = lotka_volterra(moved(y, 0.5 * h, k1), p);
            let k3 = lotka_volterra(moved(y, 0.75 * h, k2), p);
            let mut next = y;
            for i in 0..2 {
                next[i] += h * (2.0 / 9.0 * k1[i] + 1.0 / 3.0 * k2[i] + 4.0 / 9.0 * k3[i]);
            }
            let k4 = lotka_volterra(next, p);
            let mut error: f64 = 0.0;
            for i in 0..2 {
                let e = h * (-5.0 / 72.0 * k1[i] + k2[i] / 12.0 + k3[i] / 9.0 - k4[i] / 8.0);
                error = error.max(e.abs());
            }
            if error > 1e-4 {
                h *= 0.5;
                continue;
            }
            t += h;
            y = next;
            k1 = k4;
            if error < 1e-5 {
                h *= 2.0;
            }
        }
        y[0] + 2.0 * y[1]
    }

    /// Van der Pol's equation by the implicit Euler method; each step is a root.
    #[at(1.5, 0.3, 4.0)]
    pub fn implicit_euler(x: f64, v: f64, mu: f64) -> f64 {
        let h = 0.05;
        let (mut x, mut v) = (x, v);
        for _ in 0..8 {
            let (x0, v0) = (x, v);
            let mut iterations = 0;
            loop {
                let f = v - v0 - h * (mu * (1.0 - x * x) * v - x);
                let g = x - x0 - h * v;
                // eliminate dx = h dv - g
                let fx = -h * (-2.0 * mu * x * v - 1.0);
                let fv = 1.0 - h * mu * (1.0 - x * x);
                let dv = (fx * g - f) / (fv + fx * h);
                v += dv;
                x += h * dv - g;
                iterations += 1;
                if dv.abs() < 1e-13 || iterations > 20 {
                    break;
                }
            }
        }
        x + v
    }

    /// Three bodies in a plane by leapfrog (velocity Verlet), forces by pairs.
    #[at([[0.0, 0.0], [1.0, 0.1], [-0.8, 0.9]], [[0.0, 0.1], [0.1, 0.8], [-0.6, -0.4]], [2.0, 0.7, 0.4])]
    pub fn three_bodies(q: [[f64; 2]; 3], v: [[f64; 2]; 3], mass: [f64; 3]) -> f64 {
        let h = 0.05;
        let (mut q, mut v) = (q, v);
        for _ in 0..6 {
            for b in 0..3 {
                for k in 0..2 {
                    q[b][k] += 0.5 * h * v[b][k];
                }
            }
            for a in 0..3 {
                for b in 0..a {
                    let dx = q[b][0] - q[a][0];
                    let dy = q[b][1] - q[a][1];
                    let r2 = dx * dx + dy * dy + 0.01;
                    let pull = h / (r2 * r2.sqrt());
                    v[a][0] += mass[b] * pull * dx;
                    v[a][1] += mass[b] * pull * dy;
                    v[b][0] -= mass[a] * pull * dx;
                    v[b][1] -= mass[a] * pull * dy;
                }
            }
            for b in 0..3 {
                for k in 0..2 {
                    q[b][k] += 0.5 * h * v[b][k];
                }
            }
        }
        let mut energy = 0.0;
        for a in 0..3 {
            energy += 0.5 * mass[a] * (v[a][0].powi(2) + v[a][1].powi(2));
            for b in 0..a {
                energy -= mass[a] * mass[b] / (q[a][0] - q[b][0]).hypot(q[a][1] - q[b][1]);
            }
        }
        energy
    }

    /// Adams and Bashforth's four steps; the history is a ring.
    #[at(0.9, 1.3)]
    pub fn adams_bashforth(start: f64, k: f64) -> f64 {
        let h = 0.1;
        let mut y = start;
        let mut history = [0.0; 4];
        for n in 0..12_usize {
            let slope = k * (n as f64 * h).cos() - y * y;
            history[n % 4] = slope;
            if n < 3 {
                y += h * slope;
                continue;
            }
            y += h / 24.0
                * (55.0 * history[n % 4] - 59.0 * history[(n + 3) % 4]
                    + 37.0 * history[(n + 2) % 4]
                    - 9.0 * history[(n + 1) % 4]);
        }
        y
    }

    /// The heat equation by Crank and Nicolson's steps, a tridiagonal solve (Thomas) each.
    #[at(vec![0.0, 0.4, 1.0, 0.7, 0.2, 0.0], 0.6)]
    pub fn crank_nicolson(start: &[f64], r: f64) -> Vec<f64> {
        let n = start.len();
        let mut u = start.to_vec();
        let mut upper = vec![0.0; n];
        for _ in 0..4 {
            let mut right = vec![0.0; n];
            for i in 1..n - 1 {
                right[i] = u[i] + 0.5 * r * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
            }
            for i in 1..n - 1 {
                let pivot = 1.0 + r + 0.5 * r * upper[i - 1];
                upper[i] = -0.5 * r / pivot;
                right[i] = (right[i] + 0.5 * r * right[i - 1]) / pivot;
            }
            for i in (1..n - 1).rev() {
                right[i] -= upper[i] * right[i + 1];
            }
            u = right;
        }
        u
    }

    /// A boundary value problem by shooting: the secant method on the initial slope.
    #[at(0.4, 1.2)]
    pub fn shooting(target: f64, k: f64) -> f64 {
        let mut slopes = [0.0, 1.0];
        let mut misses = [0.0; 2];
        let mut n = 0;
        loop {
            let slope = slopes[n % 2];
            let (mut y, mut v) = (0.2_f64, slope);
            for _ in 0..20 {
                v -= 0.05 * k * y.sin();
                y += 0.05 * v;
            }
            misses[n % 2] = y - target;
            if n > 0 {
                let change = misses[n % 2] * (slopes[1] - slopes[0]) / (misses[1] - misses[0]);
                if change.abs() < 1e-9 {
                    return slope - change;
                }
                slopes[(n + 1) % 2] = slope - change;
            }
            n += 1;
        }
    }

    /// A bouncing ball: the step that would pass the floor is cut at the impact.
    #[at(1.3, 0.2, 0.8)]
    #[at(0.4, -1.0, 0.9)]
    pub fn bouncing_ball(height: f64, speed: f64, bounce: f64) -> f64 {
        let g = 9.81;
        let (mut y, mut v, mut left) = (height, speed, 1.3);
        let mut bounces = 0;
        while left > 0.0 {
            let impact = (v + (v * v + 2.0 * g * y).sqrt()) / g;
            if impact >= left {
                y += v * left - 0.5 * g * left * left;
                v -= g * left;
                break;
            }
            left -= impact;
            v = bounce * (g * impact - v);
            y = 0.0;
            bounces += 1;
            if bounces == 5 {
                return v;
            }
        }
        y + 0.1 * v
    }
}
