"""
Questions asked on every purchase: put into SQL once, asked with other values afterwards.

Django writes the SQL of a question anew each time, which costs several times what the database's answer does. A prepared
question is an ordinary query set, built once with stand-ins for its values; its rows are what the query set gives: models,
with what they point at, or the columns that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

R = TypeVar("R")
_FIRST = datetime(1871, 1, 1, tzinfo=UTC)

#: A list is put into SQL once for each length; longer ones are asked as Django asks.
LONGEST: Final = 60


def _stand_in(kind: type, number: int) -> Any:
    """Give a value of a kind that no row and no constant of a query has."""
    if kind is int:
        # It fits the smallest column: of a comparison with more than a column holds, Django keeps nothing.
        return 31_731 + number
    if kind is str:
        return f"\u2060stand-in-{number}\u2060"
    assert kind is datetime, "a question asks for numbers, words, instants and lists of numbers"
    return _FIRST + timedelta(days=number)


def _is_beyond(value: Any) -> bool:
    """Tell a number that no column can hold: Django knows that no row has it."""
    return isinstance(value, int) and not -(2**63) <= value < 2**63


class _Statement:
    """A statement in one connection's SQL, and where its values go."""

    def __init__(self, compiler: Any, stand_ins: Sequence[Any]) -> None:
        self.sql, params = compiler.as_sql()
        places = {self._adapted(value): place for place, value in enumerate(stand_ins)}
        self.params = [(param, places.get(self._hashable(param))) for param in params]
        assert {place for _param, place in self.params} >= set(places.values()), "every value is asked for"

    @staticmethod
    def _adapted(value: Any) -> Any:
        return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

    @staticmethod
    def _hashable(param: Any) -> Any:
        return param if isinstance(param, int | str | datetime) else None

    def with_values(self, values: Sequence[Any]) -> list[Any]:
        return [param if place is None else self._adapted(values[place]) for param, place in self.params]


class _Question(_Statement, Generic[R]):
    """A question and how its rows are read; its values in one row, those of lists one by one."""

    def __init__(self, rows: QuerySet[Any, R], stand_ins: Sequence[Any]) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        super().__init__(compiler, stand_ins)
        assert compiler.select is not None
        self.converters = compiler.get_converters([found[0] for found in compiler.select])
        self.apply = compiler.apply_converters
        self.populators: list[Any] = []
        self.model: Any = None
        if rows._fields is not None:  # type: ignore[attr-defined]
            return
        assert compiler.klass_info is not None
        assert not compiler.annotation_col_map, "a prepared question gives rows as they are"
        self.model = compiler.klass_info["model"]
        fields = compiler.klass_info["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.names = [found[0].target.attname for found in compiler.select[self.start : self.end]]
        self.populators = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]

    def ask(self, values: Sequence[Any]) -> list[R]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.with_values(values))
            found: Any = cursor.fetchall()
        if self.converters:
            found = self.apply(found, self.converters)
        if self.model is None:
            return [row if isinstance(row, tuple) else tuple(row) for row in found]  # type: ignore[misc]
        answer = []
        for row in found:
            one = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
            for populator in self.populators:
                populator.populate(row, one)
            answer.append(one)
        return answer


class Prepared(Generic[R]):
    """
    A question whose query set ``build`` gives for its values; ``kinds`` are their types, in order.

    The kind ``list`` is a list of numbers, asked for with ``__in``.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds

    def all(self, *values: Any) -> list[R]:
        """Give every row."""
        lengths = tuple(len(value) for value, kind in zip(values, self._kinds, strict=True) if kind is list)
        if not all(0 < length <= LONGEST for length in lengths) or any(map(_is_beyond, values)):
            return list(self._build(*values))
        if not lengths:
            return self._compiled(lengths).ask(values)
        flat: list[Any] = []
        for value, kind in zip(values, self._kinds, strict=True):
            if kind is list:
                flat.extend(value)
            else:
                flat.append(value)
        return self._compiled(lengths).ask(flat)

    def first(self, *values: Any) -> R | None:
        """Give the first row, or none; the question itself says how many may come."""
        return next(iter(self.all(*values)), None)

    def exists(self, *values: Any) -> bool:
        """Tell whether there is any row."""
        return bool(self.all(*values))

    def _compiled(self, lengths: tuple[int, ...]) -> _Question[R]:
        known: dict[tuple[Prepared[R], tuple[int, ...]], _Question[R]]
        known = connection.__dict__.setdefault("sogdia_prepared", {})
        found = known.get((self, lengths))
        if found is None:
            stand_ins: list[Any] = []
            given: list[Any] = []
            more = iter(lengths)
            for kind in self._kinds:
                first = len(stand_ins)
                if kind is list:
                    stand_ins += [_stand_in(int, first + number) for number in range(next(more))]
                    given.append(stand_ins[first:])
                else:
                    stand_ins.append(_stand_in(kind, first))
                    given.append(stand_ins[first])
            found = known[self, lengths] = _Question(self._build(*given), stand_ins)
        return found


class PreparedUpdate:
    """
    A change of rows under a condition: ``build`` gives the rows and what becomes of their columns, for its values.

    ``kinds`` are the types of the values, in order.
    """

    def __init__(self, build: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds

    def run(self, *values: Any) -> int:
        """Change them; gives how many rows were."""
        known: dict[PreparedUpdate, _Statement] = connection.__dict__.setdefault(
            "sogdia_prepared_updates", {}
        )
        found = known.get(self)
        if found is None:
            stand_ins = [_stand_in(kind, number) for number, kind in enumerate(self._kinds)]
            rows, changes = self._build(*stand_ins)
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            found = known[self] = _Statement(query.get_compiler(connection=connection), stand_ins)
        with connection.cursor() as cursor:
            cursor.execute(found.sql, found.with_values(values))
            return int(cursor.rowcount)
