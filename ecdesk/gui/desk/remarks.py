"""Remarks and their replies as rich text."""

from __future__ import annotations

from html import escape

from ecdesk.domain.book.records import Comment, CommentOn
from ecdesk.domain.texts import tr
from ecdesk.gui.base.themes import Theme
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.session.records.comments import Thread


def thread_html(thread: Thread, links: bool = False, quote: bool = False) -> str:
    """A remark and its replies. links: ``reply:id`` and ``comment:id`` behind it, which answer it and deal with it. quote: the sentence that it
    is about, above."""
    one = thread.comment
    about = f"<p class='quiet'>“{escape(one.quote)}”</p>" if quote and one.on is CommentOn.SENTENCE else ""
    behind = ""
    if links:
        done = tr("重新打开") if one.done else tr("标为已处理")
        behind = (
            f"　<a href='reply:{escape(one.id)}'>{escape(tr('回复'))}</a>　<a href='comment:{escape(one.id)}'>{escape(done)}</a>"
        )
    replies = "".join(f"<br/>↳ {_remark(reply, one.done)}" for reply in thread.replies)
    return f"{about}<p>{_remark(one, one.done)}{behind}{replies}</p>"


def remarks_style(theme: Theme) -> str:
    """How these texts look where nothing else says so."""
    return f"<style>p {{ margin: 0 0 4px 0; }} .quiet {{ color: {theme.code('muted')}; }}</style>"


def _remark(one: Comment, done: bool) -> str:
    words = escape(one.words).replace("\n", "<br/>")
    said = f"<span class='quiet'>{escape(one.by)} · {escape(local_time(one.when))}</span>"
    return f"{f'<s>{words}</s>' if done else words}<br/>{said}"
