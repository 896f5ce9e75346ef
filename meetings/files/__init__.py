"""Attachments: validation and cleaning of uploads, photos and their duplicates."""
