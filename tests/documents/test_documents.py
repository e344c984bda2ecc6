"""Manuscripts as they come: .docx with tables, footnotes and tracked changes, other encodings, damaged and hostile files."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from ecdesk.documents import read_document, reading, write_comments
from ecdesk.documents.word import read_word
from ecdesk.domain.documents import Paragraph, PieceKind, TableBlock, TextComment
from ecdesk.domain.errors import UserError
from ecdesk.prose import proof
from ecdesk.prose.comments import comments_on, finding_list

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_file(path: Path, body: str, footnotes: str = "") -> Path:
    """A real .docx whose body is replaced by the given XML."""
    import docx

    plain = path.with_name("plain.docx")
    docx.Document().save(str(plain))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()
            target.writestr(name, data)
        if footnotes:
            target.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="{WORD}">{footnotes}</w:footnotes>')
    return path


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def test_a_docx_keeps_paragraphs_tables_and_footnotes_in_order(tmp_path: Path) -> None:
    cell = f"<w:tc>{paragraph('240.0')}</w:tc>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph('进出口')}</w:tc>{cell}</w:tr></w:tbl>"
    note = f'<w:footnote w:id="2">{paragraph("数据来源：海关")}</w:footnote>'
    file = docx_file(tmp_path / "a.docx", paragraph("出口19", "4.1亿元。") + table + paragraph("完"), note)
    document = read_document(file)
    assert document.text == "出口194.1亿元。\n进出口\t240.0\n完\n数据来源：海关"
    assert [(piece.paragraph, document.text[piece.start : piece.end]) for piece in document.pieces] == [
        (0, "出口194.1亿元。"),
        (1, "进出口"),
        (2, "240.0"),
        (3, "完"),
        (-1, "数据来源：海关"),
    ]


def test_paragraphs_tables_and_runs_are_plain_records(tmp_path: Path) -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>一、规模</w:t></w:r></w:p>'
    cells = "".join(f"<w:tc>{inside}</w:tc>" for inside in (paragraph("出口"), paragraph("194", ".1") + paragraph("亿元")))
    file = docx_file(tmp_path / "a.docx", f"{heading}<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    inside = PieceKind.TABLE
    assert read_word(file.read_bytes(), file.name) == [
        Paragraph(("一、规模",), PieceKind.HEADING),
        TableBlock((((Paragraph(("出口",), inside),), (Paragraph(("194", ".1"), inside), Paragraph(("亿元",), inside))),)),
    ]


def test_a_finding_in_a_footnote_is_noted_at_the_last_paragraph(tmp_path: Path) -> None:
    import docx

    note = (
        f'<w:footnote w:id="2">{paragraph("全市进出口总值240.0亿元。其中，出口总值149.1亿元；进口总值45.9亿元。")}</w:footnote>'
    )
    file = docx_file(tmp_path / "a.docx", paragraph("概况") + paragraph("完"), note)
    copy = tmp_path / "b.docx"
    assert write_comments(file, copy, comments_on(proof(read_document(file)))) == 1
    (comment,) = docx.Document(str(copy)).comments
    assert comment.text.startswith("脚注“45.9亿元”：")


def test_tracked_deletions_are_not_read_and_insertions_are(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>出口</w:t></w:r><w:del><w:r><w:delText>1</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>2</w:t></w:r></w:ins><w:r><w:t>亿元。</w:t></w:r></w:p>"
    )
    document = read_document(docx_file(tmp_path / "a.docx", body))
    assert document.text == "出口2亿元。"
    assert document.tracked_changes


def test_comments_are_written_to_a_copy_at_the_figure(tmp_path: Path) -> None:
    import docx

    file = docx_file(tmp_path / "a.docx", paragraph("全市进出口总值240.0亿元。其中，出口总值14", "9.1亿元；进口总值45.9亿元。"))
    before = file.read_bytes()
    result = proof(read_document(file))
    copy = tmp_path / "b.docx"
    assert write_comments(file, copy, comments_on(result)) == 1
    assert file.read_bytes() == before
    assert read_document(copy).text == read_document(file).text
    (comment,) = docx.Document(str(copy)).comments
    assert "45.0亿元" in comment.text
    assert finding_list(result)[0]["text"] == "45.9亿元"


def test_the_copy_may_not_be_the_original(tmp_path: Path) -> None:
    file = docx_file(tmp_path / "a.docx", paragraph("出口2亿元。"))
    with pytest.raises(UserError, match=r"副本"):
        write_comments(file, file, [])


@pytest.mark.parametrize("size", [0, 10, 200, 3000])
def test_a_damaged_docx_is_a_sentence(tmp_path: Path, size: int) -> None:
    whole = docx_file(tmp_path / "a.docx", paragraph("出口2亿元。")).read_bytes()
    cut = tmp_path / "cut.docx"
    cut.write_bytes(whole[:size])
    with pytest.raises(UserError) as raised:
        read_document(cut)
    assert str(raised.value).endswith("。")


def test_flipped_bytes_are_a_sentence_or_text(tmp_path: Path) -> None:
    whole = docx_file(tmp_path / "a.docx", paragraph("出口2亿元。")).read_bytes()
    chance = random.Random(1)
    for _ in range(60):
        data = bytearray(whole)
        for _flip in range(8):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        broken = tmp_path / "broken.docx"
        broken.write_bytes(bytes(data))
        try:
            read_document(broken)
        except UserError as error:
            assert str(error).endswith("。")


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 90_000_000)
    with pytest.raises(UserError, match="过大"):
        read_document(bomb)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "出口"}">' for n in range(9))
    file = tmp_path / "laughs.docx"
    xml = f'<!DOCTYPE d [{entities}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p></w:body></w:document>'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", xml)
    try:
        assert len(read_document(file).text) < 1000
    except UserError as error:
        assert str(error).endswith("。")


@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>" * 900_000,
        "<w:sdt>" * 300 + "</w:sdt>" * 300,
        "<w:p>" * 30 + "</w:p>" * 30,
        f"<w:p><w:r><w:t>{'长' * 4_000_000}</w:t></w:r></w:p>",
    ],
)
def test_what_a_document_may_hold_is_counted(tmp_path: Path, body: str) -> None:
    with pytest.raises(UserError, match=r"过大|损坏|分章"):
        read_document(docx_file(tmp_path / "a.docx", body))


def test_the_paragraphs_of_a_table_in_a_table_are_read_once(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('内')}</w:tc></w:tr></w:tbl>"
    framed = f"<w:sdt><w:sdtContent><w:tr><w:tc>{paragraph('行')}</w:tc></w:tr></w:sdtContent></w:sdt>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph('外')}{inner}</w:tc></w:tr>{framed}</w:tbl>"
    assert read_document(docx_file(tmp_path / "a.docx", table + paragraph("完"))).text == "外 内\n行\n完"


@pytest.mark.parametrize("lost", ["[Content_Types].xml", "_rels/.rels", "word/styles.xml", "word/_rels/document.xml.rels"])
def test_what_half_a_package_lacks_is_made_up_for_in_its_copy(tmp_path: Path, lost: str) -> None:
    import docx

    whole = docx_file(tmp_path / "a.docx", paragraph("出口2亿元。"))
    half = tmp_path / "half.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(half, "w") as target:
        for name in source.namelist():
            if name != lost:
                target.writestr(name, source.read(name))
    assert read_document(half).text == "出口2亿元。"
    copy = tmp_path / "b.docx"
    assert write_comments(half, copy, [TextComment(0, 2, "看")]) == 1
    (comment,) = docx.Document(str(copy)).comments
    assert comment.text == "看"


@pytest.mark.parametrize(
    ("part", "of_it"),
    [*(("word/_rels/document.xml.rels", one) for one in ("Id", "Type", "Target")), ("[Content_Types].xml", "ContentType")],
)
def test_what_holds_a_package_together_and_says_half_is_damage(part: str, of_it: str, tmp_path: Path) -> None:
    whole, half = docx_file(tmp_path / "a.docx", paragraph("出口2亿元。")), tmp_path / "half.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(half, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            rest = f' {of_it}="'.encode()
            target.writestr(name, content.replace(rest, b' a="', 1) if name == part else content)
    with pytest.raises(UserError, match=r"half\.docx.*损坏"):
        write_comments(half, tmp_path / "b.docx", [TextComment(0, 2, "看")])


def test_a_picture_that_unpacks_to_very_much_is_not_unpacked_for_a_comment(tmp_path: Path) -> None:
    file = docx_file(tmp_path / "a.docx", paragraph("出口2亿元。"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(100 * 2**20))
    assert read_document(file).text == "出口2亿元。"
    copy = tmp_path / "b.docx"
    assert write_comments(file, copy, [TextComment(0, 2, "看")]) == 1
    with zipfile.ZipFile(file) as one, zipfile.ZipFile(copy) as two:
        assert two.getinfo("word/media/image1.png").CRC == one.getinfo("word/media/image1.png").CRC
        assert two.getinfo("word/media/image1.png").compress_size == one.getinfo("word/media/image1.png").compress_size


def test_other_encodings_and_kinds(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes("出口2.5亿元。".encode("gb18030"))
    assert read_document(old).text == "出口2.5亿元。"
    binary = tmp_path / "picture.txt"
    binary.write_bytes(bytes(range(256)) * 10)
    for wrong in (binary, tmp_path / "none.txt", tmp_path / "a.pdf"):
        with pytest.raises(UserError):
            read_document(wrong)


def test_ten_million_characters_are_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_bytes("出口2.5亿元，".encode() * 1_250_000)
    with pytest.raises(UserError, match="分章"):
        read_document(file)


def test_a_text_box_is_read_once_behind_the_paragraph_that_it_hangs_on(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    drawn = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    hung = f"<w:p><w:r><w:t>正文</w:t></w:r>{drawn}</w:p>"
    table = f"<w:tbl><w:tr><w:tc>{hung}</w:tc></w:tr></w:tbl>"
    document = read_document(docx_file(tmp_path / "a.docx", hung + table + paragraph("完")))
    assert document.text == "正文\n框内\n正文 框内\n完"
    assert [piece.paragraph for piece in document.pieces] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("text", "said"), [("1.5 " * 40, "80 个数"), ("甲\n\n" * 60, "60 段")])
def test_the_numbers_and_lines_of_a_manuscript_are_counted(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_NUMBERS", 70)
    monkeypatch.setattr(reading, "MOST_LINES", 50)
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    with pytest.raises(UserError, match=f"文稿“a.txt”.*{said}.*分章"):
        read_document(path)
    path.write_bytes(text[: len(text) // 2].encode())
    assert read_document(path).text == text[: len(text) // 2]
