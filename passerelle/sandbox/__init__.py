"""A loopback stand-in for each external system, to try Passerelle, to show it and to test it.

It is written from ``docs/systems.md`` alone and shares no code with the clients, so that neither inherits the other's
mistakes. One port serves every system under ``/<system>/…`` and its own controls under ``/_sandbox/…``.

To add a system: a package beside ``openthebox`` that holds its routes and its seed and describes them in one
``System``, and one line in ``registry``. Each route cites the facts it rests on (``answers.cites``).
"""
