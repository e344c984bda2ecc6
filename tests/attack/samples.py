"""Sound files of each kind that is read, made in code: what the attacks on readers change."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document

from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import exporting
from ecdesk.session.program.progress import finish
from ecdesk.session.rules.checking import Checks
from ecdesk.session.submissions import queries
from ecdesk.session.tables import cells
from tests.books import small_records
from tests.excel.binary import xls, xlsb
from tests.excel.makers import as_csv, as_html, as_xml_2003, workbook
from tests.excel.test_signs import ods_number, ods_row, ods_text, open_document

ROWS = [
    ["2018年陕西省电子商务统计表"],
    ["填报单位：陕西省商务厅", None, None, "单位：亿元"],
    ["指标名称", "计量单位", "2018年", "同比增长(%)"],
    ["网络零售额", "亿元", 893.6, 27.6],
    ["其中：实物商品", "亿元", 700.25, 12.5],
    ["农村网络零售额", "亿元", 100.5, 30.1],
    ["电子商务交易额", "亿元", "约6412.7", "—"],
]
SENTENCES = (
    "2018年，陕西省电子商务交易额6412.7亿元，同比增长23.6%，其中网络零售额893.6亿元，占13.9%。",
    "前三季度网络零售额为600.5亿元，比上年同期增长约25%，占全国的1.2%。",
    "农村网络零售额100.5亿元，增速比上年提高2.3个百分点。",
)


def samples(folder: Path) -> dict[str, bytes]:
    """Name to content; the ending is the kind."""
    folder.mkdir(exist_ok=True)
    merged = {"表一": ["A1:D1"]}
    sheets = {"表一": ROWS, "表二": [["分地区"], ["地区", "零售额(亿元)", "增速(%)"], ["西安市", 12.5, 3], ["宝鸡市", 7, "…"]]}
    made = [
        workbook(folder / "陕西省.xlsx", sheets, merged=merged, formats={"表一": {"D4": "0.0%"}}, hidden=["表二"]),
        as_csv(folder / "陕西省.csv", ROWS),
        as_html(folder / "网页.xls", ROWS, ["A1:D1"]),
        as_xml_2003(folder / "旧版.xml.xls", ROWS, ["A1:D1"]),
        xls(folder / "旧版.xls", ROWS, codes=["0.0%"]),
        xlsb(folder / "二进制.xlsb", ROWS, codes=["0.0%"]),
        open_document(folder / "陕西省.ods", "".join(ods_row(*map(_ods_cell, row)) for row in ROWS)),
        _word(folder / "文稿.docx"),
    ]
    (folder / "文稿.txt").write_text("\n".join(SENTENCES), encoding="utf-8")
    made.append(folder / "文稿.txt")
    with Desk.create(folder / "book.ecd", small_records()) as desk:
        cells.enter(desk, "表1", [(0, 0, "6412.7"), (0, 1, "23.6"), (1, 0, "900")])
        made += finish(queries.send_forms(desk.book, folder))[:1]
        made.append(finish(exporting.export(desk.book, folder / "发表.xlsx")).workbook)
        cells.enter(desk, "表1", [(0, 2, "9999"), (1, 2, "9999")])  # more than the whole of it
        checks = Checks(desk)
        made += finish(queries.send_letters(desk.book, checks.findings(), folder))[:1]
        checks.close()
    return {path.name: path.read_bytes() for path in made}


def _word(path: Path) -> Path:
    document = Document()
    document.add_heading("第1章 总论", 1)
    for sentence in SENTENCES:
        document.add_paragraph(sentence)
    table = document.add_table(rows=2, cols=3)
    for row in range(2):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}.5亿元"
    content = io.BytesIO()
    document.save(content)
    path.write_bytes(content.getvalue())
    return path


def _ods_cell(value: object) -> str:
    return ods_number(str(value)) if isinstance(value, int | float) else ods_text(str(value or ""))
