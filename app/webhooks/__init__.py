"""Webhooks: who wants to hear of a release or of rules, and a queue in the database that tells
them. Owns its tables."""
