"""`make bench`: every benchmark, one after the other."""

from benchmarks import customers, initialisation, news, passes, quiet_night

passes.main()
quiet_night.main()
initialisation.main()
customers.main()
news.main()
