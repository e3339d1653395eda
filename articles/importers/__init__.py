"""Bringing content in from other systems: a reader per system, one report, one way of writing."""
