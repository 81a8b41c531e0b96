"""What a graph is for: queries, tables, profiles, explanations, networks, exports and evaluation."""
