"""Running flows from the command line: where they are recorded, how parameters are read, what is shown."""
