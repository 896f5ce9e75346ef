"""The JSON API of papers: serializers, viewsets and their URLs."""
