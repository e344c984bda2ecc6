"""How an exhibit is laid out: which figure or text each cell is about, and in which order rows that sort themselves stand."""

from ecdesk.domain.book.layouts.keys import cell_key, cell_keys, layout_faults, said_period

__all__ = ["cell_key", "cell_keys", "layout_faults", "said_period"]
