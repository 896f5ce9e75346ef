"""API of reports and of the recording effort."""
