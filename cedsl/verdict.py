"""The shared answer: numbers, statement ids, reasons. It has forgotten how it was computed.

Amounts are exact numbers of the ruleset's unit. Sentences are not here: `publishing` words them.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import Enum, unique
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.ruleset import Word
from cedsl.period import Window
from cedsl.source import Node

CARRIED = "carried in"
LATER = "hours of other days"
"""Names of credit that belongs to other periods. They stand in a reason where a statement's id stands elsewhere."""


@unique
class Kind(Enum):
    """What kind of statement a result line is about."""

    TOTAL = "total"
    MINIMUM = "minimum"
    ADDITION = "addition"
    CAP = "cap"
    USED_MINIMUM = "minimum if used"
    COUNT = "count"
    LIMIT = "limit"
    DUTY = "duty"
    CHOICE = "choice"
    BRANCH = "branch"


Span: TypeAlias = tuple[Fraction, Fraction]
"""The least and the most of a figure."""


@dataclass(frozen=True, slots=True)
class Varies:
    """What a line's figures are at least and at most, whatever the facts (by name) are that nobody stated: required,
    counted (earned, where nothing is counted), short. A statement that asks nothing in one of the ways asks 0 there.
    None where there is no such figure; `is_known` is False where it is not known how much is asked or allowed either.
    """

    facts: tuple[str, ...]
    required: Span | None
    counted: Span | None
    short: Span | None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class StatementResult(Node):
    """One statement's figures. `id` is unique in the result: the statement's, with `@key` for one of several
    years or key values. For a cap or limit `required` is the limit and `short` None; `over` is what is above it.
    `verdict` is None for a statement that asks nothing. `depth` is the nesting inside the block (0 the total). `varies`
    is what is not settled of the figures, of a member whose verdict is.
    """

    id: str
    statement: str
    kind: Kind
    depth: int
    label: str
    required: Fraction | None
    earned: Fraction
    counted: Fraction | None
    short: Fraction | None
    over: Fraction
    verdict: Word | None
    chosen: bool = True
    why: str = ""
    varies: Varies | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """`amount` of an activity counted in the place named by `places`, toward the statements `toward` (ids)."""

    amount: Fraction
    places: tuple[str, ...]
    toward: tuple[str, ...]


@unique
class Refused(Enum):
    """Why credit of an activity did not count; the words are made by `publishing`."""

    OUTSIDE = "outside the period"
    AFTER = "after the as-of date"
    NO_PERIOD = "the period is not known"
    NOT_ACCEPTED = "not accepted"
    TOO_SHORT = "shorter than the shortest length"
    NO_AMOUNT = "states no amount"
    NO_RATE = "no rule says how it becomes credit"
    REPEAT = "a repeat"
    MOST_EACH = "above the most that one activity earns"
    ROUNDED = "rounded off"
    CAP = "over a cap"
    DIFFERENT = "of another value than those that count"
    NOT_DESCRIBED = "described by no statement that asks for it"
    UNUSED = "below the minimum if used"
    HELD = "held"
    NOT_NEEDED = "not needed"
    OTHER_PERIOD = "counted in another period"
    CARRIED_OVER = "carried over from an earlier period"
    EXPIRED = "carried over, and not used in time"
    OTHER_BLOCK = "counted toward another requirement"


@dataclass(frozen=True, slots=True)
class Outside:
    """A requirement of another ruleset: the name and the title of that ruleset, the requirement's id and its title
    (empty where it has none).
    """

    ruleset: str
    title: str
    requirement: str
    label: str


