"""Pure rules of meetings, without the ORM: facts in, findings out."""
