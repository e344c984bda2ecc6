import sys
from pathlib import Path
import pytest
from tests.gui.submissions.test_any_subject import *
from tests.gui.submissions.test_any_subject import Actions

@pytest.fixture
def book_path(tmp_path, monkeypatch):
    monkeypatch.setattr(mentions, "PAUSE", 3_600_000)
    p = tmp_path / "深圳市电子商务季报2017年第一季度.ecd"
    start_blank(p, "深圳市电子商务季报2017年第一季度", Period(2017,"quarter",1), "张三").close()
    return p

N=[0]
def shot(window, name):
    QApplication.processEvents()
    window.grab().save(f"/tmp/shots/{N[0]:02}-{name}.png"); N[0]+=1

def test_walk(actions, window, tmp_path, qtbot, dialogs):
    shot(window,"blank")
    actions.drop(Path("/work/wt/city/resources/books/bulletin/submissions"))
    shot(window,"dropped")
    page=actions.page
    print([f.path.name for f in page.files.rows], page.areas_bar._names)
    actions.click(page.areas_bar.button)
    qtbot.wait(200)
    actions._done()
    shot(window,"areas")
    actions.click(page.headings_panel.take_button)
    shot(window,"headings")
    print("ticked", len(page.files.ticked), [ (q.question,str(q.message)) for q in page._questions])
    actions.click(page.tables_button)
    shot(window,"tables")
    print(actions.count, [(e.number,e.caption, e.order, e.section) for e in exhibits(window)])
    window.ui.action_check.trigger()
    qtbot.wait(300)
    shot(window,"check")
