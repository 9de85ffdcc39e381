"""`make bench`: every benchmark, one after the other."""

from benchmarks import passes, quiet_night

passes.main()
quiet_night.main()
