"""One byte form of every message, its digest, and the ids that follow from it.

orjson with sorted keys gives the bytes of RFC 8785 for what our schemas admit (ASCII keys, texts, whole numbers
below 2^53, booleans); a property test holds it to the reference implementation.
"""

from hashlib import sha1, sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson

from schemas.base import Message
from schemas.ids import Digest


def canonical(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def canonical_message(message: Message) -> bytes:
    return canonical(message.plain())


def digest(data: bytes) -> Digest:
    return Digest(sha256(data).hexdigest())


def namespace(service: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"tilsagn:{service}")


def derived_id(space: UUID, topic: str, partition: int, offset: int, index: int) -> str:
    """The same input and place always give the same id, so that a repetition collides instead of doubling."""
    name = f"{topic}/{partition}/{offset}/{index}"
    # The bytes of uuid5, at a third of its price: there are a thousand of them in a batch.
    digits = bytearray(sha1(space.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    digits[6], digits[8] = digits[6] & 0x0F | 0x50, digits[8] & 0x3F | 0x80
    text = digits.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def share_of(key: str, partitions: int) -> int:
    """A partition for a key, the same on every machine and for good."""
    return int.from_bytes(sha256(key.encode()).digest()[:4], "big") % partitions
