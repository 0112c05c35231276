"""Runs driver analysis the way an analyst would, in numpy, pandas, DuckDB and Polars.

The data comes as one file per column. An engine's name says how it has the data: as an analyst has it
(NULL or NaN for a missing answer, dictionary-coded or categorical dimensions), or *prepared* by hand for
exactly this question, which isn't timed.
Input is "ENGINE JOB"; output is seconds, processor seconds, and the figures.
"""

import math
import pathlib
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

BLANK = 11  # codes from here on are missing
Z95 = 1.959963984540054
BOOTSTRAP_ROWS = 10_000
BOOTSTRAP_DRIVERS = 10
REPLICATES = 2_000
GROUPS = 1_000
LONG_ENOUGH = 0.2  # seconds; what is faster is repeated

folder = pathlib.Path(sys.argv[1])
raw = {path.stem: np.fromfile(path, dtype=np.uint8) for path in folder.glob("*.u8")}
STATEMENTS = [f"s{place}" for place in range(sum(name[0] == "s" for name in raw) - 1)]
COLUMNS = ["score", *STATEMENTS]
raw = {name: raw[name] for name in [*COLUMNS, "d0", "d1"]}
missing = {name: raw[name] >= BLANK for name in COLUMNS}


def natural(name, codes):
    if name[0] == "d":
        names = pa.array([str(value) for value in range(256)])
        return pa.DictionaryArray.from_arrays(pa.array(codes), names)
    return pa.array(codes, mask=missing[name])


analyst = pa.table({name: natural(name, codes) for name, codes in raw.items()})
prepared = pa.table(raw)
database = duckdb.connect()
database.execute("SET enable_progress_bar = false")
database.execute("CREATE TABLE analyst AS SELECT * FROM analyst")
database.execute("CREATE TABLE prepared AS SELECT * FROM prepared")
frame = pl.DataFrame(analyst)
bytes_frame = pl.DataFrame(prepared)
panda = pd.DataFrame(
    {name: np.where(missing[name], np.nan, raw[name]).astype(np.float32) for name in COLUMNS}
)
panda["d0"] = pd.Categorical(raw["d0"])
panda["d1"] = pd.Categorical(raw["d1"])
floats = panda[COLUMNS].to_numpy(dtype=np.float64).T.copy()
stack = np.vstack([np.nan_to_num(floats), ~np.isnan(floats)]).astype(np.float32)
squares = np.square(stack[: len(COLUMNS)])
segment_key = (raw["d0"].astype(np.intp) * 3 + raw["d1"]) * 16 + raw["score"]


# NPS by industry × the dimension of three values, with adjusted Wald intervals.
def nps(n, promoters, detractors):
    n, promoters, detractors = (np.asarray(x, dtype=np.float64) for x in (n, promoters, detractors))
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre, half = 100 * (p - d), 100 * Z95 * np.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return np.column_stack([100 * (promoters - detractors) / n, centre - half, centre + half]).ravel()


def sorted_nps(rows):
    rows = sorted(rows, key=lambda row: (int(row[0]), int(row[1])))
    return nps(*(np.array([row[place] for row in rows]) for place in (2, 3, 4)))


def duckdb_segments(table="analyst", answered="true"):
    return sorted_nps(
        database.execute(
            "SELECT d0, d1, count(score), count(*) FILTER (score >= 9), count(*) FILTER (score <= 6) "
            f"FROM main.{table} WHERE {answered} GROUP BY d0, d1"
        ).fetchall()
    )


def polars_segments(data=frame):
    score = pl.col("score")
    return sorted_nps(
        data.lazy()
        .filter(score < BLANK)
        .group_by("d0", "d1")
        .agg(pl.len(), (score >= 9).sum().alias("p"), (score <= 6).sum().alias("d"))
        .collect()
        .rows()
    )


def pandas_segments():
    score = panda["score"]
    z = pd.DataFrame({"n": score.notna(), "p": score >= 9, "d": score <= 6})
    sums = z.groupby([panda["d0"], panda["d1"]], observed=True).sum()
    return nps(sums["n"], sums["p"], sums["d"])


def numpy_segments():
    counts = np.bincount(segment_key, minlength=60 * 16).reshape(60, 16)
    return nps(counts[:, :11].sum(1), counts[:, 9:11].sum(1), counts[:, :7].sum(1))


