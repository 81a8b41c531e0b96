"""From mentions to facts: what the sentences of a page say of the things it names, and who is who across pages."""
