//! Who answered: weights, accounts, small customer bases, late answers, how many are needed.
