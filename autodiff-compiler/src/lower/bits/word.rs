//! What is known of an integer, bit by bit: which bits are the mantissa's of a float, and where.
//!
//! In: integers and operations on them. Out: [`Word`]s. Invariant: a bit that is said to be a float's is
//! that bit, whatever the numbers are; what cannot be shown is [`Bit::Dirty`].
//!
//! A constant may be added to a mantissa and taken off again, as logarithms do that round an argument to
//! the nearest power of two. So a bit of a float is one of the sum of the mantissa, from some bit on,
//! and a number, which is 0 until one is added. Its bits are defined by the sum alone: the carry into
//! each of them comes from below.

use std::ops::Range;

use crate::ir::VarId;

/// The bits that are followed: those of the longest float.
const BITS: usize = 64;

/// The sum of a mantissa from a bit on, seen as an integer, and a constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mantissa {
    /// The float.
    pub of: VarId,
    /// How many bits its mantissa has.
    pub digits: usize,
    /// The lowest bit that takes part; 0 where nothing was added.
    pub first: usize,
    /// What was added.
    pub offset: u64,
}

/// A bit of an integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bit {
    Zero,
    One,
    /// Of an integer that no float has a part in.
    Clean,
    /// Anything, but a step function of floats.
    Dirty,
    /// The bit of a sum at this position of the mantissa.
    Of(Mantissa, usize),
}

/// The width of a type, and whether it has a sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Width {
    pub bits: usize,
    pub signed: bool,
}

/// An integer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    bits: [Bit; BITS],
    /// Its type, as far as the source shows it. Bits above it mean nothing.
    pub width: Option<Width>,
}

impl Bit {
    fn known(self) -> Option<bool> {
        match self {
            Self::Zero => Some(false),
            Self::One => Some(true),
            Self::Clean | Self::Dirty | Self::Of(..) => None,
        }
    }

    fn of(value: bool) -> Self {
        if value { Self::One } else { Self::Zero }
    }

    /// No float has a part in it.
    pub fn is_clean(self) -> bool {
        matches!(self, Self::Zero | Self::One | Self::Clean)
    }

    /// A bit of which nothing is known but what it is made of.
    fn mixed(parts: &[Self]) -> Self {
        if parts.iter().all(|part| part.is_clean()) { Self::Clean } else { Self::Dirty }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Zero, _) | (_, Self::Zero) => Self::Zero,
            (Self::One, bit) | (bit, Self::One) => bit,
            (a, b) => Self::mixed(&[a, b]),
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::One, _) | (_, Self::One) => Self::One,
            (Self::Zero, bit) | (bit, Self::Zero) => bit,
            (a, b) => Self::mixed(&[a, b]),
        }
    }

    fn xor(self, other: Self) -> Self {
        match (self, other) {
            (Self::Zero, bit) | (bit, Self::Zero) => bit,
            (Self::One, bit) | (bit, Self::One) => bit.not(),
            (a, b) => Self::mixed(&[a, b]),
        }
    }

    fn not(self) -> Self {
        match self.known() {
            Some(value) => Self::of(!value),
            None => Self::mixed(&[self]),
        }
    }
}

impl Word {
    /// A number.
    pub fn number(value: u64, width: Option<Width>) -> Self {
        Self { bits: std::array::from_fn(|i| Bit::of(value >> i & 1 == 1)), width }
    }

    /// An integer made of others, of which nothing else is known.
    pub fn made_of(parts: &[&Self], width: Option<Width>) -> Self {
        let clean = parts.iter().all(|part| part.is_clean());
        Self::all(if clean { Bit::Clean } else { Bit::Dirty }, width)
    }

    /// All bits alike.
    pub fn all(bit: Bit, width: Option<Width>) -> Self {
        Self { bits: [bit; BITS], width }
    }

    /// A `bool` as an integer.
    pub fn flag(&self) -> Self {
        let mut flag = Self::number(0, None);
        flag.bits[0] = if self.is_clean() { Bit::Clean } else { Bit::Dirty };
        flag
    }

