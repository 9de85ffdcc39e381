"""The receiver: takes the calls by which systems tell of their changes, and has the records looked at.

A call is a hint. It is checked and acknowledged at once; what it names is collected for a moment, and Prefect is asked
for one run over all of it. What is lost on the way is carried by the nightly run.
"""
