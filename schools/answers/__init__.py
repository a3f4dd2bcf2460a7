"""From what the sources said about one location to what the site answers about it.

Pure functions without a database. `describe` is the whole rule; each step of it has a module of its own.

1. A confirmation by school or municipality counts from its date and outweighs every count of the profile whose
   period did not begin after that date. It can say yes, no, starting in a school year, stopping in one, or that
   they do not know. It answers what was counted until then: only a count of a later day, which it still outweighs,
   contradicts it. Two who confirm otherwise contradict each other until one follows the other or says it again.
2. Otherwise the two newest exam years in which the location had candidates of the same kind (basis, kader and
   gemengd together, or theoretisch) decide: a candidate in the newest is "yes", in neither is "no", in the older
   one only is "unknown". Pupils counted after the newest exam year that was imported are "yes" as well. Older
   pupils are history.
3. The kind of the location follows from the candidates, and from DUO's structure only where there were none.
4. Every leerweg is judged by the same rule; the profile is what its leerwegen say together.
5. What somebody read on the school's website changes no answer. Where it says otherwise, and nobody confirmed the
   profile since, the sources contradict each other. An answer that is not known stays so.
"""

from .confirmations import last_about, leerweg_status, outweighs, settled
from .counts import Counts
from .describing import describe
from .values import (
    ANNOUNCED,
    BKG,
    BY_PEOPLE,
    STRONGEST_FIRST,
    Answer,
    Description,
    Profiles,
    Statement,
)

__all__ = [
    "ANNOUNCED",
    "BKG",
    "BY_PEOPLE",
    "STRONGEST_FIRST",
    "Answer",
    "Counts",
    "Description",
    "Profiles",
    "Statement",
    "describe",
    "last_about",
    "leerweg_status",
    "outweighs",
    "settled",
]