    /// `x.to_bits()`; sign and exponent are constant near x.
    pub fn bits_of(of: VarId, digits: usize, bits: usize) -> Self {
        let mantissa = Mantissa { of, digits, first: 0, offset: 0 };
        let bit = |i| match i {
            i if i < digits => Bit::Of(mantissa, i),
            i if i < bits => Bit::Dirty,
            _ => Bit::Zero,
        };
        Self { bits: std::array::from_fn(bit), width: Some(Width { bits, signed: false }) }
    }

    /// The lowest bits.
    pub fn low(&self, bits: usize) -> &[Bit] {
        &self.bits[..bits]
    }

    /// No float has a part in it.
    pub fn is_clean(&self) -> bool {
        self.bits.iter().all(|bit| bit.is_clean())
    }

    /// Its value.
    pub fn value(&self) -> Option<u64> {
        self.bits.iter().enumerate().try_fold(0, |value, (i, bit)| {
            let known = bit.known()?;
            Some(value | u64::from(known) << i)
        })
    }

    /// A float of which it has mantissa bits in a row, and how many.
    pub fn mantissa(&self) -> Option<(Mantissa, usize)> {
        let of = |bit: &Bit| match bit {
            Bit::Of(mantissa, _) => Some(*mantissa),
            Bit::Zero | Bit::One | Bit::Clean | Bit::Dirty => None,
        };
        let found = self.bits.iter().find_map(of)?;
        Some((found, self.bits.iter().filter(|bit| of(bit).is_some()).count()))
    }

    /// The floats that it has bits of.
    pub fn sources(&self) -> Vec<VarId> {
        let mut found: Vec<VarId> = Vec::new();
        for bit in &self.bits {
            if let Bit::Of(mantissa, _) = bit
                && !found.contains(&mantissa.of)
            {
                found.push(mantissa.of);
            }
        }
        found
    }

    /// The same with another float in the place of the only one.
    pub fn renamed(mut self, to: VarId) -> Self {
        for bit in &mut self.bits {
            if let Bit::Of(mantissa, _) = bit {
                mantissa.of = to;
            }
        }
        self
    }

    /// What is known of one of two integers.
    pub fn join(&self, other: &Self) -> Self {
        let join = |i: usize| match (self.bits[i], other.bits[i]) {
            (a, b) if a == b => a,
            (a, b) => Bit::mixed(&[a, b]),
        };
        let width = if self.width == other.width { self.width } else { None };
        Self { bits: std::array::from_fn(join), width }
    }

