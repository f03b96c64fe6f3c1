"""
Questions asked on every purchase: put into SQL once, asked with other values afterwards.

Django writes the SQL of a wide join anew each time, which costs more than the database's answer. A prepared question is
an ordinary query set, built once with stand-ins for its values; its rows are the same models that the query set gives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
_FIRST = datetime(1871, 1, 1, tzinfo=UTC)


def _stand_in(kind: type, number: int) -> Any:
    """Give a value of a kind that no row and no constant of a query has."""
    if kind is int:
        return 7_310_000_000_000 + number
    if kind is str:
        return f"\u2060stand-in-{number}\u2060"
    assert kind is datetime, "a question asks for numbers, words and instants"
    return _FIRST + timedelta(days=number)


class _Compiled(Generic[M]):
    """A question in one connection's SQL."""

    def __init__(self, rows: QuerySet[M], stand_ins: Sequence[Any]) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        places = {self._adapted(value): place for place, value in enumerate(stand_ins)}
        self.params = [(param, places.get(self._hashable(param))) for param in params]
        assert {place for _param, place in self.params} >= set(places.values()), "every value is asked for"
        assert compiler.klass_info is not None and compiler.select is not None
        self.model: type[M] = compiler.klass_info["model"]
        fields = compiler.klass_info["select_fields"]
        self.start, self.end = fields[0], fields[-1] + 1
        self.names = [found[0].target.attname for found in compiler.select[self.start : self.end]]
        self.populators = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]
        self.converters = compiler.get_converters([found[0] for found in compiler.select])
        self.apply = compiler.apply_converters
        assert not compiler.annotation_col_map, "a prepared question gives rows as they are"

    @staticmethod
    def _adapted(value: Any) -> Any:
        return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

    @staticmethod
    def _hashable(param: Any) -> Any:
        return param if isinstance(param, int | str | datetime) else None

    def ask(self, values: Sequence[Any]) -> list[M]:
        params = [param if place is None else self._adapted(values[place]) for param, place in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found: Any = cursor.fetchall()
        if self.converters:
            found = self.apply(found, self.converters)
        answer = []
        for row in found:
            one = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
            for populator in self.populators:
                populator.populate(row, one)
            answer.append(one)
        return answer


class Prepared(Generic[M]):
    """A question whose query set ``build`` gives for its values; ``kinds`` are their types, in order."""

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds

    def all(self, *values: Any) -> list[M]:
        """Give every row."""
        compiled: dict[Prepared[M], _Compiled[M]] = connection.__dict__.setdefault("sogdia_prepared", {})
        found = compiled.get(self)
        if found is None:
            stand_ins = [_stand_in(kind, number) for number, kind in enumerate(self._kinds)]
            found = compiled[self] = _Compiled(self._build(*stand_ins), stand_ins)
        return found.ask(values)

    def first(self, *values: Any) -> M | None:
        """Give the first row, or none; the question itself says how many may come."""
        return next(iter(self.all(*values)), None)
