"""The shape of what people send about meetings: Django forms and formsets."""
