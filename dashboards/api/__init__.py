"""API of organizations and the hand-over list."""
