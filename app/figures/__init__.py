"""Drawings of people doing exercises: joint angles in, SVG out. Pure: the standard library alone.

Lengths are centimetres on a person 170 cm tall, angles are degrees. In the world x goes to where
a standing person looks, y to their left, z up; the floor is z = 0.
"""
