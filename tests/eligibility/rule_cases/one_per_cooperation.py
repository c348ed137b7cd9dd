from schemas.ids import ApplicationId
from tests.eligibility.examples import FOUNDATION, NEW, case
from tests.eligibility.rule_examples import MET, UNCLEAR, Example

_OTHER = (ApplicationId("public360/A-7"),)
_TWO_OTHERS = (ApplicationId("elements/B-2"), *_OTHER)

EXAMPLES = [
    Example("The only application for its cooperation", case(NEW), MET),
    Example("Another stands for the same cooperation", case(NEW, same_cooperation=_OTHER), UNCLEAR),
    Example("A foundation applies beside one of the parties", case(FOUNDATION, same_cooperation=_OTHER), UNCLEAR),
    Example("Two others stand for the same cooperation", case(NEW, same_cooperation=_TWO_OTHERS), UNCLEAR),
]
