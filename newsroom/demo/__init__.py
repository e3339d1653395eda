"""The demo newsroom: the material of one invented harbour city, and the code that loads it."""
