"""Some municipalities and County Governors' offices, as they were in their time."""

from typing import Any

from pydantic import JsonValue

from schemas.ids import Digest
from schemas.intake import ReferenceAdopted

MUNICIPALITIES: list[JsonValue] = [
    {"code": "0301", "name": "Oslo", "valid_from": "", "valid_to": ""},
    {"code": "0101", "name": "Halden", "valid_to": "2020-01-01"},
    {"code": "0427", "name": "Elverum", "valid_to": "2020-01-01"},
    {"code": "3420", "name": "Elverum", "valid_from": "2020-01-01"},
    {"code": "1850", "name": "Tysfjord - Divtasvuodna", "valid_to": "2020-01-01"},
    {"code": "1424", "name": "Årdal", "valid_to": "2020-01-01"},
    {"code": "1201", "name": "Bergen", "valid_to": "2020-01-01"},
    {"code": "3001", "name": "Halden", "valid_from": "2020-01-01", "valid_to": "2024-01-01"},
]

COUNTY_GOVERNORS: list[JsonValue] = [
    {"office": "ostfold", "name": "Fylkesmannen i Østfold", "counties": ["01"], "valid_to": "2019-01-01"},
    {"office": "hedmark", "name": "Fylkesmannen i Hedmark", "counties": ["04"], "valid_to": "2019-01-01"},
    {"office": "hordaland", "name": "Fylkesmannen i Hordaland", "counties": ["12"], "valid_to": "2019-01-01"},
    {
        "office": "sogn-fjordane",
        "name": "Fylkesmannen i Sogn og Fjordane",
        "counties": ["14"],
        "valid_to": "2019-01-01",
    },
    {
        "office": "oslo-viken",
        "name": "Fylkesmannen i Oslo og Viken",
        "counties": ["01", "02", "03", "06", "30"],
        "valid_from": "2019-01-01",
        "valid_to": "2021-01-01",
    },
    {
        "office": "innlandet",
        "name": "Fylkesmannen i Innlandet",
        "counties": ["04", "05", "34"],
        "valid_from": "2019-01-01",
        "valid_to": "2021-01-01",
    },
    {
        "office": "vestland",
        "name": "Fylkesmannen i Vestland",
        "counties": ["12", "14", "46"],
        "valid_from": "2019-01-01",
        "valid_to": "2021-01-01",
    },
    {"office": "nordland", "name": "Fylkesmannen i Nordland", "counties": ["18"], "valid_to": "2021-01-01"},
    {"office": "nordland", "name": "Statsforvalteren i Nordland", "counties": ["18"], "valid_from": "2021-01-01"},
    {"office": "innlandet", "name": "Statsforvalteren i Innlandet", "counties": ["34"], "valid_from": "2021-01-01"},
    {
        "office": "oslo-viken",
        "name": "Statsforvalteren i Oslo og Viken",
        "counties": ["03", "30"],
        "valid_from": "2021-01-01",
        "valid_to": "2024-01-01",
    },
]


def adopted(name: Any, content: list[JsonValue]) -> ReferenceAdopted:
    return ReferenceAdopted(name=name, hash=Digest("cd" * 32), content=content)


OFFICES_ADOPTED = adopted("county_governors", COUNTY_GOVERNORS)
MUNICIPALITIES_ADOPTED = adopted("municipalities", MUNICIPALITIES)
