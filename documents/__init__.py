"""Papers: what they state, their templates, Word and PDF files, signed scans."""
