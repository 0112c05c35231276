//! How long the figures about comments take, step by step: `cargo run --release -p comments
//! --example speed -- 100000`. Prints milliseconds; the texts are made up, in Dutch and English.

use std::time::Instant;

use comments::{Codebook, Corpus, Group, Language, Options, Side, SuggestOptions, Theme, suggest};

/// Small words that make up most of any text.
const SMALL: [&str; 24] = [
    "de", "het", "een", "niet", "en", "is", "van", "ik", "maar", "te", "op", "voor", "the", "not",
    "and", "is", "of", "to", "a", "it", "but", "no", "very", "heel",
];
/// Beginnings and ends of longer words.
const PARTS: [&str; 20] = [
    "wacht", "prijs", "help", "factuur", "snel", "vriend", "bel", "lever", "werk", "app", "wait",
    "price", "staff", "invoice", "friend", "order", "deliver", "train", "stop", "klant",
];
const ENDS: [&str; 12] = [
    "", "en", "s", "tijd", "elijk", "ing", "ed", "er", "heid", "ly", "te", "desk",
];

/// Numbers that look drawn by lot, the same every time.
struct Lot(u64);

impl Lot {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    /// Small numbers more often, as with words.
    fn skewed(&mut self, n: usize) -> usize {
        let first = self.below(n);
        let second = self.below(first + 1);
        self.below(second + 1)
    }

    fn word(&mut self) -> String {
        if self.below(2) == 0 {
            return SMALL[self.below(SMALL.len())].to_owned();
        }
        let rare = self.skewed(120);
        let tail: String = if rare < 20 {
            String::new()
        } else {
            let letter = |at: usize| char::from(b'a' + (at % 26) as u8);
            [letter(rare), letter(rare / 5), letter(rare * 7)]
                .iter()
                .collect()
        };
        let (part, end) = (self.skewed(PARTS.len()), self.skewed(ENDS.len()));
        format!("{}{tail}{}", PARTS[part], ENDS[end])
    }

    fn text(&mut self) -> String {
        let n = 3 + self.skewed(60);
        let words: Vec<String> = (0..n).map(|_| self.word()).collect();
        let mut text = words.join(" ");
        if self.below(3) == 0 {
            text.push_str(", café &amp; meer.");
        }
        text
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let made = work();
    println!("{what:12} {:8.1} ms", start.elapsed().as_secs_f64() * 1e3);
    made
}

fn main() {
    let given = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let n: usize = given.unwrap_or(100_000);
    let mut lot = Lot(42);
    let texts: Vec<String> = (0..n).map(|_| lot.text()).collect();
    let corpus = timed("read", || {
        Corpus::read(texts.iter().map(|text| (text.as_str(), Some(Language::Nl))))
    });
    println!("{} texts, {} different words", corpus.len(), corpus.types());
    let rules = [
        "prij*\n~factuur",
        "~wachten\n!\"niet .. wachten\"",
        "vriend*\n~snel",
    ];
    let themes = rules.map(|rules| Theme::parse(rules, rules, rules).expect("these are rules"));
    let codebook = Codebook {
        themes: themes.into(),
    };
    let mentions = timed("themes", || codebook.apply(&corpus));
    let sides: Vec<Side> = (0..n)
        .map(|text| Side {
            customer: (text * 7 % (n / 2 + 1)) as u32,
            group: [Group::Low, Group::High, Group::Other][text % 3],
        })
        .collect();
    let apart = timed("words", || corpus.apart(&sides, &Options::default()));
    println!("{} words compared", apart.vocabulary);
    let customers: Vec<Option<u32>> = sides.iter().map(|side| Some(side.customer)).collect();
    let mut covered = vec![false; n];
    for text in mentions.themes.iter().flatten() {
        covered[*text as usize] = true;
    }
    let options = SuggestOptions::default();
    let found = timed("suggestions", || {
        suggest(&corpus, &customers, &covered, &options)
    });
    println!("{} suggestions", found.len());
}
