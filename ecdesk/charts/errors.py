"""Why a chart cannot be drawn."""

from ecdesk.domain.errors import UserError


class CannotDraw(UserError):
    """What the exhibit holds cannot be shown as it is: the font lacks a character, or an axis would carry two units."""
