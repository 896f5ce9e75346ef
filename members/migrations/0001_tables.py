"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("branches", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("pinyin", models.CharField(editable=False, max_length=200)),
                ("initials", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "gender",
                    models.CharField(
                        choices=[("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")],
                        default="0",
                        max_length=1,
                        verbose_name="性别",
                    ),
                ),
                ("birth_on", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                ("identity_sealed", models.CharField(blank=True, editable=False, max_length=128)),
                (
                    "identity_digest",
                    models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True),
                ),
                ("identity_tail", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ("phone_sealed", models.CharField(blank=True, editable=False, max_length=128)),
                ("phone_digest", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ("phone_tail", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                (
                    "number",
                    models.CharField(blank=True, db_index=True, max_length=32, verbose_name="党员编号"),
                ),
                ("ethnicity", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="民族")),
                ("education", models.CharField(blank=True, max_length=32, verbose_name="学历")),
                ("native_place", models.CharField(blank=True, max_length=64, verbose_name="籍贯")),
                ("workplace", models.CharField(blank=True, max_length=120, verbose_name="工作单位及职务")),
                ("occupation", models.CharField(blank=True, max_length=32, verbose_name="人员类别")),
                ("address_sealed", models.CharField(blank=True, editable=False, max_length=512)),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="申请入党日期")),
                ("joined_on", models.DateField(verbose_name="入党日期")),
                ("full_on", models.DateField(blank=True, null=True, verbose_name="转正日期")),
                ("extended_until", models.DateField(blank=True, null=True, verbose_name="预备期延长至")),
                ("is_mobile", models.BooleanField(default=False, verbose_name="流动党员")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="branches.organization",
                        verbose_name="所在党支部",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_members",
                        to="branches.organization",
                        verbose_name="党小组",
                    ),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离开日期")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="修改时间")),
            ],
            options={
                "verbose_name": "党员",
                "verbose_name_plural": "党员",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["organization", "left_on", "-id"], name="member_by_organization"),
                    models.Index(fields=["name"], name="member_by_name"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("full_on__isnull", True),
                            ("full_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="member_full_after_joined",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_memberships",
                        to="branches.organization",
                        verbose_name="党小组",
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("admitted", "新发展党员"),
                            ("transferred", "转入"),
                            ("imported", "花名册导入"),
                            ("restored", "恢复党籍"),
                            ("moved", "组织调整"),
                        ],
                        max_length=16,
                        verbose_name="进入方式",
                    ),
                ),
                (
                    "exit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "转到其他支部"),
                            ("regrouped", "组织调整"),
                            ("transferred_out", "转出（系统外）"),
                            ("unit_transferred", "整建制转出"),
                            ("died", "去世"),
                            ("resigned", "退党除名"),
                            ("persuaded", "劝其退党"),
                            ("removed_self", "自行脱党除名"),
                            ("removed_refusing", "劝而不退除名"),
                            ("removed_lost", "停止党籍后除名"),
                            ("removed_other", "其他除名"),
                            ("removed", "除名"),
                            ("expelled", "开除党籍"),
                            ("cancelled", "取消预备党员资格"),
                            ("not_recognized", "不予承认"),
                            ("annulled", "撤销编入"),
                        ],
                        max_length=16,
                        verbose_name="离开方式",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="文号")),
            ],
            options={
                "verbose_name": "组织关系",
                "verbose_name_plural": "组织关系",
                "ordering": ["-since", "-id"],
                "indexes": [
                    models.Index(fields=["organization", "since", "until"], name="membership_by_organization")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("member",),
                        name="membership_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="membership_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="branches.term",
                        verbose_name="届次",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        choices=[
                            ("secretary", "书记"),
                            ("deputy_secretary", "副书记"),
                            ("organization", "组织委员"),
                            ("publicity", "宣传委员"),
                            ("discipline", "纪检委员"),
                            ("united_front", "统战委员"),
                            ("youth", "青年委员"),
                            ("masses", "群团委员"),
                            ("confidentiality", "保密委员"),
                            ("welfare", "生活委员"),
                            ("committee_member", "委员"),
                            ("group_leader", "党小组组长"),
                        ],
                        max_length=20,
                        verbose_name="职务",
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="批复文号")),
            ],
            options={
                "verbose_name": "党内职务",
                "verbose_name_plural": "党内职务",
                "ordering": ["organization", "id"],
                "indexes": [
                    models.Index(fields=["organization", "since", "until"], name="post_by_organization")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="post_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("title", "secretary"), ("until__isnull", True)),
                        fields=("organization",),
                        name="post_one_secretary",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("suspended", "停止党籍"),
                            ("exempt", "未列入应到"),
                            ("probation", "留党察看"),
                            ("rights_suspended", "中止党员权利"),
                        ],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[("attendance", "参会统计"), ("elections", "选举")],
                        max_length=10,
                        verbose_name="用途",
                    ),
                ),
                ("reason", models.CharField(max_length=120, verbose_name="原因")),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "权利限制",
                "verbose_name_plural": "权利限制",
                "ordering": ["-since", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["suspended", "exempt", "probation", "rights_suspended"])
                        ),
                        name="restriction_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="restriction_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
