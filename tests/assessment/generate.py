"""Random problems of every shape, small, and a population that looks like a credential's register."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from cedsl.normal.problem import Further, Item, Portion, Problem, Share, Use


def any_problem(random: Random) -> Problem:
    shape = random.choice((exclusive, exclusive, nested, overlapping, loose, crossing))
    return shared(random, shape(random)) if random.random() < 0.15 else shape(random)


def shared(random: Random, problem: Problem) -> Problem:
    """Some caps allow, and some demands ask for, a part of what serves another demand."""
    parts = [Fraction(*each) for each in ((1, 4), (1, 2), (1, 3), (2, 3), (1, 10), (1, 1))]
    of = 0 if random.random() < 0.8 else random.randrange(len(problem.demands))
    allowed = [Share(c, of, random.choice(parts)) for c in range(len(problem.caps)) if random.random() < 0.6]
    rows = [d for d in range(len(problem.demands)) if d != of and random.random() < 0.25]
    asked = [Share(d, of, random.choice(parts)) for d in rows]
    caps = [0 if any(each.row == c for each in allowed) else limit for c, limit in enumerate(problem.caps)]
    demands = [0 if d in rows else required for d, required in enumerate(problem.demands)]
    return replace(
        problem, caps=tuple(caps), demands=tuple(demands), allowed_shares=tuple(allowed), asked_shares=tuple(asked)
    )


def _sizes(random: Random) -> tuple[int, int, int]:
    if random.random() < 0.05:
        return random.randint(7, 12), random.randint(2, 6), random.randint(0, 5)
    return random.randint(0, 6), random.randint(1, 5), random.randint(0, 4)


def _amount(random: Random) -> int:
    return random.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12))


def _portions(random: Random, count: int) -> tuple[Portion, ...]:
    if not count or random.random() < 0.8:
        return ()
    return tuple(Portion(random.randrange(1 << count), _amount(random)) for _ in range(random.randint(1, 2)))


def _item(random: Random, uses: list[Use], most: int = 3) -> Item:
    chosen = random.sample(uses, min(len(uses), random.choice((*range(1, most + 1), 0, 1, 2))))
    seen: dict[tuple[int, int, int], Use] = {(u.place, u.demands, u.caps): u for u in chosen}
    kept = tuple(seen.values())
    return Item(_amount(random), kept, _portions(random, len(kept)))


def _with_caps(random: Random, uses: list[Use], caps: int, often: float) -> list[Use]:
    """Each item's attributes decide its caps; here each use draws them."""
    found = []
    for use in uses:
        mask = sum(1 << c for c in range(caps) if random.random() < often)
        found.append(Use(use.place, use.demands, use.caps | mask))
    return found


def _further(random: Random, uses: list[Use]) -> tuple[Further, ...]:
    style = random.random()
    if style < 0.1:
        return ()
    kinds = {(use.demands, use.caps if style > 0.6 else 0) for use in uses if use.demands}
    kept = [k for k in sorted(kinds) if random.random() < 0.8]
    if style < 0.9:
        kept = [
            k for k in kept
            if not any(o != k and o[0] | k[0] == o[0] and o[1] & k[1] == o[1] for o in kept)
        ]
    random.shuffle(kept)
    return tuple(Further(*k) for k in kept)


def _finish(random: Random, uses: list[Use], demands: list[int], n: int, caps: int, often: float) -> Problem:
    pool = uses + _with_caps(random, uses, caps, often) + _with_caps(random, uses, caps, often)
    items = []
    for _ in range(n):
        items.append(items[-1] if items and random.random() < 0.2 else _item(random, pool))
    return Problem(
        tuple(items), tuple(demands), tuple(_amount(random) for _ in range(caps)), _further(random, pool)
    )


def exclusive(random: Random) -> Problem:
    """Demand 0 the total, the others by one tag each."""
    n, d, c = _sizes(random)
    uses = [Use(0, 1, 0)] + [Use(k, 1 | 1 << k, 0) for k in range(1, d)]
    demands = [random.randint(0, 20)] + [_amount(random) for _ in range(1, d)]
    return _finish(random, uses, demands, n, c, 0.3)


