"""The open data of the Belgian register (KBO/BCE) as companies of openthebox."""
