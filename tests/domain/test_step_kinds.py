"""What sort of work a step was is told by what it is, not by how its name begins."""

import pytest

from ecdesk.domain.book.changes import Action, StepKind, kind_of_step
from ecdesk.domain.texts import Text, text


@pytest.mark.parametrize(
    ("action", "name", "kind"),
    [
        (Action.DO, text("修改"), StepKind.EDIT),
        (Action.DO, text("收下新文件", step_kind=StepKind.IMPORT), StepKind.IMPORT),
        (Action.DO, Text("导入公式“{name}”", {"name": "一"}), StepKind.EDIT),
        (Action.DO, Text("保存点太多，删除 {count} 个", {"count": 2}), StepKind.EDIT),
        (Action.DO, Text("修改", {"step_kind": "nothing that is known"}), StepKind.EDIT),
        (Action.MERGE, text("并入"), StepKind.IMPORT),
        (Action.UNDO, text("收下新文件", step_kind=StepKind.IMPORT), StepKind.UNDONE),
    ],
)
def test_by_its_action_and_what_its_name_says(action, name, kind):
    assert kind_of_step(action, name) is kind


def test_the_steps_of_earlier_books_are_known_by_their_names():
    imported = Text("导入 {files} 份报送：新增 {new}，不同 {different}", {"files": 1, "new": 2, "different": 0})
    assert kind_of_step("do", imported) is StepKind.IMPORT
    assert kind_of_step("do", Text("保存点“{name}”", {"name": "一稿"})) is StepKind.SAVE_POINT
