"""Countries by ISO 3166-1 alpha-2 code: those assigned, and those of the European Union."""

from __future__ import annotations

import re

ASSIGNED = frozenset(
    re.findall(
        "[A-Z]{2}",
        """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
    UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """,
    )
)
"""All officially assigned codes, none that is reserved (UK, EU) or left to users (XK, ZZ)."""

_OUTERMOST_REGIONS = frozenset(re.findall("[A-Z]{2}", "GF GP MF MQ RE YT"))  # of France, with codes of their own
EU = (
    frozenset(re.findall("[A-Z]{2}", "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"))
    | _OUTERMOST_REGIONS
    | {"AX"}
)
"""The member states, and their regions with codes of their own in which the treaties apply (TFEU, articles 349 and 355)."""

OFTEN_MEANT = {
    "UK": "GB",
    "EL": "GR",
    "EN": "GB",
    "GERMANY": "DE",
    "DEUTSCHLAND": "DE",
    "D": "DE",
    "DEU": "DE",
    "A": "AT",
    "AUT": "AT",
    "CHE": "CH",
}
