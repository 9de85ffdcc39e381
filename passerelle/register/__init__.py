"""The Belgian register's open data (KBO/BCE): its files, read as a stream into the hub."""
