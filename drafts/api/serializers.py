"""What the API says of unfinished work, and takes."""

from rest_framework import serializers

from branches.access.roles import Capability
from branches.api.fields import OrganizationCodeField
from core.api import StrictFields, UploadSerializer
from core.writes import TaggedRow
from drafts.models import Draft
from drafts.states import BEGUN

TEXT = {"max_length": 100_000, "allow_blank": True, "trim_whitespace": False}


class DraftSerializer(TaggedRow):
    id = serializers.UUIDField(source="uuid", help_text="of the record it becomes")
    organization = serializers.CharField(source="organization.code", help_text="code")
    kind = serializers.ChoiceField(Draft.Kind.choices)
    title = serializers.CharField()
    theme = serializers.CharField()
    begins_at = serializers.DateTimeField(allow_null=True)
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True)),
        help_text="control of the form → its values",
    )
    device = serializers.CharField(help_text="手机, 电脑 or 接口: where it was saved last")
    saved_at = serializers.DateTimeField()
    files = serializers.IntegerField(source="file_count", help_text="files that are not taken away")


class BinSerializer(TaggedRow):
    id = serializers.IntegerField(source="pk")
    draft = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="organization.code", help_text="code")
    title = serializers.CharField()
    theme = serializers.CharField()
    deleted_at = serializers.DateTimeField()
    days_left = serializers.IntegerField(source="days_in_bin", help_text="for how long it can be put back")
    files = serializers.IntegerField(source="file_count")


class KeepSerializer(StrictFields, serializers.Serializer):
    uuid = serializers.UUIDField(help_text="of the record it becomes: chosen by the client, or of the record")
    organization = OrganizationCodeField(capability=Capability.RECORD_MEETING, help_text="code")
    kind = serializers.ChoiceField(
        [(kind.value, kind.label) for kind in BEGUN], default=Draft.Kind.RECORD.value
    )
    title = serializers.CharField(max_length=200, allow_blank=True, default="")
    theme = serializers.CharField(max_length=300, allow_blank=True, default="")
    begins_at = serializers.DateTimeField(allow_null=True, default=None)
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(**TEXT), max_length=500),
        help_text="control of the form → its values; takes the place of what was kept before",
    )


class FileSerializer(TaggedRow):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.CharField(help_text="photo, scan or document")
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    added_at = serializers.DateTimeField()
    removed_at = serializers.DateTimeField(allow_null=True, help_text="taken away; it can be put back")


class DraftUploadSerializer(UploadSerializer):
    organization = OrganizationCodeField(capability=Capability.RECORD_MEETING, help_text="code")