def nested(random: Random) -> Problem:
    """Each demand inside an earlier one."""
    n, d, c = _sizes(random)
    masks = [1]
    for k in range(1, d):
        masks.append(random.choice(masks) | 1 << k)
    demands = [random.randint(0, 20)] + [_amount(random) for _ in range(1, d)]
    return _finish(random, [Use(k, m, 0) for k, m in enumerate(masks)], demands, n, c, 0.3)


def overlapping(random: Random) -> Problem:
    n, d, c = _sizes(random)
    uses = [Use(k, random.randrange(1 << d), 0) for k in range(random.randint(1, 6))]
    return _finish(random, uses, [_amount(random) for _ in range(d)], n, c, 0.3)


def loose(random: Random) -> Problem:
    """Anything goes, bits beyond 64 included."""
    n, d, c = _sizes(random)
    gap = 70 if random.random() < 0.1 else 0
    uses = []
    for k in range(random.randint(1, 6)):
        demands = sum(1 << b for b in range(d) if random.random() < 0.5)
        uses.append(Use(k, demands, 0))
    problem = _finish(random, uses, [_amount(random) for _ in range(d)], n, c, 0.5)
    return _spread(problem, gap) if gap else problem


def crossing(random: Random) -> Problem:
    """Caps by two attributes of the item, tight: fractions and weights of 2 come from here."""
    n, d, _ = _sizes(random)
    c = random.randint(2, 5)
    uses = [Use(k, 1 | 1 << k, 0) for k in range(d)]
    items = []
    for _ in range(n):
        mask = sum(1 << b for b in random.sample(range(c), random.randint(0, min(c, 3))))
        few = random.sample(uses, random.randint(1, len(uses)))
        per_use = random.random() < 0.3
        flips = [1 << random.randrange(c) if per_use else 0 for _ in few]
        kept = [Use(use.place, use.demands, mask ^ flip) for use, flip in zip(few, flips, strict=True)]
        items.append(Item(_amount(random), tuple(kept), _portions(random, len(kept))))
    demands = [random.randint(0, 20)] + [_amount(random) for _ in range(1, d)]
    return Problem(
        tuple(items), tuple(demands), tuple(random.randint(0, 6) for _ in range(c)),
        _further(random, uses + [u for item in items for u in item.uses]),
    )


def _spread(problem: Problem, gap: int) -> Problem:
    """The same problem with its demands and caps at high bits, and idle ones before them."""
    def up(use: Use) -> Use:
        return Use(use.place, use.demands << gap, use.caps << gap)

    return Problem(
        tuple(Item(i.amount, tuple(up(u) for u in i.uses), i.portions) for i in problem.items),
        (0,) * gap + problem.demands,
        (0,) * gap + problem.caps,
        tuple(Further(f.demands << gap, f.caps << gap) for f in problem.further),
    )


def clm_problem(random: Random, tick: int = 60) -> Problem:
    """One member under the CLM wording: 36 h, seven exclusive minimums, a cap on mode and one on role."""
    minimums = (3, 3, 3, 3, 3, 1, 1)
    shapes: dict[tuple[tuple[int, ...], int], tuple[Use, ...]] = {}
    diligence = random.random()
    items = []
    for _ in range(random.randint(10, 30)):
        tags = random.choices(range(1, 8), weights=(5, 4, 5, 4, 6, 2, 1), k=1)
        if random.random() < 0.15:
            tags = sorted(random.sample(range(1, 8), 2))
        caps = (1 if random.random() < 0.35 else 0) | (2 if random.random() < 0.10 else 0)
        key = (tuple(tags), caps)
        if key not in shapes:
            shapes[key] = tuple(Use(t, 1 | 1 << t, caps) for t in tags)
        hours = random.choice((1, 1, 1.5, 2, 2, 3, 4)) if diligence > 0.2 else random.choice((0.5, 1, 1.5))
        items.append(Item(int(hours * tick), shapes[key]))
    return Problem(
        tuple(items),
        (36 * tick, *(m * tick for m in minimums)),
        (12 * tick, 4 * tick),
        tuple(Further(1 | 1 << k, 0) for k in range(1, 8)),
    )
