use std::borrow::Borrow;

use chainrule::differentiable;

#[differentiable]
trait Statistics {
    fn mean(self) -> f64;
    fn spread(self) -> f64;
}

#[differentiable]
impl<T> Statistics for T
where
    T: IntoIterator,
    T::Item: Borrow<f64>,
{
    fn mean(self) -> f64 {
        let (mut n, mut sum) = (0.0, 0.0);
        for x in self {
            n += 1.0;
            sum += x.borrow();
        }
        sum / n
    }

    fn spread(self) -> f64 {
        self.into_iter().map(|x| *x.borrow()).fold(0.0, f64::max)
    }
}

fn main() {}
