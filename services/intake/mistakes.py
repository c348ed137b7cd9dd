"""What is wrong in content that a schema does not admit: pointers and expectations, never a value."""

from collections.abc import Collection

from pydantic import ValidationError

MISTAKES_MAX = 20
"""So many are told at once: whoever sent more of them has not read the schema."""


def mistakes(error: ValidationError, names: Collection[str], under: str = "") -> list[tuple[str, str]]:
    """Each as a pointer, below `under`, with what was expected there.

    `names` are those of the schema: no sender chose them, so they alone can stand in a pointer.
    """
    found: list[tuple[str, str]] = []
    for problem in error.errors(include_input=False, include_url=False)[:MISTAKES_MAX]:
        path = list(problem["loc"])
        match problem["type"]:
            case "extra_forbidden":
                path, expected = path[:-1], "no other fields than the schema's"
            case "json_invalid":
                expected = "a JSON document in UTF-8"
            case "union_tag_invalid":
                expected = f"{problem['ctx']['discriminator']} to be one of {problem['ctx']['expected_tags']}"
            case "missing":
                expected = "this field"
            case _:
                expected = problem["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
        pointer = "".join(f"/{part}" for part in path if isinstance(part, int) or part in names)
        found.append((under + pointer, expected))
    return sorted(set(found))
