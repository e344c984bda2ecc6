"""What a user can do: one small function a verb, one file a noun."""
