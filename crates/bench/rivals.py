"""Runs the dashboard's queries in DuckDB and Polars, one per line of input.

The data comes as one file of bytes per column. Each engine gets the form that is fastest for it: a
native table or an in-memory frame, the month as a ready column, dimensions as small numbers, missing
answers in-band. Input is "ENGINE QUERY"; output is the seconds and a checksum of the counts.
"""

import pathlib
import sys
import time

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

folder = pathlib.Path(sys.argv[1])
arrays = {path.stem: np.fromfile(path, dtype=np.uint8) for path in folder.glob("*.u8")}
STATEMENTS = sorted((name for name in arrays if name[0] == "s" and name != "score"), key=lambda s: int(s[1:]))

answers = pa.table(arrays)
database = duckdb.connect()
database.execute("SET enable_progress_bar = false")
database.execute("CREATE TABLE f AS SELECT * FROM answers")
frame = pl.DataFrame(arrays)
del answers


def duckdb_trend():
    return database.execute(
        "SELECT month, d0, score, count(*) FROM f WHERE d1 = 1 GROUP BY ALL"
    ).fetchall()


def duckdb_drivers():
    parts = (
        f"SELECT {place}, {name}, score, count(*) FROM f WHERE d1 = 1 GROUP BY {name}, score"
        for place, name in enumerate(STATEMENTS)
    )
    return database.execute(" UNION ALL ".join(parts)).fetchall()


def polars_trend():
    kept = frame.lazy().filter(pl.col("d1") == 1)
    return kept.group_by("month", "d0", "score").len().collect().rows()


def polars_drivers():
    kept = frame.lazy().filter(pl.col("d1") == 1).select(*STATEMENTS, "score").collect()
    tables = pl.collect_all([kept.lazy().group_by(name, "score").len() for name in STATEMENTS])
    return [(place, *row) for place, counts in enumerate(tables) for row in counts.rows()]


def checksum(rows, width):
    places = ((row[0] * width + row[1]) * 16 + min(row[2], 15) for row in rows)
    return len(rows), sum(row[3] for row in rows), sum(p * row[3] for p, row in zip(places, rows))


ENGINES = [
    {"q1": duckdb_trend, "q2": duckdb_drivers},
    {"q1": polars_trend, "q2": polars_drivers},
]
print(f"DuckDB {duckdb.__version__}\tPolars {pl.__version__}")
for line in sys.stdin:
    engine, query = line.split()
    start = time.perf_counter()
    rows = ENGINES[int(engine)][query]()
    seconds = time.perf_counter() - start
    print(seconds, *checksum(rows, 100 if query == "q1" else 16))
