"""The audit that stays: attacks on the whole program, each of many bounded tries with a seed, run by ``python3 dev.py attack``."""
