"""The panels around the editor: outline, inspector, findings, chart."""