# All statement × score tables, as cells, counts, and counts weighted by place.
def checksum(rows):
    rows = [(place, BLANK if a is None else int(a), BLANK if b is None else int(b), n) for place, a, b, n in rows]
    places = sum(((place * 16 + answer) * 16 + score) * count for place, answer, score, count in rows)
    return [len(rows), sum(count for *_, count in rows), places]


def duckdb_tables(table="analyst"):
    sets = ", ".join(f"({name}, score)" for name in STATEMENTS)
    names = ", ".join(STATEMENTS)
    rows = database.execute(
        f"SELECT grouping({names}), {names}, score, count(*) FROM main.{table} GROUP BY GROUPING SETS ({sets})"
    ).fetchall()
    everything = (1 << len(STATEMENTS)) - 1
    place = lambda summed: len(STATEMENTS) - (everything ^ summed).bit_length()
    return [(place(row[0]), row[1 + place(row[0])], *row[-2:]) for row in rows]


def polars_tables():
    lazy = [frame.lazy().group_by(name, "score").len() for name in STATEMENTS]
    tables = pl.collect_all(lazy)
    return [(place, *row) for place, counts in enumerate(tables) for row in counts.rows()]


def polars_prepared_tables():
    keys = bytes_frame.select((pl.col(name) * 16 + pl.col("score")).alias(name) for name in STATEMENTS)
    counts = [keys[name].value_counts().rows() for name in STATEMENTS]
    return [(place, key >> 4, key & 15, n) for place, rows in enumerate(counts) for key, n in rows]


def pandas_tables():
    rows = []
    for place, name in enumerate(STATEMENTS):
        sizes = panda.groupby([name, "score"], dropna=False).size()
        code = lambda value: None if math.isnan(value) else value
        rows += [(place, code(a), code(b), int(n)) for (a, b), n in sizes.items() if n]
    return rows


def numpy_tables():
    score, rows = raw["score"], []
    for place, name in enumerate(STATEMENTS):
        counts = np.bincount(raw[name] * np.uint8(16) + score, minlength=256)
        rows += [(place, key >> 4, key & 15, int(counts[key])) for key in np.nonzero(counts)[0].tolist()]
    return rows


# 21 × 21 moments: all covariances, of those who answered both.
def triangle(matrix):
    return np.asarray(matrix)[np.triu_indices(len(COLUMNS))]


def covariance(n, x, xy):
    return triangle((xy - x * x.T / n) / (n - 1))


def pandas_moments():
    return triangle(panda[COLUMNS].cov())


def numpy_moments():
    answered = ~np.isnan(floats)
    x, m = np.where(answered, floats, 0.0), answered.astype(np.float64)
    return covariance(m @ m.T, x @ m.T, x @ x.T)


def numpy_prepared_moments():
    # Whole numbers in 32 bits are exact up to 2^24: summed by chunks.
    sums, p = 0.0, len(COLUMNS)
    for start in range(0, stack.shape[1], 8192):
        chunk = stack[:, start : start + 8192]
        sums = sums + (chunk @ chunk.T).astype(np.float64)
    return covariance(sums[p:, p:], sums[:p, p:], sums[:p, :p])


def pairs():
    return [(a, b) for place, a in enumerate(COLUMNS) for b in COLUMNS[place:]]


def duckdb_moments():
    covariances = ", ".join(f"covar_samp({a}, {b})" for a, b in pairs())
    return database.execute(f"SELECT {covariances} FROM main.analyst").fetchone()


def polars_moments():
    both = lambda a, b: pl.col(a).is_not_null() & pl.col(b).is_not_null()
    f = lambda name: pl.col(name).cast(pl.Float64)
    of = lambda a, b: pl.cov(f(a).filter(both(a, b)), f(b).filter(both(a, b))).alias(f"{a} {b}")
    return frame.lazy().select(of(a, b) for a, b in pairs()).collect().row(0)


# Exact LMG from one covariance matrix.
def full(upper):
    matrix = np.zeros((len(COLUMNS), len(COLUMNS)))
    matrix[np.triu_indices(len(COLUMNS))] = upper
    return matrix + np.triu(matrix, 1).T


