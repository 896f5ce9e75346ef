"""Chinese labels of the audit entries of imports and exports."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "党员": {
            "member.export": "导出党员",
            "export.ask": "申请导出",
            "export.approve": "批准导出",
            "export.refuse": "不批准导出",
            "export.make": "做好导出文件",
            "export.throw_away": "清理导出文件",
            "import.throw_away": "清理上传文件",
            "import.upload": "上传表格",
            "import.map_columns": "写明表格的列",
            "import.confirm": "确认导入",
            "import.finish": "导入完成",
            "import.take_back": "撤销导入",
            "member.take_back_import": "撤销导入的党员",
            "import.collect_failed": "下载错误行",
        },
        "会议": {
            "meeting.export_list": "导出会议表格",
            "meeting.bundle": "导出会议档案包",
            "meeting.import": "导入会议档案包",
            "meeting.take_back_import": "撤销导入的会议",
        },
        "文书": {
            "columns.map": "存导出的列",
            "columns.drop": "删导出的列",
        },
    },
    fields={
        "rows": "行数",
        "filters": "条件",
        "count": "条数",
        "purpose": "用途",
        "field": "栏目",
        "at_once": "立即",
        "full": "完整号码",
        "new": "新增",
        "changed": "更新",
        "unchanged": "不变",
        "warning": "警告",
        "error": "错误",
        "cells": "改动处数",
        "import": "导入",
        "q": "查找",
        "below": "党组织及其下级",
        "left": "已离开",
    },
    values={
        "kind": {"roster": "花名册", "organizations": "党组织"},
    },
    tasks={
        "members.tasks.apply_import": "导入表格",
        "members.tasks.make_export": "制作导出文件",
    },
)
