"""Files to articles: reading, layout, reading order, bylines and dates. Entrances: ``read`` and ``segment``."""
