"""Values as people write them: dates, numbers and lists, turned into what the tables hold.

Digits may be full-width or Chinese; what is understood has one meaning only.
"""

from __future__ import annotations

import re
import unicodedata

from yuqiao.graph.tables.csvw import TableColumn
from yuqiao.graph.tables.reader import is_date

DATE_FORMS = "2025, 2025-05, 2025-05-01, 2025/5/1, 2025.5, 2025年5月1日 or 二〇二五年五月"
"""The forms of a date that are understood."""

_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": "0", "○": "0", "Ｏ": "0", "两": "2"}
_HAN_NUMBER = "[〇零○Ｏ一二三四五六七八九十]"
_YEAR = r"(\d{4}|[〇零○Ｏ一二三四五六七八九]{4})年"
_PART = rf"(\d{{1,2}}|{_HAN_NUMBER}{{1,3}})"
_CHINESE_DATE = re.compile(rf"{_YEAR}(?:{_PART}月(?:份)?(?:{_PART}[日号])?)?")
_PLAIN_DATE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?:[ T]00:00(?::00)?)?")
_UNITS = re.compile(
    r"(?:人民币|RMB|CNY|[¥￥])?\s*([-+]?[\d, ]*\.?\d+)\s*[元人年名个]?(?:/?[学每]?年)?",
    re.IGNORECASE,
)
_LIST_MARKS = re.compile(r"\s*[;；、]\s*")


def plain_value(column: TableColumn, text: str) -> str:
    """Return a cell of a sheet as the column of a table holds it; what is not understood stays.

    >>> fee = TableColumn("annual_tuition", datatype="integer")
    >>> plain_value(fee, "５３，０００元／学年"), plain_value(fee, "about 5")
    ('53000', 'about 5')
    """
    if not text:
        return ""
    text = " ".join(unicodedata.normalize("NFC", text).replace("\u3000", " ").split())
    if column.any_date:
        return plain_date(text)
    if column.datatype in {"integer", "decimal", "number"}:
        return plain_number(text)
    if column.separator:
        return column.separator.join(part for part in _LIST_MARKS.split(text) if part)
    if column.format or column.datatype in {"anyURI", "QName"}:
        return unicodedata.normalize("NFKC", text)
    return text


def plain_date(text: str) -> str:
    """Return a date as the tables write it; what is not understood stays as it is.

    >>> [plain_date(text) for text in ("2025/5", "２０２５．５．１", "二〇二五年五月")]
    ['2025-05', '2025-05-01', '2025-05']
    >>> plain_date("二〇一六年十月二十一日"), plain_date("5/1/2025"), plain_date("2025/13")
    ('2016-10-21', '5/1/2025', '2025/13')
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "") if "年" in text else text
    plain = unicodedata.normalize("NFKC", plain).replace("．", ".").strip()
    found = _CHINESE_DATE.fullmatch(plain)
    if found:
        year = "".join(_DIGITS.get(character, character) for character in found[1])
        parts = [year, *(_number(part) for part in found.groups()[1:] if part)]
    else:
        other = _PLAIN_DATE.fullmatch(plain)
        if not other:
            return text
        parts = [part for part in (other[1], other[3], other[4]) if part]
    date = "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    return date if is_date(date) else text


def _number(text: str) -> str:
    """Return a Chinese number below a hundred in digits.

    >>> _number("十二"), _number("二十"), _number("三十一"), _number("5")
    ('12', '20', '31', '5')
    """
    tens, ten, ones = text.partition("十")
    if not ten:
        return "".join(_DIGITS.get(character, character) for character in text)
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def plain_number(text: str) -> str:
    """Return a number as the tables write it; what is not understood stays as it is.

    >>> [plain_number(text) for text in ("53,000", "¥53000", "４年", "3.5", "四年", "1,2")]
    ['53000', '53000', '4', '3.5', '四年', '1,2']
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _UNITS.fullmatch(plain)
    if not found:
        return text
    number = found[1].replace(" ", "")
    if "," in number and not re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        return text
    number = number.replace(",", "").removeprefix("+")
    return re.sub(r"\.0+$", "", number)
