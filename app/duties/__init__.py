"""Who must what, until when: requirements, their cycles, and the one rule that derives a person's
duty.

Status is derived here and nowhere else; the start page, the manager's list and HR's table all ask
this slice. Knows people and the ledger.
"""
