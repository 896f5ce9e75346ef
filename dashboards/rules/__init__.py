"""Pure rules of pages: how the text of a guide becomes HTML."""
