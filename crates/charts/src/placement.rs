//! Labels beside dots without overlap: the nearest free place wins, largest matter first.

use crate::svg::Px;

/// An area on the picture, px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    /// A square around a point.
    pub(crate) fn around((x, y): Px, half: f64) -> Self {
        Self {
            left: x - half,
            top: y - half,
            right: x + half,
            bottom: y + half,
        }
    }

    /// The point of this area closest to `(x, y)`.
    pub(crate) fn nearest(&self, (x, y): Px) -> Px {
        (
            x.max(self.left).min(self.right),
            y.max(self.top).min(self.bottom),
        )
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn within(&self, bounds: &Self) -> bool {
        self.left >= bounds.left
            && self.right <= bounds.right
            && self.top >= bounds.top
            && self.bottom <= bounds.bottom
    }

    /// The same area a little larger on both sides.
    fn padded(&self, pad: f64) -> Self {
        Self {
            left: self.left - pad,
            right: self.right + pad,
            ..*self
        }
    }
}

/// What labels keep away from.
#[derive(Clone, Debug)]
pub(crate) struct Obstacles {
    bounds: Rect,
    labels: Vec<Rect>,
    dots: Vec<Rect>,
    lines: Vec<Rect>,
}

impl Obstacles {
    /// Nothing yet; labels stay inside `bounds`.
    pub(crate) fn new(bounds: Rect) -> Self {
        Self {
            bounds,
            labels: Vec::new(),
            dots: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// A mark no label may cover.
    pub(crate) fn add_dot(&mut self, rect: Rect) {
        self.dots.push(rect);
    }

    /// A line that labels cross only when there is no better place.
    pub(crate) fn add_line(&mut self, rect: Rect) {
        self.lines.push(rect);
    }

    /// How bad `rect` is as a place for a label; `None` when it can't be one.
    fn cost(&self, rect: &Rect) -> Option<usize> {
        let padded = rect.padded(4.0);
        let taken = self
            .labels
            .iter()
            .chain(&self.dots)
            .any(|other| padded.overlaps(other));
        let free = !taken && rect.within(&self.bounds);
        free.then(|| {
            self.lines
                .iter()
                .filter(|line| padded.overlaps(line))
                .count()
        })
    }
}

/// A place for each label (the centre of its dot, its size), or `None` when one finds none.
/// Crossing a line counts as much as stepping to a place four candidates further.
pub(crate) fn place(wanted: &[(Px, Px)], obstacles: &mut Obstacles) -> Option<Vec<Rect>> {
    let mut places = Vec::with_capacity(wanted.len());
    for (dot, size) in wanted {
        let rect = candidates(*dot, *size)
            .into_iter()
            .enumerate()
            .filter_map(|(i, rect)| obstacles.cost(&rect).map(|crossed| (i + 4 * crossed, rect)))
            .min_by_key(|(cost, _)| *cost)?
            .1;
        obstacles.labels.push(rect);
        places.push(rect);
    }
    Some(places)
}

/// Places around a dot, the best first: beside it, then diagonal, then farther off.
fn candidates((x, y): Px, (width, height): Px) -> Vec<Rect> {
    let at = |left: f64, top: f64| Rect {
        left,
        top,
        right: left + width,
        bottom: top + height,
    };
    let (right, left, middle) = (x + 10.0, x - 10.0 - width, y - height / 2.0);
    let mut all = vec![at(right, middle), at(left, middle)];
    for step in [8.0, 16.0, 26.0, 38.0, 52.0] {
        all.extend([
            at(right, middle - step),
            at(right, middle + step),
            at(left, middle - step),
            at(left, middle + step),
        ]);
    }
    for step in [10.0, 24.0] {
        all.push(at(x - width / 2.0, y - step - height));
        all.push(at(x - width / 2.0, y + step));
    }
    all
}
