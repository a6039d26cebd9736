"""What every slice stands on: the database, the clock, errors, the audit trail, tables as files,
sheets as PDF. Knows nobody.
"""
