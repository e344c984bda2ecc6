"""Mails and archives: what is in them, under which name, from whom, and what is refused."""

from __future__ import annotations

import base64
import struct

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.containers.archives import open_archive
from ecdesk.domain.files.containers.holding import HELD_BYTES, MOST_FILES, Opened
from ecdesk.domain.files.containers.kinds import kind_of
from ecdesk.domain.files.containers.mails import open_mail
from ecdesk.domain.files.containers.outlook import open_msg
from tests.domain.containers import compound, locked, mail, outlook, zipped

ONE, TWO = "指标,2018年\n网络零售额,1\n".encode(), "指标,2018年\n网络零售额,2\n".encode()


def contents(found: tuple[bytes, Opened]) -> dict[str, bytes]:
    joined, opened = found
    parts = {}
    for held in opened.held:
        parts[held.name], joined = joined[: held.size], joined[held.size :]
    assert not joined
    return parts


def refusals(found: tuple[bytes, Opened]) -> dict[str, str]:
    return {held.name: str(held.refused) for held in found[1].held if held.refused is not None}


@pytest.mark.parametrize("encoding", ["", "gb18030"], ids=["UTF-8", "the names of old programs"])
def test_an_archive_gives_its_files_by_name(encoding: str) -> None:
    data = zipped([("报送/浙江省.csv", ONE), ("报送/__MACOSX/._浙江省.csv", b"x"), ("报送/~$浙江省.csv", b"x")], encoding)
    assert kind_of(data, "a.zip") == "zip"
    found = contents(open_archive(data, "a.zip"))
    if encoding:  # shorter than in UTF-8, and filled up by the test
        found = {name.replace("   ", "").replace(" ", ""): inside for name, inside in found.items()}
    assert list(found.values()) == [ONE] and next(iter(found)).startswith("报送/浙江省")


@pytest.mark.parametrize("name", ["../外面.csv", "/etc/外面.csv", "C:\\外面.csv", "a/../../外面.csv"])
def test_a_path_that_leads_out_is_refused_and_the_others_are_not(name: str) -> None:
    found = open_archive(zipped([(name, ONE), ("浙江省.csv", TWO)]), "a.zip")
    (refused,) = refusals(found).items()
    assert "指向压缩包以外" in refused[1] and ".." not in refused[0] and not refused[0].startswith("/")
    assert contents(found)["浙江省.csv"] == TWO


def test_a_file_that_unpacks_to_too_much_is_refused_alone() -> None:
    found = open_archive(zipped([("大.csv", bytes(HELD_BYTES + 1)), ("浙江省.csv", ONE)]), "a.zip")
    assert "过大" in refusals(found)["大.csv"] and contents(found)["浙江省.csv"] == ONE


def test_two_files_of_one_name_are_two_and_the_same_file_again_is_none() -> None:
    data = zipped([("浙江省.csv", ONE), ("其他.csv", ONE)]).replace("其他.csv".encode(), "浙江省.csv".encode()[-10:])
    joined, opened = open_mail(mail([("浙江省.csv", ONE), ("浙江省.csv", TWO), ("浙江省.csv", ONE)]), "a.eml")
    assert [(held.name, held.twin, held.again) for held in opened.held] == [
        ("浙江省.csv", True, False),
        ("浙江省 (2).csv", True, False),
        ("浙江省 (3).csv", False, True),
    ]
    assert joined == ONE + TWO and data


def test_a_locked_archive_is_refused_by_each_of_its_files() -> None:
    found = open_archive(locked(zipped([("浙江省.csv", ONE)])), "a.zip")
    assert "设了密码" in refusals(found)["浙江省.csv"]


@pytest.mark.parametrize(
    "data", [zipped([]), zipped([(f"{number}.csv", ONE) for number in range(MOST_FILES + 1)]), zipped([("a", ONE)])[:40]]
)
def test_an_archive_with_nothing_or_too_much_in_it_is_refused(data: bytes) -> None:
    with pytest.raises(UserError) as refusal:
        open_archive(data, "a.zip")
    assert str(refusal.value).endswith("。")


def test_a_mail_says_who_sent_it_when_and_what_it_brings() -> None:
    data = mail([("浙江省.csv", ONE)], "见附件。", subject="浙江省2018年报送")
    assert kind_of(data, "a.eml") == "mail"
    found = open_mail(data, "a.eml")
    opened = found[1]
    assert (opened.sender, opened.date, opened.subject) == ("张三 <zhang@example.cn>", "2019-01-15", "浙江省2018年报送")
    assert opened.body.strip() == "见附件。" and contents(found) == {"浙江省.csv": ONE}


def by_hand(head: bytes, body: bytes = ONE) -> bytes:
    """A mail with one attachment, whose head is given as mail programs of old wrote it."""
    return (
        b"From: a@example.cn\r\nTo: b@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=xx\r\n\r\n"
        b"--xx\r\nContent-Type: application/octet-stream\r\n" + head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(body) + b"\r\n--xx--\r\n"
    )  # fmt: skip


WORD = "=?gb2312?B?" + base64.b64encode("浙江省.csv".encode("gb18030")).decode() + "?="


