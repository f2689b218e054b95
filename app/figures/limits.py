"""How far healthy joints go, in degrees.

Hip, knee, ankle, shoulder, elbow: the wider of two tables, the Merck Manual's normal values for
range of motion of joints (Merck Sharp & Dohme, 2013; read in a copy) and a form for examining
joints, "Normal ROM" (read in a copy; it has more for the hip's turn and the shoulder). Shoulder
backwards, spine and neck: values that several pages repeat, checked in none of their sources; a
hand that carries weight goes farther back than the tables' 70, which is our own observation. The
shoulder's turn has none: with the arm across the body or over the head, this angle alone says
nothing.

A drawing within these may still be more than a reader can do; one outside is wrong for nearly
everybody.
"""

LIMITS: dict[str, tuple[float, float]] = {
    "hip.flex": (-30, 125),
    "hip.abduct": (-25, 45),
    "hip.turn": (-45, 60),
    "knee.flex": (0, 140),
    "ankle.flex": (-50, 20),
    "ankle.turn": (-35, 35),
    "spine.flex": (-30, 75),
    "spine.side": (-35, 35),
    "spine.turn": (-50, 50),
    "neck.flex": (-45, 50),
    "neck.side": (-45, 45),
    "neck.turn": (-80, 80),
    "shoulder.flex": (-60, 180),
    "shoulder.abduct": (-50, 180),
    "elbow.flex": (0, 160),
    "wrist.flex": (-85, 90),
}
"""Forwards, away from the middle, outwards and toes up are positive."""
