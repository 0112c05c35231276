//! Any of the encodings in, UTF-8 out, in chunks.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::detect::Encoding;
use crate::source::ReadSeek;

const CHUNK: usize = 32 * 1024;

/// Gives the text of a source piece by piece; a byte order mark is left out.
pub(crate) struct Decode {
    from: Box<dyn ReadSeek>,
    decoder: Decoder,
    raw: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    done: bool,
    read: u64,
}

impl Decode {
    pub(crate) fn new(from: Box<dyn ReadSeek>, encoding: Encoding) -> Self {
        let encoding = match encoding {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
        };
        Self {
            from,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            start: 0,
            end: 0,
            at_end: false,
            done: false,
            read: 0,
        }
    }

    /// Bytes of the source read so far, for progress.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.read
    }

    /// Replaces the content of `text` by the next piece; false when there is none left.
    pub(crate) fn next(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        // Every byte gives at most three bytes of UTF-8, plus what the decoder held back.
        text.resize(CHUNK * 3 + 16, 0);
        while !self.done {
            if self.start == self.end && !self.at_end {
                self.fill()?;
            }
            let raw = &self.raw[self.start..self.end];
            let (result, used, written, _) = self.decoder.decode_to_utf8(raw, text, self.at_end);
            self.start += used;
            self.done = self.at_end && matches!(result, CoderResult::InputEmpty);
            if written > 0 {
                text.truncate(written);
                return Ok(true);
            }
        }
        text.clear();
        Ok(false)
    }

    fn fill(&mut self) -> io::Result<()> {
        loop {
            match self.from.read(&mut self.raw) {
                Ok(read) => {
                    (self.start, self.end) = (0, read);
                    self.at_end = read == 0;
                    self.read += read as u64;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
