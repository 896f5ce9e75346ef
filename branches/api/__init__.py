"""The JSON API of the branches app, and the authentication of every API request."""
