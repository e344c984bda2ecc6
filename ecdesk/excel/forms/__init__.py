"""Forms out, answers back: submission forms and query letters that are read exactly by what they carry hidden."""

from ecdesk.excel.forms.reading_forms import SHAPE, read_form
from ecdesk.excel.forms.reading_letters import Correction, Explanation, QueryAnswers, read_own, read_query_letter
from ecdesk.excel.forms.writing_forms import form_path, write_form, write_forms
from ecdesk.excel.forms.writing_letters import concerns, write_query_letter

__all__ = [
    "SHAPE",
    "Correction",
    "Explanation",
    "QueryAnswers",
    "concerns",
    "form_path",
    "read_form",
    "read_own",
    "read_query_letter",
    "write_form",
    "write_forms",
    "write_query_letter",
]
