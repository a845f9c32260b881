use chainrule::differentiable;

#[differentiable]
fn f(mut x: f64) -> f64 {
    #[cfg(unix)]
    {
        x *= 2.0;
    }
    #[cfg(windows)]
    {
        x *= 3.0;
    }
    #[cfg(target_os = "none")]
    {
        x *= 5.0;
    }
    #[cfg(target_pointer_width = "64")]
    {
        x *= 7.0;
    }
    #[cfg(target_endian = "big")]
    {
        x *= 11.0;
    }
    x
}

fn main() {}
