"""The lists that editors of the careers exchange: occupations, courses, pay and prospects."""

from .lists import COURSES, LISTS, OCCUPATIONS, PAY, PROSPECTS

__all__ = ["COURSES", "LISTS", "OCCUPATIONS", "PAY", "PROSPECTS"]
