//! How wide text is, without a font at hand: good enough to wrap and to keep labels apart.
