"""What the learning adds up to: evidence by competence and rung, and the map of units and bodies.

Knows the ledger, people, duties and the framework. Keeps dated counters that `flask verify`
recounts from the facts.
"""