@unique
class Beside(Enum):
    """What became of a ruleset with which activities are shared."""

    TOGETHER = "checked together"
    ABSENT = "not part of this check"
    NOT_ASKED = "has no such requirement"
    UNDECIDED = "not decided for every member"


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Requirements (ids in `own`) that share no hour with one of another ruleset. Where that is not part of the check,
    its name and title are what the author calls it.
    """

    own: tuple[str, ...]
    outside: Outside
    beside: Beside


@dataclass(frozen=True, slots=True)
class Loss:
    """`amount` of credit that did not count, why, and the statement ids, row or period that it is about.

    Of credit that was carried over `period` is the one in which it was earned; of credit that another requirement
    counts `elsewhere` is that requirement where it is one of another ruleset. `hangs_on` are facts about the member
    that nobody stated: with other values of them than those from which the figures are told, it would count.
    """

    amount: Fraction | None
    why: Refused
    statements: tuple[str, ...] = ()
    row: int | None = None
    detail: str = ""
    period: Window | None = None
    elsewhere: Outside | None = None
    hangs_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordResult:
    """The ledger line of one activity: what was credited, what counted where, what did not and why.

    `carried_out` is how much of it the period leaves to the next one, whether it counted here or not.
    """

    row: int
    file: str
    on: date | None
    label: str
    credited: Fraction
    servings: tuple[Serving, ...]
    losses: tuple[Loss, ...]
    notes: tuple[str, ...] = ()
    carried_out: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no allocation does better, to be added up by anyone.

    The sum of weight x counted over `statements` can never exceed `bound`, which is the sum of weight x
    limit over `caps` plus, for each record, `most` x credit over `records` (row, file, most, credit); the
    reported figures reach it exactly. Records of which one part is limited by a stated amount stand with
    (row, file, weight, limit) in `portions`.

    Where hours are held back so that less is still to earn, the reason holds for what `still` further hours
    complete: (weight, hours), which raises the bound, while each of `completing` (statement, weight,
    required) lowers it by weight x required. Elsewhere they are None and empty.

    A statement that asks for a part of what counts stands in `parts` with (statement, weight, amount), the amount
    being that part of the hours counted: weight x amount is in `asked` and in `bound`. Caps that allow a part of what
    counts stand in `shares` with (cap, weight, part): every hour that counts adds weight x part, and an hour under
    the cap takes weight. So do statements among those completed that ask for a part, which is then negative.
    """

    statements: tuple[tuple[str, int], ...]
    caps: tuple[tuple[str, int, Fraction], ...]
    records: tuple[tuple[int, str, int, Fraction], ...]
    portions: tuple[tuple[int, str, int, Fraction], ...]
    asked: Fraction
    bound: Fraction
    completing: tuple[tuple[str, int, Fraction], ...] = ()
    still: tuple[int, Fraction] | None = None
    parts: tuple[tuple[str, int, Fraction], ...] = ()
    shares: tuple[tuple[str, int, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class FurtherCredit:
    """`amount` of further credit of one kind: in which places, serving which statements, staying outside which
    caps; `too_late` where it would have to lie before the as-of date; `days` bounds where it must fall.
    """

    amount: Fraction
    places: tuple[str, ...]
    serving: tuple[str, ...]
    avoiding: tuple[str, ...]
    window: Window | None = None
    too_late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """`amount` of the credit of one activity."""

    row: int
    file: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Balance:
    """Credit that one period leaves to a later one: its categories (none: general), and the period in which it
    was earned (None for an opening balance).

    `parts` say of which activities it is, the earliest first, and add up to the amount; an opening balance has none.
    """

    categories: tuple[str, ...]
    origin: Window | None
    amount: Fraction
    parts: tuple[Part, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class CarryResult:
    """What came into the period, what of it was used, what the period carries out, what of it lives no longer.

    `expired` holds what came in and can be used no more, and with forfeiture what is lost by it. `made_good` is
    what was used of later days, `also_counted` of earlier ones. `closed` is False while the period still runs, so
    that `carried_out` is what it could carry if it ended now.
    """

    carried_in: tuple[Balance, ...]
    used: tuple[Balance, ...]
    carried_out: tuple[Balance, ...]
    expired: tuple[Balance, ...]
    made_good: Fraction
    closed: bool
    also_counted: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class CarriedResult:
    """The ledger line of credit that was carried in: what counted where, what did not and why. Of what did not
    `lives_on` can be used in a later period; the rest expires.
    """

    balance: Balance
    servings: tuple[Serving, ...]
    losses: tuple[Loss, ...]
    lives_on: Fraction


@dataclass(frozen=True, slots=True)
class BlockResult:
    """One requirement for one member. `period` is None where it could not be known. `carry` is None for a
    requirement that stands by itself; `earlier` holds the periods before, oldest first, where they were asked for.
    `carried` is the ledger of what was carried in, beside that of the activities. `then` is how much more of what is on
    record counts once the further credit is earned, where an amount is a part of what counts.
    """

    requirement: str
    period: Window | None
    verdict: Word
    statements: tuple[StatementResult, ...]
    surplus: Fraction
    still: Fraction | None
    completion: tuple[FurtherCredit, ...]
    reasons: tuple[Reason, ...]
    records: tuple[RecordResult, ...]
    because: str = ""
    carry: CarryResult | None = None
    earlier: tuple[BlockResult, ...] = ()
    carried: tuple[CarriedResult, ...] = ()
    then: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Question:
    """What a verdict depends on: a fact that nobody stated (its name), or a held row (row, file) with the question
    about it in `text`, or what else `text` says is missing. Of a fact `text` is empty. `ruleset` is the title of the
    ruleset that asks, where that is another one with which activities are shared; then `text` is the title of its
    fact.
    """

    fact: str | None
    row: int | None
    file: str
    text: str
    ruleset: str = ""


@unique
class Standing(Enum):
    """What became of a decision about a member."""

    APPLIED = "taken into account"
    UNUSED = "changes nothing"
    ENDED = "no longer in force"
    TO_COME = "not yet in force"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Remark:
    """What became of something that a person decided for the member: `what` is its kind, `statement` the statement
    or requirement it is about (None: all). `day` is the last or first day of a waiver that is not in force, the
    day of an extension or opening balance. `detail` is the question of a row that is held.
    """

    what: str
    standing: Standing
    statement: str | None = None
    amount: Fraction | None = None
    day: date | None = None
    reason: str = ""
    approver: str = ""
    row: int = 0
    file: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MemberResult:
    """One member's verdict with everything behind it, blocks in the order written.

    `still` is the fewest further credits that complete every block; None where no further credit can. `remarks` say
    what became of each decision about the member. `depends_on` are facts that nobody stated and that would change
    a figure, not the verdict; with `at_least` what is still to earn, or of who is met the surplus, is only the least.
    """

    member: str
    verdict: Word
    blocks: tuple[BlockResult, ...]
    still: Fraction | None
    questions: tuple[Question, ...] = ()
    remarks: tuple[Remark, ...] = ()
    depends_on: tuple[str, ...] = ()
    at_least: bool = False
