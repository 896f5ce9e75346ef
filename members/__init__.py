"""Party members: their files, where they belonged and when, posts they held; rosters coming in from Excel."""
