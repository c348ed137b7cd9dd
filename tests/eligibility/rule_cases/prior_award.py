from schemas.ids import SchemeId
from tests.eligibility.examples import FIRST_YEAR_AWARD, NEW, SECOND_YEAR, TOOK_OVER, case, project
from tests.eligibility.rule_examples import MET, UNCLEAR, UNMET, Example

_THIRD_YEAR = NEW.but(project=project(3))

EXAMPLES = [
    Example("Year 1 needs none", case(NEW), MET),
    Example("Year 2 after an award for year 1", case(SECOND_YEAR, FIRST_YEAR_AWARD), MET),
    Example("Year 2 without any award", case(SECOND_YEAR), UNMET),
    Example("Year 3 after an award for year 1 alone", case(_THIRD_YEAR, FIRST_YEAR_AWARD), UNMET),
    Example(
        "Year 3 after awards for years 1 and 2",
        case(_THIRD_YEAR, FIRST_YEAR_AWARD, FIRST_YEAR_AWARD.but(project_year=2)),
        MET,
    ),
    Example(
        "The award was for another project",
        case(NEW.but(project=project(2, "fjellvik-youth")), FIRST_YEAR_AWARD),
        UNMET,
    ),
    Example(
        "The award was in another scheme",
        case(SECOND_YEAR, FIRST_YEAR_AWARD.but(scheme=SchemeId("rusarbeid"))),
        UNMET,
    ),
    Example(
        "The award for year 1 was put off to the next calendar year",
        case(SECOND_YEAR, FIRST_YEAR_AWARD.but(carried_over=True)),
        UNCLEAR,
    ),
    Example(
        "Put off once, and granted for year 1 after that",
        case(SECOND_YEAR, FIRST_YEAR_AWARD.but(carried_over=True), FIRST_YEAR_AWARD),
        MET,
    ),
    Example(
        "A new municipality, where one that it took over may have had the award",
        case(SECOND_YEAR, world=TOOK_OVER),
        UNCLEAR,
    ),
    Example("A new municipality with an award of its own", case(SECOND_YEAR, FIRST_YEAR_AWARD, world=TOOK_OVER), MET),
    Example("A new municipality begins with year 1, which may be a restart", case(NEW, world=TOOK_OVER), UNCLEAR),
]
