"""The hub: what is known of every record on every side, what is planned, sent and done, and all that ever changed."""
