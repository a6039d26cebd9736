"""The ledger: what each person answered and completed, word for word about which text. Facts are
only added.

Knows courses and the subject key. Knows nothing of who must take what (duties) or what it adds up
to (competence).
"""
