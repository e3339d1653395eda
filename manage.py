#!/usr/bin/env python
"""The project's command line: ``python manage.py help`` lists what it can do."""

from newsroom.command_line import main

if __name__ == "__main__":
    main()
