"""Benchmarks: how long whole runs take, as ratios that mean something on another machine."""
