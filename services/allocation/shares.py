"""The sub-frames that a round's frame opens with: its own, or one for each office that decides.

What an office gets follows announced keys (the «fylkesvise fordelingsnøkler» of kommunalt rusarbeid), to the krone.
"""

from schemas.ids import SubFrameId
from schemas.money import share_out
from schemas.scheme import Scheme, SubFrame


def shares(scheme: Scheme) -> tuple[SubFrame, ...]:
    """The round's sub-frames; where keys split it, one for each office, in the order of their ids, to the krone."""
    if scheme.county_shares is None:
        return scheme.sub_frames
    (whole,) = scheme.sub_frames
    offices = sorted(scheme.county_shares.keys)
    parts = share_out(whole.nok, [scheme.county_shares.keys[office] for office in offices])
    # The margin follows the shares, and not the keys, so that no office keeps back more than it has.
    margins = share_out(whole.appeal_margin_nok, parts) if whole.nok else parts
    return tuple(
        SubFrame(id=SubFrameId(office), nok=nok, appeal_margin_nok=margin)
        for office, nok, margin in zip(offices, parts, margins, strict=True)
    )
