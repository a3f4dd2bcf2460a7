"""Files of DUO that staff send in or have fetched: kept, judged before anything changes, and applied as judged.

The reading itself is that of schools.importers, in a process of its own: pages only start it and tell how it goes.
"""
