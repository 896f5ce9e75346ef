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
        ("branches", "0001_tables"),
        ("meetings", "0001_tables"),
        ("members", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_who", models.CharField(max_length=64, verbose_name="申请人")),
                ("asked_at", models.DateTimeField(default=core.clock.now, verbose_name="申请时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_who", models.CharField(blank=True, max_length=64, verbose_name="批准人")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("admitted", "接收预备党员"),
                            ("transferred", "转入组织关系"),
                            ("restored", "恢复党籍"),
                            ("conversion", "预备党员转正"),
                            ("extension", "延长预备期"),
                            ("postponed", "推迟讨论转正"),
                            ("cancelled", "取消预备党员资格"),
                            ("transferred_out", "转出（系统外）"),
                            ("unit_transferred", "整建制转出"),
                            ("died", "去世"),
                            ("resigned", "退党除名"),
                            ("persuaded", "劝其退党"),
                            ("removed_self", "自行脱党除名"),
                            ("removed_refusing", "劝而不退除名"),
                            ("removed_lost", "停止党籍后除名"),
                            ("removed_other", "其他除名"),
                            ("expelled", "开除党籍"),
                            ("not_recognized", "不予承认"),
                            ("suspended", "停止党籍"),
                            ("suspension_ended", "停止党籍后恢复党籍"),
                            ("probation", "留党察看"),
                            ("probation_ended", "留党察看期满恢复党员权利"),
                            ("rights_suspended", "中止党员权利"),
                            ("rights_restored", "恢复党员权利"),
                            ("exempt", "未列入应到"),
                            ("exemption_ended", "恢复列入应到"),
                            ("taken_back", "撤销原决定"),
                        ],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "待审批"),
                            ("approved", "已批准"),
                            ("returned", "已退回"),
                            ("withdrawn", "已撤回"),
                            ("taken_back", "已撤销"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_decisions",
                        to="branches.organization",
                        verbose_name="党支部",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("person_sealed", models.TextField(blank=True, editable=False)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                        verbose_name="党小组",
                    ),
                ),
                (
                    "restriction",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="members.restriction",
                        verbose_name="权利限制",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="meetings.resolution",
                        verbose_name="支部党员大会决议",
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takings_back",
                        to="procedures.memberdecision",
                        verbose_name="撤销的决定",
                    ),
                ),
                ("resolution_words", models.CharField(blank=True, max_length=200, verbose_name="决议")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="批准日期")),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="批准机关")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                ("ground", models.CharField(blank=True, max_length=20, verbose_name="情形")),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[("attendance", "参会统计"), ("elections", "选举")],
                        max_length=10,
                        verbose_name="用途",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                ("details", models.JSONField(default=dict, verbose_name="其他事实")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "党员事项",
                "verbose_name_plural": "党员事项",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["organization", "status"], name="memberdecision_by_place"),
                    models.Index(fields=["status", "-id"], name="memberdecision_by_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "admitted",
                                    "transferred",
                                    "restored",
                                    "conversion",
                                    "extension",
                                    "postponed",
                                    "cancelled",
                                    "transferred_out",
                                    "unit_transferred",
                                    "died",
                                    "resigned",
                                    "persuaded",
                                    "removed_self",
                                    "removed_refusing",
                                    "removed_lost",
                                    "removed_other",
                                    "expelled",
                                    "not_recognized",
                                    "suspended",
                                    "suspension_ended",
                                    "probation",
                                    "probation_ended",
                                    "rights_suspended",
                                    "rights_restored",
                                    "exempt",
                                    "exemption_ended",
                                    "taken_back",
                                ],
                            )
                        ),
                        name="memberdecision_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["proposed", "approved", "returned", "withdrawn", "taken_back"])
                        ),
                        name="memberdecision_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "proposed")),
                        fields=("member", "kind"),
                        name="memberdecision_one_waiting",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", True), ("status", "proposed")),
                        fields=("organization", "name", "kind"),
                        name="memberdecision_one_waiting_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("kind__in", ["exempt", "exemption_ended"]),
                            models.Q(
                                ("decided_on__isnull", False),
                                models.Q(("document", ""), _negated=True),
                                models.Q(("body", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="memberdecision_approved_rests_on_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "taken_back"), ("takes_back__isnull", False)),
                            models.Q(
                                models.Q(("kind", "taken_back"), _negated=True), ("takes_back__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="memberdecision_takes_back_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="memberdecision_decided_by_another",
                    ),
                ],
            },
        ),
    ]
