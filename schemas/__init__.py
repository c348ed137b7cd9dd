"""What the services say to each other, and what the outside says to them.

A fact is past tense, frozen, and never edited: a change of meaning is a new version beside the old one.
Absent fields are left out on the wire; readers ignore fields they do not know; only messages from outside
are refused for an unknown field. Money is whole kroner (`_nok`), times are aware and in UTC.
`flow.py` is the map of who says what to whom.
"""
