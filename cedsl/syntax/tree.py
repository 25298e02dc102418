"""The syntax tree of a file: header, declarations, examples. One import for the whole tree."""

from __future__ import annotations

from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.source import Node
from cedsl.syntax.tree_amounts import (
    Amount as Amount,
    AmountCase as AmountCase,
    Anchor as Anchor,
    CalendarYear as CalendarYear,
    CalendarYears as CalendarYears,
    Cases as Cases,
    CycleCase as CycleCase,
    CycleCases as CycleCases,
    CycleFrom as CycleFrom,
    CycleRule as CycleRule,
    CycleWords as CycleWords,
    DayKey as DayKey,
    EitherWindow as EitherWindow,
    EverWindow as EverWindow,
    FieldKey as FieldKey,
    ForEach as ForEach,
    InCycle as InCycle,
    Key as Key,
    OwnPeriod as OwnPeriod,
    PlainAmount as PlainAmount,
    Prorated as Prorated,
    Share as Share,
    Window as Window,
    WithinWindow as WithinWindow,
)
from cedsl.syntax.tree_example import (
    Attribute as Attribute,
    Because as Because,
    Example as Example,
    ExampleAsOf as ExampleAsOf,
    ExampleCite as ExampleCite,
    ExampleExtension as ExampleExtension,
    ExampleFact as ExampleFact,
    ExampleItem as ExampleItem,
    ExampleOpening as ExampleOpening,
    ExamplePeriod as ExamplePeriod,
    ExampleRecord as ExampleRecord,
    ExampleTag as ExampleTag,
    ExampleWaiver as ExampleWaiver,
    Expect as Expect,
    Expectation as Expectation,
    ExpectFigure as ExpectFigure,
    ExpectShort as ExpectShort,
    ExpectVerdict as ExpectVerdict,
)
from cedsl.syntax.tree_statements import (
    Addition as Addition,
    AlsoCount as AlsoCount,
    AnyOf as AnyOf,
    AsClaimed as AsClaimed,
    Block as Block,
    ByField as ByField,
    Cap as Cap,
    CapDifferent as CapDifferent,
    Carry as Carry,
    CarryAboveCaps as CarryAboveCaps,
    CarryAboveTotal as CarryAboveTotal,
    CarryBecomes as CarryBecomes,
    CarryClause as CarryClause,
    CarryForfeit as CarryForfeit,
    CarryLimit as CarryLimit,
    CarryPeriods as CarryPeriods,
    CarryRecent as CarryRecent,
    Clause as Clause,
    Conditional as Conditional,
    ContactTime as ContactTime,
    Count as Count,
    Credit as Credit,
    Distinct as Distinct,
    Duty as Duty,
    Exempt as Exempt,
    Flat as Flat,
    Indivisible as Indivisible,
    LessField as LessField,
    Limit as Limit,
    MakeGood as MakeGood,
    Minimum as Minimum,
    MostByField as MostByField,
    MostEach as MostEach,
    Option as Option,
    PartsAsStated as PartsAsStated,
    PlusField as PlusField,
    Rate as Rate,
    Refuse as Refuse,
    Repeats as Repeats,
    Require as Require,
    Retag as Retag,
    RoundedLast as RoundedLast,
    Satisfied as Satisfied,
    Shortest as Shortest,
    SpanOfTime as SpanOfTime,
    Statement as Statement,
    Tail as Tail,
    Threshold as Threshold,
    Times as Times,
    When as When,
    Where as Where,
)
from cedsl.syntax.tree_words import (
    And as And,
    Anniversary as Anniversary,
    AsOfRef as AsOfRef,
    Begins as Begins,
    Between as Between,
    CategoryIs as CategoryIs,
    Chosen as Chosen,
    Comparison as Comparison,
    DateRef as DateRef,
    Day as Day,
    Duration as Duration,
    During as During,
    EdgeDay as EdgeDay,
    Everything as Everything,
    FieldRef as FieldRef,
    Filter as Filter,
    HasEarned as HasEarned,
    HasRecords as HasRecords,
    IsParity as IsParity,
    IsStated as IsStated,
    ListedIn as ListedIn,
    Measure as Measure,
    MeasureRef as MeasureRef,
    MemberRef as MemberRef,
    Moved as Moved,
    Name as Name,
    Not as Not,
    Number as Number,
    Operand as Operand,
    Or as Or,
    PeriodNumberRef as PeriodNumberRef,
    PeriodRef as PeriodRef,
    Quantity as Quantity,
    Rounding as Rounding,
    SeenOn as SeenOn,
    SpanBetween as SpanBetween,
    SpanOfDays as SpanOfDays,
    SpanWhen as SpanWhen,
    Stray as Stray,
    Term as Term,
    Text as Text,
    Value as Value,
    WholePeriod as WholePeriod,
    YesNo as YesNo,
)


