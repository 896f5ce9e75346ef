"""Sign-in identities: who a user is. What a user may do is decided by branches (mandates and reach)."""
