"""Long texts that differ in a few words, shown as these words."""

from __future__ import annotations

from difflib import SequenceMatcher

_AROUND = 4  # words that are shown around those that changed
_MOST_WORDS = 2000  # of a text that is compared word by word without shortcuts


def changed_words(old: str, new: str) -> str:
    """Return a long text with the words that changed marked, and what stayed between abridged.

    >>> changed_words("the same old words and so on", "the same new words and so on")
    'the same [-old-] {+new+} words and so on'
    """
    before, after = old.split(), new.split()
    parts: list[str] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > _MOST_WORDS)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            same = before[start:end]
            first, last = not parts, end == len(before)
            head = [] if first else same[:_AROUND]
            tail = [] if last else same[-_AROUND:]
            short = len(same) <= 2 * _AROUND
            parts += same if short else [*head, "…", *tail]
            continue
        if start < end:
            parts.append(f"[-{' '.join(before[start:end])}-]")
        if new_start < new_end:
            parts.append(f"{{+{' '.join(after[new_start:new_end])}+}}")
    return " ".join(parts)
