"""Exempelby kommun: an invented municipality for trying the product out.

Everything is drawn from a seed and the day it is made, and goes in by the same files and the same
verbs as a real municipality's. It stands on the outermost floor and may know every slice; nobody
knows it but the commands. No one here exists: family names are put together from invented parts.
"""

from app.demo.fill import fill
from app.demo.layer import write_layer
from app.demo.town import files

__all__ = ["files", "fill", "write_layer"]
