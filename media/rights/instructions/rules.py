"""All that single sentences mean, each rule in its turn."""

from . import bounded, spans, territories, times, uses
from .readings import Circumstances, Sentence

# A rule takes what it reads away from those after it.
_RULES = (
    bounded.bars,
    times.between,
    spans.for_a_span,
    times.at_moments,
    times.until_a_weekday,
    times.at_weekdays,
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
