"""What the bare view and those who start it agree on."""

# The environment variable with the folder of the bytes that the bare view returns.
BODIES = "BENCH_BODIES"
