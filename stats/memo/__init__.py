"""A note for a council: chosen indicators of one area, to print and as PDF."""
