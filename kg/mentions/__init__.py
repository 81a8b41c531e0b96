"""From text to names: tokens, lexicons, the rule cascade, and which mentions of one page are the same thing."""
