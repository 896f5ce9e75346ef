"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True, verbose_name="编号")),
                ("name", models.CharField(max_length=120, verbose_name="全称")),
                ("short_name", models.CharField(max_length=60, verbose_name="简称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "党委"),
                            ("working_committee", "党工委"),
                            ("general_branch", "党总支"),
                            ("branch", "党支部"),
                            ("joint_branch", "联合党支部"),
                            ("temporary_branch", "临时党支部"),
                            ("group", "党小组"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "unit_kind",
                    models.CharField(
                        choices=[
                            ("community", "社区"),
                            ("village", "村"),
                            ("organ", "机关"),
                            ("street_office", "街道机关"),
                            ("institution", "事业单位"),
                            ("state_enterprise", "国企"),
                            ("private_enterprise", "非公企业"),
                            ("social_organization", "社会组织"),
                            ("school", "学校"),
                            ("retirees", "离退休"),
                            ("mobile", "流动党员"),
                        ],
                        max_length=20,
                        verbose_name="单位类别",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="branches.organization",
                        verbose_name="上级党组织",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=120, unique=True, verbose_name="路径")),
                (
                    "activity_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="主题党日固定日"),
                ),
                ("units_covered", models.PositiveSmallIntegerField(default=1, verbose_name="覆盖单位数")),
                ("established_on", models.DateField(verbose_name="成立日期")),
                ("dissolved_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "planned_end_on",
                    models.DateField(blank=True, null=True, verbose_name="临时机构计划结束日期"),
                ),
                ("units", models.JSONField(blank=True, default=list, verbose_name="联合的单位")),
                (
                    "special_provision",
                    models.CharField(blank=True, max_length=120, verbose_name="另有规定或批准"),
                ),
                ("power_document", models.CharField(blank=True, max_length=60, verbose_name="审批权限文号")),
                (
                    "power_granted_on",
                    models.DateField(blank=True, null=True, verbose_name="审批权限授予日期"),
                ),
                ("pinyin", models.CharField(editable=False, max_length=400)),
                ("initials", models.CharField(editable=False, max_length=120)),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "党组织",
                "verbose_name_plural": "党组织",
                "ordering": ["path"],
                "indexes": [models.Index(fields=["parent", "path"], name="organization_by_parent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "committee",
                                    "working_committee",
                                    "general_branch",
                                    "branch",
                                    "joint_branch",
                                    "temporary_branch",
                                    "group",
                                ],
                            )
                        ),
                        name="organization_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "unit_kind__in",
                                [
                                    "community",
                                    "village",
                                    "organ",
                                    "street_office",
                                    "institution",
                                    "state_enterprise",
                                    "private_enterprise",
                                    "social_organization",
                                    "school",
                                    "retirees",
                                    "mobile",
                                ],
                            )
                        ),
                        name="organization_unit_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("activity_day__isnull", True), ("activity_day__range", (1, 31)), _connector="OR"
                        ),
                        name="organization_activity_day_is_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dissolved_on__isnull", True),
                            ("dissolved_on__gte", models.F("established_on")),
                            _connector="OR",
                        ),
                        name="organization_dissolved_after_established",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_end_on__isnull", True),
                            models.Q(
                                ("kind", "temporary_branch"),
                                ("planned_end_on__gte", models.F("established_on")),
                            ),
                            _connector="OR",
                        ),
                        name="organization_end_planned_of_temporary",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("power_document", ""), ("power_granted_on__isnull", True)),
                            models.Q(
                                ("kind__in", frozenset(["committee", "working_committee"])),
                                ("power_granted_on__isnull", False),
                                models.Q(("power_document", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="organization_power_is_granted_and_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("secretary", "支部书记"),
                            ("committee_member", "支部委员"),
                            ("staff", "党（工）委党务干部 / 组织员"),
                            ("reviewer", "区委党建办（组织部）工作人员"),
                            ("member", "党员"),
                            ("system_administrator", "系统管理员"),
                            ("security_administrator", "安全管理员"),
                            ("audit_administrator", "审计管理员"),
                        ],
                        max_length=24,
                        verbose_name="角色",
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="收回时间"),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "授权",
                "verbose_name_plural": "授权",
                "ordering": ["-since", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "secretary",
                                    "committee_member",
                                    "staff",
                                    "reviewer",
                                    "member",
                                    "system_administrator",
                                    "security_administrator",
                                    "audit_administrator",
                                ],
                            )
                        ),
                        name="mandate_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="mandate_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("user", "organization", "role"),
                        name="mandate_once_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["audit_administrator", "security_administrator", "system_administrator"],
                            ),
                            ("until__isnull", True),
                        ),
                        fields=("user",),
                        name="mandate_three_administrators_apart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holidays",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("is_workday", models.BooleanField(default=False, verbose_name="上班")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "节假日",
                "verbose_name_plural": "节假日",
                "ordering": ["day", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organization", None)),
                        fields=("day",),
                        name="holiday_once_for_everybody",
                    ),
                    models.UniqueConstraint(fields=("organization", "day"), name="holiday_once_for_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("established", "成立"),
                            ("renamed", "更名"),
                            ("moved", "隶属变更"),
                            ("dissolved", "撤销"),
                        ],
                        max_length=12,
                        verbose_name="变更",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="批复日期")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="申请日期")),
                ("old_name", models.CharField(blank=True, max_length=120, verbose_name="原名称")),
                ("new_name", models.CharField(blank=True, max_length=120, verbose_name="新名称")),
                ("old_short_name", models.CharField(blank=True, max_length=60, verbose_name="原简称")),
                (
                    "old_parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                        verbose_name="原上级",
                    ),
                ),
                (
                    "new_parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                        verbose_name="新上级",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "组织变更",
                "verbose_name_plural": "组织变更",
                "ordering": ["-effective_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ["established", "renamed", "moved", "dissolved"])),
                        name="change_deed_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="第几届")),
                ("has_committee", models.BooleanField(default=False, verbose_name="设支委会")),
                ("since", models.DateField(verbose_name="起")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="届满日期")),
                ("extended_until", models.DateField(blank=True, null=True, verbose_name="批准延期至")),
                (
                    "extension_document",
                    models.CharField(blank=True, max_length=60, verbose_name="延期批复文号"),
                ),
                (
                    "extension_approved_on",
                    models.DateField(blank=True, null=True, verbose_name="延期批复日期"),
                ),
                (
                    "extension_approved_by",
                    models.CharField(blank=True, max_length=60, verbose_name="延期批复机关"),
                ),
                (
                    "extension_entered_on",
                    models.DateField(blank=True, null=True, verbose_name="延期登记日期"),
                ),
                (
                    "approval_document",
                    models.CharField(blank=True, max_length=60, verbose_name="提前或推迟换届批复文号"),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, null=True, verbose_name="提前或推迟换届批复日期"),
                ),
                (
                    "approved_by",
                    models.CharField(blank=True, max_length=60, verbose_name="提前或推迟换届批复机关"),
                ),
                ("former_due_on", models.DateField(blank=True, null=True, verbose_name="上一届届满日期")),
                ("overdue_days", models.PositiveSmallIntegerField(default=0, verbose_name="逾期天数")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
            ],
            options={
                "verbose_name": "届次",
                "verbose_name_plural": "届次",
                "ordering": ["-since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("organization",),
                        name="term_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="term_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreeDeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("merged", "合并"),
                            ("split", "分设"),
                            ("dissolved", "撤销"),
                            ("moved", "换隶属"),
                        ],
                        max_length=10,
                        verbose_name="办哪件",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deeds",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deeds_received",
                        to="branches.organization",
                        verbose_name="去处",
                    ),
                ),
                (
                    "former_parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                        verbose_name="原上级",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="从哪天起")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="批复文号")),
                ("approved_on", models.DateField(null=True, verbose_name="批复日期")),
                ("decision_document", models.CharField(blank=True, max_length=60, verbose_name="决定文号")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="为什么")),
                ("carried", models.JSONField(default=dict, editable=False)),
                ("recorded_at", models.DateTimeField(default=core.clock.now, verbose_name="登记时间")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("take_back_reason", models.CharField(blank=True, max_length=120, verbose_name="撤回原因")),
            ],
            options={
                "verbose_name": "组织调整",
                "verbose_name_plural": "组织调整",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["recorded_at"], name="treedeed_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["merged", "split", "dissolved", "moved"])),
                        name="treedeed_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "dissolved"), ("receiver__isnull", False), _connector="OR"
                        ),
                        name="treedeed_goes_somewhere",
                    ),
                ],
            },
        ),
    ]
