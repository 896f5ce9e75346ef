import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("is_workday", models.BooleanField(default=False, verbose_name="上班")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "节假日",
                "verbose_name_plural": "节假日",
                "ordering": ["day"],
            },
        ),
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
                            ("community", "街道社区"),
                            ("village", "村"),
                            ("organ", "机关"),
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
                ("pinyin", models.CharField(editable=False, max_length=400)),
                ("initials", models.CharField(editable=False, max_length=120)),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="branches.organization",
                        verbose_name="上级党组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "党组织",
                "verbose_name_plural": "党组织",
                "ordering": ["path"],
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
                    "role",
                    models.CharField(
                        choices=[
                            ("secretary", "支部书记"),
                            ("committee_member", "支部委员"),
                            ("staff", "党（工）委工作人员"),
                            ("reviewer", "区委审核人员"),
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
            ],
            options={
                "verbose_name": "授权",
                "verbose_name_plural": "授权",
                "ordering": ["-since", "-id"],
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
                ("old_name", models.CharField(blank=True, max_length=120, verbose_name="原名称")),
                ("new_name", models.CharField(blank=True, max_length=120, verbose_name="新名称")),
                ("old_short_name", models.CharField(blank=True, max_length=60, verbose_name="原简称")),
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
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "组织变更",
                "verbose_name_plural": "组织变更",
                "ordering": ["-effective_on", "-id"],
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
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="第几届")),
                ("has_committee", models.BooleanField(default=False, verbose_name="设支委会")),
                ("since", models.DateField(verbose_name="起")),
                ("due_on", models.DateField(verbose_name="届满日期")),
                ("extended_until", models.DateField(blank=True, null=True, verbose_name="批准延期至")),
                (
                    "extension_document",
                    models.CharField(blank=True, max_length=60, verbose_name="延期批复文号"),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "届次",
                "verbose_name_plural": "届次",
                "ordering": ["-since"],
            },
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["parent", "path"], name="organization_by_parent"),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unit_kind__in",
                        [
                            "community",
                            "village",
                            "organ",
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
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("activity_day__isnull", True), ("activity_day__range", (1, 31)), _connector="OR"
                ),
                name="organization_activity_day_is_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dissolved_on__isnull", True),
                    ("dissolved_on__gte", models.F("established_on")),
                    _connector="OR",
                ),
                name="organization_dissolved_after_established",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("planned_end_on__isnull", True),
                    models.Q(
                        ("kind", "temporary_branch"), ("planned_end_on__gte", models.F("established_on"))
                    ),
                    _connector="OR",
                ),
                name="organization_end_planned_of_temporary",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="mandate_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("user", "organization", "role"),
                name="mandate_once_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("role__in", ["audit_administrator", "security_administrator", "system_administrator"]),
                    ("until__isnull", True),
                ),
                fields=("user",),
                name="mandate_three_administrators_apart",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("deed__in", ["established", "renamed", "moved", "dissolved"])),
                name="change_deed_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("organization",), name="term_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="term_ends_after_it_begins",
            ),
        ),
    ]
