"""Problems worked by hand. Amounts are hours; demand 0 is the total, category k is bit k."""

from __future__ import annotations

from cedsl.normal.problem import Further, Item, Portion, Problem, Use


def tag(k: int, caps: int = 0) -> Use:
    """An hour of category k: it serves the total and minimum k."""
    return Use(k, 1 | 1 << k, caps)


def item(amount: int, *uses: Use, portions: tuple[Portion, ...] = ()) -> Item:
    return Item(amount, uses, portions)


def problem(demands: tuple[int, ...], items: tuple[Item, ...], caps: tuple[int, ...] = ()) -> Problem:
    """With a kind of further credit for each category, free of caps."""
    kinds = tuple(Further(1 | 1 << k, 0) for k in range(1, len(demands)))
    return Problem(items, demands, caps, kinds or (Further(1, 0),))


# COM 1, FIN 2, HR 3, OPS 4, LIB 5, ETH 6, SUB 7. 36 hours in all, but HR and substance abuse together
# need 4 and only the 3 hours of item 4 carry those tags.
CLM = problem(
    (36, 3, 3, 3, 3, 3, 1, 1),
    (*(item(8, tag(k)) for k in (1, 2, 4, 5)), item(3, tag(3), tag(7)), item(1, tag(6))),
)

# A needs 2, B needs 2. Item 0 carries both, item 1 only A. Whoever gives item 0 to A first fails B.
GREEDY = problem((4, 2, 2), (item(2, tag(1), tag(2)), item(2, tag(1))))

# At most 4 of the 6 passive hours: the earlier 3, one of the later 3. 7 of 10 counted.
CAP = problem((10,), (item(3, Use(0, 1, 1)), item(3, Use(0, 1, 1)), item(3, Use(0, 1, 0))), (4,))

# The cap of 2 passive hours is needed for B, which has no other hour, so the earlier item 0 yields one.
YIELD = problem((4, 2, 1), (item(2, tag(1, 1)), item(2, tag(2, 1)), item(2, tag(1))), (2,))

# 4 general hours of 5; A and B lack 3 each. One further hour fills the total, but 6 fill A and B.
SPREAD = problem((5, 3, 3), (item(4, Use(0, 1, 0)),))

# Ethics 3 (bit 1), of it self-study at most 1 (cap 0 limits what serves ethics, not the total):
# 3 self-study hours of ethics count 3 in the total and 1 in ethics, which lacks 2.
INSIDE = Problem(
    (item(3, Use(1, 3, 1), Use(1, 1, 0)),), (3, 3), (1,), (Further(3, 0),)
)

# 5 hours, of which at most 2 are A and at most 4 are B. A asks for 3, B for 3: A has 2, B 3.
PORTIONS = problem((5, 3, 3), (item(5, tag(1), tag(2), portions=(Portion(1, 2), Portion(2, 4))),))

# Teaching and passive hours are capped at 4 each. A can use hours under either, B only hours under both:
# A + 2 B <= 8. A asks for 6, B for 2, that is 10. A as written first: B gets 1.
DOUBLE = Problem(
    (item(10, Use(1, 2, 1)), item(10, Use(1, 2, 2)), item(10, Use(2, 4, 3))),
    (0, 6, 2), (4, 4), (Further(2, 0), Further(4, 0)),
)

# Three caps of 1, three hours, each under two of them: half of each, 3/2 of 2.
ODD = problem((2,), tuple(item(1, Use(0, 1, caps)) for caps in (3, 6, 5)), (1, 1, 1))

# Nothing can be earned for demand 1 any more.
HOPELESS = Problem((item(1, tag(1)),), (2, 2), (), (Further(1, 0),))

# A and B ask for 10 each; further hours serve both, under a cap of 10 that item 0 (A only) would fill, too.
# With its 5 hours counted, B could never be completed: so none is, and 10 hours complete both.
KEEP = Problem((item(5, Use(0, 1, 1)),), (10, 10), (10,), (Further(3, 1),))

# Nobody needs the 2 hours: they stand where the record says first.
FIRST = problem((0, 0, 0), (item(2, tag(2), tag(1)),))

# No records at all.
EMPTY = problem((5, 3), ())

ALL = {
    name: value for name, value in sorted(globals().items()) if name.isupper() and isinstance(value, Problem)
}
