"""The municipalities of the region on a map, coloured by an indicator, always with the table."""
