//! A chart with two axes, as SVG whose colours come from the page's style.
//!
//! Texts in it are fixed strings and numbers: what the input says (labels, titles) stands in the page around it.

use svg::Node;
use svg::node::element::{Circle, Element, Group, Line, Polygon, Polyline, Text};

const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 46.0;

/// An axis: what it shows, its ends, its ticks.
pub(super) struct Axis {
    title: &'static str,
    ends: [f64; 2],
    ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis with these ticks, from `ends[0]` to `ends[1]`.
    pub(super) fn new(title: &'static str, ends: [f64; 2], ticks: Vec<(f64, String)>) -> Self {
        Self { title, ends, ticks }
    }

    /// An axis of shares from the tenth below `lowest`, at most 0.9, to 1.
    pub(super) fn shares(title: &'static str, lowest: f64) -> Self {
        let first = ((lowest * 10.0).floor().clamp(0.0, 9.0)) as u32;
        let step = if first < 5 { 2 } else { 1 };
        let ticks = (0..=10).filter(|tenth| *tenth >= first && (10 - tenth) % step == 0);
        let ticks = ticks.map(|tenth| (f64::from(tenth) / 10.0, format!("{}\u{202f}%", tenth * 10)));
        Self::new(title, [f64::from(first) / 10.0, 1.0], ticks.collect())
    }

    /// Where a value stands, 0..=1.
    fn share(&self, value: f64) -> f64 {
        let [from, to] = self.ends;
        ((value - from) / (to - from)).clamp(0.0, 1.0)
    }
}

/// A chart that is being drawn.
pub(super) struct Chart {
    x: Axis,
    y: Axis,
    drawing: Group,
}

impl Chart {
    /// The axes with their ticks and nothing on them yet.
    pub(super) fn new(x: Axis, y: Axis) -> Self {
        let mut chart = Self { x, y, drawing: Group::new() };
        let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
        for (value, name) in std::mem::take(&mut chart.y.ticks) {
            let (_, y) = chart.at((chart.x.ends[0], value));
            chart.draw(line((LEFT, y), (right, y)).set("class", "grid"));
            chart.draw(text((LEFT - 6.0, y + 4.0), name, "tick end"));
        }
        for (value, name) in std::mem::take(&mut chart.x.ticks) {
            let (x, _) = chart.at((value, chart.y.ends[0]));
            chart.draw(line((x, bottom), (x, bottom + 5.0)).set("class", "axis"));
            chart.draw(text((x, bottom + 19.0), name, "tick middle"));
        }
        chart.draw(line((LEFT, bottom), (right, bottom)).set("class", "axis"));
        let middle = (LEFT + right) / 2.0;
        chart.draw(text((middle, HEIGHT - 6.0), chart.x.title, "title middle"));
        let turn = format!("rotate(-90 12 {})", (TOP + bottom) / 2.0);
        let title = text((12.0, (TOP + bottom) / 2.0), chart.y.title, "title middle").set("transform", turn);
        chart.draw(title);
        chart
    }

    /// Where a point of the data stands on the drawing, to a tenth of a unit.
    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        let x = LEFT + self.x.share(x) * (WIDTH - RIGHT - LEFT);
        let y = HEIGHT - BOTTOM - self.y.share(y) * (HEIGHT - BOTTOM - TOP);
        (tenth(x), tenth(y))
    }

    fn points(&self, points: impl IntoIterator<Item = (f64, f64)>) -> String {
        let points = points.into_iter().map(|point| self.at(point));
        points.map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    }

    fn draw(&mut self, node: impl Into<Box<dyn Node>>) {
        self.drawing.append(node);
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>, class: &str) {
        let points = self.points(points);
        self.draw(Polyline::new().set("points", points).set("class", format!("line {class}")));
    }

    /// The ground between two lines, given as (x, lower, upper).
    pub(super) fn band(&mut self, ends: &[(f64, [f64; 2])], class: &str) {
        let lower = ends.iter().map(|&(x, [low, _])| (x, low));
        let upper = ends.iter().rev().map(|&(x, [_, high])| (x, high));
        let points = self.points(lower.chain(upper));
        self.draw(Polygon::new().set("points", points).set("class", format!("band {class}")));
    }

    /// A dot of a radius in units of the drawing, with a text that shows on hover.
    pub(super) fn dot(&mut self, point: (f64, f64), radius: f64, class: &str, hover: String) {
        let (x, y) = self.at(point);
        let mut dot = Circle::new().set("cx", x).set("cy", y).set("r", radius);
        dot.assign("class", format!("dot {class}"));
        let mut title = Element::new("title");
        title.append(svg::node::Text::new(hover));
        dot.append(title);
        self.draw(dot);
    }

    /// A text beside a point: that many units to the right and below.
    pub(super) fn text(&mut self, point: (f64, f64), (dx, dy): (f64, f64), content: &str, class: &str) {
        let (x, y) = self.at(point);
        self.draw(text((x + dx, y + dy), content, class));
    }

    /// The chart as an element; `name` says what it shows to those who do not see it.
    pub(super) fn html(self, name: &'static str) -> String {
        let mut root = Element::new("svg");
        root.assign("viewBox", format!("0 0 {WIDTH} {HEIGHT}"));
        root.assign("class", "chart");
        root.assign("role", "img");
        root.assign("aria-label", name);
        root.append(self.drawing);
        root.to_string()
    }
}

fn line((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Line {
    Line::new().set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2)
}

fn text((x, y): (f64, f64), content: impl Into<String>, class: &str) -> Text {
    Text::new(content).set("x", x).set("y", y).set("class", class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_of_shares_ends_at_one_and_starts_at_a_tenth() {
        assert_eq!(Axis::shares("", 0.634).ends, [0.6, 1.0]);
        assert_eq!(Axis::shares("", 1.0).ends, [0.9, 1.0]);
        let names: Vec<String> = Axis::shares("", 0.05).ticks.into_iter().map(|(_, name)| name).collect();
        assert_eq!(
            names.join(" "),
            "0\u{202f}% 20\u{202f}% 40\u{202f}% 60\u{202f}% 80\u{202f}% 100\u{202f}%"
        );
    }

    #[test]
    fn points_stand_within_the_axes() {
        let chart = Chart::new(Axis::shares("x", 0.0), Axis::shares("y", 0.0));
        assert_eq!(chart.at((0.0, 0.0)), (LEFT, HEIGHT - BOTTOM));
        assert_eq!(chart.at((2.0, 2.0)), (WIDTH - RIGHT, TOP));
    }
}