@pytest.mark.parametrize(
    "head",
    [
        f'Content-Disposition: attachment; filename="{WORD}"'.encode(),
        f"Content-Disposition: attachment; filename={WORD}".encode(),
        'Content-Disposition: attachment; filename="浙江省.csv"'.encode("gb18030"),
        b"Content-Disposition: attachment; filename*=UTF-8''%E6%B5%99%E6%B1%9F%E7%9C%81.csv",
        f'Content-Disposition: attachment\r\nX-A: b\r\nContent-Description: x; name="{WORD}"'.encode(),
    ],
    ids=["encoded word", "without quotes", "raw GBK", "RFC 2231", "no name"],
)
def test_names_of_attachments_in_every_way_of_writing(head: bytes) -> None:
    names = list(contents(open_mail(by_hand(head), "a.eml")))
    assert names == (["附件"] if b"X-A" in head else ["浙江省.csv"])


def test_attachments_of_a_mail_that_is_attached_are_found() -> None:
    inner = mail([("浙江省.csv", ONE)])
    outer = (
        b"From: a@example.cn\r\nTo: b@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=yy\r\n\r\n"
        b"--yy\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--yy--\r\n"
    )
    assert contents(open_mail(outer, "a.eml")) == {"浙江省.csv": ONE}


def test_the_text_of_a_mail_and_the_table_in_it() -> None:
    page = "<p>我省情况：</p><table><tr><td>指标</td><td>2018年</td></tr></table><p>以上。</p>"
    opened = open_mail(mail([], "没有表", page), "a.eml")[1]
    assert "<td>指标" in opened.page and opened.body.split() == ["我省情况：", "以上。"]


@pytest.mark.parametrize("depth", [50, 5_000])
def test_a_mail_of_parts_in_parts_is_opened_or_refused(depth: int) -> None:
    data = b"From: a@example.cn\r\nTo: b@example.cn\r\n"
    for number in range(depth):
        data += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    try:
        open_mail(data + b"\r\nx", "a.eml")
    except UserError as refusal:
        assert str(refusal).endswith("。")


def test_a_page_that_a_program_saved_in_one_file_is_no_mail() -> None:
    head = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=zz\r\n\r\n"
    assert kind_of(head + b"--zz\r\nContent-Type: text/html\r\n\r\n<table></table>\r\n--zz--", "a.xls") == "mhtml"


def test_a_mail_of_outlook() -> None:
    data = outlook([("浙江省.csv", ONE.ljust(5000)), ("湖南省.csv", TWO.ljust(4096))], "见附件。")
    assert kind_of(data, "a.msg") == "msg"
    found = open_msg(data, "a.msg")
    opened = found[1]
    assert (opened.sender, opened.date, opened.subject) == ("张三 <zhang@example.cn>", "2019-01-15", "报送")
    assert opened.body == "见附件。" and list(contents(found)) == ["浙江省.csv", "湖南省.csv"]
    assert contents(found)["浙江省.csv"].startswith(ONE)


def test_what_is_attached_in_outlook_is_counted_before_it_is_read() -> None:
    data = bytearray(outlook([("浙江省.csv", ONE.ljust(5000)), ("湖南省.csv", TWO.ljust(4096))]))
    entry = data.rfind("__substg1.0_37010102".encode("utf-16-le"))
    data[entry + 120 : entry + 124] = struct.pack("<I", HELD_BYTES)  # as if its bytes and those of others were the same ones
    found = open_msg(bytes(data), "a.msg")
    assert list(contents(found)) == ["浙江省.csv", "湖南省.csv"]
    assert list(refusals(found)) == ["湖南省.csv"] and "“湖南省.csv”过大" in refusals(found)["湖南省.csv"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Rar!\x1a\x07\x00", "RAR 压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (compound({"WordDocument": b"x"}), "另存为 .docx"),
        (compound({"EncryptedPackage": b"x"}), "设了密码"),
        (zipped([("OFD.xml", b"x")]), "OFD 版式文档"),
        (zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"x")]), "ODT 文字文档"),
        (b"{\\rtf1", "RTF 文字文档"),
        (b"MZ\x00", "EXE"),
    ],
)
def test_kinds_that_nobody_reads_are_refused_by_name_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words) as refusal:
        kind_of(data, "报送.dat")
    assert "报送.dat" in str(refusal.value) and "请" in str(refusal.value)


def test_what_a_part_of_a_mail_says_of_itself_is_counted() -> None:
    start = b"From: a@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: text/plain"
    assert open_mail(start + b"; a=1" * 100 + b"\r\n\r\n1", "a.eml")[1].body.strip() == "1"
    with pytest.raises(UserError, match="过大"):
        open_mail(start + b"; a=1" * 100_000 + b"\r\n\r\n1", "a.eml")


def test_what_all_parts_of_a_mail_say_of_themselves_is_counted_and_lines_with_the_marks_they_are_held_against() -> None:
    start = b'From: a@example.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
    part = b"--x\r\nContent-Type: text/plain" + b"; a=1" * 3_000 + b"\r\n\r\n1\r\n"
    assert open_mail(start + part + b"--x--\r\n", "a.eml")[1].body.strip() == "1"
    with pytest.raises(UserError, match="过大"):
        open_mail(start + part * 40 + b"--x--\r\n", "a.eml")
    with pytest.raises(UserError, match="过大"):
        open_mail(start + b"boundary=" * 150 + b"1\n" * 70_000, "a.eml")
