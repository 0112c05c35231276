//! Prints every chart on one page, to look at: `cargo run -p charts --example gallery > gallery.html`,
//! with `-- dark` for the dark palette and a width in px for another size.

#[path = "../tests/it/samples.rs"]
mod samples;

fn main() {
    let mut theme = "light".to_owned();
    let mut width = charts::WIDE;
    for argument in std::env::args().skip(1) {
        match argument.parse() {
            Ok(px) => width = px,
            Err(_) => theme = argument,
        }
    }
    println!(
        "<!doctype html><html lang=nl data-theme={theme}><meta charset=utf-8><title>Charts</title>\
         <style>{} body{{background:var(--paper);color:var(--ink);font:16px/1.5 var(--font);\
         margin:24px 16px}} h2{{font-size:14px;margin:40px 0 12px}}</style>",
        charts::CSS
    );
    for (name, draw) in samples::SAMPLES {
        println!("<h2>{name}</h2>{}", draw(width));
    }
}
