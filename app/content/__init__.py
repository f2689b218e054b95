"""One module a noun. Each shows, top to bottom, what an author writes, what is stored and what a
client receives."""
