"""URLs of this app, by the address they stand under."""
