"""One HTTP layer for every system: authentication, limits, retries, paging and error shapes, all driven by profiles."""
