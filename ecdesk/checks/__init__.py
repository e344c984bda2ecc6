"""The rules engine: what figures must satisfy, and which do not."""
