"""What areas send: read, asked about, stored, and answered."""
