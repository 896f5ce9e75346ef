"""Pure rules about proposed meetings."""
