from tests.eligibility.examples import NEW, case, project
from tests.eligibility.rule_examples import MET, UNMET, Example

EXAMPLES = [
    Example("Year 1", case(NEW), MET),
    Example("Year 3", case(NEW.but(project=project(3))), MET),
    Example("Year 4", case(NEW.but(project=project(4))), UNMET),
]
