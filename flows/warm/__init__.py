"""The warm worker: starts a run within a second because everything it needs is already loaded.

A process worker needs five to six seconds a run, most of it imports: right for the night, too long for a person who
waits. Start it with `python -m flows.warm`; `passerelle up` does.
"""
