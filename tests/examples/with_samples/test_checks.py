"""The samples declare all that the product's system checks ask of an app."""

from django.core.checks import run_checks


def test_a_newsroom_with_the_samples_passes_the_system_checks():
    assert run_checks() == []
