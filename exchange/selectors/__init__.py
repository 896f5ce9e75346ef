"""What imports and exports read: checks of uploaded rows, lines of exported ones."""
