"""Relations between figures: searched by structure, confirmed by digits, judged in the domain."""
