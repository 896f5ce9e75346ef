"""Management commands of documents, and the page layout their templates use."""
