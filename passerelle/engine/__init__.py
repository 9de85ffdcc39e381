"""The engine: one order of steps that every integration follows, from reading two systems to writing history."""
