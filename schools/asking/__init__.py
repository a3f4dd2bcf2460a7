"""Asking a school by mail to confirm its own ten profiles: the question, the answer, and what is decided upon it."""
