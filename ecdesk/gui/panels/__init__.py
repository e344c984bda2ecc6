"""The panels around the editor: outline, inspector, findings, and the forms of exhibits and new tables."""
