"""Videos as files: what is in them, their posters and captions, and where they are kept. Knows no tables."""
