"""Writers that turn invented data into database rows."""
