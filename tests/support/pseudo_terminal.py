"""A program on a terminal, and what a person sees there."""

from __future__ import annotations

import os
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

WAIT = 60.0  # seconds until a test gives up; nothing is timed


class _AnsweringScreen(pyte.HistoryScreen):
    """A screen that is asked, now and then, where its cursor is."""

    answer: Callable[[str], int]

    def write_process_input(self, data: str) -> None:
        self.answer(data)


class Terminal:
    """A pseudo-terminal with a program in it, and its screen.

    :param command: the program and its arguments
    """

    def __init__(
        self, command: list[str], folder: Path, *, columns: int = 100, lines: int = 50, **more: str
    ) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "xterm"}
        self._screen = _AnsweringScreen(columns, lines, history=100_000)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(folder),
            env=environment | more,
            dimensions=(lines, columns),
            echo=True,
        )
        self._child.delaybeforesend = None
        self._screen.answer = self._child.send
        self.ended = False

    def press(self, keys: str) -> None:
        """Press keys; control characters stand for themselves."""
        self._child.send(keys.encode())

    def text(self) -> str:
        """Return all that is on the screen or has scrolled off it, without trailing space."""
        rows = [*self._screen.history.top, *(self._screen.buffer[n] for n in self._rows())]
        lines = ("".join(row[x].data for x in range(self._screen.columns)) for row in rows)
        return "\n".join(line.rstrip() for line in lines).rstrip()

    def _rows(self) -> range:
        return range(self._screen.lines)

    def line(self) -> str:
        """Return the line the cursor is on."""
        row = self._screen.buffer[self._screen.cursor.y]
        return "".join(row[x].data for x in range(self._screen.columns)).rstrip()

    def shows_typed(self, text: str) -> bool:
        """Return whether a text ends at the cursor, however many lines the terminal wraps it over."""
        y, x = self._screen.cursor.y, self._screen.cursor.x
        rows = [self._screen.buffer[n] for n in range(y + 1)]
        shown = "".join(row[n].data for row in rows for n in range(self._screen.columns))
        end = len(shown) - sum(len(rows[-1][n].data) for n in range(x, self._screen.columns))
        return _letters(shown[:end]).endswith(_letters(text))

    def colours(self) -> set[str]:
        """Return the colours of the letters on the screen."""
        rows = (self._screen.buffer[n] for n in self._rows())
        cells = (row[x] for row in rows for x in range(self._screen.columns))
        return {cell.fg for cell in cells if cell.data.strip()}

    def hears_signals(self) -> bool:
        """Return whether Ctrl-C would interrupt: not while a line is edited, when it is a key."""
        return bool(termios.tcgetattr(self._child.child_fd)[3] & termios.ISIG)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Take in what the program shows, until something holds or the program ends."""
        end = time.monotonic() + WAIT
        while not condition():
            if self.ended or time.monotonic() > end:
                raise AssertionError(f"waited in vain; the screen is\n{self.text()}")
            self._take_in()

    def wait_for(self, text: str) -> None:
        """Wait until a text can be read somewhere."""
        self.wait_until(lambda: text in self.text())

    def _take_in(self) -> None:
        try:
            self._stream.feed(self._child.read_nonblocking(65536, timeout=0.1))
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self.ended = True

    def exit_code(self) -> int:
        """Wait for the program's end and give its exit code."""
        while not self.ended:
            self.wait_until(lambda: True)
            self._take_in()
        self._child.close()
        return int(self._child.exitstatus)

    def close(self) -> None:
        """End the program, whatever it does."""
        self._child.close(force=True)


def _letters(text: str) -> str:
    """Drop what a line editor puts in where it wraps a line: spaces and continuation marks."""
    return "".join(text.replace("->", "").split())


class ShellTerminal(Terminal):
    """Yuqiao's shell on a terminal.

    Each step waits until the shell has shown what comes of it.
    """

    PROMPTS = ("yuqiao> ", "     -> ")

    def begin(self) -> None:
        """Wait for the first prompt."""
        self.wait_until(self._is_at_prompt)

    def enter(self, line: str) -> None:
        """Type a line, press Enter, and wait until the next can be typed or a query runs."""
        self.wait_until(self._is_at_prompt)
        before = self._prompts()
        self.press(line)
        self.wait_until(lambda: self.shows_typed(line))
        self.press("\r")
        self.wait_until(
            lambda: self.ended or self.hears_signals() or self._prompts() > before,
        )

    def ask(self, *lines: str) -> str:
        """Enter lines and give what is shown below the last, up to the next prompt."""
        for line in lines:
            self.enter(line)
        self.wait_until(self._is_at_prompt)
        shown = self.text().splitlines()[:-1]
        last = max(n for n, text in enumerate(shown) if text.startswith(self.PROMPTS))
        return "\n".join(shown[last + 1 :])

    def cancel(self) -> None:
        """Press Ctrl-C while a query runs, and wait for the prompt."""
        self.wait_until(self.hears_signals)
        self.press("\x03")
        self.wait_until(self._is_at_prompt)

    def leave(self) -> int:
        """Press Ctrl-D, unless the shell ends already, and give the exit code."""
        self.wait_until(lambda: self.ended or self._is_at_prompt())
        if not self.ended:
            self.press("\x04")
        return self.exit_code()

    def _is_at_prompt(self) -> bool:
        return not self.hears_signals() and self.line() in {p.rstrip() for p in self.PROMPTS}

    def _prompts(self) -> int:
        starts = tuple(prompt.rstrip() for prompt in self.PROMPTS)
        return sum(line.startswith(starts) for line in self.text().splitlines())
