"""The admin of an item: its form, lists, history, and the steps that can be taken."""
