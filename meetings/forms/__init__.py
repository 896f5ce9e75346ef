"""Django forms and formsets for what people enter about meetings."""
