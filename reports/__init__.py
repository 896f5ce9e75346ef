"""Monthly supervision reports: figures computed from meetings, frozen, published and corrected."""
