"""What is a video, which files has it, and what plays it?

Our own files, looked at piece by piece, captions, players of other sites. May import ``storage``.
"""
