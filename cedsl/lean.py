"""What keeps the start light: dataclasses, patterns and imports that wait until they are needed.

`dataclass` is that of the standard library, except that its methods are written when they are first called. The
standard one writes and compiles up to six methods for each class while its module is imported, half a millisecond a
class; most runs call few of them. A class does the same as ever, but gets no `__doc__` of its own. What is not known
here (variables of the class, a base that the standard library made) is left to the standard library.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - handed on
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """The class with the methods of a dataclass; options are those of `dataclasses.dataclass`."""
        return (lambda given: _made(given, options)) if cls is None else _made(cls, options)


def later(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose names are imported when they are first asked for: for each module its names,
    with blanks between them.
    """
    where = {name: module for module, names in homes.items() for name in names.split()}

    def get(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(where[name])
        for each in homes[where[name]].split():  # all at once: a module of the same name would hide one
            setattr(sys.modules[package], each, getattr(module, each))
        return getattr(module, name)

    return get


class _Regex:
    """Stands for a pattern until it is first used; from then on its methods are those of the compiled one."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._given = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        for each in ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "pattern", "flags"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile`, but compiled when it is first used: a run uses few of its hundred patterns."""
    return cast("re.Pattern[AnyStr]", _Regex(pattern, flags))


_Field = dataclasses.Field[Any]
_KNOWN = {"frozen", "slots"}
_SPECIAL = re.compile("ClassVar|InitVar|KW_ONLY")
_ABSENT: Any = dataclasses.MISSING
_BARE: _Field = dataclasses.field()


class Plan:
    """What is known of a class: its fields, inherited ones first; its own annotations; whether it is frozen."""

    __slots__ = ("cls", "fields", "frozen", "own")

    def __init__(self, cls: Any, fields: dict[str, _Field], own: dict[str, Any], frozen: bool) -> None:
        self.cls = cls
        self.fields = fields
        self.own = own
        self.frozen = frozen

    def compared(self, of: str) -> str:
        """The text of a tuple of the fields that are compared."""
        return "(" + "".join(f"{of}.{name}, " for name, field in self.fields.items() if field.compare) + ")"


def _made(cls: Any, options: dict[str, bool]) -> Any:
    own = dict(cls.__annotations__)
    bases = cls.__mro__[1:-1]
    foreign = any("__dataclass_fields__" in each.__dict__ and "__lean__" not in each.__dict__ for each in bases)
    if foreign or not _KNOWN.issuperset(options) or _SPECIAL.search(" ".join(map(str, own.values()))):
        return dataclasses.dataclass(**options)(cls)
    plan = Plan(cls, _fields(cls, own), own, options.get("frozen", False))
    given = dict(cls.__dict__)
    slots = options.get("slots", False)
    added = _members(plan, given, slots)
    if not slots:
        for name in own:
            if plan.fields[name].default is not _ABSENT:
                setattr(cls, name, plan.fields[name].default)
            elif name in given:
                delattr(cls, name)
        for name, member in added.items():
            setattr(cls, name, member)
        return cls
    inherited = {name for base in bases for name in base.__dict__.get("__slots__", ())}
    for name in (*own, "__dict__", "__weakref__"):
        given.pop(name, None)
    given.update(added)
    given["__slots__"] = tuple([name for name in plan.fields if name not in inherited])
    plan.cls = type(cls)(cls.__name__, cls.__bases__, given)
    plan.cls.__qualname__ = cls.__qualname__
    return plan.cls


def _fields(cls: Any, own: Iterable[str]) -> dict[str, _Field]:
    """The fields of the bases, then those of the class itself."""
    fields: dict[str, _Field] = {}
    for base in cls.__mro__[-2:0:-1]:
        if "__lean__" in base.__dict__:
            fields.update(base.__lean__.fields)
    for name in own:
        default = getattr(cls, name, _ABSENT)
        if default is _ABSENT or isinstance(default, MemberDescriptorType):
            fields[name] = _BARE
        elif isinstance(default, dataclasses.Field):
            fields[name] = default
        else:
            fields[name] = dataclasses.field(default=default)
    return fields


def _members(plan: Plan, given: dict[str, Any], slots: bool) -> dict[str, Any]:
    """What a dataclass adds to a class that brings these members along."""
    order = [name for name, each in plan.fields.items() if each is _BARE or (each.init and each.kw_only is not True)]
    added: dict[str, Any] = {
        "__init__": _init_later(plan),
        "__repr__": _repr,
        "__eq__": _eq_later(plan),
        "__match_args__": tuple(order),
    }
    if plan.frozen and slots:
        added["__getstate__"], added["__setstate__"] = _state, _set_state
    for name in [name for name in added if name in given]:
        del added[name]
    if given.get("__hash__") is None and ("__hash__" not in given or "__eq__" in given):
        added["__hash__"] = _hash_later(plan) if plan.frozen else None
    if plan.frozen:
        added["__setattr__"], added["__delattr__"] = _set, _delete
    added["__lean__"], added["__dataclass_fields__"], added["__dataclass_params__"] = plan, _LATER, _PARAMS
    return added


def _init_later(plan: Plan) -> Callable[..., None]:
    """Sets the fields one by one for the first few; from then on a method of the class's own, which is compiled."""
    count = 0

    def init(self: Any, *positional: Any, **named: Any) -> None:
        nonlocal count
        count += 1
        if count > _FEW or not _filled(plan, self, positional, named):
            plan.cls.__init__ = _written_init(plan)
            plan.cls.__init__(self, *positional, **named)

    return init


_FEW = 8


def _filled(plan: Plan, self: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Sets every field, and tells whether what is given fits; where it does not, nothing is set."""
    order = plan.cls.__match_args__
    given = dict(zip(order, positional, strict=False)) | named
    if len(given) < len(positional) + len(named) or not given.keys() <= plan.fields.keys():
        return False
    for name, field in plan.fields.items():
        if not field.init and name in given:
            return False
        if name in given:
            continue
        if field.default_factory is not _ABSENT:
            given[name] = field.default_factory()  # type: ignore[operator]
        elif field.default is not _ABSENT:
            given[name] = field.default
        elif field.init:
            return False
    for name, value in given.items():
        object.__setattr__(self, name, value)
    if hasattr(plan.cls, "__post_init__"):
        self.__post_init__()
    return True


def _eq_later(plan: Plan) -> Callable[[Any, object], Any]:
    def eq(self: Any, other: object) -> Any:
        text = f"if other.__class__ is self.__class__: return {plan.compared('self')} == {plan.compared('other')}"
        plan.cls.__eq__ = _written(plan, "__eq__", "self, other", [text, "return NotImplemented"], {})
        return plan.cls.__eq__(self, other)

    return eq


def _hash_later(plan: Plan) -> Callable[[Any], int]:
    def hashed(self: Any) -> int:
        plan.cls.__hash__ = _written(plan, "__hash__", "self", [f"return hash({plan.compared('self')})"], {})
        return int(plan.cls.__hash__(self))

    return hashed


def _written_init(plan: Plan) -> Any:
    """The method that sets each field to what is given for it, or to its default."""
    place: dict[str, Any] = {"_set": object.__setattr__, "_absent": _ABSENT}
    parameters, named, body = ["self"], list[str](), list[str]()
    for name, field in plan.fields.items():
        made = field.default_factory is not _ABSENT
        place[f"_made_{name}"], place[f"_default_{name}"] = field.default_factory, field.default
        if field.init:
            default = " = _absent" if made else "" if field.default is _ABSENT else f" = _default_{name}"
            (named if field.kw_only is True else parameters).append(name + default)
            value = f"_made_{name}() if {name} is _absent else {name}" if made else name
        elif made:
            value = f"_made_{name}()"
        elif field.default is not _ABSENT:
            value = f"_default_{name}"
        else:
            continue
        body.append(f"_set(self, {name!r}, {value})" if plan.frozen else f"self.{name} = {value}")
    if hasattr(plan.cls, "__post_init__"):
        body.append("self.__post_init__()")
    given = ", ".join([*parameters, "*", *named] if named else parameters)
    return _written(plan, "__init__", given, body or ["pass"], place)


def _written(plan: Plan, name: str, given: str, body: list[str], place: dict[str, Any]) -> Any:
    """A method, compiled of its text; `place` holds what the text refers to."""
    exec("\n  ".join([f"def {name}({given}):", *body]), place)  # noqa: S102 - names of fields, and nothing from a file
    method = place[name]
    method.__qualname__ = f"{plan.cls.__qualname__}.{name}"
    method.__module__ = plan.cls.__module__
    return method


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, field in self.__lean__.fields.items() if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, doing: str) -> None:
    plan: Plan = self.__lean__
    if name in plan.fields or type(self) is plan.cls:
        raise dataclasses.FrozenInstanceError(f"cannot {doing} field {name!r}")


def _set(self: Any, name: str, value: object) -> None:
    _refuse(self, name, "assign to")
    object.__setattr__(self, name, value)


def _delete(self: Any, name: str) -> None:
    _refuse(self, name, "delete")
    object.__delattr__(self, name)


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__lean__.fields]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__lean__.fields, state, strict=True):
        object.__setattr__(self, name, value)


class _FieldsLater:
    """Stands for `__dataclass_fields__` until somebody asks for it."""

    def __get__(self, instance: object, owner: Any) -> dict[str, _Field]:
        told: dict[str, _Field] = {}
        for each in reversed(owner.__mro__):
            if "__lean__" in each.__dict__:
                told.update(_told(each.__lean__))
        owner.__dataclass_fields__ = told
        return told


def _told(plan: Plan) -> dict[str, _Field]:
    """The fields of the class's own as the standard library tells of them."""
    told: dict[str, Any] = {}
    for name, kind in plan.own.items():
        field: Any = plan.fields[name]
        if field is _BARE:
            field = dataclasses.field()
        field.name, field.type, field._field_type = name, kind, _KIND  # noqa: SLF001 - what `fields` looks at
        if field.kw_only is _ABSENT:
            field.kw_only = False
        told[name] = field
    return told


@dataclasses.dataclass(init=False, repr=False, eq=False)
class _Sample:
    """A class that the standard library made."""

    any: int


_KIND: Any = dataclasses.fields(_Sample)[0]._field_type  # type: ignore[attr-defined]  # noqa: SLF001


class _ParamsLater:
    """Stands for `__dataclass_params__`, which the standard library reads of a base."""

    def __get__(self, instance: object, owner: Any) -> Any:
        told: Any = dataclasses.dataclass(frozen=owner.__lean__.frozen)(type(owner.__name__, (), {}))
        return told.__dataclass_params__


_LATER = _FieldsLater()
_PARAMS = _ParamsLater()
