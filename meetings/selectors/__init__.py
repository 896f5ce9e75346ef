"""Read models of meetings for pages, actions and documents, each read in a fixed number of queries."""
