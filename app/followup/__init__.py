"""Lists that join what the others hold: the start page, a manager's units, the list for HR and the
council's secretary.

Knows people, the ledger, duties and competence. Derives nothing itself: status comes from
`duties`.
"""
