"""A second reading of HeyGen's photo-avatar API, to hold the client against.

The sandbox was written by those who wrote the client: what they read wrongly is wrong on both
sides, and every test passes. This server was written from the published facts alone, by somebody
who had seen neither, and imports nothing of the package. `server` says how it is used.
"""

from tests.support.independent_heygen.avatars import hashed
from tests.support.independent_heygen.money import UNITS_PER_GENERATION, Charge
from tests.support.independent_heygen.server import IndependentHeyGen

__all__ = ["UNITS_PER_GENERATION", "Charge", "IndependentHeyGen", "hashed"]
