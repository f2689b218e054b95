"""A routine for a wall or a calendar: pure functions from published items to finished bytes.
Nothing here knows of a request, of a database or of anybody's answers."""
