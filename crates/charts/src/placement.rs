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
    /// Labels stay inside.
    pub(crate) bounds: Rect,
    /// Marks no label may cover.
    pub(crate) dots: Vec<Rect>,
    /// Lines that labels cross only when there is no better place.
    pub(crate) lines: Vec<Rect>,
}

/// A label that got its place.
#[derive(Clone, Copy, Debug)]
struct Placed {
    rect: Rect,
    dot: Px,
}

impl Placed {
    /// Whether the way from the dot to its label runs through `other`.
    fn leads_through(&self, other: &Rect) -> bool {
        let (to, from) = (self.rect.nearest(self.dot), self.dot);
        (0..=8).any(|i| {
            let part = f64::from(i) / 8.0;
            let (x, y) = (
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            );
            Rect::around((x, y), 1.0).overlaps(other)
        })
    }
}

impl Obstacles {
    /// How bad a place is; `None` when it can't be one.
    fn cost(&self, new: &Placed, others: &[Placed]) -> Option<usize> {
        let padded = new.rect.padded(4.0);
        let taken = self.dots.iter().any(|dot| padded.overlaps(dot))
            || others.iter().any(|other| padded.overlaps(&other.rect));
        if taken || !new.rect.within(&self.bounds) {
            return None;
        }
        let lines = self
            .lines
            .iter()
            .filter(|line| padded.overlaps(line))
            .count();
        let leaders = others
            .iter()
            .filter(|other| new.leads_through(&other.rect) || other.leads_through(&new.rect))
            .count();
        let own = Rect::around(new.dot, 3.0);
        let passed = self
            .dots
            .iter()
            .filter(|dot| !dot.overlaps(&own) && new.leads_through(dot))
            .count();
        Some(6 * lines + 40 * leaders + 20 * passed)
    }
}

/// A place for each label (the centre of its dot, its size), or `None` when one finds none.
/// Several orders are tried, because whoever comes first takes the best place.
pub(crate) fn place(wanted: &[(Px, Px)], obstacles: &Obstacles) -> Option<Vec<Rect>> {
    let by = |key: fn(&Px) -> f64| {
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by(|a, b| key(&wanted[*a].0).total_cmp(&key(&wanted[*b].0)));
        order
    };
    let orders = [by(|p| p.1), by(|p| -p.1), by(|p| p.0), by(|p| -p.0)];
    orders
        .iter()
        .filter_map(|order| place_in(order, wanted, obstacles))
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, places)| places)
}

fn place_in(
    order: &[usize],
    wanted: &[(Px, Px)],
    obstacles: &Obstacles,
) -> Option<(usize, Vec<Rect>)> {
    let mut placed: Vec<(usize, Placed)> = Vec::with_capacity(wanted.len());
    let mut total = 0;
    for index in order {
        let (dot, size) = wanted[*index];
        let others: Vec<Placed> = placed.iter().map(|(_, p)| *p).collect();
        let (cost, best) = candidates(dot, size)
            .into_iter()
            .map(|(own, rect)| (own, Placed { rect, dot }))
            .filter_map(|(own, new)| obstacles.cost(&new, &others).map(|cost| (own + cost, new)))
            .min_by_key(|(cost, _)| *cost)?;
        total += cost;
        placed.push((*index, best));
    }
    placed.sort_by_key(|(index, _)| *index);
    Some((total, placed.into_iter().map(|(_, p)| p.rect).collect()))
}

/// Places around a dot with their costs: beside it is best, diagonal and farther off cost more.
fn candidates((x, y): Px, (width, height): Px) -> Vec<(usize, Rect)> {
    let at = |left: f64, top: f64| Rect {
        left,
        top,
        right: left + width,
        bottom: top + height,
    };
    let middle = y - height / 2.0;
    let mut all = Vec::with_capacity(48);
    for (i, step) in [0.0, 8.0, 16.0, 26.0, 38.0, 52.0, 68.0, 86.0]
        .into_iter()
        .enumerate()
    {
        for (away, far) in [(12.0, 0), (26.0, 7)] {
            for (side, left) in [x + away, x - away - width].into_iter().enumerate() {
                let cost = 4 * i + far + side;
                all.push((cost, at(left, middle - step)));
                all.push((cost + 1, at(left, middle + step)));
            }
        }
    }
    for (i, step) in [10.0, 24.0, 44.0, 66.0].into_iter().enumerate() {
        let cost = 7 + 7 * i;
        all.push((cost, at(x - width / 2.0, y - step - height)));
        all.push((cost + 1, at(x - width / 2.0, y + step)));
    }
    all
}
