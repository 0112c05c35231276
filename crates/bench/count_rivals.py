"""Runs the dashboard's queries in DuckDB and Polars, one per line of input.

The data comes as one file per column. Each engine gets it twice, in memory, in its own format:
- as an analyst has it: dates, dictionary-coded dimensions, NULL for a missing answer;
- prepared by hand for exactly these queries: the month as a ready column, everything as bytes without
  NULL, each query in the form that was fastest of those we tried.
Input is "ENGINE QUERY"; output is the seconds, processor seconds and a
checksum of the counts.
"""

import pathlib
import sys
import time

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

KEPT = 1  # the value of dimension d1 that the filter keeps
BLANK = 11  # codes from here on are missing
FIRST_DAY = 20089  # 2025-01-01; all days are in that year

folder = pathlib.Path(sys.argv[1])
raw = {path.stem: np.fromfile(path, dtype=np.uint8) for path in folder.glob("*.u8")}
days = np.fromfile(folder / "day.u16", dtype=np.uint16).astype(np.int32)
STATEMENTS = [f"s{place}" for place in range(sum(name[0] == "s" for name in raw) - 1)]


def natural(name, codes):
    if name[0] == "d":
        names = pa.array([str(value) for value in range(256)])
        return pa.DictionaryArray.from_arrays(pa.array(codes), names)
    return pa.array(codes, mask=codes >= BLANK)


analyst = pa.table({name: natural(name, codes) for name, codes in raw.items()})
analyst = analyst.append_column("day", pa.array(days, type=pa.date32()))
month = pa.array(days, type=pa.date32()).cast(pa.timestamp("s")).to_numpy()
month = month.astype("datetime64[M]").astype(np.int64) % 12
prepared = pa.table({**raw, "month": month.astype(np.uint8)})

database = duckdb.connect()
database.execute("SET enable_progress_bar = false")
database.execute("CREATE TABLE analyst AS SELECT * FROM analyst")
database.execute("CREATE TABLE prepared AS SELECT * FROM prepared")
frame = pl.DataFrame(analyst)
bytes_frame = pl.DataFrame(prepared)
del analyst, prepared, raw, days, month


def duckdb_trend():
    return database.execute(
        "SELECT date_trunc('month', day) AS month, d0, score, count(*) FROM main.analyst "
        f"WHERE d1 = '{KEPT}' GROUP BY ALL"
    ).fetchall()


def duckdb_sets(table, kept):
    sets = ", ".join(f"({name}, score)" for name in STATEMENTS)
    grouping = ", ".join(STATEMENTS)
    return database.execute(
        f"SELECT grouping({grouping}), {grouping}, score, count(*) FROM main.{table} "
        f"WHERE d1 = {kept} GROUP BY GROUPING SETS ({sets})"
    ).fetchall()


def set_rows(rows):
    # The one statement that isn't summed over has the one zero bit.
    everything = (1 << len(STATEMENTS)) - 1
    for summed, *answers, score, count in rows:
        place = len(STATEMENTS) - (everything ^ summed).bit_length()
        yield place, answers[place], score, count


def duckdb_prepared_trend():
    return database.execute(
        f"SELECT month, d0, score, count(*) FROM main.prepared WHERE d1 = {KEPT} GROUP BY ALL"
    ).fetchall()


def polars_trend():
    kept = frame.lazy().filter(pl.col("d1") == str(KEPT))
    month = pl.col("day").dt.truncate("1mo")
    return kept.group_by(month, "d0", "score").len().collect().rows()


def polars_drivers():
    kept = frame.lazy().filter(pl.col("d1") == str(KEPT)).select(*STATEMENTS, "score").collect()
    tables = pl.collect_all([kept.lazy().group_by(name, "score").len() for name in STATEMENTS])
    return [(place, *row) for place, counts in enumerate(tables) for row in counts.rows()]


def polars_prepared_trend():
    kept = bytes_frame.lazy().filter(pl.col("d1") == KEPT)
    key = (pl.col("month").cast(pl.UInt16) * 32 + pl.col("d0")) * 16 + pl.col("score")
    counts = kept.select(key.alias("key")).group_by("key").len().collect().rows()
    return [(key >> 9, key >> 4 & 31, key & 15, count) for key, count in counts]


def polars_prepared_drivers():
    kept = bytes_frame.lazy().filter(pl.col("d1") == KEPT)
    keys = [(pl.col(name) * 16 + pl.col("score")).alias(name) for name in STATEMENTS]
    kept = kept.select(keys).collect()
    tables = [kept[name].value_counts().rows() for name in STATEMENTS]
    return [
        (place, key >> 4, key & 15, count)
        for place, counts in enumerate(tables)
        for key, count in counts
    ]


def code(value):
    return BLANK if value is None else value


def trend_rows(rows):
    for month, industry, score, count in rows:
        yield month if isinstance(month, int) else month.month - 1, int(industry), score, count


def checksum(rows, width):
    rows = [(a * width + code(b), code(score), count) for a, b, score, count in rows]
    places = ((place * 16 + score) * count for place, score, count in rows)
    return len(rows), sum(count for *_, count in rows), sum(places)


ENGINES = {
    f"DuckDB {duckdb.__version__}": (duckdb_trend, lambda: duckdb_sets("analyst", f"'{KEPT}'")),
    f"Polars {pl.__version__}": (polars_trend, polars_drivers),
    "DuckDB, prepared": (duckdb_prepared_trend, lambda: duckdb_sets("prepared", KEPT)),
    "Polars, prepared": (polars_prepared_trend, polars_prepared_drivers),
}
print("\t".join(ENGINES))
for line in sys.stdin:
    engine, query = line.split()
    name, (trend, drivers) = list(ENGINES.items())[int(engine)]
    start, processor = time.perf_counter(), time.process_time()
    rows = trend() if query == "q1" else drivers()
    seconds = time.perf_counter() - start, time.process_time() - processor
    if query == "q1":
        print(*seconds, *checksum(trend_rows(rows), 100))
    else:
        print(*seconds, *checksum(set_rows(rows) if "DuckDB" in name else rows, 16))
