//! What a page relies on: charts look as accepted, take any input, and have enough contrast.

mod golden;
mod hostile;
mod palette;
mod samples;
mod xml;
