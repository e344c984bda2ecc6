"""Times of ecdesk against a peer in the same run. Each ``bench_*.py`` here has ``rows() -> list[Row]``; see `tests.bench.harness`."""
