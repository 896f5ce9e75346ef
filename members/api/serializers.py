"""Serializers of members. Answers are plain dicts of members.selectors.member_list; rules stand in the actions."""

from rest_framework import serializers

from branches.api.fields import OrganizationCodeField
from core.api import StrictFields
from members.actions.unmask_number import FIELDS
from members.filters import STATUSES
from members.states import ETHNICITIES, Gender


class MemberSerializer(serializers.Serializer):
    """A member in a list; documents members.selectors.member_list.member_data."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    gender = serializers.ChoiceField(Gender.choices, help_text="GB/T 2261.1")
    birth_year = serializers.IntegerField(allow_null=True)
    organization = serializers.CharField(help_text="code of the branch")
    group = serializers.CharField(allow_null=True, help_text="code of the group")
    status = serializers.ChoiceField(STATUSES)
    joined_on = serializers.DateField()
    full_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    identity = serializers.CharField(allow_blank=True, help_text="masked")
    phone = serializers.CharField(allow_blank=True, help_text="masked")
    version = serializers.IntegerField(min_value=1, help_text="counts the changes; also the ETag")


class MemberDetailSerializer(MemberSerializer):
    """One member. The fields after `version` are null without VIEW_PRIVATE."""

    birth_on = serializers.DateField(allow_null=True)
    number = serializers.CharField(allow_null=True, allow_blank=True)
    ethnicity = serializers.IntegerField(allow_null=True, help_text="GB/T 3304")
    education = serializers.CharField(allow_null=True, allow_blank=True)
    native_place = serializers.CharField(allow_null=True, allow_blank=True)
    workplace = serializers.CharField(allow_null=True, allow_blank=True)
    occupation = serializers.CharField(allow_null=True, allow_blank=True)
    applied_on = serializers.DateField(allow_null=True)
    is_mobile = serializers.BooleanField(allow_null=True)
    note = serializers.CharField(allow_null=True, allow_blank=True)
    warnings = serializers.DictField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="field → what to look at again under the constitutions of 1945 to 1956 and 1969 to 1977; stops nothing",
    )


class InputSerializer(StrictFields, serializers.Serializer):
    """Base of request bodies: unknown fields are refused."""


class MemberFactsSerializer(InputSerializer):
    name = serializers.CharField(max_length=64)
    gender = serializers.ChoiceField(Gender.choices, required=False)
    birth_on = serializers.DateField(required=False, allow_null=True)
    identity = serializers.CharField(max_length=24, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=24, required=False, allow_blank=True)
    address = serializers.CharField(max_length=100, required=False, allow_blank=True)
    joined_on = serializers.DateField()
    full_on = serializers.DateField(required=False, allow_null=True)
    applied_on = serializers.DateField(required=False, allow_null=True)
    number = serializers.CharField(max_length=32, required=False, allow_blank=True)
    ethnicity = serializers.ChoiceField(list(ETHNICITIES.items()), required=False, allow_null=True)
    education = serializers.CharField(max_length=32, required=False, allow_blank=True)
    native_place = serializers.CharField(max_length=64, required=False, allow_blank=True)
    workplace = serializers.CharField(max_length=120, required=False, allow_blank=True)
    occupation = serializers.CharField(max_length=32, required=False, allow_blank=True)
    is_mobile = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class MemberUpdateSerializer(MemberFactsSerializer):
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="the version seen"
    )


class MembershipTransferSerializer(InputSerializer):
    organization = OrganizationCodeField()
    group = OrganizationCodeField(required=False, allow_null=True)
    on = serializers.DateField()
    document = serializers.CharField(max_length=60, help_text="number of the letter or document (R-STA-12)")


class GroupChangeSerializer(InputSerializer):
    group = OrganizationCodeField(allow_null=True, help_text="code of a group of the branch; null for none")
    on = serializers.DateField()


class LookUpSerializer(InputSerializer):
    number = serializers.CharField(max_length=40, help_text="a whole identity number or telephone")


class UnmaskSerializer(InputSerializer):
    field = serializers.ChoiceField(list(FIELDS.items()))
    purpose = serializers.CharField(max_length=200)


class UnmaskedNumberSerializer(serializers.Serializer):
    field = serializers.CharField()
    value = serializers.CharField()
