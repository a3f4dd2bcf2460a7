"""Targets: what a municipality or region decided to aim for, and how it goes."""
