"""The JSON API of members: serializers, viewsets and their URLs."""
