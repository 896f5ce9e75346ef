"""Who may do what where, as pure values: roles, spans of the tree, reach."""
