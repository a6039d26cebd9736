"""The limits that texts and questions are held to, in one place: the checker and the author's
manual read them here. Pure.
"""

from __future__ import annotations

OPTIONS = (2, 6)
"""Least and most answers to choose from."""
STEPS = (3, 8)
"""Least and most steps to order, or pairs to match."""
RATED = (3, 5)
"""Least and most steps of a rating."""
ASKED = (2, 4)
"""Least and most graded questions that stand in the course, for each module."""
ENOUGH = 4
"""Graded questions of each form that a competence needs for those whose profile holds it."""
LONGEST_SENTENCE = 30
"""Words in a sentence."""
JUDGED = 50
"""Words that a text needs for its LIX to say anything."""
SECTION_WORDS = 120
"""Words in a municipality's text for a section; longer texts are modules of their own."""
SMALL_NUMBERS = 13
"""Numbers below it are small change of everyday language: tre steg, 10 minuter."""
