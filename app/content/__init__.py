"""The courses: Markdown files read as checked values, and the record of every text that was
published.

Exists so that an author writes plain text and sees each fault with file and line, and so that a
fact in the ledger can always show the very words it is about. Knows core and web; knows nothing of
people or of what they answered.
"""
