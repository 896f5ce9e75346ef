"""Pure rules of organizations: findings and tree paths."""
