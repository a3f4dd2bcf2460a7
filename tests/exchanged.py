"""Files for the tests of lists: what is stored, with something changed in it."""

from portal.importing import table_file


def stored_rows_of(exchange):
    """The cells of all stored rows, in the order of their keys."""
    stored = sorted(exchange.stored().items(), key=lambda row: [str(part or "") for part in row[0]])
    return [exchange.cells(key, values) for key, (_pk, values) in stored]


def file_of(exchange, sort="csv", change=lambda row: {}, more=()):
    """All stored rows as a file. `change` gives other cells for a row; `more` rows are for the rest like the first."""
    rows = [dict(zip(exchange.titles, cells, strict=True)) for cells in stored_rows_of(exchange)]
    added = [{**rows[0], **cells} for cells in more]
    rows = [{**row, **change(row)} for row in rows] + added
    return table_file(sort, exchange.titles, (row.values() for row in rows))


def pick(place, cells):
    """A change of the row at this place."""
    places = iter(range(1_000_000))
    return lambda row: cells if next(places) == place else {}


def changed(key, cells):
    """A change of the row with this in its first column."""
    return lambda row: cells if next(iter(row.values())) == key else {}
