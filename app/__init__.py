"""Plumbline: honest help with uneven hips."""
