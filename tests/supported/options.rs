//! `Option`, `Result` and exits by `?`.

use chainrule::differentiable;

use crate::row::section;

section! {
    "`Option` and `Result`", (x: f64, o: Option<f64>, n: usize) at (0.75, Some(1.5), 3);

    "`if let`" { if let Some(a) = o { a * x } else { x } }
    "`let .. else`" { let Some(a) = o else { return 0.0; }; a * x }
    "`match`" { match o { Some(a) if a > 0.0 => a * x, Some(a) => -a, None => x } }
    "`matches!`" { if matches!(o, Some(a) if a > 1.0) { x * x } else { x } }
    "`unwrap`, `expect`, `unwrap_or`" { o.unwrap() * x + o.expect("there") + o.unwrap_or(x) }
    "`is_some`, `is_none`, `take`" { let mut p = Some(x * x); if p.is_some() && !o.is_none() { p.take().unwrap() } else { x } }
    "`insert`, `replace`, `get_or_insert`, `get_or_insert_with`" {
        let mut p = None; *p.insert(x * x) *= 2.0; let old = p.replace(x).unwrap(); let mut q = None; *q.get_or_insert_with(|| x * old) += *p.get_or_insert(1.0) * x; q.unwrap()
    }
    "`xor`, `zip`" { let p = if n > 9 { Some(x) } else { None }; o.xor(p).unwrap() * o.zip(Some(x)).map_or(0.0, |(a, b)| a * b) }
    "`?` on parts of slices" items {
        #[differentiable]
        fn f(v: &[f64]) -> Result<f64, String> { let (first, rest) = v.split_first().ok_or("empty")?; let w = rest.get(..1).ok_or_else(|| "short".to_owned())?; Ok(first * w[0]) }
    } at (&[0.5, -1.25, 2.0][..],)
    "`?` on `Option`" items {
        #[differentiable]
        fn f(x: f64, o: Option<f64>) -> Option<f64> { let a = o?; Some(a * x) }
    } at (0.75, Some(1.5))
    "`?` on `Result`" items {
        #[differentiable]
        fn root(x: f64) -> Result<f64, String> { if x < 0.0 { return Err("negative".to_owned()); } Ok(x.sqrt()) }
        #[differentiable]
        fn f(x: f64) -> Result<f64, String> { Ok(root(x)? * x) }
    } at (0.75,)
    "`ok_or`" items {
        #[differentiable]
        fn f(x: f64, o: Option<f64>) -> Result<f64, String> { let a = o.ok_or("missing".to_owned())?; Ok(a * x) }
    } at (0.75, Some(1.5))
    "`map`, `and_then`, `map_or`, `unwrap_or_else`" {
        o.map(|a| a * x).and_then(|a| if a > 0.0 { Some(a * a) } else { None }).unwrap_or_else(|| x) + o.map_or(x, |a| a * a)
    }
    "an error that cannot be copied" items {
        struct Negative(f64);
        impl From<Negative> for Box<dyn std::error::Error> { fn from(e: Negative) -> Self { format!("{} is negative", e.0).into() } }
        #[differentiable]
        fn root(x: f64) -> Result<f64, Negative> { if x < 0.0 { return Err(Negative(x)); } Ok(x.sqrt()) }
        #[differentiable]
        fn f(x: f64) -> Result<f64, Box<dyn std::error::Error>> { Ok(root(x)? * x) }
    } at (0.75,)
    "an error made from active values" items {
        #[differentiable]
        fn f(x: f64) -> Result<f64, f64> { if x < 0.0 { return Err(x); } Ok(x * x) }
    } at (0.75,)
    "`?` where the result's type is an alias" refused_items {
        #[differentiable]
        fn f(o: Option<f64>) -> Maybe { let a = o?; Some(a * a) }
    }
}
