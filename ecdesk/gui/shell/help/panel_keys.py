"""The keys that panels and pages have for themselves, wherever the focus is in them: they are listed with the others, and cannot be changed."""

from __future__ import annotations

from collections.abc import Sequence

from ecdesk.domain.texts import Text, text

PANEL_KEYS: Sequence[tuple[Text, Sequence[tuple[Text, Sequence[str]]]]] = (
    (
        text("目录"),
        (
            (text("打开"), ("Return",)),
            (text("在另一半窗口打开"), ("Ctrl+Return",)),
            (text("新建表"), ("Ins",)),
            (text("新建章节"), ("Shift+Ins",)),
            (text("新建下级章节"), ("Ctrl+Shift+Ins",)),
            (text("表题和说明"), ("F2",)),
            (text("上移"), ("Alt+Up",)),
            (text("下移"), ("Alt+Down",)),
            (text("批注"), ("Shift+F2",)),
            (text("从年报中删除"), ("Del",)),
        ),
    ),
    (
        text("表格"),
        (
            (text("插入行或列（选中整行、整列）"), ("Ctrl++", "Ctrl+=")),
            (text("删除选中的整行或整列"), ("Ctrl+-",)),
            (text("改这一格"), ("F2",)),
            (text("填入选中的所有格"), ("Ctrl+Return",)),
            (text("选中整列"), ("Ctrl+Space",)),
            (text("选中整行"), ("Shift+Space",)),
        ),
    ),
    (
        text("审核结果面板"),
        (
            (text("转到单元格"), ("Return",)),
            (text("照建议改正"), ("Ctrl+Return",)),
            (text("复制这一条"), ("Ctrl+C",)),
        ),
    ),
    (
        text("审核结果页"),
        (
            (text("下一条"), ("F8",)),
            (text("上一条"), ("Shift+F8",)),
            (text("写说明"), ("F9",)),
            (text("签上说明"), ("Ctrl+Return",)),
            (text("筛选"), ("Ctrl+F",)),
            (text("按这一列排序"), ("F4",)),
        ),
    ),
    (
        text("审核公式页"),
        (
            (text("新公式"), ("Ctrl+N",)),
            (text("筛选"), ("Ctrl+F",)),
            (text("上移"), ("Alt+Up",)),
            (text("下移"), ("Alt+Down",)),
            (text("再来一条一样的"), ("Ctrl+D",)),
            (text("删除"), ("Del",)),
        ),
    ),
    (
        text("核稿"),
        (
            (text("下一条"), ("F8",)),
            (text("上一条"), ("Shift+F8",)),
            (text("查找"), ("Ctrl+F",)),
            (text("查找下一个"), ("F3",)),
            (text("查找上一个"), ("Shift+F3",)),
            (text("批注这一句"), ("Shift+F2",)),
            (text("到年报里的这个数"), ("Ctrl+J",)),
            (text("下一个数"), ("Ctrl+]",)),
            (text("上一个数"), ("Ctrl+[",)),
        ),
    ),
    (text("句子"), ((text("复制"), ("Ctrl+C",)),)),
    (text("比较"), ((text("下一处不同"), ("F8",)), (text("上一处不同"), ("Shift+F8",)))),
    (text("来源"), ((text("修改"), ("F2",)), (text("删除"), ("Del",)))),
    (text("英文对照"), ((text("复制"), ("Ctrl+C",)), (text("粘贴"), ("Ctrl+V",)), (text("清除"), ("Del",)))),
)
"""By place: what they do, and the keys as the program writes them."""
