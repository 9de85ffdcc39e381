"""`python -m flows.warm`: serve the work pool `passerelle-warm` until told to stop."""

from __future__ import annotations

import sys

from flows.warm.serving import serve

sys.exit(serve())
