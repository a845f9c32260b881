//! Types of one's own: literals, fields, patterns, arrays of structs, functions that take and return
//! structs.

#[chainrule_oracle::corpus]
pub mod functions {
    #[derive(chainrule::Differentiable, Clone, Copy, Debug)]
    pub struct Vec3 {
        pub x: f64,
        pub y: f64,
        pub z: f64,
    }

    #[derive(chainrule::Differentiable, Clone, Copy, Debug)]
    pub struct Complex(f64, f64);

    #[derive(chainrule::Differentiable, Clone, Debug)]
    pub struct Particle {
        position: Vec3,
        velocity: Vec3,
        mass: f64,
        #[no_diff]
        charge: f64,
        id: usize,
    }

    #[derive(chainrule::Differentiable, Clone, Debug)]
    pub struct Layer {
        weights: Vec<f64>,
        bias: f64,
        shape: [usize; 2],
    }

    #[derive(chainrule::Differentiable, Clone, Copy, Debug)]
    pub struct Interval<T: Real> {
        lo: T,
        hi: T,
    }

    #[derive(chainrule::Differentiable, Clone, Debug)]
    pub struct Borrowed<'a> {
        values: &'a [f64],
        scale: f64,
    }

    fn dot(a: &Vec3, b: &Vec3) -> f64 {
        a.x * b.x + a.y * b.y + a.z * b.z
    }

    fn cross(a: Vec3, b: Vec3) -> Vec3 {
        Vec3 { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x }
    }

    fn times(a: Complex, b: Complex) -> Complex {
        Complex(a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
    }

    fn squeezed(Complex(a, b): Complex, Vec3 { x, .. }: &Vec3) -> Complex {
        Complex(a * *x, b / *x)
    }

    fn particle(x: f64, v: f64, m: f64) -> Particle {
        let position = Vec3 { x, y: 0.25, z: -x };
        let velocity = Vec3 { x: v, y: v * x, z: 0.5 };
        Particle { position, velocity, mass: m, charge: 2.0, id: 3 }
    }

    #[at(0.5, 1.2)]
    pub fn literal_and_fields(x: f64, y: f64) -> f64 {
        let v = Vec3 { x: x * y, z: 2.0, y: x.sin() };
        v.x * v.y + v.z * v.x
    }

    #[at(0.5, 1.2)]
    pub fn shorthand(x: f64, y: f64) -> f64 {
        let z = x * y;
        let v = Vec3 { x, y, z };
        v.x * v.x + v.y * v.z
    }

    #[at(0.5, 1.2)]
    pub fn constants_in_a_struct(x: f64, y: f64) -> f64 {
        let unit = Vec3 { x: 1.0, y: 0.0, z: 0.0 };
        let v = Vec3 { x, y, z: x };
        dot(&unit, &v) * v.y
    }

    #[at(0.5, 1.2)]
    pub fn tuple_struct(x: f64, y: f64) -> f64 {
        let z = Complex(x, y);
        let w = times(z, z);
        w.0 * w.1 + z.0
    }

    #[at(0.5, 1.2)]
    pub fn parameter_pattern(x: f64, y: f64) -> f64 {
        let z = squeezed(Complex(x, y), &Vec3 { x: y * y, y: 0.0, z: 0.0 });
        z.0 * z.1 + z.0
    }

    #[at(0.5, 1.2)]
    pub fn struct_pattern(x: f64, y: f64) -> f64 {
        let Vec3 { x: a, y: b, .. } = Vec3 { x: y, y: x * y, z: 3.0 };
        let Complex(c, d) = times(Complex(a, b), Complex(b, a));
        c * d + a
    }

    #[at(0.5, 1.2)]
    pub fn nested_pattern(x: f64, v: f64) -> f64 {
        let p = particle(x, v, 2.0);
        let Particle { position: Vec3 { x: a, z, .. }, velocity, mass, id, .. } = &p;
        a * velocity.x * *mass + z * velocity.y + *id as f64
    }

    #[at(0.5, 1.2)]
    pub fn mutable_pattern(x: f64, y: f64) -> f64 {
        let Complex(mut a, b) = Complex(x * y, y);
        a *= b;
        a *= a;
        a + b
    }

    #[at(0.5, 1.2)]
    pub fn returned_struct(x: f64, y: f64) -> f64 {
        let a = Vec3 { x, y, z: 1.0 };
        let b = Vec3 { x: y, y: 2.0, z: x * x };
        let c = cross(a, b);
        dot(&c, &a) + dot(&c, &c)
    }

    #[at(0.5, 1.2)]
    pub fn update_syntax(x: f64, y: f64) -> f64 {
        let v = Vec3 { x, y, z: x * y };
        let w = Vec3 { y: v.x * 2.0, ..v };
        let u = Vec3 { y: 3.0, ..w };
        u.x * u.y * w.y + u.z * v.y
    }

    #[at(0.5, 1.2)]
    pub fn update_of_a_constant(x: f64, y: f64) -> f64 {
        let zero = Vec3 { x: 0.0, y: 0.5, z: 1.0 };
        let v = Vec3 { x: x * y, ..zero };
        v.x * v.x + v.y * v.z
    }

    #[at(0.5, 1.2)]
    pub fn update_of_a_call(x: f64, v: f64) -> f64 {
        let p = Particle { mass: x * v, id: 4, ..particle(x, v, 1.5) };
        p.mass * p.velocity.y + p.position.z * p.id as f64
    }

    #[at(0.5, 1.2)]
    pub fn update_with_another_length(x: f64, y: f64) -> f64 {
        let a = Layer { weights: vec![x, y, x * y], bias: y, shape: [3, 1] };
        let last = [a.weights[2] * x];
        let b = Layer { weights: last.to_vec(), shape: [1, 1], ..a.clone() };
        let c = Layer { weights: vec![1.0, 2.0], ..b.clone() };
        a.weights[1] * b.weights[0] + b.bias * c.weights[1] + c.bias * c.bias
    }

    #[at(0.5, 1.2)]
    pub fn field_assignment(x: f64, y: f64) -> f64 {
        let mut v = Vec3 { x, y, z: 1.0 };
        v.x = v.x * v.y;
        v.z += v.x;
        v.y *= v.z;
        v.x + v.y * v.z
    }

    #[at(0.5, 1.2)]
    pub fn nested_assignment(x: f64, v: f64) -> f64 {
        let mut p = particle(x, v, 2.0);
        p.position.x += 0.5 * p.velocity.x;
        p.velocity.y = p.position.x * p.position.z;
        p.position = Vec3 { y: p.velocity.y, ..p.position };
        p.position.x * p.position.y * p.mass
    }

    #[at(0.5, 1.2)]
    pub fn swapped_fields(x: f64, y: f64) -> f64 {
        let mut v = Vec3 { x, y: x * y, z: y };
        std::mem::swap(&mut v.x, &mut v.z);
        v.y *= v.x;
        std::mem::swap(&mut v.x, &mut v.y);
        v.x * v.y * v.y + v.z
    }

    #[at(0.5, 1.2, 4)]
    #[at(0.5, 1.2, 0)]
    pub fn carried_by_a_loop(x: f64, y: f64, n: usize) -> f64 {
        let c = Complex(x, y);
        let mut z = Complex(0.25, 0.0);
        for _ in 0..n {
            let w = times(z, z);
            z = Complex(0.5 * w.0 + 0.25 * c.0, w.1 + 0.125 * c.1);
        }
        z.0 * z.0 + z.1 * z.1 * c.0
    }

    #[at(0.5, 1.2, 1.5)]
    pub fn spring(x: f64, v: f64, k: f64) -> f64 {
        let mut p = particle(x, v, 1.25);
        for _ in 0..5 {
            let force = -k * p.position.x;
            p.velocity.x += 0.1 * force / p.mass;
            p.position.x += 0.1 * p.velocity.x;
        }
        0.5 * p.mass * p.velocity.x * p.velocity.x + 0.5 * k * p.position.x * p.position.x
    }

    fn derivative(s: &Complex, a: f64) -> Complex {
        Complex(s.1, -a * s.0 * s.0 - 0.1 * s.1)
    }

    fn moved(s: &Complex, h: f64, d: &Complex) -> Complex {
        Complex(s.0 + h * d.0, s.1 + h * d.1)
    }

    #[at(0.5, 0.25, 1.5, 3)]
    pub fn runge_kutta(x: f64, v: f64, a: f64, steps: usize) -> f64 {
        let h = 0.125;
        let mut s = Complex(x, v);
        for _ in 0..steps {
            let k1 = derivative(&s, a);
            let k2 = derivative(&moved(&s, 0.5 * h, &k1), a);
            let k3 = derivative(&moved(&s, 0.5 * h, &k2), a);
            let k4 = derivative(&moved(&s, h, &k3), a);
            s = Complex(
                s.0 + h / 6.0 * (k1.0 + 2.0 * k2.0 + 2.0 * k3.0 + k4.0),
                s.1 + h / 6.0 * (k1.1 + 2.0 * k2.1 + 2.0 * k3.1 + k4.1),
            );
        }
        s.0 + s.1 * s.1
    }

    fn push(p: &mut Particle, h: f64) {
        p.position.x += h * p.velocity.x;
        p.velocity.x -= h * p.position.x * p.position.x / p.mass;
    }

    #[at(0.5, 0.25, 3)]
    pub fn changed_in_place(x: f64, v: f64, steps: usize) -> f64 {
        let mut p = particle(x, v, 1.5);
        for _ in 0..steps {
            push(&mut p, 0.25);
        }
        p.position.x * p.velocity.x
    }

    #[at(0.5, 1.2)]
    pub fn array_of_structs(x: f64, y: f64) -> f64 {
        let mut points = [Complex(x, y), Complex(y, x * x), Complex(1.0, x)];
        let mut sum = 0.0;
        for i in 0..3 {
            points[i].0 *= points[(i + 1) % 3].1;
            sum += points[i].0 * points[i].1;
        }
        let Complex(a, b) = points[2];
        sum + a * b
    }

    #[at(0.5, 1.2)]
    pub fn list_of_structs(x: f64, y: f64) -> f64 {
        let mut bodies = vec![particle(x, y, 1.0), particle(y, x, 2.0)];
        for _ in 0..2 {
            for i in 0..bodies.len() {
                let other = bodies[1 - i].position.x;
                bodies[i].velocity.x += 0.1 * (other - bodies[i].position.x) / bodies[i].mass;
            }
            for i in 0..bodies.len() {
                bodies[i].position.x += 0.1 * bodies[i].velocity.x;
            }
        }
        bodies[0].position.x * bodies[1].velocity.x
    }

    #[at(0.5, 1.2)]
    #[at(1.5, 1.2)]
    pub fn matched_struct(x: f64, y: f64) -> f64 {
        match (Vec3 { x, y, z: x * x }) {
            Vec3 { x: a, y: b, .. } if a > b => a * a * b,
            Vec3 { z, .. } => z.sin(),
        }
    }

    #[at(0.5, 1.2, true)]
    #[at(0.5, 1.2, false)]
    pub fn struct_from_a_branch(x: f64, y: f64, flag: bool) -> f64 {
        let p = if flag { Complex(x * y, y) } else { Complex(1.0, 2.0) };
        let q = if flag { p } else { Complex(x, p.1) };
        p.0 * q.1 + q.0
    }

    #[at(0.5, 3)]
    #[at(0.5, 0)]
    pub fn optional_struct(x: f64, n: usize) -> f64 {
        let mut best: Option<Complex> = None;
        for i in 0..n {
            let c = Complex(x * i as f64, x + i as f64);
            if let Some(b) = best {
                best = Some(times(b, c));
            } else {
                best = Some(c);
            }
        }
        match best {
            Some(Complex(a, b)) => a * b + a,
            None => x * x,
        }
    }

    #[at(0.5, vec![1.0, -0.5, 0.25])]
    pub fn vector_field(x: f64, w: &[f64]) -> f64 {
        let layer = Layer { weights: w.to_vec(), bias: x * x, shape: [w.len(), 1] };
        let mut sum = layer.bias;
        for i in 0..layer.shape[0] {
            sum += layer.weights[i] * layer.weights[i] * x;
        }
        sum
    }

    #[at(0.5, 2)]
    pub fn vector_field_changes(x: f64, n: usize) -> f64 {
        let mut layer = Layer { weights: vec![x; 3], bias: 1.0, shape: [3, 1] };
        for k in 0..n {
            for i in 0..layer.weights.len() {
                layer.weights[i] *= layer.bias + i as f64 * x;
            }
            layer.bias += layer.weights[k];
        }
        layer.bias * layer.weights[2]
    }

    fn width<T: Real>(i: &Interval<T>) -> T {
        i.hi - i.lo
    }

    fn shrunk<T: Real>(i: Interval<T>, by: T) -> Interval<T> {
        Interval { lo: i.lo + by, hi: i.hi - by * i.lo }
    }

    #[at(0.5, 1.25)]
    pub fn generic_struct<T: Real>(a: T, b: T) -> T {
        let mut i = Interval { lo: a, hi: b };
        for _ in 0..3 {
            i = shrunk(i, a * a * width(&i));
        }
        i.lo * i.hi
    }

    #[at(0.5, vec![1.0, 2.0])]
    pub fn borrowing_field(x: f64, w: &[f64]) -> f64 {
        let b = Borrowed { values: w, scale: x };
        let mut sum = 0.0;
        for i in 0..b.values.len() {
            sum += b.scale * b.values[i] * b.values[i];
        }
        sum * b.scale
    }

    #[at(0.5, 1.2)]
    pub fn field_without_derivative(x: f64, v: f64) -> f64 {
        let p = particle(x, v, 1.5);
        let weight = chainrule::no_diff!(p.charge);
        weight * p.position.x * p.velocity.y + p.id as f64
    }

    #[at(0.5, 1.2)]
    #[at(0.5, -1.2)]
    pub fn early_return(x: f64, y: f64) -> [f64; 2] {
        let z = Complex(x, y);
        if z.1 < 0.0 {
            return [z.0, z.0 * z.1];
        }
        let w = times(z, Complex(y, 1.0));
        [w.0 * w.1, w.0]
    }

    #[at([0.5, 1.2, -0.25])]
    pub fn camera(p: [f64; 3]) -> [f64; 2] {
        let point = Vec3 { x: p[0], y: p[1], z: p[2] + 3.0 };
        let axis = Vec3 { x: 0.0, y: 0.6, z: 0.8 };
        let turned = cross(axis, point);
        let along = dot(&axis, &point);
        let seen = Vec3 { x: point.x + turned.x, y: point.y + along * axis.y, ..turned };
        let depth = seen.z * seen.z + 1.0;
        [seen.x / depth, seen.y / depth]
    }
}
