"""JSON doors of the tree, and how every API request is signed in."""
