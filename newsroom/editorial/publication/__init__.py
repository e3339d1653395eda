"""How does a draft become a document, and how do followers hear of it?

Compiling, the ledger, announcements, recompiling. May import ``drafts`` and what is below it.
"""
