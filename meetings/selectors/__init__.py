"""Read models of meetings: what a page, an action or a paper asks, read in a fixed number of queries."""
