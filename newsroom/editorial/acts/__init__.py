"""What can be done with an item or a shared thing?

Publishing, takedowns, the steps of the desk, merging, repairing what a wrong clock wrote. Each act
is one transaction. May import ``publication`` and what is below it.
"""
