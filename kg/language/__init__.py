"""Pure functions on strings: numerals, times, character width. Nothing here knows of pages or entities."""
