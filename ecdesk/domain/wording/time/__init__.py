"""Time as texts name it: years, halves, quarters, months, days, spans of them, and words such as 本月."""
