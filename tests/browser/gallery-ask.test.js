// Pages that ask: surveys and imports; something stands on each. Light and wide in English, dark on a phone in
// Dutch; the pictures are in target/screenshots/all, for people to look at. See gallery.js, pages.js.
import { group } from "./gallery.js";

group("ask");
