"""HTML doors of the tree, of mandates, accounts and API clients: one noun a file."""
