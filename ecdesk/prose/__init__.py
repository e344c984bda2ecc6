"""Claims in prose: reading a manuscript and checking every figure in it."""
