"""Sign-in identities: who somebody is, nothing about what they may do (that is branches.Reach)."""
