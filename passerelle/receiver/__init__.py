"""The receiver: takes the calls by which systems tell of their changes, and has the records looked at.

A call is a hint. It is checked, kept in the hub and then acknowledged; what it names is collected for a moment, and
Prefect is asked for one run over all of it, until one has got through.
"""
