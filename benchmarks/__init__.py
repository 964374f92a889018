"""What ``make bench`` measures: see docs/performance.md for the figures and ``python -m benchmarks --help``."""