    fn zip(&self, other: &Self, f: impl Fn(Bit, Bit) -> Bit) -> Self {
        let bits = std::array::from_fn(|i| f(self.bits[i], other.bits[i]));
        Self { bits, width: self.width.or(other.width) }.cut()
    }

    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, Bit::and)
    }

    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, Bit::or)
    }

    pub fn xor(&self, other: &Self) -> Self {
        self.zip(other, Bit::xor)
    }

    pub fn not(&self) -> Self {
        Self { bits: self.bits.map(Bit::not), width: self.width }.cut()
    }

    /// Without what stands above its type.
    fn cut(mut self) -> Self {
        if let Some(width) = self.width {
            self.bits[width.bits..].fill(Bit::Zero);
        }
        self
    }

    /// The bits of a type without a name that are not all zero above bit 30: it may have 32, and a sign.
    fn may_be_short(&self) -> bool {
        self.width.is_none() && self.bits[31..].iter().any(|bit| *bit != Bit::Zero)
    }

    /// `self as T`
    pub fn cast(&self, to: Width) -> Self {
        let mut word = self.clone();
        match self.width {
            Some(from) => word.bits[from.bits..].fill(self.sign(from)),
            None if self.may_be_short() => word.bits[32..].fill(Bit::mixed(&self.bits[31..])),
            None => {}
        }
        word.width = Some(to);
        word.cut()
    }

    /// The bit that continues a number of this type upwards.
    fn sign(&self, width: Width) -> Bit {
        match self.bits[width.bits - 1] {
            _ if !width.signed => Bit::Zero,
            bit @ (Bit::Zero | Bit::One | Bit::Clean) => bit,
            Bit::Dirty | Bit::Of(..) => Bit::Dirty,
        }
    }

    /// `self << by`
    pub fn shifted_up(&self, by: usize) -> Self {
        let bit = |i: usize| i.checked_sub(by).map_or(Bit::Zero, |from| self.bits[from]);
        Self { bits: std::array::from_fn(bit), width: self.width }.cut()
    }

    /// `self >> by`
    pub fn shifted_down(&self, by: usize) -> Self {
        let (wide, filled) = match self.width {
            Some(width) => (width.bits, self.sign(width)),
            None if self.may_be_short() => (31, Bit::mixed(&self.bits)),
            None => (BITS, Bit::Zero),
        };
        let bit = |i: usize| match i + by {
            from if from < wide => self.bits[from],
            _ => filled,
        };
        Self { bits: std::array::from_fn(bit), width: self.width }.cut()
    }

    /// `self + other`
    pub fn plus(&self, other: &Self) -> Self {
        let width = self.width.or(other.width);
        if let (Some(a), Some(b)) = (self.value(), other.value()) {
            return Self::number(a.wrapping_add(b), width).cut();
        }
        let meets = |i: &usize| self.bits[*i] != Bit::Zero && other.bits[*i] != Bit::Zero;
        let mut sum = self.zip(other, Bit::or);
        let Some(at) = (0..BITS).find(meets) else { return sum };
        let added = self.raised(at, other).or_else(|| other.raised(at, self));
        let behind = match added {
            Some((run, bits)) => {
                sum.bits[run.clone()].copy_from_slice(&bits);
                run.end
            }
            None => at,
        };
        let carried = [self, other].map(|word| word.bits[at..].iter().all(|bit| bit.is_clean()));
        let above = if carried == [true; 2] { Bit::Clean } else { Bit::Dirty };
        sum.bits[behind..].fill(above);
        sum.width = width;
        sum.cut()
    }

    /// `self - other`
    pub fn minus(&self, other: &Self) -> Self {
        if let Some(value) = other.value() {
            // of an untyped number, bits above 32 say that it is negative
            let negative = Self::number(value.wrapping_neg(), other.width);
            let sum = self.plus(&negative);
            return Self { width: self.width.or(other.width), ..sum }.cut();
        }
        // nothing is borrowed from below
        let low = other.bits.iter().take_while(|bit| **bit == Bit::Zero).count();
        let mut difference = Self::made_of(&[self, other], self.width.or(other.width));
        difference.bits[..low].copy_from_slice(&self.bits[..low]);
        difference.cut()
    }

    /// `self * other`
    pub fn times(&self, other: &Self) -> Self {
        let width = self.width.or(other.width);
        let power = |word: &Self| word.value().filter(|value| value.is_power_of_two());
        match (self.value(), other.value(), power(self), power(other)) {
            (Some(a), Some(b), ..) => Self::number(a.wrapping_mul(b), width).cut(),
            (.., Some(by)) => Self { width, ..self.clone() }.shifted_up(by.ilog2() as usize),
            (_, _, Some(by), None) => {
                Self { width, ..other.clone() }.shifted_up(by.ilog2() as usize)
            }
            _ => {
                let low =
                    |word: &Self| word.bits.iter().take_while(|bit| **bit == Bit::Zero).count();
                let mut product = Self::made_of(&[self, other], width);
                let zeros = (low(self) + low(other)).min(BITS);
                product.bits[..zeros].fill(Bit::Zero);
                product.cut()
            }
        }
    }

    /// The bits of `self + other` where `self` is a float's from where it begins, and `other` known, around
    /// the first position where they meet.
    fn raised(&self, at: usize, other: &Self) -> Option<(Range<usize>, Vec<Bit>)> {
        let Bit::Of(mantissa, top) = self.bits[at] else { return None };
        let belongs = |i: usize, index: usize| self.bits[i] == Bit::Of(mantissa, index);
        let (mut start, mut index) = (at, top);
        while start > 0
            && index > 0
            && belongs(start - 1, index - 1)
            && other.bits[start - 1] == Bit::Zero
        {
            (start, index) = (start - 1, index - 1);
        }
        // what was added to before has to be added to as a whole
        if mantissa.offset != 0 && index != mantissa.first {
            return None;
        }
        let mut end = at;
        let mut number = 0_u64;
        while end < BITS && belongs(end, top + end - at) {
            number |= u64::from(other.bits[end].known()?) << (end - start);
            end += 1;
        }
        let digits = mantissa.digits - index;
        let offset = mantissa.offset.wrapping_add(number) & (u64::MAX >> (BITS - digits));
        let raised = match offset {
            0 => Mantissa { first: 0, offset, ..mantissa },
            _ => Mantissa { first: index, offset, ..mantissa },
        };
        Some((start..end, (0..end - start).map(|i| Bit::Of(raised, index + i)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bit, Width, Word};
    use crate::ir::VarId;

    /// An integer of a type, and what is known of it.
    #[derive(Clone)]
    struct Both {
        value: u64,
        width: Width,
        word: Word,
    }

    impl Both {
        fn new(value: u64, word: Word) -> Self {
            let width = word.width.unwrap_or(U64);
            Self { value: value & (u64::MAX >> (64 - width.bits)), width, word }
        }

        fn cast(&self, to: Width) -> Self {
            let unused = 64 - self.width.bits;
            let extended = match self.width.signed {
                true => ((self.value << unused).cast_signed() >> unused).cast_unsigned(),
                false => self.value,
            };
            Self::new(extended, self.word.cast(to))
        }
    }

    const U64: Width = Width { bits: 64, signed: false };
    const TYPES: [Width; 4] = [
        U64,
        Width { bits: 32, signed: false },
        Width { bits: 32, signed: true },
        Width { bits: 64, signed: true },
    ];

    /// One step of a random program, the same for every number.
    fn step(both: &Both, first: &Both, draw: u64) -> Both {
        let (by, constant) = ((draw >> 8) as u32 % 24, (draw >> 16) & !(u64::MAX << (draw % 40)));
        let constant = constant.rotate_left((draw >> 56) as u32);
        let number = Word::number(constant, Some(both.width)).cast(both.width);
        let (a, word) = (both.value, &both.word);
        let other = first.cast(both.width);
        let signed = (a << (64 - both.width.bits)).cast_signed() >> (64 - both.width.bits);
        match draw % 11 {
            0 => Both::new(a & constant, word.and(&number)),
            1 => Both::new(a | constant, word.or(&number)),
            2 => Both::new(a ^ constant, word.xor(&number)),
            3 => Both::new(a.wrapping_add(constant), word.plus(&number)),
            4 => Both::new(a.wrapping_sub(constant), word.minus(&number)),
            5 => Both::new(a << by, word.shifted_up(by as usize)),
            6 if both.width.signed => {
                Both::new((signed >> by).cast_unsigned(), word.shifted_down(by as usize))
            }
            6 => Both::new(a >> by, word.shifted_down(by as usize)),
            7 => both.cast(TYPES[by as usize % 4]),
            8 => Both::new(a | other.value, word.or(&other.word)),
            9 => Both::new(a.wrapping_add(other.value), word.plus(&other.word)),
            _ => Both::new(!a, word.not()),
        }
    }

    /// Whether a bit is what it is said to be, for a number with this mantissa.
    fn holds(bit: Bit, i: usize, value: u64, mantissa: u64) -> bool {
        let is = value >> i & 1 == 1;
        match bit {
            Bit::Zero => !is,
            Bit::One => is,
            Bit::Of(of, index) => {
                let sum = (mantissa >> of.first).wrapping_add(of.offset);
                is == (sum >> (index - of.first) & 1 == 1)
            }
            Bit::Clean | Bit::Dirty => true,
        }
    }

    #[test]
    fn bits_are_what_they_are_said_to_be() {
        let mut state = 1_u64;
        let mut draw = move || {
            // xorshift: Marsaglia, Journal of Statistical Software 8 (2003)
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let mut followed = 0;
        for _ in 0..4000 {
            let steps: Vec<u64> = (0..draw() % 6).map(|_| draw()).collect();
            let mantissas = [draw(), draw(), 0, u64::MAX].map(|m| m >> 12);
            for mantissa in mantissas {
                let x = f64::from_bits(0x3ff << 52 | mantissa);
                let first = Both::new(x.to_bits(), Word::bits_of(VarId(0), 52, 64));
                let end = steps.iter().fold(first.clone(), |both, draw| step(&both, &first, *draw));
                for (i, bit) in end.word.low(end.width.bits).iter().enumerate() {
                    assert!(holds(*bit, i, end.value, mantissa), "bit {i} of {steps:?}: {bit:?}");
                    followed += usize::from(matches!(bit, Bit::Of(..)));
                }
            }
        }
        assert!(followed > 20_000, "{followed}");
    }
}
