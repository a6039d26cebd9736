"""Who people are and where they belong: units, bodies, employments, assignments, roles, and how
they sign in.

Knows nothing of courses. The ledger knows a person only by the random subject key; names live
here and can be erased.
"""
