"""A copy of a .docx in which some of its parts are changed; everything else goes over as it is packed, and what a package lacks is made up for."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from ecdesk.documents.word import BODY, DOCUMENT, NOTES, W, WordParts, note_elements, paragraph_elements
from ecdesk.domain.files import door

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
_TYPES_PART, _PACKAGE_LINKS, _DOCUMENT_LINKS = "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"
_KINDS = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fontTable",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
"""Parts beside the document that Word finds by a relationship, by the stems of their names and what their content types say."""
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
}


class WordCopy:
    """A .docx that is being changed. paragraphs: the elements that pieces with numbers from 0 on stand for; notes: those of pieces with
    numbers from -1 downwards. Raises UserError for what is no .docx."""

    def __init__(self, data: bytes, name: str) -> None:
        self._source = WordParts(data, name)
        self._roots: dict[str, Any] = {}
        self._name = name
        body = self.root(DOCUMENT).find(BODY)
        if body is None:
            raise door.damaged(name)
        self.paragraphs = paragraph_elements(body)
        self.notes = [note for part in NOTES if part in self._source for note in note_elements(self.root(part))]

    def root(self, part: str) -> Any:
        """The root element of a part that is there; what is changed in it is in the copy."""
        if part not in self._roots:
            self._roots[part] = self._source.parsed(part)
        return self._roots[part]

    def element(self, number: int) -> Any | None:
        """The paragraph of a piece, None where there is none."""
        place, among = (number, self.paragraphs) if number >= 0 else (-1 - number, self.notes)
        return among[place] if place < len(among) else None

    def numbers(self) -> Iterator[int]:
        """Numbers for changes and comments that nothing in the document has yet."""
        taken = [int(id) for root in self._all_roots() for id in root.xpath(".//@w:id", namespaces={"w": W[1:-1]}) if _counts(id)]
        number = max(taken, default=0)
        while True:
            number += 1
            yield number

    def comments(self) -> Any:
        """The root of the part of comments, made where there is none."""
        links = self._links(_DOCUMENT_LINKS)
        part = next((_target(link) for link in links if link.get("Type") == f"{_OFFICE}/comments"), "")
        if not part:
            part = "word/comments.xml"
            self._link(links, "comments", "comments.xml")
        if part not in self._source and part not in self._roots:
            self._roots[part] = _made(f"{W}comments", {"w": W[1:-1]})
        self._declare(part, _WORD_TYPE.format(kind=_KINDS["comments"]))
        return self.root(part)

    def content(self) -> bytes:
        """The bytes of the copy."""
        from lxml import etree

        self._links(_PACKAGE_LINKS)
        self._drop_empty(self._links(_DOCUMENT_LINKS))
        self._types()
        written = {
            part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            for part, root in self._roots.items()
        }
        return self._source.with_parts(written)

    def _all_roots(self) -> list[Any]:
        self.comments()
        return list(self._roots.values())

    def _links(self, part: str) -> Any:
        """The relationships of the package or of its document; where they are missing, to what is there."""
        if part in self._source or part in self._roots:
            return self.root(part)
        links = self._roots[part] = _made(f"{{{_RELATIONSHIPS}}}Relationships", {None: _RELATIONSHIPS})
        if part == _PACKAGE_LINKS:
            self._link(links, "officeDocument", DOCUMENT)
            return links
        for kind in _KINDS:
            if kind not in ("document", "comments") and f"word/{kind}.xml" in self._source:
                self._link(links, kind, f"{kind}.xml")
        return links

    def _drop_empty(self, links: Any) -> None:
        """Take out relationships to parts that Word wants to find and that are not there: it would call the copy damaged."""
        wanted = {f"{_OFFICE}/{kind}" for kind in _KINDS}
        for link in list(links):
            part = _target(link)
            if link.get("Type") in wanted and part not in self._source and part not in self._roots:
                links.remove(link)

    def _link(self, links: Any, kind: str, target: str) -> None:
        taken = {link.get("Id") for link in links}
        id = next(id for number in range(1, len(taken) + 2) if (id := f"rId{number}") not in taken)
        links.append(_made(f"{{{_RELATIONSHIPS}}}Relationship", None, Id=id, Type=f"{_OFFICE}/{kind}", Target=target))

    def _types(self) -> Any:
        """The list of content types; where it is missing, with what is known of the parts."""
        if _TYPES_PART in self._source or _TYPES_PART in self._roots:
            return self.root(_TYPES_PART)
        types = self._roots[_TYPES_PART] = _made(f"{{{_TYPES}}}Types", {None: _TYPES})
        for ending, type in _DEFAULTS.items():
            types.append(_made(f"{{{_TYPES}}}Default", None, Extension=ending, ContentType=type))
        for stem, kind in _KINDS.items():
            if f"word/{stem}.xml" in self._source:
                self._declare(f"word/{stem}.xml", _WORD_TYPE.format(kind=kind))
        return types

    def _declare(self, part: str, type: str) -> None:
        types = self._types()
        if all(one.get("PartName", "").casefold() != f"/{part}".casefold() for one in types):
            types.append(_made(f"{{{_TYPES}}}Override", None, PartName=f"/{part}", ContentType=type))


def _counts(id: str) -> bool:
    return id.isascii() and id.isdigit() and len(id) < 10


def _target(link: Any) -> str:
    """The part that a relationship of the document leads to; "" for one outside the package."""
    if link.get("TargetMode") == "External":
        return ""
    return posixpath.normpath(posixpath.join("/word", link.get("Target", ""))).lstrip("/")


def _made(tag: str, names: dict[Any, str] | None, **attributes: str) -> Any:
    from lxml import etree

    return etree.Element(tag, attributes, nsmap=names)