def shapley(r2):
    # r2 by the bits of the set, along the last axis.
    p = r2.shape[-1].bit_length() - 1
    size = np.array([bin(s).count("1") for s in range(1 << p)]) if p < 12 else SIZES
    weight = np.array([1 / (p * math.comb(p - 1, s)) for s in range(p)] + [0.0])[size]
    parts = []
    for j in range(p):
        halves = r2.reshape(*r2.shape[:-1], -1, 2, 1 << j)
        w = weight.reshape(-1, 2, 1 << j)[:, 0]
        parts.append(((halves[..., 1, :] - halves[..., 0, :]) * w).sum((-2, -1)))
    return np.stack(parts, -1)


SIZES = np.array([0], dtype=np.int8)
for _ in range(len(STATEMENTS)):
    SIZES = np.concatenate([SIZES, SIZES + 1])
covariances = full(numpy_prepared_moments())


def numpy_importance_plain():
    p = len(STATEMENTS)
    r2 = np.zeros(1 << p)
    for subset in range(1, 1 << p):
        chosen = [j + 1 for j in range(p) if subset >> j & 1]
        c = covariances[0, chosen]
        r2[subset] = c @ np.linalg.solve(covariances[np.ix_(chosen, chosen)], c)
    return shapley(r2 / covariances[0, 0])


