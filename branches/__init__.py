"""Party organizations: their tree and its history, terms, mandates, and Reach, which decides who may act where."""
