"""Where a data file contradicts itself."""

from collections import Counter
from collections.abc import Iterator

from stdnum.no import orgnr

from demo.data_file import DataFile


def mistakes_in(file: DataFile) -> Iterator[str]:
    """A line each."""
    bodies_by_key = file.all_bodies
    for kind, bodies, first, valid in (
        ("bodies", file.bodies, ("8", "9"), True),
        ("made_up_bodies", file.made_up_bodies, ("3",), True),
        ("impossible_bodies", file.impossible_bodies, ("3",), False),
    ):
        for key, body in bodies.items():
            if not body.number.startswith(first) or orgnr.is_valid(body.number) != valid:
                is_one = "a number" if valid else "no number"
                yield f"{kind}.{key}: {body.number} is not {is_one} that mod 11 admits, beginning with {first}"
    bad = file.bad_input
    everything = [*file.applications, *(bad.applications() if bad else ())]
    named = [*file.bodies, *file.made_up_bodies, *file.impossible_bodies]
    for what, names in (
        ("body", named),
        ("number", [body.number for body in bodies_by_key.values()]),
        ("reference", [told.reference for told in everything]),
        ("applicant", [told.applicant for told in everything]),
    ):
        yield from (f"the {what} {name} stands {times} times" for name, times in Counter(names).items() if times > 1)
    for told in everything:
        yield from (f"{told.reference}: no body {key}" for key in told.bodies if key not in named)
        if told.new > told.positions:
            yield f"{told.reference}: {told.new} new positions of {told.positions}"
        if len(told.earlier_nok) not in (0, told.year - 1):
            yield f"{told.reference}: {len(told.earlier_nok)} earlier awards in project year {told.year}"
        if (told.score is None) != (not told.considerations):
            yield f"{told.reference}: a score and its considerations go together"
        applicant = bodies_by_key.get(told.applicant)
        if not told.area and applicant is not None and applicant.municipality is None:
            yield f"{told.reference}: no area, and the applicant is no municipality"
    pointed = [getattr(step, "application", None) for step in file.happens]
    if bad:
        repeats, contradicts = bad.same_message_twice.repeats, bad.same_id_other_content.contradicts
        pointed += [repeats, contradicts, bad.score_after_ranking.scores]
    for reference in filter(None, pointed):
        if reference not in {told.reference for told in file.applications}:
            yield f"there is no application {reference}"
