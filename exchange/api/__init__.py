"""The JSON API of imports and exports: serializers, viewsets and their URLs."""
