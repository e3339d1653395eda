"""All that single sentences mean, each rule in its turn."""

from . import territories, times, uses
from .readings import Circumstances, Sentence

# A rule takes what it reads away from those after it.
_RULES = (
    times.between,
    times.for_a_span,
    times.at_moments,
    times.until_a_weekday,
    territories.out,
    territories.only,
    territories.named,
    uses.not_online,
    uses.not_passed_on,
)


def read(text: str, given: Circumstances) -> Sentence:
    """What the rules make of a sentence in capitals."""
    sentence = Sentence(text)
    for rule in _RULES:
        rule(sentence, given)
    return sentence
