"""HTML doors of people, of rosters coming in and going out, of terms and accounts: one noun a file."""
