"""From an outcome of slugs to an answer in words. Decides nothing."""
