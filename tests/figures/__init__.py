"""The drawings: bodies, checks, pictures."""