@dataclass(frozen=True, slots=True)
class RulesetName(Node):
    name: Name
    title: Text | None


@dataclass(frozen=True, slots=True)
class HeaderText(Node):
    """`what` is issued by, source, contact, note or consequence."""

    what: str
    text: Text


@dataclass(frozen=True, slots=True)
class Translation(Node):
    """A text of this file, and what it is in another language."""

    original: Text
    said: Text


@dataclass(frozen=True, slots=True)
class Translations(Node):
    """`language` is a code: `es`, `fr`."""

    language: str
    pairs: tuple[Translation, ...]


@dataclass(frozen=True, slots=True)
class Edition(Node):
    name: Text
    first: Day | None
    last: Day | None


@dataclass(frozen=True, slots=True)
class UnitDecl(Node):
    name: Name
    plural: Text | None
    equals: Quantity | None


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """`how` is inside, counts as, spills into, shares with or classification."""

    how: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class CategoryDecl(Node):
    name: Name
    title: Text | None
    relations: tuple[Relation, ...]
    inner: tuple[CategoryDecl, ...]


@dataclass(frozen=True, slots=True)
class ChoiceDecl(Node):
    field: str
    name: Name
    title: Text | None
    unless_stated: bool


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """`name` is text, number, date, time, yes or no, choice or ordered; values for the last two."""

    name: str
    values: tuple[Name | Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Default(Node):
    """The value that holds where nothing is stated."""

    value: Name | Number | Text


@dataclass(frozen=True, slots=True)
class FieldDecl(Node):
    name: Name
    type: TypeName
    title: Text | None
    default: Default | None


@dataclass(frozen=True, slots=True)
class FactDecl(Node):
    name: Name
    type: TypeName
    title: Text | None
    default: Default | None


@dataclass(frozen=True, slots=True)
class Cell(Node):
    column: Name
    value: Value


@dataclass(frozen=True, slots=True)
class TableColumn(Node):
    name: Name
    type: TypeName
    title: Text | None


@dataclass(frozen=True, slots=True)
class TableRow(Node):
    """The key's value with what is known of it, from a day, until a day."""

    key: Name | Text
    cells: tuple[Cell, ...]
    first: Day | None
    last: Day | None


@dataclass(frozen=True, slots=True)
class TableDecl(Node):
    """A reference table, keyed by a field of the activity."""

    name: Name
    key: Name
    title: Text | None
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class MeasureDecl(Node):
    """A measure under a name of its own."""

    name: Name
    title: Text | None
    measure: Term


@dataclass(frozen=True, slots=True)
class Apart(Node):
    """A requirement by its name; `of` names the ruleset to which it belongs, where that is another one."""

    name: Name
    of: Name | Text | None = None


@dataclass(frozen=True, slots=True)
class NotBoth(Node):
    """Requirements that may not count the same hour."""

    parts: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class CycleDecl(Node):
    cycle: CycleRule


@dataclass(frozen=True, slots=True)
class FallsDecl(Node):
    """`how` is completion, start or inside."""

    how: str


Item: TypeAlias = (
    RulesetName
    | HeaderText
    | Translations
    | Edition
    | UnitDecl
    | CategoryDecl
    | ChoiceDecl
    | FieldDecl
    | FactDecl
    | TableDecl
    | NotBoth
    | MeasureDecl
    | CycleDecl
    | FallsDecl
    | Credit
    | Refuse
    | Require
    | Statement
    | Example
)


@dataclass(frozen=True, slots=True)
class File(Node):
    """A whole file, items in the order written."""

    items: tuple[Item, ...]
