"""Self-check answers in; urgency, warnings and what is safe to do out.

Pure: no I/O, no clock, no framework, nothing but the standard library. The rules are values
(`RuleSet`), the outcome is a value (`Outcome`), and the same pair always gives the same outcome.
"""
