"""Check digits, which tell when a letter or digit of an identifier is wrong."""

from __future__ import annotations

_ROR_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # base 32 as Crockford writes it


def ror_check_digits(identifier: str) -> str:
    """Return the last two digits that a ROR identifier must have (ISO 7064, mod 97-10).

    >>> ror_check_digits("023rhb549")
    '49'
    """
    number = 0
    for digit in identifier[1:7]:
        number = number * 32 + max(_ROR_DIGITS.find(digit), 0)
    return f"{98 - number * 100 % 97:02d}"
