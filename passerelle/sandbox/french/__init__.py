"""What the stand-ins of French vendors have in common: texts and numbers, errors, lists, the door."""
