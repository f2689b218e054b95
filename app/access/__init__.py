"""Who may do more than everybody may: keys, and how much each has asked for. Owns its tables."""
