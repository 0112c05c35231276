//! Letters that the fonts in the program don't have, from fonts that are installed on the machine:
//! Chinese, Thai and so on in what people wrote. Only looked for when such a letter occurs; a machine
//! without fonts has none, and `�` is shown.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use resvg::usvg::fontdb::{Database, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider, Tag};

use crate::font::in_program;

/// Where a machine keeps its fonts.
const FOLDERS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];
/// Files looked at, the first by name.
const FILES_MAX: usize = 5000;
/// Larger files are left alone.
const BYTES_MAX: u64 = 64 << 20;
/// Folders in folders.
const DEPTH_MAX: usize = 6;
/// Tables of fonts whose letters are pictures, which paper can't show like others.
const PICTURES: [&[u8; 4]; 4] = [b"COLR", b"CBDT", b"sbix", b"SVG "];

/// A font of the machine.
#[derive(Debug)]
pub(crate) struct Face {
    pub(crate) data: Arc<Vec<u8>>,
    /// Its place in the file.
    pub(crate) index: u32,
}

impl Face {
    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.data, self.index).ok()
    }

    /// How wide a letter is, in points.
    pub(crate) fn width(&self, c: char, size: f32) -> f32 {
        let width = || {
            let font = self.font()?;
            let glyph = font.charmap().map(c)?;
            let widths = font.glyph_metrics(Size::new(size), LocationRef::default());
            widths.advance_width(glyph)
        };
        width().unwrap_or_default()
    }
}

/// A font with the letters it has and the program lacks, as ranges in order.
struct Known {
    path: PathBuf,
    index: u32,
    letters: Vec<(u32, u32)>,
}

impl Known {
    fn has(&self, c: char) -> bool {
        let at = self
            .letters
            .partition_point(|(_, last)| *last < u32::from(c));
        let range = self.letters.get(at);
        range.is_some_and(|(first, _)| *first <= u32::from(c))
    }
}

static ALL: LazyLock<Vec<Known>> = LazyLock::new(|| known(&FOLDERS.map(Path::new)));
type Faces = HashMap<usize, Option<Arc<Face>>>;
static FACES: LazyLock<Mutex<Faces>> = LazyLock::new(Mutex::default);

/// The font that has a letter the program lacks, the same one each time.
pub(crate) fn face_of(c: char) -> Option<Arc<Face>> {
    let place = ALL.iter().position(|font| font.has(c))?;
    let mut faces = FACES.lock().unwrap_or_else(PoisonError::into_inner);
    let face = faces.entry(place).or_insert_with(|| {
        let font = &ALL[place];
        let data = Arc::new(fs::read(&font.path).ok()?);
        let face = Face {
            data,
            index: font.index,
        };
        face.font()?;
        // Shaping reads fonts by another reader, which must be able to as well.
        let mut read = Database::new();
        read.load_font_source(Source::Binary(face.data.clone()));
        let is_read = read.faces().any(|known| known.index == face.index);
        is_read.then(|| Arc::new(face))
    });
    face.clone()
}

/// The fonts in some folders: those for reading first, then by name.
fn known(folders: &[&Path]) -> Vec<Known> {
    let mut files = Vec::new();
    for folder in folders {
        collect(folder, &mut files, 0);
    }
    let is_plain = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.contains("Sans") && name.contains("Regular")
    };
    files.sort_by_cached_key(|path| (!is_plain(path), path.clone()));
    files.truncate(FILES_MAX);
    files.iter().flat_map(|path| faces(path)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(about) = entry.metadata() else {
            continue;
        };
        if about.is_dir() && depth < DEPTH_MAX {
            collect(&path, files, depth + 1);
        } else if about.is_file() && about.len() <= BYTES_MAX && is_font(&path) {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["ttf", "otf", "ttc", "otc"]
        .iter()
        .any(|known| ending == *known)
}

/// The fonts of a file that have letters the program lacks. A file that can't be read has none.
fn faces(path: &Path) -> Vec<Known> {
    let Ok(data) = fs::read(path) else {
        return Vec::new();
    };
    let fonts = FontRef::fonts(&data).enumerate();
    fonts
        .filter_map(|(index, font)| {
            let letters = letters(&font.ok()?);
            Some(Known {
                path: path.to_owned(),
                index: u32::try_from(index).ok()?,
                letters,
            })
        })
        .filter(|font| !font.letters.is_empty())
        .collect()
}

fn letters(font: &FontRef<'_>) -> Vec<(u32, u32)> {
    let is_picture = |tag: &&[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    let has_outlines = font.outline_glyphs().format().is_some();
    if PICTURES.iter().any(is_picture) || !has_outlines {
        return Vec::new();
    }
    let mut all: Vec<u32> = font.charmap().mappings().map(|(c, _)| c).collect();
    // What fonts use privately means something else in each.
    let is_private = |c: u32| (0xe000..0xf900).contains(&c) || c >= 0xf_0000;
    let is_wanted = |c: char| !c.is_control() && !is_private(c.into()) && !in_program(c);
    all.retain(|c| char::from_u32(*c).is_some_and(is_wanted));
    all.sort_unstable();
    all.dedup();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for c in all {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == c => *last = c,
            _ => ranges.push((c, c)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_not_there_have_no_fonts() {
        assert!(known(&[Path::new("/nowhere/at/all")]).is_empty());
        assert!(faces(Path::new("/etc/hostname")).is_empty());
    }

    #[test]
    fn a_letter_is_found_in_ranges() {
        let font = Known {
            path: PathBuf::new(),
            index: 0,
            letters: vec![(0x4e00, 0x4e02), (0x9000, 0x9000)],
        };
        let found = [
            '\u{4dff}', '\u{4e00}', '\u{4e02}', '\u{4e03}', '\u{9000}', 'a',
        ];
        let found = found.map(|c| font.has(c));
        assert_eq!(found, [false, true, true, false, true, false]);
    }

    #[test]
    fn what_the_program_has_is_not_looked_for() {
        for font in ALL.iter() {
            assert!(!font.has('a') && !font.has('→'), "{}", font.path.display());
        }
    }
}
