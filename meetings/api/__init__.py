"""The JSON API of meetings: serializers, viewsets and their urls."""
