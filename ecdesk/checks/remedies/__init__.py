"""What would put failing rules right: error localisation, suggestions and balanced rounding."""
