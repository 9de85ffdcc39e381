"""What a person reads afterwards: the page of a run, and what is known of one record."""