def numpy_importance_batches():
    p = len(STATEMENTS)
    r2 = np.zeros(1 << p)
    bits = (np.arange(1 << p)[:, None] >> np.arange(p) & 1).astype(bool)
    for size in range(1, p + 1):
        sets = np.nonzero(SIZES == size)[0]
        for chunk in np.array_split(sets, max(1, len(sets) // 20_000)):
            chosen = np.nonzero(bits[chunk])[1].reshape(len(chunk), size) + 1
            r = covariances[chosen[:, :, None], chosen[:, None, :]]
            c = covariances[0, chosen]
            r2[chunk] = (c * np.linalg.solve(r, c[..., None])[..., 0]).sum(1)
    return shapley(r2 / covariances[0, 0])


def sweep(matrices):
    """R² of all sets of drivers, of many covariance matrices at once: eliminate one driver after
    the other in all sets that have it."""
    state = matrices[..., None, :, :]
    total = state[..., 0, 0]
    while state.shape[-1] > 1:
        row, pivot = state[..., -1, :-1], state[..., -1, -1]
        rest = state[..., :-1, :-1]
        taken = rest - row[..., :, None] * (row / pivot[..., None])[..., None, :]
        # The driver is the next lower bit: sets without it, then sets with it.
        state = np.stack([rest, taken], -3).reshape(*rest.shape[:-3], -1, *rest.shape[-2:])
    return (1.0 - state[..., 0, 0] / total).reshape(*matrices.shape[:-2], -1)


def numpy_importance_sweep():
    return shapley(sweep(covariances))


# 2,000 resamples of people: intervals of KSS and of LMG (those who answered everything).
def bootstrap_features(start, end, dtype):
    columns = COLUMNS[: 1 + BOOTSTRAP_DRIVERS]
    x = np.array([raw[name][start:end] for name in columns]).astype(dtype)
    answered = x < BLANK
    z = (100 * (x[0] >= 9).astype(dtype) - 100 * (x[0] <= 6).astype(dtype)) * answered[0]
    both = answered[1:] & answered[0]
    agree = both & (x[1:] >= 4)
    rows = np.vstack([np.ones_like(z), x]) * answered.all(0)
    products = rows[UPPER[0]] * rows[UPPER[1]]
    return np.vstack([agree * z, agree, both * z, both, products]).T


UPPER = np.triu_indices(BOOTSTRAP_DRIVERS + 2)


def bootstrap_figures(sums):
    p, b = BOOTSTRAP_DRIVERS, len(sums)
    agree_z, agree, both_z, both = (sums[:, place * p : (place + 1) * p] for place in range(4))
    kss = 100 - (agree_z / agree - both_z / both)
    square = np.zeros((b, p + 2, p + 2))
    square[:, UPPER[0], UPPER[1]] = sums[:, 4 * p :]
    square[:, UPPER[1], UPPER[0]] = sums[:, 4 * p :]
    total, x = square[:, 0, :1, None], square[:, 0, 1:]
    cov = square[:, 1:, 1:] - x[:, :, None] * x[:, None, :] / total
    return np.hstack([kss, shapley(sweep(cov))])


def limits(features, chunk):
    """Rows of the features are drawn with replacement, as often as there are."""
    rng = np.random.default_rng(1)
    n = len(features)
    figures = []
    for _ in range(REPLICATES // chunk):
        drawn = rng.integers(0, n, (chunk, n)) + n * np.arange(chunk)[:, None]
        weights = np.bincount(drawn.ravel(), minlength=chunk * n).reshape(chunk, n)
        sums = weights.astype(features.dtype) @ features
        figures.append(bootstrap_figures(sums.astype(np.float64)))
    return np.quantile(np.vstack(figures), [0.025, 0.975], axis=0, method="weibull").ravel()


def numpy_bootstrap(dtype):
    return limits(np.ascontiguousarray(bootstrap_features(0, BOOTSTRAP_ROWS, dtype)), 100)


def numpy_everybody():
    n, chunk = len(raw["score"]), 50_000
    parts = [bootstrap_features(start, start + chunk, np.float32) for start in range(0, n, chunk)]
    return limits(np.vstack(parts), 20)


def numpy_groups(n):
    chunk = min(n, 50_000)
    group = np.random.default_rng(2).permutation(n) % GROUPS
    sums = 0.0
    for start in range(0, n, chunk):
        features = bootstrap_features(start, start + chunk, np.float64)
        order = np.argsort(group[start : start + chunk], kind="stable")
        starts = np.searchsorted(group[start : start + chunk][order], np.arange(GROUPS))
        sums = sums + np.add.reduceat(features[order], starts, axis=0)
    return limits(sums, 100)


ENGINES = {
    "segments": {
        f"DuckDB {duckdb.__version__}": duckdb_segments,
        f"Polars {pl.__version__}": polars_segments,
        f"pandas {pd.__version__}": pandas_segments,
        "DuckDB, prepared": lambda: duckdb_segments("prepared", f"score < {BLANK}"),
        "Polars, prepared": lambda: polars_segments(bytes_frame),
        "numpy, prepared": numpy_segments,
    },
    "tables": {
        f"DuckDB {duckdb.__version__}": duckdb_tables,
        f"Polars {pl.__version__}": polars_tables,
        f"pandas {pd.__version__}": pandas_tables,
        "DuckDB, prepared": lambda: duckdb_tables("prepared"),
        "Polars, prepared": polars_prepared_tables,
        "numpy, prepared": numpy_tables,
    },
    "moments": {
        f"DuckDB {duckdb.__version__}": duckdb_moments,
        f"Polars {pl.__version__}": polars_moments,
        f"pandas {pd.__version__}": pandas_moments,
        f"numpy {np.__version__}": numpy_moments,
        "numpy, prepared": numpy_prepared_moments,
    },
    "importance": {
        "numpy, one set after the other": numpy_importance_plain,
        "numpy, sets of a size in batches": numpy_importance_batches,
        "numpy, elimination in all sets at once": numpy_importance_sweep,
    },
    "bootstrap": {
        "numpy, 64 bits": lambda: numpy_bootstrap(np.float64),
        "numpy, 32 bits": lambda: numpy_bootstrap(np.float32),
        "numpy, the same random groups": lambda: numpy_groups(BOOTSTRAP_ROWS),
    },
    "groups": {
        "numpy, 32 bits, people one by one": numpy_everybody,
        "numpy, the same random groups": lambda: numpy_groups(len(raw["score"])),
    },
}
print("\t".join(f"{job}/{name}" for job, engines in ENGINES.items() for name in engines))
functions = [function for engines in ENGINES.values() for function in engines.values()]
for line in sys.stdin:
    function = functions[int(line.split()[0])]
    wall, processor = time.perf_counter(), time.process_time()
    runs = 0
    while runs == 0 or time.perf_counter() - wall < LONG_ENOUGH:
        figures = function()
        runs += 1
    seconds = time.perf_counter() - wall, time.process_time() - processor
    figures = checksum(figures) if isinstance(figures[0], tuple) and len(figures[0]) == 4 else figures
    print(*(second / runs for second in seconds), *(float(figure) for figure in figures))
