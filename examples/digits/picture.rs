//! The picture: the scores of all epochs and the guesses come in, a PNG file goes out.
//!
//! Invariant: the text is set in a font that is compiled in, so no font need be installed.

use std::error::Error;
use std::path::Path;

use chainrule::ndarray::ArrayView1;
use plotters::coord::Shift;
use plotters::prelude::*;

use crate::Epoch;
use crate::data::{Digits, EDGE};

type Canvas<'a> = DrawingArea<BitMapBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;

const SIZE: (u32, u32) = (1200, 740);
const CURVES_HEIGHT: i32 = 440;
const FONT: &str = "sans-serif";
const LEARNED: RGBColor = RGBColor(0, 90, 181);
const HELD_BACK: RGBColor = RGBColor(220, 50, 32);
/// Rows of misread digits, and the least number in a row.
const GRID: (usize, usize) = (2, 5);
/// What a misread digit leaves free on the left, and above for its text.
const SPACE: (i32, i32) = (20, 28);

/// Draws loss, accuracy and the digits that were misread.
pub fn draw(path: impl AsRef<Path>, epochs: &[Epoch], digits: &Digits, guesses: &[usize]) -> Drawn {
    let _ = plotters::style::register_font(FONT, FontStyle::Normal, dejavu::sans::regular());
    let canvas = BitMapBackend::new(path.as_ref(), SIZE).into_drawing_area();
    canvas.fill(&WHITE)?;
    let (curves, misread) = canvas.split_vertically(CURVES_HEIGHT);
    let (losses, accuracies) = curves.split_horizontally(SIZE.0 / 2);
    draw_losses(&losses, epochs)?;
    draw_accuracies(&accuracies, epochs)?;
    draw_misread(&misread, digits, guesses)?;
    canvas.present()?;
    Ok(())
}

/// A number for each epoch, counted from 1, with its colour and name.
type Curve = (RGBColor, &'static str, Vec<(f64, f64)>);

fn curves(epochs: &[Epoch], number: impl Fn(&crate::Score) -> f64) -> [Curve; 2] {
    let curve = |of: &dyn Fn(&Epoch) -> f64| {
        epochs.iter().enumerate().map(|(i, epoch)| (i as f64 + 1.0, of(epoch))).collect()
    };
    [
        (LEARNED, "learned from", curve(&|epoch| number(&epoch.learned))),
        (HELD_BACK, "held back", curve(&|epoch| number(&epoch.held_back))),
    ]
}

/// Both losses, on a logarithmic axis.
fn draw_losses(area: &Canvas<'_>, epochs: &[Epoch]) -> Drawn {
    let curves = curves(epochs, |score| score.loss);
    let all = || curves.iter().flat_map(|(_, _, points)| points).map(|point| point.1);
    let low = all().fold(f64::INFINITY, f64::min) / 1.5;
    let high = all().fold(0.0, f64::max) * 1.5;
    let mut chart = ChartBuilder::on(area)
        .caption("cross-entropy", (FONT, 24))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(70)
        .build_cartesian_2d(1.0..epochs.len() as f64, (low..high).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("epoch")
        .x_label_formatter(&|epoch| format!("{epoch:.0}"))
        .label_style((FONT, 15))
        .y_labels(5)
        .y_label_formatter(&|loss| {
            let decimals = -loss.log10().floor().min(0.0);
            format!("{loss:.0$}", decimals as usize)
        })
        .light_line_style(TRANSPARENT)
        .draw()?;
    for (colour, name, points) in curves {
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .label_font((FONT, 15))
        .background_style(WHITE)
        .border_style(BLACK.mix(0.3))
        .position(SeriesLabelPosition::UpperRight)
        .draw()?;
    Ok(())
}

/// Both accuracies in per cent, from a little below the least.
fn draw_accuracies(area: &Canvas<'_>, epochs: &[Epoch]) -> Drawn {
    let curves = curves(epochs, |score| 100.0 * score.accuracy);
    let least = curves.iter().flat_map(|(_, _, points)| points).map(|point| point.1);
    let low = (least.fold(100.0, f64::min) - 1.0).max(0.0);
    let mut chart = ChartBuilder::on(area)
        .caption("read correctly", (FONT, 24))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(70)
        .build_cartesian_2d(1.0..epochs.len() as f64, low..100.5)?;
    chart
        .configure_mesh()
        .x_desc("epoch")
        .x_label_formatter(&|epoch| format!("{epoch:.0}"))
        .label_style((FONT, 15))
        .y_label_formatter(&|part| format!("{part:.0} %"))
        .light_line_style(TRANSPARENT)
        .draw()?;
    for (colour, _, points) in curves {
        chart.draw_series(LineSeries::new(points, colour.stroke_width(2)))?;
    }
    Ok(())
}

/// The held-back digits whose guess was wrong, each under what it is and what it was taken for.
fn draw_misread(area: &Canvas<'_>, digits: &Digits, guesses: &[usize]) -> Drawn {
    let wrong: Vec<usize> =
        (0..guesses.len()).filter(|&number| guesses[number] != digits.labels[number]).collect();
    let title = format!("{} of {} held-back digits misread", wrong.len(), guesses.len());
    let area = area.titled(&title, (FONT, 24))?;
    let columns = wrong.len().div_ceil(GRID.0).max(GRID.1);
    for (number, cell) in wrong.iter().zip(area.split_evenly((GRID.0, columns))) {
        let (label, guess) = (digits.labels[*number], guesses[*number]);
        let text = format!("{label}, read as {guess}");
        cell.draw(&Text::new(text, (SPACE.0, 4), (FONT, 15)))?;
        draw_image(&cell, digits.images.row(*number))?;
    }
    Ok(())
}

/// An image of [`EDGE`] by [`EDGE`] grey values, as large as the cell allows.
fn draw_image(cell: &Canvas<'_>, image: ArrayView1<'_, f64>) -> Drawn {
    let ((left, top), edge) = (SPACE, EDGE as i32);
    let (width, height) = cell.dim_in_pixel();
    let dot = ((width as i32 - left).min(height as i32 - top) / edge).max(1);
    for (number, ink) in (0..).zip(image) {
        let (x, y) = (left + number % edge * dot, top + number / edge * dot);
        let grey = (255.0 * (1.0 - ink)) as u8;
        let corners = [(x, y), (x + dot, y + dot)];
        cell.draw(&Rectangle::new(corners, RGBColor(grey, grey, grey).filled()))?;
    }
    let frame = [(left, top), (left + edge * dot, top + edge * dot)];
    cell.draw(&Rectangle::new(frame, BLACK.mix(0.4)))?;
    Ok(())
}
