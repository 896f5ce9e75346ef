"""All tables of this app as they stand before the first release."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import core.clock
import meetings.models.files


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("branches", "0001_tables"),
        ("members", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=200, verbose_name="主题")),
                ("held_on", models.DateField(verbose_name="日期")),
                ("starts_at", models.DateTimeField(verbose_name="开始")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="结束")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                ("agenda_announced_on", models.DateField(blank=True, null=True, verbose_name="议题公告日")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted",
                        to="members.member",
                        verbose_name="主持人",
                    ),
                ),
                ("host_note", models.CharField(blank=True, max_length=120, verbose_name="委托说明")),
                (
                    "recorder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded",
                        to="members.member",
                        verbose_name="记录人",
                    ),
                ),
                ("guests", models.CharField(blank=True, max_length=300, verbose_name="列席")),
                ("minutes", models.TextField(blank=True, verbose_name="会议记录")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "已计划"),
                            ("held", "记录中"),
                            ("submitted", "待审核"),
                            ("returned", "退回修改"),
                            ("confirmed", "审核通过"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("expected", models.PositiveSmallIntegerField(default=0, verbose_name="应到")),
                ("present", models.PositiveSmallIntegerField(default=0, verbose_name="实到")),
                ("on_leave", models.PositiveSmallIntegerField(default=0, verbose_name="请假")),
                ("absent", models.PositiveSmallIntegerField(default=0, verbose_name="缺席")),
                ("undecided", models.PositiveSmallIntegerField(default=0, verbose_name="待定")),
                ("roll_frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="名单冻结时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="首次提交时间")),
                ("is_late", models.BooleanField(default=False, verbose_name="逾期补录")),
                ("is_void", models.BooleanField(default=False, verbose_name="无效")),
                ("returned_count", models.PositiveSmallIntegerField(default=0, verbose_name="退回次数")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                ("hints", models.JSONField(blank=True, null=True, verbose_name="提交时的提示")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="修改时间")),
                (
                    "distinct_from",
                    models.ManyToManyField(blank=True, to="meetings.meeting", verbose_name="不是同一次"),
                ),
            ],
            options={
                "verbose_name": "会议",
                "verbose_name_plural": "会议",
                "ordering": ["-held_on", "-id"],
                "indexes": [
                    models.Index(fields=["-held_on", "-id"], name="meeting_newest"),
                    models.Index(fields=["organization", "-held_on", "-id"], name="meeting_by_organization"),
                    models.Index(fields=["status", "-held_on", "-id"], name="meeting_by_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["planned", "held", "submitted", "returned", "confirmed", "cancelled"],
                            )
                        ),
                        name="meeting_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "expected",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("present"), "+", models.F("on_leave")
                                        ),
                                        "+",
                                        models.F("absent"),
                                    ),
                                    "+",
                                    models.F("undecided"),
                                ),
                            )
                        ),
                        name="meeting_turnout_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="meeting_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agenda_announced_on__isnull", True),
                            ("agenda_announced_on__lte", models.F("held_on")),
                            _connector="OR",
                        ),
                        name="meeting_agenda_announced_before",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("submitted", "confirmed")), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_counted_was_submitted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MakeUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="make_ups",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="make_ups",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("material", "自学材料"), ("visit", "上门送学"), ("session", "参加补课")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("note", models.CharField(max_length=300, verbose_name="学了什么")),
                ("done_on", models.DateField(verbose_name="完成日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人登记")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "补学",
                "verbose_name_plural": "补学",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "member"), name="make_up_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["material", "visit", "session"])),
                        name="make_up_way_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LifeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="life_record",
                        to="meetings.meeting",
                    ),
                ),
                ("study", models.TextField(blank=True, verbose_name="会前学习")),
                ("talks", models.TextField(blank=True, verbose_name="谈心谈话")),
                ("opinions", models.TextField(blank=True, verbose_name="征求意见")),
                ("criticism", models.TextField(blank=True, verbose_name="批评和自我批评")),
            ],
            options={
                "verbose_name": "组织生活会",
                "verbose_name_plural": "组织生活会",
            },
        ),
        migrations.CreateModel(
            name="Lecture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lecture",
                        to="meetings.meeting",
                    ),
                ),
                ("lecturer", models.CharField(blank=True, max_length=64, verbose_name="主讲人")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lectures",
                        to="members.member",
                        verbose_name="主讲人",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("secretary", "支部书记"),
                            ("committee", "支部委员"),
                            ("member", "普通党员"),
                            ("leader", "党员领导干部"),
                            ("upper", "上级党组织书记"),
                            ("expert", "专家、党校教师"),
                            ("model", "先进典型"),
                            ("veteran", "老党员"),
                        ],
                        max_length=10,
                        verbose_name="主讲人身份",
                    ),
                ),
                ("material", models.CharField(blank=True, max_length=300, verbose_name="讲稿和材料")),
                (
                    "hours",
                    models.DecimalField(decimal_places=1, default=0, max_digits=4, verbose_name="学时"),
                ),
            ],
            options={
                "verbose_name": "党课",
                "verbose_name_plural": "党课",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "level__in",
                                [
                                    "secretary",
                                    "committee",
                                    "member",
                                    "leader",
                                    "upper",
                                    "expert",
                                    "model",
                                    "veteran",
                                ],
                            )
                        ),
                        name="lecture_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 0)), name="lecture_hours_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaves",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        choices=[
                            ("business_trip", "公差出差"),
                            ("sick", "病假"),
                            ("personal", "事假"),
                            ("training", "培训学习"),
                            ("on_duty", "值班轮班"),
                            ("home_visit", "探亲"),
                            ("maternity", "产假陪产"),
                            ("bereavement", "丧假"),
                            ("frail", "年老体弱"),
                            ("away", "流动在外"),
                            ("abroad", "出国（境）"),
                            ("other", "其他"),
                            ("unexcused", "无故缺席"),
                        ],
                        max_length=16,
                        verbose_name="原因",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="原因说明")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "待批准"),
                            ("approved", "已批准"),
                            ("refused", "没有批准"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("is_late", models.BooleanField(default=False, verbose_name="补假")),
            ],
            options={
                "verbose_name": "请假",
                "verbose_name_plural": "请假",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["asked", "approved"])),
                        fields=("meeting", "member"),
                        name="leave_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "approved", "refused", "withdrawn"])),
                        name="leave_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason_code", "unexcused"), _negated=True),
                        name="leave_is_excused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="leave_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HintAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hint_answers",
                        to="meetings.meeting",
                    ),
                ),
                ("code", models.CharField(max_length=16, verbose_name="规则")),
                ("sentence", models.CharField(max_length=500, verbose_name="提示")),
                ("answer", models.CharField(max_length=200, verbose_name="答复")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "提示的答复",
                "verbose_name_plural": "提示的答复",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "sentence"), name="hintanswer_one_a_hint")
                ],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guest_rows",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("unit", models.CharField(blank=True, max_length=120, verbose_name="单位及职务")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("sitting_in", "列席"),
                            ("visiting", "其他支部党员"),
                            ("leader", "党员领导干部（双重组织生活）"),
                        ],
                        default="sitting_in",
                        max_length=10,
                        verbose_name="身份",
                    ),
                ),
            ],
            options={
                "verbose_name": "列席和其他到会人员",
                "verbose_name_plural": "列席和其他到会人员",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("meeting", "member"),
                        name="guest_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["sitting_in", "visiting", "leader"])),
                        name="guest_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Examination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="examinations",
                        to="meetings.meeting",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="对照检查人",
                    ),
                ),
                ("self_criticism", models.TextField(blank=True, verbose_name="自我批评")),
                ("criticism", models.TextField(blank=True, verbose_name="相互批评")),
            ],
            options={
                "verbose_name": "对照检查",
                "verbose_name_plural": "对照检查",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "position"), name="examination_one_a_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckInWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_in_window",
                        to="meetings.meeting",
                    ),
                ),
                ("nonce", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField(default=core.clock.now, verbose_name="开始签到")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束签到")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "签到",
                "verbose_name_plural": "签到",
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_ins",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[("qr", "扫码"), ("code", "数字码"), ("hand", "手工补签")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="收到时间")),
                ("device_at", models.DateTimeField(blank=True, null=True, verbose_name="手机时间")),
            ],
            options={
                "verbose_name": "签到记录",
                "verbose_name_plural": "签到记录",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "member"), name="check_in_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["qr", "code", "hand"])), name="check_in_way_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "出席"),
                            ("online", "线上出席"),
                            ("late", "迟到"),
                            ("on_leave", "请假"),
                            ("absent", "缺席"),
                            ("exempt", "未列入应到"),
                            ("undecided", "待定"),
                        ],
                        default="present",
                        max_length=10,
                        verbose_name="到会",
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("business_trip", "公差出差"),
                            ("sick", "病假"),
                            ("personal", "事假"),
                            ("training", "培训学习"),
                            ("on_duty", "值班轮班"),
                            ("home_visit", "探亲"),
                            ("maternity", "产假陪产"),
                            ("bereavement", "丧假"),
                            ("frail", "年老体弱"),
                            ("away", "流动在外"),
                            ("abroad", "出国（境）"),
                            ("other", "其他"),
                            ("unexcused", "无故缺席"),
                        ],
                        max_length=16,
                        verbose_name="原因",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="原因说明")),
                ("has_vote", models.BooleanField(default=True, verbose_name="有表决权")),
                ("is_uncounted", models.BooleanField(default=False, verbose_name="未列入应到，出席")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("manual", "手工"),
                            ("code", "扫码"),
                            ("offline", "离线"),
                            ("imported", "导入"),
                        ],
                        default="manual",
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "到会",
                "verbose_name_plural": "到会",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "member"), name="attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["present", "online", "late", "on_leave", "absent", "exempt", "undecided"],
                            )
                        ),
                        name="attendance_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["on_leave", "absent"]), _negated=True),
                            models.Q(("reason_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_absence_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_uncounted", False),
                            ("state__in", ("present", "online", "late")),
                            _connector="OR",
                        ),
                        name="attendance_uncounted_is_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "照片"), ("scan", "扫描件"), ("document", "文件")],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("file", models.FileField(upload_to=meetings.models.files.attachment_path)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                (
                    "perceptual",
                    models.CharField(blank=True, db_index=True, max_length=16, verbose_name="图像指纹"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="移除时间")),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "待第二人签字"), ("signed", "已生效"), ("refused", "不同意")],
                        default="signed",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("proposal", models.JSONField(default=dict, verbose_name="拟改为")),
                ("before", models.JSONField(verbose_name="之前")),
                ("after", models.JSONField(verbose_name="之后")),
            ],
            options={
                "verbose_name": "更正",
                "verbose_name_plural": "更正",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "proposed")),
                        fields=("meeting",),
                        name="amendment_one_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "signed", "refused"])),
                        name="amendment_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="amendment_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="meetings.meeting",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("title", models.CharField(max_length=200, verbose_name="议题")),
                ("discussion", models.TextField(blank=True, verbose_name="发言要点")),
            ],
            options={
                "verbose_name": "议题",
                "verbose_name_plural": "议题",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "position"), name="agenda_item_one_a_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kinds",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "支部党员大会"),
                            ("committee", "支委会"),
                            ("group", "党小组会"),
                            ("lecture", "党课"),
                            ("theme_day", "主题党日"),
                            ("life", "组织生活会"),
                            ("appraisal", "民主评议"),
                            ("talk", "谈心谈话"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议类型",
                "verbose_name_plural": "会议类型",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["kind", "meeting"], name="meeting_kind_by_kind")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "kind"), name="meeting_kind_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "general",
                                    "committee",
                                    "group",
                                    "lecture",
                                    "theme_day",
                                    "life",
                                    "appraisal",
                                    "talk",
                                    "other",
                                ],
                            )
                        ),
                        name="meeting_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.organization",
                        verbose_name="党组织",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "支部党员大会"),
                            ("committee", "支委会"),
                            ("group", "党小组会"),
                            ("lecture", "党课"),
                            ("theme_day", "主题党日"),
                            ("life", "组织生活会"),
                            ("appraisal", "民主评议"),
                            ("talk", "谈心谈话"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("number", models.PositiveIntegerField(verbose_name="第几次")),
            ],
            options={
                "verbose_name": "会议编号",
                "verbose_name_plural": "会议编号",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "kind", "year", "number"), name="meetingnumber_given_once"
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "organization", "kind", "year"), name="meetingnumber_one_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "general",
                                    "committee",
                                    "group",
                                    "lecture",
                                    "theme_day",
                                    "life",
                                    "appraisal",
                                    "talk",
                                    "other",
                                ],
                            )
                        ),
                        name="meetingnumber_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="meetingnumber_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="meetings.meeting",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="做了什么")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "会后落实",
                "verbose_name_plural": "会后落实",
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="PartnerUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partner_units",
                        to="meetings.meeting",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="联合单位")),
                ("number", models.PositiveSmallIntegerField(default=0, verbose_name="到会人数")),
            ],
            options={
                "verbose_name": "联合单位",
                "verbose_name_plural": "联合单位",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PhotoBand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="meetings.attachment",
                    ),
                ),
                ("key", models.PositiveIntegerField(verbose_name="片段")),
            ],
            options={
                "verbose_name": "图像指纹片段",
                "verbose_name_plural": "图像指纹片段",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "attachment"), name="photo_band_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="polls",
                        to="meetings.meeting",
                    ),
                ),
                ("question", models.CharField(max_length=300, verbose_name="表决事项")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "一般事项"),
                            ("admission", "接收预备党员"),
                            ("conversion", "预备党员转正"),
                            ("extension", "延长预备期"),
                            ("cancellation", "取消预备党员资格"),
                            ("disposal", "组织处置"),
                            ("sanction", "纪律处分"),
                            ("appraisal", "民主测评"),
                        ],
                        default="ordinary",
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                ("candidate", models.CharField(blank=True, max_length=64, verbose_name="表决对象")),
                ("is_secret", models.BooleanField(default=True, verbose_name="无记名")),
                ("box", models.CharField(blank=True, editable=False, max_length=64)),
                ("opened_at", models.DateTimeField(default=core.clock.now, verbose_name="开始")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结束")),
                (
                    "entitled",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="应到有表决权"),
                ),
                (
                    "present",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="到会有表决权"),
                ),
                ("cast", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="投票")),
            ],
            options={
                "verbose_name": "线上表决",
                "verbose_name_plural": "线上表决",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "ordinary",
                                    "admission",
                                    "conversion",
                                    "extension",
                                    "cancellation",
                                    "disposal",
                                    "sanction",
                                    "appraisal",
                                ],
                            )
                        ),
                        name="poll_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="poll_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entitled__gte", models.F("present")), ("present__gte", models.F("cast"))
                        ),
                        name="poll_cast_by_those_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ballots",
                        to="meetings.poll",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="测评对象",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "赞成"),
                            ("no", "反对"),
                            ("abstain", "弃权"),
                            ("excellent", "优秀"),
                            ("competent", "合格"),
                            ("basic", "基本合格"),
                            ("incompetent", "不合格"),
                        ],
                        max_length=12,
                        verbose_name="投票",
                    ),
                ),
                ("sealed", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "选票",
                "verbose_name_plural": "选票",
                "indexes": [models.Index(fields=["poll", "choice"], name="ballot_by_poll")],
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="meetings.meeting",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="members.member",
                        verbose_name="问题所属（支部/个人）",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="问题")),
                ("measure", models.CharField(blank=True, max_length=500, verbose_name="整改措施")),
                ("owner", models.CharField(blank=True, max_length=64, verbose_name="责任人")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("done_note", models.CharField(blank=True, max_length=300, verbose_name="整改结果")),
            ],
            options={
                "verbose_name": "问题和整改",
                "verbose_name_plural": "问题和整改",
                "ordering": ["position"],
                "indexes": [models.Index(fields=["done_on", "due_on"], name="problem_by_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "position"), name="problem_one_a_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="meetings.poll",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="党员",
                    ),
                ),
                ("has_voted", models.BooleanField(default=False, verbose_name="已投票")),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "赞成"),
                            ("no", "反对"),
                            ("abstain", "弃权"),
                            ("excellent", "优秀"),
                            ("competent", "合格"),
                            ("basic", "基本合格"),
                            ("incompetent", "不合格"),
                        ],
                        max_length=12,
                        verbose_name="投票",
                    ),
                ),
            ],
            options={
                "verbose_name": "投票回执",
                "verbose_name_plural": "投票回执",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("poll", "member"), name="receipt_once")],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resolution",
                        to="meetings.agendaitem",
                    ),
                ),
                ("text", models.TextField(verbose_name="决议")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "一般事项"),
                            ("admission", "接收预备党员"),
                            ("conversion", "预备党员转正"),
                            ("extension", "延长预备期"),
                            ("cancellation", "取消预备党员资格"),
                            ("disposal", "组织处置"),
                            ("sanction", "纪律处分"),
                            ("appraisal", "民主测评"),
                        ],
                        default="ordinary",
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                ("candidate", models.CharField(blank=True, max_length=64, verbose_name="表决对象")),
                (
                    "form",
                    models.CharField(
                        choices=[("voice", "口头表决"), ("hands", "举手表决"), ("secret", "无记名投票")],
                        default="hands",
                        max_length=8,
                        verbose_name="表决方式",
                    ),
                ),
                ("entitled", models.PositiveSmallIntegerField(verbose_name="应到有表决权")),
                ("present", models.PositiveSmallIntegerField(verbose_name="到会有表决权")),
                ("yes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="赞成")),
                ("no", models.PositiveSmallIntegerField(default=0, verbose_name="反对")),
                ("abstain", models.PositiveSmallIntegerField(default=0, verbose_name="弃权")),
                ("written_yes", models.PositiveSmallIntegerField(default=0, verbose_name="会前书面赞成")),
                ("written_no", models.PositiveSmallIntegerField(default=0, verbose_name="会前书面反对")),
                ("written_abstain", models.PositiveSmallIntegerField(default=0, verbose_name="会前书面弃权")),
                (
                    "poll",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="resolutions",
                        to="meetings.poll",
                        verbose_name="线上表决",
                    ),
                ),
                ("passed", models.BooleanField(default=False, verbose_name="通过")),
                ("executor", models.CharField(blank=True, max_length=64, verbose_name="负责人")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                ("ends_with_vote", models.BooleanField(default=False, verbose_name="无需落实")),
            ],
            options={
                "verbose_name": "决议",
                "verbose_name_plural": "决议",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "ordinary",
                                    "admission",
                                    "conversion",
                                    "extension",
                                    "cancellation",
                                    "disposal",
                                    "sanction",
                                    "appraisal",
                                ],
                            )
                        ),
                        name="resolution_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("yes"), "+", models.F("no")
                                    ),
                                    "+",
                                    models.F("abstain"),
                                ),
                            )
                        ),
                        name="resolution_tally_within_present",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed", False),
                            (
                                "yes__gt",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("entitled"), "/", models.Value(2.0)
                                    ),
                                    "-",
                                    models.F("written_yes"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="resolution_passed_by_more_than_half",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "entitled__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("present"), "+", models.F("written_yes")
                                        ),
                                        "+",
                                        models.F("written_no"),
                                    ),
                                    "+",
                                    models.F("written_abstain"),
                                ),
                            )
                        ),
                        name="resolution_written_by_those_absent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="meetings.resolution",
                        verbose_name="决议",
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="代码")),
                ("sentence", models.CharField(max_length=200, verbose_name="说明")),
            ],
            options={
                "verbose_name": "不能取消的会议",
                "verbose_name_plural": "不能取消的会议",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "code"), name="hold_one_of_a_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "resolution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="meetings.resolution",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="meetings.meeting",
                    ),
                ),
                ("is_done", models.BooleanField(default=False, verbose_name="已办结")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="落实情况")),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "落实情况",
                "verbose_name_plural": "落实情况",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["resolution", "is_done"], name="follow_up_by_resolution")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "resolution"), name="follow_up_once_a_meeting")
                ],
            },
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_ins",
                        to="meetings.meeting",
                    ),
                ),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("until", models.DateTimeField(verbose_name="有效至")),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("given_at", models.DateTimeField(default=core.clock.now, verbose_name="交托时间")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="收回时间")),
            ],
            options={
                "verbose_name": "代为考勤",
                "verbose_name_plural": "代为考勤",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="meetings.agendaitem",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="members.member",
                        verbose_name="发言人",
                    ),
                ),
                ("name", models.CharField(max_length=64, verbose_name="发言人")),
                ("text", models.TextField(verbose_name="发言要点")),
            ],
            options={
                "verbose_name": "发言",
                "verbose_name_plural": "发言",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "position"), name="statement_one_a_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("planned", "计划"),
                            ("recorded", "召开并记录"),
                            ("revised", "修改"),
                            ("submitted", "提交"),
                            ("returned", "退回"),
                            ("confirmed", "确认"),
                            ("taken_back", "撤回确认"),
                            ("proposed", "申请更正"),
                            ("refused", "不同意更正"),
                            ("amended", "更正"),
                            ("cancelled", "取消"),
                        ],
                        max_length=10,
                        verbose_name="步骤",
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="意见")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("who", models.CharField(max_length=64, verbose_name="何人")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
                ("record", models.JSONField(blank=True, null=True, verbose_name="退回时的记录")),
                ("changes", models.JSONField(blank=True, null=True, verbose_name="退回以后改了什么")),
                ("replies", models.JSONField(blank=True, null=True, verbose_name="逐条答复")),
            ],
            options={
                "verbose_name": "经过",
                "verbose_name_plural": "经过",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["deed", "-at"], name="step_by_deed")],
            },
        ),
        migrations.CreateModel(
            name="WrittenOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinion_rows",
                        to="meetings.resolution",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="何人",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("yes", "赞成"), ("no", "反对"), ("abstain", "弃权")],
                        max_length=8,
                        verbose_name="意见",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
            ],
            options={
                "verbose_name": "会前书面意见",
                "verbose_name_plural": "会前书面意见",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("resolution", "member"), name="written_opinion_once"),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["yes", "no", "abstain"])),
                        name="written_opinion_choice_known",
                    ),
                ],
            },
        ),
    ]
