"""Books as pandas DataFrames, for scripts; see ``docs/frames.md``."""

from ecdesk.session.frames import exhibit, read

__all__ = ["exhibit", "read"]
