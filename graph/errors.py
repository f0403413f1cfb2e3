"""The one family of exceptions Yuqiao raises on purpose.

    YuqiaoError            one clear line: what, where, what was expected, what to do
    |-- InputError         a file, folder or address that cannot be read
    |-- QueryError         a SPARQL query or its parameters are wrong
    |-- TableErrors        the curated tables hold mistakes; all of them, one line each
    |-- EndpointError      a SPARQL endpoint refused, failed or answered nonsense
    |-- OutputError        a result cannot be written
    `-- LimitReached       a limit on time or memory stopped the work

The command line prints the message and exits with 2, or 3 at a limit; Python users catch
YuqiaoError. They live apart from the code that raises them so that importing one never imports
the other.
"""


class YuqiaoError(Exception):
    """Base of every error that is meant for the person at the keyboard."""


class InputError(YuqiaoError):
    """A file, folder or address that cannot be read as what it was taken for.

    ``likely_format`` names the RDF format that a file seems to be in, if that may be the reason;
    ``unknown_context`` is the address of the JSON-LD context that is missing, if that is why.
    """

    likely_format = ""
    unknown_context = ""


class InputWarning(UserWarning):
    """Something about a file that was read, but perhaps not as intended."""


class BaseWarning(InputWarning):
    """IRIs of a file were resolved against its name, for want of a base IRI."""


class CacheWarning(InputWarning):
    """A large file was read into the cache, which takes space on disk."""


class LiteralWarning(InputWarning):
    """Literals of a file are stored by value, so that answers write them with other characters."""


class QueryError(YuqiaoError):
    """A query, a question or one of its parameters is wrong."""


class EndpointError(YuqiaoError):
    """A SPARQL endpoint rejected a query, failed, or did not respond in a SPARQL format."""


class OutputError(YuqiaoError):
    """A result cannot be written to its destination."""


class LockedError(OutputError):
    """Another process is writing there; later it can be written."""


class LimitReached(YuqiaoError):
    """The work was stopped at a limit that was set for it."""


class TableErrors(YuqiaoError):
    """Mistakes in the curated tables, all found in one reading.

    :param problems: one line each, ``file:row:column: what is wrong``, in table order
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
