"""Proves the safety invariants of a rule set for every possible set of answers, with z3.

The only part of `app.triage` that needs more than the standard library; a server never imports it.
"""
