"""What if a location stops or starts a profile: figures before and after, from the same counts."""
